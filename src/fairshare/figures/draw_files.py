"""Files of draws on the pool: agreements between two states, and where the draws of a year stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from fairshare.faults import BadInputError, Fault
from fairshare.figures.tables import FaultyCellError, as_count, as_state, read_rows
from fairshare.law.apportionment import DrawState
from fairshare.law.apportionment.two_way import Pair
from fairshare.law.solidarity.draws import SoFar

CARRIED: Final = ("state", "present_in", "entitlement", "units")
"""Columns of a file of draws so far: exact and whole units of a contributor (``present_in`` empty), of a benefitting
state (``state`` empty) and of a pair of both."""


def read_agreements(path: str | Path) -> dict[Pair, int]:
    """Places that a contributor keeps for a benefitting state: CSV columns ``state``, ``present_in``, ``places``.

    Raises :class:`~fairshare.faults.BadInputError` for a cell that cannot be read and a pair that stands twice."""
    columns = {"state": as_state, "present_in": as_state, "places": as_count}
    return {pair: row["places"] for pair, row in _by_pair(path, columns).items()}


def read_so_far(path: str | Path) -> SoFar:
    """The draws before this one, from a file with the columns :data:`CARRIED` as :func:`carried_rows` has them.

    Raises :class:`~fairshare.faults.BadInputError` for a cell that cannot be read and a row that stands twice."""
    columns = {"state": _state_or_none, "present_in": _state_or_none, "entitlement": _exact, "units": as_count}
    contributors, benefitting, pairs = ({}, {}, {})  # type: tuple[dict[str, Any], dict[str, Any], dict[str, Any]]
    for (one, other), row in _by_pair(path, columns).items():
        side = pairs if one and other else contributors if one else benefitting
        side["|".join(filter(None, (one, other)))] = row
    return SoFar(_state(contributors), _state(benefitting), _state(pairs))


def _state(rows: Mapping[str, Any]) -> DrawState:
    due = {name: row["entitlement"] for name, row in rows.items()}
    return DrawState(due, {name: row["units"] for name, row in rows.items()})


def carried_rows(so_far: SoFar) -> list[tuple[str, str, str, int]]:
    """Where all draws stand, as rows of :data:`CARRIED`; exact figures as fractions."""

    def rows(side: DrawState) -> Iterable[tuple[str, str, int]]:
        return ((name, str(side.entitlement[name]), side.units.get(name, 0)) for name in sorted(side.entitlement))

    found = [(name, "", due, units) for name, due, units in rows(so_far.contributors)]
    found += [("", name, due, units) for name, due, units in rows(so_far.benefitting)]
    for name, due, units in rows(so_far.pairs):
        one, _, other = name.partition("|")
        found.append((one, other, due, units))
    return found


def _by_pair(path: str | Path, columns: Mapping[str, Any]) -> dict[Pair, dict[str, Any]]:
    """Rows by ``state`` and ``present_in``; every fault is told."""
    found: dict[Pair, dict[str, Any]] = {}
    faults: list[Fault] = []
    for row in read_rows(path, columns):
        values: dict[str, Any] = {}
        for column, convert in columns.items():
            try:
                values[column] = convert(row.cells[column])
            except FaultyCellError as error:
                faults.append(Fault(str(path), row.line, column, error.problem, error.expected))
        pair = (values.pop("state", "?"), values.pop("present_in", "?"))
        if not any(pair):
            faults.append(Fault(str(path), row.line, "state", "is empty, and so is present_in", "at least one of them"))
        if pair in found and "?" not in pair:
            faults.append(
                Fault(str(path), row.line, "state", f"{'|'.join(pair)} stands above already", "each pair once")
            )
        found[pair] = values
    if faults:
        raise BadInputError(faults)
    return found


def _state_or_none(cell: str) -> str:
    return as_state(cell) if cell else ""


def _exact(cell: str) -> Fraction:
    try:
        number = Fraction(cell)
    except (ValueError, ZeroDivisionError):
        raise FaultyCellError(f"{cell!r} is not a number", "a number such as 12/5 or 2.4") from None
    if number < 0:
        raise FaultyCellError(f"{cell!r} is negative", "a number, 0 or more")
    return number
