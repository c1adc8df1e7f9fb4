"""The blocks of a report as HTML: paragraphs, lists, tables, and pictures, each with the table of its figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final, TypeAlias

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from fairshare.evaluation.expost.as_tables import as_table
from fairshare.evaluation.expost.document import (
    Bars,
    Block,
    Evaluation,
    Fig,
    Flows,
    Grid,
    Paragraph,
    Points,
    Shown,
    StateMap,
)
from fairshare.workbench.charts.choropleth import choropleth
from fairshare.workbench.reports.flows import picture
from fairshare.workbench.reports.links import Links
from fairshare.workbench.reports.words import figure_text, kind, sentence_html, sentence_text, shown_value
from fairshare.workbench.tables.formats import day, state_name

Row: TypeAlias = "Sequence[Shown | None]"


@dataclass(frozen=True, slots=True)
class Setting:
    """In which evaluation a block stands, and where its links lead."""

    evaluation: Evaluation
    links: Links

    def html(self, shown: Shown) -> SafeString:
        """A sentence or cell as HTML."""
        return sentence_html(shown, self.evaluation, self.links)

    def text(self, shown: Shown) -> str:
        """A sentence or cell as plain text."""
        return sentence_text(shown, self.evaluation.figures)

    def value(self, key: str) -> Fraction | None:
        """The value of a figure."""
        return self.evaluation.figures[key].value


def block_html(block: Block, setting: Setting) -> SafeString:
    """A block as HTML."""
    for form, (name, context) in _FORMS.items():
        if isinstance(block, form):
            return render_to_string(f"reports/{name}.html", context(block, setting))
    raise TypeError(f"no form for {type(block).__name__}")


def numeric(grid: Grid) -> list[bool]:
    """By column, whether it holds figures only."""
    columns = zip(*grid.rows, strict=True) if grid.rows else (() for _one in grid.columns)
    held = [[cell for cell in column if cell is not None] for column in columns]
    return [bool(cells) and all(isinstance(cell, Fig) for cell in cells) for cells in held]


# --- what the templates are given -------------------------------------------------------------------------------------


def _paragraph(block: Paragraph, setting: Setting) -> dict[str, Any]:
    return {"sentences": [setting.html(one) for one in block.sentences]}


def _points(block: Points, setting: Setting) -> dict[str, Any]:
    return {"items": [setting.html(one) for one in block.items]}


def _grid(block: Grid | StateMap | Bars | Flows, setting: Setting) -> dict[str, Any]:
    grid = as_table(block)
    right = numeric(grid)
    return {
        "name": grid.name,
        "caption": setting.html(grid.caption),
        "heads": [(setting.html(head), is_right) for head, is_right in zip(grid.columns, right, strict=True)],
        "body": _rows(grid.rows, right, setting),
        "notes": [setting.html(note) for note in grid.notes],
    }


def _rows(rows: Iterable[Row], right: Sequence[bool], setting: Setting) -> SafeString:
    """The rows, written here: a template takes several times as long a cell."""
    return format_html_join("\n", "<tr>{}</tr>", ((_cells(row, right, setting),) for row in rows))


def _cells(row: Row, right: Sequence[bool], setting: Setting) -> SafeString:
    parts = []
    for place, (cell, is_right) in enumerate(zip(row, right, strict=True)):
        tag = SafeString("td" if place else 'th scope="row"')
        look = SafeString(' class="number"' if is_right else "")
        parts.append((tag, look, _cell(cell, setting), SafeString("td" if place else "th")))
    return format_html_join("", "<{}{}>{}</{}>", parts)


def _cell(cell: Shown | None, setting: Setting) -> str:
    """A cell; a day is written short, for there may be many beside each other."""
    if isinstance(cell, date):
        return format_html('<time datetime="{}">{}</time>', cell.isoformat(), day(cell))
    return "" if cell is None else setting.html(cell)


def _map(block: StateMap, setting: Setting) -> dict[str, Any]:
    figures = setting.evaluation.figures
    drawn = choropleth(
        {code: shown_value(figures[key]) for code, key in block.values.items()},
        title=setting.text(block.caption),
        unit=kind(figures[next(iter(block.values.values()))]),
        links={code: setting.links.figure(key) for code, key in block.values.items()},
        name=f"{block.name}-map",
    )
    return {**_grid(block, setting), "map": drawn}


def _bars(block: Bars, setting: Setting) -> dict[str, Any]:
    known = [float(setting.value(key) or 0) for _head, key in block.rows]
    low, high = min([0.0, *known]), max([0.0, *known])
    span = (high - low) or 1
    rows = [
        {
            "head": setting.html(head),
            "figure": setting.html(Fig(key)),
            "title": f"{setting.text(head)}: {figure_text(setting.evaluation.figures[key])}",
            "x": f"{100 * (min(0.0, value) - low) / span:.2f}%",
            "width": f"{100 * abs(value) / span:.2f}%",
            "below": value < 0,
        }
        for (head, key), value in zip(block.rows, known, strict=True)
    ]
    return {**_grid(block, setting), "rows": rows, "zero": f"{-100 * low / span:.2f}%"}


def _flows(block: Flows, setting: Setting) -> dict[str, Any]:
    values = {key: setting.value(key) for key in block.cells.values()}
    drawn = picture(block.cells, values)
    ribbons = [
        {
            "d": one.d,
            "href": setting.links.figure(one.key),
            "title": f"{state_name(one.origin)} → {state_name(one.target)}: "
            f"{figure_text(setting.evaluation.figures[one.key])}",
        }
        for one in drawn.ribbons
    ]
    nodes = [(node, state_name(node.code)) for node in drawn.nodes]
    return {
        **_grid(block, setting),
        "picture": drawn,
        "ribbons": ribbons,
        "nodes": nodes,
        "title": setting.text(block.caption),
    }


_FORMS: Final[Mapping[type, tuple[str, Callable[[Any, Setting], dict[str, Any]]]]] = {
    Paragraph: ("paragraph", _paragraph),
    Points: ("points", _points),
    Grid: ("grid", _grid),
    StateMap: ("map", _map),
    Bars: ("bars", _bars),
    Flows: ("flows", _flows),
}
"""By form of a block: its template, and what that is given."""
