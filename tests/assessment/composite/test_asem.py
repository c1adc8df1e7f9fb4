"""The ASEM Sustainable Connectivity index of the Joint Research Centre: 51 countries, 49 indicators, four levels.

Data and published results: the R package COINr.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from fairshare.assessment.composite.data import UnitData
from fairshare.assessment.composite.index import Index, index
from fairshare.assessment.composite.spec import Group, Indicator, Spec

HOME = Path(__file__).resolve().parents[3]
FOLDER = HOME.parent / "shared" / "data" / "benchmark"
SCORES = {"CHE": 68.38, "NLD": 64.82, "DNK": 64.80, "NOR": 64.47, "BEL": 63.54, "SWE": 63.00, "IND": 39.79}
PERCENTILE = {"PRT": 17, "LAO": 39, "MLT": 19, "EST": 16, "ESP": 24, "HRV": 23, "LTU": 11}

pytestmark = pytest.mark.skipif(not (FOLDER / "asem_meta.csv").exists(), reason="needs the benchmark data of COINr")


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def asem(**methods: str) -> Index:
    meta, table = rows("asem_meta.csv"), rows("asem_data.csv")
    indicators = tuple(
        Indicator(row["iCode"], int(float(row["Direction"])), row["Denominator"] or None)
        for row in meta
        if row["Type"] == "Indicator"
    )
    groups = []
    for row in meta:
        members = [inner for inner in meta if inner["Parent"] == row["iCode"] and inner["Level"]]
        if row["Type"] == "Aggregate":
            weights = tuple(float(inner["Weight"]) for inner in members)
            groups.append(Group(row["iCode"], tuple(inner["iCode"] for inner in members), weights))
    spec = Spec(indicators, tuple(groups), impute_by="EurAsia_group")
    names = {name for i in indicators for name in (i.name, i.denominator) if name}
    numbers = {name: np.array([float(row[name] or "nan") for row in table]) for name in names}
    words = {"EurAsia_group": tuple(row["EurAsia_group"] for row in table)}
    data = UnitData(tuple(row["uCode"] for row in table), numbers, words)
    return index(spec.with_methods(**({"impute": "group-mean", "outliers": "winsorise"} | methods)), data)


def test_published_scores_and_ranks() -> None:
    found = asem()
    scores = dict(zip(found.units, found.scores, strict=True))
    assert {unit: round(scores[unit], 2) for unit in SCORES} == SCORES
    ranks = dict(zip(found.units, found.ranks.tolist(), strict=True))
    assert {unit: ranks[unit] for unit in SCORES} == dict(zip(SCORES, (1, 2, 3, 4, 5, 6, 45), strict=True))


def test_published_ranks_by_percentile() -> None:
    found = asem(normalise="percentile")
    ranks = dict(zip(found.units, found.ranks.tolist(), strict=True))
    assert {unit: ranks[unit] for unit in PERCENTILE} == PERCENTILE


def test_outliers_that_are_treated() -> None:
    """No indicator needs a logarithm; at most four points are drawn in."""
    points = {treated.indicator: len(treated.units) for treated in asem().treated}
    assert points == {
        "Flights": 1, "Bord": 3, "Gas": 3, "Services": 4, "FDI": 2, "ForPort": 3, "CostImpEx": 1, "Tariff": 3,
        "StMob": 2, "CultServ": 3, "Forest": 2, "Poverty": 3, "NGOs": 3, "FemLab": 1, "PubDebt": 1,
    }  # fmt: skip
