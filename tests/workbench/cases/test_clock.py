"""The clock of Article 67 on a case, across Easter 2027, as in Part 4, fixture 7, of the reading of the law."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from test_machine import a_case

from fairshare.workbench.cases.clock import by_law, clock_of, deemed_on, next_due
from fairshare.workbench.cases.facts import Facts


def received(day: str, **given: object) -> Facts:
    """A case whose form Germany received on a day."""
    return replace(a_case("received", ""), received=date.fromisoformat(day), **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("form", "silence"),
    [("2027-03-02", "2027-03-09"), ("2027-03-19", "2027-03-30")],
    ids=["a plain week", "Good Friday, the weekend and Easter Monday are passed over"],
)
def test_silence_confirms_on_the_last_day_of_the_week(form: str, silence: str) -> None:
    facts, last = received(form), date.fromisoformat(silence)
    assert deemed_on(facts, last) is None
    assert deemed_on(facts, date.fromordinal(last.toordinal() + 1)) == last


def test_a_postponement_in_time_gives_a_second_week() -> None:
    facts = received("2027-03-02", status="postponed", postponed=date(2027, 3, 9))
    assert deemed_on(facts, date(2027, 3, 16)) is None
    assert deemed_on(facts, date(2027, 3, 17)) == date(2027, 3, 16)


def test_the_steps_after_silence_run_from_the_day_on_which_it_confirmed() -> None:
    facts = by_law(received("2027-03-02"), date(2027, 3, 25))
    clock = clock_of(facts)
    assert (facts.status, facts.confirmed, facts.confirmed_by) == ("confirmed", date(2027, 3, 9), "silence")
    assert clock is not None
    assert {step.step: str(step.due) for step in clock.steps} == {
        "reply": "2027-03-09", "reply-postponed": "2027-03-16", "transfer-decision": "2027-03-16",
        "notice": "2027-04-04", "transfer": "2027-04-06",
    }  # fmt: skip


def test_the_transfer_is_due_four_weeks_after_a_suspensive_appeal_was_decided() -> None:
    confirmed = received("2027-03-02", status="notified", confirmed=date(2027, 3, 5), appeal_decided=date(2027, 4, 20))
    suspended, not_suspended = next_due(replace(confirmed, suspends=True)), next_due(confirmed)
    assert suspended is not None and suspended.due == date(2027, 5, 18)
    assert not_suspended is not None and not_suspended.due == date(2027, 4, 2)


def test_a_case_that_waits_for_nobody_has_no_clock() -> None:
    assert clock_of(a_case("matched", "")) is None and next_due(a_case("matched", "")) is None
