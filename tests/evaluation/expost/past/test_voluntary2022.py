"""The Voluntary Declaration: what was published, what follows from it, and what stays unknown."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest

from fairshare.evaluation.expost.document import Bars, Evaluation, Fig, Grid, State, StateMap
from fairshare.evaluation.expost.past import past
from fairshare.figures.reference import table
from fairshare.law.mechanisms.voluntary2022 import BENEFITTING, PLEDGING
from fairshare.states import require_state

FACTS = Path(__file__).resolve().parents[5] / "shared/facts/vsm_2022.csv"


@pytest.fixture(scope="module")
def told() -> Evaluation:
    return past("voluntary-2022").evaluation(table)


@pytest.mark.parametrize(
    ("key", "value", "status", "as_of"),
    [
        ("states_joined.members", 18, "official", "2022-06-22"),
        ("states_joined.associated", 3, "official", "2022-06-22"),
        ("states_pledging", 13, "reported", "2022-11-11"),
        ("states_receiving", 12, "official", "2024-02-05"),
        ("committed", 8289, "reported", "2022-11-11"),
        ("relocated.2022-12", 255, "reported", "2022-12"),
        ("relocated.2023-01", 435, "reported", "2023-01"),
        ("relocated.2023-08-22", 2548, "reported", "2023-08-22"),
        ("relocated.2024-02-05", 4000, "official", "2024-02-05"),
        ("relocated.2024-06-12", 5000, "official", "2024-06-12"),
        ("left.IT", 1076, "reported", "2023-08-22"),
        ("relocated.DE", 1700, "reported", "2023-09-13"),
        ("relocated.DE.IT", 1000, "reported", "2023-09-13"),
        ("committed.IE", 350, "reported", "2023-06"),
        ("money.IE", 1_500_000, "reported", "2023-06"),
        ("committed.FI", 175, "official", "2022-12-15"),
        ("committed.LU", 50, "reported", "2023-09"),
        ("committed.DE", 3500, "reported", "2022-10"),
        ("committed.NO", 200, "official", "2023"),
    ],
)
def test_a_figure_is_as_published(told: Evaluation, key: str, value: int, status: str, as_of: str) -> None:
    figure = told.figures[key]
    assert (figure.value, figure.status, figure.as_of) == (value, status, as_of)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("rate.2024-06-12", 0.603),
        ("rate.2023-08-22", 0.307),
        ("rate.2023-01", 0.052),
        ("rate.IT", 0.307),
        ("rate.DE", 0.486),
        ("rate.NO", 0.605),
        ("part.IT", 0.422),
        ("money_of_unit.IE", 0.214),
    ],
)
def test_a_part_of_a_whole(told: Evaluation, key: str, value: float) -> None:
    figure = told.figures[key]
    assert figure.value is not None
    assert float(figure.value) == pytest.approx(value, abs=5e-4)
    assert figure.status == "inferred" and len(figure.inputs) == 2


def test_a_bound_is_kept_as_reported_and_says_that_it_is_one(told: Evaluation) -> None:
    assert "lower bound" in told.figures["relocated.2024-02-05"].note
    (bars,) = [block for section in told.sections for block in section.blocks if isinstance(block, Bars)]
    assert "lower bound" in bars.notes[0].text


def test_two_numbers_that_contradict_each_other_are_both_shown(told: Evaluation) -> None:
    one, other = told.figures["committed.FR"], told.figures["committed.FR.other"]
    assert one.value == 3000 and other.value == 3500
    low, high = told.figures["committed_unnamed.other"], told.figures["committed_unnamed"]
    assert low.value == 514 and high.value == 1014


def test_the_named_pledges_and_the_others_make_all_places(told: Evaluation) -> None:
    unnamed = told.figures["committed_unnamed"]
    named = [told.figures[key].value for key in unnamed.inputs[1:]]
    assert len(named) == told.figures["states_named"].value == 6
    assert sum(value for value in named if value) + (unnamed.value or 0) == told.figures["committed"].value


def test_a_place_of_ireland_cost_a_fifth_of_the_unit_of_the_pool_of_2026(told: Evaluation) -> None:
    assert told.figures["money_per_place.IE"].value == Fraction(30_000, 7)
    assert told.figures["unit_value"].value == 20_000


def test_the_states_that_received_by_january_make_the_total_of_january(told: Evaluation) -> None:
    by_state = [one.value for key, one in told.figures.items() if key.startswith("relocated.2023-01.")]
    assert len(by_state) == 13 and sum(value or 0 for value in by_state) == told.figures["relocated.2023-01"].value


def test_the_places_of_norway_by_origin_make_its_pledge(told: Evaluation) -> None:
    origins = [told.figures[f"committed.NO.{origin}"].value for origin in ("EL", "IT", "CY")]
    assert sum(value or 0 for value in origins) == told.figures["committed.NO"].value
    assert told.figures["relocated.NO"].value == 121


def test_who_signed_pledged_and_benefits_is_counted_like_the_totals(told: Evaluation) -> None:
    rows = {row.key: row.value for row in table("voluntary_2022")}
    signed = {key[:2] for key, value in rows.items() if key.endswith("/joined") and value == "signed"}
    pledged = {key[:2] for key, value in rows.items() if key.endswith("/role") and value == "pledged"}
    benefit = {key[:2] for key, value in rows.items() if key.endswith("/role") and value == "benefitting"}
    assert len(signed) == 18 + 3 and len(signed & {"CH", "LI", "NO"}) == 3
    assert pledged == set(PLEDGING) and benefit == set(BENEFITTING)


def test_what_is_unknown_stays_unknown_and_somebody_owes_it(told: Evaluation) -> None:
    unknown = {key for key, figure in told.figures.items() if figure.value is None}
    assert {f"committed.{state}" for state in ("BE", "BG", "HR", "IS", "LT", "PT", "RO")} <= unknown
    assert {f"relocated.{state}" for state in set(PLEDGING) - {"DE", "NO"}} <= unknown
    gaps = {f"{gap.definition}.{gap.state}" for gap in told.gaps if gap.state}
    assert {key for key in unknown if key.startswith(("committed", "relocated"))} <= gaps


def test_the_map_shows_each_state_that_pledged_and_the_table_all_31(told: Evaluation) -> None:
    (places,) = [
        block for section in told.sections for block in section.blocks
        if isinstance(block, StateMap) and block.name == "places-map"
    ]  # fmt: skip
    assert set(places.values) == set(PLEDGING) - {"IS", "NO"}  # whose population is not held
    known = {state: told.figures[key].value for state, key in places.values.items()}
    assert [state for state in sorted(known) if known[state]] == ["DE", "FI", "FR", "IE", "LU"]
    assert known["DE"] == Fraction(3_500_000_000) / (told.figures["population.DE"].value or 1)
    (grid,) = [
        block for section in told.sections for block in section.blocks
        if isinstance(block, Grid) and block.name == "by-state"
    ]  # fmt: skip
    assert len(grid.rows) == 31
    germany = next(row for row in grid.rows if row[0] == State("DE"))
    assert germany[3:] == (Fig("committed.DE"), Fig("relocated.2023-01.DE"), Fig("relocated.DE"))
    austria = next(row for row in grid.rows if row[0] == State("AT"))
    assert austria[3:] == (None, None, None)


def test_the_scheme_reached_one_in_a_hundred_of_those_who_would_have_to_move(told: Evaluation) -> None:
    reach, move = told.figures["reach"], told.figures["to_move"]
    assert reach.value is not None and move.value is not None
    assert round(move.value) == 470_380 and float(reach.value) == pytest.approx(5000 / 470_380, abs=1e-8)


@pytest.mark.skipif(not FACTS.exists(), reason="needs the collected facts beside the checkout")
def test_states_and_numbers_are_those_of_the_collected_facts(told: Evaluation) -> None:
    rows = {row.key: row.value for row in table("voluntary_2022")}
    with FACTS.open(encoding="utf-8") as file:
        facts = {row["state"]: row for row in csv.DictReader(file)}
    del facts["TOTAL"]
    assert len(facts) == 31
    for name, fact in facts.items():
        state = require_state(name)
        assert (rows[f"{state}/joined"] == "no") == (fact["joined_declaration"] == "no"), name
        assert (rows[f"{state}/role"] == "benefitting") == (fact["benefitting"] == "1"), name
        assert (rows[f"{state}/role"] == "pledged") == (fact["pledged_relocations_yes_no"] == "yes"), name
        if fact["pledged_number"]:
            assert told.figures[f"committed.{state}"].value == int(fact["pledged_number"]), name
