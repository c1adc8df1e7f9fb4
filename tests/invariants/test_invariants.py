"""The 54 invariants of the project's reading of the law, each a test by its number in a file of this folder.

Severity there: H must never be violated, W warns and lets a person override with a reason, P is the default of an
ambiguity. An invariant of a part that is not built yet stands in :data:`NOT_YET` with that part.
"""

from __future__ import annotations

import ast
import pkgutil
import re
from importlib import import_module
from pathlib import Path

import pytest

from fairshare.law.citation import REGISTER, Rule

NOT_YET = {
    "I36": "security flag of a person (67(2)): comes with the matching of persons and places",
    "I37": "family responsibility of the benefitting state (67(5)): comes with the responsibility criteria of Part III",
    "I38": "one destination for a family (67(6)): comes with the matching, where a family is one case",
    "I39": "meaningful links and the fair sharing of those without (67(3)-(4)): comes with the matching",
    "I41": "closed list of refusal reasons (IR Annex IV): comes with the forms of a relocation case",
    "I43": "the benefitting state, no program, decides on a person (67(3), 67(10)): comes with the relocation cases",
}
ALL = [f"I{number}" for number in range(1, 55)]
NAMED = re.compile(r"test_i(\d+)_\w{10,}")


@pytest.fixture(scope="module")
def tested() -> dict[str, list[str]]:
    """Names of tests by invariant."""
    found: dict[str, list[str]] = {}
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and (name := NAMED.fullmatch(node.name)):
                found.setdefault(f"I{name[1]}", []).append(node.name)
    return found


@pytest.fixture(scope="module")
def rules() -> dict[str, Rule]:
    """The register with every room imported that holds rules."""
    for name in ("fairshare.law", "fairshare.ledger"):
        for module in pkgutil.walk_packages(import_module(name).__path__, f"{name}."):
            import_module(module.name)
    return REGISTER


@pytest.mark.parametrize("name", ALL)
def test_every_invariant_has_one_test_or_a_reason_why_not_yet(name: str, tested: dict[str, list[str]]) -> None:
    assert len(tested.get(name, [])) == (name not in NOT_YET)


def test_there_are_no_others(tested: dict[str, list[str]]) -> None:
    assert tested.keys() | NOT_YET.keys() == set(ALL)


def test_rules_name_only_known_invariants_and_none_that_is_not_held_yet(rules: dict[str, Rule]) -> None:
    named = {invariant for rule in rules.values() for invariant in rule.invariants}
    assert named <= set(ALL)
    assert not named & NOT_YET.keys()
