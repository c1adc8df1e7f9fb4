"""Runs of past years beside what happened: a course that is known gives figures that are known."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from tests.simulation.worlds import ORIGINS, small_inputs

from fairshare.cli import simulate_validate
from fairshare.evaluation.mechanisms import backtest
from fairshare.evaluation.mechanisms.backtest import fitted, validate
from fairshare.evaluation.mechanisms.validation import FIT, JUDGE, Pairs
from fairshare.figures.simulate.behaviour import rows
from fairshare.figures.simulate.observed import observed
from fairshare.law.mechanisms.catalogue import CATALOGUE
from fairshare.law.mechanisms.interface import Situation
from fairshare.simulation.behaviour import central, parameters
from fairshare.simulation.ensemble import Draw, Outcomes, Study
from fairshare.simulation.fits import Fit
from fairshare.simulation.inputs import PLACE, Inputs, N
from fairshare.simulation.outcome import Flow, Outcome, Stage

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
HELD = parameters(rows())
SAMPLE = 0.1
YEARS = tuple(range(2008, 2025))


def long_inputs() -> Inputs:
    """The small world over all the years that are compared."""
    few, many = small_inputs(), len(YEARS)
    by_year = ("applications", "detected", "visa_free", "entered", "by_sea", "recognition", "population", "gdp")
    held = {f.name for f in fields(Inputs)}
    longer = {name: np.repeat(getattr(few, name)[:1], many, axis=0) for name in by_year if name in held}
    longer["recognition"] = np.random.default_rng(1).uniform(0.2, 0.8, (many, N, len(ORIGINS)))
    longer["gdp"] = longer["gdp"] * np.random.default_rng(2).uniform(0.5, 1.5, (many, N))
    return small_inputs(**longer, years=YEARS, observed_until=YEARS[-1])


def steady() -> Pairs:
    """Every pair in every year: 100 requests, 60 positive answers, 30 transfers."""
    ones = np.full((8, N, N), 100.0) * ~np.eye(N, dtype=bool)
    return Pairs(tuple(range(2008, 2016)), ones, 0.6 * ones, 0.3 * ones)


def one_a_month(study: Study, draw: Draw, part: int = 0) -> Outcomes:
    """A course in which one row a month arrives in Germany and every pair makes 10 requests and 2 transfers a year."""
    years = len(study.years)
    flows = np.zeros((len(Flow), 12 * years, N), np.int64)
    flows[Flow.RELOCATED_IN, :, PLACE["DE"]] = 1
    pairs = np.ones((years, N, N), np.int64) * ~np.eye(N, dtype=bool)
    nothing = np.zeros((years, N, N), np.int64)
    state = np.zeros((years, N), np.int64)
    stocks, held = np.zeros((len(Stage), 12 * years, N), np.int64), np.zeros((12 * years, N), np.int64)
    done = Outcome(flows, stocks, held, 2 * pairs, 10 * pairs, nothing, nothing, nothing, state, state, state)
    return (done,) * len(study.mechanisms)


def quiet(year: int) -> Situation:
    """A January in which every state has as many persons."""
    one, none = np.full(N, 1000.0), np.zeros((N, N))
    key = np.full(N, 1 / N)
    return Situation(
        year, 1, tuple(PLACE), key, one, one, one, one, one, one, one, none, none, none, central(HELD).values
    )


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], Fit]:
    """Every comparison by name and what it is judged on, of the course that is known."""
    monkeypatch.setattr(backtest, "outcomes", one_a_month)
    all_of_them = validate(long_inputs(), HELD, CATALOGUE, steady(), observed(), SAMPLE)
    return {(one.name, one.judged): one for one in all_of_them}


def test_rows_of_a_sample_become_persons(found: dict[tuple[str, str], Fit]) -> None:
    """10 requests and 2 transfers in rows are 100 and 20 persons: right for requests, a third too low for transfers."""
    pairs = N * (N - 1)
    requests, transfers = found["run-dublin-requests", "2014"], found["run-dublin-transfers", "2014"]
    assert (requests.predicted, requests.observed) == (100 * pairs, 100 * pairs)
    assert transfers.predicted == 20 * pairs
    assert transfers.observed == pytest.approx(30 * pairs)
    assert transfers.verdict == "too low by a factor of 1.5"


def test_only_years_that_did_not_fit_judge_transfers(found: dict[tuple[str, str], Fit]) -> None:
    runs = {int(judged): one for (name, judged), one in found.items() if name == "run-dublin-transfers"}
    assert {year for year, one in runs.items() if not one.in_sample} == set(JUDGE)
    assert {year for year, one in runs.items() if one.in_sample} == set(FIT[1:])


def test_later_totals_are_compared_with_and_without_what_later_years_taught(found: dict[tuple[str, str], Fit]) -> None:
    plain, central_ = (found[f"run-dublin-transfers-total{ending}", "2024"] for ending in ("", "-central"))
    assert (plain.predicted, plain.observed, plain.in_sample) == (20 * N * (N - 1), 16_455, False)
    assert central_.in_sample


def test_relocations_are_counted_to_the_nearest_end_of_a_month(found: dict[tuple[str, str], Fit]) -> None:
    """From January 2015 there are 28 months until 12 May 2017, and 27 until 22 March."""
    assert found["run-relocation-2015", "2017-05-12"].predicted == 28 / SAMPLE
    assert found["run-relocation-2015", "2017-03-22"].predicted == 27 / SAMPLE
    assert found["run-relocation-2015", "2018-10-01"].observed == 34_705
    assert found["run-voluntary-2022", "2024-06-12"].observed == 5_000


def test_what_knows_its_own_outcome_is_marked(found: dict[tuple[str, str], Fit]) -> None:
    schemes = [one for (name, _), one in found.items() if name in {"run-relocation-2015", "run-voluntary-2022"}]
    assert schemes
    assert all(one.in_sample for one in schemes)


def test_a_scheme_does_nothing_before_it_began(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = dict[str, list[bool]]()

    def see(study: Study, draw: Draw, part: int = 0) -> Outcomes:
        (one,) = study.mechanisms
        asked[one.name] = [one.solidarity(quiet(year)).owed.sum() > 0 for year in (study.years[0] - 1, *study.years)]
        return one_a_month(study, draw, part)

    monkeypatch.setattr(backtest, "outcomes", see)
    validate(long_inputs(), HELD, CATALOGUE, steady(), observed(), SAMPLE)
    assert asked["voluntary-2022"] == [False, True, True, True]
    assert asked["relocation-2015"][:2] == [False, True]


def test_validation_forgets_what_later_years_taught() -> None:
    plain, best = fitted(HELD), central(HELD)
    assert (plain["accept_scale"], plain["transfer_scale"]) == (1.0, 1.0)
    changed = {name for name, value in plain.values.items() if value != best[name]}
    assert changed == {"accept_scale", "transfer_scale"}


def test_years_that_lack_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backtest, "outcomes", one_a_month)
    names = {one.name for one in validate(small_inputs(), HELD, CATALOGUE, steady(), observed(), SAMPLE)}
    assert not {name for name in names if name.startswith("run-")}


@pytest.mark.slow
@pytest.mark.skipif(not DATA.is_dir(), reason="needs the collected files")
def test_the_collected_files_are_compared_without_a_warning() -> None:
    """A warning anywhere fails here, since pytest makes it an error: no ratio of nothing, no overflow of a logit."""
    answer = CliRunner().invoke(simulate_validate.validate, ["--data", str(DATA), "--json"], catch_exceptions=False)
    assert answer.exit_code == 0
    found = {(one["name"], one["judged"]): one for one in json.loads(answer.stdout)}
    runs = {"run-dublin-requests", "run-dublin-transfers-total", "run-relocation-2015", "run-voluntary-2022"}
    assert runs <= {name for name, _ in found}
    assert all(one["cases"] and one["mae"] >= 0 for one in found.values())
    assert found["dublin-by-pair", "2015"]["observed"] == 13_322


@pytest.mark.parametrize(
    ("day", "months"), [("2015-01-02", 1), ("2015-01-31", 1), ("2016-03-10", 14), ("2016-03-20", 15)]
)
def test_months_until_a_day(day: str, months: int) -> None:
    assert backtest._months(date.fromisoformat(day), 2015) == months
