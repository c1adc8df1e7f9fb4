"""What must happen next: one duty, its day, its provision, and what follows."""

from __future__ import annotations

import pytest
from stories import crossed, happened, hit, registered, status, told

from fairshare.law.responsibility.next_step import DUTIES

FACTS = registered("DE", "2026-09-01"), crossed("IT", "2026-07-10")


@pytest.mark.law("AMMR 39(1)")
def test_a_step_tells_what_follows_if_it_is_missed() -> None:
    assert told(*FACTS, asked_on="2026-09-02")["next_step"] == {
        "actor": "DE",
        "act": "take charge request",
        "due": "2026-11-02",
        "consequence_if_missed": "the state that determines is responsible",
        "cite": "AMMR 39(1)",
    }


@pytest.mark.law("AMMR 16(1)")
def test_the_responsible_state_examines_without_a_limit_of_part_iii() -> None:
    step = told(registered("DE", "2026-09-01"), asked_on="2026-09-02")["next_step"]
    assert (step["actor"], step["act"], step["due"]) == ("DE", "examination of the application", None)
    assert step["consequence_if_missed"] is None


@pytest.mark.law("AMMR 24(1)")
def test_where_a_person_decides_that_comes_first() -> None:
    step = told(*FACTS, status("FR", "beneficiary"), asked_on="2026-09-02")["next_step"]
    assert (step["actor"], step["act"], step["due"]) == ("DE", "decision by a person", None)


@pytest.mark.law("AMMR 41(1)", "AMMR 39(1)")
def test_a_take_back_goes_before_a_request() -> None:
    found = hit("15", "DE", event_date="2026-09-01", hit_date="2026-09-11", found_by="FR")
    step = told(*FACTS, found, asked_on="2026-09-12")["next_step"]
    assert (step["actor"], step["act"], step["due"]) == ("FR", "take back notification", "2026-09-25")


@pytest.mark.law("AMMR 42(1)", "AMMR 45(3)")
def test_who_is_detained_is_decided_on_before_being_moved() -> None:
    accepted = happened("request_sent", "2026-09-10"), happened("reply_accept", "2026-09-30")
    held = happened("detained", "2026-10-01")
    steps = [told(*FACTS, *accepted, held, asked_on=day)["next_step"]["cite"] for day in ("2026-10-14", "2026-10-15")]
    assert steps == ["AMMR 42(1)", "AMMR 45(3)"]


def test_every_duty_names_an_act_in_words_and_a_provision_of_an_act() -> None:
    for duty in DUTIES:
        assert "_" not in duty.act + duty.consequence
        assert duty.cite.split()[0] in {"AMMR", "CFMR", "IR", "DUBLIN3", "CONVENTION1990", "COM2016"}
