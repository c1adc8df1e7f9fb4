"""What an action asks, as JSON Schema: published in the document, and held against every request as published.

The form of an action reads more than a program should send (a day as a count of seconds, "yes" for true): pages need
that. Here a value has the type that the document says, or is told as a fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from fairshare.workbench.actions.base import Action
from fairshare.workbench.actions.perform import InvalidError

JSON = dict[str, Any]
_DIGITS: Final = r"[0-9]{1,24}"
NUMBER: Final = rf"^[+-]?{_DIGITS}(\.{_DIGITS})?$"
"""Money and amounts as the record writes them."""
SHARE: Final = rf"^[+-]?{_DIGITS}(\.{_DIGITS}|/{_DIGITS})?$"
"""A share as a decimal or a fraction."""
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_AS_TEXT: Final[dict[bool, JSON]] = {
    False: {"type": "string", "pattern": NUMBER},
    True: {"type": "string", "pattern": SHARE},
}
_schemas: Final[dict[str, JSON]] = {}


def schema_of(action: Action) -> JSON:
    """The schema of what an action asks."""
    if action.name not in _schemas:
        plain = action.form.model_json_schema()
        _schemas[action.name] = _told(plain, plain.pop("$defs", {}))
    return _schemas[action.name]


def _told(schema: Any, inner: JSON) -> Any:
    """A schema of pydantic, with those that it refers to in their places, the texts that numbers may be written in,
    and without its names of classes."""
    if isinstance(schema, list):
        return [_told(part, inner) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _told(inner[schema["$ref"].rpartition("/")[2]], inner)
    told = {
        name: {field: _told(part, inner) for field, part in value.items()}
        if name == "properties"
        else _told(value, inner)
        for name, value in schema.items()
        if name != "title"
    }
    options = told.get("anyOf", [])
    if {"type": "number"} in options:
        text = _AS_TEXT[any(option.get("format") == "fraction" for option in options)]
        told["anyOf"] = [text if option.get("type") == "string" else option for option in options]
    return told


def check(action: Action, data: Mapping[str, Any]) -> None:
    """See that every value has the type that the document says. Raises :class:`InvalidError` with every fault; what
    is missing and what is too much the form itself tells."""
    faults = list(_faults(data, schema_of(action), ""))
    if faults:
        raise InvalidError(faults)


def _faults(value: Any, schema: JSON, place: str) -> Iterator[tuple[str, str]]:
    options = schema.get("anyOf", [schema])
    fitting = [option for option in options if _TYPES[option.get("type", "any")](value)]
    if not fitting:
        yield place, "expected " + " or ".join(option["type"] for option in options)
    elif isinstance(value, (list, dict)):
        for name, part in enumerate(value) if isinstance(value, list) else value.items():
            yield from _faults(part, _within(fitting[0], name), f"{place}.{name}".removeprefix(".")[:120])
    elif isinstance(value, str) and not any(_reads(value, option) for option in fitting):
        yield place, "is not written as it must be"


def _within(schema: JSON, name: int | str) -> JSON:
    """The schema of an item or of a field; of one that is too much, any."""
    found = schema.get("items") if isinstance(name, int) else schema.get("properties", {}).get(name)
    found = schema.get("additionalProperties") if found is None else found
    return found if isinstance(found, dict) else {}


def _reads(text: str, schema: JSON) -> bool:
    """Whether a text has the format and pattern that a schema asks."""
    if schema.get("format") == "date":
        try:
            return bool(_DAY.fullmatch(text) and date.fromisoformat(text))
        except ValueError:
            return False
    return re.search(schema.get("pattern", ""), text) is not None


def _is(*kinds: type) -> Callable[[Any], bool]:
    return lambda value: type(value) in kinds


_TYPES: Final[dict[str, Callable[[Any], bool]]] = {
    "any": lambda _: True,
    "string": _is(str),
    "integer": _is(int),
    "number": _is(int, float),
    "boolean": _is(bool),
    "null": _is(type(None)),
    "array": _is(list),
    "object": _is(dict),
}
