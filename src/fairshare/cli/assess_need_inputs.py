"""What the reckoning of needs takes, from the store, files and options, each with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from fairshare.faults import bad_argument
from fairshare.states import PART_IV

_NORMAL_80: Final = 1.2815515655446004
"""Between minus and plus this many deviations lie 80 % of a normal distribution."""

if TYPE_CHECKING:
    from datetime import date

    from fairshare.assessment.need import Floats, Rate
    from fairshare.figures.assess.rates import Rates
    from fairshare.figures.indicators.store import Store


@dataclass(frozen=True, slots=True)
class Taken:
    """``applications``: draws x states. ``basis`` and ``key_note`` say where they and the key are from."""

    states: tuple[str, ...]
    applications: Floats
    basis: str
    warnings: tuple[str, ...]
    key: Mapping[str, float]
    key_note: str
    benefitting: frozenset[str]
    recognition: Rate
    returns: Rate
    floor: int


def taken(year: int, store: Store, as_of: date | None, given: Mapping[str, Any]) -> Taken:
    """Everything for the pool of ``year``. Raises :class:`~fairshare.faults.BadInputError` for what is not held."""
    from fairshare.figures.assess.rates import recognition, returns
    from fairshare.figures.key_figures import key_inputs
    from fairshare.law.keys import key_shares
    from fairshare.law.parameters import parameter
    from fairshare.law.solidarity.cycle import due_day

    states = tuple(sorted(PART_IV))
    inputs = key_inputs(year)
    shares = key_shares("ammr", inputs.values).states
    applications, basis, warnings = _applications(year, store, as_of, states, given)
    return Taken(
        states,
        applications,
        basis,
        warnings,
        {state: float(shares[state].share) for state in states},
        inputs.note,
        _benefitting(given["benefitting"]),
        _rate("recognition", given["recognition"], recognition(store, states, year - 1, as_of)),
        _rate("return", given["returns"], returns(store, states, year - 1, as_of)),
        int(parameter("floor_relocations", due_day("proposal", year))),
    )


def _benefitting(named: str | None) -> frozenset[str]:
    from fairshare.figures.reference import determination
    from fairshare.states import require_state

    if named:
        return frozenset(require_state(state, "--benefitting") for state in named.split(","))
    return frozenset(state for state, one in determination(2025).items() if "pressure" in one.labels)


def _rate(name: str, given: tuple[float, float] | None, past: Rates) -> Rate:
    from fairshare.assessment.need import Rate

    if given is not None:
        if not 0 <= given[0] <= given[1] <= 1:
            option = {"recognition": "--recognition", "return": "--returns"}[name]
            raise bad_argument(option, f"{given[0]:g} to {given[1]:g} is no range of a rate", "0 <= LOW <= HIGH <= 1")
        return Rate(*given, "given")
    rates = past.by_year
    if not rates:
        return Rate(0.0, 1.0, "unknown: no series for it is held")
    told = f"lowest and highest {name} rate of {min(rates)} to {max(rates)}"
    return Rate(min(rates.values()), max(rates.values()), f"{told} ({past.note})" if past.note else told)


def _applications(
    year: int, store: Store, as_of: date | None, states: tuple[str, ...], given: Mapping[str, Any]
) -> tuple[Floats, str, tuple[str, ...]]:
    if given["arrivals"]:
        drawn, warnings = _from_file(given["arrivals"], states, given["draws"], given["seed"])
        how = "low and high are taken as an 80 % interval, normal on the logarithm, and all states as moving together"
        return drawn, f"{given['arrivals']}: {how}", warnings
    return _by_year(year, store, as_of, states, given["draws"], given["seed"])


def _from_file(path: str, states: tuple[str, ...], draws: int, seed: int) -> tuple[Floats, tuple[str, ...]]:
    """Draws from the ends of an 80 % interval by state, all moving together, and what the column ``warning`` says.

    Half of the draws of a state lie below its ``middle`` (without one: the middle of the logarithms of its ends)."""
    import numpy as np

    from fairshare.figures.tables import as_number, as_state, read_columns

    rows = read_columns(
        path, "state", {"state": as_state, "low": as_number, "high": as_number}, {"middle": as_number, "warning": str}
    )
    _check_rows(path, rows, states)
    low, high = (np.log1p([float(rows[state][end]) for state in states]) for end in ("low", "high"))
    given = [float(rows[state].get("middle", np.nan)) for state in states]
    middle = np.where(np.isnan(given), (low + high) / 2, np.log1p(given))
    moved = np.random.default_rng(seed).standard_normal((draws, 1)) / _NORMAL_80
    drawn = np.expm1(middle + np.where(moved < 0, moved * (middle - low), moved * (high - middle)))
    warnings = (str(row["warning"]) for row in rows.values() if row.get("warning"))
    return np.asarray(np.maximum(drawn, 0.0), np.float64), tuple(dict.fromkeys(warnings))


def _check_rows(path: str, rows: Mapping[str, Mapping[str, Any]], states: tuple[str, ...]) -> None:
    """Refuse a file that lacks a state, or whose figures of one are in the wrong order, on its line."""
    from fairshare.faults import BadInputError, Fault
    from fairshare.figures.tables import as_state, read_rows

    lines = {as_state(row.cells["state"]): row.line for row in read_rows(path, ["state"])}
    missing = (state for state in states if state not in rows)
    faults = [Fault(path, 1, "state", f"{state} is missing", "a row for each state of the key") for state in missing]
    for state, row in rows.items():
        if not row["low"] <= row.get("middle", row["low"]) <= row["high"]:
            faults.append(
                Fault(path, lines[state], "high", f"is below low or middle for {state}", "low <= middle <= high")
            )
    if faults:
        raise BadInputError(faults)


def _by_year(
    year: int, store: Store, as_of: date | None, states: tuple[str, ...], draws: int, seed: int
) -> tuple[Floats, str, tuple[str, ...]]:
    """The random walk from the dataset with the latest year for all states."""
    import numpy as np
    import polars as pl

    from fairshare.assessment.arrivals import walk
    from fairshare.figures.indicators.annual import by_year
    from fairshare.figures.indicators.readings import readings

    best: tuple[int, str, dict[tuple[str, int], float]] = (0, "", {})
    for reading in readings(store, "first_time_applications", as_of):
        rows = (
            by_year(reading)
            .filter(pl.col("whole"), pl.col("year") < year)
            .select("geo", "year", pl.col("value").cast(pl.Float64))
        )
        figures = {(geo, of): value for geo, of, value in rows.iter_rows()}
        whole = [of for of in {of for _, of in figures} if all((state, of) in figures for state in states)]
        if whole and max(whole) > best[0]:
            best = (max(whole), reading.dataset, figures)
    last, dataset, figures = best
    first = last
    while all((state, first - 1) in figures for state in states):
        first -= 1
    if last - first < 5:
        expected = (
            "six years for all states: fairshare data refresh or import first_time_applications, or --arrivals FILE"
        )
        raise bad_argument(
            "applications", f"of {last - first + 1 if last else 0} years in a row are held before {year}", expected
        )
    history = np.array([[figures[state, of] for state in states] for of in range(first, last + 1)])
    warning = (
        "a random walk by year: it is the floor that a projection has to beat, and has not been tested against one"
    )
    basis = f"random walk by year from {dataset}, {first} to {last}, {year - last} ahead"
    return walk(history, year - last, draws, seed), basis, (warning,)
