"""Cumulative multidimensional deferred acceptance: Delacrétaz, Kominers and Teytelboym, AER 113(10), 2023."""

from __future__ import annotations

from hypothesis import given, settings
from instances import brute_force, feasible, problem, problems
from markets import acceptable, can_accommodate, envies, envies_strongly, gain_by_lying, many, market, markets, rank

from fairshare.matching.mechanisms.accommodation import check_feasible
from fairshare.matching.mechanisms.cumulative_acceptance import cmda
from fairshare.matching.mechanisms.envy import fairness
from fairshare.matching.mechanisms.preferences import Preferences, derive
from fairshare.matching.problem import NOWHERE, Problem


def run(lists: Preferences) -> list[int]:
    state: list[int] = cmda(lists.problem, preferences=lists).state.tolist()
    return state


def by_rounds(lists: Preferences) -> list[int]:
    """The mechanism as the paper words it: all ask, and a state holds whom it can accommodate alongside all families
    of higher priority that ask or were refused."""
    refused: set[tuple[int, int]] = set()
    while True:
        state = [
            next((s for s in ranked if s == NOWHERE or (f, s) not in refused), NOWHERE)
            for f, ranked in enumerate(lists.ranked.tolist())
        ]
        new = set()
        for f, s in enumerate(state):
            if s != NOWHERE:
                order = lists.order[s].tolist()
                before = [g for g in order[: order.index(f)] if state[g] == s or (g, s) in refused]
                if not can_accommodate(lists.problem, s, f, before):
                    new.add((f, s))
        if not new:
            return state
        refused |= new


AUTHORS = market(
    problem([(size, "IT", False, {}) for size in (1, 2, 1, 1)], {"L1": 2, "L2": 1, "L3": 2, "L4": 5}),
    {
        0: ["L2", "L1", "L3", "L4"],
        1: ["L1", "L3", "L4", "L2"],
        2: ["L1", "L2", "L3", "L4"],
        3: ["L1", "L3", "L4", "L2"],
    },
    {"L1": [0, 1, 2, 3], "L2": [2, 0, 3, 1], "L3": [3, 1, 2, 0], "L4": [0, 1, 2, 3]},
)
"""The instance in the authors' published program (four families, four localities, one service)."""

FALSE_LIST = market(
    problem([(1, "IT", False, {}), (1, "IT", False, {}), (2, "IT", False, {})], {"BE": 2, "DE": 2}),
    {family: ["BE", "DE"] for family in range(3)},
    {"BE": [0, 2, 1], "DE": [0, 1, 2]},
)


def test_the_authors_instance_step_by_step() -> None:
    """L1 refuses families 2 and 3 for family 1; family 2 takes L2 from family 0, which takes L1 from family 1; L3 has
    taken family 3 and has no room for family 1, so that this goes to L4."""
    assert [AUTHORS.problem.states[s] for s in run(AUTHORS)] == ["L1", "L4", "L2", "L3"]


@given(markets())
def test_it_does_what_the_paper_says_round_by_round(lists: Preferences) -> None:
    assert run(lists) == by_rounds(lists)


@given(markets())
def test_the_placement_is_feasible_and_nobody_envies_anybody_strongly(lists: Preferences) -> None:
    """Weakly envy-free; nobody is anywhere that is not on its list."""
    assert feasible(cmda(lists.problem, preferences=lists))
    assert acceptable(lists, run(lists))
    assert not envies_strongly(lists, run(lists))


@given(markets(problems(max_families=5, min_families=1, agreements=False)))
@settings(max_examples=50)
def test_with_general_places_only_nobody_envies_anybody(lists: Preferences) -> None:
    assert not list(envies(lists, run(lists)))


@given(markets(problems(max_families=5, min_families=1, max_states=3)))
def test_every_family_does_as_well_as_in_any_placement_without_strong_envy(lists: Preferences) -> None:
    """Family-optimal among all weakly envy-free placements, by trying them all."""
    best = run(lists)
    for placed in brute_force(lists.problem).tolist():
        if acceptable(lists, placed) and not envies_strongly(lists, placed):
            assert all(rank(lists, f, best[f]) <= rank(lists, f, state) for f, state in enumerate(placed))


def test_a_false_list_can_pay() -> None:
    """Family 2 (two persons) asks in vain for BE, which must refuse family 1 with it; that one then takes DE from it.
    By asking for DE alone it leaves family 1 in BE and has DE for itself."""
    assert run(FALSE_LIST) == [0, 1, NOWHERE]
    assert gain_by_lying(run, FALSE_LIST) == (2, [1, NOWHERE, NOWHERE])


@given(problems(max_families=6))
@settings(max_examples=30)
def test_without_lists_they_come_from_links_and_the_lottery(instance: Problem) -> None:
    placement = cmda(instance, seed=3)
    assert placement.state.tolist() == run(derive(instance, 3))
    assert placement.mechanism == "cmda"
    assert feasible(placement)


def test_among_many_families_nobody_envies_anybody_strongly() -> None:
    lists = derive(many(20_000))
    state = cmda(lists.problem, preferences=lists).state
    check_feasible("state", lists.problem, state)
    assert fairness(lists, state).strong_envy == 0
    assert fairness(lists, state).mean_rank < 3
