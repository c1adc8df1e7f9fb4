"""What the determination asks of states and applicants beside criteria and clocks (Articles 16 to 23, 36, 38 to 46).

These provisions name no state responsible, and their breach does not by itself shift responsibility. What they ask is
a checklist (``parameters/duties.yaml``) with who must act, and by when where a limit runs; what they make depend on
facts is a function here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np

from fairshare.faults import bad_argument
from fairshare.law.choices import DEFAULTS, Choices
from fairshare.law.citation import cites
from fairshare.law.outcome import Test
from fairshare.law.parameters import table
from fairshare.law.responsibility.codes import NONE, Bool, Codes, Days, Ended, Masks, Paper, PaperType, bit
from fairshare.law.responsibility.days import known
from fairshare.law.responsibility.table import CaseTable, Documents
from fairshare.law.time_limits import BUILT_IN, HolidayCalendar, Limit, expiry

MINOR: Final = "minor"
UNACCOMPANIED: Final = "unaccompanied minor"


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to do: by whom, when, and the last day where the text sets one."""

    actor: str
    act: str
    when: str
    due: date | None
    cite: str


def occasions() -> tuple[str, ...]:
    """What can happen that brings duties with it."""
    return tuple(table("duties"))


def _listed() -> Iterator[str]:
    yield from dict.fromkeys(entry["cite"] for entries in table("duties").values() for entry in entries)


@cites(*_listed())
def duties(
    occasion: str,
    event: date,
    state: str,
    *,
    minor: bool = False,
    unaccompanied: bool = False,
    exceptional: bool = False,
    calendar: HolidayCalendar = BUILT_IN,
) -> tuple[Duty, ...]:
    """Who must do what on an occasion of :func:`occasions` that happened on ``event``, in the order of the list.

    ``state`` is the state in which a limit ends. ``unaccompanied`` implies ``minor``. ``exceptional``: a
    disproportionate number of minors, or another exceptional situation (Article 23(2)).

    >>> from fairshare.law.time_limits import NO_HOLIDAYS
    >>> found = duties("application", date(2026, 7, 1), "IT", unaccompanied=True, calendar=NO_HOLIDAYS)
    >>> [(duty.act, str(duty.due)) for duty in found][1]
    ('appoint a representative', '2026-07-22')
    """
    if occasion not in table("duties"):
        raise bad_argument("occasion", f"{occasion!r} is unknown", "one of " + ", ".join(occasions()))
    concerned = {None} | ({MINOR} if minor or unaccompanied else set()) | ({UNACCOMPANIED} if unaccompanied else set())
    return tuple(
        Duty(
            entry["actor"], entry["act"], entry["when"], _due(entry, event, state, exceptional, calendar), entry["cite"]
        )
        for entry in table("duties")[occasion]
        if entry.get("for") in concerned
    )


def _due(entry: dict[str, Any], event: date, state: str, exceptional: bool, calendar: HolidayCalendar) -> date | None:
    if entry.get("by_event"):
        return event
    limit = entry.get("exceptional" if exceptional else "limit", entry.get("limit"))
    return limit and expiry(event, Limit(**limit), state, calendar).due


# --- where the applicant must apply and stay (Articles 17 and 18) ----------------------------------------------------


@cites("AMMR 17(1)", "AMMR 17(2)")
def where_to_apply(table: CaseTable, day: Days, present: Codes) -> Masks:
    """The states in which each application must be made on ``day``; several where documents of several are valid.

    The state that issued a valid residence document or visa; with ended ones only, that where the person is
    (``present``); without any, the state of first entry; no state where none is recorded. This decides nothing about
    responsibility.
    """
    issued = np.zeros(table.rows, np.int64)
    held = np.zeros(table.rows, np.bool_)
    for slot in range(table.documents.count):
        paper, valid = _document(table.documents, slot, day)
        held |= paper
        issued |= np.where(valid, bit(table.documents.issuer[slot]), 0)
    entered = np.full(table.rows, NONE, np.int8)
    for slot in reversed(range(table.entries.count)):  # earliest first: the first filled slot stays
        entered = np.where(table.entries.filled[slot], table.entries.state[slot], entered)
    otherwise = bit(np.where(held, present, entered).astype(np.int8))
    return np.where(issued != 0, issued, otherwise)


def _document(documents: Documents, slot: int, day: Days) -> tuple[Bool, Bool]:
    """Whether a slot holds a residence document or visa that had begun by the day, and whether it is valid then."""
    begins, until, ended = documents.valid_from[slot], documents.valid_to[slot], documents.ended_on[slot]
    paper = documents.filled[slot] & (begins <= day)  # no day recorded: earlier than any
    paper &= (documents.kind[slot] == Paper.VISA) | (documents.type[slot] != PaperType.PROCEDURE)
    valid = paper & (~known(until) | (until >= day)) & (~known(ended) | (ended > day))
    expired = (documents.ended[slot] == Ended.EXPIRED) & known(until)
    return paper, valid & ((documents.ended[slot] == NONE) | expired | known(ended))


@cites("AMMR 17(4)")
def must_be_present(apply_in: Masks, responsible: Codes, relocated_to: Codes) -> Masks:
    """Where each applicant must be: after a relocation in that state, else in the state responsible once it is known,
    else where the application must be made (:func:`where_to_apply`)."""
    return np.where(relocated_to != NONE, bit(relocated_to), np.where(responsible != NONE, bit(responsible), apply_in))


@cites("AMMR 18(1)", "AMMR 18(3)", "AMMR 18(4)")
def reception_withheld(
    *, in_right_state: bool, informed: bool, notified: date | None, on: date, trafficking_suspected: bool = False
) -> Test:
    """Whether the reception conditions of Articles 17 to 20 of Directive (EU) 2024/1346 are withheld on a day.

    Only outside the state of Article 17(4), from the notice of the transfer decision, if the applicant had been
    informed, and not where there are reasonable grounds to suspect trafficking. A standard of living in accordance
    with the Charter stays due; the measure must be individual and proportionate.
    """
    met = not in_right_state and informed and notified is not None and notified <= on and not trafficking_suspected
    return Test(
        "AMMR 18(1)",
        "Are the full reception conditions withheld here?",
        met,
        {"notified": "not yet" if notified is None else str(notified), "on": str(on)},
        "a dignified standard of living stays due; individual and proportionate" if met else "",
    )


@cites("AMMR 18(2)")
def late_material_counts(submitted: date, limit: date, decisive: bool | None) -> Test:
    """Whether elements given on a day count: in time always, later only if they are decisive, which a person says."""
    met = True if submitted <= limit else decisive
    figures = {"submitted": str(submitted), "limit": str(limit)}
    note = "decisive above all for unaccompanied minors and for bringing families together"
    return Test(
        "AMMR 18(2)", "Must the elements be taken into account?", met, figures, "" if submitted <= limit else note
    )


@cites("AMMR 22(2)")
def interview_may_be_omitted(*, absconded: bool, absent_without_reason: bool, complete: bool, informed: bool) -> Test:
    """Whether the interview may be left out: absconded, an unexcused absence, or all was told by other means after
    the information of Article 19; then there must be occasion to tell more in the time for a request."""
    by_other_means = complete and informed
    return Test(
        "AMMR 22(2)",
        "May the interview be omitted?",
        absconded or absent_without_reason or by_other_means,
        note="the applicant may tell more within the time for a request" if by_other_means else "",
    )


@cites("AMMR 21(7)")
def free_counselling_may_be_excluded(*, represented: bool) -> Test:
    """Whether free counselling may be excluded: only for who is already assisted and represented by an adviser."""
    return Test("AMMR 21(7)", "May free legal counselling be excluded?", represented)


# --- ground of the entry in Eurodac, remedies, detention (Articles 38, 43, 44) ---------------------------------------

_GROUNDS: Final = {
    "AMMR 16(2)": "a",
    "AMMR 16(3)": "b",
    "AMMR 16(4)": "c",
    "AMMR 39(1)": "d",
    "AMMR 40": "e",
    "AMMR 68(3)": "f",
}


@cites("AMMR 38(3)")
def eurodac_ground(basis: str, *, accepted: bool = False) -> str | None:
    """The point of Article 38(3) under which the state that conducted the determination enters its result in Eurodac.

    ``basis`` decided; ``accepted``: another state accepted a request on it, by reply or by silence. ``None`` where no
    point fits, above all while a request to the state that a criterion designates waits for its reply.

    >>> eurodac_ground("AMMR 16(2)"), eurodac_ground("AMMR 33(1)", accepted=True), eurodac_ground("AMMR 33(1)")
    ('AMMR 38(3)(a)', 'AMMR 38(3)(e)', None)
    """
    letter = _GROUNDS.get("AMMR 40" if accepted else basis)
    return letter and f"AMMR 38(3)({letter})"


@dataclass(frozen=True, slots=True)
class Plea:
    """What a court may be asked to look at."""

    says: str
    cite: str


@cites("AMMR 43(1)", choices=("PLEA_TIME",))
def pleas(*, taken_charge: bool, choices: Choices = DEFAULTS) -> tuple[Plea, ...]:
    """The pleas against a transfer decision; those on the family criteria only where a state took charge.

    Whether a missed time limit can be pleaded beside them is the choice ``PLEA_TIME``.
    """
    found = [
        Plea("a real risk of inhuman or degrading treatment through the transfer", "AMMR 43(1)(a)"),
        Plea("circumstances after the decision that are decisive", "AMMR 43(1)(b)"),
    ]
    if taken_charge:
        found.append(Plea("a breach of Articles 25 to 28 or 34", "AMMR 43(1)(c)"))
    if choices["PLEA_TIME"] == "allowed":
        found.append(Plea("a time limit whose lapse shifts responsibility", "AMMR 43(1); C-670/16"))
    return tuple(found)


@cites("AMMR 43(2)")
def appeal_ends(
    notified: date, state: str, weeks: int | None = None, calendar: HolidayCalendar = BUILT_IN
) -> tuple[date, date]:
    """The earliest and the latest last day of the remedy: national law sets one to three ``weeks`` from the notice.

    They are the same day where the national period is given.
    """
    if weeks is not None and not 1 <= weeks <= 3:
        raise bad_argument("weeks", f"{weeks} is out of range", "a national period of 1 to 3 weeks")
    shortest, longest = (weeks, weeks) if weeks else (1, 3)
    first, last = (expiry(notified, Limit(n, "week", "notice"), state, calendar).due for n in (shortest, longest))
    return first, last


@cites("AMMR 43(3)")
def transfer_suspended(requested: bool, first_decision: bool | None) -> bool:
    """Whether the transfer waits: from a request until its first decision, and after one that grants it.

    ``first_decision``: ``None`` while there is none. Without a request nothing is suspended.
    """
    return requested and first_decision is not False


@cites("AMMR 44(1)", "AMMR 44(2)")
def detention_allowed(
    *, risk_of_absconding: bool, security: bool, individual: bool, proportionate: bool, alternatives: bool
) -> Test:
    """Whether a person may be detained for a transfer: never for the procedure alone, but for a risk of absconding or
    for national security or public order, on an individual assessment, if proportionate and nothing milder works.

    All five are findings of a person (``alternatives``: milder measures would be effective).
    """
    ground = "risk of absconding" if risk_of_absconding else "security" if security else "none"
    return Test(
        "AMMR 44(2)",
        "May the person be detained?",
        ground != "none" and individual and proportionate and not alternatives,
        {"ground": ground},
        "the procedure alone is no ground (44(1))" if ground == "none" else "",
    )
