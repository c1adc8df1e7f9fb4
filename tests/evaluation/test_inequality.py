"""Inequality measures: the series of 2014 to 2016, the quota paper's figures, and the axioms by name."""

from __future__ import annotations

import csv
import math
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fairshare.evaluation.inequality import gini, hoover, inequality, kolm, theil_decomposition
from fairshare.faults import BadInputError
from fairshare.figures.reference import table as reference
from fairshare.law.keys import key_shares
from fairshare.states import EU28

DATA = Path(__file__).parents[1] / "data"


def table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


EUROSTAT = reference("asylum_2014_2017")
SERIES = {
    2014: (563_365, 0.3407, 0.4771, 0.4165, 191_954, 0.3761),
    2015: (1_257_580, 0.4708, 0.5954, 0.6731, 592_049, 0.5005),
    2016: (1_206_515, 0.4688, 0.5643, 0.5675, 565_555, 0.4815),
    2017: (487_745, 0.3135, 0.3975, 0.2789, 152_913, 0.3436),
}
"""Total, Hoover, Gini, Theil T, people to move, Hoover against population alone (28 states, 50/50 key)."""


def year_of(
    year: int, applicants: str = "applications"
) -> tuple[dict[str, int], dict[str, Fraction], dict[str, Fraction]]:
    """First-time applicants, population, and the 50/50 key of that year's population and GDP."""
    inputs = {s: {c: EUROSTAT[f"{s}/{year}/{c}"].number for c in ("population", "gdp")} for s in EU28}
    key = {state: found.share for state, found in key_shares("com2016-270", inputs).states.items()}
    observed = {state: int(EUROSTAT[f"{state}/{year}/{applicants}"].number) for state in EU28}
    return observed, {state: row["population"] for state, row in inputs.items()}, key


@pytest.mark.parametrize("year", SERIES)
def test_misallocation_2014_to_2017(year: int) -> None:
    """Row 21 to 1e-3, people and totals to 1e-3 of themselves (2014 to 2016: applicants of a later extract).

    The row for 2017 rests on the extract of January 2018: no January, and not all states from October on."""
    observed, population, key = year_of(year, "applications_first_reported" if year == 2017 else "applications")
    total, index, gini_index, theil, people, against_population = SERIES[year]
    found = inequality(observed, key)
    assert float(found.total) == pytest.approx(total, rel=1e-3)
    assert float(found.hoover) == pytest.approx(index, abs=1e-3)
    assert float(found.gini) == pytest.approx(gini_index, abs=1e-3)
    assert found.theil_t == pytest.approx(theil, abs=1e-3)
    assert float(found.to_move) == pytest.approx(people, rel=1e-3)
    assert float(hoover(observed, population)) == pytest.approx(against_population, abs=1e-3)


def test_misallocation_2017_from_complete_months() -> None:
    """With every month from January to November reported, 30.1 % and not 31.4 % would have had to move."""
    observed, _, key = year_of(2017)
    assert sum(observed.values()) == 611_400
    assert sum(year_of(2017, "applications_first_reported")[0].values()) == 487_745
    assert float(hoover(observed, key)) == pytest.approx(0.3008, abs=1e-4)


def test_pledges_against_quotas_of_the_traqs_table() -> None:
    """The figures that the methods give for that table: Hoover, Gini, Theil T and L, Atkinson(0.5)."""
    rows = table("traqs_2015_table1.csv")
    found = inequality({r["state"]: int(r["pledge"]) for r in rows}, {r["state"]: int(r["quota"]) for r in rows})
    assert float(found.hoover) == pytest.approx(0.6198, abs=1e-4)
    assert float(found.gini) == pytest.approx(0.7023, abs=1e-4)
    assert found.theil_t == pytest.approx(0.9713, abs=1e-4)
    assert found.theil_l == pytest.approx(1.4660, abs=1e-4)
    assert found.atkinson_05 == pytest.approx(0.4667, abs=1e-4)
    assert found.atkinson_1 == pytest.approx(1 - math.exp(-1.4660), abs=1e-4)


# --- corners ----------------------------------------------------------------------------------------------------------


def test_a_state_that_received_nobody() -> None:
    found = inequality({"A": 10, "B": 0}, {"A": 1, "B": 1})
    assert found.theil_l is None
    assert found.atkinson_1 == 1
    assert found.min_ratio == 0
    assert found.notes == ("theil_l is infinite: nothing was observed for B",)
    assert found.theil_t == pytest.approx(math.log(2))


def test_a_state_without_a_key() -> None:
    found = inequality({"A": 10, "B": 30}, {"A": 5, "B": 0})
    assert (found.hoover, found.theil_t, found.max_ratio) == (Fraction(3, 4), None, None)
    assert found.theil_l == pytest.approx(math.log(4))
    assert found.gini == Fraction(3, 4)
    assert "the key gives B nothing" in found.notes[0]
    assert theil_decomposition({"A": 10, "B": 30}, {"A": 5, "B": 0}, {"A": 1, "B": 2}) is None


def test_a_state_with_neither_counts_for_nothing() -> None:
    with_it = inequality({"A": 3, "B": 1, "C": 0}, {"A": 1, "B": 1, "C": 0})
    assert with_it == inequality({"A": 3, "B": 1}, {"A": 1, "B": 1})


@pytest.mark.parametrize(
    ("observed", "key", "said"),
    [
        ({"A": 1}, {"B": 1}, "different states"),
        ({"A": 0}, {"A": 1}, "observed: makes no distribution"),
        ({"A": 1}, {"A": 0}, "key: makes no distribution"),
        ({"A": 1, "B": -1}, {"A": 1, "B": 1}, "observed: makes no distribution"),
        ({}, {}, "makes no distribution"),
    ],
)
def test_what_makes_no_distribution(observed: dict[str, int], key: dict[str, int], said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        inequality(observed, key)


def test_kolm_is_absolute() -> None:
    key = {"A": 1, "B": 1}
    assert kolm({"A": 3, "B": 3}, key) == 0
    assert kolm({"A": 1, "B": 3}, key) == pytest.approx(kolm({"A": 101, "B": 103}, key))
    assert kolm({"A": 1, "B": 3}, key) == pytest.approx(math.log((math.exp(1) + math.exp(-1)) / 2))
    with pytest.raises(BadInputError, match="aversion"):
        kolm({"A": 1}, {"A": 1}, 0)


# --- axioms -----------------------------------------------------------------------------------------------------------

PAIRS = st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 10**6)), min_size=2, max_size=8).filter(
    lambda pairs: any(seen for seen, _ in pairs)
)
Pairs = list[tuple[int, int]]


def split(pairs: Pairs) -> tuple[dict[str, int], dict[str, int]]:
    return {f"S{i}": seen for i, (seen, _) in enumerate(pairs)}, {f"S{i}": k for i, (_, k) in enumerate(pairs)}


@given(PAIRS)
def test_hoover_is_zero_just_where_the_key_is_met(pairs: Pairs) -> None:
    observed, key = split(pairs)
    met = all(observed[s] * sum(key.values()) == key[s] * sum(observed.values()) for s in key)
    assert (hoover(observed, key) == 0) == met
    assert hoover(key, key) == gini(key, key) == 0
    assert inequality(key, key).theil_t == inequality(key, key).theil_l == 0


@given(PAIRS, st.integers(1, 1000), st.integers(1, 1000))
def test_scale_changes_nothing(pairs: Pairs, a: int, b: int) -> None:
    observed, key = split(pairs)
    plain = inequality(observed, key)
    scaled = inequality({s: a * x for s, x in observed.items()}, {s: b * k for s, k in key.items()})
    assert scaled.to_move == a * plain.to_move
    assert (scaled.hoover, scaled.gini, scaled.theil_t, scaled.theil_l) == (
        plain.hoover, plain.gini, plain.theil_t, plain.theil_l,
    )  # fmt: skip


@given(PAIRS, st.randoms())
def test_anonymity(pairs: Pairs, random: object) -> None:
    observed, key = split(pairs)
    order = list(key)
    random.shuffle(order)  # type: ignore[attr-defined]
    assert inequality({s: observed[s] for s in order}, {s: key[s] for s in order}) == inequality(observed, key)


@given(PAIRS)
def test_bounds_and_order(pairs: Pairs) -> None:
    observed, key = split(pairs)
    found = inequality(observed, key)
    assert 0 <= found.hoover <= found.gini < 1
    assert found.max_ratio is not None
    assert found.min_ratio <= 1 <= found.max_ratio
    assert 0 <= found.atkinson_05 <= found.atkinson_1 + 1e-12


@given(PAIRS)
def test_gini_equals_the_mean_difference_of_load_ratios(pairs: Pairs) -> None:
    """The slow, obvious version: half the key-weighted mean of |r_i - r_j| over all pairs of states."""
    observed, key = split(pairs)
    seen, weight = sum(observed.values()), sum(key.values())
    k = {s: Fraction(key[s], weight) for s in key}
    r = {s: Fraction(observed[s], seen) / k[s] for s in key}
    assert gini(observed, key) == sum(k[i] * k[j] * abs(r[i] - r[j]) for i in key for j in key) / 2


@given(PAIRS, st.integers(0, 10**6))
def test_pigou_dalton_moving_load_from_over_to_under_never_raises_inequality(pairs: Pairs, part: int) -> None:
    observed, key = split(pairs)
    ratio = {s: Fraction(observed[s], key[s]) for s in key}
    over, under = max(key, key=lambda s: ratio[s]), min(key, key=lambda s: ratio[s])
    assume(over != under)
    even = (observed[over] * key[under] - observed[under] * key[over]) / Fraction(key[over] + key[under])
    step = even * part / 10**6  # at most what makes the two equal
    moved: dict[str, Fraction | int] = {**observed, over: observed[over] - step, under: observed[under] + step}
    before, after = inequality(observed, key), inequality(moved, key)
    assert after.hoover <= before.hoover
    assert after.gini <= before.gini
    assert (after.theil_t or 0) <= (before.theil_t or 0) + 1e-12


@given(PAIRS)
def test_theil_splits_into_between_and_within(pairs: Pairs) -> None:
    observed, key = split(pairs)
    groups = {s: i % 2 for i, s in enumerate(key)}
    found = theil_decomposition(observed, key, groups)
    assert found is not None
    assert found.between + found.within == pytest.approx(inequality(observed, key).theil_t, abs=1e-12)
    alone = theil_decomposition(observed, key, {s: s for s in key})
    assert alone is not None
    assert alone.within == pytest.approx(0, abs=1e-12)


def test_tiny_and_huge_values_stay_finite() -> None:
    found = inequality({"A": Fraction(1, 10**30), "B": 10**18}, {"A": 10**18, "B": Fraction(1, 10**30)})
    assert found.theil_t is not None
    assert math.isfinite(found.theil_t)
    assert found.theil_l is not None
    assert math.isfinite(found.theil_l)
