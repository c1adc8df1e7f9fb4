"""Bid prices: families placed one by one, at prices of places that expected arrivals make.

After Ahani, Gölz, Procaccia, Teytelboym and Trapp, "Dynamic placement in refugee resettlement", Operations Research
72(3), 2024: prices from sampled futures reach 98 % of what hindsight could have reached, where placing each family
best at once stays under 90 %.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from instances import feasible, fits, pair_values, problem, problems, shuffled

from fairshare.cli.match_sample import known_shares
from fairshare.faults import BadInputError
from fairshare.matching.mechanisms import bid_prices as module
from fairshare.matching.mechanisms.bid_prices import Offer, bid_prices, place_next
from fairshare.matching.optimum import solve
from fairshare.matching.policy import Policy
from fairshare.matching.problem import NOWHERE, Floats, Problem
from fairshare.matching.sample import Assumptions, Shares, sample
from fairshare.matching.sample import problem as of_sample

STATES = ("AT", "DE", "EL", "FR", "IT", "PT", "SE")
SHARES = Shares(
    nationalities=("AFG", "MAR", "SYR", "VEN"),
    states=STATES,
    applications=np.array([[0, 0, i, 0, j, 0, 0] for i, j in ((5, 2), (1, 6), (4, 1), (0, 3))], float),
    stock=np.array(
        [[4, 30, 5, 6, 2, 0, 7], [1, 12, 0, 80, 40, 1, 1], [8, 70, 4, 5, 1, 0, 20], [0, 1, 0, 1, 6, 9, 0]], float
    ),
    key={"AT": Fraction(6), "DE": Fraction(50), "FR": Fraction(35), "PT": Fraction(5), "SE": Fraction(9)},
)


def drawn(n: int, seed: int, places: str, shares: Shares = SHARES, **options: Any) -> Problem:
    assumed = Assumptions(places=Fraction(places), **options.pop("assumptions", {}))
    return of_sample(sample(n, seed, shares, assumptions=assumed, **options), Policy())


def worth(instance: Problem, **options: Any) -> float:
    return float(instance.value_at(bid_prices(instance, **options).state).sum())


# --- greedy: prices of 0 ----------------------------------------------------------------------------------------------


def slow_greedy(instance: Problem, order: list[int]) -> list[int]:
    """Each family in turn at the state of greatest value that still takes it; of equals, the one with most room."""
    values, state = pair_values(instance), [NOWHERE] * instance.families

    def room(family: int, to: int) -> int:
        rows = zip(instance.row_state, instance.row_present, instance.places, strict=True)
        of_state = [(int(p), int(n)) for s, p, n in rows if s == to]
        kept = {p: n for p, n in of_state if p != NOWHERE}
        there: dict[int, int] = {}
        for other, at in enumerate(state):
            if at == to:
                present = int(instance.present_in[other])
                there[present] = there.get(present, 0) + int(instance.persons[other])
        general = sum(n for p, n in of_state if p == NOWHERE)
        general -= sum(max(n - kept.get(p, 0), 0) for p, n in there.items())
        own = int(instance.present_in[family])
        return general + max(kept.get(own, 0) - there.get(own, 0), 0)

    for family in order:
        able = [s for s in range(len(instance.states)) if values[family, s] > -np.inf]
        able = [s for s in able if fits(instance, [*state[:family], s, *state[family + 1 :]])]
        if able:
            best = max(values[family, s] for s in able)
            equal = [s for s in able if values[family, s] >= best - 1e-9 * max(best, 1)]
            state[family] = max(equal, key=lambda s: (room(family, s), -s))
    return state


@given(instance=problems(), data=st.data())
def test_without_futures_each_family_takes_the_best_place_at_hand(instance: Problem, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(instance.families)))
    found = bid_prices(instance, arrivals=np.array(order, np.int64), futures=0)
    assert found.state.tolist() == slow_greedy(instance, order)
    assert found.mechanism == "bid-prices"


# --- what always holds ------------------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(instance=problems(min_families=1), every=st.none() | st.integers(1, 3))
def test_places_exclusions_and_agreements_are_kept_whatever_the_past(instance: Problem, every: int | None) -> None:
    past = replace(instance, persons=np.flip(instance.persons), vulnerable=~instance.vulnerable)
    for history in (None, instance, past):
        assert feasible(bid_prices(instance, history=history, resolve_every=every, futures=2, seed=3))
    assert feasible(bid_prices(instance, foresight=True))


def test_agreements_and_exclusions_at_some_size() -> None:
    instance = drawn(400, 1, "0.7", agreements=True, exclusions=0.2, assumptions={"agreements": 1.0})
    found = bid_prices(instance, history=drawn(400, 2, "0.7"))
    assert feasible(found)
    assert (found.state == NOWHERE).any()


@given(instance=problems(min_families=2), data=st.data())
def test_families_may_have_any_case_numbers(instance: Problem, data: st.DataObject) -> None:
    """The same families in the same order of arrival go to the same states, whatever their numbers."""
    renamed = np.array(data.draw(st.permutations(range(instance.families))), np.int64)
    one = bid_prices(instance, arrivals=renamed, futures=0)
    other = bid_prices(shuffled(instance, renamed.tolist()), arrivals=np.arange(instance.families), futures=0)
    assert one.state[renamed].tolist() == other.state.tolist()


def test_the_same_seed_gives_the_same_placement_and_another_order_by_lot() -> None:
    instance, past = drawn(300, 1, "0.6"), drawn(300, 2, "0.6")
    one, same, other = (bid_prices(instance, history=past, seed=seed) for seed in (5, 5, 6))
    assert (one.state == same.state).all()
    assert (one.state != other.state).any()


def test_more_families_than_a_relaxation_holds_are_priced_by_a_part_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    instance, past = drawn(600, 1, "0.5"), drawn(600, 2, "0.5")
    best = solve(instance).objective
    monkeypatch.setattr(module, "MOST", 300)
    found = bid_prices(instance, history=past)
    assert feasible(found)
    assert instance.value_at(found.state).sum() > 0.95 * best


# --- prices -----------------------------------------------------------------------------------------------------------


def test_a_place_is_kept_for_who_is_worth_more_of_it_and_still_to_come() -> None:
    """One place; two of three in the past were vulnerable, and are to come: the first, who is not, gets none."""
    instance = problem([(1, "IT", False, {}), (1, "IT", True, {}), (1, "IT", True, {})], {"DE": 1})
    order = np.arange(3)
    assert bid_prices(instance, arrivals=order, futures=0).state.tolist() == [0, NOWHERE, NOWHERE]
    assert bid_prices(instance, arrivals=order, history=instance, futures=50).state.tolist() == [NOWHERE, 0, NOWHERE]
    assert bid_prices(instance, arrivals=order, foresight=True).state.tolist() == [NOWHERE, 0, NOWHERE]


def test_an_office_places_one_family_at_prices_and_sees_what_is_left() -> None:
    instance = problem([(2, "IT", False, {"DE": 1.0})] * 3, {"DE": 3, ("DE", "IT"): 2, "FR": 9})
    offer = Offer.of(instance, np.array([9.0, 8.5, 8.0]))
    value = np.array([10.0, 8.0, 8.0])
    present = instance.states.index("IT")
    assert offer.price[present].tolist() == [8.5, 8.0, np.inf]
    assert place_next(offer, value, 2, present) == 0
    assert (offer.kept[present, 0], offer.general[0], offer.price[present, 0]) == (0, 3, 9.0)
    assert offer.left(instance).tolist() == [3, 0, 9]
    assert place_next(offer, value, 4, present) == 1  # Germany has three places left
    assert place_next(offer, value - 1, 2, present) == 0  # nothing is gained or lost: it is placed
    assert place_next(offer, value - 2, 2, present) == NOWHERE


def test_with_single_persons_and_the_future_known_nearly_nothing_is_lost() -> None:
    """The relaxation is exact then, so that only ties between equal families can go the wrong way."""
    alone = {"sizes": (1.0,), "linked": 1.0}
    instance = drawn(300, 4, "0.5", assumptions=alone)
    best = solve(instance).objective
    assert worth(instance, foresight=True, resolve_every=1) >= 0.995 * best
    assert worth(instance, futures=0) < 0.93 * best


@pytest.mark.slow
@pytest.mark.parametrize("places", ["0.5", "0.4"])
def test_97_percent_of_hindsight_where_greedy_stays_under_90(places: str) -> None:
    """The finding of the paper on synthetic families with the bundled shares, shuffled, mean of ten seeds.

    Places for half of the persons are tight. At 60 % and more greedy loses less than a tenth (at 95 %, one in a
    hundred): nearly everybody is placed then, and only links are lost. The past is another sample of as many."""
    found = np.array([shares_of_hindsight(seed, places) for seed in range(10)]).mean(axis=0)
    assert found[0] < 0.90
    assert found[1] >= 0.97


def shares_of_hindsight(seed: int, places: str) -> Floats:
    """What greedy and bid prices reach of the proved optimum."""
    instance, past = (drawn(1000, number, places, shares=known_shares()) for number in (seed, 1000 + seed))
    best = solve(instance).objective
    greedy, priced = worth(instance, futures=0, seed=seed), worth(instance, history=past, seed=seed)
    return np.array([greedy, priced]) / best


# --- bad input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"arrivals": np.array([0, 0])}, "arrivals: is no order of the families"),
        ({"arrivals": np.array([0])}, "arrivals: is no order of the families"),
        ({"futures": -1}, "futures: -1 is negative"),
        ({"resolve_every": 0}, "resolve_every: 0 is below 1"),
        ({"history": problem([(1, "IT", False, {})], {"FR": 1})}, "history: is empty or has other states"),
        ({"history": problem([], {"DE": 1, ("DE", "IT"): 1})}, "history: is empty or has other states"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(options: dict[str, Any], said: str) -> None:
    instance = problem([(1, "IT", False, {}), (1, "IT", True, {})], {"DE": 1})
    with pytest.raises(BadInputError, match=said):
        bid_prices(instance, **options)


def test_nobody_arrives() -> None:
    assert bid_prices(problem([], {"DE": 1})).state.tolist() == []
