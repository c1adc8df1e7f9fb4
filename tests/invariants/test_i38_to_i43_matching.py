"""I38, I39 and I43: what the matching of persons and places must hold whatever it optimises."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fairshare.cli.match_sample import known_shares
from fairshare.matching.explain import explain
from fairshare.matching.mechanisms.catalogue import MECHANISMS
from fairshare.matching.optimum import solve
from fairshare.matching.policy import Policy
from fairshare.matching.problem import NOWHERE, Problem
from fairshare.matching.sample import problem as of_sample
from fairshare.matching.sample import sample
from fairshare.matching.sharing import mix


@pytest.fixture(scope="module")
def families() -> Problem:
    return of_sample(sample(400, 7, known_shares(), agreements=True, exclusions=0.1), Policy())


@pytest.mark.law("AMMR 67(6)")
@pytest.mark.parametrize("name", [name for name in MECHANISMS if name not in {"max-min", "nash", "lexicographic"}])
def test_i38_a_family_has_one_destination_under_every_mechanism(families: Problem, name: str) -> None:
    """One state a family, and all its persons count on places there."""
    state = MECHANISMS[name].run(families, seed=1).state
    assert state.shape == families.persons.shape
    placed = state != NOWHERE
    taken = np.bincount(state[placed], families.persons[placed], minlength=len(families.states))
    places = np.bincount(families.row_state, families.places, minlength=len(families.states))
    assert (taken <= places).all()
    assert families.may_go(np.flatnonzero(placed), state[placed]).all()


@pytest.mark.law("AMMR 67(3)", "AMMR 67(4)")
def test_i39_a_link_is_used_and_without_one_the_mix_mirrors_the_whole(families: Problem) -> None:
    """With its link a family goes where it counts; without, nothing it wishes counts, and states receive a like mix."""
    found = solve(families, 1)
    without = solve(replace(families, link_family=families.link_family[:0], link_state=families.link_state[:0],
                            link=families.link[:0]), 1)  # fmt: skip
    honoured = (families.link_at(found.state) > 0).sum()
    assert honoured > 2 * (families.link_at(without.state) > 0).sum()
    assert mix(families, found.state).overall < 0.25
    wishes = replace(families, link_family=families.link_family[:0], link_state=families.link_state[:0],
                     link=families.link[:0], nationality=families.nationality[::-1])  # fmt: skip
    assert solve(wishes, 1).objective == without.objective


@pytest.mark.law("AMMR 67(3)", "AMMR 67(10)")
def test_i43_the_answer_is_a_proposal_with_a_reason_for_every_family(families: Problem) -> None:
    """No placement without a reason that a person can read and decide otherwise upon."""
    explained = explain(solve(families, 1))
    texts, number = explained.texts()
    assert len(number) == families.families
    assert all(texts[n] for n in set(number.tolist()))
    assert all(explained.sentence(family) for family in range(0, families.families, 7))
