"""What happened beside what earlier years would have said, on made-up counts and on the real ones."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.simulation.worlds import small_inputs

from fairshare.evaluation.mechanisms.validation import (
    Pairs,
    by_pair,
    pairs,
    relocations,
    totals,
    unevenness,
    voluntary,
    year_ahead,
)
from fairshare.figures.simulate.observed import Observed, Relocated, Sent, Uneven, dublin_pairs, observed
from fairshare.simulation.inputs import PLACE, N

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="needs the collected files")


def steady(rate: float = 0.3, late: float = 0.3) -> Pairs:
    """Four years, every pair 1,000 requests, 600 positive answers; transfers may change in the last year."""
    ones = np.full((4, N, N), 1000.0) * ~np.eye(N, dtype=bool)
    rates = np.array([rate, rate, rate, late])[:, None, None]
    return Pairs((2010, 2011, 2012, 2013), ones, 0.6 * ones, rates * ones)


def test_rows_become_arrays_by_state() -> None:
    rows = pl.DataFrame(
        {
            "year": [2012, 2014],
            "state": ["DE", "UK"],
            "partner": ["IT", "EL"],
            "requested": [10, 20],
            "accepted": [6, 7],
            "transferred": [3, 1],
        }
    )
    found = pairs(rows)
    assert found.years == (2012, 2013, 2014)
    assert found.requested[0, PLACE["DE"], PLACE["IT"]] == 10
    assert found.transferred[2, PLACE["UK"], PLACE["EL"]] == 1
    assert [counts.sum() for counts in found.over([2012, 2013])] == [10, 6, 3]


def test_what_does_not_change_is_predicted() -> None:
    (one,) = by_pair(steady(), (2010, 2011, 2012), (2013,))
    assert (one.verdict, one.inside, one.in_sample) == ("close", 1.0, False)
    assert one.ratio == pytest.approx(1, abs=1e-3)


def test_a_rate_that_halves_is_not_and_the_fit_says_so() -> None:
    (one,) = by_pair(steady(late=0.15), (2010, 2011, 2012), (2013,))
    assert one.verdict == "too high by a factor of 2.0"
    assert one.inside == 0


def test_judging_a_fitted_year_is_marked() -> None:
    (one,) = by_pair(steady(), (2012, 2013), (2013,))
    assert one.in_sample


def test_states_that_differ_are_better_told_by_pair_than_by_one_rate() -> None:
    counts = steady()
    counts.transferred[:, PLACE["DE"]] /= 10
    (one,) = by_pair(counts, (2010, 2011, 2012), (2013,))
    assert one.wape is not None
    assert one.rival is not None
    assert one.wape < 0.1 * one.rival


def test_a_year_is_predicted_from_all_before_it() -> None:
    assert [(one.fitted, one.judged) for one in year_ahead(steady())] == [
        ("2010", "2011"),
        ("2010-2011", "2012"),
        ("2010-2012", "2013"),
    ]


def test_later_totals_by_each_earlier_rate() -> None:
    counts = steady(late=0.1)
    found = totals(counts, [Sent(2023, "", 1000, 100, "official", ""), Sent(2023, "CY", 50, 15, "official", "")])
    assert [(one.name, one.fitted, round(one.predicted)) for one in found] == [
        ("dublin-total", "2008-2012", 300),
        ("dublin-total-CY", "2008-2012", 15),
        ("dublin-total", "2010-2013", 250),
        ("dublin-total-CY", "2010-2013", 12),
        ("dublin-total", "2013", 100),
        ("dublin-total-CY", "2013", 5),
    ]


def test_relocations_and_the_declaration_go_on_at_their_pace() -> None:
    def at(day: str, **persons: int) -> Relocated:
        return Relocated(date.fromisoformat(day), {("IT", state): n for state, n in persons.items()}, "", "")

    declared = [
        Relocated(date(2023, 6, 22), {("", ""): 1000}, "", ""),
        Relocated(date(2024, 6, 21), {("", ""): 2500}, "", ""),
    ]
    seen = Observed(
        dublin=(),
        mirror=(),
        inequality=(),
        pace=(at("2017-01-01", DE=10, FR=5), at("2017-01-11", DE=20, FR=5), at("2017-01-31", DE=40, FR=10)),
        named=(),
        totals=(at("2017-01-21", DE=35),),
        voluntary=tuple(declared),
    )
    by_state, total = relocations(seen)
    assert (by_state.predicted, by_state.observed, by_state.wape, by_state.rival) == (45, 50, 0.1, 0.5)
    assert total.predicted == 35
    (one,) = voluntary(seen)
    assert one.predicted == 2000  # twice the days, twice the persons


def test_inequality_of_the_inputs_beside_a_series() -> None:
    """Applications alike in every state, against states that grow: by hand from the formula of Hoover."""
    inputs = small_inputs()
    inside = np.array([state not in {"CH", "IS", "LI", "NO"} for state in PLACE])
    key = np.arange(1.0, N + 1) * inside
    hoover = np.abs(inside / inside.sum() - key / key.sum()).sum() / 2
    found = unevenness(
        inputs, [Uneven(2021, 28 * 3 * 11, hoover, 0.5, 0.5, 0, 11), Uneven(1999, 1, 0.5, 0.5, 0.5, 0, 12)]
    )
    by_name = {one.name: one for one in found}
    assert by_name["inequality-hoover"].predicted == pytest.approx(hoover)
    assert by_name["inequality-applications"].predicted == 28 * 3 * 11
    assert len(found) == 4


@needs_data
def test_dublin_transfers_held_until_2012_and_fell_after_it() -> None:
    """The honest finding: good a year ahead until 2012, then ever worse. It must not improve by itself."""
    counts = pairs(dublin_pairs(DATA))
    ahead = {one.judged: one for one in year_ahead(counts)}
    assert all(ahead[year].verdict == "close" for year in ("2009", "2010", "2011", "2012"))
    assert {one.judged: round(one.ratio or 0, 1) for one in by_pair(counts)} == {"2013": 1.4, "2014": 2.0, "2015": 2.9}
    assert all((one.correlation or 0) > 0.7 for one in by_pair(counts))


@needs_data
def test_the_rate_of_2015_held_in_2023_and_2024() -> None:
    found = totals(pairs(dublin_pairs(DATA)), observed().dublin)
    last = {one.judged: one.verdict for one in found if one.fitted == "2015" and one.name == "dublin-total"}
    assert last == {"2023": "close", "2024": "close"}


def test_the_pace_of_early_2017_held_until_the_end_of_the_scheme() -> None:
    found = {(one.name, one.judged): one.verdict for one in relocations(observed())}
    assert found["relocations-2015", "2017-05-12"] == "close"
    assert found["relocations-2015-total", "2018-02-05"] == "close"
    assert found["relocations-2015-total", "2018-10-01"] == "too high by a factor of 1.5"


def test_the_declaration_went_faster_than_it_began() -> None:
    assert [(one.judged, round(one.ratio or 0, 2)) for one in voluntary(observed())] == [
        ("2024-02-05", 0.89),
        ("2024-06-12", 0.86),
    ]
