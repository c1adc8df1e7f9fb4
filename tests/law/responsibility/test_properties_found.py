"""Properties that the engine once did not hold, each by the smallest case that random search found."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from rewritten import ask, gist, later, more, renamed

from fairshare.law.time_limits import TableCalendar

Fact = dict[str, Any]


def case(**given: Any) -> Fact:
    """An adult who is registered in France on 1 September 2026."""
    registered = [{"person": "a", "state": "FR", "registered": "2026-09-01"}]
    persons = [{"id": "a", "birth_date": "1990-01-01"}]
    return {
        "id": "1",
        "applicant": "a",
        "persons": persons,
        "registrations": registered,
        "asked_on": "2026-10-01",
    } | given


def one(facts: Fact) -> Fact:
    return ask(facts)[0]


@pytest.mark.law("AMMR 39(1)", "AMMR 41(1)")
def test_a_notification_that_was_never_sent_does_not_save_the_limit_of_a_request() -> None:
    facts = case(
        asked_on="2027-03-01",
        documents=[{"holder": "a", "kind": "residence", "issuer": "DE"}],
        eurodac=[
            {"article": "15", "state": "FR", "event_date": "2026-09-01", "hit_date": "2026-10-01", "found_by": "DE"}
        ],
    )
    late = more(facts, events=[{"kind": "notification_sent", "by": "DE", "to": "FR", "date": "2026-12-15"}])
    assert (one(late)["responsible"], one(late)["basis"]) == ("FR", "AMMR 39(1)")
    assert (one(facts)["responsible"], one(facts)["basis"]) == ("FR", "AMMR 39(1)")


@pytest.mark.law("AMMR 36(1)(b)")
def test_the_later_of_two_entries_in_eurodac_stands_whatever_the_order_of_the_record() -> None:
    hits = [
        {"article": "16(1)", "state": "EL", "event_date": "2024-01-01"},
        {"article": "16(1)", "state": "DE", "event_date": "2025-06-01"},
    ]
    assert one(case(eurodac=hits))["responsible"] == "DE"
    assert one(case(eurodac=hits[::-1]))["responsible"] == "DE"


@pytest.mark.law("AMMR 36(1)(b)")
def test_of_two_entries_in_eurodac_of_one_day_the_names_of_the_states_do_not_decide() -> None:
    hits = [{"article": "16(1)", "state": state, "event_date": "2026-09-20"} for state in ("AT", "BE")]
    facts = case(eurodac=hits)
    names = {"AT": "BE", "BE": "AT"}
    found = one(facts)["responsible"]
    assert one(renamed(facts, names))["responsible"] == names.get(found, found)


@pytest.mark.law("DUBLIN3 13(2)")
def test_of_a_legal_and_an_irregular_entry_of_one_day_the_order_of_the_record_does_not_decide() -> None:
    entries = [{"state": "EL", "date": "2025-06-12", "mode": mode} for mode in ("irregular", "visa_free")]
    stay = {"kind": "continuous_stay", "date": "2025-07-01", "until": "2026-08-01", "state": "DE"}
    facts = [case(choices={"regime": "dublin3"}, events=[stay], entries=order) for order in (entries, entries[::-1])]
    assert gist(one(facts[0])) == gist(one(facts[1]))


@pytest.mark.law("AMMR 24(2)")
def test_a_birth_after_the_day_of_the_question_does_not_matter() -> None:
    wish = {"person": "a", "towards": "DE", "written": False}  # without one, no event tells the day of birth at all
    facts = case(persons=[{"id": "a"}], wishes=[wish], choices={"regime": "dublin3"})
    born = more(facts, events=[{"kind": "birth", "person": "a", "date": "2026-10-02"}])
    assert gist(one(born)) == gist(one(facts))


@pytest.mark.law("AMMR 2(8)", "AMMR 24(2)")
@pytest.mark.parametrize(
    ("group", "fact"),
    [
        ("entries", {"person": "b", "state": "DE", "date": "2027-01-01", "mode": "irregular"}),
        ("registrations", {"person": "b", "state": "DE", "registered": "2027-01-01"}),
        ("statuses", {"person": "b", "state": "DE", "kind": "beneficiary", "from": "2027-01-01"}),
    ],
)
def test_where_a_relative_is_after_the_day_of_the_question_does_not_matter(group: str, fact: Fact) -> None:
    facts = case(
        persons=[{"id": "a", "birth_date": "1990-01-01"}, {"id": "b", "birth_date": "1991-01-01"}],
        links=[{"from": "a", "to": "b", "kind": "spouse", "married_on": "2026-03-01"}],
        statuses=[{"person": "b", "state": "DE", "kind": "beneficiary"}],
        wishes=[
            {"person": "a", "towards": "b", "written": True},
            {"person": "b", "towards": "a", "written": True},
        ],
        entries=[{"person": "a", "state": "EL", "date": "2026-01-01", "mode": "irregular"}],
    )
    assert gist(one(more(facts, **{group: [fact]}))) == gist(one(facts))


@pytest.mark.law("CFMR 12(1)")
def test_a_crisis_after_the_day_of_the_question_does_not_matter() -> None:
    facts = case(entries=[{"person": "a", "state": "EL", "date": "2026-01-01", "mode": "irregular"}])
    crisis = {"state": "FR", "kind": "mass_arrivals", "from": "2026-10-20", "to": "2027-01-20", "article_12": True}
    assert gist(one(more(facts, crises=[crisis | {"council_decision": "2026-10-15"}]))) == gist(one(facts))


def test_an_answer_by_the_proposal_of_2016_on_humanitarian_grounds_names_its_provision() -> None:
    found = one(case(choices={"regime": "com2016"}, findings=[{"kind": "discretion_35_2", "value": "DE"}]))
    assert (found["responsible"], found["basis"] or "nothing") == ("DE", "COM2016 19(2)")


@pytest.mark.parametrize("regime", ["dublin3", "convention1990", "com2016"])
def test_a_set_of_rules_before_the_regulation_has_no_basis_in_it(regime: str) -> None:
    found = one(
        case(
            persons=[{"id": "a", "birth_date": "2015-01-01"}],
            choices={"regime": regime},
            findings=[
                {"kind": "transfer_against_best_interests", "value": True, "by": "DE"},
                {"kind": "best_interests", "value": True},
            ],
        )
    )
    assert found["basis"].split()[0] != "AMMR"


@pytest.mark.law("AMMR 75")
def test_a_look_back_that_passes_over_holidays_asks_the_calendar_that_is_given() -> None:
    crossed, end = "2025-03-15", date(2026, 11, 16)  # a Monday, the day after the end on a Sunday
    facts = case(
        asked_on="2026-11-17",
        choices={"regime": "ammr", "ROLL_LOOKBACK": "true"},
        entries=[{"person": "a", "state": "EL", "date": crossed, "mode": "irregular"}],
        registrations=[{"person": "a", "state": "FR", "registered": later(end.isoformat(), 1)}],
    )
    (found,) = ask(facts, calendar=TableCalendar({("FR", end): "a local holiday"}))
    assert (found["responsible"], found["basis"]) == ("EL", "AMMR 33(1)")


@pytest.mark.law("AMMR 75")
def test_a_look_back_passes_over_non_working_days_where_there_are_several_crossings() -> None:
    crossings = [
        {"person": "a", "state": "EL", "date": day, "mode": "irregular"} for day in ("2025-02-01", "2025-03-15")
    ]
    found = one(
        case(
            choices={"regime": "ammr", "ROLL_LOOKBACK": "true"},
            entries=crossings,
            registrations=[{"person": "a", "state": "FR", "registered": "2026-10-01"}],
        )
    )
    assert (found["responsible"], found["basis"]) == ("EL", "AMMR 33(1)")


def test_an_event_tells_the_birth_of_an_applicant_alone() -> None:
    born = {"kind": "birth", "person": "a", "date": "2020-05-05"}
    facts = case(persons=[{"id": "a"}], events=[born])
    assert gist(one(facts)) == gist(one(facts | {"persons": [{"id": "a", "birth_date": "2020-05-05"}]}))


@pytest.mark.law("DUBLIN3 7(2)")
def test_a_lodging_after_the_day_of_the_question_is_not_known_yet() -> None:
    lodged = {"person": "a", "state": "FR", "registered": "2026-09-01", "lodged": "2026-11-01"}
    facts = case(choices={"regime": "dublin3"}, registrations=[lodged])
    paper = {"holder": "a", "kind": "residence", "issuer": "DE", "valid_from": "2026-10-15", "valid_to": "2027-10-14"}
    assert gist(one(more(facts, documents=[paper]))) == gist(one(facts))
