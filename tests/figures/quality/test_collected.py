"""What the checks find in the collected files, by name."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from fairshare.figures import collected, quality
from fairshare.figures.quality import Finding
from fairshare.figures.quality.parts import check_aggregates, check_parts

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the collected files are not here")


@cache
def rows(name: str) -> pl.DataFrame:
    """The observations of a series from its first source."""
    return next(collected.read(DATA, [name])).rows


@cache
def findings(name: str) -> tuple[Finding, ...]:
    mirror = {"dublin_requests_in": rows("dublin_requests_in")} if name == "dublin_requests_out" else {}
    return quality.check(rows(name), name, partners=mirror, today=date(2026, 7, 1))


def only(name: str, check: str, geo: str, period: str) -> Finding:
    (finding,) = [f for f in findings(name) if (f.check, f.geo, f.period) == (check, geo, period)]
    return finding


def test_illegally_present_nationalities_are_below_the_total() -> None:
    finding = only("illegally_present", "citizens", "EU27", "2023")
    assert finding.figures == {"parts": 1_252_975, "total": 1_265_350, "gap": 12_375, "totals": 1}
    assert only("illegally_present", "citizens", "IT", "2023").figures["gap"] == 8_710


def test_illegally_present_states_exceed_the_published_sum() -> None:
    """Revised states, a sum that was not revised."""
    finding = only("illegally_present", "aggregate", "EU27_2020", "2022")
    assert (finding.severity, finding.figures["parts"], finding.figures["total"]) == ("wrong", 1_121_660, 1_120_380)


def test_returned_persons_break() -> None:
    """The Netherlands break in 2021, as the provenance says; the sum of the 27 falls a year earlier."""
    assert only("returned", "break", "NL", "2021").severity == "doubt"
    union = only("returned", "break", "EU27", "2020")
    assert union.figures["after"] < 0.5 * float(union.figures["before"])  # type: ignore[operator]


def test_a_state_is_missing_from_temporary_protection() -> None:
    assert only("temporary_protection", "missing", "", "2025-01..2025-03").figures["states"] == "PT"
    assert only("temporary_protection", "suppressed", "DE", "2022-03..2022-07").figures["figures"] == 5


def test_dublin_requests_do_not_mirror() -> None:
    finding = only("dublin_requests_out", "mirror", "", "2015")
    assert (finding.figures["out"], finding.figures["into"]) == (83_192, 78_463)
    assert finding.figures["apart"] == 12_347
    assert finding.severity == "doubt"
    assert only("dublin_requests_out", "mirror", "", "2013").figures["gap"] == 75_763 - 64_598


def test_dublin_totals_are_the_sums_of_their_partners() -> None:
    for name in ("dublin_requests_out", "dublin_decisions_in"):
        values = rows(name).with_columns(pl.col("value").cast(pl.Float64))
        assert not list(check_parts(values, name))
        assert not list(check_aggregates(values, name))


def test_applicants_of_two_copies() -> None:
    assert only("applications", "citizens", "AT", "2024").figures["gap"] == 330
    assert only("applications", "citizens", "HU", "2013").figures["gap"] == 4_610
    assert only("applications", "aggregate", "EU27_2020", "2013").severity == "wrong"


def test_outcomes_that_unhcr_did_not_add_up() -> None:
    """Totals of 0 beside outcomes; of 910 persons, the rest is in counts so small that anonymity explains the gap."""
    finding = only("protection_decisions", "kinds", "PL", "2003")
    assert (finding.severity, finding.figures["parts"], finding.figures["total"]) == ("wrong", 746, 0)


def test_a_route_that_closed() -> None:
    finding = only("border_crossings", "break", "EU", "2016-04")
    assert finding.figures["partner"] == "Eastern Mediterranean Route"
    assert not [f for f in findings("border_crossings") if f.check == "missing"]


def test_old_series_and_breaks_in_population() -> None:
    assert only("refused_entry", "age", "", "2023").severity == "doubt"
    assert only("population", "flagged_break", "DE", "2023").severity == "doubt"
    assert not [f for f in findings("gdp") if f.severity != "note"]
