"""Dealing a block: every seat is filled if there is any way at all, and nationalities come out like the whole."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from crowds import crowd, placed
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from fairshare.matching.problem import Bools, Ints
from fairshare.matching.sharing import pool as module
from fairshare.matching.sharing.dealing import _Hand, dealt
from fairshare.matching.sharing.exchanges import exchanged
from fairshare.matching.sharing.pool import Cells, Pool, pool
from fairshare.matching.sharing.swaps import swapped
from fairshare.matching.sharing.wishes import groups

pytestmark = pytest.mark.law("AMMR 67(4)")


def possible(open_: Bools, count: Ints, seats: Ints) -> bool:
    """Whether families can be sent to open columns so that all seats are taken, by linear programming."""
    rows, columns = open_.shape
    sums = np.concatenate([np.kron(np.eye(rows), np.ones(columns)), np.kron(np.ones(rows), np.eye(columns))])
    bounds = [(0, None if able else 0) for able in open_.ravel()]
    return bool(linprog(np.zeros(open_.size), A_eq=sums, b_eq=np.append(count, seats), bounds=bounds).success)


@given(st.data(), st.integers(1, 5), st.integers(2, 4))
def test_a_block_is_dealt_if_and_only_if_that_can_be_done(data: st.DataObject, rows: int, columns: int) -> None:
    open_ = np.array(
        data.draw(st.lists(st.lists(st.booleans(), min_size=columns, max_size=columns), min_size=rows, max_size=rows))
    )
    open_[:, 0] = data.draw(st.booleans())
    count = np.array(data.draw(st.lists(st.integers(1, 4), min_size=rows, max_size=rows)))
    where = data.draw(st.lists(st.integers(0, columns - 1), min_size=int(count.sum()), max_size=int(count.sum())))
    seats = np.bincount(where, minlength=columns)
    nationality = np.sort(data.draw(st.lists(st.integers(0, 2), min_size=rows, max_size=rows)))
    hand = _Hand(open_, nationality, count, seats, np.random.default_rng(0))
    found = hand.deal(np.ones((3, columns)))
    assert found == possible(open_, count, seats)
    if found:
        assert (hand.dealt >= 0).all() and not hand.dealt[~open_].any()
        assert np.array_equal(hand.dealt.sum(axis=1), count)
        assert np.array_equal(hand.dealt.sum(axis=0), seats)


def test_one_family_of_each_nationality_and_reach_moves_up_a_chain() -> None:
    """Each can go to its own two columns only, and the last column dealt is closed to the one that is left."""
    open_ = np.array([[False, True, True, False], [False, False, True, True], [False, False, True, False]])
    hand = _Hand(open_, np.array([0, 1, 2]), np.ones(3, int), np.array([0, 1, 1, 1]), np.random.default_rng(0))
    assert hand.deal(np.ones((3, 4)))
    assert hand.dealt.argmax(axis=1).tolist() == [1, 3, 2]


def people(nationalities: list[int], columns: int) -> Pool:
    """A pool of singles who may go anywhere, with as many of each nationality as given."""
    cells = len(nationalities)
    none = np.zeros(cells, np.int64)
    count = np.array(nationalities)
    family = np.arange(int(count.sum()))
    return Pool(
        family,
        Cells(none, none, none, np.arange(cells), none, count),
        np.zeros_like(family),
        np.arange(columns) - 1,
        np.zeros(columns, np.int64),
        np.zeros(2, np.int64),
        np.array([1]),
        np.ones((1, columns), np.bool_),
        None,  # type: ignore[arg-type]
    )


@given(st.lists(st.integers(1, 30), min_size=1, max_size=6), st.integers(2, 5), st.integers(0, 99))
def test_in_one_block_nationalities_are_within_two_of_the_exact_part(
    nationalities: list[int], columns: int, seed: int
) -> None:
    pool_ = people(nationalities, columns)
    seats = np.random.default_rng(seed).multinomial(sum(nationalities), np.full(columns, 1 / columns))[None, :]
    table = dealt(pool_, np.zeros(len(nationalities), np.int64), seats, np.random.default_rng(seed))
    assert table is not None
    assert np.abs(table - np.outer(nationalities, seats[0]) / sum(nationalities)).max() < 2


def test_later_blocks_make_up_for_what_earlier_ones_rounded() -> None:
    """Fifty blocks of four with two of each nationality: alone each may be off by one, together by no more."""
    blocks = 50
    pool_ = people([2] * (2 * blocks), 3)
    cells = Cells(**{**pool_.cells.__dict__, "nationality": np.tile([0, 1], blocks)})
    pool_ = Pool(**{**pool_.__dict__, "cells": cells})
    seats = np.tile([0, 3, 1], (blocks, 1))
    table = dealt(pool_, np.repeat(np.arange(blocks), 2), seats, np.random.default_rng(0))
    assert table is not None
    by_nationality = np.array([table[0::2].sum(axis=0), table[1::2].sum(axis=0)])
    assert np.abs(by_nationality - np.array([0, 75, 25])).max() <= 1


def far(pool_: Pool, column: Ints) -> float:
    """The distance of nationality and vulnerability from the whole, summed over columns and weighted by persons."""
    cell, at = pool_.cell, np.flatnonzero(column)
    total = 0.0
    for of in (pool_.cells.nationality[cell[at]], pool_.cells.vulnerable[cell[at]]):
        whole = np.bincount(of) / len(at)
        for number in np.unique(column[at]):
            here = np.bincount(of[column[at] == number], minlength=len(whole))
            total += float(pool_.persons[number] * np.abs(here / here.sum() - whole).sum())
    return total


@pytest.mark.parametrize("options", [{}, {"kept": 0.5}, {"barred": 0.5}])
def test_swaps_and_exchanges_only_bring_mixes_nearer(options: dict[str, float]) -> None:
    instance = crowd(150, 3, destinations=4, nationalities=6, **options)  # type: ignore[arg-type]
    pool_ = pool(instance, placed(instance), np.random.default_rng(0))
    swapped_ = swapped(pool_, pool_.column)
    assert far(pool_, swapped_) < far(pool_, pool_.column)
    assert np.array_equal(np.bincount(swapped_), np.bincount(pool_.column))
    after = exchanged(pool_, swapped_, np.random.default_rng(0))
    size = pool_.sizes[pool_.cells.size[pool_.cell]]
    assert np.array_equal(np.bincount(after, size), np.bincount(pool_.column, size))
    assert np.array_equal(after == 0, pool_.column == 0)
    assert pool_.open[pool_.cells.reach[pool_.cell], after].all()


def test_large_pools_are_left_alone() -> None:
    instance = crowd(9_000, 3)
    pool_ = pool(instance, placed(instance), np.random.default_rng(0))
    assert swapped(pool_, pool_.column) is pool_.column
    assert exchanged(pool_, pool_.column, np.random.default_rng(0)) is pool_.column


# --- cells and wishes -----------------------------------------------------------------------------


def test_cells_count_the_families_and_lots_decide_their_order() -> None:
    keys = tuple(np.array(key) for key in ([0] * 6, [1, 0, 1, 0, 1, 0], [0] * 6, [2, 2, 2, 2, 2, 0], [0] * 6))
    order, cells = module._cells(keys, np.array([5, 4, 3, 2, 1, 0]))
    assert order.tolist() == [5, 3, 1, 4, 2, 0]
    assert (cells.size.tolist(), cells.nationality.tolist(), cells.count.tolist()) == ([0, 0, 1], [0, 2, 2], [1, 2, 3])


def test_so_many_kinds_that_their_number_would_overflow_are_counted_all_the_same() -> None:
    """Parties, sizes, nationalities and reaches up to 2^15 each would not leave room for lottery numbers."""
    keys = tuple(np.array([0, high, high, 0]) for high in (2**15, 2**15, 1, 2**15, 2**15 - 2))
    order, cells = module._cells(keys, np.array([1, 0, 2, 3]))
    assert order.tolist() == [0, 3, 1, 2]
    assert (cells.party.tolist(), cells.reach.tolist(), cells.count.tolist()) == ([0, 2**15], [0, 2**15 - 2], [2, 2])


def test_wishes_are_proportional_where_everyone_may_go_everywhere() -> None:
    instance = crowd(500, 6, linked=0.2)
    instance = replace(instance, present_in=np.full(500, 8))
    pool_ = pool(instance, placed(instance), np.random.default_rng(0))
    of = groups(pool_)
    size = pool_.sizes[of.size]
    left = pool_.without / np.bincount(of.vulnerable, size * of.count, 2)
    to = pool_.persons[1:] / pool_.persons[1:].sum()
    assert of.wish[:, 0] == pytest.approx(of.count * left[of.vulnerable])
    assert of.wish[:, 1:] == pytest.approx(np.outer(of.count - of.wish[:, 0], to))
    assert (of.most == of.count[:, None]).all()


def test_wishes_fill_every_column_where_some_may_not_go_everywhere() -> None:
    instance = crowd(2_000, 6, barred=0.5, kept=0.2)
    pool_ = pool(instance, placed(instance), np.random.default_rng(0))
    of = groups(pool_)
    size = pool_.sizes[of.size]
    assert of.wish.sum(axis=1) == pytest.approx(of.count)
    assert size @ of.wish == pytest.approx(pool_.persons, rel=1e-3)
    mix = np.bincount(of.size * 2 + of.vulnerable, of.count)
    for number in np.flatnonzero(mix > 50):
        some = of.size * 2 + of.vulnerable == number
        part = of.wish[some, 1:].sum(axis=0)
        assert part / part.sum() == pytest.approx(pool_.persons[1:] / pool_.persons[1:].sum(), rel=0.05)
