"""Responsibility offsets (Articles 63 and 69): thresholds, quantities, persons, replies. Facts: fixture 4 of the
reading of the law (a pool of 21,000; Spain's statement on 30,000/600 million and on 962 relocations to implement)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairshare.law.choices import Choices
from fairshare.law.outcome import NeedsDecision, RefusedError
from fairshare.law.solidarity.offsets import (
    RESPONSIBILITY_GROUNDS,
    OffsetCase,
    OffsetFigures,
    accepted_offsets,
    catch_up_quantity,
    check_catch_up,
    check_mandatory_cap,
    mandatory_offsets,
    mandatory_offsets_after_reductions,
    mandatory_quantity,
    mandatory_threshold,
    offered_offsets_by_pool,
    offered_offsets_by_state,
    offset_grounds,
    offset_records,
    requested_offsets,
    spread_mandatory,
)

# Fixture 4. Germany pledged 4,555 and France 3,361 relocations, both to be met by offsets; 962 are left to implement.
POOL_2026 = OffsetFigures(
    pledged=8_878, pledged_without_benefitting=8_878, to_implement=962, proposed=30_000, reference=21_000,
    reconvened=False,
)  # fmt: skip
SIXTY = Choices({"MANDATORY_OFFSET_THRESHOLD": "sixty-percent"})
WITHOUT = Choices({"OFFSET_TEST_PLEDGES": "without-benefitting"})
numbers = st.integers(0, 100_000)


# --- thresholds ------------------------------------------------------------------------------------------------------


@pytest.mark.law("AMMR 63(1)", "AMMR 63(2)", "AMMR 63(2)(a)")
def test_fixture_4_half_of_the_proposal_is_15_000() -> None:
    for rule in (requested_offsets, offered_offsets_by_pool):
        test = rule(POOL_2026)
        assert test.met is False
        assert test.figures == {"pledged": "8878", "proposed": "30000", "threshold": "15000"}
        assert rule(replace(POOL_2026, pledged=15_000)).met is True
        assert rule(replace(POOL_2026, pledged=14_999)).met is False


@pytest.mark.law("AMMR 63(1)")
@pytest.mark.parametrize("hidden", ["pledged", "proposed"])
def test_a_number_not_known_or_not_shown_leaves_the_test_open(hidden: str) -> None:
    """12(6): without the restricted number of the proposal nobody can say."""
    test = requested_offsets(replace(POOL_2026, **{hidden: None}))
    assert test.met is None and test.figures[hidden] == "unknown"


@pytest.mark.law("AMMR 63(1)", "AMMR 63(3)")
def test_pledges_of_states_that_later_benefit() -> None:
    """A3: 16,000 were pledged, 2,000 of them by states that benefit."""
    figures = replace(POOL_2026, pledged=16_000, pledged_without_benefitting=14_000, reconvened=True)
    assert requested_offsets(figures).met is True
    assert requested_offsets(figures, WITHOUT).met is False
    figures = replace(figures, pledged=31_000, pledged_without_benefitting=29_000)
    assert mandatory_offsets(figures).met is False
    assert mandatory_offsets(figures, WITHOUT).met is True


@pytest.mark.law("AMMR 63(2)", "AMMR 63(2)(b)")
@pytest.mark.parametrize(
    ("relocations", "fair_share", "met"),
    [(4_555, 4_555, True), (2_278, 4_555, True), (2_277, 4_555, False), (0, 463, False), (0, 0, False), (1, 0, True)],
)
def test_a_state_that_pledged_half_its_share_as_relocations_may_offer(
    relocations: int, fair_share: int, met: bool
) -> None:
    assert offered_offsets_by_state(relocations, fair_share).met is met


@pytest.mark.law("AMMR 63(3)")
def test_fixture_4_the_higher_number_exceeds_the_whole_pool_of_2026() -> None:
    """A4: literally max(30,000; 12,600); CFMR recital 30 speaks of 60 % alone."""
    assert mandatory_threshold(21_000) == 30_000 > POOL_2026.reference
    assert mandatory_threshold(21_000, SIXTY) == 12_600
    assert mandatory_threshold(50_000) == mandatory_threshold(50_000, SIXTY) == 30_000
    assert mandatory_threshold(50_001) == mandatory_threshold(50_001, SIXTY) == Fraction(300_006, 10)


@pytest.mark.law("AMMR 63(3)")
def test_mandatory_offsets_follow_a_reconvened_forum() -> None:
    before = mandatory_offsets(POOL_2026)
    assert before.met is False and "no Forum was reconvened" in before.note
    after = replace(POOL_2026, reconvened=True)
    assert mandatory_offsets(after).met is True and mandatory_offsets(after).note == ""
    assert mandatory_offsets(replace(after, pledged=30_000)).met is False
    assert mandatory_offsets(replace(after, pledged=None)).met is None


@pytest.mark.law("AMMR 63(4)")
def test_fixture_4_spains_figures_fall_under_63_4() -> None:
    """A11: whether 63(4) too asks for a reconvened Forum is open."""
    found = mandatory_offsets_after_reductions(POOL_2026)
    assert found.met is True and found.figures == {"to_implement": "962", "threshold": "30000"}
    required = Choices({"FORUM_BEFORE_63_4": "required"})
    strict = mandatory_offsets_after_reductions(POOL_2026, required)
    assert strict.met is False and "none was held" in strict.note
    assert mandatory_offsets_after_reductions(replace(POOL_2026, reconvened=True), required).met is True
    unlowered = mandatory_offsets_after_reductions(replace(POOL_2026, lowered=False))
    assert unlowered.met is False and unlowered.note.startswith("no deduction and no benefitting state")
    assert mandatory_offsets_after_reductions(replace(POOL_2026, to_implement=None)).met is None


@pytest.mark.law("AMMR 63(3)", "AMMR 63(4)")
@pytest.mark.parametrize(
    ("chosen", "quantity"),
    [
        ({}, 29_038),  # 30,000 less 962
        ({"MANDATORY_OFFSET_THRESHOLD": "sixty-percent"}, 11_638),
        ({"MANDATORY_OFFSET_TARGET": "offsets-alone"}, 30_000),
        ({"MANDATORY_OFFSET_TARGET": "offsets-alone", "MANDATORY_OFFSET_THRESHOLD": "sixty-percent"}, 12_600),
    ],
)
def test_fixture_4_how_many_under_each_reading_of_a4(chosen: dict[str, str], quantity: int) -> None:
    assert mandatory_quantity(POOL_2026, Choices(chosen)) == quantity


@pytest.mark.law("AMMR 63(3)", "AMMR 63(4)")
def test_the_gap_needs_both_sums_and_is_never_negative() -> None:
    for hidden in ("pledged", "to_implement"):
        assert mandatory_quantity(replace(POOL_2026, **{hidden: None})) is None
    assert mandatory_quantity(replace(POOL_2026, pledged=40_000, to_implement=40_000)) == 0
    odd = replace(POOL_2026, pledged=0, to_implement=0, reference=50_001)  # 60 % are 30,000.6
    assert mandatory_quantity(odd) == 30_001


@pytest.mark.law("AMMR 63(1)", "AMMR 63(3)", "AMMR 63(4)")
@given(pledged=numbers, left=numbers, proposed=numbers, reference=st.integers(1, 100_000), reconvened=st.booleans())
def test_axiom_the_tests_are_the_inequalities_of_the_text(
    pledged: int, left: int, proposed: int, reference: int, reconvened: bool
) -> None:
    figures = OffsetFigures(pledged, pledged, left, proposed, reference, reconvened)
    higher = max(30_000, Fraction(3, 5) * reference)
    assert requested_offsets(figures).met is (2 * pledged >= proposed)
    assert mandatory_offsets(figures).met is (reconvened and pledged < higher)
    assert mandatory_offsets_after_reductions(figures).met is (left < higher)
    quantity = mandatory_quantity(figures)
    assert quantity is not None and min(pledged, left) + quantity >= higher


# --- quantities ------------------------------------------------------------------------------------------------------


@pytest.mark.law("AMMR 63(5)")
@pytest.mark.parametrize(
    ("delivered", "accepted", "chosen", "quantity"),
    [
        (0, 0, {}, 100),
        (60, 10, {}, 30),
        (60, 40, {}, 0),  # fixture 8: relocations deemed confirmed (67(9)) count as accepted
        (90, 40, {}, 0),
        (60, 10, {"CATCH_UP_QUANTITY": "full-pledge"}, 100),
        (60, 40, {"CATCH_UP_QUANTITY": "full-pledge"}, 0),
        (0, 0, {"CATCH_UP_CAP": "fair-share"}, 80),
        (60, 10, {"CATCH_UP_CAP": "fair-share"}, 30),
    ],
)
def test_catch_up_of_a_pledge_of_100_and_a_fair_share_of_80(
    delivered: int, accepted: int, chosen: dict[str, str], quantity: int
) -> None:
    assert catch_up_quantity(100, delivered, accepted, 80, Choices(chosen)) == quantity


@pytest.mark.law("AMMR 63(5)")
def test_catch_up_is_asked_after_the_year() -> None:
    check_catch_up(30, 30, date(2028, 1, 1), 2027)
    with pytest.raises(RefusedError, match="after 31 December 2027"):
        check_catch_up(30, 30, date(2027, 12, 31), 2027)
    with pytest.raises(RefusedError, match="at most 30"):
        check_catch_up(31, 30, date(2028, 1, 1), 2027)


@pytest.mark.law("AMMR 63(7)", "CFMR 9(1)(b)")
def test_the_fair_share_caps_mandatory_offsets_except_in_a_crisis() -> None:
    check_mandatory_cap(463, 463)
    check_mandatory_cap(464, 463, crisis=True)
    with pytest.raises(RefusedError, match="464 units exceed the share of 463"):
        check_mandatory_cap(464, 463)


@pytest.mark.law("AMMR 63(3)", "AMMR 63(7)")
def test_mandatory_offsets_fall_by_key_up_to_each_cap() -> None:
    """A6, by hand: of 100, A may take 10; B and C share the other 90 as 1 to 2, or by what they have left."""
    shares = {"A": Fraction(1, 2), "B": Fraction(1, 6), "C": Fraction(1, 3)}
    left = {"A": 10, "B": 80, "C": 80}
    assert spread_mandatory(100, shares, left) == {"A": 10, "B": 30, "C": 60}
    by_rest = Choices({"MANDATORY_OFFSET_DISTRIBUTION": "by-remaining-share"})
    assert spread_mandatory(17, shares, left, choices=by_rest) == {"A": 1, "B": 8, "C": 8}
    assert spread_mandatory(100, shares, left, {"A": 10, "B": 5}) == {"A": 10, "B": 5, "C": 0}


@pytest.mark.law("AMMR 63(3)", "AMMR 63(7)")
@given(
    quantity=st.integers(0, 200),
    states=st.dictionaries(
        st.sampled_from("ABCDE"), st.tuples(st.integers(1, 9), st.integers(0, 60), st.integers(0, 60))
    ),
    by_share=st.booleans(),
)
def test_axiom_a_spread_fills_the_quantity_or_every_cap(
    quantity: int, states: dict[str, tuple[int, int, int]], by_share: bool
) -> None:
    weights = {state: Fraction(row[0], 45) for state, row in states.items()}
    remaining = {state: row[1] for state, row in states.items()}
    stock = {state: row[2] for state, row in states.items()}
    rule = "by-share" if by_share else "by-remaining-share"
    parts = spread_mandatory(quantity, weights, remaining, stock, Choices({"MANDATORY_OFFSET_DISTRIBUTION": rule}))
    caps = {state: min(remaining[state], stock[state]) for state in states}
    assert all(0 <= parts[state] <= cap for state, cap in caps.items())
    assert sum(parts.values()) == min(quantity, sum(caps.values()))
    weight = {s: weights[s] if by_share else remaining[s] for s in states}
    free = {s: parts[s] / weight[s] for s, cap in caps.items() if parts[s] < cap}
    assert len(set(free.values())) <= 1  # whoever is not at its cap gives in proportion


# --- persons ---------------------------------------------------------------------------------------------------------

DAY = date(2027, 5, 1)
ELIGIBLE = OffsetCase(
    unaccompanied_minor=False, responsible_under="33", absconded=False, beneficiary=False, admitted=False,
    request_limit=DAY, transfer_limit=DAY,
)  # fmt: skip
PAST = date(2027, 4, 30)


@pytest.mark.law("AMMR 63(8)")
@pytest.mark.parametrize("ground", sorted(RESPONSIBILITY_GROUNDS))
def test_an_entry_ground_may_be_offset(ground: str) -> None:
    assert offset_grounds(replace(ELIGIBLE, responsible_under=ground), DAY) == ()


@pytest.mark.law("AMMR 63(8)", "AMMR 63(6)")
@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"unaccompanied_minor": True}, "63(8)(a)"),
        ({"responsible_under": "26"}, "63(8)(b)"),
        ({"responsible_under": "34"}, "63(8)(b)"),
        ({"request_limit": PAST, "transfer_limit": PAST}, "63(8)(c)"),
        ({"absconded": True}, "63(8)(d)"),
        ({"beneficiary": True}, "63(8)(e)"),
        ({"admitted": True}, "63(8)(f)"),
        ({"already_relocated": True}, "relocated already"),
        ({"already_offset": True}, "offset already"),
    ],
)
def test_each_condition_alone_stands_against_it(change: dict[str, Any], why: str) -> None:
    found = offset_grounds(replace(ELIGIBLE, **change), DAY)
    assert isinstance(found, tuple) and len(found) == 1 and why in found[0]


@pytest.mark.law("AMMR 63(8)")
@given(
    st.builds(
        OffsetCase,
        responsible_under=st.sampled_from(["25", "29", "30", "31", "32", "33", "34"]),
        request_limit=st.sampled_from([PAST, DAY]),
        transfer_limit=st.sampled_from([PAST, DAY]),
        **{
            name: st.booleans()
            for name in (
                "unaccompanied_minor",
                "absconded",
                "beneficiary",
                "admitted",
                "already_relocated",
                "already_offset",
            )
        },
    ),
    st.sampled_from(["ask", "request-limit", "transfer-limit"]),
)
def test_axiom_nothing_stands_against_a_case_only_if_every_condition_holds(case: OffsetCase, reading: str) -> None:
    found = offset_grounds(case, DAY, Choices({"OFFSET_TIME_LIMIT": reading}))
    barred = (
        case.unaccompanied_minor or case.absconded or case.beneficiary or case.admitted
        or case.already_relocated or case.already_offset or case.responsible_under in {"25", "34"}
    )  # fmt: skip
    runs = {"request-limit": case.request_limit == DAY, "transfer-limit": case.transfer_limit == DAY}
    if reading == "ask":
        open_question = not barred and len(set(runs.values())) == 2
        assert isinstance(found, NeedsDecision) is open_question
        assert (found == ()) is (not barred and all(runs.values()))
    else:
        assert (found == ()) is (not barred and runs[reading])


@pytest.mark.law("AMMR 63(8)")
def test_which_time_limit_is_meant_a_person_decides() -> None:
    """A5: 63(8)(c) names a transfer limit and cites that of the take charge request (39(1))."""
    case = replace(ELIGIBLE, request_limit=PAST)
    question = offset_grounds(case, DAY)
    assert isinstance(question, NeedsDecision)
    assert question.options == ("request-limit", "transfer-limit")
    answers = {o: offset_grounds(case, DAY, Choices({"OFFSET_TIME_LIMIT": o})) for o in question.options}
    assert answers == {"request-limit": ("the time limit has run out (63(8)(c))",), "transfer-limit": ()}
    assert offset_grounds(replace(case, absconded=True), DAY) == ("absconded from the contributing state (63(8)(d))",)


@pytest.mark.law("AMMR 63(9)")
def test_a_finally_rejected_person_may_be_taken_over() -> None:
    assert offset_grounds(replace(ELIGIBLE, finally_rejected=True), DAY) == ()


# --- replies and records ---------------------------------------------------------------------------------------------


@pytest.mark.law("AMMR 69(1)", "AMMR 69(2)")
def test_fewer_may_be_accepted_never_more() -> None:
    assert [accepted_offsets(10, answer, overdue=False) for answer in (0, 4, 10)] == [0, 4, 10]
    for answer in (11, -1):
        with pytest.raises(RefusedError, match="between none and 10"):
            accepted_offsets(10, answer, overdue=True)
    for asked in (0, -5):
        with pytest.raises(RefusedError, match="a number of applications above zero"):
            accepted_offsets(asked, None, overdue=False)


@pytest.mark.law("AMMR 69(2)")
@pytest.mark.parametrize(("meaning", "accepted"), [("no-rule", None), ("refusal", 0), ("acceptance", 10)])
def test_silence_has_the_meaning_that_is_chosen_after_30_days(meaning: str, accepted: int | None) -> None:
    choices = Choices({"OFFSET_REPLY_SILENCE": meaning})
    assert accepted_offsets(10, None, overdue=True, choices=choices) == accepted
    assert accepted_offsets(10, None, overdue=False, choices=choices) is None
    assert accepted_offsets(10, 4, overdue=True, choices=choices) == 4


@pytest.mark.law("AMMR 63(6)", "AMMR 69(3)")
@pytest.mark.parametrize(("paragraph", "told"), [("63(1)", 0), ("63(2)", 0), ("63(3)", 1), ("63(4)", 1), ("63(5)", 0)])
def test_mandatory_cases_are_told_through_dublinet(paragraph: str, told: int) -> None:
    records = offset_records(paragraph)
    assert sum("DubliNet, type 12" in record for record in records) == told
    assert records[0].startswith("the contributor identifies") and "Eurodac" in records[-1]
