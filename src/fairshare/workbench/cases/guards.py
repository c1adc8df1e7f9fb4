"""What the law asks of a step beside its place in the course: each guard is a rule of the law put to one case. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

import numpy as np

from fairshare.law.citation import cites
from fairshare.law.outcome import RefusedError
from fairshare.law.responsibility.codes import NONE, STATE_CODE
from fairshare.law.responsibility.duties import appeal_ends
from fairshare.law.solidarity.cycle import require_applicable
from fairshare.law.solidarity.relocation import (
    GROUNDS,
    Why,
    check_refusal,
    closed_to_beneficiaries,
    destination_grounds,
    person_grounds,
)
from fairshare.law.time_limits import DAYS_OF, limit
from fairshare.workbench.cases.clock import clock_of
from fairshare.workbench.cases.facts import Around, Facts

Guard = Callable[[Facts, date, Around], None]
"""Raises :class:`~fairshare.law.outcome.RefusedError` with the provision, or lets the step pass."""

TEXTS: Final = frozenset({"destination", "ground"})
"""The facts that are empty rather than ``None`` while there is nothing to say."""

WITHDRAWN: Final = (Why.OUT_OF_SCOPE, Why.FAMILY, Why.NO_CONSENT)
"""Why a benefitting state ends a relocation that is no matter of security: 67(1), 67(5), 67(4)."""

LOST: Final = (Why.NO_PLEDGE, Why.PLEDGE_USED, Why.SHIELDED)
"""Why the place of a family is lost: 60(3)."""

REFUSALS: Final = tuple(why for why in Why if GROUNDS[why].refusal)
"""The closed list of Annex IV, Part II, in its order."""

_ASKED_OF: Final = {
    Why.FAMILY.code: "applicant",
    **dict.fromkeys(
        (Why.NO_AGREEMENT.code, Why.PROTECTION_TOO_OLD.code, Why.NO_CONSENT.code, Why.NO_AGREEMENT_OF_THE_TWO.code),
        "beneficiary",
    ),
}
"""The grounds that there are for one kind of person only (56(2)(a)(ii), 67(4), 67(5))."""

_NOT_ON_RECORD: Final = frozenset(why for why in Why if why.name.endswith(("NOT_ON_RECORD", "UNDECIDED")))


def ground_of(facts: Facts, around: Around) -> Why | None:
    """Why the family may not be relocated, or ``None``: the rule of Articles 56(2)(a) and 67 on one row."""
    (code,) = person_grounds(facts.row, around.agreed, around.act, around.choices).tolist()
    return None if code == NONE else Why(code)


def established(facts: Facts, around: Around) -> Why | None:
    """A ground that is established, not one that is only not on record yet."""
    ground = ground_of(facts, around)
    return None if ground in _NOT_ON_RECORD else ground


def refuse(ground: Why) -> RefusedError:
    """The refusal for a ground of the closed list."""
    return RefusedError(GROUNDS[ground].cite, GROUNDS[ground].says)


@cites("AMMR 85", invariants=("I54",))
def applies(facts: Facts, day: date, around: Around) -> None:
    """The procedure of Article 67 applies on the day."""
    require_applicable("AMMR 67(7)", day, around.choices)


@cites("AMMR 60(3)(1)", invariants=("I23",))
def in_pool_year(facts: Facts, day: date, around: Around) -> None:
    """The pool year has not ended; what runs then goes on (67(12)), and nothing new is begun."""
    if day > around.ends:
        raise RefusedError("AMMR 60(3)(1)", f"the pool year ended on {around.ends}")


@cites("AMMR 67(1)", "AMMR 67(2)", "AMMR 67(4)", "AMMR 67(5)", invariants=("I35", "I36", "I37"))
def eligible(facts: Facts, day: date, around: Around) -> None:
    """Nothing keeps the family from being relocated."""
    ground = ground_of(facts, around)
    if ground is not None:
        raise refuse(ground)


@cites("AMMR 58(3)", "AMMR 59(4)", invariants=("I15",))
def benefits(facts: Facts, day: date, around: Around) -> None:
    """The state where the family is may use the pool."""
    if not around.benefits:
        raise RefusedError("AMMR 67(1)", f"{facts.present_in} has no access to the pool: nobody is relocated from it")


@cites("AMMR 60(3)(2)", "AMMR 60(3)(4)", "AMMR 56(2)(a)", invariants=("I26", "I40"))
def destination_open(facts: Facts, day: date, around: Around) -> None:
    """The state of relocation is another one, has places left for the whole family, and takes persons like these."""
    if facts.destination == facts.present_in or not facts.destination:
        raise RefusedError("AMMR 67(1)", "a relocation goes to another state")
    (code,) = destination_grounds(
        np.array([around.to_implement]), np.array([max(around.left, 0)]), np.array([around.shielded])
    ).tolist()
    if code != NONE:
        raise refuse(Why(code))
    if around.left < facts.persons:
        raise RefusedError(
            "AMMR 67(6)", f"{facts.destination} has {around.left} places left for this family, which stays whole"
        )
    if facts.kind == "beneficiary" and _closed(facts, around):
        raise refuse(Why.NO_AGREEMENT_OF_THE_TWO)


def _closed(facts: Facts, around: Around) -> bool:
    to = 1 << STATE_CODE[facts.destination]
    return bool(closed_to_beneficiaries(facts.row.present, around.agreed, to)[0])


@cites("AMMR 67(9)", invariants=("I42",))
def in_time(facts: Facts, day: date, around: Around) -> None:
    """The state of relocation tells this before its silence confirms."""
    clock = clock_of(facts, around.calendar, around.choices)
    if clock is not None and day > clock.confirmed:
        raise RefusedError("AMMR 67(9)", f"silence confirmed this relocation on {clock.confirmed}")


@cites("AMMR 67(9)", invariants=("I42",))
def silent(facts: Facts, day: date, around: Around) -> None:
    """The limit of the reply is the day on which silence confirms."""
    clock = clock_of(facts, around.calendar, around.choices)
    if clock is None or day != clock.confirmed:
        raise RefusedError("AMMR 67(9)", f"silence does not confirm on {day}")


@cites("AMMR 67(9)", invariants=("I41",))
def closed_list(facts: Facts, day: date, around: Around) -> None:
    """The refusal names a ground of the closed list that there is for such a person; one of security bars every later
    relocation (67(2))."""
    check_refusal(facts.ground)
    _asked_of_such(facts)
    if facts.ground == Why.SECURITY.code:
        raise RefusedError("AMMR 67(2)", "a threat to security is told as such: it bars every later relocation")


@cites("AMMR 67(2)", invariants=("I36",))
def threat(facts: Facts, day: date, around: Around) -> None:
    """Reasonable grounds to see a threat to internal security are on record."""
    if not facts.security:
        raise RefusedError("AMMR 67(2)", "no ground of security is on record")


@cites("AMMR 67(1)", "AMMR 67(4)", "AMMR 67(5)")
def withdrawn(facts: Facts, day: date, around: Around) -> None:
    """The end names why: no person in scope any more, family in the benefitting state, or consent taken back."""
    if facts.ground not in {why.code for why in WITHDRAWN}:
        raise RefusedError("AMMR 67(1)", f"{facts.ground!r} does not end a relocation")
    _asked_of_such(facts)


@cites("AMMR 60(3)", "AMMR 60(3)(4)", invariants=("I26", "I40"))
def place_lost(facts: Facts, day: date, around: Around) -> None:
    """The record bears out why the place is lost: nothing is left of what is kept for the family, the state owes no
    relocation, or need not implement towards the benefitting state. A confirmed place is used up by nobody else."""
    lost = {
        Why.NO_PLEDGE.code: not around.to_implement,
        Why.PLEDGE_USED.code: facts.confirmed is None and around.left < facts.persons,
        Why.SHIELDED.code: around.shielded,
    }
    if not lost.get(facts.ground):
        raise RefusedError("AMMR 60(3)", f"the record does not bear out {facts.ground!r} for {facts.destination}")


def _asked_of_such(facts: Facts) -> None:
    kind = _ASKED_OF.get(facts.ground, facts.kind)
    if kind != facts.kind:
        cite = next(GROUNDS[why].cite for why in Why if why.code == facts.ground)
        raise RefusedError(cite, f"{facts.ground!r} is a ground for {kind}s only")


@cites("AMMR 43(2)")
def appeal_open(facts: Facts, day: date, around: Around) -> None:
    """One appeal, within the longest period that national law may set; a shorter one is for the court."""
    if facts.notified is None or facts.appealed is not None:
        raise RefusedError("AMMR 43(2)", "an appeal is lodged once, after the decision was notified")
    _in_appeal_period(facts.notified, facts, day, around, "AMMR 43(2)")


@cites("AMMR 43(3)")
def suspension_open(facts: Facts, day: date, around: Around) -> None:
    """The first request to suspend the transfer, within the period of the appeal: a later one suspends nothing."""
    if facts.notified is None or facts.suspends is not None:
        raise RefusedError("AMMR 43(3)", "only the first request to suspend lets the transfer wait")
    _in_appeal_period(facts.notified, facts, day, around, "AMMR 43(3)")


def _in_appeal_period(notified: date, facts: Facts, day: date, around: Around, cite: str) -> None:
    last = appeal_ends(notified, facts.present_in, calendar=around.calendar)[1]
    if day > last:
        raise RefusedError(cite, f"the longest period for an appeal ended on {last}")


@cites("AMMR 43(3)", "AMMR 46(3)")
def appeal_pending(facts: Facts, day: date, around: Around) -> None:
    """An appeal that suspended nothing still waits for the court, also after the transfer."""
    if facts.appealed is None or facts.appeal_decided is not None:
        raise RefusedError("AMMR 43(3)", "no appeal waits for a court")


@cites("AMMR 67(10)", invariants=("I42",))
def noticed(facts: Facts, day: date, around: Around) -> None:
    """The written notice came in time before the transfer."""
    ahead = limit(f"relocation_notice_{facts.kind}")
    days = ahead.count * DAYS_OF[ahead.unit]
    if facts.notified is None or day < facts.notified + timedelta(days=days):
        raise RefusedError(ahead.cite, f"the notice comes at least {days} days before the transfer")


@cites("AMMR 67(11)", choices=("LAPSED_TRANSFER_LIMIT",))
def transfer_open(facts: Facts, day: date, around: Around) -> None:
    """The four weeks have not lapsed, where a lapse is read to end the relocation (A12)."""
    if _lapsed(facts, day, around):
        raise RefusedError("AMMR 67(11)", "the time for the transfer has lapsed: the benefitting state keeps the case")


@cites("AMMR 67(11)", choices=("LAPSED_TRANSFER_LIMIT",))
def transfer_lapsed(facts: Facts, day: date, around: Around) -> None:
    """The four weeks have lapsed, and a lapse is read to end the relocation (A12)."""
    if not _lapsed(facts, day, around):
        raise RefusedError("AMMR 67(11)", "the relocation stays owed: no lapse ends it")


def _lapsed(facts: Facts, day: date, around: Around) -> bool:
    clock = clock_of(facts, around.calendar, around.choices)
    ends = around.choices["LAPSED_TRANSFER_LIMIT"] == "transferring-state"
    return ends and clock is not None and day > next(step.due for step in clock.steps if step.step == "transfer")


@cites("AMMR 68(2)", "AMMR 68(3)")
def is_applicant(facts: Facts, day: date, around: Around) -> None:
    """Responsibility is determined, or moves, for applicants."""
    if facts.kind != "applicant":
        raise RefusedError("AMMR 68(4)", "for beneficiaries the state of relocation grants the status they have")


@cites("AMMR 68(4)")
def is_beneficiary(facts: Facts, day: date, around: Around) -> None:
    """A status is carried over for beneficiaries."""
    if facts.kind != "beneficiary":
        raise RefusedError("AMMR 68(2)", "for applicants responsibility is determined")


OFFERED_BY: Final = frozenset({appeal_open, suspension_open, appeal_pending, transfer_lapsed})
"""The guards without which a step is not even offered; what the others refuse, a refusal explains."""
