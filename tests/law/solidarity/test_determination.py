"""Labels of states: the decision for 2026 (fixture 6), the bound outcome of 11(3), what each label opens."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairshare.faults import BadInputError
from fairshare.law.outcome import NeedsDecision, RefusedError
from fairshare.law.solidarity.determination import (
    AT_RISK,
    LABELS,
    PRESSURE,
    SITUATION,
    Determination,
    effects,
    rescue_outcome,
    timeliness,
    unweighed,
)
from fairshare.law.solidarity.documents import contents
from fairshare.states import PART_IV

DAY = date(2025, 11, 11)
# Fixture 6: Decision (EU) 2025/2323, as the press reports its groups.
LABELS_2026 = {
    **{state: {PRESSURE} for state in ("EL", "ES", "IT", "CY")},
    **{state: {SITUATION} for state in ("AT", "CZ")},
    **{state: {SITUATION, AT_RISK} for state in ("BG", "EE", "HR", "PL")},
    **{state: {AT_RISK} for state in ("BE", "DE", "IE", "FR", "LV", "LT", "NL", "FI")},
}


@pytest.mark.law("AMMR 11(1)", "AMMR 2(25)")
def test_the_decision_for_2026_is_one_that_article_11_allows() -> None:
    decision = Determination(LABELS_2026, DAY, rescue=frozenset({"ES", "IT"}))
    assert decision.labelled(PRESSURE) == {"EL", "ES", "IT", "CY"}
    assert decision.labelled(SITUATION) & decision.labelled(AT_RISK) == {"BG", "EE", "HR", "PL"}
    assert decision.of("SE") == frozenset()
    assert len(decision.labelled(AT_RISK)) == 12


@pytest.mark.law("AMMR 11(4)")
def test_it_came_27_days_late_and_keeps_its_day() -> None:
    found = timeliness(Determination(LABELS_2026, DAY), 2026)
    assert (found.days_late, found.done, found.due) == (27, DAY, date(2025, 10, 15))


@pytest.mark.law("AMMR 2(25)", "AMMR 11(1)", "AMMR 11(3)")
@pytest.mark.parametrize(
    ("labels", "more", "cite"),
    [
        ({"IT": {PRESSURE, SITUATION}}, {}, "AMMR 2(25)"),
        ({"DK": {AT_RISK}}, {}, "AMMR 11(1)"),
        ({"CH": set()}, {}, "AMMR 11(1)"),
        ({"IT": {AT_RISK}}, {"rescue": frozenset({"IT"})}, "AMMR 11(3)"),
        ({}, {"rescue": frozenset({"IT"})}, "AMMR 11(3)"),
        ({"IT": {PRESSURE}}, {"consulted": frozenset({"EL"})}, "AMMR 11(1)"),
    ],
)
def test_what_article_11_does_not_allow_is_refused(labels, more, cite: str) -> None:
    with pytest.raises(RefusedError) as error:
        Determination(labels, DAY, **more)
    assert error.value.cite == cite


@pytest.mark.law("AMMR 11(1)")
def test_only_states_with_a_label_need_to_be_consulted() -> None:
    decision = Determination({"IT": {PRESSURE}, "SE": set()}, DAY, consulted=frozenset({"IT"}))
    assert (decision.labelled(PRESSURE), decision.of("SE")) == ({"IT"}, frozenset())


@pytest.mark.law("AMMR 2(25)")
@given(st.dictionaries(st.sampled_from(sorted(PART_IV)), st.sets(st.sampled_from(LABELS))))
def test_axiom_pressure_and_significant_situation_never_meet(labels: dict[str, set[str]]) -> None:
    clash = any({PRESSURE, SITUATION} <= given_labels for given_labels in labels.values())
    try:
        decision = Determination(labels, DAY)
    except RefusedError:
        assert clash
    else:
        assert not clash
        assert not decision.labelled(PRESSURE) & decision.labelled(SITUATION)


@pytest.mark.law("AMMR 11(3)")
@pytest.mark.parametrize(
    ("large", "disproportionate", "outcome"),
    [(True, True, PRESSURE), (True, False, None), (False, None, None), (False, True, None)],
)
def test_disembarkations_bind_only_with_the_finding(
    large: bool, disproportionate: bool | None, outcome: str | None
) -> None:
    assert rescue_outcome(large, disproportionate) == outcome


@pytest.mark.law("AMMR 11(3)")
def test_without_a_finding_a_person_decides() -> None:
    question = rescue_outcome(True, None, "IT")
    assert isinstance(question, NeedsDecision)
    assert question.cite == "AMMR 11(3)" and question.question.endswith("well-prepared system of IT?")
    unnamed = rescue_outcome(True, None)
    assert isinstance(unnamed, NeedsDecision) and unnamed.question.endswith("well-prepared system?")


@pytest.mark.law("AMMR 58(1)", "AMMR 61(1)", "AMMR 62(1)")
@pytest.mark.parametrize(
    ("labels", "opens"),
    [
        ({PRESSURE}, {"pool", "deduction", "release"}),
        ({SITUATION}, {"deduction"}),
        ({AT_RISK}, set()),
        (set(), set()),
        ({SITUATION, AT_RISK}, {"deduction"}),
    ],
)
def test_what_labels_open(labels: set[str], opens: set[str]) -> None:
    assert {effect.opens for effect in effects(labels)} - {""} == opens


@pytest.mark.law("AMMR 10(1)", "AMMR 10(2)", "AMMR 10(3)", "AMMR 11(2)")
def test_what_a_draft_has_not_weighed() -> None:
    information = [item.key for item in contents("information") if item.key != "cumulative_arrivals"]
    factors = [item.key for item in contents("determination")]
    assert unweighed(information, factors, {PRESSURE}) == ()
    assert [item.cite for item in unweighed(information, factors, {SITUATION})] == ["AMMR 10(3)"]
    assert unweighed([*information, "cumulative_arrivals"], factors, {SITUATION}) == ()
    assert [item.key for item in unweighed(information[1:], factors[1:], {AT_RISK})] == [
        "report",
        "article_10_information",
    ]


def test_unknown_labels_are_faults() -> None:
    with pytest.raises(BadInputError, match="crisis is no label"):
        Determination({"IT": {"crisis"}}, DAY)
