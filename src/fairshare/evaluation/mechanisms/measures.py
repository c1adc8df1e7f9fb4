"""The catalogue of measures of a mechanism in a year: what each says, in which unit, and which way is better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Better: TypeAlias = Literal["lower", "higher", "neither"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of a year. ``better``: ``lower``, ``higher``, or ``neither`` where more is not better or worse."""

    name: str
    title: str
    says: str
    unit: str
    better: Better


BASES: Final = {
    "lodged": "applications where the mechanism lets them be lodged, before requests and transfers",
    "rules": "persons by the state responsible after criteria, requests and time limits, before solidarity",
    "relocated": "persons by the state responsible after relocations too",
    "persons": "persons by the state responsible after relocations and offsets",
    "present": "persons by where they are, after transfers, relocations and moves of their own",
    "par": "net responsibility with money and in-kind help at the Regulation's unit, EUR 20,000 as one person",
    "cost": "net responsibility with money at what a person costs the state that pays or is paid",
}
"""What the evenness of a year is measured of. From ``lodged`` to ``persons`` each has one instrument more;
``par`` and ``cost`` add money to ``persons``; ``present`` shows what people make of it."""

BASE_TITLES: Final = {
    "lodged": "as lodged",
    "rules": "after the rules",
    "relocated": "after relocations",
    "persons": "of net responsibility",
    "present": "of where people are",
    "par": "with money at par",
    "cost": "with money at cost",
}
"""What each base adds to the title of a measure."""

_EVENNESS: Final[tuple[tuple[str, str, str, str, Better], ...]] = (
    ("hoover", "Hoover index", "Part that would have to be elsewhere to meet the key", "part", "lower"),
    ("gini", "Gini coefficient", "Evenness of the load ratios, weighted by the key", "0 to 1", "lower"),
    ("theil", "Theil's T", "Entropy against the key", "nats", "lower"),
    ("max_ratio", "Largest load ratio", "Load of the state that bears most for its key share", "ratio", "lower"),
    ("min_ratio", "Smallest load ratio", "Load of the state that bears least for its key share", "ratio", "higher"),
)

_OTHERS: Final[tuple[tuple[str, str, str, str, Better], ...]] = (
    ("applications", "Applications", "First applications in all states", "persons", "neither"),
    ("to_move", "Persons to move", "Hoover of applications as lodged, in persons", "persons", "neither"),
    ("reach_owed", "Reach of what was owed", "Units owed over persons to move", "part", "higher"),
    ("reach_given", "Reach of what was given", "Units carried out over persons to move", "part", "higher"),
    ("price_of_flexibility", "Price of flexibility", "Hoover with money at cost less Hoover at par", "part", "lower"),
    ("reception_mean", "Reception load", "Persons in a procedure over places, where known", "ratio", "lower"),
    ("reception_max", "Largest reception load", "Reception load of the state where it is largest", "ratio", "lower"),
    ("hosted_mean", "Hosted", "In a procedure or with protection per 1,000 inhabitants", "per 1,000", "neither"),
    ("hosted_max", "Hosted at most", "Hosted in the state with most for its inhabitants", "per 1,000", "lower"),
    ("limbo", "Time in limbo", "Months in hiding or waiting for a transfer, an applicant", "months", "lower"),
    ("moved_twice", "Moved twice", "Persons moved by authorities a second time", "persons", "lower"),
    ("links_honoured", "Links honoured", "Part of the relocated who came to the state of a link", "part", "higher"),
    ("persistence", "Persistence", "Part of those relocated in the year who stay for 12 months", "part", "higher"),
    ("requests", "Dublin requests", "Requests to take charge or take back", "persons", "neither"),
    ("transfers", "Dublin transfers", "Persons transferred to the state responsible", "persons", "neither"),
    ("transfer_rate", "Transfers per request", "Transfers over requests of the same year", "part", "neither"),
    ("relocations", "Relocations", "Persons relocated", "persons", "neither"),
    ("offsets", "Offsets", "Persons whose responsibility was taken over", "persons", "neither"),
    ("paid", "Money", "Paid for other states", "EUR million", "neither"),
    ("in_kind", "In-kind help", "Alternative measures at the value they were counted at", "EUR million", "neither"),
    ("owed", "Units owed", "What states were to give", "units", "neither"),
    ("given", "Units given", "What states carried out in any form, in the year in which they did", "units", "neither"),
    ("delivery", "Delivery", "Units carried out in the year over units owed for it", "part", "higher"),
    ("total_cost", "Cost", "Reception, procedures, transfers and relocations", "EUR million", "lower"),
)

MEASURES: Final[tuple[Measure, ...]] = tuple(
    Measure(f"{name}_{base}", f"{title} {BASE_TITLES[base]}", f"{says} ({what})", unit, better)
    for base, what in BASES.items()
    for name, title, says, unit, better in _EVENNESS
) + tuple(Measure(*row) for row in _OTHERS)
"""Every measure in the order of :func:`fairshare.evaluation.mechanisms.responsibility.scores`."""

NAMES: Final = tuple(one.name for one in MEASURES)
HEADLINE: Final = "hoover_persons"
"""The measure that mechanisms are ranked by unless another is asked for."""


def measure(name: str) -> Measure:
    """A measure by its name. Raises ``KeyError`` for a name that is not in the catalogue."""
    return _BY_NAME[name]


_BY_NAME: Final = {one.name: one for one in MEASURES}
