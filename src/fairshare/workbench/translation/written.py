"""Texts that a module writes where it makes a value, read from its source: no other way leads to all of them."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Final

from fairshare.evaluation.agenda.duty import Task
from fairshare.law.outcome import Test

_ORDER: Final = {made.__name__: list(inspect.signature(made).parameters) for made in (Task, Test)}
"""The fields of what is made, in their order."""

_SAID: Final = {"say": 0, "Gap": 1, "by_state": 1}
"""What is called with a text, and the place of that; ``by_state`` makes a gap for each state."""


def texts_for(
    module: ModuleType, fields: Collection[str], words: Mapping[str, Collection[str]] | None = None
) -> Iterator[str]:
    """The texts that a module gives to ``fields``: in a call by name or by place, also through a function of its own
    that hands them on; under that key of a mapping; and where they are kept in a variable of that name.

    ``words``: by the name that stands within a text, what it may stand for.
    """
    tree = ast.parse(inspect.getsource(module))
    order = _ORDER | _own(tree)
    for node in ast.walk(tree):
        for value in _given(node, fields, order):
            yield from _texts(value, words or {})


def said(folder: Path) -> Iterator[tuple[str, Iterator[str]]]:
    """The texts of evaluations that the modules of a folder write, by module: what they give to ``say``, and who owes
    what is not known (``Gap``). Raises ``ValueError`` for a text of ``say`` that is not written out: no translator
    would see it."""
    for path in sorted(folder.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
        place = path.relative_to(folder.parents[1]).as_posix()
        yield place, iter([text for node in ast.walk(tree) for text in _said(node, place)])


def _said(node: ast.AST, place: str) -> Iterator[str]:
    called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
    if not isinstance(node, ast.Call) or called not in _SAID:
        return
    text = node.args[_SAID[called]] if len(node.args) > _SAID[called] else None
    if isinstance(text, ast.Constant) and isinstance(text.value, str):
        yield text.value
    elif called == "say":
        raise ValueError(f"{place}:{node.lineno}: the text of say is not written out")


def _own(tree: ast.Module) -> dict[str, list[str]]:
    """By function of the module, its parameters."""
    functions = (node for node in tree.body if isinstance(node, ast.FunctionDef))
    return {function.name: [one.arg for one in function.args.args] for function in functions}


def _given(node: ast.AST, fields: Collection[str], order: Mapping[str, list[str]]) -> Iterator[ast.expr]:
    if isinstance(node, ast.Assign) and any(isinstance(one, ast.Name) and one.id in fields for one in node.targets):
        yield node.value
    if isinstance(node, ast.Dict):
        yield from (
            v for k, v in zip(node.keys, node.values, strict=True) if isinstance(k, ast.Constant) and k.value in fields
        )
    if isinstance(node, ast.Call):
        yield from (keyword.value for keyword in node.keywords if keyword.arg in fields)
        names = order.get(node.func.id, []) if isinstance(node.func, ast.Name) else []
        yield from (value for name, value in zip(names, node.args, strict=False) if name in fields)


def _texts(value: ast.expr, words: Mapping[str, Collection[str]]) -> Iterator[str]:
    if isinstance(value, ast.IfExp):
        yield from (*_texts(value.body, words), *_texts(value.orelse, words))
    elif isinstance(value, ast.JoinedStr):
        yield from _filled(value, words)
    elif isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value


def _filled(text: ast.JoinedStr, words: Mapping[str, Collection[str]]) -> Iterator[str]:
    """A text with one name in it, once for everything that the name stands for; with a figure in it, not at all."""
    names = [ast.unparse(part.value) for part in text.values if isinstance(part, ast.FormattedValue)]
    for word in words.get(names[0], ()) if len(names) == 1 else ():
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else word for part in text.values)
