"""The parts of a text document that its library has no words for: bookmarks, links, tables with heads, fixed bytes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any, Final

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

Inline = Sequence[Any]
"""Elements that stand in a line: runs and links."""

_INK: Final = "0B3D91"
_SOFT: Final = "4A5567"
_WIDTH: Final = 5000  # fiftieths of a per cent: the whole line
_CREATED: Final = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP can say: any fixed time will do
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def element(tag: str, *children: Any, **attributes: str) -> Any:
    """An element of WordprocessingML, such as ``element("b")`` or ``element("jc", val="end")``."""
    made = OxmlElement(f"w:{tag}", attrs={qn(f"w:{name}"): value for name, value in attributes.items()})
    made.extend(children)
    return made


def run(text: str, colour: str = "", *looks: str) -> Any:
    """Text in a line. ``looks``: names of toggles, such as ``b``."""
    words = element("t")
    words.text = _CONTROL.sub("", text)
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    marks = [element(look) for look in looks] + ([element("color", val=colour)] if colour else [])
    return element("r", element("rPr", *marks), words) if marks else element("r", words)


def soft(text: str) -> Any:
    """Text that stands back."""
    return run(text, _SOFT)


def link(anchor: str, text: str) -> Any:
    """A link within the document."""
    return element("hyperlink", run(text, _INK), anchor=anchor, history="1")


def address(document: Document, url: str) -> Any:
    """A link to the world."""
    made = element("hyperlink", run(url, _INK))
    made.set(qn("r:id"), document.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    return made


def bookmark(name: str, number: int) -> tuple[Any, Any]:
    """The two ends of a place that links lead to; ``number`` is unique in the document."""
    return element("bookmarkStart", id=str(number), name=name), element("bookmarkEnd", id=str(number))


def paragraph(inline: Inline, style: str = "", *marks: Any) -> Any:
    """A paragraph. ``style``: the id of its style; ``marks``: further properties in the order of the schema."""
    held = ([element("pStyle", val=style)] if style else []) + list(marks)
    return element("p", *([element("pPr", *held)] if held else []), *inline)


def table(title: str, heads: Sequence[Inline], rows: Iterable[Sequence[Inline]], right: Sequence[bool]) -> Any:
    """A table as wide as the line: its head is repeated on each page, its first column names the row, no row is split.

    ``title`` is what a screen reader says of it; ``right``: by column, whether it stands to the right."""
    looks = element(
        "tblLook", val="0480", firstRow="1", lastRow="0", firstColumn="1", lastColumn="0", noHBand="0", noVBand="1"
    )
    properties = element(
        "tblPr",
        element("tblStyle", val="TableGrid"),
        element("tblW", w=str(_WIDTH), type="pct"),
        element("tblBorders", *_borders()),
        looks,
        element("tblCaption", val=title),
    )
    grid = element("tblGrid", *(element("gridCol") for _head in heads))
    head = _row([[_bold(part) for part in cell] for cell in heads], right, element("cantSplit"), element("tblHeader"))
    return element("tbl", properties, grid, head, *(_row(row, right, element("cantSplit")) for row in rows))


def _borders() -> Iterator[Any]:
    """Lines between rows only."""
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        kind = "nil" if side in {"left", "right", "insideV"} else "single"
        yield element(side, val=kind, sz="4", space="0", color="C3CAD6")


def _row(cells: Sequence[Inline], right: Sequence[bool], *marks: Any) -> Any:
    return element("tr", element("trPr", *marks), *(_cell(cell, end) for cell, end in zip(cells, right, strict=True)))


def _cell(inline: Inline, end: bool) -> Any:
    return element("tc", paragraph(inline, "TableText", *([element("jc", val="right")] if end else [])))


def _bold(part: Any) -> Any:
    for found in part.iter(qn("w:r")):
        marks = found.find(qn("w:rPr"))
        if marks is None:
            marks = element("rPr")
            found.insert(0, marks)
        marks.insert(0, element("b"))
    return part


def fixed(document: Document) -> bytes:
    """The bytes of a document, without the times at which its parts were packed."""
    packed, same = BytesIO(), BytesIO()
    document.save(packed)
    with zipfile.ZipFile(packed) as read, zipfile.ZipFile(same, "w", zipfile.ZIP_DEFLATED) as written:
        for name in read.namelist():
            written.writestr(zipfile.ZipInfo(name, _CREATED), read.read(name), zipfile.ZIP_DEFLATED)
    return same.getvalue()
