"""Transfers, Articles 42, 43, 45 and 46: Italy accepts on 30 September 2026 to take charge; Germany has to transfer."""

from __future__ import annotations

from typing import Any

import pytest
from stories import Fact, crisis, crossed, happened, lines, next_of, registered, told, whose

FACTS = (
    registered("DE", "2026-09-01"),
    crossed("IT", "2026-07-10"),
    happened("request_sent", "2026-09-10", to="IT"),
    happened("reply_accept", "2026-09-30", by="IT"),
)


def moved(*facts: Fact, asked_on: str, **more: Any) -> dict[str, Any]:
    return told(*FACTS, *facts, asked_on=asked_on, **more)


def due(*facts: Fact, asked_on: str, **more: Any) -> str | None:
    """The last day for the transfer."""
    actor, act, last, _ = next_of(moved(*facts, asked_on=asked_on, **more))
    assert (actor, act) == ("DE", "transfer")
    return last


@pytest.mark.law("AMMR 42(1)")
def test_the_decision_is_due_within_two_weeks_and_after_it_the_transfer() -> None:
    assert next_of(moved(asked_on="2026-10-14"))[1:3] == ("transfer decision", "2026-10-14")
    assert next_of(moved(happened("transfer_decision", "2026-10-05"), asked_on="2026-10-06"))[1] == "transfer"
    assert next_of(moved(asked_on="2026-10-15"))[1] == "transfer"  # no effect is named for a late decision


@pytest.mark.law("AMMR 46(1)", "AMMR 46(2)")
def test_six_months_from_acceptance_then_the_transferring_state_is_responsible() -> None:
    assert due(asked_on="2027-03-30") == "2027-03-30"
    assert whose(moved(asked_on="2027-03-31")) == ("DE", "AMMR 46(2)", "shifted")


@pytest.mark.law("AMMR 46(2)")
@pytest.mark.parametrize("facts", [(), (happened("absconded_notice", "2026-11-02"),)])
def test_imprisonment_lengthens_to_a_year_and_never_shortens(facts: tuple[Fact, ...]) -> None:
    prison = happened("imprisoned", "2026-12-01", until="2027-02-01")
    last = due(*facts, prison, asked_on="2027-01-04")
    assert last == ("2029-11-02" if facts else "2027-09-30")  # three years from the notice stand
    told_of = [
        why for why in lines(moved(*facts, prison, asked_on="2027-01-04"), "AMMR 46(2)") if "imprisonment" in why
    ]
    assert len(told_of) == (0 if facts else 1)


@pytest.mark.law("AMMR 46(2)")
@pytest.mark.parametrize(
    ("since", "until", "last"),
    [
        ("2026-08-01", None, "2027-09-30"),
        ("2026-08-01", "2026-10-01", "2027-09-30"),
        ("2026-08-01", "2026-09-29", "2027-03-30"),  # free again before the acceptance
        ("2026-09-05", "2026-12-01", "2027-09-30"),
    ],
)
def test_who_is_in_prison_when_the_limit_starts_has_the_longer_one(since: str, until: str | None, last: str) -> None:
    more = {} if until is None else {"until": until}
    assert due(happened("imprisoned", since, **more), asked_on="2026-11-02") == last


@pytest.mark.law("AMMR 46(2)")
def test_a_notice_of_absconding_gives_three_years_from_the_notice_but_not_once_the_limit_is_over() -> None:
    assert due(happened("absconded_notice", "2026-11-02"), asked_on="2027-01-04") == "2029-11-02"
    late = happened("absconded_notice", "2027-03-31")
    assert whose(moved(late, asked_on="2027-04-01")) == ("DE", "AMMR 46(2)", "shifted")


@pytest.mark.law("AMMR 38(2)")
def test_who_absconds_before_the_acceptance_does_not_stop_the_determination() -> None:
    early = happened("absconded_notice", "2026-09-15")
    assert due(early, asked_on="2027-01-04") == "2027-03-30"


@pytest.mark.law("AMMR 46(2)")
@pytest.mark.parametrize(
    ("back", "choices", "last"),
    [
        ("2026-12-01", {}, "2027-03-30"),  # three months and more are left of the six
        ("2027-01-15", {}, "2027-04-15"),
        ("2026-12-01", {"ABSC_CLOCK": "stopped"}, "2027-04-28"),  # 148 days were left on 2 November
        ("2027-06-01", {"ABSC_CLOCK": "stopped"}, "2027-10-27"),
    ],
)
def test_who_is_available_again_can_be_transferred_for_the_rest_or_three_months(
    back: str, choices: dict[str, str], last: str
) -> None:
    events = happened("absconded_notice", "2026-11-02"), happened("reappeared", back)
    assert due(*events, asked_on=back, **choices) == last


@pytest.mark.law("CFMR 12(2)(d)", "AMMR 46(2)")
def test_what_is_left_after_reappearance_in_a_crisis_is_left_of_the_year() -> None:
    events = happened("absconded_notice", "2026-11-02"), happened("reappeared", "2026-12-01")
    situation = crisis("DE", "2026-08-01", "2027-12-31", article_12=True)
    assert due(situation, *events, asked_on="2026-12-02") == "2027-09-30"


@pytest.mark.law("AMMR 43(3)", "AMMR 46(1)")
def test_a_suspensive_appeal_stops_the_clock_and_one_without_effect_does_not() -> None:
    appeal = happened("appeal_suspensive", "2026-10-20")
    assert next_of(moved(appeal, asked_on="2027-12-01")) == ("DE", "decision of the court", None, "AMMR 43(3)")
    assert due(appeal, happened("appeal_final", "2027-02-01"), asked_on="2027-02-02") == "2027-08-02"
    assert due(happened("appeal_final", "2027-02-01"), asked_on="2027-02-02") == "2027-03-30"


@pytest.mark.law("AMMR 45(3)", "AMMR 45(4)")
def test_a_detained_person_is_transferred_in_five_weeks_or_released_and_the_six_months_go_on() -> None:
    held = happened("detained", "2026-10-01"), happened("transfer_decision", "2026-10-02")
    assert next_of(moved(*held, asked_on="2026-11-04"))[1:] == ("transfer", "2026-11-04", "AMMR 45(3)")
    assert next_of(moved(*held, asked_on="2026-11-05"))[1:] == ("transfer", "2027-03-30", "AMMR 46(1)")
    free = happened("released", "2026-10-05")
    assert next_of(moved(*held, free, asked_on="2026-10-06"))[3] == "AMMR 46(1)"


@pytest.mark.law("CFMR 12(2)(d)", "CFMR 12(3)", "CFMR 12(4)")
@pytest.mark.parametrize(("state", "cites"), [("DE", ("CFMR 12(2)(d)", "CFMR 12(3)")), ("IT", ("CFMR 12(4)",) * 2)])
def test_in_a_crisis_there_is_a_year_from_and_to_the_state_and_then_the_transferring_state_is_responsible(
    state: str, cites: tuple[str, str]
) -> None:
    # Germany's own four months leave the request and the reply as they are; Italy's reply would be due in two months
    situation = crisis(state, "2026-08-01", "2027-12-31", article_12=True)
    assert next_of(moved(situation, asked_on="2027-09-30"))[1:] == ("transfer", "2027-09-30", cites[0])
    assert whose(moved(situation, asked_on="2027-10-01")) == ("DE", cites[1], "shifted")


@pytest.mark.law("CFMR 12(1)", "AMMR 46(2)")
@pytest.mark.parametrize(
    "situation",
    [
        crisis("IT", "2026-08-01", "2027-12-31", kind="instrumentalisation", article_12=True),
        crisis("IT", "2026-08-01", "2027-12-31"),
        crisis("IT", "2026-01-01", "2026-09-29", article_12=True),
        crisis("ES", "2026-08-01", "2027-12-31", article_12=True),
    ],
)
def test_without_article_12_the_six_months_stand(situation: Fact) -> None:
    assert due(situation, asked_on="2027-03-30") == "2027-03-30"


@pytest.mark.law("AMMR 46(1)", "AMMR 46(3)")
def test_after_the_transfer_nothing_is_due_and_a_wrong_one_is_taken_back() -> None:
    done = moved(happened("transfer", "2026-11-02", to="IT"), asked_on="2028-01-03")
    assert next_of(done) == ("IT", "examination of the application", None, "AMMR 16(1)")
    assert lines(done, "AMMR 46(1)") == ["transferred to IT on 2026-11-02"]
    wrong = moved(happened("transfer", "2026-11-02", to="ES"), asked_on="2026-11-03")
    assert lines(wrong, "AMMR 46(3)") == [
        "the transfer to ES on 2026-11-02 came when that state was not responsible: take back"
    ]


@pytest.mark.law("DUBLIN3 29(2)", "AMMR 46(2)", "AMMR 84(2)")
@pytest.mark.parametrize(("accepted", "last"), [("2026-06-11", "2027-12-13"), ("2026-06-12", "2029-07-02")])
def test_absconding_in_an_old_case_follows_the_day_of_the_acceptance(accepted: str, last: str) -> None:
    facts = (
        registered("DE", "2026-05-04"),
        crossed("IT", "2026-01-10"),
        happened("request_sent", "2026-05-11", to="IT"),
        happened("reply_accept", accepted, by="IT"),
        happened("absconded_notice", "2026-07-02"),
    )
    assert next_of(told(*facts, asked_on="2026-07-03"))[2] == last  # 11 December 2027 is a Saturday


@pytest.mark.law("CONVENTION1990 11(5)")
def test_under_the_convention_a_late_transfer_has_no_effect_and_no_prison_lengthens_it() -> None:
    facts = (
        registered("DE", "1999-03-01"),
        crossed("IT", "1999-01-10"),
        happened("request_sent", "1999-03-10", to="IT"),
        happened("reply_accept", "1999-05-03", by="IT"),
        happened("imprisoned", "1999-05-10"),
    )
    answer = told(*facts, asked_on="2000-01-03")
    assert answer["responsible"] == "IT"
    assert next_of(answer) == ("DE", "transfer", "1999-06-03", "CONVENTION1990 11(5)")
