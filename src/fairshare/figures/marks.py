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
        of_module = [cite for node in tree.body if isinstance(node, ast.Assign) for cite in _module_marks(node)]
        for node in ast.walk(tree):
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name.lower().startswith("test"):
                for cite in dict.fromkeys([*of_module, *_marks(node.decorator_list)]):
                    found.setdefault(cite, []).append(f"{path.relative_to(home).as_posix()}::{node.name}")
    return found


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
