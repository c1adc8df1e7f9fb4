"""What would have to be known of a pool year and is not, who owes it and why it lacks; and the limits of the rest."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from fairshare.evaluation.expost.catalogue import DEFINITIONS, chain, delivery, process
from fairshare.evaluation.expost.document import Cite, Gap, Sentence, say
from fairshare.evaluation.expost.grids import PREVIOUS
from fairshare.evaluation.expost.measured import Figures, Measured, computed
from fairshare.evaluation.expost.pool_year.record import NOT_SHOWN, Record

NOT_OWED: Final = frozenset({"data_gaps", "stated_relocations", "stated_money"})
"""Indicators that nobody owes: they count the gaps themselves, or are somebody's statement."""
_AFTER_THE_YEAR: Final = frozenset(
    {"money_due", "implemented_financial", "money_allocated", "money_to_facility", "kind_converted"}
    | {"observed", "persistent", "confirmations"}
)
_US: Final = "Fairshare"
"""The owner of what is computed."""


def lacking(figures: Figures) -> dict[str, tuple[Measured, ...]]:
    """The indicators of the chain and of the quality of a cycle that have no value, and the figures that would have to
    be known: their whole, or where there is none every part. Of the process, those that are counted and of which some
    part is unknown."""
    now = [figure for key, figure in figures.items() if not key.startswith(PREVIOUS)]
    found = {}
    for definition in (*chain.DEFINITIONS, *delivery.DEFINITIONS):
        name = definition.name
        parts = [figures[name]] if name in figures else [one for one in now if one.definition == name]
        if name not in NOT_OWED and all(one.value is None for one in parts):
            found[name] = tuple(parts)
    counted = {definition.name for definition in process.DEFINITIONS if definition.owner != _US}
    for figure in now:
        if figure.value is None and figure.definition in counted:
            found[figure.definition] = (*found.get(figure.definition, ()), figure)
    return found


def gap_count(figures: Figures) -> Measured:
    """How many indicators have no value."""
    found = lacking(figures)
    inputs = [figure for parts in found.values() for figure in parts] or list(figures.values())[:1]
    return computed("data_gaps", "data_gaps", lacking, inputs, Fraction(len(found)))


def gaps(record: Record, figures: Figures) -> tuple[Gap, ...]:
    """A gap for every indicator without a value, and for every state whose pledge is not known."""
    of_all = [Gap(name, _owner(figures, name), _why(record, figures, name)) for name in lacking(figures)]
    why = say("That there is a pledge is on record, not its type or its size.")
    of_states = [
        Gap("pledged", DEFINITIONS["pledged"].owner, why, row.state)
        for row in record.report.rows
        if figures[f"pledged.{row.state}"].value is None
    ]
    return (*of_all, *of_states)


def _owner(figures: Figures, name: str) -> str:
    """Who owes an indicator; of one that is computed, who owes the first figure that it lacks."""
    figure = figures.get(name)
    while figure is not None and DEFINITIONS[name].owner == _US:
        figure = next((figures[key] for key in figure.inputs if figures[key].value is None), None)
        name = figure.definition if figure is not None else name
    return DEFINITIONS[name].owner


def _why(record: Record, figures: Figures, name: str) -> Sentence:
    """Why an indicator lacks: the first of the reasons that hold."""
    day = record.report.as_of
    reasons = (
        (
            name in figures and NOT_SHOWN in figures[name].sources,
            say("What it rests on is not shown to this reader."),
        ),
        (
            name == "proposed" and record.book.proposal is not None,
            say("The proposal is restricted ({cite}).", cite=Cite("AMMR 12(6)")),
        ),
        (name == "needs", say("Not all benefitting states have told what they need, or it is not public.")),
        (DEFINITIONS[name].source == "Computed", say("It is computed from figures that are not known.")),
        (name in _AFTER_THE_YEAR and not record.book.closed, say("The pool year is not over.")),
        (record.covers_year, say("It is not on record.")),
    )
    otherwise = say("It was looked for in public sources until {day}; nothing was found.", day=day)
    return next((reason for holds, reason in reasons if holds), otherwise)


def limits(record: Record, figures: Figures) -> tuple[Sentence, ...]:
    """What a reader must not take from the evaluation."""
    found = [
        say("Figures are set side by side. Nothing here says that one thing happened because of another."),
        say(
            "Applications are those that UNHCR counts, a proxy of the first-time applications of Eurostat. They are "
            "not arrivals, and persons under temporary protection are not among them."
        ),
        say(
            "In the account as pledged, a pledge that is not known counts as nothing, and what benefitting states are "
            "relieved of is spread by a rule, as no record says whom it went to."
        ),
    ]
    if not record.covers_year:
        found.append(say("The record is made of public sources. What is not in them is unknown, not nothing."))
    if "stated_relocations" in figures:
        found.append(say("The effective pool rests on the statement of one state on the pledges: a claim."))
    return tuple(found)
