"""The league: intervals, verdicts and ranks, on draws made by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from fairshare.evaluation.mechanisms.league import Figure, document, figure, over_years, pairs, ranking, table

NAMES = ("a", "b", "c")


def draws_of(*columns: list[float]) -> np.ndarray:
    return np.array(columns, dtype=float).T


def test_an_interval_holds_the_middle_nine_tenths_of_the_draws() -> None:
    assert figure(np.arange(101.0)) == Figure(50.0, 5.0, 95.0)


def test_draws_without_a_value_are_left_out_and_none_at_all_is_nothing() -> None:
    assert figure(np.array([np.nan, 4.0])) == Figure(4.0, 4.0, 4.0)
    assert figure(np.array([np.nan])) is None


def test_common_luck_tells_apart_what_overlapping_intervals_would_not() -> None:
    """Two mechanisms vary from 0 to 1 from draw to draw, and one is always better by 0.01."""
    luck = np.random.default_rng(1).random(200)
    (pair,) = pairs(np.stack([luck, luck + 0.01], axis=1), ("a", "b"), "lower")
    assert pair.told_apart and pair.fairer == "a"
    assert pair.verdict == "a fairer than b in 100 % of draws"
    assert pair.difference.mean == pytest.approx(-0.01)


def test_the_verdict_turns_with_what_is_better() -> None:
    values = draws_of([1.0] * 40, [2.0] * 40)
    assert pairs(values, ("a", "b"), "lower")[0].fairer == "a"
    assert pairs(values, ("a", "b"), "higher")[0].fairer == "b"


@pytest.mark.parametrize(("better_in", "told"), [(94, False), (95, True), (100, True)])
def test_fairer_in_less_than_95_of_100_draws_is_not_distinguishable(better_in: int, told: bool) -> None:
    values = draws_of([1.0] * better_in + [3.0] * (100 - better_in), [2.0] * 100)
    (pair,) = pairs(values, ("a", "b"), "lower")
    assert pair.told_apart is told and pair.part == better_in / 100
    assert pair.verdict == (f"a fairer than b in {better_in} % of draws" if told else "a and b: not distinguishable")


def test_the_same_outcome_in_every_draw_is_not_distinguishable() -> None:
    (pair,) = pairs(np.ones((50, 2)), ("a", "b"), "lower")
    assert not pair.told_apart and pair.fairer == ""


@pytest.mark.parametrize(("draws", "told"), [(19, False), (20, True)])
def test_a_handful_of_draws_tells_nothing_apart(draws: int, told: bool) -> None:
    """19 of 19 draws are no proof of 95 %."""
    (pair,) = pairs(draws_of([1.0] * draws, [2.0] * draws), ("a", "b"), "lower")
    assert pair.told_apart is told


def test_ranks_share_the_best_place_and_come_with_intervals() -> None:
    values = draws_of([1.0, 1.0, 3.0], [1.0, 2.0, 2.0], [5.0, 5.0, 1.0])
    found = ranking(values, NAMES, "lower")
    assert [one.mechanism for one in found] == ["a", "b", "c"]
    assert [one.rank.mean for one in found] == pytest.approx([5 / 3, 5 / 3, 7 / 3])
    assert found[0].rank.low == pytest.approx(1) and found[0].rank.high == pytest.approx(2.8)
    assert ranking(values, NAMES, "higher")[0].mechanism == "c"


def test_a_mechanism_without_a_value_in_a_draw_is_not_ranked_on_it() -> None:
    values = draws_of([1.0, np.nan], [2.0, 1.0])
    assert [one.rank.mean for one in ranking(values, ("a", "b"), "lower")] == [1.0, 2.0]
    assert ranking(draws_of([np.nan], [1.0]), ("a", "b"), "lower") == ()


def test_the_mean_of_years_takes_the_years_that_have_a_value() -> None:
    assert over_years(np.array([[[1.0, np.nan, 3.0], [np.nan] * 3]])).tolist()[0][0] == 2.0
    assert np.isnan(over_years(np.full((1, 1, 3), np.nan))).all()


def test_the_document_names_mechanism_year_and_measure() -> None:
    draws = np.full((3, 1, 2, 2), 0.5)
    draws[:, 0, 1, 1] = np.nan
    assert document(table(draws, ("a",), (2024, 2025), ("hoover", "limbo"))) == {
        "a": {
            "2024": {name: {"mean": 0.5, "low": 0.5, "high": 0.5} for name in ("hoover", "limbo")},
            "2025": {"hoover": {"mean": 0.5, "low": 0.5, "high": 0.5}},
        }
    }


@given(arrays(float, (25, 3), elements=st.floats(-1e6, 1e6)))
def test_pairs_and_ranks_agree_on_who_is_always_ahead(values: np.ndarray) -> None:
    """Who is ahead of another in every draw is told apart from it and has the better mean rank."""
    ranks = {one.mechanism: one.rank.mean for one in ranking(values, NAMES, "lower")}
    for pair in pairs(values, NAMES, "lower"):
        assert pair.difference.low <= pair.difference.high
        if pair.part == 1:
            other = pair.second if pair.fairer == pair.first else pair.first
            assert pair.told_apart and ranks[pair.fairer] < ranks[other]


@given(arrays(float, (10, 3), elements=st.floats(0, 1)), st.permutations(range(3)))
def test_the_order_in_which_mechanisms_are_given_changes_no_rank(values: np.ndarray, order: list[int]) -> None:
    before = {one.mechanism: one.rank for one in ranking(values, NAMES, "lower")}
    after = ranking(values[:, order], [NAMES[k] for k in order], "lower")
    assert before == {one.mechanism: one.rank for one in after}
