"""The places that families can fill: no feasible placement counts more on a row, so the prices' bound is one.

The counting rule is contract 9's: places kept for people present in a state first, then general ones; a family may be
counted on both.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from instances import brute_force, problem, problems, total_values

from fairshare.matching.certificate import Instance, upper_bound, usable_places
from fairshare.matching.problem import NOWHERE, Ints, Problem
from fairshare.matching.usable import fill, usable

pytestmark = pytest.mark.law("AMMR 67(4)", "AMMR 67(6)")
tables_of_sizes = st.dictionaries(st.integers(1, 9), st.integers(0, 40), max_size=4)


def instance_of(given: Problem, weights: tuple[Fraction, ...] = ()) -> Instance:
    place, vulnerable, links = weights or (given.policy.place, given.policy.vulnerable, given.policy.links)
    return Instance(
        given.states,
        given.persons,
        given.present_in,
        given.vulnerable,
        given.eligible,
        given.link_family,
        given.link_state,
        given.link,
        given.barred_family,
        given.barred_state,
        given.row_state,
        given.row_present,
        given.places,
        place,
        vulnerable,
        links,
    )


def counted(given: Problem, state: Ints) -> list[int]:
    """The persons that a placement counts on each row, kept places first."""
    rows = list(zip(given.row_state.tolist(), given.row_present.tolist(), given.places.tolist(), strict=True))
    kept = {(at, present): places for at, present, places in rows if present != NOWHERE}
    sent: dict[tuple[int, int], int] = {}
    for to, present, persons in zip(state.tolist(), given.present_in.tolist(), given.persons.tolist(), strict=True):
        if to != NOWHERE:
            sent[to, present] = sent.get((to, present), 0) + persons
    return [
        sum(max(0, number - kept.get(key, 0)) for key, number in sent.items() if key[0] == at)
        if present == NOWHERE
        else min(sent.get((at, present), 0), places)
        for at, present, places in rows
    ]


def places_filled(*families: tuple[int, str], **quotas: int) -> list[int]:
    """Usable places by row in the order of ``quotas``; ``DE_IT`` is the row of Germany for people present in Italy."""
    rows = {tuple(name.split("_")) if "_" in name else name: places for name, places in quotas.items()}
    return usable(problem([(size, at, False, {}) for size, at in families], rows)).tolist()


# --- worked examples ----------------------------------------------------------------------------------------------


def test_families_of_two_leave_the_last_odd_place_empty() -> None:
    assert places_filled((2, "IT"), (2, "IT"), (2, "EL"), DE=5) == [4]


def test_there_may_be_more_places_than_persons() -> None:
    assert places_filled((2, "IT"), (3, "IT"), DE=1_000_000_000) == [5]


def test_nobody_fills_places_where_they_are() -> None:
    assert places_filled((2, "IT"), (1, "EL"), IT=9) == [1]


def test_a_family_counted_on_both_rows_fills_both_though_its_size_fits_into_neither() -> None:
    assert places_filled((3, "IT"), DE=1, DE_IT=2) == [1, 2]


def test_a_kept_row_alone_is_filled_by_whole_families() -> None:
    assert places_filled((3, "IT"), (2, "IT"), DE_IT=4) == [3]


def test_a_kept_row_cannot_be_filled_by_a_family_too_large_for_both_rows_together() -> None:
    assert places_filled((9, "IT"), (2, "IT"), DE=1, DE_IT=5) == [1, 2]


def test_kept_places_for_more_than_there_are_leave_general_ones_to_the_others() -> None:
    assert places_filled((3, "IT"), (2, "EL"), DE=5, DE_IT=9) == [2, 3]


def test_kept_places_of_nobody_change_nothing() -> None:
    assert places_filled((3, "IT"), (2, "IT"), DE=4, DE_IT=0) == [3, 0]


def test_barred_and_ineligible_families_fill_nothing() -> None:
    three = [(1, "IT", False, {}), (2, "IT", False, {}), (4, "IT", False, {})]
    assert usable(problem(three, {"DE": 9}, barred=[(1, "DE"), (2, "DE")], ineligible=[2])).tolist() == [1]


def test_without_families_nothing_is_filled() -> None:
    assert places_filled(DE=3, FR_IT=2) == [0, 0]


# --- what always holds --------------------------------------------------------------------------------------------


@settings(max_examples=200)
@given(problems(max_families=5))
def test_no_feasible_placement_counts_more_on_any_row(given: Problem) -> None:
    room, placements = usable(given), brute_force(given)
    most = np.max([counted(given, state) for state in placements], axis=0)
    assert (most <= room).all()
    for row, (at, present) in enumerate(zip(given.row_state, given.row_present, strict=True)):
        alone = np.count_nonzero(given.row_state == at) == 1
        if alone or present != NOWHERE:
            assert most[row] == room[row], "the figure is sharp where whole families are counted"


@settings(max_examples=200)
@given(problems(max_families=5), st.data())
def test_no_placement_is_worth_more_than_any_prices_prove(given: Problem, data: st.DataObject) -> None:
    prices = np.array([data.draw(st.floats(0, 20)) for _ in given.places])
    bound = upper_bound(instance_of(given), prices, usable(given).tolist())
    assert total_values(given, brute_force(given)).max() <= bound + 1e-9


@given(problems(max_families=40, max_states=5))
def test_the_certificate_counts_the_same_in_another_way(given: Problem) -> None:
    assert usable(given).tolist() == usable_places(instance_of(given))


@example({2: 5, 3: 1}, 8)
@given(tables_of_sizes, st.integers(0, 400))
def test_filling_is_the_largest_of_all_sums(families: dict[int, int], room: int) -> None:
    sums = {0}
    for size, number in families.items():
        sums = {done + size * some for done in sums for some in range(number + 1) if done + size * some <= room}
    assert fill(families, room) == max(sums)


@pytest.mark.parametrize("sizes", [[6, 10, 15], [4, 6, 20], [9, 12, 14], [7, 19, 20], [20]])
def test_thousands_of_families_without_singles_are_filled_as_a_table_over_all_sums_says(sizes: list[int]) -> None:
    """Only a few families near the greedy choice are looked at; the table of the certificate looks at all."""
    rng = np.random.default_rng(sum(sizes))
    families = [(size, "IT", False, {}) for size in sizes for _ in range(int(rng.integers(1, 400)))]
    total = sum(family[0] for family in families)
    for room in rng.integers(0, total, 20).tolist():
        given = problem(families, {"DE": room})
        assert usable(given).tolist() == usable_places(instance_of(given))


def test_millions_of_places_are_counted_at_once() -> None:
    """What would be a table of 20 million sums is one of a few thousand."""
    assert fill({6: 2_000_000, 10: 1_000_000, 15: 1}, 21_999_999) == 21_999_999
    assert fill({6: 2_000_000, 10: 1_000_000}, 21_999_999) == 21_999_994  # a family of 6 is left
