"""Methods of apportionment: worked examples, axioms by name, an independent library, and the slow obvious versions.

``data/apportionment_us_2020.csv``: apportionment population of the 50 states (US Census Bureau, 2020 census, in all
331,108,434; residents and overseas personnel, which is what seats rest on, not the resident population) and the seats
that five methods give, as published in the repository AustinLBuchanan/Reapportionment (all-methods). Its summary shows
Jefferson with a seat for every state, as the Constitution asks (here ``jefferson_at_least_1``); its notebook has both.
"""

from __future__ import annotations

import csv
import itertools
import math
from fractions import Fraction
from pathlib import Path

import pytest
from apportionment import methods as lackner
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fairshare.faults import BadInputError
from fairshare.law.apportionment import METHODS, Apportionment, apportion, quota, round_share
from fairshare.law.apportionment.divisor import FIRST_SEAT_FREE, PRIORITIES

DIVISORS = tuple(PRIORITIES)
EXACT = (*DIVISORS, "hamilton", "quota")
ROUNDINGS = tuple(quota.ROUNDINGS)
TABLE = Path(__file__).parent.parent / "data" / "apportionment_us_2020.csv"
US_2020 = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
POPULATION = {row["name"]: Fraction(row["weight"]) for row in US_2020}

Weights = dict[str, Fraction]

quick = settings(max_examples=50, deadline=None)  # each axiom runs for each method


def named(*weights: float | Fraction) -> Weights:
    return {chr(ord("A") + i): Fraction(weight) for i, weight in enumerate(weights)}


def seats(method: str, total: int, weights: Weights) -> tuple[int, ...]:
    return tuple(apportion(method, total, weights).seats.values())


# Few distinct weights make ties, many make none: both are drawn.
whole = st.one_of(st.integers(1, 6), st.integers(1, 1000)).map(Fraction)
profiles = st.lists(whole, min_size=1, max_size=6).map(lambda drawn: named(*drawn))
totals = st.integers(0, 40)


def settled(method: str, total: int, weights: Weights) -> Apportionment:
    """The result, for profiles without a tie that the method can serve; others are not looked at."""
    assume(method not in FIRST_SEAT_FREE or total >= len(weights))
    result = apportion(method, total, weights)
    assume(result.needs_decision is None)
    return result


# --- worked examples ------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["adams", "huntington-hill", "webster", "hamilton", "jefferson"])
def test_us_house_of_2020_by_five_methods(method: str) -> None:
    assert sum(POPULATION.values()) == 331_108_434
    assert apportion(method, 435, POPULATION).seats == {row["name"]: int(row[method]) for row in US_2020}


def test_jefferson_with_a_seat_for_every_state_is_jefferson_over_the_others() -> None:
    """No method here knows a minimum; who needs one takes those states out first."""
    published = {row["name"]: int(row["jefferson_at_least_1"]) for row in US_2020}
    others = {name: people for name, people in POPULATION.items() if name not in {"Vermont", "Wyoming"}}
    assert apportion("jefferson", 433, others).seats | {"Vermont": 1, "Wyoming": 1} == published


@pytest.mark.parametrize(("more", "new_york", "minnesota"), [(0, 26, 8), (88, 26, 8), (89, 27, 7)])
def test_new_york_missed_a_seat_by_89_people(more: int, new_york: int, minnesota: int) -> None:
    result = apportion("huntington-hill", 435, POPULATION | {"New York": POPULATION["New York"] + more})
    assert (result.seats["New York"], result.seats["Minnesota"]) == (new_york, minnesota)


@pytest.mark.parametrize(
    ("method", "before", "after"),
    [
        ("hamilton", (42, 27, 30, 1), (43, 26, 29, 2)),
        ("webster", (42, 26, 30, 2), (43, 26, 29, 2)),
        ("jefferson", (42, 27, 30, 1), (43, 27, 29, 1)),
    ],
)
def test_population_paradox_of_comap(method: str, before: tuple[int, ...], after: tuple[int, ...]) -> None:
    """COMAP, For All Practical Purposes: under Hamilton the one state that shrinks gains a seat from growing ones."""
    assert seats(method, 100, named(5_525_381, 3_470_152, 3_864_226, 201_203)) == before
    assert seats(method, 100, named(5_657_564, 3_507_464, 3_885_693, 201_049)) == after


def test_alabama_paradox_exists_for_hamilton_and_not_for_the_quota_method() -> None:
    assert seats("hamilton", 10, named(6, 6, 2)) == (4, 4, 2)
    assert seats("hamilton", 11, named(6, 6, 2)) == (5, 5, 1)
    assert seats("quota", 10, named(6, 6, 2))[2] <= seats("quota", 11, named(6, 6, 2))[2]


def test_divisor_methods_break_the_quota_where_the_quota_method_does_not() -> None:
    """Jefferson gives California 54 of a quota of 51.99, Adams 50: the price of population monotonicity."""
    quota_of_california = Fraction(435) * POPULATION["California"] / sum(POPULATION.values())
    assert math.ceil(quota_of_california) == 52
    assert apportion("jefferson", 435, POPULATION).seats["California"] == 54
    assert apportion("adams", 435, POPULATION).seats["California"] == 50
    assert apportion("quota", 435, POPULATION).seats["California"] == 52


@pytest.mark.law("AMMR 57(3)")
def test_fair_shares_of_2026_are_rounded_up() -> None:
    """Germany 21.6890 % and France 16.0021 % of 21,000; Ireland's and Portugal's money is whole units of EUR 20,000."""
    assert round_share("ceil", Fraction("0.216890") * 21_000) == 4_555
    assert round_share("ceil", Fraction("0.160021") * 21_000) == 3_361
    assert round_share("nearest", Fraction("0.160021") * 21_000) == 3_360
    for euro, units in (("9260000", 463), ("8440000", 422)):
        assert {round_share(rule, Fraction(euro) / 20_000) for rule in ROUNDINGS} == {units}


def test_nearest_takes_a_half_to_the_even_number_and_tells_the_surplus() -> None:
    result = apportion("nearest", 5, named(1, 1))
    assert result.seats == {"A": 2, "B": 2}
    assert result.surplus == -1
    assert apportion("nearest", 3, named(1, 1)).surplus == 1
    assert apportion("ceil", 5, named(1, 1)).surplus == 1


# --- ties -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", EXACT)
def test_a_tie_is_a_question_and_not_the_order_of_rows(method: str) -> None:
    for weights in (named(3, 3, 2), dict(reversed(named(3, 3, 2).items()))):
        result = apportion(method, 5, weights)
        if method in {"adams", "jefferson"}:
            assert (result.seats, result.needs_decision) == ({"A": 2, "B": 2, "C": 1}, None)
        result = apportion(method, 3 if method in FIRST_SEAT_FREE else 1, named(3, 3))
        assert result.needs_decision is not None
        assert (result.needs_decision.question, result.needs_decision.options) == ("lots", ("A", "B"))
        assert result.needs_decision.seats == 1
        assert result.surplus == 0


def test_a_result_prints_itself_with_its_tie() -> None:
    assert str(apportion("webster", 3, named(2, 1))) == "webster, 3 units: A 2, B 1"
    assert str(apportion("webster", 1, named(1, 1))) == "webster, 1 units: A 0, B 0; lots between A, B for 1"


def test_recorded_lots_settle_a_tie() -> None:
    tied = named(5, 5, 5)
    assert apportion("webster", 5, tied).needs_decision is not None
    assert apportion("webster", 5, tied, lots=("C", "A", "B")).seats == {"A": 2, "B": 1, "C": 2}
    part = apportion("webster", 5, tied, lots=("C", "A")).needs_decision
    assert part is not None and part.options == ("A", "B", "C")  # who was not in the drum has not lost


def test_quota_method_tells_ties_in_the_middle_of_its_sequence() -> None:
    """github.com/martinlackner/apportionment, issue 6: two lots at once, one among the great, one among the small."""
    result = apportion("quota", 8, named(720, 720, 120, 120))
    assert result.seats == {"A": 3, "B": 3, "C": 0, "D": 0}
    assert result.needs_decision is not None
    assert result.needs_decision.ties == ((("A", "B"), 1), (("C", "D"), 1))
    assert (result.needs_decision.options, result.needs_decision.seats) == (("A", "B", "C", "D"), 2)
    drawn = apportion("quota", 8, named(720, 720, 120, 120), lots=("D", "B", "A", "C"))
    assert drawn.seats == {"A": 3, "B": 4, "C": 0, "D": 1}


def test_quota_method_keeps_the_strict_inequality_of_the_paper() -> None:
    """The same library, pull request 1: with a weak inequality the first name would take all four seats."""
    assert apportion("quota", 4, named("0.625", "0.125", "0.125", "0.125")).seats["A"] == 3


def test_a_tie_that_no_longer_shows_at_the_end_asks_nobody() -> None:
    assert apportion("quota", 1, named(1, 1)).needs_decision is not None
    assert apportion("quota", 2, named(1, 1)).needs_decision is None


# --- the slow obvious versions --------------------------------------------------------------------


def outcomes_seat_by_seat(method: str, total: int, weights: Weights) -> set[tuple[int, ...]]:
    """Every outcome of the sequence: each seat to any of the names of the greatest priority, every branch followed."""
    names, whole_weight = list(weights), sum(weights.values())

    def greatest(held: tuple[int, ...]) -> list[int]:
        size = sum(held) + 1
        open_to = [
            i for i, name in enumerate(names) if method != "quota" or held[i] < weights[name] * size / whole_weight
        ]
        if method in FIRST_SEAT_FREE and not all(held):
            return [i for i in open_to if not held[i]]
        rule = PRIORITIES["jefferson" if method == "quota" else method]
        best = max(rule(weights[names[i]], held[i] + 1) for i in open_to)
        return [i for i in open_to if rule(weights[names[i]], held[i] + 1) == best]

    states = {(0,) * len(names)}
    for _ in range(total):
        states = {(*held[:i], held[i] + 1, *held[i + 1 :]) for held in states for i in greatest(held)}
    return states


@pytest.mark.parametrize("method", [*DIVISORS, "quota"])
@quick
@given(weights=profiles, total=st.integers(0, 24), data=st.data())
def test_same_as_seat_by_seat_with_every_tie_followed(
    method: str, weights: Weights, total: int, data: st.DataObject
) -> None:
    assume(method not in FIRST_SEAT_FREE or total >= len(weights))
    outcomes = outcomes_seat_by_seat(method, total, weights)
    result = apportion(method, total, weights)
    least = [min(column) for column in zip(*outcomes, strict=True)]
    most = [max(column) for column in zip(*outcomes, strict=True)]
    assert list(result.seats.values()) == least
    differ = tuple(name for name, low, high in zip(weights, least, most, strict=True) if low < high)
    if result.needs_decision is None:
        assert not differ
    else:
        assert result.needs_decision.options == differ
        assert result.needs_decision.seats == total - sum(least)
    lots = data.draw(st.permutations(list(weights)))
    drawn = apportion(method, total, weights, lots=lots)
    assert drawn.needs_decision is None
    assert tuple(drawn.seats.values()) in outcomes


@quick
@given(weights=st.lists(st.integers(1, 60), min_size=2, max_size=7).map(lambda drawn: named(*drawn)), cycles=totals)
def test_quota_method_far_out_is_the_sequence_shifted_by_whole_cycles(weights: Weights, cycles: int) -> None:
    """Where all quotas are whole nobody waits, so the sequence begins again: the long look back must find the same."""
    cycle = int(sum(weights.values()))
    far, near = apportion("quota", 10**9 * cycle + cycles, weights), apportion("quota", cycles, weights)
    assert far.seats == {name: near.seats[name] + 10**9 * int(weights[name]) for name in weights}
    assert far.needs_decision == near.needs_decision


@pytest.mark.parametrize("method", METHODS)
@quick
@given(weights=st.lists(st.integers(1000, 10**6), min_size=2, max_size=20).map(lambda drawn: named(*drawn)))
def test_a_total_of_a_million_millions_takes_a_few_steps_a_name(method: str, weights: Weights) -> None:
    result = apportion(method, 10**12, weights)
    waiting = result.needs_decision.seats if result.needs_decision else 0
    assert sum(result.seats.values()) + waiting == 10**12 + result.surplus
    assert len(result.steps) <= 4 * len(weights)


def test_quota_method_gives_up_in_words_where_the_look_back_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    weights = {f"great {i}": Fraction(10**9 + 7 * i) for i in range(6)} | {f"small {i}": Fraction(1) for i in range(9)}
    monkeypatch.setattr(quota, "MOST_EVENTS", 1000)
    with pytest.raises(BadInputError, match="too unequal"):
        apportion("quota", 10**12 - 7, weights)


# --- axioms ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", EXACT)
@quick
@given(weights=profiles, total=totals)
def test_conservation(method: str, weights: Weights, total: int) -> None:
    result = settled(method, total, weights)
    assert sum(result.seats.values()) == total
    assert result.surplus == 0


@pytest.mark.parametrize("method", ROUNDINGS)
@quick
@given(weights=profiles, total=totals)
def test_surplus_of_independent_rounding(method: str, weights: Weights, total: int) -> None:
    result = apportion(method, total, weights)
    assert sum(result.seats.values()) == total + result.surplus
    quotas = {name: weight * total / sum(weights.values()) for name, weight in weights.items()}
    assert result.seats == {name: round_share(method, quotas[name]) for name in weights}


@pytest.mark.parametrize("method", ["hamilton", "quota", *ROUNDINGS])
@quick
@given(weights=profiles, total=totals)
def test_quota_axiom(method: str, weights: Weights, total: int) -> None:
    result = apportion(method, total, weights)
    for name, weight in weights.items():
        exact = weight * total / sum(weights.values())
        assert math.floor(exact) <= result.seats[name] <= math.ceil(exact)


@pytest.mark.parametrize("method", [*DIVISORS, "quota"])
@quick
@given(weights=profiles, total=totals)
def test_house_monotonicity(method: str, weights: Weights, total: int) -> None:
    smaller, larger = settled(method, total, weights), settled(method, total + 1, weights)
    assert all(smaller.seats[name] <= larger.seats[name] for name in weights)


@pytest.mark.parametrize("method", DIVISORS)
@quick
@given(pairs=st.lists(st.tuples(whole, whole), min_size=2, max_size=6), total=totals)
def test_population_monotonicity(method: str, pairs: list[tuple[Fraction, Fraction]], total: int) -> None:
    """No name loses a seat while another, that grew no faster, gains one (Balinski and Young 2001, chapter 8)."""
    old, new = named(*(a for a, _ in pairs)), named(*(b for _, b in pairs))
    before, after = settled(method, total, old).seats, settled(method, total, new).seats
    for a, b in itertools.permutations(old, 2):
        if new[a] / old[a] >= new[b] / old[b]:
            assert not (after[a] < before[a] and after[b] > before[b])


@pytest.mark.parametrize("method", METHODS)
@quick
@given(weights=profiles, total=totals, data=st.data())
def test_anonymity(method: str, weights: Weights, total: int, data: st.DataObject) -> None:
    assume(method not in FIRST_SEAT_FREE or total >= len(weights))
    shuffled = dict(data.draw(st.permutations(list(weights.items()))))
    one, other = apportion(method, total, weights), apportion(method, total, shuffled)
    assert (one.seats, one.needs_decision, one.steps) == (other.seats, other.needs_decision, other.steps)
    assert list(other.seats) == list(shuffled)


@pytest.mark.parametrize("method", METHODS)
@quick
@given(weights=profiles, total=totals, factor=st.fractions(min_value=Fraction(1, 999), max_value=999))
def test_scale_invariance(method: str, weights: Weights, total: int, factor: Fraction) -> None:
    assume(method not in FIRST_SEAT_FREE or total >= len(weights))
    scaled = apportion(method, total, {name: weight * factor for name, weight in weights.items()})
    plain = apportion(method, total, weights)
    assert (plain.seats, plain.needs_decision) == (scaled.seats, scaled.needs_decision)


@pytest.mark.parametrize("method", METHODS)
@quick
@given(weights=profiles, total=totals)
def test_names_of_no_weight_get_nothing_and_change_nothing(method: str, weights: Weights, total: int) -> None:
    assume(method not in FIRST_SEAT_FREE or total >= len(weights))
    with_nothing = apportion(method, total, {"Nothing": Fraction(0)} | weights)
    assert with_nothing.seats == {"Nothing": 0} | apportion(method, total, weights).seats


@pytest.mark.parametrize("method", METHODS)
@quick
@given(weights=profiles, total=totals)
def test_steps_replay_the_division(method: str, weights: Weights, total: int) -> None:
    assume(method not in FIRST_SEAT_FREE or total >= len(weights))
    result, held = apportion(method, total, weights), dict.fromkeys(weights, 0)
    for step in result.steps:
        assert step.what in {"start", "award", "wait", "tie"}
        assert step.seats == held[step.name] + (step.what == "award") or step.what == "start"
        held[step.name] = step.seats
    assert held == result.seats


# --- an independent library -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "theirs"),
    [
        ("hamilton", "largest_remainder"),
        ("webster", "saintelague"),
        ("jefferson", "dhondt"),
        ("adams", "adams"),
        ("dean", "dean"),
        ("huntington-hill", "huntington"),
        ("quota", "quota"),
    ],
)
@quick
@given(weights=profiles, total=st.integers(1, 40))
def test_same_as_the_package_apportionment(method: str, theirs: str, weights: Weights, total: int) -> None:
    """PyPI apportionment 1.0 (M. Lackner). It breaks ties by the order of rows, so profiles with a tie are left out."""
    result = settled(method, total, weights)
    votes = [int(weight) for weight in weights.values()]
    assert list(result.seats.values()) == lackner.compute(theirs, votes, total, fractions=True)


# --- bad input ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "total", "weights", "message"),
    [
        ("borda", 3, named(1, 2), "method: 'borda' is unknown"),
        ("webster", -1, named(1, 2), "total: -1 is out of range"),
        ("webster", 10**12 + 1, named(1, 2), "total: 1000000000001 is out of range"),
        ("webster", 3, named(1, -2), "weight: is negative for B"),
        ("webster", 3, named(0, 0), "weight: no weight is above 0"),
        ("webster", 3, {}, "weight: no weight is above 0"),
        ("adams", 2, named(1, 1, 1, 0), "2 is below the number of names with a positive weight"),
        ("dean", 0, named(1), "expected at least 1"),
        ("huntington-hill", 1, named(1, 1), "each of which huntington-hill owes a seat"),
    ],
)
def test_bad_input_is_refused_in_words(method: str, total: int, weights: Weights, message: str) -> None:
    with pytest.raises(BadInputError) as error:
        apportion(method, total, weights)
    assert message in str(error.value)


@pytest.mark.parametrize("lots", [("A", "A"), ("Z",)])
def test_lots_name_each_once(lots: tuple[str, ...]) -> None:
    with pytest.raises(BadInputError, match="lots: has an unknown or a repeated name"):
        apportion("webster", 1, named(1, 1), lots=lots)


def test_unknown_rounding_is_refused() -> None:
    with pytest.raises(BadInputError, match="rule: 'up' is unknown"):
        round_share("up", Fraction(1, 2))


@pytest.mark.parametrize("method", [m for m in METHODS if m not in FIRST_SEAT_FREE])
def test_a_total_of_zero_gives_nobody_anything(method: str) -> None:
    assert seats(method, 0, named(3, 2, 2)) == (0, 0, 0)
