"""The pages of mechanisms: what each says, what it follows and leaves out, and what a simulation of it gave."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

from django.utils.translation import gettext as _

from fairshare.evaluation.mechanisms.league_document import Interval, League
from fairshare.evaluation.mechanisms.measures import HEADLINE, measure
from fairshare.law.mechanisms.catalogue import CATALOGUE
from fairshare.law.mechanisms.interface import Mechanism
from fairshare.workbench.observatory.addresses import page
from fairshare.workbench.observatory.blocks import spoken
from fairshare.workbench.observatory.content import Content
from fairshare.workbench.observatory.league import SHOWN
from fairshare.workbench.observatory.mechanism_words import ENTRANCES, MEASURES, REGIMES, SAYS
from fairshare.workbench.observatory.page import Page
from fairshare.workbench.tables.formats import count, index, percent

BESIDE: Final = ("dublin-as-applied", "ammr", "no-system")
"""The mechanisms that each is held against."""

FEW: Final = 20
"""Draws below which nothing can be told apart at the level of the league."""


def mechanism_pages(content: Content) -> Iterator[Page]:
    """The list of mechanisms, then a page each, in the order of the catalogue."""
    says = _("Systems of sharing responsibility since the Convention, and others proposed, on the same people.")
    context = {
        "says": says,
        "rows": rows(content),
        "run": content.league,
        "few": content.league.draws < FEW,
        "measures": [(name, *MEASURES[name]) for name in SHOWN],
    }
    yield Page("mechanisms", "mechanisms", _("Mechanisms"), says, "mechanisms", context)
    for one in CATALOGUE.values():
        yield _mechanism(one, content)


def rows(content: Content) -> list[dict[str, Any]]:
    """The mechanisms of the league, the nearest to the key first, each with its headline measure in the last year."""
    league = content.league
    year = league.last_year
    held = [(name, league.of(name, HEADLINE, year)) for name in league.order]
    widest = max((one.high for _name, one in held if one), default=Fraction(1)) or Fraction(1)
    return [
        {"title": spoken(CATALOGUE[name].title), "address": page("mechanism", name), **_drawn(one, widest)}
        for name, one in held
    ]


def _drawn(one: Interval | None, widest: Fraction) -> dict[str, Any]:
    """An interval in words, and where its ends and its mean stand on a line, in per cent of the widest."""
    if one is None:
        return {"known": False}
    low, mean, high = (f"{float(100 * value / widest):.2f}" for value in (one.low, one.mean, one.high))
    span = f"{float(100 * (one.high - one.low) / widest):.2f}"
    return {"known": True, "mean": index(one.mean), "low": index(one.low), "high": index(one.high),
            "x": low, "width": span, "dot": mean, "end": high}  # fmt: skip


def _mechanism(one: Mechanism, content: Content) -> Page:
    league = content.league
    context = {
        "title": spoken(one.title),
        "says": SAYS[one.name],
        "who": ENTRANCES.get(one.entrance) or REGIMES[one.regime],
        "follows": one.implements,
        "omits": [spoken(text) for text in one.omits],
        "run": league,
        "few": league.draws < FEW,
        "years": [(year, _drawn(league.of(one.name, HEADLINE, year), Fraction(1))) for year in league.years],
        "others": [_measure(one.name, name, league) for name in SHOWN[1:]],
        "beside": [found for other in BESIDE if (found := _beside(one.name, other, league))],
        "in_league": one.name in league.figures,
    }
    return Page(f"mechanism-{one.name}", "mechanism", _(one.title), str(SAYS[one.name]), "mechanisms", context)


def _measure(mechanism: str, name: str, league: League) -> dict[str, Any]:
    """A measure over the years of the run."""
    value = league.mean(mechanism, name)
    return {"name": name, "title": MEASURES[name][0], "value": None if value is None else _written(name, value)}


def _written(name: str, value: Fraction) -> str:
    unit = measure(name).unit
    if unit == "persons":
        return count(round(value))
    return index(value) if name.startswith("hoover") else percent(value)


def _beside(mechanism: str, other: str, league: League) -> dict[str, Any] | None:
    """Whether the draws tell a mechanism apart from another, and which of the two is nearer to the key."""
    verdict = league.pairs.get(frozenset((mechanism, other)))
    if mechanism == other or verdict is None:
        return None
    nearer = mechanism if verdict.fairer == mechanism else other
    return {
        "address": page("mechanism", other),
        "title": spoken(CATALOGUE[other].title),
        "told_apart": verdict.told_apart,
        "nearer": nearer == mechanism,
        "part": percent(verdict.part),
    }
