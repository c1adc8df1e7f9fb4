"""The measures of a simulated year, on small runs whose figures are reckoned by hand, and beside the exact measures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from fractions import Fraction
from time import perf_counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairshare.evaluation.inequality import inequality
from fairshare.evaluation.mechanisms.evenness import EVENNESS, shares
from fairshare.evaluation.mechanisms.measures import BASES, HEADLINE, MEASURES, NAMES, measure
from fairshare.evaluation.mechanisms.responsibility import bases, person_cost, scores, yearly
from fairshare.evaluation.mechanisms.yardstick import Yardstick, yardstick
from fairshare.faults import BadInputError
from fairshare.simulation.inputs import PLACE, STATES, Inputs, N
from fairshare.simulation.outcome import Flow, Outcome, Stage
from fairshare.states import PART_IV

DE, FR, IT, NO = (PLACE[state] for state in ("DE", "FR", "IT", "NO"))
ASSUMED = {
    "unit_eur": 20_000.0,
    "in_kind_value": 0.5,
    "cost_month": 1_000.0,
    "cost_procedure": 4_000.0,
    "cost_transfer": 3_000.0,
    "cost_relocation": 2_000.0,
    "cost_gdp": 0.0,
    "decision_scale": 1.0,
}
MEMBERS = np.array([state in PART_IV for state in STATES])


def nothing(years: int = 1) -> Outcome:
    """A run in which nothing happens."""
    months = 12 * years
    pairs = [np.zeros((years, N, N), np.int64) for _ in range(5)]
    units = [np.zeros((years, N), np.int64) for _ in range(3)]
    flows, stocks = (np.zeros((len(kind), months, N), np.int64) for kind in (Flow, Stage))
    return Outcome(flows, stocks, np.zeros((months, N), np.int64), *pairs, *units)


def scale(years: int = 1, **other: object) -> Yardstick:
    """26 states of one size, so that each has 1/26 of the key; ten months to a decision."""
    made = Yardstick(
        years=tuple(range(2014, 2014 + years)),
        members=MEMBERS,
        key=np.full((years, 26), 1 / 26),
        population=np.full((years, N), 1e6),
        capacity=np.full(N, np.nan),
        wealth=np.ones((years, N)),
        decision_months=np.full(N, 10.0),
    )
    return replace(made, **other)  # type: ignore[arg-type]


def told(outcome: Outcome, by: Yardstick | None = None, weight: float = 1.0) -> dict[str, float]:
    """The measures of the first year by name."""
    by = by or scale(outcome.owed.shape[0])
    return dict(zip(NAMES, scores(outcome, by, ASSUMED, weight)[0].tolist(), strict=True))


def evenly(persons: int) -> Outcome:
    """So many persons apply in each of the 26 in January, and each state is responsible for its own."""
    run = nothing()
    run.flows[Flow.APPLIED, 0, MEMBERS] = persons
    run.flows[Flow.RESPONSIBLE, 0, MEMBERS] = persons
    return run


# --- the catalogue ----------------------------------------------------------------------------------------------------


def test_every_measure_has_a_name_of_its_own_and_can_be_found() -> None:
    assert len(set(NAMES)) == len(NAMES) == 5 * len(BASES) + 24
    assert measure(HEADLINE).better == "lower"
    assert all(one.says and one.unit and one.title for one in MEASURES)
    with pytest.raises(KeyError):
        measure("fairness")


# --- evenness beside the exact measures -------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 10**6)), min_size=1, max_size=32))
def test_floats_say_what_the_exact_measures_say(rows: list[tuple[int, int]]) -> None:
    """Differential: the slow oracle is the module that reckons in fractions."""
    if not any(load for load, _ in rows):
        rows[0] = (1, rows[0][1])
    loads, weights = (np.array(column, float) for column in zip(*rows, strict=True))
    exact = inequality(*({f"{n}": Fraction(v) for n, v in enumerate(column)} for column in zip(*rows, strict=True)))
    part, key = shares(loads), weights / weights.sum()
    expected = (exact.hoover, exact.gini, exact.theil_t, exact.max_ratio, exact.min_ratio)
    for (name, made), wanted in zip(EVENNESS.items(), expected, strict=True):
        assert float(made(part, key)) == pytest.approx(float(wanted or 0), rel=1e-9, abs=1e-9), name


def test_years_are_measured_apart() -> None:
    """Two years in one call are what each is alone."""
    key = np.array([[0.5, 0.3, 0.2], [0.2, 0.2, 0.6]])
    loads = np.array([[5.0, 1.0, 4.0], [0.0, 2.0, 2.0]])
    for made in EVENNESS.values():
        both = made(shares(loads), key)
        assert both.tolist() == [float(made(shares(loads[year]), key[year])) for year in (0, 1)]


def test_nothing_to_share_has_no_evenness_and_a_load_below_zero_no_entropy() -> None:
    key = np.array([0.5, 0.5])
    with np.errstate(all="raise"):
        assert all(np.isnan(made(shares(np.zeros(2)), key)) for made in EVENNESS.values())
        below = shares(np.array([3.0, -1.0]))
        assert EVENNESS["hoover"](below, key) == pytest.approx(1.0)
        assert EVENNESS["min_ratio"](below, key) == pytest.approx(-1.0)
        assert np.isnan(EVENNESS["theil"](below, key))


# --- net responsibility: what is counted ------------------------------------------------------------------------------


def test_the_key_met_is_zero_on_every_base() -> None:
    found = told(evenly(10))
    assert all(found[f"hoover_{base}"] == pytest.approx(0, abs=1e-12) for base in BASES)
    assert all(found[f"max_ratio_{base}"] == pytest.approx(1) for base in BASES)


def test_a_state_outside_the_key_changes_no_share() -> None:
    run = evenly(10)
    run.flows[Flow.APPLIED, 3, NO] = 1_000
    assert told(run)["hoover_lodged"] == pytest.approx(0, abs=1e-12)
    assert told(run)["applications"] == 1_260


def test_a_transfer_carries_out_what_is_counted_already() -> None:
    """Germany lodges, Italy is responsible: the person is Italy's with or without the transfer."""
    run = evenly(10)
    run.flows[Flow.APPLIED, 0, DE] += 26
    run.flows[Flow.RESPONSIBLE, 0, IT] += 26
    before = told(run)
    run.flows[Flow.TRANSFER_OUT, 5, DE] = run.flows[Flow.TRANSFER_IN, 5, IT] = 26
    after = told(run)
    assert after["hoover_rules"] == before["hoover_rules"] == pytest.approx(25 / 286)
    assert after["max_ratio_rules"] == pytest.approx(36 / 11)
    assert before["hoover_present"] == before["hoover_lodged"]
    assert after["hoover_present"] == pytest.approx(after["hoover_rules"])


def test_a_time_limit_passes_responsibility_on() -> None:
    run = evenly(10)
    run.flows[Flow.LAPSED, 7, IT] = run.flows[Flow.EXPIRED, 7, DE] = 5
    loads = bases(run, scale(), ASSUMED)
    assert loads["rules"][0, [DE, IT, FR]].tolist() == [15, 5, 10]
    assert loads["lodged"][0, [DE, IT, FR]].tolist() == [10, 10, 10]


@pytest.mark.law("AMMR 56(2)", "AMMR 63")
def test_each_instrument_adds_to_the_one_before() -> None:
    """Relocations move persons, offsets move responsibility, money moves neither."""
    run = evenly(10)
    run.flows[Flow.RELOCATED_OUT, 2, IT] = run.flows[Flow.RELOCATED_IN, 2, DE] = 4
    run.flows[Flow.OFFSET_OUT, 3, IT] = run.flows[Flow.OFFSET_IN, 3, FR] = 2
    run.paid[0, FR, IT] = 60_000
    run.in_kind[0, DE, IT] = 20_000
    loads = bases(run, scale(), ASSUMED)
    chain = {base: loads[base][0, [DE, FR, IT]].tolist() for base in BASES}
    assert chain["rules"] == [10, 10, 10]
    assert chain["relocated"] == [14, 10, 6]
    assert chain["persons"] == [14, 12, 4]
    assert chain["par"] == [15, 15, 0]  # one unit in kind from Germany, three of money from France
    cost = 4_000 + 10 * 1_000
    paid = [20_000 / cost, 60_000 / cost, (60_000 + 0.5 * 20_000) / cost]
    assert chain["cost"] == pytest.approx([14 + paid[0], 12 + paid[1], 4 - paid[2]])


def test_moves_of_their_own_change_where_people_are_not_who_is_responsible() -> None:
    run = evenly(10)
    run.flows[Flow.ONWARD_OUT, 4, IT] = run.flows[Flow.ONWARD_IN, 4, DE] = 3
    loads = bases(run, scale(), ASSUMED)
    assert loads["present"][0, [DE, IT]].tolist() == [13, 7]
    assert loads["persons"][0, [DE, IT]].tolist() == [10, 10]


@given(st.lists(st.tuples(st.sampled_from(list(Flow)), st.integers(0, 23), st.integers(0, N - 1)), max_size=40))
def test_persons_balance_on_every_base(moves: list[tuple[Flow, int, int]]) -> None:
    """What one state gains by a rule or instrument another loses, so all bases of persons have one sum."""
    run = nothing(2)
    run.flows[Flow.APPLIED] = run.flows[Flow.RESPONSIBLE] = 7
    ways = (Flow.LAPSED, Flow.EXPIRED), (Flow.RELOCATED_OUT, Flow.RELOCATED_IN), (Flow.OFFSET_OUT, Flow.OFFSET_IN)
    more = (Flow.TRANSFER_OUT, Flow.TRANSFER_IN), (Flow.ONWARD_OUT, Flow.ONWARD_IN)
    for number, (_, month, state) in enumerate(moves):
        out, into = (ways + more)[number % 5]
        run.flows[out, month, state] += 1
        run.flows[into, month, (state + number) % N] += 1
    run.paid[1, DE, IT] = 40_000
    loads = bases(run, scale(2), ASSUMED)
    assert {float(loads[base].sum()) for base in BASES if base != "cost"} == {2 * 12 * 7 * N}


# --- prices -----------------------------------------------------------------------------------------------------------


def test_a_person_costs_what_the_state_is_slow_and_dear() -> None:
    wealth = np.ones((1, N))
    wealth[0, [DE, IT, NO]] = [4.0, 1.0, np.nan]
    by = scale(wealth=wealth, decision_months=np.where(np.arange(N) == IT, 20.0, 10.0))
    even, steep = (person_cost(by, {**ASSUMED, "cost_gdp": elasticity})[0] for elasticity in (0.0, 0.5))
    assert even[[DE, IT, FR, NO]].tolist() == [14_000, 24_000, 14_000, 14_000]
    assert steep[[DE, IT, FR, NO]].tolist() == [28_000, 24_000, 14_000, 14_000]


def test_the_price_of_flexibility_is_nothing_where_a_person_costs_one_unit() -> None:
    """EUR 20,000 everywhere and in-kind help worth its value: money at par is money at cost."""
    run = evenly(10)
    run.paid[0, FR, IT], run.in_kind[0, DE, IT] = 60_000, 20_000
    same = {**ASSUMED, "cost_month": 1_600.0, "in_kind_value": 1.0}
    place = NAMES.index("price_of_flexibility")
    assert scores(run, scale(), same)[0, place] == pytest.approx(0, abs=1e-12)
    assert scores(run, scale(), ASSUMED)[0, place] > 0  # a person costs EUR 14,000: money weighs more than at par


def test_the_cost_of_a_year_has_four_parts() -> None:
    run = evenly(1)
    run.stocks[Stage.EXAMINED, :6, DE] = 2
    run.stocks[Stage.PROTECTED, :, DE] = 99
    run.flows[Flow.TRANSFER_IN, 0, IT], run.flows[Flow.RELOCATED_IN, 0, FR] = 3, 5
    euro = 12 * 1_000 + 26 * 4_000 + 3 * 3_000 + 5 * 2_000
    assert told(run, weight=100)["total_cost"] == pytest.approx(100 * euro / 1e6)


# --- what else is counted ---------------------------------------------------------------------------------------------


def test_reception_is_measured_where_places_are_known() -> None:
    run = evenly(10)
    run.stocks[Stage.EXAMINED, :, [DE, FR, IT]] = 100
    run.stocks[Stage.TRANSFER, :6, DE] = 100
    capacity = np.full(N, np.nan)
    capacity[[DE, IT]] = [100, 50]
    found = told(run, scale(capacity=capacity))
    assert found["reception_mean"] == pytest.approx((150 + 100) / 150)
    assert found["reception_max"] == pytest.approx(2.0)  # Italy: 100 on 50; Germany 150 on 100
    assert np.isnan(told(run)["reception_max"])
    assert np.isnan(told(run)["reception_mean"])


def test_hosted_counts_protection_too_and_a_state_without_figures_is_left_out() -> None:
    run = evenly(10)
    run.stocks[Stage.PROTECTED, :, [DE, IT]] = 3_000
    population = np.full((1, N), 1e6)
    population[0, IT] = np.nan
    found = told(run, scale(population=population))
    assert found["hosted_max"] == pytest.approx(3.0)
    assert found["hosted_mean"] == pytest.approx(3.0 / (N - 1))


def test_limbo_links_persistence_and_delivery() -> None:
    run = evenly(1)
    run.stocks[Stage.HIDDEN, :3, DE], run.stocks[Stage.TRANSFER, :, FR] = 2, 1
    flows = {"RELOCATED_IN": 8, "LINK_HONOURED": 6, "PERSISTED": 2, "REQUESTED": 10, "TRANSFER_IN": 1, "MOVED_TWICE": 3}
    for flow, persons in flows.items():
        run.flows[Flow[flow], 4, DE] = persons
    run.owed[0, [DE, FR]], run.given[0, DE] = 10, 5
    found = told(run, weight=10)
    assert found["limbo"] == pytest.approx(18 / 26)
    assert found["links_honoured"] == 0.75
    assert found["persistence"] == 0.25
    assert found["transfer_rate"] == 0.1
    assert (found["moved_twice"], found["relocations"]) == (30, 80)  # persons, ten to a row
    assert (found["owed"], found["given"], found["delivery"]) == (20, 5, 0.25)  # units, which no sample shrinks


def test_the_reach_of_a_pool_is_part_of_the_persons_to_move() -> None:
    """All 2,600 apply in Germany: 25 of 26 would have to be elsewhere, and a pool of 250 units reaches a tenth."""
    run = nothing()
    run.flows[Flow.APPLIED, 0, DE] = run.flows[Flow.RESPONSIBLE, 0, DE] = 2_600
    run.owed[0, FR], run.given[0, FR] = 250, 50
    found = told(run)
    assert found["to_move"] == pytest.approx(2_500)
    assert found["reach_owed"] == pytest.approx(0.1)
    assert found["reach_given"] == pytest.approx(0.02)


def test_an_empty_run_has_counts_of_zero_and_no_ratios() -> None:
    with np.errstate(all="raise"):
        found = told(nothing())
    undefined = {name for name, value in found.items() if np.isnan(value)}
    assert {name for name in found if name.split("_")[0] in {"hoover", "gini", "theil", "max", "min"}} < undefined
    assert {"limbo", "links_honoured", "persistence", "transfer_rate", "delivery", "reach_owed"} < undefined
    assert found["applications"] == found["transfers"] == found["paid"] == found["total_cost"] == 0


def test_years_are_years_of_the_calendar() -> None:
    months = np.arange(24).reshape(24, 1)
    assert yearly(months, 2).tolist() == [[66], [210]]
    with pytest.raises(ValueError, match="reshape"):
        yearly(months, 3)


def test_parts_of_a_population_add_up_before_they_are_measured() -> None:
    one, other = evenly(3), evenly(7)
    assert told(one + other) == pytest.approx(told(evenly(10)), nan_ok=True)


def test_fourteen_years_take_less_than_three_milliseconds() -> None:
    rng = np.random.default_rng(1)
    shapes = {f.name: getattr(nothing(14), f.name).shape for f in fields(Outcome)}
    run = Outcome(**{name: rng.integers(1, 100, shape) for name, shape in shapes.items()})
    by = scale(14, capacity=np.full(N, 500.0))
    best = min(_seconds(run, by) for _ in range(40))
    assert best < 0.003


def _seconds(run: Outcome, by: Yardstick) -> float:
    start = perf_counter()
    scores(run, by, ASSUMED)
    return perf_counter() - start


# --- the yardstick ----------------------------------------------------------------------------------------------------


def inputs(population: Mapping[str, float] | None = None) -> Inputs:
    """Figures of two years; all that the yardstick does not read is empty."""
    people = np.array([(population or {}).get(state, 1e6) for state in STATES])
    empty = np.zeros(0)
    rest = {f.name: empty for f in fields(Inputs)}
    known = {
        "years": (2024, 2025),
        "origins": (),
        "population": np.stack([people, people * 2]),
        "gdp": np.stack([np.where(np.arange(N) == DE, 26.0, 1.0)] * 2),
        "capacity": np.full(N, np.nan),
        "decision_months": np.full(N, 6.0),
        "observed_until": 2025,
        "notes": (),
    }
    return Inputs(**{**rest, **known})  # type: ignore[arg-type]


@pytest.mark.law("AMMR Annex I")
def test_the_key_is_half_population_and_half_gdp_of_the_26() -> None:
    made = yardstick(inputs())
    place = int(MEMBERS[:DE].sum())
    assert made.key.shape == (2, 26)
    assert made.key[0, place] == pytest.approx((1 / 26 + 26 / 51) / 2)
    assert made.key.sum(axis=1) == pytest.approx([1, 1])
    assert made.wealth[0, [DE, FR]] == pytest.approx([26 * 26 / 51, 26 / 51])


def test_some_years_of_the_figures_can_be_asked_for() -> None:
    assert yardstick(inputs(), (2025,)).population[0, DE] == 2e6
    with pytest.raises(BadInputError, match="no figures for 2030"):
        yardstick(inputs(), (2025, 2030))


@pytest.mark.parametrize("population", [0.0, float("nan"), -1.0])
def test_a_state_of_the_key_without_people_is_refused_by_name(population: float) -> None:
    with pytest.raises(BadInputError, match="FR in 2024"):
        yardstick(inputs({"FR": population}))


def test_a_state_outside_the_key_may_be_unknown() -> None:
    made = yardstick(inputs({"UK": float("nan")}))
    assert np.isnan(made.wealth[0, PLACE["UK"]])
    assert not np.isnan(made.key).any()
