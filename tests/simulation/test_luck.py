"""Luck without state: even, independent, and the same wherever it is asked for."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from fairshare.simulation.luck import Purpose, stream, uniform

WHO = np.arange(200_000)


@pytest.mark.parametrize("purpose", [Purpose.ROUTE, Purpose.DECISION, Purpose.PICK])
@pytest.mark.parametrize("occasion", [0, 1, 7])
def test_numbers_are_even_over_the_unit_interval(purpose: Purpose, occasion: int) -> None:
    assert stats.kstest(uniform(stream(1), WHO, purpose, occasion), "uniform").pvalue > 1e-4


@pytest.mark.parametrize(
    "other",
    [
        uniform(stream(1), WHO, Purpose.DECISION),
        uniform(stream(1), WHO, Purpose.ROUTE, 1),
        uniform(stream(2), WHO, Purpose.ROUTE),
        uniform(stream(1), WHO + 1, Purpose.ROUTE),
    ],
    ids=["purpose", "occasion", "seed", "neighbour"],
)
def test_another_purpose_occasion_seed_or_person_is_another_number(other: np.ndarray) -> None:
    mine = uniform(stream(1), WHO, Purpose.ROUTE)
    assert abs(np.corrcoef(mine, other)[0, 1]) < 0.01  # 4.5 standard errors
    cells = np.histogram2d(mine, other, bins=20, range=[[0, 1], [0, 1]])[0]
    assert stats.chisquare(cells.ravel()).pvalue > 1e-4


def test_a_number_does_not_depend_on_who_else_asks() -> None:
    alone = uniform(stream(1), np.array([77]), Purpose.KIN)
    assert alone[0] == uniform(stream(1), WHO, Purpose.KIN)[77]


def test_occasions_may_differ_by_person() -> None:
    mixed = uniform(stream(1), np.array([5, 5]), Purpose.KIN, np.array([0, 3]))
    assert mixed.tolist() == [uniform(stream(1), np.array([5]), Purpose.KIN, n)[0] for n in (0, 3)]


def test_streams_of_draws_and_parts_differ() -> None:
    keys = {stream(seed, draw, part) for seed in range(10) for draw in range(10) for part in range(10)}
    assert len(keys) == 1000


def test_purposes_have_numbers_of_their_own() -> None:
    assert len({purpose.value for purpose in Purpose}) == len(Purpose.__members__)
