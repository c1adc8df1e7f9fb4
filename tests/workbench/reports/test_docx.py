"""A report as a text document, read again by its library."""

from __future__ import annotations

import zipfile
from io import BytesIO
from itertools import pairwise

import docx
import pytest
from django.utils import translation
from docx.document import Document
from docx.oxml.ns import qn

from fairshare.workbench.reports.docx import docx_bytes

from .example import example


@pytest.fixture(scope="module")
def written() -> bytes:
    with translation.override("de"):
        return docx_bytes(example())


@pytest.fixture(scope="module")
def document(written: bytes) -> Document:
    return docx.Document(BytesIO(written))


def test_headings_are_real_start_at_one_and_skip_no_level(document: Document) -> None:
    names = [one.style.name for one in document.paragraphs if one.style]
    levels = [int(name[-1]) for name in names if name.startswith("Heading")]
    assert levels[0] == 1 and levels.count(1) == 1 and levels.count(3) == 4
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_table_has_a_title_and_a_head_that_is_repeated(document: Document) -> None:
    assert len(document.tables) == 10
    for table in document.tables:
        properties = table._tbl.tblPr
        assert properties.find(qn("w:tblCaption")).get(qn("w:val"))
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_every_figure_is_a_link_to_a_place_that_is_there(document: Document) -> None:
    places = [mark.get(qn("w:name")) for mark in document.element.iter(qn("w:bookmarkStart"))]
    anchors = [
        mark.get(qn("w:anchor")) for mark in document.element.iter(qn("w:hyperlink")) if mark.get(qn("w:anchor"))
    ]
    assert len(set(places)) == len(places) and set(anchors) <= set(places)
    assert sum(name.startswith("f_") for name in places) == len(example().figures)
    numbers = [mark.get(qn("w:id")) for mark in document.element.iter(qn("w:bookmarkStart"))]
    assert len(set(numbers)) == len(numbers)


def test_it_has_its_title_language_and_day(document: Document) -> None:
    core = document.core_properties
    assert core.language == "de" and core.title and core.created is not None and core.created.year == 2017
    assert {mark.get(qn("w:val")) for mark in document.styles.element.iter(qn("w:lang"))} == {"de-DE"}


def test_unknown_and_exact_values_are_told(document: Document) -> None:
    text = "\n".join("\t".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows)
    assert "unbekannt" in text and "3759/106000" in text and "fairshare.evaluation.expost.measured.part_of" in text


def test_the_same_evaluation_gives_the_same_bytes(written: bytes) -> None:
    with translation.override("de"):
        assert docx_bytes(example()) == written
    with zipfile.ZipFile(BytesIO(written)) as packed:
        assert {one.date_time[0] for one in packed.infolist()} == {1980}
        assert packed.testzip() is None and not any("thumbnail" in name for name in packed.namelist())
