"""Detention, Articles 44 and 45: shorter limits beside the ordinary ones."""

from __future__ import annotations

import pytest
from stories import crossed, happened, next_of, registered, told, whose

FACTS = registered("DE", "2026-09-01"), crossed("IT", "2026-07-10")


@pytest.mark.law("AMMR 45(1)", "AMMR 45(4)")
@pytest.mark.parametrize(
    ("held", "asked_on", "due", "cite"),
    [
        ("2026-08-25", "2026-09-15", "2026-09-15", "AMMR 45(1)"),  # two weeks from registration
        ("2026-08-25", "2026-09-16", "2026-11-02", "AMMR 39(1)"),  # released; the two months go on
        ("2026-09-08", "2026-09-09", "2026-09-15", "AMMR 45(1)"),  # one week from a later detention
        ("2026-10-29", "2026-10-30", "2026-11-02", "AMMR 39(1)"),  # the ordinary limit ends first
    ],
)
def test_the_request_for_a_detained_person(held: str, asked_on: str, due: str, cite: str) -> None:
    step = next_of(told(*FACTS, happened("detained", held, state="DE"), asked_on=asked_on))
    assert step == ("DE", "take charge request", due, cite)


@pytest.mark.law("AMMR 45(1)")
@pytest.mark.parametrize(
    "end", [happened("released", "2026-09-05"), happened("detained", "2026-08-25", until="2026-09-05")]
)
def test_who_is_free_again_is_under_the_ordinary_limit(end: tuple[str, dict[str, str]]) -> None:
    held = [happened("detained", "2026-08-25"), end] if end[1]["kind"] == "released" else [end]
    assert next_of(told(*FACTS, *held, asked_on="2026-09-06"))[3] == "AMMR 39(1)"


@pytest.mark.law("AMMR 45(2)")
def test_the_reply_for_a_detained_person_is_due_in_a_week_and_silence_binds() -> None:
    facts = *FACTS, happened("detained", "2026-09-03"), happened("request_sent", "2026-09-10")
    assert next_of(told(*facts, asked_on="2026-09-17"))[:3] == ("IT", "reply to take charge request", "2026-09-17")
    assert whose(told(*facts, asked_on="2026-09-18")) == ("IT", "AMMR 40(8)", "accepted_tacit")


@pytest.mark.law("DUBLIN3 28(3)")
def test_under_dublin_3_a_month_to_ask_and_two_weeks_to_reply() -> None:
    facts = registered("DE", "2025-09-01"), crossed("IT", "2025-07-10"), happened("detained", "2025-08-25")
    assert next_of(told(*facts, asked_on="2025-09-02"))[2:] == ("2025-10-01", "DUBLIN3 28(3)")
    asked = happened("request_sent", "2025-09-10")
    assert next_of(told(*facts, asked, asked_on="2025-09-11"))[2] == "2025-09-24"
