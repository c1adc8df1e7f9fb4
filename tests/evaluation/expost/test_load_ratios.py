"""Load ratios: against a key that is held still, a state's part of applications over its part of the key."""

from __future__ import annotations

from fractions import Fraction

import pytest

from fairshare.evaluation.expost.load_ratios import load_ratio_evaluation
from fairshare.evaluation.inequality import hoover
from fairshare.figures.reference import table
from fairshare.states import PART_IV

FIGURES = load_ratio_evaluation(table).figures
YEARS = sorted({key.split(".")[1] for key in FIGURES if key.startswith("ratio.")})


def known(key: str) -> Fraction:
    value = FIGURES[key].value
    assert value is not None
    return value


def test_those_that_bore_most_in_2025_are_the_four_that_benefit_in_2026() -> None:
    """On Eurostat's own count EL, ES, CY and IT lead too (docs/explanation/mechanisms.md); this is UNHCR's, a proxy."""
    ratios = {state: known(f"ratio.2025.{state}") for state in PART_IV}
    assert sorted(ratios, key=lambda state: -ratios[state])[:4] == ["EL", "CY", "ES", "IT"]


@pytest.mark.parametrize("year", YEARS)
def test_weighed_by_the_key_the_ratios_of_a_year_average_one(year: str) -> None:
    shares = {state: known(f"key.{state}") for state in PART_IV}
    assert sum(shares.values()) == 1
    assert sum(shares[state] * known(f"ratio.{year}.{state}") for state in PART_IV) == 1


def test_half_of_all_distances_from_one_is_the_hoover_index() -> None:
    shares = {state: known(f"key.{state}") for state in PART_IV}
    applied = {state: known(f"first_time.2015.{state}") for state in PART_IV}
    apart = sum(shares[state] * abs(known(f"ratio.2015.{state}") - 1) for state in PART_IV) / 2
    assert apart == hoover(applied, shares)
