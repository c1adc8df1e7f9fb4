"""A later registration: a take back where responsibility lasts, a new determination where it has ended."""

from __future__ import annotations

import pytest
from stories import crossed, happened, hit, lines, next_of, registered, told, whose

IN_ITALY = registered("IT", "2026-09-01")


@pytest.mark.law("AMMR 36(1)(b)", "AMMR 38(4)")
def test_a_later_application_elsewhere_leaves_the_first_determination_as_it_is() -> None:
    later = registered("FR", "2026-11-02")
    running = told(IN_ITALY, later, asked_in="FR", asked_on="2026-11-03")
    assert whose(running) == ("IT", "AMMR 38(4)", "pending")
    assert next_of(running)[:3] == ("FR", "take back notification", None)  # without a hit no day is known
    named = told(IN_ITALY, hit("16(1)", "IT", event_date="2026-09-20"), later, asked_on="2026-11-03")
    assert whose(named)[:2] == ("IT", "AMMR 36(1)(b)")


@pytest.mark.law("AMMR 38(4)")
def test_a_second_registration_in_the_determining_state_says_nothing_new() -> None:
    answer = told(IN_ITALY, registered("IT", "2026-11-02"), asked_on="2026-11-03")
    assert whose(answer) == ("IT", "AMMR 16(2)", "determined")
    assert lines(answer, "AMMR 36(1)(b)") == []


@pytest.mark.law("AMMR 37(5)")
def test_after_cessation_the_later_application_is_new_and_nobody_is_taken_back() -> None:
    facts = IN_ITALY, happened("removal", "2026-12-01"), crossed("ES", "2027-01-10"), registered("FR", "2027-02-01")
    answer = told(*facts, asked_on="2027-02-02")
    assert whose(answer) == ("ES", "AMMR 33(1)", "ceased")
    assert next_of(answer)[:3] == ("FR", "take charge request", "2027-04-01")
