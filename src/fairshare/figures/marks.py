"""Which tests check which provision: the marks ``@pytest.mark.law("…")`` of the test tree, read without running it."""

from __future__ import annotations

import ast
from pathlib import Path


def marked_tests(root: Path | None = None) -> dict[str, list[str]]:
    """Names of tests by provision, ``{cite: ["tests/law/test_x.py::test_y"]}``; empty where no test tree is found."""
    home = root or Path(__file__).resolve().parents[3]
    found: dict[str, list[str]] = {}
    for path in sorted((home / "tests").rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                for cite in _marks(node):
                    found.setdefault(cite, []).append(f"{path.relative_to(home).as_posix()}::{node.name}")
    return found


def _marks(node: ast.FunctionDef | ast.ClassDef) -> list[str]:
    """The provisions in the marks of one test or class of tests."""
    return [
        argument.value
        for decorator in node.decorator_list
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.law"
        for argument in decorator.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]
