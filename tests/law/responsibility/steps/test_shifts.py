"""Shifts: Article 37(1), the discretionary clauses of Article 35, offsets under Article 63."""

from __future__ import annotations

from typing import Any

import pytest
from stories import MINOR, Fact, crossed, finding, happened, hit, lines, next_of, paper, registered, told, whose

IN_GERMANY = registered("DE", "2026-09-01")
INTO_ITALY = crossed("IT", "2026-07-10")
ACCEPTED = happened("request_sent", "2026-09-10", to="IT"), happened("reply_accept", "2026-09-30", by="IT")


@pytest.mark.law("AMMR 37(1)")
def test_a_residence_document_of_another_state_shifts_and_one_of_the_responsible_state_does_not() -> None:
    def issued(by: str, day: str = "2026-10-10") -> tuple[str | None, str | None, str]:
        event = happened("residence_document_issued", day, by=by)
        return whose(told(IN_GERMANY, INTO_ITALY, *ACCEPTED, event, asked_on="2026-10-12"))

    assert issued("FR") == ("FR", "AMMR 37(1)", "shifted")
    assert issued("IT") == ("IT", "AMMR 33(1)", "determined")
    assert issued("FR", "2026-08-01") == ("IT", "AMMR 33(1)", "determined")  # before: a matter of the criteria


@pytest.mark.law("AMMR 35(1)")
@pytest.mark.parametrize(
    ("by", "answer"), [("DE", ("DE", "AMMR 35(1)", "shifted")), ("FR", ("IT", "AMMR 33(1)", "determined"))]
)
def test_only_a_state_where_an_application_is_registered_can_examine_it(by: str, answer: tuple[str, str, str]) -> None:
    event = happened("examines_itself", "2026-10-01", by=by)
    told_so = told(IN_GERMANY, INTO_ITALY, event, asked_on="2026-10-02")
    assert whose(told_so) == answer
    if by == "FR":
        assert lines(told_so, "AMMR 35(1)") == ["no application is registered with FR: it cannot decide to examine one"]


@pytest.mark.law("AMMR 35(1)")
def test_a_decision_to_examine_without_a_state_is_that_of_the_determining_state() -> None:
    answer = told(IN_GERMANY, INTO_ITALY, happened("examines_itself", "2026-10-01"), asked_on="2026-10-02")
    assert whose(answer) == ("DE", "AMMR 35(1)", "shifted")


ASKED_35 = happened("humanitarian_request", "2026-09-14", to="SE")
CONSENT = "wishes", {"person": "a", "towards": "SE", "written": True, "date": "2026-09-12"}


@pytest.mark.law("AMMR 35(2)", "AMMR 40(8)")
def test_a_humanitarian_request_is_answered_in_two_months_and_silence_accepts_nothing() -> None:
    facts = IN_GERMANY, ASKED_35, CONSENT
    assert next_of(told(*facts, asked_on="2026-11-16")) == (
        "SE",
        "reply to humanitarian request",
        "2026-11-16",  # the 14th is a Saturday
        "AMMR 35(2)",
    )
    silent = told(*facts, asked_on="2026-11-17")
    assert whose(silent)[:2] == ("DE", "AMMR 16(2)")
    assert next_of(silent)[1] == "examination of the application"


@pytest.mark.law("AMMR 35(2)")
def test_a_refusal_on_humanitarian_grounds_leaves_all_as_it_was() -> None:
    refused = happened("reply_refuse", "2026-10-05", by="SE")
    answer = told(IN_GERMANY, ASKED_35, refused, asked_on="2026-10-06")
    assert whose(answer) == ("DE", "AMMR 16(2)", "determined")
    assert lines(answer, "AMMR 35(2)")[-1] == "SE refused on 2026-10-05 to take charge on humanitarian grounds"
    assert next_of(answer)[1] == "examination of the application"


@pytest.mark.law("AMMR 35(2)", "AMMR 46(1)")
def test_consent_in_writing_and_agreement_bring_a_transfer_within_six_months() -> None:
    agreed = happened("reply_accept", "2026-10-05", by="SE")
    answer = told(IN_GERMANY, ASKED_35, CONSENT, agreed, asked_on="2026-10-05")
    assert whose(answer) == ("SE", "AMMR 35(2)", "shifted")
    assert next_of(answer)[:3] == ("DE", "transfer decision", "2026-10-19")
    without = told(IN_GERMANY, ASKED_35, agreed, asked_on="2026-10-05")
    assert whose(without)[0] == "DE"
    assert lines(without, "AMMR 35(2)")[-1] == (
        "SE agreed on 2026-10-05, but the consent of those concerned is not on record in writing"
    )


@pytest.mark.law("AMMR 37(1)")
def test_a_transfer_against_the_interests_of_an_unaccompanied_minor_is_not_made() -> None:
    record = hit("16(1)", "IT", event_date="2026-09-20", hit_date="2026-12-01", found_by="FR")
    against = finding("transfer_against_best_interests", by="FR", date="2026-12-05", person="a")
    facts = registered("IT", "2026-09-01"), record, against
    assert whose(told(*facts, person=MINOR, asked_on="2026-12-06")) == ("FR", "AMMR 37(1)", "shifted")
    assert whose(told(*facts, asked_on="2026-12-06"))[:2] == ("IT", "AMMR 36(1)(b)")  # an adult


# --- offsets ----------------------------------------------------------------------------------------------------


def offset(*facts: Fact, day: str = "2026-10-20", **more: Any) -> dict[str, Any]:
    """Germany takes the case that is Italy's."""
    taken = happened("offset_taken", day, by="DE", state="IT")
    return told(IN_GERMANY, INTO_ITALY, *ACCEPTED, *facts, taken, asked_on=day, **more)


@pytest.mark.law("AMMR 63(6)", "AMMR 63(8)")
def test_an_offset_makes_the_contributing_state_responsible_under_a_contested_limit() -> None:
    answer = offset()
    assert whose(answer) == ("DE", "AMMR 63(6)", "shifted")
    assert "REF_63_8c" in answer["flags"]
    assert next_of(answer)[:2] == ("DE", "examination of the application")


@pytest.mark.law("AMMR 63(6)")
def test_an_offset_without_states_is_taken_by_the_determining_state() -> None:
    bare = happened("offset_taken", "2026-10-20")
    assert whose(told(IN_GERMANY, INTO_ITALY, *ACCEPTED, bare, asked_on="2026-10-20"))[:2] == ("DE", "AMMR 63(6)")


@pytest.mark.law("AMMR 63(8)")
@pytest.mark.parametrize(
    ("day", "choices", "basis"),
    [
        ("2026-11-02", {"REF_63_8c": "request-limit"}, "AMMR 63(6)"),
        ("2026-11-03", {"REF_63_8c": "request-limit"}, "AMMR 33(1)"),
        ("2026-11-03", {}, "AMMR 63(6)"),
        ("2027-03-30", {}, "AMMR 63(6)"),
        ("2027-03-31", {}, "AMMR 46(2)"),  # the transfer is late: there is nothing left to take
    ],
)
def test_the_limit_that_must_not_be_over_is_the_one_for_the_transfer_or_the_one_for_the_request(
    day: str, choices: dict[str, str], basis: str
) -> None:
    answer = offset(day=day, **choices)
    assert answer["basis"] == basis
    if basis == "AMMR 33(1)":
        assert lines(answer, "AMMR 63(8)") == [
            "the time limit had run out on 2026-11-02, before the offset of 2026-11-03"
        ]
        assert "REF_63_8c" in answer["flags"]


@pytest.mark.law("AMMR 63(8)")
@pytest.mark.parametrize(
    ("facts", "person", "why"),
    [
        ((happened("absconded_notice", "2026-10-12"),), {}, "the person absconded from the state that would take over"),
        (
            (happened("residence_document_issued", "2026-10-12", by="FR"),),
            {},
            "the benefitting state is not responsible by documents, diploma, visa-free or other entry",
        ),
    ],
)
def test_what_cannot_be_taken_as_an_offset(facts: tuple[Fact, ...], person: dict[str, Any], why: str) -> None:
    answer = offset(*facts, person=person)
    assert lines(answer, "AMMR 63(8)") == [why]
    assert answer["basis"] != "AMMR 63(6)"


@pytest.mark.law("AMMR 63(8)")
def test_a_minor_without_adult_is_never_an_offset() -> None:
    answer = offset(person=MINOR)
    assert lines(answer, "AMMR 63(8)") == ["an unaccompanied minor cannot be taken as an offset"]


@pytest.mark.law("AMMR 63(8)", "AMMR 46(2)")
def test_who_absconded_and_is_available_again_can_be_taken() -> None:
    events = happened("absconded_notice", "2026-10-05"), happened("reappeared", "2026-10-15")
    assert offset(*events)["basis"] == "AMMR 63(6)"


@pytest.mark.law("AMMR 37(1)")
def test_a_document_of_the_criteria_is_not_a_shift() -> None:
    valid = paper("residence", "FR", valid_from="2026-01-01", valid_to="2027-12-31")
    assert whose(told(IN_GERMANY, valid, asked_on="2026-09-02"))[:2] == ("FR", "AMMR 29(1)")
