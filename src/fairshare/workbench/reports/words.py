"""A sentence of an evaluation in the reader's language: as HTML in which every figure is a link, and as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Final, TypeAlias

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from fairshare.evaluation.expost.document import Cite, Evaluation, Fig, Link, Name, Sentence, Shown, State
from fairshare.evaluation.expost.measured import Figures, Measured
from fairshare.evaluation.expost.past import PAST
from fairshare.evaluation.expost.plain_text import for_the_eye
from fairshare.law.mechanisms.catalogue import CATALOGUE
from fairshare.workbench.reports.links import Links
from fairshare.workbench.tables.formats import day, month, shown_text, state_name
from fairshare.workbench.tables.model import Column, Kind
from fairshare.workbench.tables.words import STATUS_LETTERS, STATUSES

KINDS: Final[dict[str, Kind]] = {"EUR": "eur", "share": "percent", "index": "index", "ratio": "ratio"}
"""The kind of a figure by its unit; all other units are counted."""

Leaf: TypeAlias = Fig | State | Cite | Name | Link | date
_MONTH: Final = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
"""What is known to the month only."""

_NAME: Final = re.compile(r"\{(\w+)\}")


def pieces(value: Shown) -> Iterator[str | Leaf]:
    """What stands in a text or cell one after the other: words in the reader's language, and what is put in them."""
    if not isinstance(value, Sentence):
        yield value
        return
    parts = dict(value.parts)
    for place, piece in enumerate(_NAME.split(translated(value.text))):
        if place % 2:
            yield from pieces(parts[piece])
        elif piece:
            yield piece


def translated(text: str) -> str:
    """A text of the core in the reader's language."""
    return gettext(text) if text else ""


def kind(figure: Measured) -> Kind:
    """How a figure is written."""
    return KINDS.get(figure.unit, "count")


def figure_text(figure: Measured) -> str:
    """A figure as people read it; rounds for the eye only, persons and units to whole ones.

    >>> figure_text(Measured("relocated", "relocated", None, "unknown", "2026", ("A report",)))
    'unknown'
    """
    return shown_text(Column("value", "", kind(figure)), shown_value(figure))


def shown_value(figure: Measured) -> Fraction | None:
    """The value of a figure as it is shown."""
    return None if figure.value is None else for_the_eye(figure.value, figure.unit)


def leaf_text(leaf: str | Leaf, figures: Figures) -> str:
    """One piece as plain text."""
    if isinstance(leaf, Fig):
        return figure_text(figures[leaf.key])
    if isinstance(leaf, State):
        return state_name(leaf.code)
    if isinstance(leaf, Link):
        return link_text(leaf)
    if isinstance(leaf, date):
        return day(leaf, style="long")
    if isinstance(leaf, Name) and _MONTH.fullmatch(leaf.text):
        return month(date.fromisoformat(f"{leaf.text}-01"))
    return leaf if isinstance(leaf, str) else leaf.text


def link_text(link: Link) -> str:
    """What a link to a page says: the title of a past cycle or mechanism, the name of a state; else its own name."""
    if link.kind == "evaluation" and link.name in PAST:
        return sentence_text(PAST[link.name].title, {})
    if link.kind == "mechanism" and link.name in CATALOGUE:
        return translated(CATALOGUE[link.name].title)
    return state_name(link.name) if link.kind == "state" else link.name


def sentence_text(sentence: Shown, figures: Figures) -> str:
    """A sentence, or anything that can stand in one, as plain text."""
    return "".join(leaf_text(piece, figures) for piece in pieces(sentence))


def sentence_html(sentence: Shown, evaluation: Evaluation, links: Links) -> SafeString:
    """A sentence or what stands in one as HTML: figures and pages are links; days and names are marked."""
    return mark_safe("".join(_html(piece, evaluation.figures, links) for piece in pieces(sentence)))  # each is escaped


def _html(piece: str | Leaf, figures: Figures, links: Links) -> str:
    text = leaf_text(piece, figures)
    if isinstance(piece, Fig):
        return figure_html(figures[piece.key], links)
    if isinstance(piece, date):
        return format_html('<time datetime="{}">{}</time>', piece.isoformat(), text)
    if isinstance(piece, Name) and _MONTH.fullmatch(piece.text):
        return format_html('<time datetime="{}">{}</time>', piece.text, text)
    if isinstance(piece, (Cite, Name)):
        return format_html('<span class="{}" translate="no">{}</span>', type(piece).__name__.lower(), text)
    if isinstance(piece, (State, Link)):
        return _page(piece, text, links)
    return conditional_escape(text)


def _page(piece: State | Link, text: str, links: Links) -> str:
    address = links.page("state", piece.code) if isinstance(piece, State) else links.page(piece.kind, piece.name)
    if address:
        return format_html('<a class="name" href="{}">{}</a>', address, text)
    return conditional_escape(text) if isinstance(piece, State) else format_html('<span class="name">{}</span>', text)


def figure_html(figure: Measured, links: Links) -> SafeString:
    """A figure as a link to its entry. A letter says that it is reported or inferred; official figures have none."""
    text, status = figure_text(figure), figure.status
    if status in {"official", "unknown"}:
        return format_html('<a class="fig {}" href="{}">{}</a>', status, links.figure(figure.key), text)
    return format_html(
        '<a class="fig {}" href="{}">{}<sup aria-hidden="true">{}</sup><span class="visually-hidden"> ({})</span></a>',
        status, links.figure(figure.key), text, STATUS_LETTERS[status], STATUSES[status],
    )  # fmt: skip
