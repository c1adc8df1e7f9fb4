"""A report as PDF/UA-1, checked in its structure as far as a reader of PDF can: what a person must still judge is how
it reads, not whether it is tagged."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from django.utils import translation
from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject

from fairshare.cli.evaluate_inputs import Request, evaluated
from fairshare.evaluation.expost.document import Evaluation, Fig, shown
from fairshare.workbench.reports.pdf import pdf_bytes

from .example import example


@pytest.fixture(scope="module", params=["example", pytest.param("2026", marks=pytest.mark.slow)])
def evaluation(request: pytest.FixtureRequest) -> Evaluation:
    return example() if request.param == "example" else evaluated(Request(request.param))


@pytest.fixture(scope="module")
def reader(evaluation: Evaluation) -> PdfReader:
    with translation.override("fr"):
        return PdfReader(BytesIO(pdf_bytes(evaluation)))


@pytest.fixture(scope="module")
def elements(reader: PdfReader) -> list[DictionaryObject]:
    return list(_elements(reader.trailer["/Root"]["/StructTreeRoot"]))


def _elements(node: Any) -> Iterator[DictionaryObject]:
    """The structure elements below one, in reading order."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        held = kid.get_object()
        if isinstance(held, DictionaryObject) and "/S" in held:
            yield held
            yield from _elements(held)


def test_the_document_is_tagged_has_its_language_and_shows_its_title(reader: PdfReader) -> None:
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "fr" and root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None and reader.metadata.title


def test_its_metadata_say_pdf_ua_and_the_title(reader: PdfReader) -> None:
    xmp = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert re.search(r'pdfuaid:part(>|=")1', xmp) and "dc:title" in xmp


def test_headings_start_at_one_and_skip_no_level(elements: list[DictionaryObject]) -> None:
    levels = [int(one["/S"][2:]) for one in elements if re.fullmatch(r"/H\d", one["/S"])]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_picture_has_words_instead(elements: list[DictionaryObject]) -> None:
    pictures = [one for one in elements if one["/S"] == "/Figure"]
    assert len(pictures) >= 4  # map, flows, two bars, and the swatches of the legend
    assert all(one.get("/Alt") for one in pictures)


def test_every_table_has_headers_that_its_cells_belong_to(elements: list[DictionaryObject]) -> None:
    tables = [one for one in elements if one["/S"] == "/Table"]
    assert len(tables) >= 8
    for table in tables:
        kinds = Counter(one["/S"] for one in _elements(table))
        assert kinds["/TH"] and kinds["/TR"] > 1
        heads = {one["/ID"] for one in _elements(table) if one["/S"] == "/TH" and "/ID" in one}
        cells = [one["/A"]["/Headers"] for one in _elements(table) if one["/S"] == "/TD" and "/Headers" in one["/A"]]
        assert cells and all(set(named) <= heads for named in cells)


def test_every_font_is_embedded(reader: PdfReader) -> None:
    files = [name for font in _fonts(reader) for name in font if name.startswith("/FontFile")]
    assert files and all(any(name.startswith("/FontFile") for name in font) for font in _fonts(reader))


def _fonts(reader: PdfReader) -> Iterator[DictionaryObject]:
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            for descendant in font.get("/DescendantFonts", [font]):
                yield descendant.get_object()["/FontDescriptor"]


def test_all_that_is_painted_is_tagged_or_an_artefact(reader: PdfReader) -> None:
    for page in reader.pages:
        depth = 0
        for _operands, operator in ContentStream(page.get_contents(), reader).operations:
            depth += (operator in {b"BMC", b"BDC"}) - (operator == b"EMC")
            assert depth or operator not in {b"Tj", b"TJ", b"Do", b"f", b"f*", b"S", b"B", b"sh"}, (page, operator)


def test_figures_are_links_within_the_document(reader: PdfReader, evaluation: Evaluation) -> None:
    names = set(reader.named_destinations)
    links = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    targets = {str(link["/Dest"]) for link in links if "/Dest" in link}
    assert {f"f-{key}" for key in evaluation.figures} <= names and targets <= names
    assert {f"f-{one.key}" for one in shown(evaluation) if isinstance(one, Fig)} <= targets
    assert all(link.get("/Contents") for link in links) and all(link.get("/StructParent") is not None for link in links)


def test_the_same_evaluation_gives_the_same_bytes_of_its_own_day() -> None:
    written = pdf_bytes(example())
    made = PdfReader(BytesIO(written)).metadata
    assert pdf_bytes(example()) == written
    assert (
        made is not None
        and made["/CreationDate"].startswith("D:20170926")
        and made["/ModDate"].startswith("D:20170926")
    )
