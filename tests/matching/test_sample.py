"""Synthetic families: what is known is followed, what is assumed is as named, and the same seed gives the same."""

from __future__ import annotations

from dataclasses import fields, replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from instances import feasible

from fairshare.faults import BadInputError
from fairshare.matching.mechanisms.greedy import greedy
from fairshare.matching.policy import KINDS, Policy
from fairshare.matching.problem import NOWHERE
from fairshare.matching.sample import Assumptions, Sample, Shares, case_number, problem, sample

STATES = ("DE", "EL", "FR", "IT", "SE")
SHARES = Shares(
    nationalities=("AFG", "MAR", "SYR"),
    states=STATES,
    applications=np.array([[0, 6, 0, 2, 0], [0, 0, 0, 4, 0], [0, 3, 0, 1, 0]], float),
    stock=np.array([[30, 500, 6, 7, 9], [10, 1, 80, 9, 0], [0, 9, 0, 0, 0]], float),
    key={"DE": Fraction(1, 2), "FR": Fraction(2, 5), "SE": Fraction(1, 10)},
)
MANY = 40_000


@pytest.fixture(scope="module")
def many() -> Sample:
    return sample(MANY, 1, SHARES)


def number(code: str) -> int:
    return STATES.index(code)


# --- what is known ----------------------------------------------------------------------------------------------------


def test_nationalities_and_states_of_presence_follow_the_applications(many: Sample) -> None:
    cells = np.zeros((3, 5))
    np.add.at(cells, (many.nationality, many.present_in), 1)
    assert cells / MANY == pytest.approx(SHARES.applications / 16, abs=0.01)


def test_links_follow_the_stock_in_the_states_that_offer_places(many: Sample) -> None:
    """Afghans 30, 6 and 9; Moroccans 10, 80 and 0; Syrians have no stock there, so the key 5, 4 and 1."""
    for nationality, stock in enumerate(([30, 0, 6, 0, 9], [10, 0, 80, 0, 0], [5, 0, 4, 0, 1])):
        own = many.nationality[many.link_family] == nationality
        found = np.bincount(many.link_state[own], minlength=5)
        repeated = 0.03  # a row that repeats state and kind is left out, which favours small states a little
        assert found / found.sum() == pytest.approx(np.array(stock) / sum(stock), abs=repeated)


def test_places_are_a_part_of_all_persons_by_the_key(many: Sample) -> None:
    places = int(many.persons.sum() * Fraction(95, 100))
    assert many.places.sum() == places
    assert [STATES[state] for state in many.row_state] == ["DE", "FR", "SE"]
    assert np.abs(many.places - places * np.array([0.5, 0.4, 0.1])).max() < 1
    assert (many.row_present == NOWHERE).all()


# --- what is assumed --------------------------------------------------------------------------------------------------


def test_default_sizes_have_a_mean_of_2_4_and_go_up_to_12() -> None:
    sizes = np.array(Assumptions().sizes)
    assert len(sizes) == 12
    assert sizes.sum() == pytest.approx(1)
    assert (sizes * np.arange(1, 13)).sum() == pytest.approx(2.4, abs=0.01)


def test_sizes_links_and_vulnerability_are_as_assumed(many: Sample) -> None:
    sizes = np.bincount(many.persons, minlength=13)[1:]
    assert sizes / MANY == pytest.approx(np.array(Assumptions().sizes), abs=0.01)
    assert many.vulnerable.mean() == pytest.approx(0.2, abs=0.01)
    rows = np.bincount(many.link_family, minlength=MANY)
    assert (rows > 0).mean() == pytest.approx(0.45, abs=0.01)
    assert rows.max() == 4
    assert set(np.unique(many.link_strength)) <= set(range(1, 101))


def test_other_assumptions_are_followed() -> None:
    odd = Assumptions(
        sizes=(0, 0, 1), linked=1, links=(0, 1), kinds={"study": 1}, strength=1, vulnerable=0, places=Fraction(2)
    )
    found = sample(2000, 1, SHARES, assumptions=odd)
    assert set(found.persons) == {3}
    assert not found.vulnerable.any()
    assert set(found.link_kind) == {list(KINDS).index("study")}
    assert found.places.sum() == 12_000


def test_links_are_sorted_and_each_once(many: Sample) -> None:
    rows = np.stack([many.link_family, many.link_state, many.link_kind])
    assert (np.lexsort(rows[::-1]) == np.arange(rows.shape[1])).all()
    assert len(np.unique(rows, axis=1)[0]) == rows.shape[1]
    assert (many.link_state != many.present_in[many.link_family]).all()


def test_nobody_has_a_link_to_where_it_is_if_a_state_is_on_both_sides() -> None:
    both = replace(SHARES, key={**SHARES.key, "IT": Fraction(1)})
    found = sample(2000, 1, both)
    assert number("IT") in found.link_state
    assert (found.link_state != found.present_in[found.link_family]).all()


# --- options ----------------------------------------------------------------------------------------------------------


def columns(found: Sample) -> dict[str, Any]:
    return {field.name: np.asarray(getattr(found, field.name)).tolist() for field in fields(Sample)}


def test_the_same_seed_gives_the_same_and_another_another() -> None:
    one, same, other = (columns(sample(500, seed, SHARES)) for seed in (7, 7, 8))
    assert one == same
    assert one != other


def test_options_leave_what_they_do_not_concern_as_it_is() -> None:
    plain, more = sample(500, 7, SHARES), sample(500, 7, SHARES, dense=True, agreements=True, exclusions=0.5)
    for name in ("persons", "present_in", "vulnerable", "nationality"):
        assert (getattr(plain, name) == getattr(more, name)).all()
    assert plain.places.sum() == more.places.sum()


def test_dense_is_one_link_of_every_family_to_every_state() -> None:
    found = sample(50, 1, SHARES, dense=True)
    assert found.link_family.tolist() == [family for family in range(50) for _ in STATES]
    assert found.link_state.tolist() == list(range(5)) * 50


def test_agreements_keep_a_part_of_a_states_places_for_one_benefitting_state() -> None:
    always = Assumptions(agreements=1.0)
    plain, found = (sample(900, 7, SHARES, assumptions=always, agreements=some) for some in (False, True))
    kept = found.row_present != NOWHERE
    assert kept.sum() == 3
    assert {STATES[state] for state in found.row_present[kept]} <= {"EL", "IT"}
    for state, places in zip(plain.row_state, plain.places, strict=True):
        own = found.row_state == state
        assert found.places[own].sum() == places
        assert found.places[own & kept].sum() == places // 4


def test_exclusions_bar_some_families_from_one_state_that_offers_places() -> None:
    found = sample(4000, 7, SHARES, exclusions=0.1)
    assert len(found.barred_family) == pytest.approx(400, abs=60)
    assert len(set(found.barred_family)) == len(found.barred_family)
    assert {STATES[state] for state in found.barred_state} == set(SHARES.key)


# --- as a problem -----------------------------------------------------------------------------------------------------


def test_the_link_of_a_pair_is_the_greatest_kind_weight_times_strength() -> None:
    drawn = sample(3000, 2, SHARES)
    found = problem(drawn, Policy())
    slow: dict[tuple[int, int], float] = {}
    for row in range(len(drawn.link_family)):
        weight = float(list(KINDS.values())[drawn.link_kind[row]]) * drawn.link_strength[row] / 100
        pair = int(drawn.link_family[row]), int(drawn.link_state[row])
        slow[pair] = max(slow.get(pair, 0), weight)
    pairs = zip(found.link_family.tolist(), found.link_state.tolist(), strict=True)
    assert dict(zip(pairs, found.link.tolist(), strict=True)) == pytest.approx(slow)
    assert len(slow) < len(drawn.link_family)


def test_a_kind_without_weight_makes_no_link() -> None:
    policy = Policy(kinds={**KINDS, "family": Fraction(0)})
    drawn = sample(300, 2, SHARES)
    assert len(problem(drawn, policy).link) < len(problem(drawn, Policy()).link)
    nothing = Policy(kinds=dict.fromkeys(KINDS, Fraction(0)))
    assert len(problem(drawn, nothing).link) == 0
    unlinked = sample(300, 2, SHARES, assumptions=Assumptions(linked=0.0))
    assert len(problem(unlinked, Policy()).link) == 0


@pytest.mark.parametrize("dense", [False, True])
def test_a_sample_is_an_instance_that_mechanisms_take(dense: bool) -> None:
    found = problem(sample(300, 2, SHARES, dense=dense, agreements=True, exclusions=0.1), Policy())
    assert found.eligible.all()
    assert feasible(greedy(found))


def test_case_numbers_sort_as_text_like_numbers() -> None:
    numbers = [case_number(family) for family in (0, 1, 8, 9, 99, 9_999_998)]
    assert numbers == sorted(numbers)
    assert numbers[-1] == "F9999999"


# --- bad input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"n": 0}, "N: 0 is out of range"),
        ({"n": 10_000_000}, "N: 10000000 is out of range"),
        ({"seed": -1}, "seed: -1 is negative"),
        ({"exclusions": 1.5}, r"exclusions: 1\.5 is no part of a whole"),
    ],
)
def test_numbers_out_of_range_are_refused(options: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        sample(**{"n": 5, "seed": 1, "shares": SHARES} | options)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"stock": np.zeros((2, 5))}, "stock: is no table of numbers; expected 3 rows of 5 numbers"),
        ({"applications": SHARES.applications * -1}, "applications: is no table of numbers"),
        ({"stock": SHARES.stock * np.nan}, "stock: is no table of numbers"),
        ({"applications": np.zeros((3, 5))}, "applications: are all zero"),
        ({"states": STATES[::-1]}, "states: are not sorted"),
        ({"key": {"XX": Fraction(1)}}, "states: are not sorted, or the key names another"),
        ({"key": {}}, "key: names no state"),
        ({"key": {"DE": Fraction(0)}}, "key: names no state, or one without a share"),
    ],
)
def test_shares_that_make_no_sample_are_refused(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        replace(SHARES, **changed)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"linked": 1.1}, r"linked: 1\.1 is no part"),
        ({"kept": Fraction(2)}, "kept: 2 is no part"),
        ({"places": Fraction(-1)}, "places: -1 is out of range"),
        ({"places": Fraction(10**18)}, r"places: 1e\+18 is out of range"),
        ({"kinds": {"friend": 1}}, "kinds: friend is no kind of link"),
        ({"kinds": {}}, "kinds: is no distribution"),
        ({"sizes": (0, 0)}, "sizes: is no distribution"),
        ({"links": (1, -1)}, "links: is no distribution"),
    ],
)
def test_assumptions_that_make_no_distribution_are_refused(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        Assumptions(**changed)
