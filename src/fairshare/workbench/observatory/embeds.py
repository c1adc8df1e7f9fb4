"""Maps and charts as pictures: to stand on pages, and to show elsewhere with title, source and date in them.

A picture holds its shapes once and its words in every language of the site; the part of its address after ``#`` says
which of them is shown. So a map weighs once what it weighs, and works from the file system too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fairshare.evaluation.expost.document import Bars, Evaluation, StateMap
from fairshare.workbench.charts.choropleth import Choropleth, choropleth
from fairshare.workbench.observatory.addresses import own_page
from fairshare.workbench.observatory.blocks import pictures
from fairshare.workbench.observatory.content import Content
from fairshare.workbench.reports.words import figure_text, kind, sentence_text
from fairshare.workbench.tables.formats import day

FOLDER: Final = "pictures"
WIDTH: Final = 900
MAP_HEIGHT: Final = 680
_LINE, _ROW, _LETTERS = 26, 34, 78
"""Height of a line of text and of a bar, and how many letters fit on a line."""

_FIRST, _LONGEST = 330, 420
"""Where bars start, and how long the longest is."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a picture says in one language: title and foot in lines, and the drawing with its labels."""

    language: str
    title: str
    about: str
    heading: tuple[str, ...]
    foot: tuple[str, ...]
    labels: Any


@dataclass(frozen=True, slots=True)
class Embed:
    """A picture: its name (of its file, without the ending), by language its title and that of what it is from, the
    page that this is told on, and itself."""

    name: str
    titles: Mapping[str, str]
    abouts: Mapping[str, str]
    page: str
    width: int
    height: int
    svg: str

    @property
    def title(self) -> str:
        """Its title in the language that is active."""
        return self.titles[get_language() or ""]

    @property
    def about(self) -> str:
        """The title of what it is from."""
        return self.abouts[get_language() or ""]

    @property
    def address(self) -> str:
        """Where it is, from a page in the language that is active, which its words are in."""
        return f"../{FOLDER}/{self.name}.svg#{get_language()}"


def embeds(content: Content, languages: Sequence[str]) -> Iterator[Embed]:
    """Every map and chart of the evaluations, with its words in some languages."""
    for evaluation in (content.ratios, *content.cycles):
        for block in pictures(evaluation):
            yield _embed(block, evaluation, languages)


def _embed(block: StateMap | Bars, evaluation: Evaluation, languages: Sequence[str]) -> Embed:
    told = [_words(block, evaluation, language) for language in languages]
    top = 20 + _LINE * max(len(one.heading) for one in told)
    height = MAP_HEIGHT if isinstance(block, StateMap) else 20 + _ROW * len(block.rows)
    total = top + height + 20 + 20 * max(len(one.foot) for one in told)
    first, *others = [_placed(one, top + height) for one in told]
    context = {
        "is_map": isinstance(block, StateMap),
        "drawn": told[0].labels,
        "others": others,
        "first": first,
        "width": WIDTH,
        "height": height,
        "total": total,
        "top": top,
    }
    svg = render_to_string("observatory/picture.svg", context)
    titles = {one.language: one.title for one in told}
    abouts = {one.language: one.about for one in told}
    return Embed(f"{evaluation.name}-{block.name}", titles, abouts, f"{own_page(evaluation)}.html", WIDTH, total, svg)


def _words(block: StateMap | Bars, evaluation: Evaluation, language: str) -> Words:
    with translation.override(language):
        title, about = (sentence_text(one, evaluation.figures) for one in (block.caption, evaluation.title))
        told = _(
            "%(about)s. State of knowledge of %(day)s. Source: Fairshare Observatory, where each figure is traced."
        )
        foot = wrap(told % {"about": about, "day": day(evaluation.as_of, style="long")}, _LETTERS + 20)
        labels = _map(block, evaluation) if isinstance(block, StateMap) else _bars(block, evaluation)
    return Words(language, title, about, tuple(wrap(title, _LETTERS)), tuple(foot), labels)


def _placed(told: Words, below: int) -> dict[str, Any]:
    """The words with the heights at which their lines stand."""
    legend = told.labels.legend if isinstance(told.labels, Choropleth) else ()
    return {
        "language": told.language,
        "title": told.title,
        "heading": [(line, 30 + _LINE * place) for place, line in enumerate(told.heading)],
        "foot": [(line, below + 24 + 20 * place) for place, line in enumerate(told.foot)],
        "drawn": told.labels,
        "legend": [(entry, 30 + 52 * place) for place, entry in enumerate(legend)],
    }


def _map(block: StateMap, evaluation: Evaluation) -> Choropleth:
    figures = {state: evaluation.figures[key] for state, key in block.values.items()}
    values = {state: figure.value for state, figure in figures.items()}
    return choropleth(values, title="", unit=kind(next(iter(figures.values()))), name="map")


def _bars(block: Bars, evaluation: Evaluation) -> list[dict[str, Any]]:
    figures = evaluation.figures
    known = [float(figures[key].value or 0) for _head, key in block.rows]
    low, high = min([0.0, *known]), max([0.0, *known])
    span = (high - low) or 1
    return [
        {
            "label": sentence_text(head, figures),
            "value": figure_text(figures[key]),
            "x": f"{_FIRST + _LONGEST * (min(0.0, value) - low) / span:.1f}",
            "width": f"{_LONGEST * abs(value) / span:.1f}",
            "y": 10 + _ROW * place,
            "below": value < 0,
        }
        for place, ((head, key), value) in enumerate(zip(block.rows, known, strict=True))
    ]
