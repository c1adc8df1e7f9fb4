"""Every figure can be traced: to the rows that make it, their snapshot, and what it was before."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fairshare.faults import BadInputError
from fairshare.figures.indicators.trace import Asked, traces


def test_a_year_is_made_from_its_months_and_says_so(keep) -> None:
    rows = [("EL", f"2019-{month:02}", month) for month in range(1, 13)]
    store = keep("first_time_applications", rows, dataset="migr_asyappctzm")
    (found,) = traces(store, Asked("first_time_applications", "EL", "2019", {}))
    assert (found.value, found.how, found.status) == (78, "sum of 12 periods", "official")
    assert len(found.rows) == 12
    assert found.heads[0].dataset == "migr_asyappctzm"
    assert any("rounded to 5" in fault for fault in found.faults)
    assert found.cites == ("AMMR 9(3)(a)(i)", "AMMR 10(3)")


def test_a_figure_as_published_and_every_dataset_that_holds_it(keep) -> None:
    store = keep("first_time_applications", [("EL", "2024", 70_000)], dataset="asylum-applications")
    first, bundled = traces(store, Asked("first_time_applications", "EL", "2024", {}))
    assert (first.value, first.how) == (70_000, "as published")
    assert (bundled.value, bundled.heads[0].access) == (68_980, "bundled")


def test_an_unknown_part_makes_an_unknown_figure_that_does_not_serve(keep) -> None:
    store = keep("first_time_applications", [("EL", "2024-01", 5), ("EL", "2024-02", None)], dataset="migr_asyappctzm")
    serving, other = traces(store, Asked("first_time_applications", "EL", "2024", {}))
    assert serving.heads[0].access == "bundled"
    assert other.value is None


def test_what_it_was_before_with_the_time_of_reading(keep) -> None:
    for day, value in enumerate((10, 10, 12, 15), start=1):
        store = keep("returned", [("EL", "2023", value)], at=f"2026-11-0{day}T00:00:00Z")
    (found,) = traces(store, Asked("returned", "EL", "2023", {}))
    assert found.value == 15
    assert [(entry["value"], entry["retrieved_at"][:10]) for entry in found.earlier] == [
        (Decimal(10), "2026-11-01"),
        (Decimal(12), "2026-11-03"),
    ]


def test_one_citizenship_partner_or_kind(keep) -> None:
    columns = ("geo", "partner", "citizen", "kind", "period")
    rows = [("EU", "East", "SYR", "sea", "2024-01", 3), ("EU", "East", "AFG", "land", "2024-01", 4)]
    store = keep("border_crossings", rows, columns)
    assert traces(store, Asked("border_crossings", "EU", "2024-01", {}))[0].value == 7
    assert traces(store, Asked("border_crossings", "EU", "2024-01", {"citizen": "SYR"}))[0].value == 3
    assert traces(store, Asked("border_crossings", "EU", "2024-01", {"kind": "land"}))[0].value == 4
    with pytest.raises(BadInputError, match="no border_crossings of EU West in 2024-01"):
        traces(store, Asked("border_crossings", "EU", "2024-01", {"partner": "West"}))


def test_of_a_stock_the_last_month_is_the_figure(keep) -> None:
    store = keep("temporary_protection", [("PL", "2024-11", 9), ("PL", "2024-12", 8)])
    assert traces(store, Asked("temporary_protection", "PL", "2024", {}))[0].value == 8


def test_part_of_a_year_is_said_to_be_that_and_stands_after_a_whole_one(keep) -> None:
    keep("first_time_applications", [("EL", f"2024-{m:02}", 9) for m in range(1, 8)], dataset="migr_asyappctzm")
    store = keep("first_time_applications", [("EL", "2024", 100)], dataset="asylum-applications")
    first, *_, last = traces(store, Asked("first_time_applications", "EL", "2024", {}))
    assert (first.value, first.whole) == (100, True)
    assert (last.value, last.whole, last.how) == (63, False, "sum of 7 periods, 2024 is not complete")


def test_a_sum_of_citizenships_says_so_and_what_is_withheld_of_it(keep) -> None:
    columns = ("geo", "citizen", "period")
    store = keep(
        "returned", [("EL", "SYR", "2024", 100), ("EL", "AFG", "2024", 50), ("EL", "IRQ", "2024", None)], columns
    )
    (found,) = traces(store, Asked("returned", "EL", "2024", {}))
    assert (found.value, found.how) == (150, "sum of 3 citizenships, 1 withheld, so at least")


def test_what_is_gone_shows_what_it_was(keep) -> None:
    keep("returned", [("EL", "2023", 10), ("PL", "2023", 5)])
    store = keep("returned", [("EL", "2023", 10)], at="2026-11-05T00:00:00Z")
    (found,) = traces(store, Asked("returned", "PL", "2023", {}))
    assert (found.value, found.how) == (None, "not held any more")
    assert [entry["value"] for entry in found.earlier] == [5]


def test_what_was_known_on_a_day_knows_nothing_of_later_readings(keep) -> None:
    from datetime import date

    for day, value in enumerate((10, 12, 15), start=1):
        store = keep("returned", [("EL", "2023", value)], at=f"2026-11-0{day}T00:00:00Z")
    (found,) = traces(store, Asked("returned", "EL", "2023", {}, date(2026, 11, 2)))
    assert (found.value, [entry["value"] for entry in found.earlier]) == (12, [10])
