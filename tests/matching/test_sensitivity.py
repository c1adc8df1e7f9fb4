"""How much a placement depends on each weight: only real changes are counted, ties are not."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from instances import brute_force, problem, total_values

from fairshare.matching.links import KIND_NAMES, LinkRows, relinked
from fairshare.matching.optimum import solve
from fairshare.matching.policy import Policy
from fairshare.matching.problem import Problem
from fairshare.matching.sensitivity import STAY, sensitivity, variants

unhurried = settings(deadline=None, max_examples=8)

FAMILY, STUDY = KIND_NAMES.index("family"), KIND_NAMES.index("study")


def instance(
    declared: list[tuple[int, str, int, float]], sizes: list[int], quotas: dict[str, int]
) -> tuple[Problem, LinkRows]:
    """Families present in Italy, with links row by row."""
    bare = problem([(size, "IT", False, {}) for size in sizes], quotas)
    family, kind = np.array([row[0] for row in declared], np.int64), np.array([row[2] for row in declared], np.int64)
    state = np.array([bare.states.index(row[1]) for row in declared], np.int64)
    rows = LinkRows(family, state, kind, np.array([row[3] for row in declared], np.float64))
    return relinked(bare, rows, Policy()), rows


def test_a_weight_decides_between_two_kinds_of_links() -> None:
    """One place, a family link that counts 0.52 and a study link that counts 0.5: a tenth turns it round."""
    it, rows = instance([(0, "DE", FAMILY, 0.52), (1, "DE", STUDY, 1.0)], [1, 1], {"DE": 1, "FR": 5})
    changes = {(change.weight, change.factor): change for change in sensitivity(solve(it), rows)}
    turned = changes["family", Fraction(9, 10)]
    assert (turned.linked_moved, turned.linked, turned.persons_moved, turned.unlinked_moved) == (2, 2, 2, 0)
    assert turned.regret == pytest.approx(2 * (0.5 - 0.9 * 0.52))
    assert turned.regret_share == pytest.approx(turned.regret / 17.0)
    assert turned.must_move == 2
    assert changes["study", Fraction(11, 10)].linked_moved == 2
    for same in (
        ("family", Fraction(11, 10)),
        ("study", Fraction(9, 10)),
        ("links", Fraction(9, 10)),
        ("place", Fraction(11, 10)),
    ):
        assert (changes[same].linked_moved, changes[same].must_move, changes[same].regret) == (0, 0, 0)


def test_families_that_are_all_alike_do_not_move() -> None:
    """Any of six could have the two places: whoever has them keeps them under every weight."""
    it, rows = instance([(i, "DE", FAMILY, 0.5) for i in range(6)], [1] * 6, {"DE": 2, "FR": 2})
    for change in sensitivity(solve(it), rows):
        assert (change.linked_moved, change.unlinked_moved, change.must_move, change.regret) == (0, 0, 0, 0.0)


def test_persons_without_links_are_counted_by_what_a_state_receives() -> None:
    """Two places: whoever has links changes to the other state, so the family without links has to change as well."""
    it, rows = instance([(0, "DE", FAMILY, 0.52), (0, "FR", STUDY, 1.0)], [2, 2], {"DE": 2, "FR": 2})
    changes = {(change.weight, change.factor): change for change in sensitivity(solve(it), rows)}
    turned = changes["family", Fraction(9, 10)]
    assert (turned.linked_moved, turned.persons_moved, turned.unlinked_moved) == (1, 2, 2)
    assert changes["family", Fraction(11, 10)].unlinked_moved == 0


def test_every_weight_above_nothing_is_changed_both_ways() -> None:
    policy = Policy(vulnerable=Fraction(0), kinds={"family": Fraction(1), "study": Fraction(0)})
    assert [(weight, factor) for weight, factor, _ in variants(policy, Fraction(1, 5))] == [
        (weight, factor) for weight in ("place", "links", "family") for factor in (Fraction(4, 5), Fraction(6, 5))
    ]


def test_links_that_count_nothing_change_nothing() -> None:
    it, rows = instance([(0, "DE", FAMILY, 0.5)], [1, 2], {"DE": 2, "FR": 1})
    idle = relinked(it, rows, Policy(links=Fraction(0)))
    told: list[str] = []
    found = sensitivity(solve(idle), rows, told=lambda weight, factor: told.append(weight))
    assert {change.regret for change in found} == {0.0}
    assert told == [change.weight for change in found]


@unhurried
@given(data=st.data())
def test_regret_and_proved_moves_are_true_of_every_optimum(data: st.DataObject) -> None:
    """Against all placements: regret is the distance to the best, and who must move stays in no best placement."""
    states = ("DE", "FR")
    declared = data.draw(
        st.lists(
            st.tuples(
                st.integers(0, 4), st.sampled_from(states), st.integers(0, 4), st.sampled_from((0.3, 0.5, 0.52, 1.0))
            ),
            max_size=8,
            unique_by=lambda row: row[:3],
        )
    )
    sizes = data.draw(st.lists(st.integers(1, 3), min_size=5, max_size=5))
    it, rows = instance(declared, sizes, {"DE": data.draw(st.integers(0, 5)), "FR": data.draw(st.integers(0, 5))})
    old, every = solve(it), brute_force(it)
    for (_, _, policy), change in zip(variants(it.policy), sensitivity(old, rows), strict=True):
        weighed = relinked(it, rows, policy)
        values = total_values(weighed, every)
        kept = float(weighed.value_at(old.state).sum())
        slack = STAY * 15 * sum(sizes)
        assert change.regret == pytest.approx(values.max() - kept, abs=slack + 1e-9)
        best, near = every[values >= values.max() - 1e-9], every[values >= values.max() - slack - 1e-9]
        assert change.must_move <= (best != old.state).all(axis=0).sum()
        least = min(int(it.persons[(one != old.state) & it.linked].sum()) for one in near)
        assert change.persons_moved >= least or change.regret == 0
        assert change.linked_moved == 0 or change.regret > 0
