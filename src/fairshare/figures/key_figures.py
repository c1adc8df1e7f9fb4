"""The figures that the reference key takes (AMMR 66, Annex I) for a pool year, bundled or from snapshots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from fairshare.faults import bad_argument
from fairshare.figures.indicators.catalogue import series as entry
from fairshare.figures.indicators.readings import Reading, readings
from fairshare.figures.indicators.store import Store
from fairshare.figures.reference import by_state, latest
from fairshare.states import EU27

STATISTICS: Final = ("population", "gdp")
"""What the reference key is made of (AMMR 66); each is also the name of a table."""


@dataclass(frozen=True, slots=True)
class KeyInputs:
    """The figures that the reference key takes (AMMR 66, Annex I), for the 27: a key leaves out Denmark itself.

    ``values[state]["population"]`` in persons, ``["gdp"]`` in million EUR, both exact; ``sources[statistic]`` holds
    ``source``, ``as_of``, ``dataset`` and ``status``; ``note`` says why these years."""

    year: int
    values: Mapping[str, Mapping[str, Fraction]]
    sources: Mapping[str, Mapping[str, str]]
    note: str


@dataclass(frozen=True, slots=True)
class _Bundled:
    years: Mapping[str, int]
    statuses: Mapping[str, str]
    note: str


_BUNDLED: Final = {
    2026: _Bundled(
        {"population": 2024, "gdp": 2024},
        {"population": "official", "gdp": "inferred"},
        "vintages known before the freeze at the proposal (choice KEY_SNAPSHOT): with these years the key comes within "
        "0.05 points of the share published for DE and 0.07 of FR; population 2024 fits better than 2025, unproved",
    ),
    2027: _Bundled(
        {"population": 2025, "gdp": 2024},
        {"population": "inferred", "gdp": "inferred"},
        "the latest figures held; the vintage frozen for this pool is not known",
    ),
}
_DATASETS: Final[Mapping[str, str]] = {
    "population": "demo_gind JAN",
    "gdp": "approximation of nama_10_gdp B1GQ CP_MEUR",
}
_DELAY: Final[Mapping[str, int]] = {"population": 1, "gdp": 2}
"""The proposal falls in October before the pool year: 1 January of that year is out, GDP of the year before it too."""


def key_inputs(year: int, store: Store | None = None) -> KeyInputs:
    """The inputs of the reference key for the pool of ``year``.

    Without ``store`` the bundled tables serve, so a result can be repeated anywhere. With a store its latest snapshots
    serve: of each statistic the latest year, known by the October before the pool year, that has all 27 states.
    Raises :class:`~fairshare.faults.BadInputError` for a year that is not held."""
    if store is not None:
        return _from_snapshots(year, store)
    if year not in _BUNDLED:
        held = ", ".join(map(str, _BUNDLED))
        raise bad_argument(
            "year", f"no inputs of the key are held for {year}", f"one of {held}, --inputs FILE.csv or --snapshot"
        )
    chosen = _BUNDLED[year]
    figures = {name: by_state(name, chosen.years[name]) for name in STATISTICS}
    sources = {
        name: {
            "source": "; ".join(dict.fromkeys(row.source for row in figures[name].values())),
            "as_of": latest(figures[name].values()),
            "dataset": f"{_DATASETS[name]} {chosen.years[name]}",
            "status": chosen.statuses[name],
        }
        for name in STATISTICS
    }
    values = {state: {name: figures[name][state].number for name in STATISTICS} for state in sorted(EU27)}
    return KeyInputs(year, values, sources, chosen.note)


def _from_snapshots(year: int, store: Store) -> KeyInputs:
    values: dict[str, dict[str, Fraction]] = {state: {} for state in sorted(EU27)}
    sources: dict[str, dict[str, str]] = {}
    for name in STATISTICS:
        held = [reading for reading in readings(store, name) if reading.heads[0].path is not None]
        if not held:
            raise bad_argument(
                "--snapshot", f"the store holds no {name}", "a store filled by `fairshare data refresh population gdp`"
            )
        reading, used = _latest_complete_year(held, year - _DELAY[name])
        for state, value in _of_states(reading, used).items():
            values[state][name] = Fraction(value)
        head = reading.head_of(used)
        sources[name] = {
            "source": f"{head.dataset}, snapshot {head.sha256[:12]}",
            "as_of": head.updated,
            "dataset": " ".join((head.dataset, *head.filters.values(), str(used))),
            "status": next((one.status for one in entry(name).sources if one.dataset == head.dataset), "inferred"),
        }
    return KeyInputs(year, values, sources, "the latest complete year of each statistic in the snapshots asked for")


def _of_states(reading: Reading, year: int) -> dict[str, Decimal]:
    """The figures of the 27 in a year."""
    rows = reading.rows.drop_nulls("value").select("geo", "period", "value").iter_rows()
    return {geo: value for geo, period, value in rows if geo in EU27 and period == str(year)}


def _latest_complete_year(held: Sequence[Reading], last: int) -> tuple[Reading, int]:
    """The latest year up to ``last`` that a reading has for all 27, and the first reading that has it."""
    complete = [
        (year, -place)
        for place, reading in enumerate(held)
        for year in reading.years
        if year <= last and len(_of_states(reading, year)) == len(EU27)
    ]
    if not complete:
        raise bad_argument(
            "--snapshot",
            f"the {held[0].series} of all 27 states up to {last} is not in it",
            "a refresh with `--year` for an earlier year",
        )
    year, place = max(complete)
    return held[-place], year
