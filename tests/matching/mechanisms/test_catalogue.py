"""The list of mechanisms: every one can be run by its name, and what it proposes is feasible."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from instances import feasible, problem, problems

from fairshare.matching.mechanisms.catalogue import MECHANISMS
from fairshare.matching.problem import Problem

SMALL = problem(
    [(2, "IT", True, {"DE": 1.0}), (3, "IT", False, {"FR": 0.5}), (1, "EL", False, {}), (4, "EL", True, {"DE": 0.3})],
    {"DE": 4, ("DE", "EL"): 2, "FR": 3},
    barred=[(0, "FR")],
)


@pytest.mark.law("AMMR 67(6)")
@pytest.mark.parametrize("name", MECHANISMS)
def test_each_mechanism_runs_by_its_name_and_makes_a_feasible_placement(name: str) -> None:
    mechanism = MECHANISMS[name]
    placement = mechanism.run(SMALL, seed=1)
    assert (placement.mechanism, mechanism.name) == (name, name)
    assert feasible(placement)
    assert (placement.state == mechanism.run(SMALL, seed=1).state).all()
    assert mechanism.title
    assert mechanism.source
    assert mechanism.guarantees


@pytest.mark.slow
@pytest.mark.parametrize("name", MECHANISMS)
@given(problems(max_families=6))
@settings(max_examples=20)
def test_each_mechanism_makes_a_feasible_placement_of_whatever_comes(name: str, instance: Problem) -> None:
    assert feasible(MECHANISMS[name].run(instance, seed=1))


def test_the_list_loads_no_mechanism() -> None:
    code = "import sys, fairshare.matching.mechanisms.catalogue; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name for name in done.stdout.split() if name.startswith("fairshare.matching")}
    assert loaded == {
        "fairshare.matching",
        "fairshare.matching.mechanisms",
        "fairshare.matching.mechanisms.catalogue",
        "fairshare.matching.policy",
        "fairshare.matching.problem",
    }
