"""What must not matter: facts that no rule asks for, the order of a record, the names of persons and of states."""

from __future__ import annotations

import re
from random import Random
from typing import Any

import pytest
from hypothesis import assume
from hypothesis import strategies as st
from rewritten import always, ask, asked, depths, distinct, gist, later, more, renamed, shuffled
from strategies import STATES, cases, states

from fairshare.law.time_limits import NO_HOLIDAYS
from fairshare.states import PART_III

Fact = dict[str, Any]

ASSOCIATED = sorted(PART_III & {"DK", "IS", "LI", "NO", "CH"})
"""Without Directive 2003/109/EC: national long-term permits count (Article 26(1)). Ireland has its own visa list."""
UNION = sorted(PART_III - {*ASSOCIATED, "IE"})
_STATE = re.compile(r"\b[A-Z]{2}\b")
_SEVERAL = "among them"


def _alike(draw_from: list[str]) -> st.SearchStrategy[dict[str, str]]:
    return st.permutations(draw_from).map(lambda mixed: dict(zip(draw_from, mixed, strict=True)))


@st.composite
def crowded(draw: st.DrawFn) -> Fact:
    """One adult with several documents, diplomas and entries, many of them equal in all but the state."""
    one_of = st.sampled_from
    papers = st.fixed_dictionaries(
        {"holder": st.just("a"), "kind": one_of(["residence", "visa"]), "issuer": one_of(STATES)},
        optional={
            "type": one_of(["short_stay", "long_stay"]),
            "valid_from": one_of(["2024-01-01", "2024-06-01"]),
            "valid_to": one_of(["2026-05-31", "2027-05-31"]),
        },
    )
    diplomas = st.fixed_dictionaries(
        {"holder": st.just("a"), "issuer": one_of(STATES), "issued": one_of(["2022-07-01", "2023-07-01"])},
        optional={"study_months": one_of([12, 36])},
    )
    entries = st.fixed_dictionaries(
        {"state": one_of(STATES), "date": one_of(["2025-09-01", "2026-02-01"])}
        | {"mode": one_of(["irregular", "irregular", "sar", "visa_free"])},
        optional={"visa_not_required_in": st.lists(one_of(STATES), max_size=3)},
    )
    return {
        "id": "case",
        "applicant": "a",
        "choices": draw(one_of([{}, {}, {"regime": "dublin3"}, {"regime": "convention1990"}])),
        "persons": [{"id": "a", "birth_date": "1990-01-01"}],
        "documents": draw(st.lists(papers, max_size=4)),
        "diplomas": draw(st.lists(diplomas, max_size=3)),
        "entries": draw(st.lists(entries, max_size=4)),
        "registrations": [{"state": draw(one_of(STATES)), "registered": "2026-09-01"}],
    }


# --- the order of a record --------------------------------------------------------------------------------------------


@depths(40, 200)
def test_the_order_of_a_record_does_not_matter(examples: int) -> None:
    def holds(case: Fact, random: Random) -> None:
        one, other = ask(case, shuffled(case, random) | {"id": "shuffled"})
        assert gist(other) == gist(one)

    always(examples, holds, st.one_of(cases(), crowded()), st.randoms(use_true_random=False))


# --- names ------------------------------------------------------------------------------------------------------------


@depths(25, 120)
def test_the_names_of_persons_do_not_matter(examples: int) -> None:
    def holds(case: Fact, ids: list[str]) -> None:
        names = dict(zip("abcd", ids, strict=True))
        one, other = ask(case, renamed(case, names) | {"id": "renamed"})
        assert other | {"id": "case"} == one

    always(examples, holds, cases(), st.permutations(["d", "p 1", "ü", "z"]))


@depths(40, 200)
def test_states_that_are_alike_can_be_renamed_throughout(examples: int) -> None:
    def holds(case: Fact, union: dict[str, str], associated: dict[str, str]) -> None:
        names = union | associated
        case = distinct(case)
        case["choices"].pop("ROLL_LOOKBACK", None)  # it asks for the holidays of a state
        one, other = (ask(c, calendar=NO_HOLIDAYS)[0] for c in (case, renamed(case, names)))
        assert gist(other) == _named(gist(one), names)
        assert _chain(other) == _named(_chain(one), names)

    always(examples, holds, st.one_of(cases(), crowded()), _alike(UNION), _alike(ASSOCIATED))


def _chain(found: Fact) -> list[Fact]:
    """The chain; the words are left out where they name the first and the last of several states."""
    return [link if _SEVERAL not in link["why"] else link | {"why": ""} for link in found["chain"]]


def _named(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _named(item, names) for key, item in value.items()}
    if isinstance(value, (list, set)):
        return type(value)(_named(item, names) for item in value)
    return _STATE.sub(lambda found: names.get(found[0], found[0]), value) if isinstance(value, str) else value


# --- facts that no rule asks for --------------------------------------------------------------------------------------


@pytest.mark.law("AMMR 2(8)", "AMMR 2(9)")
@depths(25, 120)
def test_a_cousin_does_not_matter(examples: int) -> None:
    def holds(case: Fact, state: str, kind: str) -> None:
        case = asked(case)
        cousin = more(
            case | {"id": "cousin"},
            persons=[{"id": "z", "birth_date": "1990-01-01", "present_in": state}],
            links=[{"from": case["applicant"], "to": "z", "kind": "cousin"}],
            statuses=[{"person": "z", "state": state, "kind": kind, "from": "2020-01-01"}],
        )
        one, other = ask(case, cousin)
        assert gist(other) == gist(one)

    always(examples, holds, cases(), states(), st.sampled_from(["beneficiary", "applicant", "citizen"]))


@pytest.mark.law("AMMR 16(1)")
@depths(25, 120)
def test_a_stranger_does_not_matter(examples: int) -> None:
    def holds(case: Fact, state: str) -> None:
        case = asked(case)
        strange = more(
            case | {"id": "stranger"},
            persons=[{"id": "z", "birth_date": "1990-01-01", "present_in": state, "nationality": "SY"}],
            statuses=[{"person": "z", "state": state, "kind": "beneficiary", "from": "2020-01-01"}],
            wishes=[{"person": "z", "towards": case["applicant"], "written": True}],
            documents=[{"holder": "z", "kind": "visa", "issuer": state, "valid_from": "2026-01-01"}],
            diplomas=[{"holder": "z", "issuer": state, "issued": "2025-01-02"}],
            entries=[{"person": "z", "state": state, "date": "2026-01-01", "mode": "irregular"}],
            registrations=[{"person": "z", "state": state, "registered": "2025-01-02", "first": True}],
            eurodac=[{"person": "z", "article": "22", "state": state, "event_date": "2025-01-02"}],
            events=[{"person": "z", "kind": "removal", "date": "2025-01-02"}],
        )
        one, other = ask(case, strange)
        assert gist(other) == gist(one)

    always(examples, holds, cases(), states())


@pytest.mark.law("AMMR 2(15)")
@depths(25, 120)
def test_a_diploma_of_a_distant_study_does_not_matter(examples: int) -> None:
    def holds(case: Fact, state: str, day: str) -> None:
        diploma = {"holder": case["applicant"], "issuer": state, "issued": day, "study_months": 36, "online": True}
        one, other = ask(asked(case), more(asked(case) | {"id": "studied"}, diplomas=[diploma]))
        assert gist(other) == gist(one)

    always(examples, holds, cases(), states(), st.sampled_from(["2024-07-01", "2026-06-30"]))


@pytest.mark.law("AMMR 24(2)", "AMMR 33(1)", "AMMR 31(1)")
@depths(25, 120)
def test_an_entry_after_the_registration_does_not_matter(examples: int) -> None:
    def holds(case: Fact, state: str, mode: str) -> None:
        case = asked(case, days_later=2)
        entry = {"person": case["applicant"], "state": state, "date": later(case["asked_on"], -1), "mode": mode}
        one, other = ask(case, more(case | {"id": "entered"}, entries=[entry]))
        assert gist(other) == gist(one)

    always(examples, holds, cases(), states(), st.sampled_from(["irregular", "sar", "visa_free", "visa"]))


@pytest.mark.law("AMMR 29(4)")
@depths(25, 120)
def test_a_document_that_expired_long_ago_does_not_matter(examples: int) -> None:
    def holds(case: Fact, state: str, kind: str) -> None:
        paper = {"holder": case["applicant"], "kind": kind, "issuer": state} | {
            "valid_from": "2010-01-01", "valid_to": "2011-12-31",
        }  # fmt: skip
        one, other = ask(asked(case), more(asked(case) | {"id": "long ago"}, documents=[paper]))
        assume(one["regime"] == "ammr")  # elsewhere an old document points to the state of the application (12(4))
        assert gist(other) == gist(one)

    always(examples, holds, cases(), states(), st.sampled_from(["residence", "visa"]))
