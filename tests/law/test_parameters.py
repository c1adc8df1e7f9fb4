"""Dated figures of the law: each with its reference, found by day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from fairshare.law import parameters
from fairshare.law.parameters import parameter, reference, table


@pytest.mark.law("AMMR 12(2)", "AMMR 63(1)", "AMMR 63(2)(b)", "AMMR 63(3)", "AMMR 66", "AMMR 56(2)(a)", "CFMR 9(4)")
@pytest.mark.parametrize(
    ("name", "figure", "provision"),
    [
        ("floor_relocations", "30000", "AMMR 12(2)(a)"),
        ("floor_financial", "600000000", "AMMR 12(2)(b)"),
        ("eur_per_relocation", "20000", "AMMR 12(2)-(3)"),
        ("weight_population", "0.5", "AMMR 66(a)"),
        ("weight_gdp", "0.5", "AMMR 66(b)"),
        ("beneficiary_protection_years", "3", "AMMR 56(2)(a)(ii)"),
        ("offset_request_threshold", "0.5", "AMMR 63(1)"),
        ("offset_own_share_threshold", "0.5", "AMMR 63(2)(b)"),
        ("mandatory_offset_share", "0.6", "AMMR 63(3)(b)"),
        ("credit_years", "5", "CFMR 9(4)"),
    ],
)
def test_the_figures_of_the_text(name: str, figure: str, provision: str) -> None:
    assert parameter(name) == Decimal(figure)
    assert reference(name) == provision


@pytest.mark.law("AMMR 12(3)")
def test_the_ratio_is_the_quotient_of_the_floors() -> None:
    floors = Fraction(parameter("floor_financial")), Fraction(parameter("floor_relocations"))
    assert Fraction(parameter("eur_per_relocation")) == floors[0] / floors[1]


def test_every_figure_has_a_reference_a_unit_and_values_in_the_order_of_their_days() -> None:
    for name, entry in table("ammr").items():
        assert entry.keys() == {"reference", "unit", "values"}, name
        days = [value["from"] for value in entry["values"]]
        assert days == sorted(set(days)) and days


@pytest.mark.law("AMMR 79")
def test_the_value_in_force_on_the_day_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Article 79 lets the figures change: the old value stays for the old days."""
    values = [{"from": date(2024, 6, 11), "value": 30_000}, {"from": date(2029, 1, 1), "value": 35_000}]
    monkeypatch.setattr(parameters, "table", lambda name: {"floor": {"reference": "AMMR 12(2)(a)", "values": values}})
    find = parameter.__wrapped__  # past the cache
    assert [find("floor", day) for day in (date(2024, 6, 11), date(2028, 12, 31), date(2029, 1, 1))] == [
        30_000,
        30_000,
        35_000,
    ]
    with pytest.raises(LookupError, match="floor has no value on 2024-06-10"):
        find("floor", date(2024, 6, 10))


def test_a_figure_that_is_none() -> None:
    with pytest.raises(KeyError):
        parameter("ceiling_relocations")
    with pytest.raises(LookupError, match="no value on 2024-06-10"):
        parameter("floor_relocations", date(2024, 6, 10))
