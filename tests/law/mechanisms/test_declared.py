"""A mechanism from a short mapping: what it does, and every fault named by its path."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from situations import PLACE, RATES, STATES, N, union

from fairshare.faults import BadInputError
from fairshare.law.mechanisms.declared import KEY_NAMES, declared
from fairshare.law.mechanisms.interface import Plan, Situation
from fairshare.states import PART_IV

LEAST = {"name": "mine", "regime": "ammr"}


def plan(at: Situation | None = None, **fields: object) -> Plan:
    """The plan of a declared mechanism in the Union of 2024."""
    return declared({**LEAST, **fields}).solidarity(at or union(movable=np.full(N, 1e6)))


def faults(given: object) -> list[str]:
    """Paths of the faults of a declaration, in order."""
    with pytest.raises(BadInputError) as caught:
        declared(given, "mine.yaml")
    assert {fault.file for fault in caught.value.faults} == {"mine.yaml"}
    return [fault.field for fault in caught.value.faults]


def test_the_least_that_can_be_declared_has_no_solidarity() -> None:
    one = declared({"name": "bare", "regime": "none", "entrance": "wished"})
    assert (one.title, one.entrance, one.practice, one.rates) == ("bare", "wished", "observed", ())
    assert not one.solidarity(union()).owed.any()


def test_a_pool_of_persons_is_shared_out_by_the_key() -> None:
    found = plan(pool=10_000)
    at = union()
    assert found.owed[PLACE["DE"]] == pytest.approx(10_000 * at.key[PLACE["DE"]])
    assert found.relocate.sum() == pytest.approx(found.owed.sum())


def test_a_pool_in_percent_follows_the_applications_of_the_participants() -> None:
    found = plan(pool="5 %", benefitting=["Greece"], participants=["GR", "DE", "FR"])
    assert found.owed.sum() < 0.05 * (69_000 + 230_000 + 131_000)
    assert found.owed[PLACE["DE"]] + found.owed[PLACE["FR"]] == pytest.approx(found.owed.sum())
    assert {state for state in STATES if found.benefitting[PLACE[state]]} == {"EL"}


def test_types_and_compliance_say_what_is_given() -> None:
    found = plan(pool=10_000, types={"money": 0.6, "relocation": 0.2}, compliance={"Hungary": 0, "default": 0.5})
    owed = found.owed.copy()
    owed[PLACE["HU"]] = 0
    assert found.pay.sum() == pytest.approx(0.3 * owed.sum() * 20_000)
    assert found.relocate.sum() == pytest.approx(0.1 * owed.sum())
    assert found.given[PLACE["HU"]] == 0 < found.owed[PLACE["HU"]]


def test_a_threshold_of_its_own_stands_before_the_rate() -> None:
    assert plan(union(rates=RATES | {"pressure": 99.0}), pool=1_000, threshold=1.2).owed.any()
    assert declared({**LEAST, "pool": 1_000, "threshold": 1.2}).rates == ("unit_eur",)
    assert not plan(union(rates=RATES | {"pressure": 99.0}), pool=1_000).owed.any()


def test_keys_are_those_of_population_and_gdp() -> None:
    assert set(KEY_NAMES) == {"ammr", "com2016-270", "koenigstein"}
    by_gdp, even = plan(pool=10_000, key="koenigstein"), plan(pool=10_000)
    assert by_gdp.owed[PLACE["LU"]] > even.owed[PLACE["LU"]]
    assert by_gdp.owed[PLACE["BG"]] < even.owed[PLACE["BG"]]


def test_a_pool_of_the_regulation_takes_in_the_26_of_part_iv() -> None:
    assert declared({**LEAST, "pool": 1}).participants == PART_IV


@pytest.mark.parametrize(
    ("fields", "paths"),
    [
        ({"name": "Mine"}, ["name"]),
        ({"name": 7}, ["name"]),
        ({"regime": "dublin4"}, ["regime"]),
        ({"entrance": ["key"]}, ["entrance"]),
        ({"practice": "both"}, ["practice"]),
        ({"poool": 1}, ["poool"]),
        ({"pool": -1}, ["pool"]),
        ({"pool": "many"}, ["pool"]),
        ({"pool": "101 %"}, ["pool"]),
        ({"pool": True}, ["pool"]),
        ({"pool": float("nan")}, ["pool"]),
        ({"pool": 10**400}, ["pool"]),
        ({"key": "grech"}, ["key"]),
        ({"threshold": 0}, ["threshold"]),
        ({"threshold": float("inf")}, ["threshold"]),
        ({"types": {"relocation": 0.7, "money": 0.7}}, ["types"]),
        ({"types": {"relocation": 1.5}}, ["types.relocation"]),
        ({"types": {"sponsorship": 1}}, ["types.sponsorship"]),
        ({"types": [1]}, ["types"]),
        ({"compliance": {"HU": 1.01}}, ["compliance.HU"]),
        ({"compliance": {"Atlantis": 1}}, ["compliance.Atlantis"]),
        ({"compliance": {"EL": 1, "GR": 1}}, ["compliance.GR"]),
        ({"compliance": 1}, ["compliance"]),
        ({"participants": []}, ["participants"]),
        ({"participants": ["DE", "XX", "DE"]}, ["participants.1", "participants.2"]),
        ({"participants": ["DE", "FR"], "benefitting": ["IT"]}, ["benefitting"]),
        ({"benefitting": "IT"}, ["benefitting"]),
        ({"linked_first": "yes"}, ["linked_first"]),
        ({"omits": "much"}, ["omits"]),
        ({"title": "x" * 300}, ["title"]),
    ],
)
def test_a_fault_is_named_by_its_path(fields: dict[str, Any], paths: list[str]) -> None:
    assert faults({**LEAST, "pool": 1, **fields}) == paths


def test_all_faults_are_told_at_once() -> None:
    assert faults({"pool": -1, "types": {"x": 1}}) == ["name", "pool", "regime", "types.x"]


@pytest.mark.parametrize("given", [None, [], "ammr", 5])
def test_what_is_no_mapping_is_told(given: object) -> None:
    assert faults(given)[0] == "mechanism"


_anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8) | st.integers(), inner, max_size=3),
    max_leaves=6,
)
_FIELDS = ("name", "regime", "pool", "types", "compliance", "participants", "benefitting", "threshold", "key", "omits")


@given(st.dictionaries(st.sampled_from(_FIELDS), _anything))
def test_anything_at_all_is_read_or_told(given: dict[str, Any]) -> None:
    try:
        one = declared(given)
    except BadInputError as error:
        assert error.faults
    else:
        assert np.isfinite(one.solidarity(union()).owed).all()
