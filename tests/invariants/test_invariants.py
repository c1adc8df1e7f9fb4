"""The 54 invariants of the project's reading of the law, each a test by its number in a file of this folder.

Severity there: H must never be violated, W warns and lets a person override with a reason, P is the default of an
ambiguity.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from fairshare.cli.law import import_rules
from fairshare.law.citation import REGISTER, Rule

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
    import_rules()
    return REGISTER


@pytest.mark.parametrize("name", ALL)
def test_every_invariant_has_one_test(name: str, tested: dict[str, list[str]]) -> None:
    assert len(tested.get(name, [])) == 1


def test_there_are_no_others(tested: dict[str, list[str]]) -> None:
    assert tested.keys() == set(ALL)


def test_rules_name_only_known_invariants(rules: dict[str, Rule]) -> None:
    assert {invariant for rule in rules.values() for invariant in rule.invariants} <= set(ALL)
