"""Denominators, the screen of availability, imputation, and the data as they come."""

from __future__ import annotations

from dataclasses import replace
from math import inf, nan

import numpy as np
import pytest
from composites import data

from fairshare.assessment.composite.data import UnitData, is_constant
from fairshare.assessment.composite.impute import Imputed, impute
from fairshare.assessment.composite.index import index
from fairshare.assessment.composite.prepare import availability, denominated
from fairshare.assessment.composite.spec import Group, Indicator, Screen, Spec, flat
from fairshare.faults import BadInputError

PER_HEAD = Spec((Indicator("a", denominator="people"), Indicator("b")), (Group("g", ("a", "b"), (1.0, 1.0)),))


def test_a_denominator_divides_and_a_missing_one_makes_a_gap() -> None:
    found = denominated(PER_HEAD, data(a=[6, 8, nan], b=[1, 2, 3], people=[3, nan, 2]))
    np.testing.assert_array_equal(found, [[2, 1], [nan, 2], [nan, 3]])


@pytest.mark.parametrize("people", [0, -2])
def test_a_denominator_of_0_is_a_fault_with_the_unit(people: float) -> None:
    with pytest.raises(BadInputError, match=rf"people: is {people} for u1; expected above 0"):
        denominated(PER_HEAD, data(a=[6, 8], b=[1, 2], people=[3, people]))


def test_columns_that_are_not_there() -> None:
    with pytest.raises(BadInputError, match="people: is no column"):
        denominated(PER_HEAD, data(a=[6, 8], b=[1, 2]))
    with pytest.raises(BadInputError, match="b: is no column"):
        denominated(PER_HEAD, data(a=[6, 8], people=[1, 2]))


def test_the_screen_counts_units_over_the_indicators_that_pass() -> None:
    spec = replace(flat(["a", "b", "c"]), screen=Screen(units=0.7, indicators=0.5))
    table = data(a=[1, 2, 3, nan], b=[1, nan, 3, 4], c=[nan, nan, nan, 1])
    found = availability(spec, table.units, denominated(spec, table))
    assert found.indicators == {"c": 0.25}
    assert found.units == {"u1": 0.5, "u3": 0.5}
    computed = index(spec, table)
    assert computed.units == ("u0", "u2")
    assert [indicator.name for indicator in computed.spec.indicators] == ["a", "b"]


def test_the_screen_may_only_report() -> None:
    spec = replace(flat(["a", "b"]), screen=Screen(units=0.7, leave_out=False))
    computed = index(spec, data(a=[1, nan], b=[1, 2]))
    assert computed.few.units == {"u1": 0.5}
    assert computed.units == ("u0", "u1")


def test_an_indicator_that_only_screened_units_had_stays_missing() -> None:
    spec = replace(flat(["a", "b", "c"]), screen=Screen(units=0.6))
    found = index(spec, data(a=[1, 2, nan], b=[2, 1, nan], c=[nan, nan, 1]))
    assert found.units == ("u0", "u1")
    assert np.isnan(found.levels["c"]).all()
    assert found.scores.tolist() == [50, 50]


def test_a_screen_that_leaves_nothing() -> None:
    spec = replace(flat(["a", "b"]), screen=Screen(units=1))
    with pytest.raises(BadInputError, match="leaves no unit"):
        index(spec, data(a=[1, nan], b=[nan, 2]))


@pytest.mark.parametrize(("method", "value"), [("mean", 4.0), ("median", 3.0)])
def test_imputation_from_all(method: str, value: float) -> None:
    spec = flat(["a"]).with_methods(impute=method)
    table = data(a=[2, 3, 7, nan])
    found, cells = impute(spec, table, denominated(spec, table))
    assert found[:, 0].tolist() == [2, 3, 7, value]
    assert cells == (Imputed("u3", "a", value, method),)


def test_imputation_by_group_leaves_what_has_no_group() -> None:
    spec = replace(flat(["a"]), impute_by="region").with_methods(impute="group-mean")
    table = UnitData(
        tuple("vwxyz"), {"a": np.array([2, 4, nan, nan, nan])}, {"region": ("south", "south", "south", "north", "")}
    )
    found, cells = impute(spec, table, denominated(spec, table))
    np.testing.assert_array_equal(found[:, 0], [2, 4, 3, nan, nan])
    assert cells == (Imputed("x", "a", 3.0, "group-mean"),)
    with pytest.raises(BadInputError, match="region: is no column of words"):
        impute(spec, data(a=[1, nan]), np.array([[1], [nan]]))


def test_nothing_to_impute_from_and_nothing_to_impute() -> None:
    spec = flat(["a"]).with_methods(impute="mean")
    assert impute(spec, data(a=[nan]), np.array([[nan]]))[1] == ()
    assert impute(spec, data(a=[1.0]), np.array([[1.0]]))[1] == ()


def test_data_that_cannot_be_used() -> None:
    with pytest.raises(BadInputError, match="not all different"):
        UnitData(("x", "x"), {})
    with pytest.raises(BadInputError, match="are none"):
        UnitData((), {})
    with pytest.raises(BadInputError, match="infinite"):
        data(a=[1, inf])
    with pytest.raises(BadInputError, match="2 values"):
        UnitData(("x", "y"), {"a": np.ones(3)})
    with pytest.raises(BadInputError, match="a: has no value"):
        index(flat(["a"]), data(a=[nan, nan]))


def test_noise_of_floats_is_no_difference() -> None:
    assert is_constant(np.array([0.1 + 0.2, 0.3]))
    assert not is_constant(np.array([1e-9, 2e-9]))
    assert is_constant(np.array([]))
