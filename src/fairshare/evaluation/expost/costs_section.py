"""Money at what a person is assumed to cost, in a report: how far it depends on what is assumed, and what that is."""

from __future__ import annotations

from typing import Final

from fairshare.evaluation.expost.costs import BEST, ENDS, PARAMETERS, TAKINGS
from fairshare.evaluation.expost.document import Block, Fig, Grid, Name, Paragraph, Section, Sentence, State, say
from fairshare.evaluation.expost.grids import title
from fairshare.evaluation.expost.measured import Figures

_TAKEN: Final[dict[str, Sentence]] = {
    BEST: say("as assumed"),
    "low": say("every cost low"),
    "high": say("every cost high"),
    "flat": say("one price in all states"),
    "steep": say("prices in proportion to GDP a head"),
    "kind_low": say("help in kind worth least"),
    "kind_high": say("help in kind worth most"),
}


def cost_range(figures: Figures, prefix: str) -> tuple[Block, ...]:
    """How far the index at cost, and the price of flexibility, depend on what is assumed; nothing without money.

    ``figures`` hold those of :func:`~fairshare.evaluation.expost.costs.account_at_cost` with the same ``prefix``."""
    if f"{prefix}effect.cost" not in figures:
        return ()
    return (Paragraph(_told(figures, prefix)), _grid(figures, prefix))


def _told(figures: Figures, prefix: str) -> tuple[Sentence, ...]:
    if figures[f"{prefix}effect.cost"].value is None:
        return ()
    return (
        say(
            "What a person costs a state is assumed, not measured. As assumed, the index with money at that cost is "
            "{best}; over the ranges of what is assumed it is {least} to {most}.",
            best=Fig(f"{prefix}hoover.cost"),
            least=Fig(f"{prefix}hoover_cost.least"),
            most=Fig(f"{prefix}hoover_cost.most"),
        ),
        say(
            "Less the index at par, that is the price of flexibility: {best}, and {least} to {most} over the ranges. "
            "Where it is above nothing, responsibility is less even so than at par.",
            best=Fig(f"{prefix}effect.cost"),
            least=Fig(f"{prefix}effect_cost.least"),
            most=Fig(f"{prefix}effect_cost.most"),
        ),
    )


def _grid(figures: Figures, prefix: str) -> Grid:
    rows = [(_TAKEN[BEST], Fig(f"{prefix}hoover.cost"), Fig(f"{prefix}effect.cost"))]
    rows += [
        (_TAKEN[name], Fig(f"{prefix}hoover_cost.{name}"), Fig(f"{prefix}effect_cost.{name}"))
        for name in TAKINGS
        if f"{prefix}hoover_cost.{name}" in figures
    ]
    return Grid(
        f"{prefix.replace('.', '-')}fairness-by-cost",
        say("The index with money at what a person is assumed to cost, by what is assumed"),
        (say("What is assumed"), say("Hoover index"), say("Less the index at par")),
        tuple(rows),
        (say("Every cost low or high: procedure, reception, and the months to a decision together."),),
    )


def costs_section(figures: Figures) -> tuple[Section, ...]:
    """What a person is assumed to cost: the parameters with their ranges, and the states with money; else nothing."""
    start = f"person_cost.{BEST}."
    states = [key.removeprefix(start) for key in figures if key.startswith(start)]
    if not states:
        return ()
    return (
        Section(
            "costs",
            say("What a person is assumed to cost"),
            (Paragraph(_meant()), _parameters(figures), _by_state(states)),
            "efficiency",
        ),
    )


def _meant() -> tuple[Sentence, ...]:
    return (
        say("No state publishes what a person costs it from application to decision."),
        say("The figures here are assumptions of the simulation, with the ranges that it draws from."),
        say(
            "They are made of a procedure, and of reception for the months to a decision, at prices that follow GDP a "
            "head; the months are pending cases over decisions, from one month to five years."
        ),
        say("Whatever the state pays for a person after the decision is not in them."),
    )


def _parameters(figures: Figures) -> Grid:
    return Grid(
        "costs-assumed",
        say("What is assumed, with its range"),
        (say("Assumption"), *_heads(), say("Source")),
        tuple(
            (
                title(name),
                *(Fig(f"assumed.{name}.{end}") for end in ENDS),
                Name("; ".join(figures[f"assumed.{name}.{BEST}"].sources)),
            )
            for name in PARAMETERS
        ),
    )


def _heads() -> tuple[Sentence, ...]:
    return say("Low"), say("As assumed"), say("High")


def _by_state(states: list[str]) -> Grid:
    return Grid(
        "costs-by-state",
        say("What a person is assumed to cost each state that gives or receives money or help in kind"),
        (say("State"), title("decision_months"), title("price_level"), *_heads()),
        tuple(
            (
                State(state),
                Fig(f"decision_months.{state}"),
                Fig(f"price_level.{state}"),
                *(Fig(f"person_cost.{end}.{state}") for end in ENDS),
            )
            for state in states
        ),
        (say("Low and high: every cost low or high, at the prices assumed."),),
    )
