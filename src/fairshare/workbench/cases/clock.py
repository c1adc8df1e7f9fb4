"""The clock of Article 67 for one case: what is due, who acts, what follows; and where it stands by law today. Pure.

The clock runs from the day on which the state of relocation received the form. Silence is looked at from the day on
which something is put on record, never from an earlier one: what was told in time but recorded only after silence had
confirmed comes too late here, so that nobody can undo a confirmation by an earlier date.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from fairshare.law.choices import DEFAULTS, Choices
from fairshare.law.solidarity.relocation_clock import Clock, ClockStep, relocation_clock
from fairshare.law.time_limits import BUILT_IN, HolidayCalendar
from fairshare.workbench.cases.facts import Facts

NEXT: Final = {
    "received": "reply",
    "postponed": "reply-postponed",
    "confirmed": "transfer-decision",
    "decided": "notice",
    "notified": "transfer",
    "appealed": "transfer",
}
"""By status, the step of the clock that is next."""


def clock_of(facts: Facts, calendar: HolidayCalendar = BUILT_IN, choices: Choices = DEFAULTS) -> Clock | None:
    """The clock of a case; ``None`` while no form is received."""
    if facts.received is None or not facts.destination:
        return None
    return relocation_clock(
        facts.received,
        facts.destination,
        benefitting=facts.present_in,
        postponed=facts.postponed,
        confirmed=facts.confirmed,
        person=facts.kind,
        appeal_decided=facts.appeal_decided if facts.suspends else None,
        calendar=calendar,
        choices=choices,
    )


def deemed_on(
    facts: Facts, today: date, calendar: HolidayCalendar = BUILT_IN, choices: Choices = DEFAULTS
) -> date | None:
    """The day on which silence confirmed a case that still waits for a reply; ``None`` if it has not, as of today."""
    if facts.status not in {"received", "postponed"}:
        return None
    clock = clock_of(facts, calendar, choices)
    return clock.confirmed if clock is not None and today > clock.confirmed else None


def by_law(facts: Facts, today: date, calendar: HolidayCalendar = BUILT_IN, choices: Choices = DEFAULTS) -> Facts:
    """The case as the law sees it today, also where nobody has recorded yet that silence confirmed it."""
    day = deemed_on(facts, today, calendar, choices)
    if day is None:
        return facts
    return replace(facts, status="confirmed", confirmed=day, confirmed_by="silence", latest=day)


def next_due(facts: Facts, calendar: HolidayCalendar = BUILT_IN, choices: Choices = DEFAULTS) -> ClockStep | None:
    """The step of the clock that is next for a case, with its last day; ``None`` where the law sets none."""
    wanted, clock = NEXT.get(facts.status), clock_of(facts, calendar, choices)
    if wanted is None or clock is None:
        return None
    return next(step for step in clock.steps if step.step == wanted)
