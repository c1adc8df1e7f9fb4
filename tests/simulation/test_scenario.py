"""A scenario changes what it names, and nothing else; its checksum changes with it."""

from __future__ import annotations

import pickle
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from tests.simulation.worlds import small_inputs

from fairshare.law.mechanisms.catalogue import mechanism
from fairshare.simulation.behaviour import Parameter
from fairshare.simulation.ensemble import Study
from fairshare.simulation.inputs import PLACE
from fairshare.simulation.manifest import checksum, manifest
from fairshare.simulation.scenario import Range, Scenario, assumed, changed, years_between

ONWARD = Parameter("onward", "moves on", "chance a year", 0.1, 0.0, 0.3, "uniform", "a survey", "reported")
REQUEST = replace(ONWARD, name="request", unit="chance")


def scenario(**changes: object) -> Scenario:
    plain = Scenario((2024, 2025), (mechanism("no-system"),), 0.01, 1, 1, 1, {}, {}, {})
    return replace(plain, **changes)


def test_a_span_of_years_is_read_as_it_is_written() -> None:
    assert years_between("2014-2016") == years_between([2014, 2015, 2016]) == (2014, 2015, 2016)
    assert years_between(2019) == years_between("2019") == (2019,)


@pytest.mark.parametrize("text", ["2016-2014", "1990-2024", "2014-2031", "soon", "", [], [2014, 2016], None, True, 2e3])
def test_what_is_no_span_of_known_years_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match="expected"):
        years_between(text)


def test_arrivals_and_capacity_change_where_they_are_named_and_a_note_says_so() -> None:
    inputs = small_inputs()
    found = changed(inputs, scenario(arrivals={"IT": 2.0}, capacity={"DE": 5.0}))
    times = found.applications / inputs.applications
    assert (times[:, :, PLACE["IT"]] == 2).all()
    assert (np.delete(times, PLACE["IT"], axis=2) == 1).all()
    assert found.capacity[PLACE["DE"]] == 5.0
    assert found.notes[len(inputs.notes) :] == (
        "Set by the scenario: arrivals of IT.",
        "Set by the scenario: capacity of DE.",
    )


def test_a_scenario_that_changes_nothing_leaves_the_figures_as_they_are() -> None:
    inputs = small_inputs()
    assert checksum(changed(inputs, scenario())) == checksum(inputs)


def test_one_value_fixes_a_parameter_and_a_range_is_drawn_from() -> None:
    fixed, drawn = assumed((ONWARD, REQUEST), {"onward": Range(0.2, 0.2, 0.2), "request": Range(0.1, 0.4, 0.5)})
    assert (fixed.best, fixed.shape, fixed.source) == (0.2, "fixed", "set by the scenario")
    assert (drawn.low, drawn.best, drawn.high, drawn.shape) == (0.1, 0.4, 0.5, "triangular")
    assert assumed((ONWARD,), {}) == (ONWARD,)


def test_a_manifest_is_the_same_in_another_process_and_changes_with_everything_it_rests_on() -> None:
    inputs = small_inputs()
    study = Study(inputs, (mechanism("ammr"), mechanism("pure-key")), (2024,), 0.01, 1)
    before = manifest(study, (ONWARD,))
    assert manifest(pickle.loads(pickle.dumps(study)), (ONWARD,)) == before
    others = [
        manifest(replace(study, seed=2), (ONWARD,)),
        manifest(replace(study, sample=0.02), (ONWARD,)),
        manifest(replace(study, inputs=changed(inputs, scenario(arrivals={"IT": 2.0}))), (ONWARD,)),
        manifest(replace(study, mechanisms=(mechanism("ammr"),)), (ONWARD,)),
        manifest(study, (replace(ONWARD, best=0.11),)),
    ]
    assert all(other != before for other in others)


def test_checksums_tell_apart_what_only_looks_alike() -> None:
    values = [
        ("ab", "c"), ("a", "bc"), ("a", ("bc",)), 1, 1.0, "1", np.array([1]), np.array([1.0]), np.array([[1]]),
        frozenset({"a"}), {"a": 1}, {"a": 2}, partial(max, 1), partial(max, 2), checksum, manifest,
    ]  # fmt: skip
    assert len({checksum(value) for value in values}) == len(values)


def test_no_address_of_a_function_is_in_a_checksum() -> None:
    def one() -> None: ...

    first = one

    def one() -> None: ...

    assert first is not one
    assert checksum(first) == checksum(one)
