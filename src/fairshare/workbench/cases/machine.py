"""The course of one relocation case, by the statuses and steps of Articles 67 and 68. Pure: no database, no clock.

Which step leads from where to where stands in one table, :data:`RULES`; what else the law asks is a guard beside the
step (:mod:`~fairshare.workbench.cases.guards`). What a step does to the ledger follows from the two statuses alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final, Literal

from fairshare.law.outcome import RefusedError
from fairshare.workbench.cases import guards
from fairshare.workbench.cases.facts import Around, Facts
from fairshare.workbench.cases.guards import Guard


class Status(StrEnum):
    """Where a case stands."""

    CANDIDATE = "candidate"
    INELIGIBLE = "ineligible"
    INFORMED = "informed"
    LINKED = "linked"
    MATCHED = "matched"
    SENT = "sent"
    RECEIVED = "received"
    POSTPONED = "postponed"
    REFUSED = "refused"
    CONFIRMED = "confirmed"
    DECIDED = "decided"
    NOTIFIED = "notified"
    APPEALED = "appealed"
    SUSPENDED = "suspended"
    TRANSFERRED = "transferred"
    ARRIVED = "arrived"
    EXCLUDED = "excluded"
    TERMINATED = "terminated"
    ANNULLED = "annulled"
    NO_SHOW = "no_show"
    RESPONSIBLE = "responsible"
    SHIFTED = "shifted"
    SECOND_TRANSFER = "second_transfer"
    PROTECTED = "protected"


BEFORE: Final = (
    Status.CANDIDATE, Status.INELIGIBLE, Status.INFORMED, Status.LINKED, Status.MATCHED, Status.REFUSED,
)  # fmt: skip
"""No form is with another state: the benefitting state alone is at work."""

WAITING: Final = (Status.RECEIVED, Status.POSTPONED)
"""The state of relocation is to reply; its silence confirms."""

PENDING: Final = (Status.SENT, *WAITING)
"""A form is with the state of relocation and nothing is confirmed: the place is kept for the case."""

_HERE: Final = (Status.CONFIRMED, Status.DECIDED, Status.NOTIFIED, Status.APPEALED, Status.SUSPENDED)
_THERE: Final = (Status.TRANSFERRED, Status.ARRIVED)

ACCEPTED: Final = (*_HERE, Status.TRANSFERRED)
"""The relocation is confirmed and still to be carried out: the ledger holds its places as accepted."""

ENDED: Final = (
    Status.EXCLUDED, Status.TERMINATED, Status.ANNULLED, Status.NO_SHOW, Status.RESPONSIBLE, Status.SHIFTED,
    Status.SECOND_TRANSFER, Status.PROTECTED,
)  # fmt: skip
"""Nothing follows any more."""

Side = Literal["present", "destination", "either", "law"]
"""Who takes a step: the benefitting state, the state of relocation, whichever of both, or nobody (silence)."""

Effect = Literal["", "accepted", "failed", "implemented"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One step: from any of ``origin`` to ``to``, by ``side``, under ``cite``.

    ``day``: the day that it sets; ``sets``: other facts; ``clears``: what it takes back; ``guards``: what the
    law asks besides."""

    step: str
    origin: tuple[Status, ...]
    to: Status
    cite: str
    side: Side
    day: str = ""
    guards: tuple[Guard, ...] = ()
    clears: tuple[str, ...] = ()
    sets: tuple[tuple[str, object], ...] = ()


_ANEW: Final = ("sent", "received", "postponed", "refused", "ground")
_GOES: Final = (guards.in_pool_year, guards.eligible, guards.benefits, guards.destination_open)

RULES: Final = (
    Rule("assess", (Status.CANDIDATE, Status.INELIGIBLE), Status.CANDIDATE, "AMMR 67(2), 67(5)", "present"),
    *(Rule("assess", (status,), status, "AMMR 67(2), 67(5)", "present")
      for status in (Status.INFORMED, Status.LINKED, Status.MATCHED, Status.REFUSED)),
    Rule("rule_out", BEFORE, Status.INELIGIBLE, "AMMR 67(4), 67(5)", "present",
         clears=("destination", "proposed", *_ANEW)),
    Rule("inform", (Status.CANDIDATE,), Status.INFORMED, "AMMR 67(5)", "present", "informed", (guards.eligible,)),
    Rule("link", (Status.INFORMED, Status.LINKED, Status.REFUSED), Status.LINKED, "AMMR 67(3)", "present", "linked",
         clears=("destination", "proposed", *_ANEW)),
    Rule("propose", (Status.LINKED, Status.REFUSED), Status.MATCHED, "AMMR 67(4)", "present", "proposed", _GOES,
         clears=_ANEW),
    Rule("recall", (Status.MATCHED,), Status.LINKED, "AMMR 67(3)", "present", clears=("destination", "proposed")),
    Rule("send", (Status.MATCHED,), Status.SENT, "AMMR 67(7)", "present", "sent", (guards.applies, *_GOES)),
    Rule("receive", (Status.SENT,), Status.RECEIVED, "AMMR 67(9)", "either", "received"),
    Rule("postpone", (Status.RECEIVED,), Status.POSTPONED, "AMMR 67(9)", "destination", "postponed", (guards.in_time,)),
    Rule("confirm", WAITING, Status.CONFIRMED, "AMMR 67(9)", "destination", "confirmed", (guards.in_time,),
         sets=(("confirmed_by", "reply"),)),
    Rule("deem", WAITING, Status.CONFIRMED, "AMMR 67(9)", "law", "confirmed", (guards.silent,),
         sets=(("confirmed_by", "silence"),)),
    Rule("refuse", WAITING, Status.REFUSED, "AMMR 67(9)", "destination", "refused",
         (guards.in_time, guards.closed_list)),
    Rule("refuse_security", WAITING, Status.EXCLUDED, "AMMR 67(2), 67(9)", "destination", "refused",
         (guards.in_time, guards.threat)),
    Rule("decide", (Status.CONFIRMED,), Status.DECIDED, "AMMR 67(10)", "present", "decided"),
    Rule("notify", (Status.DECIDED,), Status.NOTIFIED, "AMMR 67(10)", "present", "notified"),
    Rule("appeal", (Status.NOTIFIED,), Status.APPEALED, "AMMR 43(2), 67(13)", "present", "appealed",
         (guards.appeal_open,)),
    *(Rule("appeal", (status,), status, "AMMR 43(2), 67(13)", "present", "appealed", (guards.appeal_open,))
      for status in _THERE),
    Rule("appeal_suspends", (Status.NOTIFIED,), Status.SUSPENDED, "AMMR 43(3), 67(13)", "present", "appealed",
         (guards.appeal_open,), sets=(("suspends", True),)),
    Rule("suspend", (Status.APPEALED,), Status.SUSPENDED, "AMMR 43(3), 67(13)", "present",
         guards=(guards.suspension_open,), sets=(("suspends", True),)),
    Rule("suspension_refused", (Status.SUSPENDED,), Status.APPEALED, "AMMR 43(3), 67(13)", "present",
         sets=(("suspends", False),)),
    Rule("appeal_dismissed", (Status.APPEALED, Status.SUSPENDED), Status.NOTIFIED, "AMMR 43(3), 67(13)", "present",
         "appeal_decided"),
    *(Rule("appeal_dismissed", (status,), status, "AMMR 43(3), 67(13)", "present", "appeal_decided",
           (guards.appeal_pending,)) for status in _THERE),
    Rule("appeal_upheld", (Status.APPEALED, Status.SUSPENDED), Status.ANNULLED, "AMMR 43(3), 67(13)", "present",
         "appeal_decided"),
    Rule("appeal_upheld", _THERE, Status.ANNULLED, "AMMR 46(3), 67(13)", "present", "appeal_decided",
         (guards.appeal_pending,)),
    Rule("transfer", (Status.NOTIFIED, Status.APPEALED), Status.TRANSFERRED, "AMMR 67(11)", "present", "transferred",
         (guards.noticed, guards.transfer_open)),
    Rule("lapse", (Status.CONFIRMED, Status.DECIDED, Status.NOTIFIED, Status.APPEALED), Status.TERMINATED,
         "AMMR 67(11)", "present", guards=(guards.transfer_lapsed,)),
    Rule("arrive", (Status.TRANSFERRED,), Status.ARRIVED, "AMMR 68(1)", "destination", "arrived"),
    Rule("no_show", (Status.TRANSFERRED,), Status.NO_SHOW, "AMMR 68(1)", "destination"),
    Rule("responsible", (Status.ARRIVED,), Status.RESPONSIBLE, "AMMR 68(2)", "destination",
         guards=(guards.is_applicant,)),
    Rule("second_transfer", (Status.ARRIVED,), Status.SECOND_TRANSFER, "AMMR 68(2)", "destination",
         guards=(guards.is_applicant,)),
    Rule("shifted", (Status.ARRIVED,), Status.SHIFTED, "AMMR 68(3)", "destination", guards=(guards.is_applicant,)),
    Rule("protected", (Status.ARRIVED,), Status.PROTECTED, "AMMR 68(4)", "destination",
         guards=(guards.is_beneficiary,)),
    Rule("exclude", BEFORE, Status.EXCLUDED, "AMMR 67(2)", "present", guards=(guards.threat,)),
    Rule("terminate", (*PENDING, *ACCEPTED), Status.TERMINATED, "AMMR 67(2)", "either", guards=(guards.threat,)),
    Rule("withdraw", (*BEFORE, *PENDING, *_HERE), Status.TERMINATED, "AMMR 67(1), 67(4), 67(5)", "present",
         guards=(guards.withdrawn,)),
    Rule("place_lost", (*PENDING, *_HERE), Status.TERMINATED, "AMMR 60(3)", "either", guards=(guards.place_lost,)),
)  # fmt: skip
"""Every step that there is. What is not here cannot happen."""

TABLE: Final[Mapping[tuple[Status, str], Rule]] = {
    (origin, rule.step): rule for rule in RULES for origin in rule.origin
}
"""The rule by status and step; there is one at most."""

STEPS: Final = tuple(dict.fromkeys(rule.step for rule in RULES))
"""The steps in the order of a case's course."""


def steps_from(status: str) -> tuple[Rule, ...]:
    """What can follow a status."""
    found = (TABLE.get((Status(status), step)) for step in STEPS)
    return tuple(rule for rule in found if rule is not None)


def offered(facts: Facts, today: date, around: Around, sides: Collection[Side]) -> tuple[Rule, ...]:
    """What can follow where a case stands, by one of ``sides``: without what no day could allow any more, or yet."""
    return tuple(
        rule for rule in steps_from(facts.status)
        if rule.side in sides
        and all(_passes(guard, facts, today, around) for guard in rule.guards if guard in guards.OFFERED_BY)
    )  # fmt: skip


def _passes(guard: Guard, facts: Facts, today: date, around: Around) -> bool:
    """Whether a guard lets a step pass on the first or on the last day that may be told for it."""
    for day in (facts.latest, today):
        with suppress(RefusedError):
            guard(facts, day, around)
            return True
    return False


def advance(facts: Facts, step: str, day: date, around: Around) -> Facts:
    """The case after a step taken on ``day``. Raises :class:`RefusedError` for a step that does not follow, lies before
    the one before it, or that a guard does not let pass."""
    rule = TABLE.get((Status(facts.status), step))
    if rule is None:
        raise RefusedError("AMMR 67", f"this step does not follow where the case stands ({facts.status})")
    if day < facts.latest:
        raise RefusedError(rule.cite, f"{day} lies before the step before it, of {facts.latest}")
    for guard in rule.guards:
        guard(facts, day, around)
    changes: dict[str, Any] = {name: "" if name in guards.TEXTS else None for name in rule.clears}
    changes |= dict(rule.sets) | ({rule.day: day} if rule.day else {}) | ({"ended": day} if rule.to in ENDED else {})
    return replace(facts, **changes | {"status": rule.to.value, "latest": day})


def opened(facts: Facts, around: Around) -> Facts:
    """A new case at its first status: what is established against it already keeps it out (67(2), 67(5))."""
    guards.benefits(facts, facts.latest, around)
    if facts.security:
        return replace(facts, status=Status.EXCLUDED.value, ended=facts.latest)
    out = guards.established(facts, around) is not None
    return replace(facts, status=(Status.INELIGIBLE if out else Status.CANDIDATE).value)


def effect(before: str, after: str) -> Effect:
    """What a step does to the places that the ledger holds for the case.

    What a court undoes after the arrival stays implemented: no provision says whether it still counts, so that is for
    whoever corrects the event of the arrival."""
    if before not in ACCEPTED:
        return "accepted" if after in ACCEPTED else ""
    if after in ACCEPTED:
        return ""
    return "implemented" if after == Status.ARRIVED else "failed"


def diagram(rules: Iterable[Rule] = RULES) -> str:
    """The table as a Mermaid state diagram; each arrow names its step and provision.

    >>> print(diagram(RULES[:1]))
    stateDiagram-v2
        [*] --> candidate
        candidate --> candidate: assess (67(2), 67(5))
        ineligible --> candidate: assess (67(2), 67(5))
    """
    rules = tuple(rules)
    arrows = [
        f"    {origin} --> {rule.to}: {rule.step} ({rule.cite.removeprefix('AMMR ')})"
        for rule in rules for origin in rule.origin
    ]  # fmt: skip
    ends = [f"    {status} --> [*]" for status in ENDED if any(rule.to == status for rule in rules)]
    return "\n".join(("stateDiagram-v2", "    [*] --> candidate", *arrows, *ends))
