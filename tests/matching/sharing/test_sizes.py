"""Whole families of given sizes by column: exact persons, near the wishes, against trying everything."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fairshare.matching.problem import Floats, Ints
from fairshare.matching.sharing import sizes
from fairshare.matching.sharing.sizes import balanced, exchange, improved, repaired, size_table

small = st.integers(0, 4)


def proportional(size: Ints, count: Ints, seats: Ints) -> Floats:
    wish: Floats = count[:, None] * (seats / (size @ count))
    return wish


@given(st.lists(st.integers(1, 40), min_size=3, max_size=6), st.integers(2, 6), st.data())
def test_with_enough_singles_persons_are_exact_and_every_number_is_near_its_wish(
    counts: list[int], columns: int, data: st.DataObject
) -> None:
    size, count = np.arange(len(counts)) + 1, np.array(counts)
    count[0] += 4 * columns * len(counts)
    parts = data.draw(st.lists(st.integers(1, 20), min_size=columns, max_size=columns))
    cuts = np.cumsum(parts) * int(size @ count) // sum(parts)
    seats = np.diff(cuts, prepend=0)
    wish, most = proportional(size, count, seats), np.broadcast_to(count[:, None], (len(size), columns))
    table = size_table(wish, count, size, seats, most, np.random.default_rng(0))
    assert table is not None
    assert (table.sum(axis=1) == count).all()
    assert (size @ table == seats).all()
    assert (np.abs(table - wish)[1:] <= 2 + 1e-9).all()


def test_no_table_is_made_up_where_none_is_possible() -> None:
    size, count, seats = np.array([2]), np.array([3]), np.array([3, 3])
    most = np.array([[3, 3]])
    assert size_table(proportional(size, count, seats), count, size, seats, most, np.random.default_rng(0)) is None


def test_repairs_end_after_a_fixed_number(monkeypatch: pytest.MonkeyPatch) -> None:
    table, most = np.array([[9, 0]]), np.array([[9, 9]])
    arguments = (table, np.array([[5.0, 4.0]]), np.array([1]), np.array([5, 4]), most)
    assert repaired(*arguments) is not None
    monkeypatch.setattr(sizes, "_MOST_REPAIRS", 1)
    assert repaired(*arguments) is None


@given(
    st.lists(st.tuples(small, small, st.floats(0, 3), st.floats(0, 3)), min_size=1, max_size=3),
    st.integers(-4, 6),
    st.data(),
)
def test_an_exchange_is_the_best_of_at_most_two_rows(
    rows: list[tuple[int, int, float, float]], persons: int, data: st.DataObject
) -> None:
    table, wish = np.array([row[:2] for row in rows]), np.array([row[2:] for row in rows])
    size = np.array(data.draw(st.lists(st.integers(1, 5), min_size=len(rows), max_size=len(rows))))
    most = table + np.array(data.draw(st.lists(st.tuples(small, small), min_size=len(rows), max_size=len(rows))))
    found = exchange(table, wish, size, most, persons)

    def far(moved: Ints) -> float:
        return float(np.abs(table + np.outer(moved, [-1, 1]) - wish).sum())

    able = []
    for moves in product(range(-8, 9), repeat=len(rows)):
        moved = np.array(moves)
        after = table + np.outer(moved, [-1, 1])
        if size @ moved == persons and (after >= 0).all() and (after <= most).all():
            able += [moved] if 0 < np.count_nonzero(moved) <= 2 and moved.max() > 0 else []
    assert (found is None) == (not able)
    if found is not None:
        assert far(found) == pytest.approx(min(map(far, able)))


@given(st.lists(st.tuples(small, small, small), min_size=2, max_size=4))
def test_improving_keeps_every_sum_and_comes_nearer(rows: list[tuple[int, int, int]]) -> None:
    table = np.array(rows)
    size, count = np.arange(len(rows)) + 1, table.sum(axis=1)
    assume(count.all())
    wish, most = proportional(size, count, size @ table), np.broadcast_to(count[:, None], table.shape)
    after = improved(table, wish, size, most)
    assert (after.sum(axis=1) == count).all()
    assert (size @ after == size @ table).all()
    assert (after >= 0).all()
    assert np.abs(after - wish).sum() <= np.abs(table - wish).sum() + 1e-9


def test_improving_takes_two_pairs_for_a_family_of_four() -> None:
    table, wish = np.array([[4, 0], [0, 2]]), np.array([[2.0, 2.0], [1.0, 1.0]])
    assert improved(table, wish, np.array([2, 4]), np.full((2, 2), 4)).tolist() == [[2, 2], [1, 1]]


def test_vulnerable_families_are_balanced_by_others_of_their_size() -> None:
    size, vulnerable = np.array([1, 1, 2, 2]), np.array([False, True, False, True])
    table = np.array([[0, 6], [6, 0], [1, 1], [1, 1]])
    wish = np.array([[3.0, 3.0], [3.0, 3.0], [1.0, 1.0], [1.0, 1.0]])
    most = np.full((4, 2), 9)
    assert balanced(table, wish, size, vulnerable, most).tolist() == [[3, 3], [3, 3], [1, 1], [1, 1]]
    stuck = np.array([[0, 6], [6, 0], [0, 2], [2, 0]])
    shut = stuck.copy()  # nobody can go anywhere else
    assert balanced(stuck, wish, size, vulnerable, shut).tolist() == stuck.tolist()


def test_without_vulnerable_families_there_is_nothing_to_balance() -> None:
    table = np.array([[2, 0]])
    for vulnerable in (False, True):
        after = balanced(table, np.ones((1, 2)), np.array([1]), np.array([vulnerable]), np.full((1, 2), 2))
        assert after.tolist() == table.tolist()
