"""The collected files give the totals that their provenance states."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from fairshare.evaluation.inequality import hoover, inequality
from fairshare.figures.indicators.observations import Extract
from fairshare.figures.reference import table as reference
from fairshare.law.keys import key_shares
from fairshare.states import ASSOCIATED, EU27, EU28

HOME = Path(__file__).resolve().parents[3]
DATA = HOME.parent / "shared" / "data"
Total = Callable[..., int]
Held = dict[str, Extract]

FIRST = "first_time_applications/migr_asyappctzm"
PROXY = "first_time_applications/asylum-applications"
APPLICANTS = "applications/migr_asyappctza"
FRONTEX = "border_crossings/monthly detections of illegal border-crossing"
ARRIVALS = "sea_arrivals/UNHCR operational data portal"


@pytest.mark.parametrize(
    ("name", "period", "geos", "columns", "figure"),
    [
        (FIRST, "2015", {"EU27_2020"}, {"citizen": "EXT_EU27_2020"}, 1_216_860),
        (FIRST, "2019", {"EU27_2020"}, {"citizen": "EXT_EU27_2020"}, 631_285),
        ("dublin_requests_out/migr_dubro", "2015", {"DE"}, {"partner": "TOTAL"}, 44_288),
        ("temporary_protection/migr_asytpsm", "2024-12", EU27, {"citizen": "UKR"}, 4_189_990),
        ("returned/migr_eirtn", "2019", EU27, {}, 141_895),
        ("returned/migr_eirtn", "2023", EU27, {}, 90_305),
        ("illegally_present/migr_eipre", "2023", {"EU27_2020"}, {"citizen": "TOTAL"}, 1_265_350),
        ("refused_entry/migr_eirfs", "2023", EU27, {}, 123_260),
        (FRONTEX, "2015", {"EU"}, {}, 1_822_102),
        (FRONTEX, "2022", {"EU"}, {}, 326_217),
        (FRONTEX, "2023", {"EU"}, {}, 381_319),
        (FRONTEX, "2024", {"EU"}, {}, 240_021),
        (ARRIVALS, "2022", {"IT"}, {}, 105_131),
        (ARRIVALS, "2015", {"EL"}, {}, 856_723),
        (ARRIVALS, "2018", {"ES"}, {}, 58_569),
        ("sea_arrivals/Italian Ministry of the Interior", "2023", {"IT"}, {}, 155_515),
        (PROXY, "2023", EU27, {"citizen": "TOTAL"}, 1_034_892),
        (PROXY, "2024", EU27, {"citizen": "TOTAL"}, 913_667),
        (PROXY, "2025", EU27, {"citizen": "TOTAL"}, 670_999),
        (PROXY, "2024", {"DE"}, {"citizen": "TOTAL"}, 229_740),
        ("pending_applications/population", "2025", EU27, {}, 1_125_773),
    ],
)
def test_stated_totals_to_the_last_digit(
    total: Total, name: str, period: str, geos: set[str], columns: dict[str, str], figure: int
) -> None:
    assert total(name, period, geos, **columns) == figure


def nationalities(held: Held, name: str, year: int) -> int:
    """The sum over the 27 of all nationalities, without the totals of another file."""
    rows = held[name].rows.filter(pl.col("geo").is_in(list(EU27)), pl.col("period") == str(year))
    return int(rows.filter(pl.col("citizen") != "TOTAL")["value"].sum())


@pytest.mark.parametrize(("year", "figure"), [(2015, 1_282_020), (2023, 1_129_765), (2024, 996_875)])
def test_all_applicants_by_nationality(held: Held, year: int, figure: int) -> None:
    assert nationalities(held, APPLICANTS, year) == figure


@pytest.mark.parametrize("year", range(2014, 2026))
def test_the_proxy_by_nationality_adds_up_to_the_proxy_by_state(held: Held, total: Total, year: int) -> None:
    """But for those counted in cases (Finland in 2017 and 2019, Cyprus in 2020), which are in the sum by state only."""
    cases = {2017: 3_190, 2019: 3_955, 2020: 859}.get(year, 0)
    assert nationalities(held, PROXY, year) + cases == total(PROXY, str(year), EU27, citizen="TOTAL")


def test_illegally_present_by_nationality(held: Held) -> None:
    assert nationalities(held, "illegally_present/migr_eipre", 2023) == 1_252_975


def test_population_and_gdp_to_the_digits_stated(total: Total) -> None:
    assert total("population/demo_gind", "2024", EU27) == pytest.approx(449.3e6, abs=0.05e6)
    assert total("population/demo_gind", "2025", EU27) == pytest.approx(450.6e6, abs=0.05e6)
    assert total("population/demo_gind", "2025", {"FR"}) == 68_882_600
    gdp = total("gdp/approximation of nama_10_gdp", "2023", EU27)
    assert gdp == pytest.approx(17.19e6, abs=0.005e6)


@pytest.mark.parametrize(("year", "published"), [(2015, 1_216_860), (2019, 631_285)])
def test_the_states_add_up_to_the_published_first_time_applicants(total: Total, year: int, published: int) -> None:
    """27 states and 12 months, each rounded to 5, against the published sum: 15 below and 30 above it."""
    assert abs(total(FIRST, str(year), EU27, citizen="EXT_EU27_2020") - published) in {15, 30}


@pytest.mark.parametrize(
    ("year", "percent"), [(2014, 1.1), (2015, 0.2), (2016, 0.5), (2017, -0.4), (2018, -1.8), (2019, -4.0)]
)
def test_the_proxy_against_the_monthly_file(total: Total, year: int, percent: float) -> None:
    proxy = total(PROXY, str(year), EU27, citizen="TOTAL")
    monthly = total(FIRST, str(year), EU27, citizen="EXT_EU27_2020")
    assert 100 * (proxy / monthly - 1) == pytest.approx(percent, abs=0.05)


def test_every_extract_says_where_it_is_from(held: Held) -> None:
    assert len(held) == 22
    for extract in held.values():
        assert extract.notes and extract.url
        assert "unverified" not in extract.updated
    assert held["population/demo_gind"].updated == "2026-04"
    assert held[FRONTEX].updated == "2025-06-03"
    assert held[APPLICANTS].url.count("; ") == 1


# --- the literature, from the loaded figures --------------------------------------------------------------------------

SERIES = {2014: (0.3407, 0.3761), 2015: (0.4708, 0.5005), 2016: (0.4688, 0.4815)}
"""Hoover against the 50/50 key and against population alone, 28 states."""


@pytest.mark.parametrize("year", SERIES)
def test_misallocation_of_the_loaded_applicants(held: Held, year: int) -> None:
    """Applicants are loaded; population and GDP of 28 states are of the bundled table.

    The collected GDP begins in 2017, and the collected population is without the United Kingdom."""
    rows = held[FIRST].rows.filter(
        pl.col("geo").is_in(list(EU28)), pl.col("citizen") == "TOTAL", pl.col("period").str.head(4) == str(year)
    )
    observed = {geo: int(value) for geo, value in rows.group_by("geo").agg(pl.col("value").sum()).iter_rows()}
    typed = reference("asylum_2014_2017")
    inputs = {state: {c: typed[f"{state}/{year}/{c}"].number for c in ("population", "gdp")} for state in EU28}
    key = {state: found.share for state, found in key_shares("com2016-270", inputs).states.items()}
    assert observed == {state: typed[f"{state}/{year}/applications"].number for state in EU28}
    assert float(inequality(observed, key).hoover) == pytest.approx(SERIES[year][0], abs=1e-3)
    population = {state: row["population"] for state, row in inputs.items()}
    assert float(hoover(observed, population)) == pytest.approx(SERIES[year][1], abs=1e-3)


def test_applications_per_head_in_cyprus_2020(held: Held) -> None:
    """EASO 2021: about 840 per 100,000 in Cyprus, about 105 in EU+, and 18 of 31 below (2 %).

    All applicants over the population on 1 January 2020 give 844.0, 106.1 and 18 (on 1 January 2021: 836.5, 106.4 and
    18). The population of the associated states is that of another collected file, by citizenship. UNHCR's proxy for
    first-time applications does not reproduce it: EASO counts all applications."""
    path = DATA / "diaspora" / "population_by_citizenship_2015_2024.csv.gz"
    people = pl.read_csv(path).filter(pl.col("citizen") == "Total", pl.col("year") == 2020)
    population = dict(people["geo", "persons"].iter_rows())

    def per_head(name: str) -> tuple[float, float, int]:
        """Of Cyprus, of all 31 states, and how many are below these."""
        rows = held[name].rows.filter(pl.col("period") == "2020", pl.col("citizen") == "TOTAL")
        applied = {state: int(value) for state, value in rows["geo", "value"].iter_rows() if state in EU27 | ASSOCIATED}
        union = sum(applied.values()) / sum(population[state] for state in applied)
        below = sum(applied[state] / population[state] < union for state in applied)
        assert len(applied) == 31
        return 1e5 * applied["CY"] / population["CY"], 1e5 * union, below

    cyprus, union, below = per_head(APPLICANTS)
    assert (cyprus, union, below) == (pytest.approx(840, rel=0.02), pytest.approx(105, rel=0.02), 18)
    assert (round(cyprus, 1), round(union, 1)) == (844.0, 106.1)
    cyprus, union, _ = per_head(PROXY)
    assert cyprus == pytest.approx(904.6, abs=0.1)
    assert union < 0.98 * 105
