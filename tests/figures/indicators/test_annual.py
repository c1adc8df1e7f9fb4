"""Figures by year: flows add up, of a stock the last period counts, and half a year is no year."""

from __future__ import annotations

import pytest

from fairshare.faults import BadInputError
from fairshare.figures.indicators.annual import by_year, of_year
from fairshare.figures.indicators.readings import readings
from fairshare.states import EU27


def months(year: int, count: int = 12) -> list[str]:
    return [f"{year}-{month:02}" for month in range(1, count + 1)]


def test_twelve_months_make_a_year_and_eleven_do_not(keep) -> None:
    rows = [("EL", month, 10) for month in months(2019)] + [("CY", month, 1) for month in months(2019, 11)]
    reading = readings(keep("first_time_applications", rows), "first_time_applications")[0]
    found = by_year(reading).select("geo", "year", "value", "parts", "whole").rows()
    assert found == [("CY", 2019, 11, 11, False), ("EL", 2019, 120, 12, True)]


def test_quarters_and_days(keep) -> None:
    store = keep("first_instance_decisions", [("EL", f"2019-Q{quarter}", quarter) for quarter in (1, 2, 3, 4)])
    assert by_year(readings(store, "first_instance_decisions")[0])["value"].to_list() == [10]
    some = [("IT", "2024-05-01", 3), ("IT", "2024-05-02", 4)]
    every = [("IT", f"2023-{month:02}-15", 1) for month in range(1, 13)]
    store = keep("sea_arrivals", some + every)
    found = by_year(readings(store, "sea_arrivals")[0]).select("year", "value", "parts", "whole").rows()
    assert found == [(2023, 12, 12, True), (2024, 7, 1, False)]


def test_of_a_stock_the_last_period_counts(keep) -> None:
    rows = [("PL", month, 100 + place) for place, month in enumerate([*months(2023), *months(2024, 3)])]
    store = keep("temporary_protection", rows[6:])
    found = by_year(readings(store, "temporary_protection")[0]).select("value", "whole").rows()
    assert found == [(111, True), (114, False)]


def test_an_unknown_month_is_not_counted_as_none(keep) -> None:
    rows = [("EL", month, None if month.endswith("03") else 1) for month in months(2019)]
    store = keep("unaccompanied_minors", rows)
    assert by_year(readings(store, "unaccompanied_minors")[0]).select("value", "parts", "whole").rows() == [
        (11, 11, False)
    ]


def test_the_published_total_stands_before_the_sum_of_citizenships(keep) -> None:
    rows = [("EL", "TOTAL", "2019", 100), ("EL", "SYR", "2019", 60), ("EL", "AFG", "2019", 35)]
    store = keep("returned", rows, ("geo", "citizen", "period"))
    assert by_year(readings(store, "returned")[0])["value"].to_list() == [100]
    store = keep("resettled", rows[1:], ("geo", "citizen", "period"))
    assert by_year(readings(store, "resettled")[0])["value"].to_list() == [95]


def test_the_dataset_with_most_states_serves_and_of_equals_the_first_of_the_catalogue(keep) -> None:
    few = [(state, "2019", 1) for state in ("EL", "CY")]
    every = [(state, "2019", 2) for state in sorted(EU27)]
    keep("refused_entry", few, dataset="migr_eirfs")
    store = keep("refused_entry", every, dataset="another")
    assert of_year(store, "refused_entry", 2019)[0].dataset == "another"
    store = keep("refused_entry", every, dataset="migr_eirfs", at="2026-11-02T00:00:00Z")
    assert of_year(store, "refused_entry", 2019)[0].dataset == "migr_eirfs"


def test_a_year_that_nobody_holds_says_how_to_get_it(keep) -> None:
    with pytest.raises(BadInputError, match=r"no figure of 2019 is held; expected .*fairshare data refresh refused"):
        of_year(keep("refused_entry", [("EL", "2018", 1)]), "refused_entry", 2019)
