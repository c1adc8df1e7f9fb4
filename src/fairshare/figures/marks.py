"""Which tests check which provision, read from the test tree without running it.

A test names provisions in its mark ``@pytest.mark.law("…")``, a case of ``cases/*.yaml`` in its list ``law``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import yaml


def marked_tests(root: Path | None = None) -> dict[str, list[str]]:
    """Names of tests by provision, ``{cite: ["tests/law/test_x.py::test_y"]}``; empty where no test tree is found.

    A case of a file of cases is named by that file and its own name.
    """
    home = root or Path(__file__).resolve().parents[3]
    found: dict[str, list[str]] = {}
    for path in sorted((*(home / "tests").rglob("test_*.py"), *(home / "tests").rglob("cases/*.yaml"))):
        place = path.relative_to(home).as_posix()
        for name, cites in _of_cases(path) if path.suffix == ".yaml" else _of_module(path):
            for cite in dict.fromkeys(cites):
                found.setdefault(cite, []).append(f"{place}::{name}")
    return found


def _of_module(path: Path) -> Iterator[tuple[str, list[str]]]:
    """The tests of a module, each with the provisions that it names."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    of_module = [cite for node in tree.body if isinstance(node, ast.Assign) for cite in _module_marks(node)]
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name.lower().startswith("test"):
            yield node.name, [*of_module, *_marks(node.decorator_list)]


def _of_cases(path: Path) -> Iterator[tuple[str, list[str]]]:
    """The cases of a file, each with the provisions that it is about; other files have none."""
    cases: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    for case in cases if isinstance(cases, list) else []:
        if isinstance(case, dict) and "law" in case:
            yield str(case["name"]), [str(cite) for cite in case["law"]]


_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The loader in C where it is built: the cases are many."""


def _module_marks(node: ast.Assign) -> list[str]:
    """The provisions of ``pytestmark = …``, which count for every test of a module."""
    names = [target.id for target in node.targets if isinstance(target, ast.Name)]
    marks = node.value.elts if isinstance(node.value, ast.List) else [node.value]
    return _marks(marks) if names == ["pytestmark"] else []


def _marks(calls: list[ast.expr]) -> list[str]:
    """The provisions named in calls of ``pytest.mark.law``."""
    return [
        argument.value
        for call in calls
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "pytest.mark.law"
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]
