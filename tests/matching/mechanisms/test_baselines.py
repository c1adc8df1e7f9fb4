"""Greedy and first come, first served: feasible, no place left that someone could take, and never above the optimum."""

from __future__ import annotations

from time import perf_counter

import numpy as np
import pytest
from crowds import crowd
from hypothesis import given, settings
from hypothesis import strategies as st
from instances import brute_force, feasible, fits, pair_values, problem, problems, total_values

from fairshare.faults import BadInputError
from fairshare.matching.mechanisms.first_come import first_come
from fairshare.matching.mechanisms.greedy import greedy
from fairshare.matching.problem import NOWHERE, Placement, Problem


def nobody_left_out(placement: Placement) -> bool:
    """Whether no family without a place could be put into one."""
    instance = placement.problem
    for family, to in zip(*np.nonzero(pair_values(instance) > -np.inf), strict=True):
        if placement.state[family] == NOWHERE:
            state = placement.state.copy()
            state[family] = to
            if fits(instance, state.tolist()):
                return False
    return True


@pytest.mark.parametrize("mechanism", [greedy, first_come])
@given(instance=problems(max_families=6), seed=st.integers(0, 99))
@settings(max_examples=60)
def test_baselines_leave_no_place_that_someone_could_take_and_never_beat_the_optimum(
    mechanism: type[object], instance: Problem, seed: int
) -> None:
    placement = mechanism(instance, seed=seed)  # type: ignore[call-arg]
    assert feasible(placement)  # type: ignore[arg-type]
    assert nobody_left_out(placement)  # type: ignore[arg-type]
    value = instance.value_at(placement.state).sum()  # type: ignore[attr-defined]
    assert value <= total_values(instance, brute_force(instance)).max() + 1e-9


def test_the_vulnerable_come_first_and_then_the_greatest_link() -> None:
    families = [(1, "IT", False, {"DE": 1.0}), (1, "IT", False, {"DE": 0.5}), (1, "IT", True, {"FR": 0.1})]
    instance = problem(families, {"DE": 1, "FR": 1})
    de, fr = instance.states.index("DE"), instance.states.index("FR")
    for seed in range(5):
        assert greedy(instance, seed=seed).state.tolist() == [de, NOWHERE, fr]


@given(problems(max_families=8), st.integers(0, 99))
@settings(max_examples=60)
def test_among_pairs_of_links_no_better_one_was_passed_over(instance: Problem, seed: int) -> None:
    """Whoever is not at its greatest link found it taken by families at least as good: vulnerable, or of greater links,
    or the state had no room for it even without all others."""
    placement = greedy(instance, seed=seed)
    made = instance.link_at(placement.state)
    for family, to, link in zip(instance.link_family, instance.link_state, instance.link, strict=True):
        if instance.may_go(family, to) and link > made[family]:
            rank = (instance.vulnerable[family], link)
            better = [
                other if (instance.vulnerable[other], made[other]) >= rank and other != family else None
                for other in np.flatnonzero(placement.state == to)
            ]
            state = np.full(instance.families, NOWHERE)
            state[[other for other in better if other is not None]] = to
            state[family] = to
            assert not fits(instance, state.tolist())


@given(problems(max_families=7), st.integers(0, 99), st.data())
@settings(max_examples=60)
def test_each_family_in_its_turn_takes_the_best_place_left(instance: Problem, seed: int, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(instance.families)))
    placement = first_come(instance, seed=seed, arrivals=np.array(order, np.int64))
    values, state = pair_values(instance), np.full(instance.families, NOWHERE)
    links = np.zeros(values.shape)
    links[instance.link_family, instance.link_state] = instance.link
    for family in order:
        open_to = []
        for to in np.flatnonzero(values[family] > -np.inf):
            state[family] = to
            if fits(instance, state.tolist()):
                open_to.append(to)
        state[family] = placement.state[family]
        assert (state[family] == NOWHERE) == (not open_to)
        if open_to:
            assert links[family, state[family]] == pytest.approx(max(links[family, to] for to in open_to), abs=1e-8)


@given(problems(max_families=6, min_families=1), st.integers(0, 20), st.data())
@settings(max_examples=60)
def test_no_family_gains_by_stating_other_links(instance: Problem, seed: int, data: st.DataObject) -> None:
    """Whatever links it states, the state it gets is no better by its true ones."""
    family = data.draw(st.integers(0, instance.families - 1))
    stated = data.draw(st.dictionaries(st.sampled_from(range(len(instance.states))), st.floats(0.01, 1.0)))
    others = instance.link_family != family
    links = sorted(
        [*zip(instance.link_family[others], instance.link_state[others], instance.link[others], strict=True)]
        + [(family, to, link) for to, link in stated.items()]
    )
    columns = [np.array([row[part] for row in links]) for part in range(3)]
    false = Problem(
        **{name: getattr(instance, name) for name in Problem.__dataclass_fields__ if not name.startswith("link")},
        link_family=columns[0].astype(np.int64),
        link_state=columns[1].astype(np.int64),
        link=columns[2].astype(np.float64),
    )
    true_link = dict(zip(instance.link_state[~others].tolist(), instance.link[~others].tolist(), strict=True))
    honest, tried = (int(first_come(given_, seed=seed).state[family]) for given_ in (instance, false))

    def worth(to: int) -> tuple[bool, float]:
        return to != NOWHERE, true_link.get(to, 0.0)

    assert worth(tried) <= worth(honest) or worth(tried)[1] - worth(honest)[1] < 1e-8


def test_an_order_that_is_none_is_told() -> None:
    instance = problem([(1, "IT", False, {})] * 2, {"DE": 1})
    with pytest.raises(BadInputError, match="arrivals: is no order of the families"):
        first_come(instance, arrivals=np.array([0, 0]))


def test_the_lottery_decides_between_equals() -> None:
    instance = problem([(1, "IT", False, {})] * 6, {"DE": 2, "FR": 1})
    for mechanism in (greedy, first_come):
        seen = {tuple(mechanism(instance, seed=seed).state.tolist()) for seed in range(30)}
        assert len(seen) > 15
        assert mechanism(instance, seed=4).state.tolist() == mechanism(instance, seed=4).state.tolist()


def test_a_hundred_thousand_families_take_a_moment() -> None:
    instance = crowd(100_000, 1, kept=0.2)
    start = perf_counter()
    placed = [greedy(instance).state, first_come(instance).state]
    assert perf_counter() - start < 5  # about 0.3 s on a quiet machine
    assert all((state != NOWHERE).mean() > 0.8 for state in placed)
