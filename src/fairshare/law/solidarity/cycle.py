"""The calendar of a cycle (Articles 7 to 15 and 57 to 69), what is late, and from when each provision applies (85).

Days that the Regulation names (15 October) are not moved where they fall on a weekend: Article 75 counts periods, not
days. A limit on the Commission, the Council or the Coordinator has no *Member State concerned* and is not moved either.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Final

from fairshare.faults import bad_argument
from fairshare.law.choices import CHOICES, DEFAULTS, Choices
from fairshare.law.citation import cites
from fairshare.law.outcome import RefusedError
from fairshare.law.parameters import table
from fairshare.law.time_limits import BUILT_IN, Expiry, HolidayCalendar, Limit, expiry, last_day, limit, months_before

FIRST_POOL: Final = 2026
"""The first report is due on 15 October 2025 (Article 9(6)), so the first pool is that of 2026."""

CYCLE_LIMITS: Final = (
    "forum",
    "technical_forum_after_notice",
    "technical_forum_after_decision",
    "refusal_of_access",
    "forum_after_refusal",
    "assessment_under_pressure",
    "assessment_significant_situation",
    "offset_reply",
)


@cites("AMMR 85", choices=("GENERAL_APPLICATION_DATE",))
def general_application(choices: Choices = DEFAULTS) -> date:
    """The day from which the Regulation applies in general (A23)."""
    return date.fromisoformat(choices["GENERAL_APPLICATION_DATE"])


@cites("AMMR 85", choices=("GENERAL_APPLICATION_DATE",), invariants=("I54",))
def applicable(provision: str, on: date, choices: Choices = DEFAULTS) -> bool:
    """Whether a provision of the Regulation (``AMMR 64(3)``, ``AMMR Annex I``) applies on a day.

    Raises :class:`~fairshare.faults.BadInputError` for anything but one provision of the Regulation.

    >>> applicable("AMMR 57(1)", date(2025, 12, 22)), applicable("AMMR 61(4)", date(2025, 12, 22))
    (True, False)
    """
    found = re.fullmatch(r"AMMR (\d{1,2}(?:\(\w+\))*|Annex I{1,2})", provision)
    if not found:
        raise bad_argument("provision", f"{provision!r} is not one", "AMMR ARTICLE(PARAGRAPH)(POINT) or AMMR Annex I")
    place, rules = found[1], table("cycle")["application"]
    early = any(place == str(start) or place.startswith(f"{start}(") for start in rules["early"])
    since: date = rules["in_force"] if early else general_application(choices)
    return since <= on


@cites("AMMR 85", choices=("GENERAL_APPLICATION_DATE",), invariants=("I54",))
def require_applicable(provision: str, on: date, choices: Choices = DEFAULTS) -> None:
    """Refuse an act under a provision that does not apply yet."""
    if not applicable(provision, on, choices):
        raise RefusedError("AMMR 85", f"{provision} does not apply on {on}, only from {general_application(choices)}")


@dataclass(frozen=True, slots=True)
class Deadline:
    """One step of the calendar. ``due`` is its last day, ``opens`` its first where it has one.

    Where the law sets no day ``due`` is ``None`` and ``limit`` says from what it runs, or what the text says
    instead."""

    step: str
    actor: str
    what: str
    due: date | None
    opens: date | None
    limit: str
    cite: str
    note: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)


@cites(
    *("AMMR 7(3)", "AMMR 7(5)", "AMMR 7(6)", "AMMR 8(2)"),
    *("AMMR 9(4)", "AMMR 9(6)", "AMMR 9(7)", "AMMR 9(8)", "AMMR 9(9)", "AMMR 9(10)"),
    *("AMMR 11(1)", "AMMR 11(4)", "AMMR 12(6)", "AMMR 13(2)", "AMMR 13(3)", "AMMR 13(4)", "AMMR 14(5)"),
    *("AMMR 15(4)", "AMMR 15(5)", "AMMR 57(1)", "AMMR 57(4)", "AMMR 58(1)", "AMMR 58(3)", "AMMR 59(1)"),
    *("AMMR 59(3)", "AMMR 59(4)", "AMMR 59(5)", "AMMR 59(6)", "AMMR 59(7)", "AMMR 60(3)", "AMMR 60(4)", "AMMR 60(6)"),
    *("AMMR 61(1)", "AMMR 61(3)", "AMMR 61(4)", "AMMR 62(1)", "AMMR 62(4)", "AMMR 62(5)", "AMMR 63(5)"),
    *("AMMR 64(2)", "AMMR 64(5)", "AMMR 64(6)", "AMMR 65(1)", "AMMR 69(2)", "AMMR 79", "IR 23(5)", "IR 30(3)"),
    choices=("FORUM_AFTER_REFUSAL", "OFFSET_REPLY_SILENCE", "GENERAL_APPLICATION_DATE"),
    invariants=("I53", "I54"),
)
def calendar(year: int, choices: Choices = DEFAULTS) -> tuple[Deadline, ...]:
    """Every step of the cycle that prepares, runs and closes the pool of ``year``, in order.

    Raises :class:`~fairshare.faults.BadInputError` for a year before the first pool.
    """
    if not FIRST_POOL <= year < date.max.year:
        raise bad_argument("YEAR", f"{year} has no pool", f"a pool year from {FIRST_POOL} on")
    rows = ((row, _day(row["due"], year) if "due" in row else None) for row in table("cycle")["calendar"])
    return tuple(_deadline(row, due, year, choices) for row, due in rows if due or "due" not in row)


def _day(rule: Mapping[str, Any], year: int) -> date | None:
    """The day of a rule of ``cycle.yaml`` in the cycle of ``year``; ``None`` where it does not fall there."""
    first, of = rule["first"], year + rule["year"]
    if of < first.year or (of - first.year) % rule.get("every", 1):
        return None
    day = months_before(date(of, first.month, first.day), rule.get("earlier", 0))
    return last_day(day, limit(rule["plus"])) if "plus" in rule else day


def _deadline(row: Mapping[str, Any], due: date | None, year: int, choices: Choices) -> Deadline:
    cite, used = row["cite"], choices.used(*row.get("choices", ()))
    notes = [row["note"]] if "note" in row else []
    notes += [CHOICES[name].meaning(value) for name, value in used.items()]
    from_day = due or date(year, 1, 1)
    if cite.startswith("AMMR") and not applicable(cite, from_day, choices):
        notes.append(f"applies from {general_application(choices)}")
        used |= choices.used("GENERAL_APPLICATION_DATE")
    text = str(_named(row["limit"], choices)) if "limit" in row else row.get("when", "")
    opens = _day(row["opens"], year) if "opens" in row else None
    return Deadline(row["step"], row["actor"], row["what"], due, opens, text, cite, "; ".join(notes), used)


def _named(name: str, choices: Choices) -> Limit:
    found = limit(name)
    if name == "forum_after_refusal" and choices["FORUM_AFTER_REFUSAL"] == "from-council-finding":
        return Limit(found.count, found.unit, "the Council's finding", found.cite)
    return found


def due_day(step: str, year: int) -> date:
    """The last day of one step in the cycle of ``year``. Raises :class:`~fairshare.faults.BadInputError` for a step
    that is unknown or has no day in that cycle.

    >>> due_day("proposal", 2027)
    datetime.date(2026, 10, 15)
    """
    days = _days(year)
    if step not in days:
        raise bad_argument("step", f"{step!r} has no day in the cycle of {year}", ", ".join(days))
    return days[step]


@cache  # each stage of a cycle asks for several of them at every look
def _days(year: int) -> Mapping[str, date]:
    return {row.step: row.due for row in calendar(year) if row.due}


@cites("AMMR 13(2)", "AMMR 58(3)", "AMMR 59(6)", "AMMR 59(7)", "AMMR 61(3)", "AMMR 62(4)", "AMMR 69(2)", "AMMR 75")
def relative_due(name: str, event: date, state: str | None = None, calendar: HolidayCalendar = BUILT_IN) -> Expiry:
    """When the limit ``name`` (one of :data:`CYCLE_LIMITS`) ends that runs from ``event``.

    ``state`` is the Member State that must act (an answer under 69(2)); leave it out where a Union body must.
    """
    if name not in CYCLE_LIMITS:
        raise bad_argument("limit", f"{name!r} is unknown", ", ".join(CYCLE_LIMITS))
    return expiry(event, limit(name), state, calendar)


@cites("AMMR 59(7)", choices=("FORUM_AFTER_REFUSAL",))
def forum_after_refusal(decision: date, finding: date, choices: Choices = DEFAULTS) -> date:
    """Last day to convene the High-Level Forum after the Council found the pool's capacity insufficient (A7).

    The words run the week from the Commission ``decision``, though the Council has two weeks for its ``finding``."""
    from_decision = choices["FORUM_AFTER_REFUSAL"] == "from-commission-decision"
    return last_day(decision if from_decision else finding, limit("forum_after_refusal"))


@dataclass(frozen=True, slots=True)
class Timeliness:
    """When a step was due and when it was done; a day once recorded stands, however late (I10)."""

    step: str
    due: date
    done: date | None
    days_late: int

    @property
    def late(self) -> bool:
        """Whether the step was done, or is still open, after its last day."""
        return self.days_late > 0


@cites("AMMR 9(4)", "AMMR 11(4)", "AMMR 12(6)", "AMMR 57(1)", invariants=("I10",))
def late(step: str, due: date, done: date | None, on: date | None = None) -> Timeliness:
    """How many days after ``due`` a step was done; a step still open is judged by the day ``on``, if given.

    >>> late("proposal", date(2025, 10, 15), date(2025, 11, 11)).days_late
    27
    """
    judged = done or on or due
    return Timeliness(step, due, done, max(0, (judged - due).days))


@cites("AMMR 9(5)", "AMMR 9(6)", "AMMR 11(1)", "AMMR 12(1)", "AMMR 13(2)", "AMMR 57(1)", invariants=("I10",))
def preparation(
    year: int, report: date, decision: date, proposal: date, forum: date | None = None, act: date | None = None
) -> tuple[Timeliness, ...]:
    """How punctual the preparation of the pool of ``year`` was; the Forum's days run from the last of the three acts.

    Refuses an order that the law does not allow: the decision or the proposal before the report on which they rest,
    the Forum before all three, the act without a Forum or before it."""
    for name, day, cite in (("decision", decision, "AMMR 11(1)"), ("proposal", proposal, "AMMR 12(1)")):
        if day < report:
            raise RefusedError(cite, f"the {name} rests on the report and is not adopted before it")
    package = max(report, decision, proposal)
    if forum and forum < package:
        raise RefusedError("AMMR 13(2)", "the Forum is convened after the report, the decision and the proposal")
    if act and (not forum or act < forum):
        raise RefusedError("AMMR 57(1)", "the Council acts on pledges made at a Forum before it")
    days = {"report": report, "decision": decision, "proposal": proposal, "forum": forum, "act": act}
    due = {step: due_day(step, year) for step in days} | {"forum": last_day(package, limit("forum"))}
    return tuple(late(step, due[step], done) for step, done in days.items())
