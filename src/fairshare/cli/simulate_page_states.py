"""The parts of the page about states: maps of load ratios, and persons and money from where to where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from fairshare.cli.charts import SERIES, stacked_bars
from fairshare.cli.page import Cell, Html, paragraph, table
from fairshare.cli.simulate_drawn import maps
from fairshare.evaluation.mechanisms.evenness import shares
from fairshare.evaluation.mechanisms.responsibility import bases
from fairshare.evaluation.mechanisms.yardstick import yardstick
from fairshare.simulation.behaviour import central
from fairshare.simulation.inputs import STATES
from fairshare.states import NAMES

if TYPE_CHECKING:
    from fairshare.cli.simulate_answer import Answer
    from fairshare.simulation.outcome import Outcome

LONGEST: Final = 5
"""Pairs of states shown for each mechanism."""
AT_BEST: Final = "One run with every assumption at its best value, all years together: no interval."
LOADS: Final = (
    "Net responsibility in persons over what the key gives: 1 is the share of the key, 2 twice as much. "
    "Negative where a state was relieved of more than came to it."
)
OUTLINES: Final = (
    "Outlines: Natural Earth, generalised; equal-area projection (ETRS89-LAEA). Outermost regions, overseas parts and "
    "Åland are not drawn; Cyprus is shown as one island. Other countries appear without borders, so that the map takes "
    "no position on any of them."
)


def load_maps(
    found: Answer, at_best: Mapping[str, Outcome], order: Sequence[str], called: Mapping[str, str]
) -> list[Html]:
    """A map a mechanism and one table with all their figures."""
    ratios = {name: _ratios(found, at_best[name]) for name in order if name in at_best}
    if not ratios:
        return [paragraph("No run was made for maps.")]
    told = {state: [by_state.get(state) for by_state in ratios.values()] for state in next(iter(ratios.values()))}
    rows: list[tuple[Cell, ...]] = [
        (NAMES[state], *("–" if value is None else f"{value:.2f}" for value in values))
        for state, values in sorted(told.items(), key=lambda item: NAMES[item[0]])
    ]
    columns = {"state": "left", **{called[name]: "right" for name in ratios}}
    return [
        paragraph(LOADS, " ", AT_BEST),
        maps("Load ratios by mechanism", {called[name]: values for name, values in ratios.items()}),
        paragraph(OUTLINES, klass="note"),
        table("Load ratio by state and mechanism", columns, rows),
    ]


def _ratios(found: Answer, outcome: Outcome) -> dict[str, float]:
    """Load ratios of the members of the key over all years: the sum of the years against the mean key."""
    scale = yardstick(found.study.inputs, found.study.years)
    loads = bases(outcome, scale, central(found.parameters))["persons"]
    part = shares(loads[:, scale.members].sum(axis=0)) / scale.key.mean(axis=0)
    members = np.array(STATES)[scale.members].tolist()
    return {state: value for state, value in zip(members, part.tolist(), strict=True) if value == value}


def flows(found: Answer, at_best: Mapping[str, Outcome], order: Sequence[str], called: Mapping[str, str]) -> list[Html]:
    """Relocations as bars and by pair of states, and money and help in kind by pair."""
    weight = 1 / found.study.sample
    moved = {name: at_best[name].relocated.sum(axis=0) * weight for name in order if name in at_best}
    paid = {name: (at_best[name].paid + at_best[name].in_kind).sum(axis=0) / 1e6 for name in moved}
    nobody = paragraph("No mechanism relocated anybody.")
    nothing = paragraph("No mechanism had states pay for others.")
    return [
        paragraph(AT_BEST),
        _bars(moved),
        _pairs("Persons relocated, and between which states most", "persons", moved, called) or nobody,
        _pairs("Money and help in kind, and from whom for whom most", "EUR million", paid, called) or nothing,
    ]


def _bars(moved: Mapping[str, npt.NDArray[Any]]) -> Html:
    """Relocated persons by mechanism, told apart by the state that they left."""
    left = sum((matrix.sum(axis=1) for matrix in moved.values()), np.zeros(len(STATES)))
    most = [place for place in np.argsort(-left, kind="stable")[: SERIES - 1].tolist() if left[place]]
    bars = {
        name: [
            *(round(float(matrix[place].sum())) for place in most),
            round(float(np.delete(matrix, most, axis=0).sum())),
        ]
        for name, matrix in moved.items()
        if matrix.any()
    }
    series = [*(f"from {NAMES[STATES[place]]}" for place in most), "from other states"]
    return stacked_bars("relocated", "Persons relocated, by mechanism and the state that they left", series, bars)


def _pairs(caption: str, unit: str, matrices: Mapping[str, npt.NDArray[Any]], called: Mapping[str, str]) -> Html | None:
    rows: list[tuple[Cell, ...]] = [
        (called[name], f"{matrix.sum():,.0f}", _largest(matrix)) for name, matrix in matrices.items() if matrix.any()
    ]
    return table(caption, {"mechanism": "left", unit: "right", "largest": "left"}, rows) if rows else None


def _largest(matrix: npt.NDArray[Any]) -> str:
    """The largest pairs in words, without those that would read 0."""
    places = [int(place) for place in np.argsort(-matrix, axis=None, kind="stable")[:LONGEST]]
    pairs = [(*divmod(place, len(STATES)), float(matrix.flat[place])) for place in places]
    return "; ".join(
        f"{NAMES[STATES[origin]]} to {NAMES[STATES[target]]} {value:,.0f}"
        for origin, target, value in pairs
        if round(value)
    )
