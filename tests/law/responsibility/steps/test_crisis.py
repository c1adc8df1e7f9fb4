"""Article 13 of Regulation (EU) 2024/1359: Italy in extraordinary mass arrivals, a later application in France."""

from __future__ import annotations

from typing import Any

import pytest
from stories import Fact, crisis, crossed, happened, hit, lines, next_of, paper, registered, told, whose

SITUATION = crisis(
    "IT", "2026-08-15", "2027-02-15",
    article_13=True, article_13_period_start="2026-06-20", council_decision="2026-10-15",
)  # fmt: skip
IN_ITALY, IN_FRANCE = registered("IT", "2026-09-01"), registered("FR", "2026-11-02")


def after(*facts: Fact, **more: Any) -> dict[str, Any]:
    return told(IN_ITALY, IN_FRANCE, *facts, asked_on="2026-11-03", **more)


@pytest.mark.law("CFMR 13(1)", "CFMR 13(2)")
def test_a_state_responsible_by_first_registration_alone_is_relieved() -> None:
    named = hit("16(1)", "IT", event_date="2026-09-20", hit_date="2026-11-02", found_by="FR")
    answer = after(SITUATION, named)
    assert whose(answer) == ("FR", "CFMR 13(2)", "shifted")
    assert next_of(answer)[:2] == ("FR", "examination of the application")


@pytest.mark.law("CFMR 13(3)")
def test_where_it_was_still_determining_the_other_state_determines_by_what_is_left() -> None:
    assert whose(after(SITUATION, crossed("IT", "2026-07-10"))) == ("FR", "CFMR 13(3)", "determined")
    visa = paper("visa", "ES", valid_from="2026-06-01", valid_to="2026-12-01")
    by_visa = after(SITUATION, visa)
    assert whose(by_visa)[:2] == ("ES", "AMMR 29(2)")  # documents stay, unlike after a relocation
    assert next_of(by_visa)[:3] == ("FR", "take charge request", "2027-01-04")


@pytest.mark.law("CFMR 13(3)", "IR 9(2)")
def test_a_refusal_does_not_bring_back_the_criteria_that_the_crisis_takes_away() -> None:
    visa = paper("visa", "ES", valid_from="2026-06-01", valid_to="2026-12-01")
    refused = happened("request_sent", "2026-11-03", to="ES"), happened("reply_refuse", "2026-11-10", by="ES")
    facts = IN_ITALY, IN_FRANCE, SITUATION, crossed("EL", "2026-07-10"), visa, *refused
    assert whose(told(*facts, asked_on="2026-12-02"))[:2] == ("FR", "CFMR 13(3)")


@pytest.mark.law("CFMR 13(3)")
def test_a_notification_sent_before_the_council_decision_stands() -> None:
    sent = happened("notification_sent", "2026-10-14", by="FR", to="IT")
    answer = after(SITUATION, sent)
    assert answer["responsible"] == "IT"
    assert lines(answer, "CFMR 13(3)") == [
        "a take back notification was sent before the Council decision of 2026-10-15"
    ]


@pytest.mark.law("CFMR 13(1)")
@pytest.mark.parametrize(
    "changed",
    [
        {"article_13": False},
        {"kind": "force_majeure"},
        {"state": "ES"},
        {"article_13_period_start": "2026-09-02"},
        {"to": "2026-08-31", "from": "2026-06-25"},
        {"council_decision": "2026-11-04"},  # not yet taken
    ],
)
def test_outside_what_the_council_decided_the_first_determination_stands(changed: dict[str, Any]) -> None:
    group, fact = SITUATION
    assert after((group, fact | changed))["responsible"] == "IT"


@pytest.mark.law("CFMR 13(2)", "AMMR 16(2)")
def test_a_second_registration_in_the_same_state_relieves_nobody() -> None:
    again = registered("IT", "2026-11-02")
    assert told(IN_ITALY, again, SITUATION, asked_on="2026-11-03")["responsible"] == "IT"
