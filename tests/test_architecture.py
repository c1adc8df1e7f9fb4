"""The house stands: rooms import downward only, and the core does no input or output."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[1]
SOURCE = HOME / "src" / "fairshare"
CORE = ("law", "ledger", "matching", "assessment", "simulation", "evaluation", "states.py", "faults.py", "plain.py")
FORBIDDEN = {"open", "print", "input", "exec", "eval", "compile", "__import__", "breakpoint"}
CLOCKS = {"today", "now", "utcnow"}


def modules(room: str) -> list[Path]:
    path = SOURCE / room
    return [path] if path.is_file() else sorted(path.rglob("*.py"))


CORE_MODULES = [module for room in CORE for module in modules(room)]


def name_of(module: Path) -> str:
    return module.relative_to(SOURCE).as_posix()


def nodes(module: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(module.read_text(encoding="utf-8"), str(module)))


def imported(module: Path) -> set[str]:
    """Every module that a file imports, with the names taken from it (``importlib.resources``)."""
    found = set()
    for node in nodes(module):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_the_core_is_there() -> None:
    assert len(CORE_MODULES) > 30


@pytest.mark.parametrize("module", CORE_MODULES, ids=name_of)
def test_the_core_calls_nothing_that_reads_writes_or_runs(module: Path) -> None:
    calls = [node.func for node in nodes(module) if isinstance(node, ast.Call)]
    assert not {call.id for call in calls if isinstance(call, ast.Name)} & FORBIDDEN
    methods = {call.attr for call in calls if isinstance(call, ast.Attribute)}
    assert not methods & {"write_text", "write_bytes", "read_bytes", "unlink", "mkdir"}
    assert "read_text" not in methods or module == SOURCE / "law" / "parameters" / "__init__.py"


@pytest.mark.parametrize("module", CORE_MODULES, ids=name_of)
def test_the_core_asks_no_clock_and_draws_nothing_at_random(module: Path) -> None:
    called = {
        node.func.attr for node in nodes(module) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert not called & CLOCKS
    assert not imported(module) & {"random", "secrets", "uuid", "time"}


def test_only_the_parameters_of_the_law_read_package_data() -> None:
    readers = [
        name_of(module) for module in CORE_MODULES if any(name.startswith("importlib.res") for name in imported(module))
    ]
    assert readers == ["law/parameters/__init__.py"]


WRITTEN_BY_HAND = sorted(path for path in SOURCE.rglob("*.py") if path.parent.name != "migrations")


@pytest.mark.parametrize("module", WRITTEN_BY_HAND, ids=name_of)
def test_a_file_has_fewer_than_400_lines_and_a_function_fewer_than_60(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) < 400
    for node in nodes(module):
        if isinstance(node, ast.FunctionDef):
            first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
            assert (node.end_lineno or 0) - first.lineno + 1 < 60, node.name


def test_a_room_imports_only_from_the_floors_below_it() -> None:
    """The contracts of ``pyproject.toml``, as ``make imports`` checks them."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]


def test_starting_the_command_imports_no_heavy_library() -> None:
    """Each command imports what it needs when it is called; help must not wait for it."""
    heavy = ("polars", "pydantic", "openpyxl", "httpx", "rich", "lxml", "bs4", "babel", "holidays")
    heavy += ("statsforecast", "pandas", "altair", "scipy")
    program = f"import sys; from fairshare.cli.app import run; run(['-h']); print(set({heavy}) & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "set()"
