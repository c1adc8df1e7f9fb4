"""What must hold of every answer, whatever the case: section 8 of the reading of the law, over whole random cases."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import assume
from hypothesis import strategies as st
from rewritten import always, ask, asked, depths, gist, later, more
from strategies import cases, days, states

from fairshare.law.parameters import table
from fairshare.law.register import article
from fairshare.law.responsibility.answers import STATUSES
from fairshare.law.responsibility.regimes import CHOOSABLE
from fairshare.states import NAMES

Fact = dict[str, Any]

_CITATION = re.compile(r"(AMMR|APR|CFMR|IR|DUBLIN3|CONVENTION1990|COM2016) ([1-9]\d*)((?:\([0-9a-z]+\))*)")
_LISTED = tuple(f"AMMR {number}" for number in table("provisions")["provisions"])

ACTS = {
    "ammr": {"AMMR", "CFMR", "IR", "APR"},
    "dublin3": {"DUBLIN3"},
    "convention1990": {"CONVENTION1990"},
    "com2016": {"COM2016"},
}
"""The acts of each set of rules."""
CRITERIA = {"16", *map(str, range(24, 35))}
"""The articles of the Regulation on criteria."""


def with_regime(case: Fact, regime: str) -> Fact:
    return case | {"choices": case["choices"] | {"regime": regime}}


def known(cite: str) -> bool:
    """Whether a citation names an act and an article; for the Regulation one of the register, or a part."""
    if _CITATION.fullmatch(cite) is None:
        return False
    within = any(cite == listed or cite.startswith(f"{listed}(") or listed.startswith(f"{cite}(") for listed in _LISTED)
    return within or not cite.startswith("AMMR")


# --- one state, or a question -----------------------------------------------------------------------------------------


@pytest.mark.law("AMMR 16(1)", "AMMR 16(2)")
@pytest.mark.parametrize("regime", ["by-day", *CHOOSABLE])
@depths(45, 240)
def test_there_is_one_state_or_a_question_that_a_person_has_to_decide(examples: int, regime: str) -> None:
    def holds(case: Fact) -> None:
        (found,) = ask(with_regime(case, regime))
        question = found["needs_decision"]
        if found["human"]:
            assert found["responsible"] is None
            assert "?" in question["question"]
            assert known(question["cite"])
            assert set(question["options"]) <= NAMES.keys()
        else:
            assert found["responsible"] in NAMES
            assert question is None
        assert found["status"] in STATUSES
        assert known(found["basis"]), found["basis"]
        assert all(_CITATION.fullmatch(link["rule"]) and link["why"] for link in found["chain"])
        assert found["basis"] in {link["rule"] for link in found["chain"]}

    always(examples, holds, cases())


@pytest.mark.law("AMMR 84(1)", "AMMR 84(2)")
@pytest.mark.parametrize("regime", CHOOSABLE)
@depths(45, 240)
def test_a_set_of_rules_never_tests_the_criteria_of_another(examples: int, regime: str) -> None:
    def holds(case: Fact) -> None:
        (found,) = ask(with_regime(case, regime))
        assert found["regime"] == regime
        others = [rule for link in found["chain"] if (rule := link["rule"]).split()[0] not in ACTS[regime]]
        assert not [rule for rule in others if rule.startswith("AMMR ") and article(rule[5:]) in CRITERIA]
        assert not [
            rule for rule in others if not rule.startswith("AMMR ")
        ]  # offsets, relocations under the Regulation

    always(examples, holds, cases())


@pytest.mark.law("AMMR 84(2)")
@depths(45, 240)
def test_dublin_iii_knows_no_diploma_no_rescue_and_no_security_check(examples: int) -> None:
    def holds(case: Fact, state: str, day: str) -> None:
        """Article 33(2), 30 and 16(4) of the Regulation have no forerunner: rescue is an entry like any other."""
        case = asked(with_regime(case, "dublin3"))
        case["entries"] = [
            entry | {"mode": "irregular"} if entry["mode"] == "sar" else entry for entry in case["entries"]
        ]
        other = more(
            case | {"id": "other"},
            diplomas=[{"holder": case["applicant"], "issuer": state, "issued": "2024-07-01", "study_months": 36}],
            findings=[{"kind": "security_threat", "value": True, "by": state, "date": case["asked_on"]}],
        )
        other["entries"] = [
            entry | {"mode": "sar"} if entry["mode"] == "irregular" else entry for entry in case["entries"]
        ]
        assume(all(entry.get("from_third_country", True) for entry in case["entries"]))
        one, two = ask(case, other)
        assert gist(two) == gist(one)

    always(examples, holds, cases(), states(), days())


# --- what never decides -----------------------------------------------------------------------------------------------


@pytest.mark.law("AMMR 16(1)", "AMMR 24(1)")
@depths(35, 180)
def test_nationality_and_sex_never_decide(examples: int) -> None:
    def holds(case: Fact, nationalities: list[str | None], sexes: list[str]) -> None:
        case["links"] = [{name: link[name] for name in link if name != "married_in"} for link in case["links"]]
        persons = [
            {name: person[name] for name in person if name != "stateless"} | {"nationality": nationality, "sex": sex}
            for person, nationality, sex in zip(case["persons"], nationalities, sexes, strict=False)
        ]
        one, other = ask(case, case | {"id": "other", "persons": persons})
        assert other | {"id": "case"} == one

    nationalities = st.sampled_from(["SY", "AF", "DE", "FR", None])
    always(
        examples, holds, cases(),
        st.lists(nationalities, min_size=4, max_size=4),
        st.lists(st.sampled_from(["f", "m", "x"]), min_size=4, max_size=4),
    )  # fmt: skip


@st.composite
def wishes(draw: st.DrawFn) -> list[Fact]:
    """Wishes of the applicant and of another, towards states and each other."""
    towards = st.one_of(st.sampled_from("az"), states())
    one = st.fixed_dictionaries({"person": st.sampled_from("az"), "towards": towards, "written": st.just(True)})
    return draw(st.lists(one, min_size=1, max_size=4))


@pytest.mark.law("AMMR 26(1)", "AMMR 27", "AMMR 34(1)", "AMMR 35(2)")
@depths(35, 180)
def test_a_wish_alone_never_decides(examples: int) -> None:
    def holds(case: Fact, added: list[Fact], state: str) -> None:
        """There is somebody, and both wish it, but no tie is on record (nor a state that agreed, Article 35(2))."""
        case["events"] = [event for event in case["events"] if event["kind"] != "humanitarian_request"]
        case = more(
            asked(case),
            persons=[{"id": "z", "birth_date": "1990-01-01", "present_in": state}],
            statuses=[{"person": "z", "state": state, "kind": "beneficiary", "from": "2020-01-01"}],
        )
        one, other = ask(case, more(case | {"id": "wished"}, wishes=added))
        assert gist(other) == gist(one)

    always(examples, holds, cases(), wishes(), states())


@pytest.mark.law("AMMR 26(1)", "AMMR 27", "AMMR 34(1)", "AMMR 35(2)", "AMMR 28")
@depths(35, 180)
def test_a_wish_names_no_state_in_which_no_relative_is(examples: int) -> None:
    def holds(case: Fact, wished: str) -> None:
        """Nor does one of the applicant towards a state, where neither relative nor fact points to it."""
        assume(wished not in _mentioned({name: case[name] for name in case if name != "wishes"}))
        wish = {"person": case["applicant"], "towards": wished, "written": True}
        (found,) = ask(more(case, wishes=[wish]))
        assert found["responsible"] != wished

    always(examples, holds, cases(), st.sampled_from(["LT", "PT", "MT", "FI"]))


def _mentioned(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set().union(*map(_mentioned, value.values()))
    if isinstance(value, list):
        return set().union(*map(_mentioned, value))
    return {value} if isinstance(value, str) else set()


@pytest.mark.law("AMMR 16(1)", "AMMR 17(1)")
@depths(35, 180)
def test_nobody_is_responsible_whom_no_fact_names(examples: int) -> None:
    def holds(case: Fact) -> None:
        (found,) = ask(case)
        options = (found["needs_decision"] or {}).get("options", [])
        assert {found["responsible"], *options} - {None} <= _mentioned(case)

    always(examples, holds, cases())


# --- the day of the question ------------------------------------------------------------------------------------------


@st.composite
def facts_of_tomorrow(draw: st.DrawFn) -> list[tuple[str, Fact, str]]:
    """Facts as group, fact and the field for a day that is to come."""
    one, other, third = draw(states()), draw(states()), draw(states())
    events = [
        "transfer", "removal", "return", "residence_document_issued", "relocated", "relocation_confirmed",
        "reply_accept", "reply_refuse", "request_sent", "notification_sent", "exit_territory", "examines_itself",
        "offset_taken", "border_procedure_rejection_final", "transfer_decision", "imprisoned", "absconded_notice",
    ]  # fmt: skip
    event = {"kind": draw(st.sampled_from(events)), "state": one, "by": other, "to": third}
    offered: list[tuple[str, Fact, str]] = [
        ("events", event, "date"),
        ("registrations", {"person": "a", "state": one}, "registered"),
        ("registrations", {"state": one}, "registered"),
        ("entries", {"person": "a", "state": one, "mode": draw(st.sampled_from(["irregular", "sar"]))}, "date"),
        ("entries", {"state": one, "mode": "visa_free", "visa_not_required_in": [other]}, "date"),
        ("eurodac", {"article": draw(st.sampled_from(["15", "16(1)", "22", "24"])), "state": one}, "hit_date"),
        ("diplomas", {"holder": "a", "issuer": one, "study_months": 36}, "issued"),
        ("documents", {"holder": "a", "kind": "residence", "issuer": one, "type": "residence_permit"}, "valid_from"),
        ("wishes", {"person": "a", "towards": one, "written": True}, "date"),
        ("findings", {"kind": "security_threat", "value": True, "by": one}, "date"),
        ("findings", {"kind": "art4_risk", "value": True, "state": one}, "date"),
        ("findings", {"kind": "best_interests", "value": False, "state": one}, "date"),
        ("findings", {"kind": "discretion_35_1", "value": True, "by": one}, "date"),
    ]
    return draw(st.lists(st.sampled_from(offered), min_size=1, max_size=3))


@pytest.mark.law("AMMR 24(2)")
@depths(45, 240)
def test_what_happens_after_the_day_of_the_question_does_not_matter(examples: int) -> None:
    def holds(case: Fact, facts: list[tuple[str, Fact, str]], days_later: int) -> None:
        case = asked(case)
        day = later(case["asked_on"], days_later)
        to_come = case | {"id": "to come"}
        for group, fact, field in facts:
            to_come = more(to_come, **{group: [fact | {field: day}]})
        one, other = ask(case, to_come)
        assert gist(other) == gist(one)

    always(examples, holds, cases(), facts_of_tomorrow(), st.integers(1, 400))
