"""Tables of a saved web page. EUR-Lex prints an annex as ``table.oj-table`` among tables that only set recitals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from fairshare.figures.annex.grids import Cell, Document, Grid, spread
from fairshare.figures.annex.numbers import split_marks

_BLOCK_NAMES: Final = "p div br li ul ol tr td th table h1 h2 h3 h4 h5 h6 dd dt section"
_BLOCKS: Final = frozenset(_BLOCK_NAMES.split())
_SILENT: Final = frozenset({"script", "style", "template", "noscript"})
_HTML: Final = re.compile(r"<\s*(?:!doctype\s+html|html|table|tr|td)\b", re.IGNORECASE)
_ENDS: Final = re.compile(r"</\s*(?:html|body)\s*>", re.IGNORECASE)
_WIDEST: Final = 1000  # the HTML standard's limit on colspan
_TALLEST: Final = 65_534  # and on rowspan


def is_page(text: str) -> bool:
    """Whether a text is HTML."""
    return _HTML.search(text) is not None


def read_page(text: str, encoding: str) -> Document:
    """Every table of a page, nested ones too, in the order of the page, with the notes below them.

    Raises ``OverflowError`` for a table beyond the limit."""
    parser = etree.HTMLParser(encoding="utf-8")
    # what stands after a closing tag of the page is still part of it, for a browser and so for us
    root = etree.fromstring(_ENDS.sub("", text).encode("utf-8", "replace"), parser)
    if root is None:
        return Document("HTML page", encoding, "", ())
    grids = tuple(
        Grid(number, _name(table), spread(_rows(table))) for number, table in enumerate(root.iter("table"), start=1)
    )
    notes = tuple(_shown(p) for p in root.iter("p") if _classes(p) & {"oj-note", "note", "footnote"})
    return Document("HTML page", encoding, _title(root), grids, tuple(note for note in notes if note))


def _classes(element: Any) -> frozenset[str]:
    return frozenset((element.get("class") or "").split())


def _title(root: Any) -> str:
    main = [_shown(p) for p in root.iter("p") if _classes(p) & {"oj-doc-ti", "doc-ti"}]
    title = root.find(".//title")
    return " ".join(main[:3]) if main else (_shown(title) if title is not None else "")


def _name(table: Any) -> str:
    """The nearest identifier around a table: ``anx_1`` for the annex of an act."""
    for element in (table, *table.iterancestors()):
        if element.get("id"):
            return f"#{element.get('id')}"
    return ""


def _rows(table: Any) -> Iterator[tuple[int, list[Cell]]]:
    for row in table.iter("tr"):
        if next(row.iterancestors("table")) is table:
            yield int(row.sourceline or 1), [_cell(c) for c in row if c.tag in {"td", "th"}]


def _span(element: Any, name: str, most: int) -> int:
    digits = re.match(r"\s*(\d{1,6})", element.get(name) or "")
    return min(max(int(digits.group(1)), 1), most) if digits else 1


def _is_raised(element: Any) -> bool:
    """A footnote mark: ``sup``, a class or style that raises, or EUR-Lex's link to a note."""
    return (
        element.tag == "sup"
        or any("super" in name or "note-tag" in name for name in _classes(element))
        or "super" in (element.get("style") or "").replace(" ", "").partition("vertical-align:")[2][:6]
        or (element.tag == "a" and re.search(r"#\*?(?:ntr|ntc|E\d)", element.get("href") or "") is not None)
    )


def _pieces(cell: Any) -> Iterator[tuple[str, bool]]:
    """The text of an element in order, each piece with whether it is a footnote mark."""
    raised = silent = 0
    for event, element in etree.iterwalk(cell, events=("start", "end", "comment", "pi")):
        known = isinstance(element.tag, str)
        sign = 1 if event == "start" else -1
        if known:
            silent += sign * (element.tag in _SILENT)
            if element.tag in _BLOCKS:
                yield " ", False
            if event == "start":
                raised += _is_raised(element)
                yield (element.text or "") if not silent else "", bool(raised)
            else:
                raised -= _is_raised(element)
        if event != "start" and element is not cell and not silent:
            yield element.tail or "", bool(raised)


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def _shown(element: Any) -> str:
    return _squeeze("".join(text for text, _ in _pieces(element)))


def _cell(element: Any) -> Cell:
    pieces = list(_pieces(element))
    raised = _squeeze("".join(text if mark else " " for text, mark in pieces))
    plain = re.sub(r"[(\[]\s*[)\]]", " ", "".join("" if mark else text for text, mark in pieces))
    text, marks = split_marks(_squeeze(plain))
    return Cell(
        text,
        (*marks, *raised.split()),
        _span(element, "colspan", _WIDEST),
        _span(element, "rowspan", _TALLEST),
    )
