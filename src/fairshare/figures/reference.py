"""The bundled reference tables: typed from the sources, each value with status, source and date; read on demand.

Keys are ``STATE/YEAR`` (population, GDP, applications), ``STATE`` (labels, votes), ``STATE/FIELD`` (shares, pledges)
or a name (the act). Of persons by origin: ``ORIGIN/STATE``, the origin in three letters of ISO 3166.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Final

from fairshare.faults import bad_argument
from fairshare.figures.provenance import COLUMNS, STATUSES, Datum, read_bundled, titles

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class ReferenceTable:
    """A table of figures with what it holds. Iterates over its rows; ``table["DE/2024"]`` is one."""

    name: str
    title: str
    rows: tuple[Datum, ...]

    def __iter__(self) -> Iterator[Datum]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, key: str) -> Datum:
        for row in self.rows:
            if row.key == key:
                return row
        raise KeyError(key)

    @property
    def statuses(self) -> dict[str, int]:
        """How many rows have each status, for those that occur."""
        count = Counter(row.status for row in self.rows)
        return {status: count[status] for status in STATUSES if count[status]}

    @property
    def as_of(self) -> str:
        """The latest date of a known value."""
        return latest(row for row in self.rows if row.known)

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of the rows, each once, in order of appearance."""
        return tuple(dict.fromkeys(row.source for row in self.rows))

    def to_frame(self) -> pl.DataFrame:
        """The rows as a Polars frame: the columns of a row, and ``number`` (a float; null for words and unknowns)."""
        import polars as pl

        columns = {name: [getattr(row, name) for row in self.rows] for name in COLUMNS if name != "value"}
        exact = [row.as_json()["value"] for row in self.rows]
        columns["value"] = [None if value is None else str(value) for value in exact]
        columns["number"] = [float(row.value) if isinstance(row.value, Fraction) else None for row in self.rows]
        types = dict.fromkeys((*COLUMNS, "number"), pl.String) | {"number": pl.Float64}
        return pl.DataFrame({name: columns[name] for name in types}, schema=types)


def latest(rows: Iterable[Datum]) -> str:
    """The latest date; a month or a year counts by its end."""
    return max((row.as_of for row in rows), key=lambda day: f"{day}-99-99"[:10])


def names() -> tuple[str, ...]:
    """The names of the bundled tables."""
    return tuple(titles())


@cache
def table(name: str) -> ReferenceTable:
    """One bundled table. Raises :class:`~fairshare.faults.BadInputError` for a name that is not held."""
    if name not in titles():
        raise bad_argument("TABLE", f"{name!r} is not a bundled table", "one of " + ", ".join(names()))
    return ReferenceTable(name, titles()[name], read_bundled(name))


def series(name: str) -> dict[tuple[str, int], Datum]:
    """The rows ``STATE/YEAR`` of a table by state and year; superseded values are left out."""
    parts = ((row.key.split("/"), row) for row in table(name))
    return {(key[0], int(key[1])): row for key, row in parts if len(key) == 2 and key[1].isdigit()}


def by_state(name: str, year: int) -> dict[str, Datum]:
    """One year of a ``STATE/YEAR`` table, by state. Another year is a :class:`~fairshare.faults.BadInputError`."""
    rows = series(name)
    held = sorted({held_year for _, held_year in rows})
    if year not in held:
        raise bad_argument("year", f"no {name} of {year} is held", "one of " + ", ".join(map(str, held)))
    return {state: row for (state, row_year), row in rows.items() if row_year == year}


def population(year: int) -> dict[str, Datum]:
    """Population on 1 January of a year, by state (27)."""
    return by_state("population", year)


def gdp(year: int) -> dict[str, Datum]:
    """GDP at market prices of a year in million EUR, by state (27)."""
    return by_state("gdp", year)


def applications(year: int) -> dict[str, Datum]:
    """First-time asylum applications of a year in persons, by state (27): UNHCR's N + NR, a proxy."""
    return by_state("applications", year)


def _of_year(kind: str, year: int) -> ReferenceTable:
    held = [name.rpartition("_")[2] for name in names() if name.startswith(f"{kind}_")]
    if str(year) not in held:
        raise bad_argument("year", f"no {kind} of {year} are held", "one of " + ", ".join(held))
    return table(f"{kind}_{year}")


def _fields(rows: ReferenceTable) -> dict[str, dict[str, Datum]]:
    result: dict[str, dict[str, Datum]] = {}
    for row in rows:
        state, _, field = row.key.partition("/")
        result.setdefault(state, {})[field] = row
    return result


@dataclass(frozen=True, slots=True)
class Determined:
    """What the Commission's decision of Article 11 says of a state. A state can carry several labels, or none."""

    labels: tuple[str, ...]
    ground: str
    datum: Datum


LABELS: Final = ("pressure", "at_risk", "significant_situation")


def determination(year: int) -> dict[str, Determined]:
    """The determination of a year, by state (the 26 that it binds): labels out of :data:`LABELS`, and the ground."""
    return {
        row.key: Determined(tuple(label for label in LABELS if label in str(row.value).split()), row.note, row)
        for row in _of_year("determination", year)
        if row.value != "not bound"
    }


def act(year: int) -> dict[str, Datum]:
    """The act on the pool of a year and the steps to it: numbers and dates, by name."""
    return {row.key: row for row in _of_year("act", year)}


def votes(year: int) -> dict[str, Datum]:
    """The votes on the act, by state: ``for``, ``against``, ``abstained`` or ``not taking part``."""
    return {row.key: row for row in _of_year("votes", year)}


def published_shares(year: int) -> dict[str, dict[str, Datum]]:
    """Published fair shares, by state (26) and field: ``share`` in percent, ``units``, ``eur``."""
    return _fields(_of_year("shares", year))


def pledges(year: int) -> dict[str, dict[str, Datum]]:
    """Roles and pledges, by state (27) and field: ``role``, ``relocation``, ``financial``, ``alternative`` and, where a
    source says so, ``adjustment`` (percent of the fair share) and ``discharge``."""
    return _fields(_of_year("pledges", year))


def adequate_capacity() -> dict[str, dict[str, Datum]]:
    """Capacity for border procedures by state (26, and ``EU``) and field: ``capacity``, and ``maximum_from_DAY`` of
    applications a year, as Implementing Decision (EU) 2024/2150 sets them; it applies to 14 October 2027."""
    return _fields(table("adequate_capacity"))


def origins(year: int) -> dict[str, dict[str, Datum]]:
    """Asylum applications of a year in the states that benefit in the next, by nationality (30) and state (4)."""
    return _fields(_of_year("origins", year))


def migrant_stock(year: int) -> dict[str, dict[str, Datum]]:
    """Persons born in a country who live in a state, by country (the 30 of :func:`origins`) and state (26); unknown
    where neither the UN's estimates nor Eurostat's citizens have a figure, which does not mean none."""
    return _fields(_of_year("migrant_stock", year))
