"""The catalogue: the 17 indicators of Article 9(3)(a), and for each what is public and what is wrong with it."""

from __future__ import annotations

import re

import pytest

from fairshare.faults import BadInputError
from fairshare.figures.indicators.catalogue import catalogue, cites, points, series
from fairshare.figures.indicators.observations import SCHEMA
from fairshare.figures.provenance import STATUSES

ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii"]


def test_every_indicator_of_9_3_a_is_there_once_and_in_order() -> None:
    named = [point.cite for point in points() if point.cite.startswith("AMMR 9(3)(a)")]
    assert named == [f"AMMR 9(3)(a)({number})" for number in ROMAN]


def test_every_further_information_of_10_2_and_the_cumulative_effect_of_10_3() -> None:
    named = [point.cite for point in points() if point.cite.startswith("AMMR 10")]
    assert named == [*(f"AMMR 10(2)({letter})" for letter in "abcdefghijk"), "AMMR 10(3)"]


def test_what_no_public_series_serves_says_why() -> None:
    assert all(point.note for point in points() if not point.series)
    assert {name for point in points() for name in point.series} <= set(catalogue())


@pytest.mark.parametrize("name", catalogue())
def test_every_source_has_what_a_reader_and_a_loader_need(name: str) -> None:
    held = series(name)
    assert held.title and held.unit and held.sources
    assert len({source.dataset for source in held.sources}) == len(held.sources)
    for source in held.sources:
        assert source.access in {"eurostat", "unhcr", "frontex", "files"}
        assert source.period in {"year", "quarter", "month", "day"}
        assert source.status in STATUSES
        assert set(source.keeps.values()) <= set(SCHEMA)
        assert source.files or source.access != "files"
        assert source.access != "eurostat" or re.fullmatch(r"[a-z]+(_[a-z0-9]+)+", source.dataset)


def test_a_series_names_the_points_that_it_serves() -> None:
    assert cites("first_time_applications") == ("AMMR 9(3)(a)(i)", "AMMR 10(3)")


def test_an_unknown_series_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(BadInputError, match=r"'gni' is not in the catalogue; expected one of first_time_applications"):
        series("gni")
