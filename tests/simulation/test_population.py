"""The people of a simulation: as many as applied, whole families, the same wherever they are drawn."""

from __future__ import annotations

import time
import tracemalloc
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.simulation.worlds import DE, EL, IT, YEARS, small_behaviour, small_inputs

from fairshare.faults import BadInputError
from fairshare.simulation.attributes import coupled
from fairshare.simulation.behaviour import Behaviour
from fairshare.simulation.inputs import NOWHERE, PLACE, Inputs, N
from fairshare.simulation.margins import Margins, expected, simulated
from fairshare.simulation.population import Known, Population, Way, minor_chances, synthesise
from fairshare.simulation.tiling import arrivals, drawn

LARGEST = 4  # persons in a family of these inputs
COLUMNS = tuple(f.name for f in fields(Population))[4:]


def assumed(**changed: float) -> Behaviour:
    usual = {
        "kin_share": 0.1, "link_share": 0.3, "visa_by_applied": 0.6, "proved": 0.5, "late_entry": 0.1,
        "kin_protected": 0.7, "wish_network": 0.5, "wish_wage": 0.5, "wish_recognition": 0.5, "arrivals_spread": 0.0,
        "undetected": 0.0,
    }  # fmt: skip
    return small_behaviour(**usual | changed)


def uneven(**changed: Any) -> Inputs:
    """Applications that differ by cell: most cells a few persons, some none, some many."""
    rng = np.random.default_rng(3)
    applications = rng.gamma(0.3, 40.0, (len(YEARS), 12, N, 3)) * (rng.random((len(YEARS), 12, N, 3)) < 0.7)
    return small_inputs(applications=applications, **changed)


def made(inputs: Inputs | None = None, sample: float = 1.0, seed: int = 1, **changed: float) -> Population:
    return synthesise(inputs or uneven(), assumed(**changed), seed, 0, sample)


def part(of: np.ndarray[Any, Any]) -> float:
    return float(of.mean())


# --- as many as applied -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sample", [1.0, 0.1])
def test_a_state_has_the_persons_of_a_year_but_for_the_ends_of_its_line(sample: float) -> None:
    inputs = uneven()
    found, real = simulated(made(inputs, sample), 3), expected(inputs, YEARS[0], len(YEARS))
    off = np.abs(found.states - real.states) * sample
    assert off.max() <= 2 * LARGEST
    assert np.abs(found.states.sum() - real.states.sum()) * sample <= 4 * LARGEST * np.sqrt(off.size)


def test_origins_and_months_are_as_expected_within_the_ends_of_their_cells() -> None:
    inputs = uneven()
    found, real = simulated(made(inputs), 3), expected(inputs, YEARS[0], len(YEARS))
    assert np.abs(found.origins - real.origins).max() <= 4 * LARGEST * np.sqrt(N)
    assert np.abs(found.months - real.months).max() <= 4 * LARGEST * np.sqrt(3 * N)


def test_over_many_draws_the_cells_at_both_ends_of_a_line_have_their_expected_number() -> None:
    inputs = small_inputs()  # one person a cell: at this sample a line is shorter than a family
    draws = 1000
    rows = np.zeros((3, 12))
    for draw in range(draws):
        who = synthesise(inputs, assumed(), 1, draw, 0.05, years=YEARS[:1])
        np.add.at(rows, (who.origin, who.month), 1)
    mean = N * 0.05
    noise = np.sqrt(mean * 2.5 / draws)  # the persons of a family, 2.35 seen from one of them, come together
    assert (np.abs(rows / draws - mean) < 4 * noise).all()


def test_a_cell_without_applications_has_nobody() -> None:
    inputs = uneven()
    inputs.applications[:, :, IT] = 0.0
    assert not (made(inputs).applied == IT).any()


def test_a_row_stands_for_more_persons_in_a_smaller_sample() -> None:
    assert made(sample=0.25).weight == 4


@given(st.lists(st.floats(0.001, 0.999), min_size=1), st.floats(0, 1))
def test_arrivals_are_multiplied_by_something_above_zero(u: list[float], spread: float) -> None:
    assert (arrivals(np.array(u), spread) > 0).all()


def test_arrivals_are_as_expected_on_average() -> None:
    u = (np.arange(100_000) + 0.5) / 100_000
    assert arrivals(u, 0.4).mean() == pytest.approx(1.0, abs=1e-3)
    assert np.log(arrivals(u, 0.4)).std() == pytest.approx(0.4, abs=1e-3)


def test_draws_differ_in_arrivals_where_these_are_uncertain() -> None:
    sizes = {len(synthesise(uneven(), assumed(arrivals_spread=0.3), 1, draw)) for draw in range(5)}
    assert len(sizes) == 5


# --- the same wherever they are drawn ---------------------------------------------------------------------------------


def same(one: Population, other: Population) -> bool:
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in COLUMNS)


def test_the_same_draw_is_the_same_and_another_is_not() -> None:
    assert same(made(), made())
    assert not same(made(), made(seed=2))


@given(st.integers(1, 7))
def test_parts_are_the_whole(parts: int) -> None:
    inputs = small_inputs()
    pieces = [synthesise(inputs, assumed(), 1, 0, 1.0, part, parts) for part in range(parts)]
    whole = synthesise(inputs, assumed(), 1, 0)
    for number, piece in enumerate(pieces):
        assert (piece.family % parts == number).all()
    family = np.concatenate([piece.family for piece in pieces])
    order = np.argsort(family, kind="stable")
    for name in COLUMNS:
        joined = np.concatenate([getattr(piece, name) for piece in pieces])[order]
        assert np.array_equal(joined, getattr(whole, name)), name


def test_a_year_has_the_same_cells_with_other_years_or_without() -> None:
    inputs = uneven()
    alone = synthesise(inputs, assumed(), 1, 0, years=YEARS[1:])
    whole = made(inputs)
    later = whole.month >= 12
    assert np.array_equal(whole.month[later] - 12, alone.month)
    assert np.array_equal(whole.applied[later], alone.applied)
    assert alone.first_year == YEARS[1] and alone.months == 24


# --- whole families ---------------------------------------------------------------------------------------------------


def test_people_stand_by_month_and_families_together() -> None:
    who = made()
    assert (np.diff(who.month) >= 0).all()
    assert (np.diff(who.family) >= 0).all() and who.family[0] == 0
    first = np.flatnonzero(np.diff(who.family, prepend=-1))
    for name in ("origin", "applied", "wished", "entered", "visa", "kin", "way", "known", "month"):
        column = getattr(who, name)
        assert np.array_equal(column, np.repeat(column[first], np.diff(first, append=len(who)))), name


def test_families_have_the_sizes_that_are_given() -> None:
    inputs = small_inputs(applications=np.full((3, 12, N, 3), 40.0))
    who = made(inputs)
    sizes = np.bincount(np.bincount(who.family), minlength=5)[1:]
    chance = inputs.sizes[0]
    noise = np.sqrt(chance * (1 - chance) / sizes.sum())
    assert (np.abs(sizes / sizes.sum() - chance) < 4 * noise).all()


def test_origins_can_have_families_of_different_sizes() -> None:
    sizes = np.array([[1.0, 0, 0, 0], [0, 1.0, 0, 0], [0, 0, 0, 1.0]])
    who = made(uneven(sizes=sizes))
    of = np.bincount(who.family)[who.family]
    assert {int(o): set(of[who.origin == o].tolist()) for o in range(3)} == {0: {1}, 1: {2}, 2: {4}}


def test_minors_are_as_many_as_given_and_unaccompanied_ones_are_families_of_one() -> None:
    inputs = small_inputs(applications=np.full((3, 12, N, 3), 40.0))
    who = made(inputs)
    assert part(who.minor) == pytest.approx(0.3, abs=0.01)
    assert who.alone.sum() / who.minor.sum() == pytest.approx(0.2, abs=0.01)
    assert (np.bincount(who.family)[who.family[who.alone]] == 1).all()
    first = np.flatnonzero(np.diff(who.family, prepend=-1))
    assert not (who.minor & ~who.alone)[first].any()  # the first of a larger family is of age


def test_there_are_no_more_minors_than_places_for_them_in_families() -> None:
    one_by_one = small_inputs(sizes=np.tile([1.0, 0.0], (3, 1)))
    alone, further = minor_chances(one_by_one)
    assert alone.tolist() == pytest.approx([0.06] * 3) and (further <= 1).all()


# --- how they came, and where they would go ---------------------------------------------------------------------------


def test_who_crossed_without_a_right_to_has_no_visa_and_the_others_have_one_or_need_none() -> None:
    who = made(uneven(visa_free=np.tile([1.0, 0.0, 0.0], (3, 1))))
    crossed = np.isin(who.way, (Way.SEA, Way.LAND))
    assert part(crossed) == pytest.approx(0.5, abs=0.03)
    assert ((who.visa != NOWHERE) == (who.way == Way.VISA)).all()
    assert (who.entered[who.way == Way.VISA] == who.visa[who.way == Way.VISA]).all()
    assert ((who.way == Way.VISA_FREE) == (~crossed & (who.origin == 0))).all()
    assert (who.entered != NOWHERE).all()


def test_of_those_who_need_a_visa_and_were_not_detected_a_part_crossed_too() -> None:
    """Half are detected; of the other half three in ten crossed too, but nobody of the origin that needs no visa."""
    visa_free = np.zeros((3, 3))
    visa_free[:, 0] = 1
    who = made(small_inputs(applications=np.full((3, 12, N, 3), 3.0), visa_free=visa_free), undetected=0.3)
    crossed = np.isin(who.way, (Way.SEA, Way.LAND))
    assert part(crossed[who.origin == 0]) == pytest.approx(0.5, abs=0.03)
    assert part(crossed[who.origin > 0]) == pytest.approx(0.65, abs=0.03)


def test_entries_by_state_are_kept_and_no_more_moved_on_than_must_have() -> None:
    entered = np.zeros((3, 3, N))
    entered[:, :, EL], entered[:, :, IT] = 0.75, 0.25
    applications = np.zeros((3, 12, N, 3))
    applications[:, :, EL], applications[:, :, DE] = 50.0, 150.0
    who = made(small_inputs(applications=applications, entered=entered, detected=np.ones((3, 3))))
    assert part(who.entered == EL) == pytest.approx(0.75, abs=0.01)
    assert (who.entered[who.applied == EL] == EL).all()
    assert part(who.entered[who.applied == DE] == IT) == pytest.approx(1 / 3, abs=0.01)


@given(st.lists(st.floats(0, 100), min_size=3, max_size=3), st.lists(st.floats(0.1, 1), min_size=3, max_size=3))
def test_a_coupling_has_the_entries_that_were_given(applied: list[float], entered: list[float]) -> None:
    of = np.array([applied])
    parts = np.array([entered]) / sum(entered)
    stays, left = coupled(of, parts)
    if of.sum() > 1e-6:
        weight = of / of.sum()
        moved = (weight * (1 - stays)).sum()
        assert weight * stays + moved * left / left.sum() == pytest.approx(parts, abs=1e-6)


def test_a_wish_is_kin_else_where_the_person_went_by_choice() -> None:
    who = made()
    related = who.kin != NOWHERE
    assert (who.wished[related] == who.kin[related]).all()
    legal = np.isin(who.way, (Way.VISA, Way.VISA_FREE))
    chose = ~related & (legal | (who.entered != who.applied))
    assert (who.wished[chose] == who.applied[chose]).all()
    stuck = ~related & ~legal & (who.entered == who.applied)
    assert (who.wished[stuck] != who.applied[stuck]).any()


def test_assumptions_of_zero_and_one_leave_nothing_to_luck() -> None:
    nobody = made(kin_share=0, proved=0, late_entry=0, kin_protected=0, visa_by_applied=1)
    assert (nobody.kin == NOWHERE).all() and not nobody.known.any()
    assert (nobody.visa[nobody.way == Way.VISA] == nobody.applied[nobody.way == Way.VISA]).all()
    everybody = made(kin_share=1, proved=1, late_entry=1, kin_protected=1)
    assert (everybody.kin != NOWHERE).all()
    assert (everybody.known == Known.PROVED | Known.LATE | Known.PROTECTED).all()


def test_nobody_wishes_to_be_in_the_united_kingdom_or_has_kin_there_after_it_left() -> None:
    who = made(kin_share=0.5)
    stays_out = (who.month >= 12) & (who.applied != PLACE["UK"])  # the inputs begin with 2020
    assert not (who.wished[stays_out] == PLACE["UK"]).any()
    assert (who.kin[who.month < 12] == PLACE["UK"]).any()
    assert not (who.kin[who.month >= 12] == PLACE["UK"]).any()


def test_an_origin_of_whom_nobody_lives_anywhere_has_kin_everywhere_alike() -> None:
    who = made(uneven(stock=np.zeros((3, N))), kin_share=1)
    assert set(who.kin.tolist()) == set(range(N))


def test_a_place_is_drawn_by_its_weight_even_at_the_end_of_the_ladder() -> None:
    weights = np.array([[0.1] * 10, [0.0] * 9 + [1.0], [1.0] + [0.0] * 9])
    rows = np.array([0, 1, 2])
    assert drawn(weights, rows, np.full(3, 1 - 1e-16)).tolist() == [9, 9, 0]
    assert drawn(weights, rows, np.zeros(3)).tolist() == [0, 9, 0]


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"sample": 0.0}, "sample"),
        ({"sample": 1.5}, "sample"),
        ({"part": 2, "parts": 2}, "part"),
        ({"part": -1}, "part"),
        ({"years": (2020, 2022)}, "years"),
        ({"years": ()}, "years"),
        ({"years": (2019, 2020)}, "years"),
    ],
)
def test_what_cannot_be_drawn_is_named(given: dict[str, Any], path: str) -> None:
    with pytest.raises(BadInputError) as error:
        synthesise(small_inputs(), assumed(), 1, 0, **given)
    assert error.value.faults[0].field == path


# --- fast and small ---------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_millions_of_persons_take_seconds_and_less_than_a_hundred_bytes_each() -> None:
    inputs = replace(small_inputs(), applications=np.full((3, 12, N, 3), 600.0))
    tracemalloc.start()
    who = made(inputs)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    start = time.process_time()
    made(inputs)
    assert len(who) > 2_000_000
    assert most / len(who) < 100
    assert time.process_time() - start < len(who) / 1_000_000


def test_margins_add_up_over_parts() -> None:
    inputs = small_inputs()
    pieces = [simulated(synthesise(inputs, assumed(), 1, 0, 1.0, part, 2), 3) for part in range(2)]
    whole = simulated(synthesise(inputs, assumed(), 1, 0), 3)
    for field in fields(Margins):
        assert np.array_equal(sum(getattr(piece, field.name) for piece in pieces), getattr(whole, field.name))
