"""Loads for tests, told as numbers by state."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from fairshare.evaluation.expost.loads import Loads
from fairshare.evaluation.expost.measured import Figures, Measured, collected

Told = Mapping[str, int | Fraction | None]


def one(key: str, definition: str, value: int | Fraction | None) -> Measured:
    """A figure of a source; unknown where the value is ``None``."""
    exact = None if value is None else Fraction(value)
    return Measured(key, definition, exact, "unknown" if exact is None else "official", "2024", ("a table",))


def each(name: str, definition: str, told: Told) -> dict[str, Measured]:
    """Figures by state."""
    return {state: one(f"{name}.{state}", definition, value) for state, value in told.items()}


def loads(
    base: Told,
    key: Told,
    persons: Told | None = None,
    offsets: Told | None = None,
    money: Told | None = None,
    unit: int | None = None,
    cost: Told | None = None,
    pool: int | None = None,
    groups: Mapping[str, str] | None = None,
    prefix: str = "",
) -> Loads:
    """Loads from numbers."""
    return Loads(
        each(f"{prefix}first_time", "first_time", base),
        each(f"{prefix}key", "key_share", key),
        each(f"{prefix}moved", "moved", persons or {}),
        each(f"{prefix}offset", "offset", offsets or {}),
        each(f"{prefix}given", "given", money or {}),
        None if unit is None else one(f"{prefix}unit", "unit_value", unit),
        each(f"{prefix}cost", "person_cost", cost or {}),
        None if pool is None else one(f"{prefix}pool", "pool", pool),
        groups or {},
    )


def inputs(told: Loads) -> tuple[Measured, ...]:
    """The figures of loads, as an evaluation puts them before the account."""
    by_state = (told.base, told.key, told.persons, told.offsets, told.money, told.cost)
    single = tuple(figure for figure in (told.unit, told.pool) if figure)
    return (*(figure for figures in by_state for figure in figures.values()), *single)


def with_inputs(told: Loads, *more: Measured) -> Figures:
    """Loads and what was computed from them, checked as an evaluation checks them."""
    return collected([*inputs(told), *more])
