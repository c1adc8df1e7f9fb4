"""The two layouts of a cycle file, YAML and JSON Lines: from text to mappings with their lines, and back.

A file cannot make the program large or deep, and what cannot be read is named with its line.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from re import compile as pattern
from reprlib import Repr
from typing import Any, Final

import yaml
from yaml.composer import Composer, ComposerError

from fairshare.faults import BadInputError, Fault

_WHOLE: Final = pattern(r"[+-]?[0-9]{1,24}")
_DEPTH: Final = 16  # an event needs five levels: the file, its events, the event, its labels, those of one state
_SHORT: Final = Repr()
_SHORT.maxstring = _SHORT.maxother = _SHORT.maxlong = 60
_SHORT.maxlevel = 2


@dataclass(frozen=True, slots=True)
class Raw:
    """One mapping of a file with its line, and the lines of its fields."""

    line: int
    values: dict[str, Any]
    field_lines: dict[str, int]


def read(text: str, name: str) -> tuple[Raw, list[Raw]]:
    """The head of a cycle and its events. A text that opens with a brace is read as JSON Lines, any other as YAML.

    Raises :class:`~fairshare.faults.BadInputError`; ``name`` stands in the faults."""
    return _read_json_lines(text, name) if text.lstrip().startswith("{") else _read_yaml(text, name)


def write(document: dict[str, Any]) -> str:
    """The YAML text of a document, in the order of its names."""
    return yaml.dump(document, Dumper=_PlainDumper, allow_unicode=True, sort_keys=False, width=110)


def shown(value: Any) -> str:
    """Any value of a file as a fault shows it: short, and on one line."""
    return _SHORT.repr(value)


def printable(text: str, most: int = 60) -> str:
    """A name as a fault shows it: short, and on one line, whatever stands in the file."""
    return text if text.isprintable() and text and len(text) <= most else shown(text)


class _ExactLoader(Composer, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML read as it is written: no float, no octal or sexagesimal number, ``yes`` and ``NO`` are words.

    A file cannot make the program large or deep: nesting is bounded, and an alias stands for one value only."""

    def __init__(self, text: str) -> None:
        super(Composer, self).__init__(text)
        Composer.__init__(self)
        self.depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        """One node; raises for what nests too deep and for an alias of a list or mapping."""
        alias = self.peek_event() if self.check_event(yaml.AliasEvent) else None
        self.depth += 1
        if self.depth > _DEPTH:
            raise ComposerError(None, None, f"nests deeper than {_DEPTH} levels", self.peek_event().start_mark)
        node = super().compose_node(parent, index)
        self.depth -= 1
        if alias and not isinstance(node, yaml.ScalarNode):
            raise ComposerError(None, None, "an alias stands for a list or mapping", alias.start_mark)
        return node


def _as_written(loader: Any, node: Any) -> Any:
    text = str(node.value)
    return int(text) if _WHOLE.fullmatch(text) else text


def _day_as_written(loader: Any, node: Any) -> Any:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:  # 2026-02-30
        return node.value


_ExactLoader.add_constructor("tag:yaml.org,2002:int", _as_written)
_ExactLoader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: str(node.value))
_ExactLoader.add_constructor("tag:yaml.org,2002:timestamp", _day_as_written)
_ExactLoader.add_constructor(
    "tag:yaml.org,2002:bool", lambda loader, node: {"true": True, "false": False}.get(node.value.lower(), node.value)
)


def _read_yaml(text: str, name: str) -> tuple[Raw, list[Raw]]:
    try:
        loader = _ExactLoader(text)
        node: Any = loader.get_single_node()
        top = _raw(loader, node, name)
        listed = next((v for k, v in node.value if k.value == "events"), None)
        if not isinstance(listed, yaml.SequenceNode):
            line = top.field_lines.get("events", top.line)
            raise BadInputError([Fault(name, line, "events", "is missing or no list", "a list of events")])
        return top, [_raw(loader, entry, name) for entry in listed.value]
    except (yaml.YAMLError, UnicodeError) as error:
        raise BadInputError([_yaml_fault(error, text, name)]) from None


def _yaml_fault(error: Exception, text: str, name: str) -> Fault:
    if isinstance(error, yaml.reader.ReaderError):  # a character that YAML does not allow; no mark comes with it
        line = 1 + text.encode()[: error.position].count(b"\n")
        return Fault(name, line, "yaml", f"{error.reason}", "text without control characters")
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "holds characters that are no text"
    return Fault(name, mark.line + 1 if mark else 1, "yaml", printable(problem, 200), "valid YAML")


def _raw(loader: Any, node: Any, name: str) -> Raw:
    if not isinstance(node, yaml.MappingNode):
        line = node.start_mark.line + 1 if node is not None else 1
        raise BadInputError([Fault(name, line, "yaml", "is no mapping", "lines of the form name: value")])
    values = loader.construct_mapping(node, deep=True)
    lines = {str(key.value): key.start_mark.line + 1 for key, _ in node.value}
    if len(lines) < len(node.value):
        raise BadInputError([Fault(name, node.start_mark.line + 1, "yaml", "a name stands twice", "each name once")])
    return Raw(node.start_mark.line + 1, {str(k): v for k, v in values.items()}, lines)


def _read_json_lines(text: str, name: str) -> tuple[Raw, list[Raw]]:
    raws, faults = [], []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            values = json.loads(line, parse_float=str, parse_constant=str, object_pairs_hook=_once)
        except (ValueError, RecursionError) as error:
            problem = f"cannot be read ({str(error)[:80]})"
            faults.append(Fault(name, number, "json", problem, "one JSON object a line"))
            continue
        if isinstance(values, dict) and "events" in values:
            faults.append(Fault(name, number, "events", "stands in the line", "one event a line, below the year"))
        elif isinstance(values, dict):
            raws.append(Raw(number, values, {}))
        else:
            faults.append(Fault(name, number, "json", "is no object", "one JSON object a line"))
    if faults or not raws:
        raise BadInputError(faults or [Fault(name, 1, "file", "holds nothing", "a line with year, then events")])
    return raws[0], raws[1:]


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        raise ValueError("a name stands twice")
    return values


class _PlainDumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Writes a day that stands twice as it is, not as an alias."""

    def ignore_aliases(self, data: Any) -> bool:
        return True
