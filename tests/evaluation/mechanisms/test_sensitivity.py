"""Which assumption decides: on functions whose Sobol indices are known, and on runs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.simulation.studies import study

from fairshare.cli.simulate_engine import Here
from fairshare.evaluation.mechanisms.measures import NAMES
from fairshare.evaluation.mechanisms.sensitivity import decision, differences
from fairshare.faults import BadInputError
from fairshare.simulation.behaviour import Parameter

pytest.importorskip("SALib")

WEAK = Parameter("weak", "", "chance", 0.5, 0.0, 1.0, "uniform", "", "assumed")
STRONG = replace(WEAK, name="strong")
FIXED = replace(WEAK, name="fixed", shape="fixed")
PARAMETERS = (WEAK, FIXED, STRONG)


def test_the_parts_of_a_sum_are_those_of_its_variances() -> None:
    """Of x + 3 y with both uniform, x makes 1 / 10 of the variance and y 9 / 10."""
    found = decision(PARAMETERS, lambda points: points @ np.array([1.0, 3.0]), 256, seed=1)
    assert [one.parameter for one in found.influences] == ["strong", "weak"]
    assert [one.total for one in found.influences] == pytest.approx([0.9, 0.1], abs=0.02)
    assert [one.first for one in found.influences] == pytest.approx([0.9, 0.1], abs=0.02)
    assert found.mean == pytest.approx(2, abs=0.05) and 0 <= found.least < 0.2 and 3.8 < found.most <= 4


def test_what_two_do_only_together_shows_in_the_totals() -> None:
    """Of (x - 1/2) (y - 1/2) neither explains anything alone."""
    found = decision(PARAMETERS, lambda points: (points - 0.5).prod(axis=1), 256, seed=1)
    assert all(abs(one.first) < 0.1 and one.total > 0.8 for one in found.influences)
    assert 0.4 < found.below_zero < 0.6


def test_where_nothing_moves_nothing_decides() -> None:
    found = decision(PARAMETERS, lambda points: np.full(len(points), 0.25), 8, seed=1)
    assert [one.total for one in found.influences] == [0.0, 0.0]
    assert (found.mean, found.least, found.most, found.below_zero) == (0.25, 0.25, 0.25, 0.0)


@pytest.mark.parametrize("size", [0, 1, 3, 100])
def test_a_size_that_is_no_power_of_two_is_refused(size: int) -> None:
    with pytest.raises(BadInputError, match="is no power of 2"):
        decision(PARAMETERS, lambda points: points[:, 0], size, seed=1)


def test_without_a_free_parameter_there_is_nothing_to_vary() -> None:
    with pytest.raises(BadInputError, match="names none that varies"):
        decision((FIXED,), lambda points: points[:, 0], 8, seed=1)


def test_only_assumptions_differ_between_points_not_luck(every_parameter: tuple[Parameter, ...]) -> None:
    """The same point gives the same difference, to the bit, wherever it stands."""
    evaluate = differences(study("ammr", "tradable-quotas"), every_parameter, NAMES.index("hoover_par"), Here(), 1)
    first, second, again = evaluate(np.array([[0.1], [0.9], [0.1]]))
    assert first == again
    assert np.isfinite(second)


def test_a_measure_without_a_value_is_refused(every_parameter: tuple[Parameter, ...]) -> None:
    evaluate = differences(study("ammr", "tradable-quotas"), every_parameter, NAMES.index("reception_mean"), Here(), 1)
    with pytest.raises(BadInputError, match="has no value in some year"):
        evaluate(np.array([[0.5]]))


@pytest.fixture(scope="module")
def every_parameter() -> tuple[Parameter, ...]:
    """The bundled parameters, all but one at their best values."""
    from fairshare.cli.simulate_inputs import assumptions
    from fairshare.cli.simulate_sensitivity import varied

    return varied(assumptions(), "onward")
