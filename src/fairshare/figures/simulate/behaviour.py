"""The assumptions of a simulation as plain rows: ``behaviour.yaml``, read strictly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any, Final

import yaml

from fairshare.faults import BadInputError, Fault

FILE: Final = "behaviour.yaml"
GROUPS: Final = ("people", "states", "costs")
SHAPES: Final = ("fixed", "uniform", "triangular", "beta")
STATUSES: Final = ("official", "reported", "inferred", "assumed")

_WORDS: Final = ("says", "unit", "shape", "status", "source", "why")
_NUMBERS: Final = ("best", "low", "high")
_SEEN: Final = ("a", "b")


def rows(text: str | None = None, file: str = FILE) -> tuple[dict[str, Any], ...]:
    """Every assumption in the order of the file: ``name``, ``group``, words (``says``, ``unit``, ``shape``, ``status``,
    ``source``, ``why``) and floats (``best``, ``low``, ``high`` and, for a beta, ``a`` and ``b``).

    ``text``: another file's content instead of the bundled one, called ``file`` in messages. Raises
    :class:`~fairshare.faults.BadInputError` with every fault by its path (``people.request.best``): what is no YAML or
    no mapping, names that are unknown, missing or repeated, numbers that are none, and a ``best`` out of its range.
    """
    if text is None:
        text = (resources.files("fairshare.figures.simulate") / FILE).read_text("utf-8")
    try:
        root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        raise BadInputError([Fault(file, 1, "file", "is no YAML", str(error).splitlines()[0])]) from None
    faults = list[Fault]()
    names = set[str]()
    found = list[dict[str, Any]]()
    for group, assumptions, line in _entries(root, "", file, 1, faults):
        if group not in GROUPS:
            faults.append(Fault(file, line, group, "is unknown", "one of " + ", ".join(GROUPS)))
            continue
        for name, fields, at in _entries(assumptions, group, file, line, faults):
            path = f"{group}.{name}"
            if name in names:
                faults.append(Fault(file, at, path, "stands in the file already", "each name once"))
            names.add(name)
            values = _fields({key: (node, on) for key, node, on in _entries(fields, path, file, at, faults)})
            faults += (Fault(file, on or at, f"{path}.{field}", *words) for field, on, *words in _wrong(values))
            found.append({"name": name, "group": group, **{key: value for key, (value, _) in values.items()}})
    if faults:
        raise BadInputError(faults)
    return tuple(found)


def _entries(
    node: yaml.Node | None, path: str, file: str, line: int, faults: list[Fault]
) -> Iterator[tuple[str, yaml.Node, int]]:
    """The entries of a mapping with their lines; a repeated name, or no mapping, is a fault."""
    if not isinstance(node, yaml.MappingNode):
        faults.append(Fault(file, line, path or "file", "is no mapping", "lines of the form NAME: value"))
        return
    seen = set[str]()
    for key, value in node.value:
        name, at = str(key.value), key.start_mark.line + 1
        if name in seen:
            faults.append(Fault(file, at, f"{path}.{name}".lstrip("."), "is repeated", "each name once"))
        else:
            seen.add(name)
            yield name, value, at


def _fields(nodes: Mapping[str, tuple[yaml.Node, int]]) -> dict[str, tuple[Any, int]]:
    """The values of one assumption with their lines: floats (``None`` where it is no number) and words."""
    return {
        name: (_number(node) if name in (*_NUMBERS, *_SEEN) else str(node.value), line)
        for name, (node, line) in nodes.items()
    }


def _number(node: yaml.Node) -> float | None:
    try:
        value = float(node.value)
    except (TypeError, ValueError):
        return None
    return value if abs(value) < float("inf") else None


def _wrong(values: Mapping[str, tuple[Any, int]]) -> Iterator[tuple[str, int, str, str]]:
    """What is wrong with one assumption: field, line (0: that of the assumption), problem, what was expected."""
    at = {name: line for name, (_, line) in values.items()}
    value = {name: content for name, (content, _) in values.items()}
    needed = (*_WORDS, *_NUMBERS, *(_SEEN if value.get("shape") == "beta" else ()))
    yield from ((name, 0, "is missing", "a value") for name in needed if name not in value)
    yield from ((name, at[name], "is unknown", "one of " + ", ".join(needed)) for name in value if name not in needed)
    numbers = [name for name in (*_NUMBERS, *_SEEN) if name in value]
    yield from ((name, at[name], "is no number", "a finite number") for name in numbers if value[name] is None)
    yield from ((name, at[name], "is empty", "words") for name in _WORDS if name in value and not value[name].strip())
    for name, known in (("shape", SHAPES), ("status", STATUSES)):
        if value.get(name, known[0]) not in known:
            yield name, at[name], f"{value[name]!r} is unknown", "one of " + ", ".join(known)
    if all(value.get(name) is not None for name in _NUMBERS):
        yield from _out_of_range(value, at)


def _out_of_range(value: Mapping[str, Any], at: Mapping[str, int]) -> Iterator[tuple[str, int, str, str]]:
    low, best, high = value["low"], value["best"], value["high"]
    if not low <= best <= high:
        yield "best", at["best"], f"{best:g} is not between low and high", f"{low:g} to {high:g}"
    if (value.get("shape") == "fixed") != (low == high):
        yield "shape", at.get("shape", 0), "does not fit the range", "fixed where, and only where, low is high"
    if value.get("unit") in {"chance", "share", "chance a year"} and not 0 <= low <= high <= 1:
        yield "high" if high > 1 else "low", at["high"], "is no chance", "0 to 1"
    yield from (
        (name, at[name], f"{value[name]:g} is not above 0", "what was counted")
        for name in _SEEN
        if value.get(name) is not None and value[name] <= 0
    )
