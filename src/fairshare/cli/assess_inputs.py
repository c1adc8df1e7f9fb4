"""What the shadow assessment of a class takes: its specification, the figures of the states, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import resources
from typing import TYPE_CHECKING, Final

from fairshare.law.choices import DEFAULTS, Choices
from fairshare.states import PART_IV

if TYPE_CHECKING:
    from datetime import date

    from fairshare.assessment.composite.data import UnitData
    from fairshare.assessment.composite.spec import Indicator, Spec
    from fairshare.figures.assess.columns import Column
    from fairshare.figures.assess.detections import Border
    from fairshare.figures.indicators.store import Head, Store

CLASSES: Final[Mapping[str, str]] = {"pressure": "pressure", "risk": "at_risk", "situation": "significant_situation"}
"""The label of Article 11 by the name of its assessment."""
BESIDE: Final[Mapping[str, str]] = {
    "pressure": "AMMR 2(24)",
    "risk": "AMMR 11(1), choice RISK_BESIDE_PRESSURE",
    "situation": "AMMR 2(25)",
}
"""Why a state under pressure is looked at for a class or not."""
BORDERS: Final[Mapping[str, tuple[str, str]]] = {
    "none": ("", "the external border is not looked at"),
    "share": (
        "border_share_by_key",
        "share of the external border in the manner of Regulation (EU) 2021/1148, Annex I, against the reference key",
    ),
    "per-km": ("crossings_by_border_km", "detections per km of external border"),
    "disembarkations": ("sea_arrivals_by_population", "arrivals by sea against population"),
}
"""How the external border can count: the indicator of its group, and what it is."""
BY_LENGTH: Final = ("border_share_by_key", "crossings_by_border_km")
"""The indicators that take the lengths of the table ``external_borders`` too."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What is held for a year: the columns by name, population, GDP and reference key by state (``based``), and the
    year and snapshot of the first two (``bases``)."""

    columns: Mapping[str, Column]
    based: Mapping[str, Mapping[str, float]]
    bases: Mapping[str, tuple[int, Head]]


@dataclass(frozen=True, slots=True)
class Inputs:
    """A specification with data for it. ``named`` are the states that the determination puts in the class,
    ``not_ranked`` the states that cannot be in it, ``left_out`` the indicators without data, each with the reason."""

    spec: Spec
    data: UnitData
    figures: Figures
    named: tuple[str, ...]
    not_ranked: Mapping[str, str]
    left_out: Mapping[str, str]


def gather(store: Store, year: int, as_of: date | None) -> Figures:
    """The figures of a year. Raises :class:`~fairshare.faults.BadInputError` without population or GDP."""
    from fairshare.figures.assess.columns import columns

    return Figures(columns(store, year, as_of), *_bases(store, year, as_of))


def inputs(figures: Figures, name: str, border: str, choices: Choices = DEFAULTS) -> Inputs:
    """The specification of the assessment ``name``, with a group for the border, and the data for it.

    Raises :class:`~fairshare.faults.BadInputError` where no indicator has data."""
    from fairshare.cli.index_inputs import spec_of
    from fairshare.faults import bad_argument
    from fairshare.figures.index_files import read_spec

    with resources.as_file(resources.files("fairshare.figures.assess") / f"{name}.yaml") as path:
        spec = _with_border(spec_of(read_spec(path)), border)
    held = figures.columns
    divisors = {**figures.based, "decisions": held["decisions"].values}
    numbers = {one.name: _number(one.name, held, figures.based) for one in spec.indicators}
    why = {one.name: _wanting(one, numbers, divisors, held) for one in spec.indicators}
    empty = [indicator for indicator in why if why[indicator]]
    if len(empty) == len(numbers):
        raise bad_argument("--store", f"holds no indicator of {name}", "series: fairshare data refresh, or data import")
    named, not_ranked = _class(name, choices)
    states = tuple(sorted(PART_IV - set(not_ranked)))
    left = spec.without(empty)
    return Inputs(
        left, _data(left, states, numbers, divisors), figures, named, not_ranked, {name: why[name] for name in empty}
    )


def _wanting(
    one: Indicator,
    numbers: Mapping[str, Mapping[str, float]],
    divisors: Mapping[str, Mapping[str, float]],
    held: Mapping[str, Column],
) -> str:
    """Why an indicator cannot be used; empty if it can."""
    if not numbers[one.name]:
        return " ".join(held[column_of(one.name)].notes) if column_of(one.name) in held else "no figures are held"
    if one.denominator and not set(numbers[one.name]) & {
        state for state, of in divisors[one.denominator].items() if of
    }:
        return f"no {one.denominator} to measure it against are held"
    return ""


def _class(name: str, choices: Choices) -> tuple[tuple[str, ...], dict[str, str]]:
    """The states that the determination of 2025 names, and those that are left out since they are under pressure."""
    from fairshare.figures.reference import determination
    from fairshare.law.solidarity.determination import beside_pressure

    labels = {state: one.labels for state, one in determination(2025).items()}
    named = tuple(sorted(state for state in labels if CLASSES[name] in labels[state]))
    apart = not beside_pressure(CLASSES[name], choices)
    under = sorted(state for state in labels if apart and "pressure" in labels[state])
    return named, dict.fromkeys(under, f"found under migratory pressure in 2025 ({BESIDE[name]})")


def column_of(indicator: str) -> str:
    """The column that an indicator is made from: ``X`` of ``X_by_Y``, and detections for those of the border."""
    return "crossings" if indicator in BY_LENGTH else indicator.partition("_by_")[0]


def _with_border(spec: Spec, border: str) -> Spec:
    """The specification with a group for the external border beside the others."""
    from fairshare.assessment.composite.spec import Group, Indicator

    indicator = BORDERS[border][0]
    if not indicator:
        return spec
    denominators = {"border_share_by_key": "key", "crossings_by_border_km": None}
    added = Indicator(indicator, denominator=denominators.get(indicator, "population"))
    top = replace(spec.top, members=(*spec.top.members, "border"), weights=(*spec.top.weights, 1.0))
    groups = (*spec.groups[:-1], Group("border", (indicator,), (1.0,), spec.top.aggregate), top)
    return replace(spec, indicators=(*spec.indicators, added), groups=groups)


def _bases(
    store: Store, year: int, as_of: date | None
) -> tuple[dict[str, dict[str, float]], dict[str, tuple[int, Head]]]:
    """Population, GDP and the reference key (half of each share) by state; the year of each, and its snapshot.

    Where GDP of the year is not out, that of the year before serves."""
    from fairshare.faults import BadInputError
    from fairshare.figures.indicators.annual import of_year

    values, bases = {}, {}
    for name in ("population", "gdp"):
        try:
            used = year
            reading, rows = of_year(store, name, used, as_of)
        except BadInputError as none_of_the_year:
            used = year - 1
            try:
                reading, rows = of_year(store, name, used, as_of)
            except BadInputError:
                raise none_of_the_year from None
        figures = dict(rows.select("geo", "value").iter_rows())
        values[name] = {state: float(figures[state]) for state in sorted(PART_IV) if state in figures}
        bases[name] = (used, reading.head_of(used))
    totals = {name: sum(figures.values()) for name, figures in values.items()}
    both = sorted(set(values["population"]) & set(values["gdp"]))
    values["key"] = {
        s: (values["population"][s] / totals["population"] + values["gdp"][s] / totals["gdp"]) / 2 for s in both
    }
    return values, bases


def _number(
    indicator: str, held: Mapping[str, Column], based: Mapping[str, Mapping[str, float]]
) -> Mapping[str, float]:
    """The values of an indicator by state, before its denominator."""
    from fairshare.figures.assess.borders import borders
    from fairshare.figures.assess.detections import border_share

    if indicator == "border_share_by_key":
        return border_share(borders(), _workload(held), tuple(sorted(based["key"])))
    if indicator == "crossings_by_border_km":
        lengths = {state: borders().external(state) for state in based["key"]}
        crossings = held["crossings"].values
        return {s: crossings[s] / km if km else 0.0 for s, km in lengths.items() if s in crossings}
    return held[column_of(indicator)].values


def _workload(held: Mapping[str, Column]) -> dict[tuple[str, Border], float]:
    kinds: tuple[Border, ...] = ("land", "sea")
    return {(state, kind): value for kind in kinds for state, value in held[f"crossings_{kind}"].values.items()}


def _data(
    spec: Spec,
    states: tuple[str, ...],
    numbers: Mapping[str, Mapping[str, float]],
    divisors: Mapping[str, Mapping[str, float]],
) -> UnitData:
    """The columns that a specification needs, by state; a denominator of 0 is unknown."""
    import numpy as np

    from fairshare.assessment.composite.data import UnitData

    used = {one.denominator for one in spec.indicators if one.denominator}
    columns = {one.name: numbers[one.name] for one in spec.indicators} | {name: divisors[name] for name in sorted(used)}
    arrays = {name: np.array([values.get(state, np.nan) for state in states]) for name, values in columns.items()}
    for name in used:
        arrays[name][arrays[name] == 0] = np.nan
    return UnitData(states, arrays)
