"""Fairness of a scheme of which only the total is known: applications of its years against the key, and its reach.

Who took the persons and who was relieved of them is not known, so the account ends before solidarity. Beside it stands
what the index would be at best: each person relocated moved from a state above the key to one below it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import Final

from fairshare.evaluation.expost.account import account, account_section, to_move
from fairshare.evaluation.expost.counterfactual import counterfactual_section, counterfactuals
from fairshare.evaluation.expost.document import Fig, Name, Paragraph, Section, Sentence, State, say
from fairshare.evaluation.expost.loads import ByState, Loads, half_and_half
from fairshare.evaluation.expost.measured import Figures, Measured, computed, summed
from fairshare.evaluation.expost.past import Read
from fairshare.evaluation.expost.past.tables import rows_of, taken
from fairshare.states import PART_IV

YARDSTICK_TABLES: Final = ("applications_by_year", "population", "gdp")
_STATES: Final = tuple(sorted(PART_IV))


def yardstick(read: Read, years: Iterable[int], year_before: int, pool: Measured) -> tuple[Measured, ...]:
    """The figures: applications, the key, the account with its reach, the comparisons, and the index at best.

    The states are the 26 that the key of the Regulation is of (AMMR 66). Population and GDP by year are held for recent
    years only, so the key is that of 2024 and 2023 whatever the years. ``pool`` is not among the figures."""
    inputs, key = _key(read)
    own, base = _applied(read, years)
    before, previous_base = _applied(read, (year_before,), "previous.")
    loads, previous = Loads(base, key, pool=pool), Loads(previous_base, key)
    told = account(loads)
    held = {one.key: one for one in told}
    best = at_best("at_best", held["hoover.before"], held["total.before"], pool)
    return (
        *inputs,
        *own,
        *told,
        *before,
        *counterfactuals(loads, previous),
        best,
        to_move("elsewhere.at_best", best, held["total.before"]),
    )


def at_best(key: str, index: Measured, total: Measured, pool: Measured) -> Measured:
    """The Hoover index if each person relocated moved from a state above the key to one below it; unknown with a term.

    One person so moved lowers the index by one part of all, and no other move lowers it by more; at 0 it ends."""
    value = None
    if index.value is not None and total.value and pool.value is not None:
        value = max(index.value - pool.value / total.value, Fraction(0))
    return computed(key, "hoover", at_best, (index, total, pool), value)


def yardstick_sections(figures: Figures) -> tuple[Section, Section]:
    """The account, and the comparisons with what the index would be at best."""
    compared = compared_section(figures)
    best = Paragraph(
        (
            say(
                "Who took the persons and who was relieved is not known. If each had moved from a state above the key "
                "to one below it, the index would be {best}, not {index}, and {persons} persons would still be "
                "elsewhere.",
                best=Fig("at_best"),
                index=Fig("hoover.before"),
                persons=Fig("elsewhere.at_best"),
            ),
        )
    )
    return account_section(figures), replace(compared, blocks=(best, *compared.blocks))


def compared_section(figures: Figures) -> Section:
    """The comparisons of a scheme of several years, with what may be compared with the year before."""
    section = counterfactual_section(figures)
    several = say(
        "The year before is one year and the facts are of several: compare the index, not the numbers of persons."
    )
    return replace(section, blocks=(*section.blocks, Paragraph((several,))))


def reach_sentence(first: int, last: int) -> Sentence:
    """How far the scheme reached in those years."""
    return say(
        "Those relocated are {reach} of the {to_move} persons who would have had to be elsewhere from {first} to "
        "{last} to meet the key.",
        reach=Fig("reach"),
        to_move=Fig("to_move"),
        first=Name(str(first)),
        last=Name(str(last)),
    )


def yardstick_limits(first: int, last: int) -> tuple[Sentence, ...]:
    """What the yardstick does not show."""
    return (
        say(
            "Fairness is told for the calendar years {first} to {last}, with a key of later population and GDP. It is "
            "told before solidarity only: who took and who was relieved is not known.",
            first=Name(str(first)),
            last=Name(str(last)),
        ),
        say(
            "Applications are those that {agency} counts, a proxy of Eurostat's count. Persons under temporary "
            "protection are not among them, and {denmark} and associated states are not in the key.",
            agency=Name("UNHCR"),
            denmark=State("DK"),
        ),
    )


def _key(read: Read) -> tuple[tuple[Measured, ...], ByState]:
    population, gdp = rows_of(read, "population"), rows_of(read, "gdp")
    people = {state: taken(population[f"{state}/2024"], f"population.{state}", "population") for state in _STATES}
    output = {state: taken(gdp[f"{state}/2023"], f"gdp.{state}", "gdp") for state in _STATES}
    shares = half_and_half(people, output)
    key = {one.key.rpartition(".")[2]: one for one in shares if one.definition == "key_share"}
    return (*people.values(), *output.values(), *shares), key


def _applied(read: Read, years: Iterable[int], prefix: str = "") -> tuple[tuple[Measured, ...], ByState]:
    """First-time applications by state and year, and by state."""
    rows = rows_of(read, "applications_by_year")
    single = {
        state: [taken(rows[f"{state}/{year}"], f"first_time.{year}.{state}", "first_time") for year in years]
        for state in _STATES
    }
    base = {state: summed(f"{prefix}first_time.{state}", "first_time", ones) for state, ones in single.items()}
    return (*(one for ones in single.values() for one in ones), *base.values()), base
