"""Kinds of families: who is told apart, and how a lot turns counts into families."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from instances import brute_force, feasible, pair_values, problem, problems, shuffled

from fairshare.matching.kinds import Kinds
from fairshare.matching.problem import NOWHERE, Placement, Problem


def described(instance: Problem, family: int) -> tuple[object, ...]:
    """Everything that tells a family apart, worked out anew."""
    may = [state for state in range(len(instance.states)) if pair_values(instance)[family, state] > -np.inf]
    links = zip(instance.link_family.tolist(), instance.link_state.tolist(), instance.link.tolist(), strict=True)
    own = tuple((state, link) for at, state, link in links if at == family and state in may)
    return int(instance.persons[family]), int(instance.present_in[family]), bool(instance.vulnerable[family]), *may, own


@given(problems(max_families=6))
def test_families_are_of_one_kind_just_if_nothing_tells_them_apart(instance: Problem) -> None:
    kinds = Kinds(instance).of
    seen = [described(instance, family) for family in range(instance.families)]
    assert all((kinds[i] == kinds[j]) == (seen[i] == seen[j]) for i in range(len(seen)) for j in range(len(seen)))


def test_a_group_keeps_families_apart_and_links_only_if_asked() -> None:
    instance = problem([(1, "IT", False, {}), (1, "IT", False, {}), (1, "IT", False, {"DE": 0.5})], {"DE": 2})
    assert Kinds(instance).of.tolist() == [0, 0, 1]
    assert Kinds(instance, links=False).of.tolist() == [0, 0, 0]
    assert Kinds(instance, group=np.array([3, -1, -1])).of.tolist() == [2, 0, 1]


@given(problems(max_families=6, min_families=1), st.randoms(use_true_random=False))
def test_order_of_families_decides_nothing_about_columns(instance: Problem, random: object) -> None:
    order = list(range(instance.families))
    random.shuffle(order)  # type: ignore[attr-defined]
    one, other = Kinds(instance), Kinds(shuffled(instance, order))
    for name in ("kind", "state", "most", "persons", "link", "value"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name
    assert np.array_equal(one.of[np.array(order)], other.of)


@given(problems(max_families=6), st.integers(0, 99), st.booleans(), st.data())
def test_a_draw_has_the_counts_that_it_is_given(instance: Problem, seed: int, links: bool, data: st.DataObject) -> None:
    kinds = Kinds(instance, links=links)
    every = brute_force(instance)
    state = every[data.draw(st.integers(0, len(every) - 1))]
    counts = kinds.counts(state)
    assert (counts <= kinds.most).all()
    drawn = kinds.draw(counts, seed)
    assert np.array_equal(kinds.counts(drawn), counts)
    assert feasible(Placement(instance, drawn, "drawn"))


def test_the_lot_decides_and_not_the_row() -> None:
    """Four alike, two places: over 600 lotteries each family is placed about 300 times."""
    instance = problem([(1, "IT", False, {})] * 4, {"DE": 2})
    kinds = Kinds(instance)
    placed = Counter[int]()
    for seed in range(600):
        placed.update(np.flatnonzero(kinds.draw(np.array([2]), seed) != NOWHERE).tolist())
    assert sum(placed.values()) == 1200
    assert all(250 < times < 350 for times in placed.values())


def test_where_links_do_not_tell_kinds_apart_the_greatest_links_are_honoured_first() -> None:
    families = [(1, "IT", False, {"DE": 0.2}), (1, "IT", False, {}), (1, "IT", False, {"DE": 0.9, "FR": 1.0})]
    instance = problem(families, {"DE": 1, "FR": 1})
    de, fr = instance.states.index("DE"), instance.states.index("FR")
    kinds = Kinds(instance, links=False)
    for seed in range(5):
        assert kinds.draw(np.array([1, 1]), seed).tolist() == [de, NOWHERE, fr]


def test_the_same_seed_gives_the_same_draw() -> None:
    instance = problem([(1, "IT", False, {})] * 20, {"DE": 7})
    kinds = Kinds(instance)
    assert np.array_equal(kinds.draw(np.array([7]), 3), kinds.draw(np.array([7]), 3))
    assert not np.array_equal(kinds.draw(np.array([7]), 3), kinds.draw(np.array([7]), 4))
