"""Article 29 and its forerunners: residence documents and visas."""

from __future__ import annotations

import pytest
from worded import ask

from fairshare.law.responsibility.criteria.documents import (
    documents,
    documents_1990,
    documents_2016,
    documents_dublin3,
)
from fairshare.law.responsibility.trace import HUMAN, MET, NOT_MET

DAY = "2027-03-15"
PERMIT = {"issuer": "DE", "kind": "residence", "type": "residence_permit", "valid_from": "2026-01-01"}
PERMIT |= {"valid_to": "2028-01-01"}
VISA = {"issuer": "ES", "kind": "visa", "type": "short_stay", "valid_from": "2027-01-01", "valid_to": "2027-06-30"}
OLD_PERMIT = PERMIT | {"valid_to": "2026-12-31"}
OLD_VISA = VISA | {"valid_from": "2026-10-01", "valid_to": "2026-12-31"}


@pytest.mark.law("AMMR 29(1)")
def test_a_valid_residence_document_makes_its_issuer_responsible() -> None:
    said = ask(documents, day=DAY, documents=[PERMIT])
    assert (said.state, said.rule, said.outcome, said.group, said.slot) == ("DE", "AMMR 29(1)", MET, "documents", 0)
    assert said.why == "the residence document of DE was valid on 2027-03-15; its last day: 2028-01-01"


@pytest.mark.law("AMMR 29(2)")
def test_a_valid_visa_makes_the_represented_state_responsible() -> None:
    assert ask(documents, day=DAY, documents=[VISA]).state == "ES"
    said = ask(documents, day=DAY, documents=[VISA | {"represented": "NL"}])
    assert (said.state, said.rule) == ("NL", "AMMR 29(2)")
    # nobody is represented in residence documents
    assert ask(documents, day=DAY, documents=[PERMIT | {"represented": "NL"}]).state == "DE"


@pytest.mark.law("AMMR 29(1)")
@pytest.mark.parametrize(
    ("day", "state", "rule"),
    [
        ("2025-12-31", None, "AMMR 29(1)"),
        ("2026-01-01", "DE", "AMMR 29(1)"),
        ("2028-01-01", "DE", "AMMR 29(1)"),
        ("2028-01-02", "DE", "AMMR 29(4)"),
    ],
)
def test_a_document_is_valid_from_its_first_to_its_last_day(day: str, state: str | None, rule: str) -> None:
    said = ask(documents, day=day, documents=[PERMIT])
    assert (said.state, said.rule) == (state, rule)
    assert ("not yet valid" in said.why) == (state is None)


@pytest.mark.law("AMMR 29(1)")
def test_a_document_without_dates_is_taken_as_valid() -> None:
    said = ask(documents, day=DAY, documents=[{"issuer": "DE", "kind": "residence"}])
    assert (said.state, said.rule) == ("DE", "AMMR 29(1)")
    assert "its last day: an unknown day" in said.why


@pytest.mark.law("AMMR 29(4)")
@pytest.mark.parametrize(
    ("document", "day", "state", "flags"),
    [
        (PERMIT, "2030-12-31", "DE", ()),
        (PERMIT, "2031-01-01", None, ("ANNIV",)),
        (PERMIT, "2031-01-02", None, ()),
        (VISA, "2028-12-29", "ES", ()),
        (VISA, "2028-12-30", None, ("ANNIV",)),
        (VISA, "2028-12-31", None, ()),
        (VISA | {"valid_to": "2026-08-31"}, "2028-02-28", "ES", ()),  # eighteen months on: 29 February 2028
        (VISA | {"valid_to": "2026-08-31"}, "2028-02-29", None, ("ANNIV",)),
    ],
)
def test_a_document_that_ended_counts_for_less_than_its_period(document, day: str, state, flags) -> None:
    said = ask(documents, day=day, documents=[document])
    assert (said.state, said.rule, said.flags) == (state, "AMMR 29(4)", flags)


@pytest.mark.law("AMMR 29(4)")
def test_the_anniversary_itself_counts_if_chosen() -> None:
    said = ask(documents, day="2031-01-01", documents=[PERMIT], choices={"ANNIV": "less"})
    assert (said.state, said.flags) == ("DE", ("ANNIV",))
    assert ask(documents, day="2031-01-02", documents=[PERMIT], choices={"ANNIV": "less"}).state is None


@pytest.mark.law("AMMR 75")
def test_the_period_passes_over_non_working_days_only_if_chosen() -> None:
    # 1 January 2031 is a holiday (Wednesday): three years from 1 January 2028 then end on 2 January
    said = ask(documents, day="2031-01-01", documents=[PERMIT], choices={"ROLL_LOOKBACK": "true"})
    assert (said.state, said.flags) == ("DE", ())
    assert "ended on 2031-01-02" in said.why


@pytest.mark.law("AMMR 29(4)")
@pytest.mark.parametrize("ended", ["expired", "annulled", "revoked", "withdrawn"])
def test_a_document_that_was_ended_early_counts_from_that_day(ended: str) -> None:
    revoked = PERMIT | {"ended": ended, "ended_on": "2027-03-15"}
    said = ask(documents, day="2027-03-14", documents=[revoked])
    assert (said.state, said.rule) == ("DE", "AMMR 29(1)")
    said = ask(documents, day="2027-03-15", documents=[revoked])
    assert (said.state, said.rule) == ("DE", "AMMR 29(4)")
    assert "ended on 2027-03-15, and the period of three years from then ended on 2030-03-15" in said.why
    assert ask(documents, day="2030-03-15", documents=[revoked]).state is None


@pytest.mark.law("AMMR 29(5)")
def test_fraud_after_issue_releases_the_issuer_and_no_other_fraud() -> None:
    said = ask(documents, day=DAY, documents=[PERMIT | {"fraud_after_issue": True}])
    assert (said.state, said.outcome) == (None, NOT_MET)
    assert "fraud" in said.why
    assert ask(documents, day=DAY, documents=[PERMIT | {"fraud_after_issue": False}]).state == "DE"


@pytest.mark.law("AMMR 2(13)")
def test_a_paper_for_the_procedure_is_no_residence_document() -> None:
    said = ask(documents, day=DAY, documents=[PERMIT | {"type": "procedure"}])
    assert said.state is None and "no residence document" in said.why
    assert ask(documents, day=DAY, documents=[PERMIT | {"type": "temporary_protection"}]).state == "DE"


@pytest.mark.law("AMMR 29(4)")
def test_a_document_that_ended_on_an_unknown_day_cannot_be_used() -> None:
    said = ask(documents, day=DAY, documents=[PERMIT | {"valid_to": None, "ended": "revoked"}])
    assert said.state is None and "neither that day nor the end" in said.why


@pytest.mark.law("AMMR 29")
def test_nothing_recorded_is_not_met() -> None:
    assert ask(documents, day=DAY).outcome == NOT_MET


@pytest.mark.law("AMMR 29(1)", "AMMR 29(2)")
def test_residence_documents_go_before_visas_and_valid_before_ended() -> None:
    assert ask(documents, day=DAY, documents=[VISA, PERMIT]).rule == "AMMR 29(1)"
    said = ask(documents, day=DAY, documents=[OLD_VISA, OLD_PERMIT])
    assert (said.state, said.rule, said.slot) == ("DE", "AMMR 29(4)", 1)


@pytest.mark.law("AMMR 29(2)", "AMMR 29(4)")
def test_a_valid_visa_against_an_ended_permit_is_a_choice_and_flagged() -> None:
    said = ask(documents, day=DAY, documents=[OLD_PERMIT, VISA])
    assert (said.state, said.rule, said.flags) == ("ES", "AMMR 29(2)", ("VISA_VS_OLD_PERMIT",))
    said = ask(documents, day=DAY, documents=[OLD_PERMIT, VISA], choices={"VISA_VS_OLD_PERMIT": "permit-first"})
    assert (said.state, said.rule, said.flags) == ("DE", "AMMR 29(4)", ("VISA_VS_OLD_PERMIT",))
    said = ask(documents, day=DAY, documents=[OLD_PERMIT, VISA | {"issuer": "DE"}])
    assert (said.state, said.rule, said.flags) == ("DE", "AMMR 29(2)", ())
    two = [OLD_PERMIT, VISA, VISA | {"issuer": "IT", "valid_to": "2027-07-01"}]
    said = ask(documents, day=DAY, documents=two)
    assert (said.state, said.rule, said.flags) == ("IT", "AMMR 29(3)(b)", ("VISA_VS_OLD_PERMIT",))


@pytest.mark.law("AMMR 29(3)")
@pytest.mark.parametrize(
    ("first", "second", "state", "rule"),
    [
        # (a): the longest period of residence, then the latest expiry
        ({"conferred": 700}, {"conferred": 731, "valid_to": "2027-06-01"}, "IT", "AMMR 29(3)(a)"),
        ({"conferred": 700}, {"conferred": 700, "valid_to": "2028-01-02"}, "IT", "AMMR 29(3)(a)"),
        ({"conferred": 700}, {"conferred": 600}, "DE", "AMMR 29(3)(a)"),
        ({}, {"valid_from": "2025-12-31"}, "IT", "AMMR 29(3)(a)"),
        # the period from the dates, where it is not said
        ({"conferred": 700}, {}, "IT", "AMMR 29(3)(a)"),  # 1 January 2026 to 1 January 2028: 731 days
        ({"conferred": 732}, {}, "DE", "AMMR 29(3)(a)"),
        # unknown for both: the latest expiry
        ({"valid_from": None}, {"valid_from": None, "valid_to": "2028-01-02"}, "IT", "AMMR 29(3)(a)"),
    ],
)
def test_residence_documents_of_several_states_are_ranked(first, second, state: str, rule: str) -> None:
    pair = [PERMIT | first, PERMIT | {"issuer": "IT"} | second]
    said = ask(documents, day=DAY, documents=pair)
    assert (said.state, said.rule, said.slot) == (state, rule, 0 if state == "DE" else 1)
    swapped = ask(documents, day=DAY, documents=pair[::-1])
    assert (swapped.state, swapped.rule, swapped.why) == (said.state, said.rule, said.why)


@pytest.mark.law("AMMR 29(3)")
@pytest.mark.parametrize(
    ("second", "state", "rule"),
    [
        # (b): of one type the latest expiry, whatever the length
        ({"valid_from": "2027-02-01", "valid_to": "2027-07-01"}, "IT", "AMMR 29(3)(b)"),
        ({"valid_from": "2026-01-01", "valid_to": "2027-06-29"}, "ES", "AMMR 29(3)(b)"),
        # (c): of different types the longest validity, then the latest expiry
        ({"type": "long_stay", "valid_from": "2026-12-01", "valid_to": "2027-06-29"}, "IT", "AMMR 29(3)(c)"),
        ({"type": "long_stay", "valid_from": "2027-02-01", "valid_to": "2027-07-01"}, "ES", "AMMR 29(3)(c)"),
        ({"type": "long_stay", "valid_from": "2027-01-02", "valid_to": "2027-07-01"}, "IT", "AMMR 29(3)(c)"),
    ],
)
def test_visas_of_several_states_are_ranked_by_type_length_and_expiry(second, state: str, rule: str) -> None:
    said = ask(documents, day=DAY, documents=[VISA, VISA | {"issuer": "IT"} | second])
    assert (said.state, said.rule) == (state, rule)


@pytest.mark.law("AMMR 29(4)")
def test_ended_documents_are_ranked_under_the_fourth_paragraph() -> None:
    later = OLD_PERMIT | {"issuer": "IT", "valid_from": "2025-12-31"}
    said = ask(documents, day=DAY, documents=[OLD_PERMIT, later])
    assert (said.state, said.rule) == ("IT", "AMMR 29(4)")
    said = ask(documents, day=DAY, documents=[OLD_VISA, OLD_VISA | {"issuer": "IT", "valid_to": "2027-01-02"}])
    assert (said.state, said.rule) == ("IT", "AMMR 29(4)")
    assert "2027-01-02" in said.why


@pytest.mark.law("AMMR 29(3)")
@pytest.mark.parametrize(
    ("pair", "rule"),
    [
        ([PERMIT, PERMIT | {"issuer": "IT"}], "AMMR 29(3)(a)"),
        ([PERMIT, PERMIT | {"issuer": "IT", "valid_from": None}], "AMMR 29(3)(a)"),
        ([VISA, VISA | {"issuer": "IT"}], "AMMR 29(3)(b)"),
        ([VISA, VISA | {"issuer": "IT", "type": "long_stay"}], "AMMR 29(3)(c)"),
        ([OLD_VISA, OLD_VISA | {"issuer": "IT"}], "AMMR 29(4)"),
    ],
)
def test_a_person_decides_between_equals_of_several_states(pair, rule: str) -> None:
    said = ask(documents, day=DAY, documents=pair)
    assert (said.state, said.outcome, said.rule) == (None, HUMAN, rule)
    assert said.options == tuple(sorted({one["issuer"] for one in pair}))


@pytest.mark.law("AMMR 29(1)")
def test_several_documents_of_one_state_are_no_question() -> None:
    said = ask(documents, day=DAY, documents=[PERMIT, PERMIT | {"valid_from": None}])
    assert (said.state, said.rule, said.options) == ("DE", "AMMR 29(1)", ())


@pytest.mark.law("AMMR 16(3)")
def test_a_barred_state_is_passed_over() -> None:
    assert ask(documents, day=DAY, documents=[PERMIT, VISA], barred="DE").state == "ES"
    said = ask(documents, day=DAY, documents=[PERMIT], barred="DE")
    assert said.state is None and "passed over" in said.why


ENTERED = {"state": "ES", "date": "2026-10-05", "mode": "visa"}


@pytest.mark.law("DUBLIN3 12(4)")
@pytest.mark.parametrize(
    ("day", "state", "flags"),
    [
        ("2028-12-30", "DE", ()),
        ("2028-12-31", "FR", ("ANNIV",)),
        ("2029-01-01", "FR", ()),
    ],
)
def test_under_dublin3_an_ended_permit_counts_two_years_then_points_to_the_application(day, state, flags) -> None:
    said = ask(documents_dublin3, day=day, documents=[OLD_PERMIT])
    assert (said.state, said.rule, said.flags) == (state, "DUBLIN3 12(4)", flags)


@pytest.mark.law("DUBLIN3 12(4)")
@pytest.mark.parametrize(("day", "state"), [("2027-06-29", "ES"), ("2027-06-30", "FR"), ("2027-07-01", "FR")])
def test_under_dublin3_a_used_visa_counts_six_months_then_points_to_the_application(day: str, state: str) -> None:
    assert ask(documents_dublin3, day=day, documents=[OLD_VISA], entries=[ENTERED]).state == state


@pytest.mark.law("DUBLIN3 12(4)")
@pytest.mark.parametrize(
    "entries",
    [
        [],
        [ENTERED | {"mode": "irregular"}],
        [ENTERED | {"mode": "visa_free"}],
        [ENTERED | {"date": "2026-09-30"}],
        [ENTERED | {"date": "2027-01-01"}],
    ],
)
def test_under_dublin3_an_ended_visa_that_enabled_no_entry_does_not_count(entries) -> None:
    said = ask(documents_dublin3, day="2027-02-01", documents=[OLD_VISA], entries=entries)
    assert said.state is None and "no entry with it" in said.why
    # a valid one needs no entry, nor does the Regulation
    assert ask(documents_dublin3, day="2026-11-01", documents=[OLD_VISA], entries=entries).state == "ES"
    assert ask(documents, day="2027-02-01", documents=[OLD_VISA], entries=entries).state == "ES"


@pytest.mark.law("DUBLIN3 12(4)")
@pytest.mark.parametrize(
    ("left", "permit", "visa"),
    [
        ("2026-10-05", "DE", "ES"),
        ("2026-12-30", "DE", None),  # with the visa, but left before it ended
        ("2026-12-31", None, None),
        ("2027-01-31", None, None),
        ("2027-02-01", "DE", "ES"),
    ],
)
@pytest.mark.parametrize("kind", ["exit_territory", "removal", "return"])
def test_under_dublin3_an_ended_document_does_not_count_after_leaving(kind: str, left: str, permit, visa) -> None:
    facts = {"day": "2027-02-01", "entries": [ENTERED], "events": [{"kind": kind, "date": left}]}
    for document, state in ((OLD_PERMIT, permit), (OLD_VISA, visa)):
        said = ask(documents_dublin3, documents=[document], **facts)
        assert said.state == state
        assert ("has left" in said.why) == (state is None)
    assert ask(documents, documents=[OLD_PERMIT], **facts).state == "DE"


@pytest.mark.law("DUBLIN3 12(3)")
def test_dublin3_ranks_and_names_its_own_paragraphs() -> None:
    cases = [
        ([PERMIT], "DUBLIN3 12(1)"),
        ([VISA], "DUBLIN3 12(2)"),
        ([PERMIT, PERMIT | {"issuer": "IT", "conferred": 900}], "DUBLIN3 12(3)(a)"),
        ([VISA, VISA | {"issuer": "IT", "valid_to": "2027-07-01"}], "DUBLIN3 12(3)(b)"),
        ([VISA, VISA | {"issuer": "IT", "valid_to": "2027-07-01", "type": "long_stay"}], "DUBLIN3 12(3)(c)"),
    ]
    for held, rule in cases:
        assert ask(documents_dublin3, day=DAY, documents=held).rule == rule
    # ended documents count only where no valid one is held: no open question
    said = ask(documents_dublin3, day=DAY, documents=[OLD_PERMIT, VISA], choices={"VISA_VS_OLD_PERMIT": "permit-first"})
    assert (said.state, said.flags) == ("ES", ())


@pytest.mark.law("DUBLIN3 12(4)")
def test_under_dublin3_two_older_documents_point_to_the_one_application() -> None:
    old = [OLD_PERMIT, OLD_PERMIT | {"issuer": "IT"}]
    said = ask(documents_dublin3, day="2030-01-01", documents=old)
    assert (said.state, said.outcome, said.rule) == ("FR", MET, "DUBLIN3 12(4)")
    assert ask(documents_dublin3, day="2030-01-01", documents=old, barred="FR").state is None


@pytest.mark.law("CONVENTION1990 5")
def test_under_the_convention_older_documents_count_no_more_and_fraud_releases_nobody() -> None:
    assert ask(documents_1990, day="2028-12-30", documents=[OLD_PERMIT]).state == "DE"
    said = ask(documents_1990, day="2029-01-01", documents=[OLD_PERMIT])
    assert (said.state, said.rule) == (None, "CONVENTION1990 5")
    assert ask(documents_1990, day=DAY, documents=[PERMIT | {"fraud_after_issue": True}]).state == "DE"
    # issued with the written authorisation of another state
    assert ask(documents_1990, day=DAY, documents=[VISA | {"represented": "NL"}]).state == "NL"


@pytest.mark.law("CONVENTION1990 5")
def test_under_the_convention_a_transit_visa_yields_where_no_visa_is_needed() -> None:
    transit = VISA | {"type": "airport_transit"}
    waived = {"state": "ES", "date": "2027-03-01", "mode": "visa", "visa_not_required_in": "FR"}
    assert ask(documents_1990, day=DAY, documents=[transit], entries=[waived]).state == "FR"
    assert ask(documents_1990, day=DAY, documents=[transit], entries=[waived], registered_in="BE").state == "ES"
    assert ask(documents_1990, day=DAY, documents=[VISA], entries=[waived]).state == "ES"
    assert ask(documents_1990, day=DAY, documents=[transit]).state == "ES"
    assert ask(documents_dublin3, day=DAY, documents=[transit], entries=[waived]).state == "ES"


@pytest.mark.law("COM2016 14")
def test_the_proposal_of_2016_is_as_dublin3_under_its_own_name() -> None:
    said = ask(documents_2016, day="2029-01-01", documents=[OLD_PERMIT])
    assert (said.state, said.rule) == ("FR", "COM2016 14")


@pytest.mark.law("AMMR 29(4)")
def test_the_nearest_miss_is_told_whatever_the_order() -> None:
    pair = [OLD_PERMIT, OLD_PERMIT | {"issuer": "IT", "valid_to": "2026-06-30"}]
    for held in (pair, pair[::-1]):
        assert "document of DE ended on 2026-12-31" in ask(documents, day="2031-01-01", documents=held).why
