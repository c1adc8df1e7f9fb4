"""Short figures for marks: a few characters, whatever the value."""

from __future__ import annotations

from fractions import Fraction

import pytest
from django.utils import translation

from fairshare.workbench.charts.words import short
from fairshare.workbench.tables.model import Kind


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (Fraction(153479, 1000), "count", "153,5"),
        (Fraction(1, 3), "count", "0,3"),
        (34705, "count", "34,7\xa0k"),
        (Fraction(-2, 3), "ratio", "-0,67"),
        (Fraction(1, 3), "index", "0,33"),
        (Fraction(1, 3), "percent", "33,3"),
        (463, "count", "463"),
    ],
)
def test_a_short_figure_is_rounded_and_compact(value: Fraction, unit: Kind, text: str) -> None:
    with translation.override("fr"):
        assert short(value, unit) == text
