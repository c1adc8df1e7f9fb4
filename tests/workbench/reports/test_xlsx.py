"""The annex as a workbook, read again by another library."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from django.utils import translation
from openpyxl.workbook import Workbook

from fairshare.workbench.reports.xlsx import xlsx_bytes

from .example import REPORT, example


@pytest.fixture(scope="module")
def book() -> Workbook:
    return openpyxl.load_workbook(BytesIO(xlsx_bytes(example())))


def rows(book: Workbook, name: str) -> list[tuple[object, ...]]:
    return list(book[name].iter_rows(min_row=3, values_only=True))


def test_every_table_has_a_sheet_beside_figures_definitions_gaps_and_sources(book: Workbook) -> None:
    tables = ["chain", "map", "bars", "flows"]
    assert book.sheetnames == ["About this report", *tables, "Figures", "Definitions", "Gaps", "Sources"]


def test_a_number_is_a_number_and_unknown_says_so(book: Workbook) -> None:
    assert rows(book, "chain")[1:] == [
        ("Decided", 106000, None, "decided"),
        ("Committed", "unknown", "See COM(2017) 74", "committed"),
        ("Relocated", 3759, None, "relocated"),
    ]


def test_every_figure_is_told_with_its_inputs_and_sources(book: Workbook) -> None:
    told = {row[0]: row for row in rows(book, "Figures")[1:]}
    assert set(told) == set(example().figures)
    part = told["relocated_of_decided"]
    assert part[3] == pytest.approx(3759 / 106000) and part[4] == "3759/106000" and part[10] == "relocated decided"
    assert rows(book, "Sources")[int(str(told["relocated.IT.DE"][8]))][1] == REPORT


def test_a_gap_says_who_owes_it(book: Workbook) -> None:
    assert rows(book, "Gaps")[1][3] == "Member States"


@pytest.mark.parametrize("lang", ["fr", "de"])
def test_the_same_evaluation_gives_the_same_bytes_in_each_language(lang: str) -> None:
    with translation.override(lang):
        assert xlsx_bytes(example()) == xlsx_bytes(example()) != b""
