"""A page as a tree, as far as the tests ask: elements, their attributes and text, whose ends HTML may leave out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from lxml import html


@lru_cache(maxsize=512)
def tree(path: Path) -> Any:
    """The page as lxml reads it."""
    return html.document_fromstring(path.read_text(encoding="utf-8"))


@lru_cache(maxsize=512)
def ids(path: Path) -> frozenset[str]:
    """Every place that a link can lead to on a page or picture. Each is there once, or the test fails."""
    found = [str(one) for one in tree(path).xpath("//@id")]
    assert len(set(found)) == len(found), f"{path.name}: {sorted({one for one in found if found.count(one) > 1})[:5]}"
    return frozenset(found)


def addresses(path: Path) -> Iterator[tuple[str, str]]:
    """Every address on a page, with the name of the element that it is in."""
    for name in ("href", "src"):
        for element in tree(path).xpath(f"//*[@{name}]"):
            yield element.tag, element.get(name)


def bare_text(element: Any) -> str:
    """The text of an element outside of links, days, names, citations and code."""
    if element.tag in {"a", "time", "code", "title", "small"} or set((element.get("class") or "").split()) & {
        "name",
        "cite",
        "visually-hidden",
    }:
        return str(element.tail or "")
    inside = (element.text or "") + "".join(bare_text(child) for child in element if isinstance(child.tag, str))
    return inside + (element.tail or "")
