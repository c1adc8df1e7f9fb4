"""How uneven asylum applications were in the years of the scheme, and how much of that it could reach."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from fairshare.evaluation.expost.account import account, parts, reach, to_move
from fairshare.evaluation.expost.counterfactual import counterfactuals
from fairshare.evaluation.expost.document import Fig, Grid, Name, Paragraph, Section, Shown, say
from fairshare.evaluation.expost.loads import ByState, Loads, half_and_half
from fairshare.evaluation.expost.measured import Figures, Measured, computed, summed
from fairshare.evaluation.expost.past import Read
from fairshare.evaluation.expost.past.relocation2015.states import ORIGINS
from fairshare.evaluation.expost.past.tables import per_million, rows_of, stated, taken
from fairshare.evaluation.expost.past.yardstick import reach_sentence
from fairshare.evaluation.inequality import hoover_of

BEFORE: Final = 2014
"""The year before the scheme."""

YEARS: Final = (2015, 2016)
"""The years whose applications the scheme is measured against; it ran from September 2015 to September 2017."""


def fairness(read: Read, figures: Figures, bound: tuple[str, ...]) -> tuple[Measured, ...]:
    """Each year for itself, the account of both together, and what it is compared with.

    ``figures`` hold ``relocated``, and what was relocated by state."""
    pool = figures["relocated"]
    before, told_before = applied(read, BEFORE)
    first, told_first = applied(read, YEARS[0])
    second, told_second = applied(read, YEARS[1])
    base = {
        state: summed(f"first_time.{state}", "first_time", (first.base[state], second.base[state]))
        for state in first.key
    }
    both = Loads(base, first.key, persons=moved(figures, (*bound, *ORIGINS)), pool=pool)
    return (
        *told_before,
        *told_first,
        *told_second,
        *(figure for loads, year in zip((first, second), YEARS, strict=True) for figure in of_year(loads, year, pool)),
        *both.base.values(),
        *both.persons.values(),
        *account(both),
        *counterfactuals(both, before),
        *uneven(figures, first.key, bound),
        *(
            per_million(
                f"relocated_per_million.{state}", "relocated_per_million", figures[f"relocated.{state}"], people
            )
            for state in bound
            for people in told_first
            if people.key == f"population.{YEARS[0]}.{state}"
        ),
    )


def applied(read: Read, year: int) -> tuple[Loads, tuple[Measured, ...]]:
    """First-time applications of a year against the key of half population, half GDP of that year, and the figures.

    Keys ``first_time.YEAR.STATE``, ``population.YEAR.STATE``, ``gdp.YEAR.STATE`` and ``yYEAR.key.STATE``."""
    rows = rows_of(read, "asylum_2014_2017")

    def of(field: str, name: str) -> dict[str, Measured]:
        found = stated(rows, f"{year}/{field}")
        return {state: taken(row, f"{name}.{year}.{state}", name) for state, row in sorted(found.items())}

    base, people, output = of("applications", "first_time"), of("population", "population"), of("gdp", "gdp")
    shares = half_and_half(people, output, f"y{year}.")
    key = {share.key.rpartition(".")[2]: share for share in shares if share.definition == "key_share"}
    return Loads(base, key), (*base.values(), *people.values(), *output.values(), *shares)


def uneven(figures: Figures, key: ByState, bound: tuple[str, ...]) -> tuple[Measured, Measured]:
    """How far commitments were from the key (``uneven.committed``), and deliveries from commitments
    (``uneven.relocated``): the part that other states would have had to take."""
    committed = {state: figures[f"committed.{state}"] for state in bound}
    relocated = {state: figures[f"relocated.{state}"] for state in bound}
    return (
        _apart("uneven.committed", committed, {state: key[state] for state in bound}),
        _apart("uneven.relocated", relocated, committed),
    )


def _apart(key: str, of: ByState, against: ByState) -> Measured:
    found = parts(of, against)
    inputs = (*of.values(), *against.values())
    return computed(key, "uneven", hoover_of, inputs, hoover_of(found) if found else None)


def of_year(loads: Loads, year: int, pool: Measured) -> tuple[Measured, ...]:
    """One year for itself: ``total.YEAR``, ``hoover.YEAR``, ``to_move.YEAR``, and the whole scheme as a part of it."""
    total = summed(f"total.{year}", "first_time", loads.base.values())
    found = parts(loads.base, loads.key)
    inputs = (*loads.base.values(), *loads.key.values())
    hoover = computed(f"hoover.{year}", "hoover", hoover_of, inputs, hoover_of(found) if found else None)
    move = to_move(f"to_move.{year}", hoover, total)
    return total, hoover, move, reach(f"reach.{year}", pool, move)


def moved(figures: Figures, states: Iterable[str]) -> dict[str, Measured]:
    """Persons taken (above 0) or relieved (below 0) by relocation, by state: ``moved.STATE``."""
    return {state: net_moved(f"moved.{state}", figures[f"relocated.{state}"], state in ORIGINS) for state in states}


def net_moved(key: str, relocated: Measured, away: bool) -> Measured:
    """Persons relocated to a state, or below 0 those relocated ``away`` from it."""
    value = relocated.value
    return computed(key, "moved", net_moved, (relocated,), -value if away and value is not None else value)


def scale_section() -> Section:
    """The scheme beside what would have had to move, by year and for both years together."""
    return Section(
        "scale",
        say("The scheme beside the misallocation"),
        (
            Paragraph(
                (
                    reach_sentence(*YEARS),
                    say(
                        "To meet the key, {committed} of the persons committed would have had to be committed by other "
                        "states. For all states to deliver the same part, {relocated} of those whom they took would "
                        "have had to go to others.",
                        committed=Fig("uneven.committed"), relocated=Fig("uneven.relocated"),
                    ),
                )
            ),
            Grid(
                "scale",
                say("First-time applications, the persons who would have had to move, and the scheme beside them"),
                (
                    say("Year"),
                    say("Applications"),
                    say("Hoover index"),
                    say("Persons to move"),
                    say("All relocated, as a part of these"),
                ),
                (*(_row(str(year), f".{year}") for year in YEARS), _row(None, "")),
                (
                    say(
                        "States: the {states} of {year}. Key: half population, half GDP, of the year; for both years, "
                        "of the first.",
                        states=Name("EU-28"), year=Name("2015"),
                    ),
                    say("Each row is set beside all persons relocated in the whole time."),
                    say("Applications are a measure of who asked where, not of who arrived where."),
                ),
            ),
        ),
        "relevance",
    )  # fmt: skip


def _row(year: str | None, at: str) -> tuple[Shown | None, ...]:
    total = f"total{at or '.before'}"
    hoover = f"hoover{at or '.before'}"
    head = Name(year) if year else say("Both years")
    return (head, Fig(total), Fig(hoover), Fig(f"to_move{at}"), Fig(f"reach{at}"))
