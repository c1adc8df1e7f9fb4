"""The entries of figures: grouped by definition, each with its exact value, its sources and what it was made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from fairshare.evaluation.expost.catalogue import DEFINITIONS, Definition
from fairshare.evaluation.expost.document import Evaluation
from fairshare.evaluation.expost.measured import Figures, Measured
from fairshare.evaluation.expost.plain_text import exact_text
from fairshare.law.choices import CHOICES
from fairshare.states import NAMES
from fairshare.workbench.reports.words import figure_text, translated
from fairshare.workbench.tables.formats import state_name
from fairshare.workbench.tables.model import Text
from fairshare.workbench.tables.words import STATUSES

UNITS: Final[dict[str, Text]] = {
    "persons": gettext_lazy("persons"),
    "units": gettext_lazy("units of one relocation"),
    "cases": gettext_lazy("cases"),
    "states": gettext_lazy("states"),
    "EUR": "EUR",
    "share": gettext_lazy("a part of the whole, in per cent"),
    "index": gettext_lazy("a measure from 0 to 1"),
    "ratio": pgettext_lazy("unit", "times"),
    "days": gettext_lazy("days"),
    "months": gettext_lazy("months"),
    "percentage_points": gettext_lazy("percentage points"),
}
STEPS: Final[dict[str, Text]] = {
    "needs": pgettext_lazy("step of a cycle", "needs identified"),
    "proposed": pgettext_lazy("step of a cycle", "proposed"),
    "adopted": pgettext_lazy("step of a cycle", "adopted"),
    "pledged": pgettext_lazy("step of a cycle", "pledged"),
    "adjusted": pgettext_lazy("step of a cycle", "adjusted"),
    "implemented": pgettext_lazy("step of a cycle", "implemented"),
    "persistent": pgettext_lazy("step of a cycle", "persistent"),
}
CRITERIA: Final[dict[str, Text]] = {
    "effectiveness": gettext_lazy("effectiveness"),
    "efficiency": gettext_lazy("efficiency"),
    "relevance": gettext_lazy("relevance"),
    "coherence": gettext_lazy("coherence"),
    "added_value": gettext_lazy("EU added value"),
}
"""The five criteria of the Better Regulation guidelines."""

ALIKE: Final = 2
"""Keys alike beyond this number are told by their ends."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure as its entry shows it. ``exact`` is empty for a whole number, which ``value`` shows as it is;
    ``sources`` (by number) and ``events`` are its own: those of its inputs stand with these."""

    figure: Measured
    about: str
    value: str
    exact: str
    certainty: str
    sources: tuple[int, ...]
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of one definition, and what that says."""

    definition: Definition
    title: str
    says: str
    facts: tuple[tuple[str, str], ...]
    entries: tuple[Entry, ...]


def groups(evaluation: Evaluation) -> Iterator[Group]:
    """The entries of all figures, by definition in the order in which these first occur."""
    numbers = {source: number for number, source in enumerate(sources(evaluation.figures), start=1)}
    for name in dict.fromkeys(figure.definition for figure in evaluation.figures.values()):
        definition = DEFINITIONS[name]
        members = [one for one in evaluation.figures.values() if one.definition == name]
        yield Group(
            definition,
            translated(definition.title),
            translated(definition.says),
            tuple(facts(definition)),
            tuple(_entry(one, evaluation.figures, numbers) for one in members),
        )


def sources(figures: Figures) -> tuple[str, ...]:
    """Every source that a figure rests on, each once, in order; its number is its place here, from 1."""
    return tuple(dict.fromkeys(source for figure in figures.values() for source in figure.sources))


def facts(definition: Definition) -> Iterator[tuple[str, str]]:
    """What a definition says beside its sentence: unit, step, criterion, source, when known, of whom, provision."""
    told: tuple[tuple[str, Text], ...] = (
        (_("Unit"), UNITS[definition.unit]),
        (_("Step"), STEPS.get(definition.step, "")),
        (_("Criterion"), CRITERIA[definition.criterion]),
        (_("Told as a part of"), ", ".join(translated(DEFINITIONS[name].title) for name in definition.denominators)),
        (_("Source"), translated(definition.source)),
        (_("Known"), translated(definition.lag)),
        (_("Owed by"), translated(definition.owner)),
        (_("Provision"), definition.cite),
    )
    yield from ((label, str(text)) for label, text in told if text)


def choices(evaluation: Evaluation) -> Iterator[tuple[str, str, str]]:
    """The readings of the law that an evaluation rests on: name, question and the reading in words."""
    for name, value in evaluation.choices.items():
        known = CHOICES.get(name)
        yield name, translated(known.question) if known else "", translated(known.meaning(value)) if known else value


def families(keys: Iterable[str]) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """Keys with the text that stands for each; where several follow that differ only in their end, what they share
    stands before them once.

    >>> list(families(["a.x.IT", "a.x.EL", "a.x.MT", "b.DE"]))
    [('a.x.', (('a.x.IT', 'IT'), ('a.x.EL', 'EL'), ('a.x.MT', 'MT'))), ('', (('b.DE', 'b.DE'),))]
    """
    for start, members in groupby(keys, key=lambda key: key[: key.rfind(".") + 1]):
        held = tuple(members)
        shared = start if len(held) > ALIKE else ""
        yield shared, tuple((key, key[len(shared) :]) for key in held)


def about(figure: Measured) -> str:
    """What a figure is about beside its definition: the states in its key, in words."""
    return " → ".join(state_name(part) for part in figure.key.split(".") if part in NAMES)


def own(figure: Measured, figures: Figures) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sources and events of a figure that are not those of its inputs."""
    inputs = [figures[key] for key in figure.inputs]
    known = {source for one in inputs for source in one.sources}, {event for one in inputs for event in one.events}
    return (
        tuple(one for one in figure.sources if one not in known[0]),
        tuple(one for one in figure.events if one not in known[1]),
    )


def _entry(figure: Measured, figures: Figures, numbers: dict[str, int]) -> Entry:
    own_sources, own_events = own(figure, figures)
    whole = figure.value is None or figure.value.denominator == 1
    return Entry(
        figure,
        about(figure),
        figure_text(figure),
        "" if whole or figure.value is None else exact_text(figure.value),
        str(STATUSES[figure.status]),
        tuple(numbers[source] for source in own_sources),
        own_events,
    )
