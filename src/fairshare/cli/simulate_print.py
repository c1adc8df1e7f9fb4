"""A league as plain tables: ranks, years with intervals, and what can be told apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from textwrap import fill
from typing import TYPE_CHECKING, Any, Final

import click

from fairshare.cli.output import WIDTH, table
from fairshare.cli.simulate_sentence import mean_of_years, sentence, short_titles, too_few
from fairshare.evaluation.mechanisms.measures import BASES, measure

if TYPE_CHECKING:
    from fairshare.cli.simulate_answer import Answer
    from fairshare.evaluation.mechanisms.league import Figure, Rank

COLUMNS: Final = 3
"""Years beside each other."""

BESIDE: Final = {
    "hoover_lodged": "lodged",
    "hoover_rules": "rules",
    "hoover_persons": "persons",
    "hoover_par": "at par",
    "limbo": "limbo",
    "moved_twice": "twice",
    "relocations": "relocated",
}
"""Measures of the overview, and their headings."""


def show(found: Answer, written: Sequence[str]) -> None:
    """Print a league: the answer, the ranking, the years, other measures, and the verdicts on neighbours.

    Every table stands in the order of the ranking."""
    click.echo(
        fill(sentence(found, short_titles({one.name: one.title for one in found.study.mechanisms})), WIDTH) + "\n"
    )
    order = [one.mechanism for one in found.ranking] or list(found.study.names)
    _show_ranking(found)
    years = found.study.years
    for first in range(0, len(years), COLUMNS):
        _show_years(found, order, years[first : first + COLUMNS])
    _show_beside(found, order)
    _show_verdicts(found, written)


def show_run(document: Mapping[str, Any], out: str | None) -> None:
    """Print a run: the measures of the overview by mechanism and year, means of the draws."""
    rows = [
        (name, year, *(number(found[one]["mean"]) if one in found else "-" for one in BESIDE))
        for name, by_year in document["mechanisms"].items()
        for year, found in by_year.items()
    ]
    columns = {"mechanism": "left", "year": "right"} | dict.fromkeys(BESIDE.values(), "right")
    written = [f"Written to {out}."] if out else ["Nothing was written (--out FOLDER)."]
    table("Means of draws", columns, rows, [*_explained(), *(f"Note: {note}" for note in document["notes"]), *written])


def _explained() -> list[str]:
    """What each column of the overview holds."""
    return [f"{short}: {_says(name)}" for name, short in BESIDE.items()]


def _says(name: str) -> str:
    base = name.removeprefix("hoover_")
    one = measure(name)
    return f"Hoover index of {BASES[base]}" if base in BASES else f"{one.says} ({one.unit})"


def _show_ranking(found: Answer) -> None:
    values = mean_of_years(found, found.ranked_by.name)
    rows = [
        (f"{one.rank.mean:.1f}", _ranks(one), one.mechanism, _interval(values[one.mechanism])) for one in found.ranking
    ]
    years, by, draws = found.study.years, found.ranked_by, len(found.draws)
    table(
        f"League of mechanisms, {years[0]} to {years[-1]}, {draws:,} draws: {by.title} ({by.name})",
        {"rank": "right", "from-to": "left", "mechanism": "left", f"{by.unit} (from-to)": "left"},
        rows,
        [
            f"{by.says}. {by.better.capitalize()} is better.",
            "Ranks (1 is best) and figures are means of years and draws; the middle 90 % of the draws lie from-to.",
        ],
    )


def _ranks(one: Rank) -> str:
    return f"{one.rank.low:.0f} to {one.rank.high:.0f}"


def _show_years(found: Answer, order: Sequence[str], years: Sequence[int]) -> None:
    rows = [(name, *(_interval(found.table[name][year].get(found.ranked_by.name)) for year in years)) for name in order]
    table("", {"mechanism": "left"} | dict.fromkeys(map(str, years), "left"), rows)


def _show_beside(found: Answer, order: Sequence[str]) -> None:
    """Means over years and draws of other measures."""
    means = [mean_of_years(found, measured) for measured in BESIDE]
    rows = [(name, *(number(one.mean) if (one := of[name]) else "-" for of in means)) for name in order]
    table(
        "Means of years and draws", {"mechanism": "left"} | dict.fromkeys(BESIDE.values(), "right"), rows, _explained()
    )


def _show_verdicts(found: Answer, written: Sequence[str]) -> None:
    """What can be said of each mechanism and the next in the ranking, and how much of the rest can be told apart."""
    verdicts = {frozenset((one.first, one.second)): one for one in found.pairs}
    order = [one.mechanism for one in found.ranking]
    told = sum(one.told_apart for one in found.pairs)
    click.echo(f"Of {len(found.pairs)} pairs of mechanisms {told} can be told apart. Neighbours in the ranking:")
    for first, second in pairwise(order):
        click.echo(f"  {verdicts[frozenset((first, second))].verdict}")
    if few := too_few(found):
        click.echo(few)
    for note in found.study.inputs.notes:
        click.echo(fill(f"Note: {note}", WIDTH, subsequent_indent="  "))
    if written:
        click.echo(f"Written to {', '.join(written)}.")


def _interval(one: Figure | None) -> str:
    """Mean and interval; ``-`` without a value."""
    return f"{number(one.mean)} ({number(one.low)}-{number(one.high)})" if one else "-"


def number(value: float) -> str:
    """Three significant digits; whole from a hundred on, and where it is nothing."""
    return (
        "0"
        if not value
        else f"{value:,.0f}"
        if abs(value) >= 100
        else f"{value:.3g}"
        if abs(value) >= 1
        else f"{value:.3f}"
    )
