"""Small composite indicators to test on, and a slow and obvious version of the whole computation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import exp, isnan, log, nan
from typing import Any

import numpy as np
from hypothesis import strategies as st

from fairshare.assessment.composite.data import UnitData
from fairshare.assessment.composite.spec import Group, Indicator, Spec

LETTERS = "abcdefgh"


def data(**columns: Sequence[float]) -> UnitData:
    """Units u0, u1, … with columns of numbers."""
    count = len(next(iter(columns.values())))
    numbers = {name: np.array(values, dtype=float) for name, values in columns.items()}
    return UnitData(tuple(f"u{k}" for k in range(count)), numbers)


def two_levels(aggregate: Sequence[str] = ("arithmetic",) * 3, **options: Any) -> Spec:
    """Five indicators: three in a group, two in another, both with weights, in a top."""
    indicators = tuple(Indicator(name, **({"direction": -1} if name == "b" else {}) | options) for name in "abcde")
    groups = (
        Group("left", ("a", "b", "c"), (1.0, 2.0, 1.0), aggregate[0]),
        Group("right", ("d", "e"), (3.0, 1.0), aggregate[1]),
        Group("top", ("left", "right"), (2.0, 1.0), aggregate[2]),
    )
    return Spec(indicators, groups)


@st.composite
def tables(draw: st.DrawFn, names: str = "abcde", least: int = 2, gaps: bool = False) -> UnitData:
    """Numbers with many ties, and gaps if wanted; every column has a value."""
    units = draw(st.integers(least, 7))
    cell: st.SearchStrategy[float] = st.integers(-5, 9).map(float)
    cells = st.one_of(cell, st.just(nan)) if gaps else cell
    columns = {}
    for name in names:
        values = draw(st.lists(cells, min_size=units, max_size=units))
        columns[name] = [3.0 if all(map(isnan, values)) and k == 0 else value for k, value in enumerate(values)]
    return data(**columns)


aggregates = st.lists(st.sampled_from(["arithmetic", "geometric", "copeland"]), min_size=3, max_size=3)
methods = st.sampled_from(["minmax", "zscore", "rank", "percentile"])


def slow_levels(spec: Spec, table: UnitData) -> dict[str, list[float]]:
    """Scores of every indicator and group, unit by unit, as the definitions say. No treatment, no imputation."""
    levels: dict[str, list[float]] = {}
    scale: dict[str, str] = {}
    for indicator in spec.indicators:
        values = [float(value) * indicator.direction for value in table.numbers[indicator.name]]
        levels[indicator.name] = slow_normalised(values, indicator.normalise)
        scale[indicator.name] = {"zscore": "free", "rank": "positive"}.get(indicator.normalise, "hundred")
    for group in spec.groups:
        pairs = dict(zip(group.members, group.weights, strict=True))
        if group.aggregate == "copeland":
            levels[group.name], scale[group.name] = slow_copeland(levels, pairs), "balance"
            continue
        entering = {name: _balanced(levels[name]) if scale[name] == "balance" else levels[name] for name in pairs}
        kinds = {name: scale[name].replace("balance", "hundred") for name in pairs}
        if group.aggregate == "geometric":
            entering = {name: [log(v) for v in _positive(entering[name], kinds[name])] for name in pairs}
        means = [_mean({name: entering[name][k] for name in pairs}, pairs) for k in range(len(table.units))]
        levels[group.name] = [exp(v) for v in means] if group.aggregate == "geometric" else means
        same = set(kinds.values())
        scale[group.name] = "positive" if group.aggregate == "geometric" else same.pop() if len(same) == 1 else "free"
    return levels


def slow_normalised(values: list[float], method: str) -> list[float]:
    """One column on its scale."""
    there = [value for value in values if not isnan(value)]
    count, mean = len(there), sum(there) / len(there)
    low, span = min(there), max(there) - min(there)
    below = [nan if isnan(v) else float(sum(other < v for other in there)) for v in values]
    if method == "rank":
        return [1 + b for b in below]
    if method == "percentile":
        return [b / (count - 1) * 100 if count > 1 else b + 50 for b in below]
    if method == "minmax":
        return [(v - low) / span * 100 if span else v - v + 50 for v in values]
    spread = (sum((v - mean) ** 2 for v in there) / (count - 1)) ** 0.5 if span else 0
    return [(v - mean) / spread if spread else v - v for v in values]


def slow_copeland(levels: Mapping[str, list[float]], weights: Mapping[str, float]) -> list[float]:
    """Wins minus losses, pair by pair, member by member."""
    units = range(len(next(iter(levels.values()))))
    score = [0.0 if any(w > 0 and not isnan(levels[m][k]) for m, w in weights.items()) else nan for k in units]
    for i, j in combinations(units, 2):
        margin = 0.0
        for member, weight in weights.items():
            distance = levels[member][i] - levels[member][j]
            if abs(distance) > 1e-9:
                margin += weight if distance > 0 else -weight
        if abs(margin) > 1e-9:
            score[i] += 1 if margin > 0 else -1
            score[j] -= 1 if margin > 0 else -1
    return score


def _balanced(scores: list[float]) -> list[float]:
    rivals = max(sum(not isnan(score) for score in scores) - 1, 1)
    return [50 * (1 + score / rivals) for score in scores]


def _positive(values: list[float], scale: str) -> list[float]:
    if scale == "positive":
        return values
    if scale == "hundred":
        return [1 + 0.99 * value for value in values]
    there = [value for value in values if not isnan(value)]
    span = max(there) - min(there) if there else 0
    return [1 + 99 * ((v - min(there)) / span if span else v - v + 0.5) if not isnan(v) else nan for v in values]


def _mean(values: Mapping[str, float], weights: Mapping[str, float]) -> float:
    known = {name for name, value in values.items() if not isnan(value) and weights[name] > 0}
    total = sum(weights[name] for name in known)
    return sum(weights[name] * values[name] for name in known) / total if total else nan
