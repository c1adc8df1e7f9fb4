"""Mechanisms as a simulation plays them, beside the facts of a cycle: a section and a table of their own.

An index of a simulation is one of net responsibility in persons as simulated; the facts are told of applications with
what is known of the moves. So no difference between a level of the one and a level of the other is told.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from fractions import Fraction
from hashlib import sha256
from typing import Final

from fairshare.evaluation.expost.document import Evaluation, Fig, Grid, Link, Name, Paragraph, Section, say
from fairshare.evaluation.expost.measured import Measured, collected
from fairshare.evaluation.mechanisms.league_document import OPTION, League
from fairshare.evaluation.mechanisms.measures import HEADLINE
from fairshare.faults import bad_argument

LODGED: Final = "hoover_lodged"
"""The measure of the simulation before any mechanism moves anybody."""
PARTS: Final = ("lodged", "mean", "low", "high")
_FAIRNESS: Final = ("fairness", "counterfactual")
"""How the slugs of sections on fairness end."""


def covered(evaluation: Evaluation, league: League) -> tuple[int, ...]:
    """The years of a cycle that a league has."""
    return tuple(year for year in league.years if evaluation.start.year <= year <= evaluation.end.year)


def with_simulated(evaluation: Evaluation, league: League) -> Evaluation:
    """The evaluation with a section on the mechanisms of a league, after its last section on fairness, for the years of
    the cycle that the league has. Raises :class:`~fairshare.faults.BadInputError` if it has none."""
    years = covered(evaluation, league)
    if not years:
        raise bad_argument(OPTION, f"has none of the years of {evaluation.name}", f"one of them; it has {league.span}")
    told = tuple(simulated(league, years))
    behind = max((place for place, one in enumerate(evaluation.sections, 1) if one.slug.endswith(_FAIRNESS)), default=0)
    sections = (*evaluation.sections[:behind], _section(league, years, told), *evaluation.sections[behind:])
    text = json.dumps([figure.to_json() for figure in told], sort_keys=True)
    return replace(
        evaluation,
        sections=sections,
        figures=collected((*evaluation.figures.values(), *told)),
        inputs={**evaluation.inputs, "league": sha256(text.encode()).hexdigest()},
    )


def simulated(league: League, years: tuple[int, ...]) -> Iterator[Measured]:
    """The index of each mechanism in each year: ``simulated.MECHANISM.YEAR.PART``, with PART ``lodged`` (mean, as
    applications are lodged), and ``mean``, ``low`` and ``high`` (of persons; 5th and 95th percentile of the draws)."""
    for mechanism in league.order:
        for year in years:
            lodged, persons = (league.of(mechanism, measure, year) for measure in (LODGED, HEADLINE))
            if lodged and persons:
                for part, value in {"lodged": lodged.mean, **asdict(persons)}.items():
                    yield _figure(f"simulated.{mechanism}.{year}.{part}", value, year, league)


def _figure(key: str, value: Fraction, year: int, league: League) -> Measured:
    rule = f"{simulated.__module__}.{simulated.__qualname__}"
    return Measured(key, "simulated_hoover", value, "inferred", str(year), (league.source,), rule=rule)


def _section(league: League, years: tuple[int, ...], told: tuple[Measured, ...]) -> Section:
    runs = dict.fromkeys(figure.key.rpartition(".")[0] for figure in told)
    heads = ((key, *key.split(".")[1:]) for key in runs)
    grid = Grid(
        "simulated-mechanisms",
        say("Hoover index under each mechanism, as simulated"),
        (say("Mechanism"), say("Year"), say("As lodged"), say("Mean"), say("Low"), say("High")),
        tuple(
            (Link("mechanism", mechanism), Name(year), *(Fig(f"{key}.{part}") for part in PARTS))
            for key, mechanism, year in heads
        ),
        (
            say("As lodged: of applications, before anybody is moved."),
            say("Mean, low and high: of net responsibility in persons; nine in ten draws lie between low and high."),
        ),
    )
    paragraph = Paragraph(
        (
            say(
                "A simulation plays each mechanism on the same persons, {draws} times, each time with other luck and "
                "other values of what is assumed.",
                draws=Name(f"{league.draws:,}"),
            ),
            say(
                "Its index is not measured of the same as that of the facts: one is of persons as simulated, the other "
                "of applications with what is known of pledges and moves. So the two levels are not compared."
            ),
            say("What can be compared is one mechanism with another, and each with its own index as lodged."),
            say("A year not yet observed repeats the arrivals of the last that was, unless a projection was given."),
        )
    )
    return Section("simulated", say("Mechanisms as simulated"), (paragraph, grid), "added_value")
