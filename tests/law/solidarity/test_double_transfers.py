"""Articles 67(5) and 68(2): kept by family in Italy, or relocated from there and transferred a second time.

Every person here is registered in Italy on 1 September 2026, and asked about a month later. The other way to the same
answer is to relocate the person, with an event, and to ask the engine: it must name the same state.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stories import MINOR, Fact, crossed, finding, happened, hit, paper, registered, status, story
from strategies import cases as random_cases

from fairshare.law.responsibility.answers import answer, documents
from fairshare.law.responsibility.codes import NONE, STATE_CODE, states_of
from fairshare.law.responsibility.notation import read_cases
from fairshare.law.responsibility.trace import HUMAN, REASONS, SILENT
from fairshare.law.solidarity.double_transfers import DoubleTransfers, double_transfers
from fairshare.law.solidarity.relocation import OPEN

IN_ITALY = registered("IT", "2026-09-01")
VISA_OF_SPAIN = paper("visa", "ES", valid_from="2026-08-01", valid_to="2026-12-01")
CARE = finding("able_to_care", person="a", about="s")
DEPENDENCY = finding("dependency", person="a", about="s")

Document = dict[str, Any]


def relative(state: str, kind: str = "beneficiary", link: str = "spouse", **more: Any) -> tuple[Fact, ...]:
    """A relative with a status in a state; both put the wish to be together in writing."""
    who, born, written = more.get("who", "s"), more.get("born", "1991-01-01"), more.get("written", True)
    return (
        ("persons", {"id": who, "birth_date": born}),
        ("links", {"from": "a", "to": who, "kind": link}),
        ("statuses", {"person": who, "state": state, "kind": kind}),
        ("wishes", {"person": "a", "towards": who, "written": written}),
        ("wishes", {"person": who, "towards": "a", "written": written}),
    )


def found(document: Document, benefitting: str | None = None) -> DoubleTransfers:
    given = None if benefitting is None else np.array([STATE_CODE[benefitting]], np.int8)
    return double_transfers(read_cases([document]), given)


def said(one: DoubleTransfers, case: int = 0) -> tuple[int, str, str]:
    """Family of the first row, the third states, and the provision."""
    why = int(one.why[case])
    return int(one.family[case]), " ".join(states_of(int(one.third[case]))), "" if why == SILENT else REASONS[why].rule


def of(*facts: Fact, asked_on: str = "2026-10-01", benefitting: str | None = None, **more: Any) -> tuple[int, str, str]:
    return said(found(story(IN_ITALY, *facts, asked_on=asked_on, **more), benefitting))


NOTHING = (0, "", "")


# --- 68(2): what is left of the criteria ------------------------------------------------------------------------------


@pytest.mark.law("AMMR 68(2)")
@pytest.mark.parametrize("kind", ["beneficiary", "eu_long_term_resident"])
def test_family_with_a_right_to_stay_in_a_third_state(kind: str) -> None:
    assert of(*relative("NL", kind)) == (0, "NL", "AMMR 26(1)")


@pytest.mark.law("AMMR 68(2)")
def test_family_whose_application_is_open_in_a_third_state() -> None:
    assert of(*relative("FR", "applicant")) == (0, "FR", "AMMR 27")


@pytest.mark.law("AMMR 68(2)")
def test_the_wish_must_be_in_writing() -> None:
    assert of(*relative("NL", written=False)) == NOTHING


@pytest.mark.law("AMMR 68(2)")
def test_a_dependant_in_a_third_state() -> None:
    facts = relative("SE", "eu_long_term_resident", "sibling")
    assert of(*facts, DEPENDENCY, CARE) == (0, "SE", "AMMR 34(2)")
    assert of(*facts, DEPENDENCY) == (0, "SE", "AMMR 34(1)")  # whether one can care a person has to say


@pytest.mark.law("AMMR 68(2)")
def test_an_unaccompanied_minor_goes_to_family_or_relatives_but_not_back_to_the_first_registration() -> None:
    assert of(*relative("DE", "other_legal_stay", "sibling"), person=MINOR) == (0, "DE", "AMMR 25(2)")
    aunt = relative("AT", "eu_long_term_resident", "aunt_uncle", born="1970-01-01")
    assert of(*aunt, CARE, person=MINOR) == (0, "AT", "AMMR 25(3)")
    assert of(person=MINOR) == NOTHING  # 25(5)


@pytest.mark.law("AMMR 68(2)")
def test_relatives_of_a_minor_in_several_states_leave_it_to_a_person() -> None:
    one = found(
        story(
            IN_ITALY,
            *relative("DE", "other_legal_stay", "sibling"),
            *relative("SE", "other_legal_stay", "sibling", who="t"),
            asked_on="2026-10-01",
            person=MINOR,
        )
    )
    assert said(one) == (0, "DE SE", "AMMR 25(4)")
    assert REASONS[int(one.why[0])].outcome == HUMAN


@pytest.mark.law("AMMR 68(2)")
def test_an_entry_without_need_of_a_visa_and_an_airport() -> None:
    free = crossed("FR", "2026-08-01", mode="visa_free", visa_not_required_in=["FR"])
    assert of(free) == (0, "FR", "AMMR 31(1)")
    at_airport = registered("IT", "2026-09-01", place="airport_transit_area")
    assert said(found(story(at_airport, asked_on="2026-10-01"))) == (0, "IT", "AMMR 32")  # back to where they left


@pytest.mark.law("AMMR 68(2)")
@pytest.mark.parametrize(
    "fact",
    [
        VISA_OF_SPAIN,
        paper("residence", "ES", type="residence_permit", valid_from="2025-01-01", valid_to="2027-01-01"),
        ("diplomas", {"holder": "a", "issuer": "PL", "issued": "2024-06-01", "study_months": 12}),
        crossed("EL", "2026-07-10"),
        crossed("EL", "2026-07-10", mode="sar"),
    ],
)
def test_documents_diplomas_and_entries_cause_no_second_transfer(fact: Fact) -> None:
    assert of(fact) == NOTHING


@pytest.mark.law("AMMR 68(2)", "AMMR 33(3)")
def test_an_earlier_relocation_names_no_third_state() -> None:
    """33(3) names the state of the latest relocation, and that would be the new one."""
    before = happened("relocated", "2026-08-20", to="SE")
    assert of(crossed("EL", "2026-07-10"), before, benefitting="SE") == NOTHING


@pytest.mark.law("AMMR 68(2)", "AMMR 16(3)")
def test_a_state_with_a_real_risk_is_passed_over() -> None:
    risk = finding("art4_risk", state="NL")
    assert of(*relative("NL"), risk) == NOTHING


@pytest.mark.law("AMMR 68(2)", "AMMR 28")
def test_the_largest_number_of_a_family_stays_together_in_the_state_of_relocation() -> None:
    """The wife of one of three siblings has protection in the Netherlands: two of three have no criterion left."""
    document = story(IN_ITALY, *relative("NL"), asked_on="2026-10-01")
    document |= {"group": ["a", "b", "c"]}
    document["persons"] += [{"id": name, "birth_date": "1995-01-01"} for name in "bc"]
    document["links"] += [{"from": "a", "to": name, "kind": "sibling"} for name in "bc"]
    document["registrations"] = [{"person": name, "state": "IT", "registered": "2026-09-01"} for name in "abc"]
    assert found(document, "EL").third.tolist() == [0]
    two = document | {"group": ["a", "b"], "registrations": document["registrations"][:2]}
    assert said(found(two, "EL"))[1:] == ("NL", "AMMR 28(b)")  # one to one: the state of the oldest


# --- 67(5): kept by the benefitting state -----------------------------------------------------------------------------


@pytest.mark.law("AMMR 67(5)")
def test_family_in_the_benefitting_state_keeps_the_applicant_there() -> None:
    assert of(*relative("IT")) == (1, "", "")
    assert of(*relative("IT", "eu_long_term_resident", "sibling"), DEPENDENCY, CARE) == (1, "", "")
    assert of(*relative("IT", "other_legal_stay", "sibling"), person=MINOR) == (1, "", "")


@pytest.mark.law("AMMR 67(5)")
def test_it_is_the_state_where_the_person_is_relocated_from_that_counts() -> None:
    assert of(*relative("EL"), benefitting="EL") == (1, "", "")
    assert of(*relative("IT"), benefitting="EL") == (0, "IT", "AMMR 26(1)")


@pytest.mark.law("AMMR 67(5)")
def test_a_minor_without_family_may_be_relocated_from_the_state_of_first_registration() -> None:
    best = finding("best_interests", "IT", person="a")
    assert of(best, person=MINOR) == NOTHING  # 25(5) does not keep
    assert of(person=MINOR) == NOTHING  # nor does the question of 25(5)


@pytest.mark.law("AMMR 67(5)", "AMMR 68(2)")
def test_an_uncle_in_the_benefitting_state_does_not_keep_a_child_but_would_call_it_back() -> None:
    """Article 25(3) speaks of a relative in another state: Italy is one only after the relocation."""
    uncle = relative("IT", "eu_long_term_resident", "aunt_uncle", born="1970-01-01")
    assert of(*uncle, CARE, person=MINOR) == (0, "IT", "AMMR 25(3)")


@pytest.mark.law("AMMR 67(5)")
def test_between_family_there_and_elsewhere_a_person_decides_first() -> None:
    assert of(*relative("IT"), *relative("NL", who="t", link="partner")) == (OPEN, "", "")
    assert of(*relative("FR"), *relative("NL", who="t", link="partner")) == (0, "FR NL", "AMMR 26(1)")


# --- what is decided already ------------------------------------------------------------------------------------------


@pytest.mark.law("AMMR 68(3)")
def test_responsibility_of_the_benefitting_state_moves_with_the_person_whatever_the_criteria_say() -> None:
    """No request to the Netherlands by 2 November: Italy is responsible by 39(1), and that moves (68(3))."""
    assert of(*relative("NL"), asked_on="2026-11-02") == (0, "NL", "AMMR 26(1)")
    assert of(*relative("NL"), asked_on="2026-11-03") == NOTHING


@pytest.mark.law("AMMR 68(2)", "AMMR 68(3)")
def test_what_a_third_state_has_accepted_stands() -> None:
    asked = happened("request_sent", "2026-09-10", to="ES"), happened("reply_accept", "2026-09-20", by="ES")
    assert of(VISA_OF_SPAIN, *asked) == (0, "ES", "AMMR 29(2)")
    assert of(hit("16(1)", "AT", event_date="2026-09-20"))[1] == "AT"


@pytest.mark.law("AMMR 68(2)", "AMMR 35(2)")
def test_a_state_that_took_charge_on_humanitarian_grounds() -> None:
    taken = finding("discretion_35_2", state="AT", by="AT", date="2026-09-20")
    assert of(taken) == (0, "AT", "AMMR 35(2)")
    kept = finding("discretion_35_1", by="IT", date="2026-09-20")
    assert of(*relative("NL"), kept) == NOTHING  # Italy examines: 68(3)


# --- of whom nothing is said ------------------------------------------------------------------------------------------


@pytest.mark.law("AMMR 67(2)")
def test_a_threat_to_security_is_told_and_nothing_else() -> None:
    one = found(story(IN_ITALY, *relative("NL"), finding("security_threat", by="IT"), asked_on="2026-10-01"))
    assert (one.threat.tolist(), said(one)[1:]) == ([True], ("", ""))


@pytest.mark.law("AMMR 68(4)")
def test_a_beneficiary_is_no_matter_of_the_criteria() -> None:
    assert of(*relative("NL"), status("IT", "beneficiary", **{"from": "2026-08-01"})) == (NONE, "", "")


@pytest.mark.law("AMMR 84(2)")
def test_a_case_of_dublin_3_is_none_of_the_regulation() -> None:
    assert said(found(story(registered("IT", "2026-06-01"), *relative("NL"), asked_on="2026-10-01"))) == (NONE, "", "")


# --- many at once, and the other way ----------------------------------------------------------------------------------


@pytest.mark.law("AMMR 67(5)", "AMMR 68(2)")
def test_cases_together_are_cases_one_by_one() -> None:
    """Several persons, acts and choices in one table."""
    facts = (relative("NL"), relative("IT"), (VISA_OF_SPAIN,), (), relative("IT"))
    told = [story(IN_ITALY, *some, asked_on="2026-10-01") | {"id": f"{number}"} for number, some in enumerate(facts)]
    told[2] |= {"group": ["a", "b"], "persons": [*told[2]["persons"], {"id": "b", "birth_date": "1999-01-01"}]}
    told[3] |= {"choices": {"regime": "dublin3"}}
    told[4] |= {"choices": {"JOINED_27": "article-27"}}
    together = double_transfers(read_cases(told))
    assert together.family.tolist() == [0, 1, 0, 0, NONE, 1]
    assert [said(found(one))[1:] for one in told] == [said(together, case)[1:] for case in range(5)]
    nothing = double_transfers(read_cases([]))
    assert nothing.third.size == nothing.family.size == 0


@st.composite
def undecided(draw: st.DrawFn) -> Document:
    """A random case of one person, asked about on the day of the registration, before anything else has happened."""
    case = draw(random_cases(most_persons=3)) | {"group": [], "events": [], "eurodac": [], "choices": {}}
    about_family = ("security_threat", "best_interests", "able_to_care", "dependency")
    case["findings"] = [one for one in case["findings"] if one["kind"] in about_family]
    case["entries"] = [one for one in case["entries"] if one["state"] != "UK"]  # bound by no part of the Regulation
    first = case["registrations"][0] | {"person": "a", "first": True}
    case["registrations"] = [first | {"registered": max(first["registered"], "2026-06-13")}]
    case["registrations"][0].pop("lodged", None)
    case["registrations"][0].pop("made", None)
    return case | {"asked_on": case["registrations"][0]["registered"], "asked_in": first["state"]}


@pytest.mark.law("AMMR 68(2)")
@settings(max_examples=60)
@given(case=undecided(), to=st.sampled_from(["PL", "SE", "DE"]))
def test_relocated_by_an_event_the_same_state_is_responsible(case: Document, to: str) -> None:
    """To a state that is not the third one, which then determines by what is left (33(3) names that state itself)."""
    one = found(case)
    third = states_of(int(one.third[0]))
    if one.family[0] != 0 or one.threat[0] or to in third:
        return
    moved = case | {"events": [{"kind": "relocated", "person": "a", "date": case["asked_on"], "to": to}]}
    (after,) = documents(answer(read_cases([moved])))
    if after["human"]:
        assert set(after["needs_decision"]["options"]) == set(third)
    else:
        assert after["responsible"] == (third[0] if third else to)
