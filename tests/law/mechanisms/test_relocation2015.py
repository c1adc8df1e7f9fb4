"""The relocations of 2015: the annexes, the commitments, what was delivered, and the design in other years."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from situations import PLACE, RATES, STATES, union

from fairshare.law.mechanisms.interface import Floats, Plan
from fairshare.law.mechanisms.relocation2015 import (
    PART_OF_APPLICATIONS,
    commitments,
    compliance,
    outcomes,
    solidarity,
)
from fairshare.law.parameters import table

ROWS = table("mechanisms")["relocation_2015"]["states"]
FACTS = Path(__file__).parents[4] / "shared" / "facts" / "relocation_2015_allocations.csv"


def given_in_all(**changes: object) -> Floats:
    """Persons whom each state took in the three years together."""
    total: Floats = np.sum([plan.given for plan in years(**changes)], axis=0)
    return total


def years(**changes: object) -> list[Plan]:
    """The three years of the Decisions."""
    return [solidarity(union(year=year, **changes)) for year in (2015, 2016, 2017)]


def test_the_annexes_add_to_15_601_and_50_398() -> None:
    """A unit off the 15,600 and 50,400 of the text: each state was rounded by itself."""
    assert [sum(row[column] for row in ROWS.values()) for column in (3, 4)] == [15_601, 50_398]


def test_pledges_and_commitments_add_to_the_published_numbers() -> None:
    assert sum(row[0] for row in ROWS.values()) == 32_256
    assert all(row[0] == row[1] + row[2] for row in ROWS.values())
    assert commitments(STATES).sum(axis=0).tolist() == [34_953, 63_302]
    assert commitments(STATES).sum() == table("mechanisms")["relocation_2015"]["committed"]["value"] == 98_255


def test_what_was_delivered_is_34_705_but_for_24_persons_from_italy() -> None:
    from_italy, from_greece = outcomes(STATES).sum(axis=0)
    assert from_greece == 21_999
    assert from_italy == 12_730  # by state, from memory; published: 12,706
    delivered = sum(float(plan.relocate.sum()) for plan in years())
    assert delivered == pytest.approx(34_705 + 24)
    assert pytest.approx(0.353, abs=5e-4) == 34_705 / 98_255
    assert delivered / 160_000 == pytest.approx(0.217, abs=1e-3)


def test_the_years_of_the_decisions_hold_just_the_commitments() -> None:
    assert sum(float(plan.owed.sum()) for plan in years()) == pytest.approx(98_255)


def test_states_comply_as_they_did() -> None:
    delivered = given_in_all()
    assert {state: round(float(delivered[PLACE[state]])) for state in ("HU", "PL", "CZ", "SK", "AT", "DE")} == {
        "HU": 0,
        "PL": 0,
        "CZ": 12,
        "SK": 16,
        "AT": 44,
        "DE": 10_837,
    }
    assert round(float(delivered[PLACE["NO"]])) == 1_509  # Norway had no commitment
    assert compliance(STATES)[PLACE["HU"]] == 0
    assert compliance(STATES)[PLACE["MT"]] == 1


def test_delivery_scales_what_was_done_and_never_makes_more_of_it_than_the_commitment() -> None:
    half = given_in_all(rates=RATES | {"delivery_2015": 0.5})
    more = given_in_all(rates=RATES | {"delivery_2015": 5.0})
    assert half.sum() == pytest.approx(34_729 / 2)
    assert more[PLACE["DE"]] <= 27_536
    assert more[PLACE["MT"]] == pytest.approx(168)
    assert more[PLACE["HU"]] == 0


def test_in_the_years_of_the_decisions_it_is_italy_and_greece_whoever_bears_the_load() -> None:
    found = years()[1].benefitting
    assert {state for state in STATES if found[PLACE[state]]} == {"IT", "EL"}


def test_in_another_year_the_two_with_the_highest_load_are_relieved_by_the_same_part_of_applications() -> None:
    assert pytest.approx(98_255 / 2_464_095) == PART_OF_APPLICATIONS
    at = union(year=2024)
    plan = solidarity(at)
    assert {state for state in STATES if plan.benefitting[PLACE[state]]} == {"CY", "EL"}
    assert plan.owed.sum() == pytest.approx(PART_OF_APPLICATIONS * at.applications[at.key > 0].sum())
    assert plan.owed[PLACE["DE"]] / plan.owed[PLACE["FR"]] == pytest.approx(at.key[PLACE["DE"]] / at.key[PLACE["FR"]])
    assert plan.given[PLACE["HU"]] == 0
    assert plan.given[PLACE["DE"]] == pytest.approx(plan.owed[PLACE["DE"]] * 10_837 / 27_536)
    assert plan.owed[PLACE["NO"]] == 0


def test_a_union_on_its_key_needs_no_relocation() -> None:
    at = union(year=2024)
    assert not solidarity(replace(at, applications=at.key * 1e5)).relocate.any()
    assert not solidarity(replace(at, applications=np.zeros(len(STATES)))).benefitting.any()


@pytest.mark.skipif(not FACTS.exists(), reason="needs the collected facts (../shared/facts) beside the checkout")
def test_the_table_is_that_of_the_collected_facts() -> None:
    with FACTS.open(encoding="utf-8") as file:
        facts = {row["iso2"]: row for row in csv.DictReader(file)}
    columns = ("d1523_pledge_resolution_20jul2015", "d1523_from_italy", "d1523_from_greece")
    annexes = ("d1601_annex1_from_italy", "d1601_annex2_from_greece")
    for state, row in ROWS.items():
        if state in facts:
            assert row[:5] == [int(facts[state][name]) for name in (*columns, *annexes)], state
        else:
            assert row[:5] == [0] * 5, state
