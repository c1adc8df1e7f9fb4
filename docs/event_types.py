"""What the fields of events hold, in words, for the page on events."""

from __future__ import annotations

from typing import Final, get_args

from fairshare.ledger import evaluation

_TYPES: Final = {
    "day": "day",
    "str": "text",
    "int": "whole number",
    "bool": "true or false",
    "Decimal": "number",
    "Fraction": "number",
    "Status": "official, reported, inferred or unknown",
    "Measure": "relocation, financial or alternative",
    "Capacity": "see below",
    "dict[str, Fraction]": "numbers by state",
    "dict[str, Decimal]": "numbers by state",
    "dict[Measure, Decimal]": "numbers by type of contribution",
    "dict[str, str]": "texts by name",
    "dict[str, day]": "days by name",
    "tuple[Label, ...]": "list of labels",
    "dict[str, tuple[Label, ...]]": "lists of labels by state",
    "tuple[str, ...]": "list of states",
}
_LISTS: Final = {
    "contents": "list of texts",
    "in_kind": "list of texts",
    "figures": "list of keys of figures",
    "evidence": "list of names of evidence",
    "entries": "list of ids of events",
    "findings": "list of names of findings",
}


def words(name: str, annotation: str) -> str:
    """What a field holds, by its name and the text of its type. Raises ``KeyError`` for a type without words."""
    base = annotation.removesuffix(" | None")
    if name in {"state", "towards"}:
        return "state"
    if name in _LISTS and base.startswith("tuple"):
        return _LISTS[name]
    return _one(base) + (", or empty" if annotation != base else "")


def _one(base: str) -> str:
    if base.startswith("Literal["):
        return _listed(value.strip(" \"'") for value in base[8:-1].split(","))
    if chosen := get_args(getattr(evaluation, base, None)):
        return _listed(chosen)
    return _TYPES[base]


def _listed(values: object) -> str:
    return ", ".join(value or "(empty)" for value in values)  # type: ignore[attr-defined]
