"""From arrivals to needs (Article 12(3)): one case worked by hand, and what holds whatever the assumptions."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairshare.assessment.need import Need, Rate, need, responsibility
from fairshare.faults import BadInputError

STATES = ("DE", "EL", "FR")
KEY = {"DE": 0.5, "EL": 0.1, "FR": 0.4}
FLOOR = 30_000


def point(value: float) -> Rate:
    return Rate(value, value, "assumed")


def of(applications: list[float], recognition: Rate, returns: Rate, seed: int = 0) -> Need:
    given = np.tile(np.array(applications), (400, 1))
    return need(STATES, given, KEY, frozenset({"EL"}), recognition, returns, FLOOR, seed=seed)


def test_a_case_worked_by_hand() -> None:
    """100,000 applications, 40 % recognised, a quarter of the others returned: 85,000 remain. Greece has half of the
    applications (42,500 of those who remain) and a share of a tenth (8,500): its need is 34,000, and the floor of
    30,000 relocations covers 15 parts of 17."""
    found = of([30_000, 50_000, 20_000], point(0.4), point(0.25))
    figures = {step.name: step.figure.median for step in found.steps}
    assert figures == pytest.approx(
        {"applications": 100_000, "recognition": 0.4, "returns": 0.25, "responsibility": 85_000, "need": 34_000}
    )
    assert found.states["EL"].median == pytest.approx(34_000)
    assert set(found.states) == {"EL"}
    assert found.responsibility["DE"].median == pytest.approx(25_500)
    assert found.covers is not None
    assert found.covers.median == pytest.approx(15 / 17)


def test_a_state_within_its_share_needs_nothing_and_no_part_of_nothing_is_covered() -> None:
    found = of([80_000, 5_000, 30_000], point(0.4), point(0.25))
    assert found.states["EL"].median == 0
    assert found.covers is None


def test_a_state_that_does_not_benefit_has_no_need_however_much_it_carries() -> None:
    assert "DE" not in of([1e6, 10.0, 10.0], point(0.4), point(0.2)).states


rates = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(sorted)


@given(st.lists(st.floats(0, 1e6), min_size=3, max_size=3), rates, rates)
def test_intervals_nest_and_responsibility_is_at_most_the_applications(
    applications: list[float], recognised: list[float], returned: list[float]
) -> None:
    found = of(applications, Rate(*recognised, "assumed"), Rate(*returned, "assumed"))
    for step in found.steps:
        bounds = [step.figure.bounds[level] for level in (0.5, 0.8, 0.95)]
        for (low, high), (lower, higher) in pairwise(bounds):
            assert lower <= low <= step.figure.median <= high <= higher
    steps = {step.name: step.figure for step in found.steps}
    assert 0 <= steps["need"].median <= steps["responsibility"].bounds[0.95][1] + 1e-9
    assert steps["responsibility"].bounds[0.95][1] <= sum(applications) * (1 + 1e-12)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_more_recognition_and_fewer_returns_leave_more_responsibility(one: float, other: float, rate: float) -> None:
    low, high = sorted((one, other))
    persons = np.array(1000.0)
    assert responsibility(persons, low, rate) <= responsibility(persons, high, rate) + 1e-9
    assert responsibility(persons, rate, high) <= responsibility(persons, rate, low) + 1e-9


def test_what_moves_the_need_most_is_what_is_known_least() -> None:
    found = of([30_000, 50_000, 20_000], Rate(0.4, 0.42, "last year"), Rate(0.0, 1.0, "unknown"))
    low, high = found.moves["returns"]
    assert (low, high) == pytest.approx((40_000, 16_400))
    assert found.moves["recognition"] == pytest.approx((28_000, 28_400))


def test_the_same_seed_gives_the_same_figures_and_another_seed_others() -> None:
    one, again, other = (of([1e4, 5e4, 2e4], Rate(0.2, 0.6, "a"), Rate(0.1, 0.3, "b"), seed) for seed in (1, 1, 2))
    assert one == again
    assert one.steps[-1].figure != other.steps[-1].figure


@pytest.mark.parametrize(
    ("applications", "key", "benefitting", "why"),
    [
        (np.ones((2, 2)), KEY, {"EL"}, "shape"),
        (np.full((2, 3), -1.0), KEY, {"EL"}, "negative"),
        (np.full((2, 3), np.nan), KEY, {"EL"}, "unknown"),
        (np.ones((2, 3)), {"DE": 1.0}, {"EL"}, "no share"),
        (np.ones((2, 3)), KEY, {"CY"}, "no applications"),
    ],
)
def test_what_cannot_be_reckoned_with(
    applications: np.ndarray, key: dict[str, float], benefitting: set[str], why: str
) -> None:
    with pytest.raises(BadInputError, match=why):
        need(STATES, applications, key, frozenset(benefitting), point(0.4), point(0.2), FLOOR)


@pytest.mark.parametrize(("low", "high"), [(-0.1, 0.5), (0.5, 0.4), (0.5, 1.1), (float("nan"), 1.0)])
def test_a_rate_is_a_range_between_0_and_1(low: float, high: float) -> None:
    with pytest.raises(BadInputError, match="no range of a rate"):
        Rate(low, high, "assumed")
