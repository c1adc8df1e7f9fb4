"""Threshold multidimensional deferred acceptance: Delacrétaz, Kominers and Teytelboym, AER 113(10), 2023."""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Sequence

import pytest
from hypothesis import given, settings
from instances import feasible, problem, problems
from markets import acceptable, can_accommodate, envies, envies_strongly, gain_by_lying, many, market, markets

from fairshare.matching.mechanisms.accommodation import check_feasible
from fairshare.matching.mechanisms.envy import fairness
from fairshare.matching.mechanisms.preferences import Preferences, derive
from fairshare.matching.mechanisms.threshold_acceptance import tmda
from fairshare.matching.problem import NOWHERE, Problem


def run(lists: Preferences) -> list[int]:
    state: list[int] = tmda(lists.problem, preferences=lists).state.tolist()
    return state


# --- the definition, by sets ----------------------------------------------------------------------


def temporary_threshold(persons: Sequence[int], places: int, above: Collection[int], asking: set[int], g: int) -> float:
    """The temporary threshold of family g in one row, given all families above it and those who ask, by trying sets."""
    must = asking & set(above)

    def fits(others: Collection[int]) -> bool:
        return persons[g] + sum(persons[f] for f in others) <= places

    if fits(above):
        return math.inf
    if not fits(must):
        return 0
    for n in range(len(must) + 1, len(above) + 1):
        sets = [must | set(more) for more in itertools.combinations(set(above) - must, n - len(must))]
        if not all(map(fits, sets)):
            return n
    raise AssertionError("all above is one of the sets")


def refused_in_row(persons: Sequence[int], places: int, line: Sequence[int], asking: set[int]) -> set[int]:
    """Who is refused by one row of quotas: all whose place among those who ask is above the least threshold so far."""
    thresholds, refused = [], set()
    for place, g in enumerate(line):
        thresholds.append(temporary_threshold(persons, places, line[:place], asking, g))
        if g in asking and 1 + len(asking & set(line[:place])) > min(thresholds):
            refused.add(g)
    return refused


def by_rounds(lists: Preferences) -> list[int]:
    """The mechanism as the paper words it, with the rows of a state one after the other."""
    instance, refused = lists.problem, set[tuple[int, int]]()
    persons, present = instance.persons.tolist(), instance.present_in.tolist()
    rows = list(zip(*(c.tolist() for c in (instance.row_state, instance.row_present, instance.places)), strict=True))
    rows.sort(key=lambda row: row[1] == NOWHERE)  # general rows last
    while True:
        state = [
            next((s for s in ranked if s == NOWHERE or (f, s) not in refused), NOWHERE)
            for f, ranked in enumerate(lists.ranked.tolist())
        ]
        asking = {s: {f for f, to in enumerate(state) if to == s} for s in set(state) - {NOWHERE}}
        for s, home, places in rows:
            may = [f for f in lists.order[s].tolist() if (instance.allowed[f] >> s) & 1]
            line = [f for f in may if can_accommodate(instance, s, f, []) and home in (NOWHERE, present[f])]
            here = {f for f in asking.get(s, set()) if f in line}
            asking[s] = asking.get(s, set()) - (here - refused_in_row(persons, places, line, here))
        new = {(f, s) for s, families in asking.items() for f in families}
        if not new:
            return state
        refused |= new


@given(markets())
def test_it_does_what_the_paper_says_round_by_round(lists: Preferences) -> None:
    assert run(lists) == by_rounds(lists)


@given(markets(problems(max_families=8, min_families=6, max_states=2, agreements=False)))
@settings(max_examples=40)
def test_the_largest_families_make_the_worst_set(lists: Preferences) -> None:
    """More families than elsewhere, so that thresholds lie between none and all."""
    assert run(lists) == by_rounds(lists)


# --- what it guarantees ---------------------------------------------------------------------------


@given(markets())
def test_the_placement_is_feasible_and_nobody_envies_anybody_strongly(lists: Preferences) -> None:
    """Weakly envy-free; nobody is anywhere that is not on its list."""
    assert feasible(tmda(lists.problem, preferences=lists))
    assert acceptable(lists, run(lists))
    assert not envies_strongly(lists, run(lists))


@given(markets(problems(max_families=5, min_families=1, agreements=False)))
@settings(max_examples=50)
def test_with_general_places_only_nobody_envies_anybody(lists: Preferences) -> None:
    assert not list(envies(lists, run(lists)))


@given(markets(problems(max_families=5, min_families=2)))
@settings(max_examples=60)
def test_no_false_list_pays(lists: Preferences) -> None:
    """Strategy-proof: all other lists of every family are tried."""
    assert gain_by_lying(run, lists) is None


@pytest.mark.slow
@given(markets(problems(max_families=7, min_families=5)))
@settings(max_examples=300)
def test_no_false_list_pays_among_more_families(lists: Preferences) -> None:
    assert gain_by_lying(run, lists) is None


def test_a_state_closes_before_one_family_could_cost_two_their_places() -> None:
    """Two places each. Cumulative acceptance lets family 2 (two persons) gain by a false list here; the threshold of
    family 2 in BE, which does not fit alongside family 0, closes BE to family 1 whether or not family 2 asks."""
    lists = market(
        problem([(1, "IT", False, {}), (1, "IT", False, {}), (2, "IT", False, {})], {"BE": 2, "DE": 2}),
        {family: ["BE", "DE"] for family in range(3)},
        {"BE": [0, 2, 1], "DE": [0, 1, 2]},
    )
    assert run(lists) == [0, 1, NOWHERE]
    without = market(lists.problem, {0: ["BE", "DE"], 1: ["BE", "DE"], 2: ["DE"]}, {"BE": [0, 2, 1], "DE": [0, 1, 2]})
    assert run(without) == [0, 1, NOWHERE]


def test_thresholds_of_a_line_worked_out_by_hand() -> None:
    """Five places; families of 3, 1, 2 and 1 in this order, of which the second and the fourth ask. The third does not
    fit alongside the first two (its threshold is 2: it fits beside the second alone), and the fourth, second among
    those who ask, is within 2. If the first asks as well, the third's threshold is 0, and the fourth is refused."""
    assert temporary_threshold([3, 1, 2, 1], 5, [0, 1], {1, 3}, 2) == 2
    assert refused_in_row([3, 1, 2, 1], 5, [0, 1, 2, 3], {1, 3}) == set()
    assert refused_in_row([3, 1, 2, 1], 5, [0, 1, 2, 3], {0, 1, 3}) == {3}
    families = [(size, "IT", False, {}) for size in (3, 1, 2, 1)]
    quotas, order = {"DE": 5, "FR": 9}, {"DE": [0, 1, 2, 3]}
    three = market(problem(families, quotas), {0: ["FR"], 1: ["DE"], 2: ["FR"], 3: ["DE"]}, order)
    assert run(three) == [1, 0, 1, 0]
    four = market(problem(families, quotas), {0: ["DE"], 1: ["DE"], 2: ["FR"], 3: ["DE"]}, order)
    assert run(four) == [0, 0, 1, NOWHERE]


def test_a_family_larger_than_a_kept_row_closes_it_to_those_below() -> None:
    """DE keeps one place for those in Greece and has one for all. Family 0 of two could stand on both, but is not split
    over rows here; if family 1 took the kept place, family 0 would envy it strongly."""
    instance = problem([(2, "EL", False, {}), (1, "EL", False, {})], {"DE": 1, ("DE", "EL"): 1})
    assert run(market(instance, {}, {"DE": [0, 1]})) == [NOWHERE, NOWHERE]
    assert run(market(instance, {}, {"DE": [1, 0]})) == [NOWHERE, 0]


@given(problems(max_families=6))
@settings(max_examples=30)
def test_without_lists_they_come_from_links_and_the_lottery(instance: Problem) -> None:
    placement = tmda(instance, seed=3)
    assert placement.state.tolist() == run(derive(instance, 3))
    assert placement.mechanism == "tmda"


def test_among_many_families_nobody_envies_anybody_strongly() -> None:
    lists = derive(many(20_000))
    state = tmda(lists.problem, preferences=lists).state
    check_feasible("state", lists.problem, state)
    assert fairness(lists, state).strong_envy == 0
    assert fairness(lists, state).mean_rank < 3
