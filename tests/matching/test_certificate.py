"""A placement and its proof, checked by what knows nothing of the solver: what is right passes, the rest is found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from instances import brute_force, pair_values, problem, problems, total_values

from fairshare.matching.certificate import (
    BRANCH_AND_BOUND,
    Claim,
    Finding,
    Instance,
    Proof,
    check,
    upper_bound,
    usable_places,
)
from fairshare.matching.problem import NOWHERE, Problem

pytestmark = pytest.mark.law("AMMR 67(4)")


def instance_of(given: Problem) -> Instance:
    names = ("persons", "present_in", "vulnerable", "eligible", "link_family", "link_state", "link", "barred_family")
    more = ("barred_state", "row_state", "row_present", "places")
    columns = {name: getattr(given, name) for name in names + more}
    policy = given.policy
    weights = {
        "place_weight": policy.place,
        "vulnerable_weight": policy.vulnerable,
        "links_weight": policy.links,
    }
    return Instance(states=given.states, **columns, **weights)


def honest(given: Problem, state: Any, prices: Any) -> Claim:
    """What a true answer says about a placement, worked out pair by pair."""
    state = np.array(state, np.int64)
    worth = np.column_stack([pair_values(given), np.zeros(given.families)])[np.arange(given.families), state]
    links = {(f, s): x for f, s, x in zip(given.link_family, given.link_state, given.link, strict=True)}
    link = np.array([links.get((i, to), 0.0) for i, to in enumerate(state)])
    placed, objective = state != NOWHERE, float(sum(worth))
    counts = {
        "placed_cases": int(placed.sum()),
        "placed_persons": int(given.persons[placed].sum()),
        "linked_honoured": int((link > 0).sum()),
        "vulnerable_placed_persons": int(given.persons[placed & given.vulnerable].sum()),
    }
    instance, prices = instance_of(given), np.array(prices, np.float64)
    room = usable_places(instance)
    bound = upper_bound(instance, prices, room)
    gap = (bound - objective) / bound if bound else 0.0
    return Claim(state, worth, link, objective, counts, Proof(prices, bound, gap, "prices", np.array(room, np.int64)))


def failed(given: Problem, claim: Claim) -> dict[str, Finding]:
    return {finding.what: finding for finding in check(instance_of(given), claim) if not finding.passed}


FAMILIES = [
    (2, "IT", True, {"DE": 1.0}),
    (3, "IT", False, {"FR": 0.5}),
    (1, "EL", False, {}),
    (2, "EL", True, {"FR": 0.4}),
    (4, "IT", False, {}),
]
EXAMPLE = problem(FAMILIES, {"DE": 4, ("FR", "IT"): 4}, barred=[(2, "DE")], ineligible=[4])
"""Families 0 and 3 go to Germany, 1 to France by the agreement; 2 must not go to Germany and has nowhere else."""
DE, FR = EXAMPLE.states.index("DE"), EXAMPLE.states.index("FR")
STATE = [DE, FR, NOWHERE, DE, NOWHERE]
CLAIM = honest(EXAMPLE, STATE, [0.0, 0.0])


def proof(**changes: Any) -> Claim:
    assert CLAIM.proof is not None
    return replace(CLAIM, proof=replace(CLAIM.proof, **changes))


def moved(family: int, to: int) -> Claim:
    """The claim with one family elsewhere, and nothing else changed."""
    state = list(STATE)
    state[family] = to
    return replace(CLAIM, state=np.array(state))


# --- what is right passes -----------------------------------------------------------------------------------------


def test_the_example_is_optimal_and_proved_by_prices_of_zero() -> None:
    """2 * (8 + 4 + 2) + 3 * (8 + 1) + 2 * (8 + 4) = 79; family 3 would have a link to France, but no agreement."""
    assert CLAIM.objective == 79.0
    assert CLAIM.proof is not None and CLAIM.proof.bound == 79.0
    assert failed(EXAMPLE, CLAIM) == {}


@settings(max_examples=150)
@given(problems(max_families=5), st.data())
def test_every_best_placement_passes_with_whatever_prices(given: Problem, data: st.DataObject) -> None:
    placements = brute_force(given)
    best = placements[np.argmax(total_values(given, placements))]
    prices = [data.draw(st.floats(0, 20)) for _ in given.places]
    assert failed(given, honest(given, best, prices)) == {}


@settings(max_examples=150)
@given(problems(max_families=5), st.data())
def test_just_the_feasible_placements_pass(given: Problem, data: st.DataObject) -> None:
    to = st.integers(NOWHERE, len(given.states) - 1)
    state = data.draw(st.lists(to, min_size=given.families, max_size=given.families))
    allowed = state in brute_force(given).tolist()
    claim = Claim(np.array(state, np.int64), np.zeros(len(state)), np.zeros(len(state)), 0.0, {})
    found = [finding.passed for finding in check(instance_of(given), claim)][:5]
    assert all(found) == allowed


def test_a_family_may_be_counted_on_kept_and_general_places() -> None:
    given = problem([(3, "IT", False, {}), (1, "EL", False, {})], {"DE": 2, ("DE", "IT"): 2})
    assert failed(given, honest(given, [0, 0], [8.0, 8.0])) == {}
    full = problem([(3, "IT", False, {}), (2, "EL", False, {})], {"DE": 2, ("DE", "IT"): 2})
    found = failed(full, honest(full, [0, 0], [8.0, 8.0]))
    assert found["persons within places"].found == "DE: 3 persons for 2 general places"


def test_an_answer_without_a_proof_is_checked_without_one() -> None:
    findings = check(instance_of(EXAMPLE), replace(CLAIM, proof=None))
    assert all(finding.passed for finding in findings)
    assert not {"UB(p)", "bound", "gap", "prices"} & {finding.what for finding in findings}


def test_nobody_and_no_places_prove_themselves() -> None:
    nobody = problem([], {"DE": 0})
    assert failed(nobody, honest(nobody, [], [3.0])) == {}


# --- what is wrong is found ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("family", "to", "what"),
    [
        pytest.param(4, DE, "placed cases that are not eligible", marks=pytest.mark.law("AMMR 67(2)")),
        pytest.param(0, EXAMPLE.states.index("IT"), "cases placed where they are"),
        pytest.param(2, DE, "cases placed against an exclusion"),
        pytest.param(3, FR, "cases placed without a row of quotas"),
        pytest.param(1, DE, "persons within places"),
    ],
)
def test_a_pair_that_must_not_be_made_is_found(family: int, to: int, what: str) -> None:
    found = failed(EXAMPLE, moved(family, to))
    assert what in found
    if what != "persons within places":
        assert found[what].families == (family,)


@pytest.mark.parametrize("wrong", [27.1, np.nan, np.inf, 0.0, -28.0])
def test_a_wrong_value_of_one_case_is_found(wrong: float) -> None:
    found = failed(EXAMPLE, replace(CLAIM, value=np.array([wrong, *CLAIM.value[1:]])))
    assert set(found) == {"cases with a wrong value"}
    assert found["cases with a wrong value"].families == (0,)


@pytest.mark.parametrize("wrong", [0.4, np.nan])
def test_a_link_that_is_not_there_is_found(wrong: float) -> None:
    found = failed(EXAMPLE, replace(CLAIM, link=np.array([*CLAIM.link[:3], wrong, 0.0])))
    assert set(found) == {"cases with a wrong link"}


@pytest.mark.parametrize("count", sorted(CLAIM.counts))
def test_a_wrong_count_is_found(count: str) -> None:
    wrong: Mapping[str, int] = {**CLAIM.counts, count: CLAIM.counts[count] + 1}
    assert set(failed(EXAMPLE, replace(CLAIM, counts=wrong))) == {count}


def test_a_wrong_objective_is_found() -> None:
    assert "objective" in failed(EXAMPLE, replace(CLAIM, objective=79.001))


@pytest.mark.parametrize("price", [-1.0, np.nan, np.inf])
def test_a_price_that_is_none_is_found_and_proves_nothing(price: float) -> None:
    found = failed(EXAMPLE, proof(prices=np.array([price, 0.0])))
    assert set(found) == {"prices"}
    assert found["prices"].found.startswith("DE: ")


def test_other_prices_do_not_prove_the_bound() -> None:
    assert set(failed(EXAMPLE, proof(prices=np.array([20.0, 0.0])))) == {"UB(p)"}


@pytest.mark.parametrize("bound", [80.0, 79.0001])
def test_a_bound_above_what_prices_prove_is_found(bound: float) -> None:
    gap = (bound - 79.0) / bound
    assert set(failed(EXAMPLE, proof(bound=bound, gap=gap))) == {"UB(p)"}
    assert set(failed(EXAMPLE, proof(bound=bound, gap=gap, bound_by=BRANCH_AND_BOUND))) == {"UB(p)"}


def test_a_bound_below_what_prices_prove_must_name_branch_and_bound() -> None:
    loose = honest(EXAMPLE, STATE, [14.0, 0.0])
    assert loose.proof is not None and loose.proof.bound > 79.0
    closed = replace(loose.proof, bound=79.0, gap=0.0)
    assert set(failed(EXAMPLE, replace(loose, proof=closed))) == {"UB(p)"}
    assert failed(EXAMPLE, replace(loose, proof=replace(closed, bound_by=BRANCH_AND_BOUND))) == {}


def test_a_bound_below_the_objective_is_none_whoever_found_it() -> None:
    found = failed(EXAMPLE, proof(bound=78.0, gap=-1 / 78, bound_by=BRANCH_AND_BOUND))
    assert set(found) == {"bound"}


@pytest.mark.parametrize("gap", [1e-6, -1e-6, np.nan])
def test_a_wrong_gap_is_found(gap: float) -> None:
    assert set(failed(EXAMPLE, proof(gap=gap))) == {"gap"}


def test_wrong_usable_places_are_found() -> None:
    found = failed(EXAMPLE, proof(usable=np.array([4, 4])))
    assert found["usable places"].found == "FR|IT: 4 for 3"


def test_at_most_fifty_families_are_named() -> None:
    many = problem([(1, "IT", False, {})] * 99, {"DE": 99}, ineligible=range(99))
    claim = Claim(np.zeros(99, np.int64), np.zeros(99), np.zeros(99), 0.0, {})
    found = failed(many, claim)["placed cases that are not eligible"]
    assert (found.found, found.families) == ("99", tuple(range(50)))


def test_values_scale_with_their_weights() -> None:
    """Twice the weights, twice the bound: nothing in the check is an absolute figure but the tolerance below 1."""
    instance = instance_of(EXAMPLE)
    room = usable_places(instance)
    twice = replace(instance, place_weight=Fraction(16), vulnerable_weight=Fraction(8), links_weight=Fraction(4))
    prices = np.array([1.0, 3.0])
    assert upper_bound(twice, 2 * prices, room) == pytest.approx(2 * upper_bound(instance, prices, room))
