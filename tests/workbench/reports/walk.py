"""How a report is walked: every number in its text, but for those within something that says what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html

NAMED = {"cite", "name", "fig", "state", "legend", "chart-note", "report-contents"}
"""Classes of what may hold digits: provisions, names, figures, a state of a map, its legend (the bounds are figures of
the map), the note on its projection, and the contents, which repeat the headings."""


def page(text: str) -> html.HtmlElement:
    """HTML as a tree."""
    return html.document_fromstring(text)


def body_digits(element: html.HtmlElement) -> Iterator[str]:
    """Every sequence of digits that stands alone."""
    if is_named(element):
        return
    if element.tag not in ("style", "title"):
        yield from re.findall(r"\d+", element.text or "")
    for child in element.iterchildren(tag=html.etree.Element):
        yield from body_digits(child)
        yield from re.findall(r"\d+", child.tail or "")


def is_named(element: html.HtmlElement) -> bool:
    """Whether what stands in an element is told to be something."""
    classes = set((element.get("class") or "").split())
    return element.tag in {"time", "code"} or bool(classes & NAMED) or element.get("aria-hidden") == "true"
