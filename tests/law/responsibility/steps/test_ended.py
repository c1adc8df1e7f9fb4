"""Cessation, Article 37(2) to (5): what ends responsibility, and the new determination after it."""

from __future__ import annotations

from typing import Any

import pytest
from stories import crossed, happened, hit, lines, next_of, paper, registered, told, whose

IN_ITALY = registered("IT", "2026-09-01")
REJECTED = happened("border_procedure_rejection_final", "2026-11-10")
"""Fifteen months on: 10 February 2028."""


@pytest.mark.law("AMMR 37(2)")
def test_responsibility_ceases_after_the_fifteen_months_not_on_their_last_day() -> None:
    assert whose(told(IN_ITALY, REJECTED, asked_on="2028-02-10"))[0] == "IT"
    ended = told(IN_ITALY, REJECTED, asked_on="2028-02-11")
    assert (ended["responsible"], ended["human"], ended["status"]) == (None, True, "ceased")
    assert next_of(ended)[1:] == ("registration of a new application, or return", None, "AMMR 37")
    assert ended["needs_decision"]["question"].startswith("no state is responsible any more")


@pytest.mark.law("AMMR 37(2)")
def test_what_is_next_after_cessation_does_not_hang_on_an_earlier_request() -> None:
    facts = registered("DE", "2026-09-01"), crossed("IT", "2026-07-10"), happened("request_sent", "2026-09-10")
    left = happened("removal", "2027-01-10")
    assert next_of(told(*facts, left, asked_on="2027-01-11"))[1] == "registration of a new application, or return"


@pytest.mark.law("AMMR 37(3)")
def test_a_take_back_that_is_under_way_keeps_responsibility_until_it_ends() -> None:
    record = hit("16(1)", "IT", event_date="2026-11-11", hit_date="2028-01-31", found_by="FR")
    told_by_france = happened("notification_sent", "2028-02-02", by="FR", to="IT")
    facts = IN_ITALY, REJECTED, record, told_by_france
    running = told(*facts, asked_on="2028-02-12")
    assert whose(running) == ("IT", "AMMR 36(1)(b)", "pending")
    assert len(lines(running, "AMMR 37(3)")) == 1
    denied = happened("reply_refuse", "2028-02-09", by="IT")
    assert whose(told(*facts, denied, asked_on="2028-02-12"))[:2] == ("IT", "AMMR 36(1)(b)")  # reconsideration is open
    done = happened("transfer", "2028-03-01", to="IT")
    assert told(*facts, done, asked_on="2028-03-02")["status"] == "ceased"


@pytest.mark.law("AMMR 37(3)")
def test_a_take_back_begun_after_the_fifteen_months_keeps_nothing() -> None:
    record = hit("16(1)", "IT", event_date="2026-11-11", hit_date="2028-02-11", found_by="FR")
    late = happened("notification_sent", "2028-02-14", by="FR", to="IT")
    assert told(IN_ITALY, REJECTED, record, late, asked_on="2028-02-15")["status"] == "ceased"


def away(first: str, back: str, **more: Any) -> tuple[tuple[str, dict[str, Any]], ...]:
    return happened("exit_territory", first), happened("reentry", back)


@pytest.mark.law("AMMR 37(4)")
@pytest.mark.parametrize(("back", "status"), [("2027-07-09", "determined"), ("2027-07-10", "ceased")])
def test_nine_months_of_absence_end_responsibility(back: str, status: str) -> None:
    answer = told(IN_ITALY, *away("2026-10-10", back), asked_on=back)
    assert answer["status"] == status
    assert answer == told(IN_ITALY, happened("exit_territory", "2026-10-10", until=back), asked_on=back)


@pytest.mark.law("AMMR 37(4)")
def test_absence_shows_on_the_day_of_the_question_and_at_a_new_application() -> None:
    gone = happened("exit_territory", "2026-10-10")
    assert told(IN_ITALY, gone, asked_on="2027-07-09")["status"] == "determined"
    assert told(IN_ITALY, gone, asked_on="2027-07-10")["status"] == "ceased"
    answer = told(IN_ITALY, gone, registered("FR", "2027-08-02"), asked_on="2027-08-02")
    assert whose(answer) == ("FR", "AMMR 16(2)", "ceased")


@pytest.mark.law("AMMR 37(4)")
@pytest.mark.parametrize(
    ("permit", "status"),
    [
        ({"valid_from": "2026-09-05", "valid_to": "2028-01-01"}, "determined"),
        ({"valid_from": "2026-09-05", "valid_to": "2027-07-09"}, "ceased"),
        ({"valid_from": "2026-09-05", "ended": "revoked", "ended_on": "2027-01-01"}, "ceased"),
    ],
)
def test_a_valid_residence_document_of_the_responsible_state_outweighs_absence(
    permit: dict[str, str], status: str
) -> None:
    document = paper("residence", "IT", **permit)
    assert told(IN_ITALY, document, *away("2026-10-10", "2027-07-10"), asked_on="2027-07-12")["status"] == status


@pytest.mark.law("AMMR 37(5)")
@pytest.mark.parametrize("kind", ["removal", "return"])
def test_departure_on_a_return_decision_ends_responsibility(kind: str) -> None:
    gone = told(IN_ITALY, happened(kind, "2027-01-10"), asked_on="2027-01-10")
    assert (gone["responsible"], gone["status"]) == (None, "ceased")


@pytest.mark.law("AMMR 37(2)", "AMMR 33(1)", "AMMR 33(2)")
@pytest.mark.parametrize(("mode", "responsible"), [("irregular", "IT"), ("sar", "FR")])
def test_the_new_determination_can_lead_back_by_a_crossing_but_not_by_a_disembarkation(
    mode: str, responsible: str
) -> None:
    entry = crossed("IT", "2026-08-20", mode=mode)  # twenty months: 20 April 2028; twelve: 20 August 2027
    answer = told(IN_ITALY, entry, REJECTED, registered("FR", "2028-03-01"), asked_on="2028-03-01")
    assert (answer["responsible"], answer["status"]) == (responsible, "ceased")


@pytest.mark.law("AMMR 37(4)", "AMMR 37(5)")
def test_two_new_determinations_one_after_the_other() -> None:
    facts = (
        IN_ITALY,
        happened("removal", "2027-01-10"),
        crossed("EL", "2027-03-01"),
        registered("FR", "2027-04-01"),
        *away("2027-05-03", "2028-02-03"),
        crossed("ES", "2028-02-03"),
        registered("SE", "2028-03-01"),
    )
    assert whose(told(*facts, asked_on="2027-04-02")) == ("EL", "AMMR 33(1)", "ceased")
    second = told(*facts, asked_on="2028-03-02")
    assert whose(second) == ("ES", "AMMR 33(1)", "ceased")
    assert next_of(second)[:3] == ("SE", "take charge request", "2028-05-02")  # 1 May: Labour Day
    assert len(lines(second, "AMMR 37")) == 2


@pytest.mark.law("AMMR 84(1)", "DUBLIN3 19(3)", "AMMR 37")
@pytest.mark.parametrize("choices", [{}, {"LEGACY_PROCEDURE": "dublin3"}])
def test_a_new_application_of_an_old_case_is_one_under_the_regulation(choices: dict[str, str]) -> None:
    facts = registered("IT", "2025-03-03"), happened("removal", "2025-09-01"), crossed("EL", "2026-07-10")
    anew = told(*facts, registered("FR", "2026-09-01"), asked_on="2026-09-02", **choices)
    assert whose(anew) == ("EL", "AMMR 33(1)", "ceased")
    assert next_of(anew)[:3] == ("FR", "take charge request", "2026-11-02")  # two months, not three
    refused = happened("request_sent", "2026-09-03", to="EL"), happened("reply_refuse", "2026-09-10", by="EL")
    closed = told(*facts, registered("FR", "2026-09-01"), *refused, asked_on="2026-10-05", **choices)
    assert whose(closed)[:2] == ("FR", "AMMR 16(2)")  # and not by what Dublin III leaves


@pytest.mark.law("DUBLIN3 19(2)", "AMMR 37(4)", "AMMR 84(2)")
@pytest.mark.parametrize(
    ("first", "back", "status"),
    [
        ("2026-03-10", "2026-06-10", "ceased"),  # three months completed under Dublin III
        ("2026-03-12", "2026-06-12", "determined"),  # seen again under the Regulation: nine months
        ("2026-03-12", "2026-12-14", "ceased"),
    ],
)
def test_absence_in_an_old_case_on_both_sides_of_12_june_2026(first: str, back: str, status: str) -> None:
    assert told(registered("IT", "2025-09-01"), *away(first, back), asked_on=back)["status"] == status
