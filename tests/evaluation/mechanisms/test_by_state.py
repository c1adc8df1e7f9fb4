"""The tables of a run: every figure stands in its row, and sums are those of the run."""

from __future__ import annotations

import numpy as np
import pytest

from fairshare.evaluation.mechanisms.by_state import Columns, pair_years, state_months, state_years
from fairshare.evaluation.mechanisms.measures import BASES
from fairshare.evaluation.mechanisms.yardstick import Yardstick
from fairshare.simulation.inputs import PLACE, STATES, N
from fairshare.simulation.outcome import Flow, Outcome, Stage
from fairshare.states import PART_IV

DE, IT, NO = PLACE["DE"], PLACE["IT"], PLACE["NO"]
ASSUMED = {
    "unit_eur": 20_000.0,
    "in_kind_value": 1.0,
    "cost_month": 1_600.0,
    "cost_procedure": 4_000.0,
    "cost_gdp": 0.0,
    "decision_scale": 1.0,
}


@pytest.fixture
def run() -> Outcome:
    """Two years: 26 apply in Germany in March 2014; ten are relocated to Italy in May 2015, which is paid for one."""
    flows, stocks = (np.zeros((len(kind), 24, N), np.int64) for kind in (Flow, Stage))
    flows[Flow.APPLIED, 2, DE] = flows[Flow.RESPONSIBLE, 2, DE] = 26
    flows[Flow.RELOCATED_OUT, 16, DE] = flows[Flow.RELOCATED_IN, 16, IT] = 10
    flows[Flow.REFUSED, 20, DE] = 4
    stocks[Stage.EXAMINED, 2:, DE], stocks[Stage.HIDDEN, 5, DE], stocks[Stage.REFUSED, 20:, DE] = 26, 3, 4
    held = np.zeros((24, N), np.int64)
    held[2:, DE] = 26
    pairs = {name: np.zeros((2, N, N), np.int64) for name in ("transfers", "requests", "relocated", "paid", "in_kind")}
    units = {name: np.zeros((2, N), np.int64) for name in ("owed", "given", "benefitting")}
    pairs["relocated"][1, DE, IT], pairs["paid"][1, DE, IT] = 10, 20_000
    units["owed"][1, IT], units["benefitting"][1, DE] = 10, 1
    return Outcome(flows, stocks, held, **pairs, **units)


@pytest.fixture
def by() -> Yardstick:
    """26 states of equal share; 13 reception places in Germany, unknown elsewhere."""
    return Yardstick(
        years=(2014, 2015),
        members=np.array([state in PART_IV for state in STATES]),
        key=np.full((2, 26), 1 / 26),
        population=np.full((2, N), 1e6),
        capacity=np.where(np.arange(N) == DE, 13.0, np.nan),
        wealth=np.ones((2, N)),
        decision_months=np.full(N, 10.0),
    )


def row(columns: Columns, **where: object) -> dict[str, object]:
    """The one row of a table that holds these values."""
    found = [np.flatnonzero(columns[name] == value) for name, value in where.items()]
    (place,) = set(found[0]).intersection(*map(set, found[1:]))
    return {name: values[place].item() for name, values in columns.items()}


def test_months_by_state(run: Outcome, by: Yardstick) -> None:
    table = state_months(run, by, weight=100)
    assert {len(column) for column in table.values()} == {24 * N}
    march = row(table, year=2014, month=3, state="DE")
    assert (march["applied"], march["examined"], march["held"], march["reception"]) == (2_600, 2_600, 2_600, 2_600)
    assert march["load"] == 200.0  # 2,600 on 13 places
    assert row(table, year=2014, month=6, state="DE")["limbo"] == 300
    assert row(table, year=2015, month=5, state="IT")["relocated_in"] == 1_000
    assert np.isnan(row(table, year=2015, month=5, state="IT")["load"])  # type: ignore[call-overload]


def test_being_refused_and_having_been_refused_are_two_columns(run: Outcome, by: Yardstick) -> None:
    table = state_months(run, by)
    assert table["refused"].sum() == 4
    assert table["refused_stock"].sum() == 16  # four persons at the end of four months


def test_years_by_state(run: Outcome, by: Yardstick) -> None:
    table = state_years(run, by, ASSUMED)
    first, italy = row(table, year=2014, state="DE"), row(table, year=2015, state="IT")
    assert (first["key"], first["lodged"], first["persons"]) == (pytest.approx(1 / 26), 26, 26)
    assert first["ratio_lodged"] == pytest.approx(26)
    assert (italy["persons"], italy["par"], italy["cost"], italy["received"], italy["owed"]) == (10, 9, 9, 20_000, 10)
    assert row(table, year=2015, state="DE")["benefitting"] == 1
    assert np.isnan(row(table, year=2014, state="NO")["key"])  # type: ignore[call-overload]
    assert {f"ratio_{base}" for base in BASES} | set(BASES) < set(table)


def test_pairs_are_those_between_which_there_is_anything(run: Outcome, by: Yardstick) -> None:
    table = pair_years(run, by, weight=100)
    assert {name: values.tolist() for name, values in table.items()} == {
        "year": [2015],
        "from": ["DE"],
        "to": ["IT"],
        "requests": [0],
        "transfers": [0],
        "relocated": [1_000],
        "paid": [20_000],
        "in_kind": [0],
    }
