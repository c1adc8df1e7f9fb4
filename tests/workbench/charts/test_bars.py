"""Bars: their lengths are the figures, on an axis that holds them all."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairshare.workbench.charts.bars import Bars, Step, deviation_bars, waterfall
from fairshare.workbench.charts.scale import scale


def number(spot: str) -> float:
    return float(spot.removesuffix("%"))


@given(st.lists(st.fractions(-(10**9), 10**9, max_denominator=1000), max_size=10))
def test_an_axis_holds_zero_and_all_values_with_few_round_ticks(values: list[Fraction]) -> None:
    axis = scale(values)
    assert 2 <= len(axis.ticks) <= 7
    assert 0 in axis.ticks
    assert all(0 <= axis.at(value) <= 100 for value in values)
    steps = {after - before for before, after in pairwise(axis.ticks)}
    assert len(steps) == 1
    digits = str(float(steps.pop())).strip("0.").replace(".", "").partition("e")[0].strip("0")
    assert digits in {"1", "2", "5"}


def test_parts_lie_end_to_end_and_reach_their_sum(pledges: Bars) -> None:
    germany = pledges.bars[0]
    assert [piece.look for piece in germany.pieces] == ["relocation", "financial"]
    first, second = germany.pieces
    assert number(second.x) == pytest.approx(number(first.x) + number(first.width))
    assert number(second.x) + number(second.width) == pytest.approx(100 * 4560 / 5000)
    assert germany.mark is not None
    assert number(germany.mark.x) == pytest.approx(100 * 4555 / 5000)


def test_what_is_unknown_is_not_zero(pledges: Bars) -> None:
    amounts = {bar.label: bar.amount for bar in pledges.bars}
    assert amounts["Poland"] == "at least 300"
    assert amounts["Hungary"] == "unknown"
    assert amounts["Sweden"] == "0"
    rows = {row["state"]: row for row in pledges.table.rows}
    assert (rows["PL"]["alternative"], rows["PL"]["total"]) == (None, None)
    assert rows["SE"]["total"] == 0
    assert rows["HU"]["mark"] is None
    assert pledges.bars[-1].mark is None


def test_a_waterfall_ends_at_the_sum_of_its_steps(pool: Bars) -> None:
    assert [bar.amount for bar in pool.bars] == ["21,000", "-5,460", "-3,220", "+450", "12,770"]
    assert [row["sum"] for row in pool.table.rows] == [21000, 15540, 12320, 12770, 12770]
    assert pool.bars[0].after == pool.bars[1].before
    assert not pool.bars[-1].after


def test_a_sum_below_zero_is_drawn_to_the_left() -> None:
    drawn = waterfall([Step("have", 2), Step("need", -6), Step("left")], title="T", unit="count")
    left = drawn.bars[-1].pieces[0]
    assert number(left.x) + number(left.width) == pytest.approx(number(drawn.zero))
    assert drawn.bars[-1].amount == "-4"


def test_distances_stand_on_their_side_of_zero(distances: Bars) -> None:
    zero = number(distances.zero)
    for bar, row in zip(distances.bars, distances.table.rows, strict=True):
        for piece in bar.pieces:
            end = number(piece.x) + number(piece.width)
            assert (end <= zero + 0.01) if piece.look == "below" else (number(piece.x) >= zero - 0.01), bar
        assert bool(bar.pieces) == (row["distance"] is not None)
    assert [bar.amount for bar in distances.bars][-2:] == ["+220", "unknown"]


def test_no_figures_make_an_empty_chart() -> None:
    assert deviation_bars({}, title="T", unit="eur", below="b", above="a").bars == ()
    assert waterfall([], title="T", unit="eur").bars == ()
