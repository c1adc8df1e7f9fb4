"""How much each state bore against its part of the key, year by year: first-time applications since 2014.

The key is held still, so that a line shows what changed in applications and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from fairshare.evaluation.expost.account import load_ratio
from fairshare.evaluation.expost.document import Evaluation, Name, Section, StateMap, say
from fairshare.evaluation.expost.loads import half_and_half
from fairshare.evaluation.expost.measured import Measured, collected, summed
from fairshare.evaluation.expost.past import Read
from fairshare.evaluation.expost.past.tables import digests, rows_of, taken
from fairshare.states import PART_IV

KEY_YEAR: Final = 2024
"""Year of the population and GDP of the key."""

TABLES: Final = ("applications_by_year", "population", "gdp")

ByYear = Mapping[int, Mapping[str, Measured]]


def load_ratio_evaluation(read: Read) -> Evaluation:
    """The load ratios as an evaluation: ``first_time.YEAR.STATE``, ``ratio.YEAR.STATE``, and the map of the latest."""
    rows = rows_of(read, "applications_by_year")
    years = sorted({int(year) for _, slash, year in (key.partition("/") for key in rows) if slash})
    states = sorted(PART_IV)
    applied = {
        year: {state: taken(rows[f"{state}/{year}"], f"first_time.{year}.{state}", "first_time") for state in states}
        for year in years
    }
    shares = tuple(_shares(read, states))
    return Evaluation(
        name="load-ratios",
        title=say("Applications against the key, year by year"),
        start=date(years[0], 1, 1),
        end=date(years[-1], 12, 31),
        as_of=date.fromisoformat(max(one.as_of for one in applied[years[-1]].values())),
        headline=(say("A state with a load ratio of one has the part of all applications that the key gives it."),),
        sections=(Section("latest", say("The latest year"), (ratio_map(years[-1]),)),),
        figures=collected([*shares, *_ratios(applied, shares)]),
        limits=(
            say("The key is that of {year} for every year.", year=Name(str(KEY_YEAR))),
            say("Applications are told by where they were lodged, before transfers, relocations and returns."),
            say("Persons under temporary protection are not among them."),
        ),
        inputs=digests(read, TABLES),
    )


def _shares(read: Read, states: list[str]) -> Iterator[Measured]:
    """Population, GDP and the key of the states, in the order in which one rests on the other."""
    population, gdp = (rows_of(read, name) for name in ("population", "gdp"))
    people = {state: taken(population[f"{state}/{KEY_YEAR}"], f"population.{state}", "population") for state in states}
    output = {state: taken(gdp[f"{state}/{KEY_YEAR}"], f"gdp.{state}", "gdp") for state in states}
    yield from (*people.values(), *output.values(), *half_and_half(people, output))


def _ratios(applied: ByYear, shares: tuple[Measured, ...]) -> Iterator[Measured]:
    key = {one.key.rpartition(".")[2]: one for one in shares if one.definition == "key_share"}
    whole = summed("key_total", "key_share", key.values())
    yield whole
    for year, loads in applied.items():
        total = summed(f"first_time.{year}", "first_time", loads.values())
        yield from (*loads.values(), total)
        for state, load in loads.items():
            yield load_ratio(f"ratio.{year}.{state}", load, total, key[state], whole)


def ratio_map(year: int) -> StateMap:
    """The load ratios of a year on the map."""
    values = {state: f"ratio.{year}.{state}" for state in sorted(PART_IV)}
    return StateMap("load-ratio", say("Load ratio in {year}", year=Name(str(year))), values)
