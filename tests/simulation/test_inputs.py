"""Figures by name become inputs, or it is said which of them cannot; years to come are repeated or projected."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from fairshare.faults import BadInputError
from fairshare.simulation.inputs import PLACE, STATES, Household, N, inputs_of, with_projection

YEARS = (2023, 2024, 2025)
DE, IT, UK = PLACE["DE"], PLACE["IT"], PLACE["UK"]


def figures(**changed: Any) -> dict[str, Any]:
    """Three years of two origins: of the first, twice as many each year; Italy has only the second."""
    applications = np.ones((3, 12, N, 2)) * np.array([1.0, 2.0, 4.0])[:, None, None, None]
    applications[:, :, IT, 0] = 0.0
    applications[:, :, UK] = 0.0
    usual = {
        "years": YEARS,
        "origins": ("SYR", "OTH"),
        "applications": applications,
        "detected": np.full((3, 2), 0.5),
        "entered": np.full((3, 2, N), 1 / N),
        "by_sea": np.full((3, 2, N), 0.5),
        "visa_free": np.zeros((3, 2)),
        "stock": np.ones((2, N)),
        "recognition": np.full((3, N, 2), 0.5),
        "population": np.ones((3, N)),
        "gdp": np.arange(3.0)[:, None] + np.ones((3, N)),
        "requested": np.ones((N, N)),
        "accepted": np.ones((N, N)),
        "transferred": np.ones((N, N)),
        "decision_months": np.ones(N),
        "returned": np.ones(2),
        "capacity": np.full(N, np.nan),
        "observed_until": 2025,
        "notes": ("typed for a test",),
    }
    return usual | changed


def refused(**changed: Any) -> str:
    with pytest.raises(BadInputError) as error:
        inputs_of(figures(**changed))
    return error.value.faults[0].field


def test_inputs_have_the_figures_and_say_what_is_assumed() -> None:
    inputs = inputs_of(figures())
    assert inputs.years == YEARS and inputs.observed_until == 2025
    assert inputs.applications[1].max() == 2
    assert inputs.sizes.shape == (2, len(Household().sizes)) and inputs.sizes.sum(axis=1) == pytest.approx([1, 1])
    assert inputs.notes[0] == "typed for a test"
    assert any("(assumed)" in note for note in inputs.notes)


def test_a_part_of_the_years_can_be_asked_for() -> None:
    inputs = inputs_of(figures(), [2024, 2025])
    assert inputs.years == (2024, 2025) and inputs.gdp[:, DE].tolist() == [2, 3]


def test_years_to_come_repeat_the_last_and_say_so() -> None:
    inputs = inputs_of(figures(), range(2025, 2028))
    assert (inputs.applications == inputs.applications[0]).all() and len(inputs.applications) == 3
    assert "2026 to 2027 repeat the figures of 2025" in inputs.notes


def test_another_household_can_be_assumed() -> None:
    inputs = inputs_of(figures(), household=Household(minors=0.5, alone=0.1, sizes=(1, 3)))
    assert inputs.minors.tolist() == [0.5, 0.5] and inputs.sizes.tolist() == [[0.25, 0.75]] * 2


@pytest.mark.parametrize("years", [(), (2022, 2023), (2023, 2025)], ids=str)
def test_years_that_are_not_held_are_refused(years: tuple[int, ...]) -> None:
    with pytest.raises(BadInputError) as error:
        inputs_of(figures(), years)
    assert error.value.faults[0].field == "years"


def test_a_figure_that_is_missing_misshapen_or_impossible_is_named() -> None:
    assert refused(gdp=np.ones((2, N))) == "gdp"
    assert refused(stock=-np.ones((2, N))) == "stock"
    assert refused(decision_months=np.full(N, np.nan)) == "decision_months"
    assert refused(population=np.full((3, N), np.inf)) == "population"
    assert refused(recognition=np.full((3, N, 2), 1.1)) == "recognition"
    assert refused(capacity=np.full(N, -1.0)) == "capacity"
    given = figures()
    del given["returned"]
    with pytest.raises(BadInputError, match="returned"):
        inputs_of(given)


def test_a_projection_keeps_the_mix_of_origins_of_each_state() -> None:
    totals = np.full((12, N), 30.0)
    totals[:, DE] = np.nan
    inputs = with_projection(inputs_of(figures(), range(2025, 2028)), {2026: totals})
    france = PLACE["FR"]
    assert inputs.applications[1, :, france].tolist() == [[15, 15]] * 12
    assert inputs.applications[1, :, IT].tolist() == [[0, 30]] * 12
    assert inputs.applications[1, :, DE].tolist() == [[4, 4]] * 12  # nothing projected
    none = inputs.applications[1, 0, UK]  # no applications: the mix of all states
    assert none.sum() == pytest.approx(30) and none[1] > none[0] > 0
    assert (inputs.applications[2] == inputs.applications[0]).all()
    assert "applications of 2026 are projected" in inputs.notes
    assert "2027 repeats the figures of 2025" in inputs.notes
    assert not any("2026 to 2027" in note for note in inputs.notes)


def test_a_projection_changes_no_inputs_but_its_own() -> None:
    before = inputs_of(figures(), range(2025, 2027))
    with_projection(before, {2026: np.full((12, N), 30.0)})
    assert (before.applications[1] == before.applications[0]).all()


@pytest.mark.parametrize(
    ("year", "totals"),
    [(2025, np.ones((12, N))), (2030, np.ones((12, N))), (2026, np.ones((11, N))), (2026, -np.ones((12, N)))],
    ids=["observed", "not among the years", "eleven months", "negative"],
)
def test_a_projection_that_does_not_fit_is_refused(year: int, totals: np.ndarray[Any, Any]) -> None:
    with pytest.raises(BadInputError):
        with_projection(inputs_of(figures(), range(2025, 2028)), {year: totals})


def test_the_states_are_the_states() -> None:
    assert STATES[DE] == "DE" and len(STATES) == N == 32
