"""Cases that a lawyer can read (``cases/*.yaml``): facts, question, expected state and provision.

They were written from the law alone, without sight of the engine. A case with ``vary`` is one per value.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from fairshare.law.responsibility.answers import answer, documents
from fairshare.law.responsibility.notation import read_cases

HERE = Path(__file__).parent / "cases"


def plain(value: Any) -> Any:
    """YAML's days as ISO text, as JSON has them."""
    if isinstance(value, dict):
        return {plain(key): plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def changed(facts: Any, path: str, value: Any) -> Any:
    """The facts with one value changed; the path gives keys and places, with dots between."""
    facts = deepcopy(facts)
    *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    here = facts
    for part in way:
        here = here.setdefault(part, {}) if isinstance(here, dict) else here[part]
    here[last] = value
    return facts


def read(file: Path) -> Iterator[Any]:
    for entry in plain(yaml.safe_load(file.read_text(encoding="utf-8"))):
        answers = entry.get("answers", {None: entry.get("expect")})
        for value, expected in answers.items():
            facts = entry["facts"] if value is None else changed(entry["facts"], entry["vary"], value)
            name = f"{file.stem}: {entry['name']}" + (f" [{value}]" if value is not None else "")
            marks = pytest.mark.law(*entry["law"])
            yield pytest.param({"id": name, **facts}, {**(entry.get("expect") or {}), **expected}, id=name, marks=marks)


CASES = [case for file in sorted(HERE.glob("*.yaml")) for case in read(file)]


def differences(expected: Any, found: Any, path: str = "") -> Iterator[str]:
    """Where an answer is not what was expected; mappings and lists need only hold what is expected."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for key, value in expected.items():
            yield from differences(value, found.get(key), f"{path}.{key}")
    elif isinstance(expected, list) and isinstance(found, list):
        for value in expected:
            if not any(not list(differences(value, item)) for item in found):
                yield f"{path}: {value} is not in {found}"
    elif expected != found:
        yield f"{path}: {expected} expected, {found} found"


def test_there_are_cases_over_all_provisions() -> None:
    assert len(CASES) > 120


@pytest.mark.parametrize(("facts", "expected"), CASES)
def test_the_answer_is_that_of_the_law(facts: Any, expected: Any) -> None:
    (found,) = documents(answer(read_cases([facts])))
    wrong = list(differences(expected, found))
    chain = "\n".join(f"  {link['rule']}: {link['outcome']}: {link['why']}" for link in found["chain"])
    assert not wrong, "\n".join([*wrong, chain])
