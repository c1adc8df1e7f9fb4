"""Strict reading of a declared mechanism, field by field; faults are collected, so that all are named at once."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, Final, get_args

from fairshare.faults import Fault
from fairshare.law.mechanisms.interface import Entrance, Practice, Regime
from fairshare.states import NAMES, state_code

TYPES: Final = ("relocation", "offset", "money", "in_kind")
"""Forms of solidarity, in the order of :class:`fairshare.law.mechanisms.forms.Forms`."""

LEVELS: Final = frozenset({"population", "gdp"})
FIELDS: Final = (
    *("name", "title", "regime", "entrance", "practice", "linked_first", "omits", "pool", "key", "threshold", "types"),
    *("compliance", "participants", "benefitting"),
)
"""What a declaration may hold."""

LARGEST_POOL: Final = 1e8

_WORDS: Final = {"regime": (get_args(Regime), None), "entrance": (get_args(Entrance), "applied"),
                 "practice": (get_args(Practice), "observed")}  # fmt: skip
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_PERCENT: Final = re.compile(r"(\d{1,3}(?:\.\d{1,6})?) ?%")


class Reader:
    """Reads one declaration; ``faults`` holds what was wrong so far."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.faults: list[Fault] = []

    def fault(self, path: str, problem: str, expected: str) -> None:
        """Note a fault at a path such as ``compliance.HU``."""
        self.faults.append(Fault(self.source, 1, path, problem, expected))

    def mapping(self, given: object, known: Collection[str], path: str = "") -> dict[str, Any]:
        """The known fields of a mapping; anything else is a fault."""
        if not isinstance(given, Mapping):
            self.fault(path or "mechanism", f"{_shown(given)} is no mapping", "fields such as " + ", ".join(known))
            return {}
        start = f"{path}." if path else ""
        for name in given:
            if name not in known:
                self.fault(f"{start}{name}", "is unknown", "one of " + ", ".join(known))
        return {name: value for name, value in given.items() if name in known}

    def name(self, fields: Mapping[str, Any]) -> str:
        """The name, which must be there."""
        given = fields.get("name")
        if not isinstance(given, str) or not _NAME.fullmatch(given):
            problem = "is missing" if "name" not in fields else f"{_shown(given)} is no name"
            self.fault("name", problem, "up to 40 small letters, digits and hyphens")
            return ""
        return given

    def text(self, fields: Mapping[str, Any], field: str, default: str) -> str:
        """A line of text."""
        given = fields.get(field, default)
        if not isinstance(given, str) or len(given) > 200:
            self.fault(field, f"{_shown(given)} is no text", "up to 200 characters")
            return default
        return given

    def sentences(self, fields: Mapping[str, Any]) -> tuple[str, ...]:
        """What the mechanism is said to leave out."""
        given = fields.get("omits", [])
        if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
            self.fault("omits", f"{_shown(given)} is no list of sentences", "a list of texts")
            return ()
        return tuple(given)

    def flag(self, fields: Mapping[str, Any], field: str, *, default: bool) -> bool:
        """True or false."""
        given = fields.get(field, default)
        if not isinstance(given, bool):
            self.fault(field, f"{_shown(given)} is no yes or no", "true or false")
            return default
        return given

    def words(self, fields: Mapping[str, Any]) -> dict[str, str]:
        """Regime, entrance and practice; the regime must be there."""
        return {field: self.word(fields, field, known, default) for field, (known, default) in _WORDS.items()}

    def word(self, fields: Mapping[str, Any], field: str, known: tuple[str, ...], default: str | None) -> str:
        """One of the known words; ``default`` where the field is absent (``None``: it must be there)."""
        if field not in fields and default is None:
            self.fault(field, "is missing", "one of " + ", ".join(known))
            return known[0]
        given = fields.get(field, default)
        if given not in known:
            self.fault(field, f"{_shown(given)} is unknown", "one of " + ", ".join(known))
            return known[0]
        return str(given)

    def pool(self, fields: Mapping[str, Any]) -> tuple[float, bool]:
        """Persons a year, or a part of the applications (and then true)."""
        given = fields.get("pool", 0)
        expected = f"persons a year from 0 to {LARGEST_POOL:,.0f}, or a percentage of the applications such as 5 %"
        if isinstance(given, str) and (found := _PERCENT.fullmatch(given.strip())):
            percent = float(found[1])
            if percent > 100:
                self.fault("pool", f"{given!r} is out of range", expected)
            return percent / 100, True
        if not _is_number(given) or not 0 <= given <= LARGEST_POOL:
            self.fault("pool", f"{_shown(given)} is no size of a pool", expected)
            return 0.0, False
        return float(given), False

    def number(self, fields: Mapping[str, Any], field: str, above: float, most: float) -> float | None:
        """A number above one bound and up to the other; ``None`` where the field is absent."""
        if field not in fields:
            return None
        given = fields[field]
        if not _is_number(given) or not above < given <= most:
            self.fault(field, f"{_shown(given)} is out of range", f"a number above {above:g} and up to {most:g}")
            return None
        return float(given)

    def part(self, given: object, path: str) -> float:
        """A part of 1."""
        if not isinstance(given, int | float) or not _is_number(given) or not 0 <= given <= 1:
            self.fault(path, f"{_shown(given)} is out of range", "a number from 0 to 1")
            return 0.0
        return float(given)

    def types(self, fields: Mapping[str, Any]) -> Mapping[str, float]:
        """The part of what is owed in each form, at most 1 together; relocation alone where nothing is said."""
        given = self.mapping(fields.get("types", {"relocation": 1.0}), TYPES, "types")
        parts = {name: self.part(value, f"types.{name}") for name, value in given.items()}
        if sum(parts.values()) > 1 + 1e-9:
            self.fault("types", f"sum to {sum(parts.values()):g}", "parts that sum to 1 at most")
        return parts

    def compliance(self, fields: Mapping[str, Any]) -> Mapping[str, float]:
        """The part of what is asked that each state gives, by code, and under ``default`` that of the others."""
        given = fields.get("compliance", {})
        if not isinstance(given, Mapping):
            self.fault("compliance", f"{_shown(given)} is no mapping", "states with a number from 0 to 1, or default")
            return {}
        parts: dict[str, float] = {}
        for name, value in given.items():
            path = f"compliance.{name}"
            code = "default" if name == "default" else self.state(name, path)
            if code in parts:
                self.fault(path, "is there twice", "each state once")
            if code is not None:
                parts[code] = self.part(value, path)
        return parts

    def states(self, fields: Mapping[str, Any], field: str) -> frozenset[str]:
        """A list of states, each once; empty where the field is absent."""
        if field not in fields:
            return frozenset()
        given = fields[field]
        if not isinstance(given, list) or not given:
            self.fault(field, f"{_shown(given)} is no list of states", "at least one state")
            return frozenset()
        found: set[str] = set()
        for place, name in enumerate(given):
            path = f"{field}.{place}"
            code = self.state(name, path)
            if code in found:
                self.fault(path, f"{_shown(name)} is there twice", "each state once")
            if code is not None:
                found.add(code)
        return frozenset(found)

    def state(self, name: object, path: str) -> str | None:
        """The code of a state."""
        code = state_code(name) if isinstance(name, str) else None
        if code is None:
            self.fault(path, f"{_shown(name)} is not a known state", "one of " + ", ".join(NAMES))
        return code

    def inside(self, these: frozenset[str], those: frozenset[str], field: str) -> None:
        """States that must be among others."""
        if outside := sorted(these - those):
            self.fault(field, f"{', '.join(outside)} takes no part", "states among the participants")


def _is_number(given: object) -> bool:
    return isinstance(given, int | float) and not isinstance(given, bool) and abs(given) <= 1e300


def _shown(given: object) -> str:
    text = repr(given)
    return text if len(text) <= 60 else text[:57] + "..."
