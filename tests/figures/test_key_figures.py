"""The figures of the reference key: bundled or from snapshots, and how near they come to the published shares.

Published shares of 2026: secondary sources quoting the annex of Decision (EU) 2025/2642. The tolerances: the bundled
GDP is an approximation, so four decimals are not to be had.
"""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from fairshare.faults import BadInputError
from fairshare.figures.indicators.observations import Extract, observations
from fairshare.figures.indicators.store import Store
from fairshare.figures.key_figures import KeyInputs, key_inputs
from fairshare.states import EU27, PART_IV


def key_share(state: str, inputs: KeyInputs) -> float:
    """The share of Annex I in percent: half population, half GDP, over the 26."""
    parts = [
        inputs.values[state][name] / sum(inputs.values[other][name] for other in PART_IV)
        for name in ("population", "gdp")
    ]
    return float(50 * sum(parts))


# --- the inputs of the key --------------------------------------------------------------------------------------------


@pytest.mark.law("AMMR 66", "AMMR Annex I")
def test_the_key_of_2026_comes_within_the_tolerance_of_the_published_shares():
    inputs = key_inputs(2026)
    assert set(inputs.values) == EU27
    assert key_share("DE", inputs) == pytest.approx(21.6890, abs=0.05)
    assert key_share("FR", inputs) == pytest.approx(16.0021, abs=0.07)


@pytest.mark.law("AMMR 66")
def test_the_vintages_of_2026_fit_better_than_those_of_a_year_later():
    def error(year):
        inputs = key_inputs(year)
        return abs(key_share("DE", inputs) - 21.6890) + abs(key_share("FR", inputs) - 16.0021)

    assert error(2026) < error(2027)


@pytest.mark.parametrize("year", [2026, 2027])
def test_inputs_say_where_they_are_from(year):
    inputs = key_inputs(year)
    assert set(inputs.sources) == {"population", "gdp"} and inputs.note
    for source in inputs.sources.values():
        assert set(source) == {"source", "as_of", "dataset", "status"} and all(source.values())
    assert inputs.sources["gdp"]["status"] == "inferred"


def test_the_latest_population_serves_2027_as_an_inference():
    inputs = key_inputs(2027)
    assert inputs.values["FR"]["population"] == 68_882_600
    assert {source["status"] for source in inputs.sources.values()} == {"inferred"}


def test_another_pool_year_names_the_years_held_and_the_way_out():
    with pytest.raises(BadInputError, match=r"for 2031; expected one of 2026, 2027, --inputs FILE\.csv or --snapshot"):
        key_inputs(2031)


# --- the inputs of the key from a snapshot ----------------------------------------------------------------------------


def stored(folder, table, figures, updated="2026-10-01"):
    rows = [(state, str(year), Decimal(value)) for (state, year), value in figures.items()]
    frame = observations(pl.DataFrame(rows, ["geo", "period", "value"], orient="row"))
    dataset = {"population": "demo_gind", "gdp": "nama_10_gdp"}[table]
    years = tuple(sorted({year for _, year in figures}))
    extract = Extract(table, "eurostat", dataset, {"x": "Y"}, "unit", updated, "u", years, frame)
    Store(folder).save(extract, "2026-11-23T08:00:00Z")


@pytest.fixture
def store(tmp_path):
    """Population of 2024 to 2026 (without LU in 2026) and GDP of 2024 and 2025, every figure 1000 times its year."""
    stored(
        tmp_path, "population", {(s, y): y * 1000 for s in EU27 for y in (2024, 2025, 2026) if (s, y) != ("LU", 2026)}
    )
    stored(tmp_path, "gdp", {(s, y): y * 1000 for s in EU27 for y in (2024, 2025)})
    return Store(tmp_path)


@pytest.mark.parametrize(("pool", "population", "gdp"), [(2026, 2025, 2024), (2027, 2025, 2025), (2040, 2025, 2025)])
@pytest.mark.law("AMMR 66")
def test_a_snapshot_gives_the_latest_complete_year_known_at_the_proposal(store, pool, population, gdp):
    inputs = key_inputs(pool, store)
    assert set(inputs.values) == EU27
    assert inputs.values["DE"] == {"population": population * 1000, "gdp": gdp * 1000}
    assert inputs.sources["gdp"]["as_of"] == "2026-10-01"
    assert inputs.sources["gdp"]["dataset"] == f"nama_10_gdp Y {gdp}"


def test_a_snapshot_in_the_store_changes_nothing_unless_it_is_asked_for(store, monkeypatch):
    before = key_inputs(2026)
    monkeypatch.setenv("FAIRSHARE_HOME", str(store.folder))
    assert key_inputs(2026) == before != key_inputs(2026, store)


def test_an_empty_store_says_how_to_fill_it(tmp_path):
    with pytest.raises(BadInputError, match="holds no population; expected a store filled by `fairshare data refresh"):
        key_inputs(2026, Store(tmp_path))


def test_a_pool_year_before_the_first_complete_year_is_refused(store):
    with pytest.raises(BadInputError, match="the gdp of all 27 states up to 2023 is not in it"):
        key_inputs(2025, store)
