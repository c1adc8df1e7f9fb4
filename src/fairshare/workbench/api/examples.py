"""An example of a value that a schema allows, made from the schema itself, so that it never goes stale."""

from __future__ import annotations

import re
from typing import Any, Final

_BY_NAME: Final[dict[str, Any]] = {
    "state": "DE", "towards": "ES", "year": 2026, "as_of": "2026-11-23", "on": "2026-11-23", "cite": "AMMR 57(1)",
    "stage": "Pool open", "version": "0123456789abcdef", "id": "5f0c1d2e3a4b", "next": "5f0c1d2e3a4b", "made":
    "2026-11-23T09:00:00+00:00", "amount": "1000000.00", "financial": "420000000.00", "cases": 10, "persons": 10,
    "share": "0.216932000000", "note": "",
}  # fmt: skip
_BY_TYPE: Final[dict[str, Any]] = {
    "integer": 1, "number": 1, "boolean": True, "null": None, "string": "text", "array": [],
}  # fmt: skip
_WRITTEN: Final = ("0.5", "2a3b4c5d6e7f")
"""Texts of a pattern: a number, a pseudonym."""

_KEYS: Final = {"tests": "63(1)", "pledged": "relocation", "choices": "ROUNDING"}
"""A key of mappings that are not by state."""


def example_of(schema: dict[str, Any], schemas: dict[str, Any], name: str = "") -> Any:
    """A value of ``schema``; ``schemas`` are those that it may refer to, ``name`` the field that it stands in."""
    if "$ref" in schema:
        return example_of(schemas[schema["$ref"].rpartition("/")[2]], schemas, name)
    if "anyOf" in schema:
        return example_of(_chosen(schema["anyOf"], _BY_NAME.get(name)), schemas, name)
    if schema.get("type") == "object":
        return _object(schema, schemas, name)
    if schema.get("type") == "array" and schema.get("minItems"):
        return [example_of(schema["items"], schemas, name)]
    return _leaf(schema, name)


def _leaf(schema: dict[str, Any], name: str) -> Any:
    """A value that holds no others: the one allowed, or one that the field is known by, or one of its type."""
    kind, known = schema.get("type", "string"), _BY_NAME.get(name)
    if "const" in schema or "enum" in schema:
        return schema.get("const", *schema.get("enum", [])[:1])
    if schema.get("format") == "date":
        return _BY_NAME["on"]
    if "pattern" in schema:
        return next(text for text in (known, *_WRITTEN) if isinstance(text, str) and re.search(schema["pattern"], text))
    if (kind, type(known)) in {("string", str), ("integer", int)}:
        return known
    return schema["default"] if schema.get("default") is not None else schema.get("minimum", _BY_TYPE[kind])


def _chosen(options: list[dict[str, Any]], known: Any) -> dict[str, Any]:
    """The option that fits the value known for the field, or the first."""
    fitting = (o for o in options if isinstance(known, str) and o.get("type") == "string")
    return next(fitting, options[0])


def _object(schema: dict[str, Any], schemas: dict[str, Any], name: str) -> dict[str, Any]:
    """Every field that has to be there; of a mapping by state, one entry."""
    asked = schema.get("required", [])
    found = {field: example_of(schema["properties"][field], schemas, field) for field in asked}
    inner = schema.get("additionalProperties")
    if not found and isinstance(inner, dict) and inner:
        return {_key(schema, name): example_of(inner, schemas, name)}
    return found


def _key(schema: dict[str, Any], name: str) -> str:
    names = schema.get("propertyNames", {}).get("enum")
    return (
        str(names[0]) if names else {"tests": "63(1)", "pledged": "relocation", "choices": "ROUNDING"}.get(name, "DE")
    )
