"""Rates of the relocation of 2015 to 2017 and of Dublin requests, with the figures that were published."""

from __future__ import annotations

from fractions import Fraction

import pytest

from fairshare.evaluation.rates import change, delivered, rate, top_share
from fairshare.faults import BadInputError

REQUESTS = {2023: 186_910, 2024: 151_830}
TRANSFERS = {2023: 16_869, 2024: 16_455}
"""Outgoing Dublin requests and transfers, EU and associated states (Eurostat news releases)."""

SENDERS_2024 = {"DE": 74_581, "FR": 30_986}
RECEIVERS_2024 = {"IT": 42_807, "HR": 23_721, "EL": 17_163}
INCOMING_2024 = 167_561


def percent(value: Fraction) -> float:
    return 100 * float(value)


def test_eurostat_dublin_ratios() -> None:
    """Row 32 to 0.1 point."""
    rates = {year: percent(rate(TRANSFERS[year], REQUESTS[year])) for year in REQUESTS}
    assert rates == pytest.approx({2023: 9.03, 2024: 10.84}, abs=0.1)
    assert percent(rate(1_539, 2_067)) == pytest.approx(74.5, abs=0.1)  # Cyprus 2023
    assert percent(rate(5_827, SENDERS_2024["DE"])) == pytest.approx(7.8, abs=0.1)
    assert percent(rate(2_624, SENDERS_2024["FR"])) == pytest.approx(8.5, abs=0.1)
    assert percent(change(REQUESTS[2023], REQUESTS[2024])) == pytest.approx(-18.8, abs=0.1)
    assert percent(change(TRANSFERS[2023], TRANSFERS[2024])) == pytest.approx(-2.5, abs=0.1)


def test_eurostat_dublin_concentration() -> None:
    """Row 32: Italy, Croatia and Greece receive half of all requests; Germany and France send seven in ten."""
    assert percent(top_share(RECEIVERS_2024, 3, INCOMING_2024)) == pytest.approx(49.9, abs=0.1)
    assert percent(top_share(SENDERS_2024, 2, REQUESTS[2024])) == pytest.approx(69.5, abs=0.1)


def test_relocation_2015_to_2017_against_both_denominators() -> None:
    """Row 36: 34,705 persons of the 160,000 agreed in principle and of the 98,256 that were binding."""
    found = delivered(34_705, {"agreed": 160_000, "committed": 98_256})
    assert {name: percent(value) for name, value in found.items()} == pytest.approx(
        {"agreed": 21.7, "committed": 35.3}, abs=0.1
    )


def test_mirror_statistics_may_exceed_one() -> None:
    assert rate(16_828, 16_455) > 1


def test_top_share_of_the_sum() -> None:
    assert top_share({"A": 1, "B": 2, "C": 5}, 1) == Fraction(5, 8)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: rate(1, 0), "whole"),
        (lambda: rate(-1, 1), "no rate"),
        (lambda: delivered(1, {}), "is empty"),
        (lambda: delivered(1, {"agreed": 0}), "agreed"),
        (lambda: top_share({"A": 1}, 2), "count"),
        (lambda: top_share({"A": 1}, 0), "count"),
        (lambda: change(0, 1), "before"),
    ],
)
def test_what_is_no_rate(call: object, said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        call()  # type: ignore[operator]
