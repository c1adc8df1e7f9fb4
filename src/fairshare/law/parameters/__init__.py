"""Dated figures of the law, each with its reference. The YAML files beside this module are the only data that the
law reads; they are part of it (package data, not input)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

import yaml


@cache
def table(name: str) -> dict[str, Any]:
    """The parameter file ``name`` (without ending) as it stands."""
    text = resources.files(__package__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return loaded


@cache
def parameter(name: str, on: date = date(2026, 1, 1)) -> Decimal:
    """The figure ``name`` of ``ammr.yaml`` in force on a day (Article 79 lets the figures change).

    Raises ``KeyError`` for an unknown name and ``LookupError`` for a day before the first value.

    >>> parameter("floor_relocations")
    Decimal('30000')
    """
    for entry in reversed(table("ammr")[name]["values"]):
        if entry["from"] <= on:
            return Decimal(str(entry["value"]))
    raise LookupError(f"{name} has no value on {on}")


def reference(name: str) -> str:
    """The provision that sets the figure ``name``."""
    return str(table("ammr")[name]["reference"])
