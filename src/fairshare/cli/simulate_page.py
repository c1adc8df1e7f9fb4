"""The page of a league of mechanisms: who bears what under each, what can be told apart, and what it all rests on."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from fairshare.cli import simulate_page_basis as basis
from fairshare.cli import simulate_page_states as states
from fairshare.cli.page import Cell, Html, page, paragraph, strong, table, text
from fairshare.cli.simulate_drawn import Panel, interval, intervals, small_multiples
from fairshare.cli.simulate_sentence import mean_of_years, percent, sentence, short_titles, too_few
from fairshare.evaluation.mechanisms.league import Figure, Pair
from fairshare.evaluation.mechanisms.measures import BASE_TITLES, BASES, Measure, measure
from fairshare.simulation.behaviour import central
from fairshare.simulation.ensemble import Draw, outcomes

if TYPE_CHECKING:
    from fairshare.cli.simulate_answer import Answer
    from fairshare.simulation.outcome import Outcome

TITLE: Final = "Would it be fair? Mechanisms on the same people"
SIMULATION: Final = "This is a simulation, no forecast and no official figure."
WHAT: Final = (
    "Every mechanism met the same synthetic arrivals with the same luck. Intervals hold the middle 90 % of the draws: "
    "what the assumptions and chance leave open, not whether the model is right. The yardstick is one for all: the "
    "reference key of Annex I to Regulation (EU) 2024/1351 over the 26 states of Part IV, also in years and for "
    "mechanisms that had other keys or other states."
)
APART: Final = (
    "Mechanisms are compared draw by draw. One is called fairer only where it is in enough of the draws (by default "
    "95 %); all others are not distinguishable, whatever their means are."
)
INSTRUMENTS: Final = (
    "The Hoover index after each instrument: the part of all persons who would have to be elsewhere to meet the key. "
    "Money moves nobody: it is counted beside persons, at par (EUR 20,000 a person) and at what a person costs the "
    "state concerned. The difference is the price of flexibility. The last column counts people where they are, with "
    "moves of their own."
)
GROUPS: Final = {
    "What was given": ("owed", "given", "delivery", "reach_owed", "relocations", "offsets", "paid", "in_kind"),
    "What it means for persons": ("limbo", "moved_twice", "links_honoured", "persistence", "requests", "transfers"),
    "What it means for states": ("max_ratio_persons", "min_ratio_persons", "reception_max", "hosted_max", "total_cost"),
}


def simulate_page(found: Answer, at_best: Mapping[str, Outcome]) -> str:
    """The page as HTML. ``at_best``: the outcome of each mechanism with every assumption at its best value, for maps
    and flows (see :func:`run_at_best`)."""
    called = short_titles({one.name: one.title for one in found.study.mechanisms})
    order = [one.mechanism for one in found.ranking] or list(found.study.names)
    sections = {
        "league": ("League", _league(found, order, called)),
        "apart": ("What can be told apart", _apart(found, order, called)),
        "instruments": ("Before and after each instrument", _instruments(found, order, called)),
        "years": ("Year by year", _years(found, order, called)),
        "maps": ("Where the load lies", states.load_maps(found, at_best, order, called)),
        "flows": ("From where to where", states.flows(found, at_best, order, called)),
        "measures": ("Other measures", _measures(found, order, called)),
        "assumed": ("What is assumed", basis.assumptions(found)),
        "mechanisms": ("What the mechanisms are", basis.mechanisms(found)),
        "run": ("How to get the same again", basis.manifest(found)),
    }
    return page(TITLE, _head(found, order, called), sections)


def run_at_best(found: Answer) -> dict[str, Outcome]:
    """The outcome of each mechanism with every assumption at its best value: one draw, in this process."""
    draw = Draw(0, central(found.parameters))
    return dict(zip(found.study.names, outcomes(found.study, draw), strict=True))


def named(title: str) -> Html:
    """The first cell of a row in a wide table, kept wide enough to read."""
    return Html(f'<span style="display:block;min-width:9rem">{text(title)}</span>')


def _head(found: Answer, order: list[str], called: Mapping[str, str]) -> list[Html]:
    first, last, years = order[0], order[-1], found.study.years
    best, ranked = mean_of_years(found, found.ranked_by.name), found.ranked_by
    notice = paragraph(strong(SIMULATION), " ", WHAT)
    told = paragraph(
        f"{_span(years)}, {len(found.draws):,} draws of {100 * found.study.sample:g} % of the families: ",
        strong(ranked.title),
        f" is {interval(best[first])} under “{called[first]}”, the first of the ranking, and {interval(best[last])} "
        f"under “{called[last]}”, the last. {ranked.says}. {_told_apart(found)}",
    )
    answer = paragraph(strong(sentence(found, called)))
    return [answer, Html(f'<div class="notice" role="note">{notice}</div>'), told]


def _span(years: tuple[int, ...]) -> str:
    return f"{years[0]} to {years[-1]}" if len(years) > 1 else f"{years[0]}"


def _told_apart(found: Answer) -> str:
    told = sum(one.told_apart for one in found.pairs)
    return f"Of {len(found.pairs)} pairs of mechanisms, {told} can be told apart. {too_few(found)}".rstrip()


def _league(found: Answer, order: list[str], called: Mapping[str, str]) -> list[Html]:
    ranks = {one.mechanism: one.rank for one in found.ranking}
    best = mean_of_years(found, found.ranked_by.name)
    rows: list[tuple[Cell, ...]] = [
        (
            named(called[name]),
            f"{ranks[name].mean:.1f} ({ranks[name].low:.0f} to {ranks[name].high:.0f})" if name in ranks else "–",
            interval(best[name]),
        )
        for name in order
    ]
    columns = {"mechanism": "left", "rank in the draws": "right", found.ranked_by.title: "right"}
    caption = f"Mechanisms by {found.ranked_by.title}, mean of the years; {found.ranked_by.better} is better"
    drawn = {called[name]: one for name in order if (one := best[name])}
    return [intervals("league-picture", caption, drawn), table(caption, columns, rows)]


# --- verdicts ---------------------------------------------------------------------------------------------------------


def _apart(found: Answer, order: list[str], called: Mapping[str, str]) -> list[Html]:
    pairs = {frozenset((one.first, one.second)): one for one in found.pairs}
    neighbours = [pairs.get(frozenset(two)) for two in pairwise(order)]
    told = "".join(f"<li>{paragraph(verdict(one, called))}</li>" for one in neighbours if one)
    columns = {"part of draws in which the row is fairer than": "left"}
    columns |= {f"{place}": "right" for place in range(1, len(order) + 1)}
    rows = [
        (f"{place}. {called[name]}", *(_cell(pairs.get(frozenset((name, other))), name) for other in order))
        for place, name in enumerate(order, 1)
    ]
    parts = [paragraph(APART), table("Every two mechanisms, by their place in the ranking", columns, rows)]
    if told:
        parts += [paragraph("Neighbours in the ranking:"), Html(f"<ul>{told}</ul>")]
    return parts


def _cell(pair: Pair | None, name: str) -> Cell:
    if pair is None or pair.fairer != name:
        return "–"
    shown = percent(pair.part)
    return strong(shown) if pair.told_apart else shown


def verdict(pair: Pair, called: Mapping[str, str]) -> str:
    """What may be said of two mechanisms, in one sentence."""
    first, second = (f"“{called[name]}”" for name in (pair.first, pair.second))
    by = pair.difference
    if not pair.told_apart:
        return f"{first} and {second} are not distinguishable: the first less the second is {interval(by)}."
    fairer, other = (first, second) if pair.fairer == pair.first else (second, first)
    apart = by if by.mean > 0 else Figure(-by.mean, -by.high, -by.low)
    return f"{fairer} is fairer than {other} in {percent(pair.part)} of draws: they are {interval(apart)} apart."


# --- measures ---------------------------------------------------------------------------------------------------------


def _instruments(found: Answer, order: list[str], called: Mapping[str, str]) -> list[Html]:
    figures = {base: mean_of_years(found, f"hoover_{base}") for base in BASES}
    price, present = mean_of_years(found, "price_of_flexibility"), figures["present"]
    steps = [base for base in BASES if base != "present"]
    shown = [*(figures[base] for base in steps), price, present]
    rows = [(named(called[name]), *(interval(values[name]) for values in shown)) for name in order]
    names = [*(BASE_TITLES[base] for base in steps), "price of flexibility", BASE_TITLES["present"]]
    counted = {f"{BASE_TITLES[base]} ({base})": says for base, says in BASES.items()}
    meaning = "".join(f"<li>{paragraph(strong(base), ': ', says)}</li>" for base, says in counted.items())
    return [
        paragraph(INSTRUMENTS),
        table(
            "Hoover index, mean of the years, with the interval of the draws",
            {"mechanism": "left", **dict.fromkeys(names, "right")},
            rows,
        ),
        paragraph("What is counted, by the name of the measure:", klass="note"),
        Html(f'<ul class="note">{meaning}</ul>'),
    ]


def _years(found: Answer, order: list[str], called: Mapping[str, str]) -> list[Html]:
    name, years = found.ranked_by.name, found.study.years
    by_year = {one: [found.table[one].get(year, {}).get(name) for year in years] for one in order}
    beside = Panel(called["no-system"], by_year["no-system"]) if "no-system" in by_year else None
    caption = f"{found.ranked_by.title} by year"
    hint = f"{caption}: mean and interval{'; dashed: ' + beside.title if beside else ''}"
    panels = [Panel(called[one], by_year[one]) for one in order]
    rows = [(named(called[one]), *(interval(value) for value in by_year[one])) for one in order]
    columns = {"mechanism": "left", **{f"{year}": "right" for year in years}}
    return [small_multiples("years-picture", hint, years, panels, beside), table(caption, columns, rows)]


def _measures(found: Answer, order: list[str], called: Mapping[str, str]) -> list[Html]:
    parts = []
    for caption, names in GROUPS.items():
        figures = {name: mean_of_years(found, name) for name in names}
        columns = {"mechanism": "left"} | {f"{measure(n).title} ({measure(n).unit})": "right" for n in names}
        rows = [(named(called[one]), *(interval(figures[name][one]) for name in names)) for one in order]
        told = "; ".join(f"{measure(name).title}: {_says(measure(name))}" for name in names)
        parts += [table(f"{caption}: mean of the years", columns, rows), paragraph(f"{told}.", klass="note")]
    return parts


def _says(one: Measure) -> str:
    return one.says[:1].lower() + one.says[1:]
