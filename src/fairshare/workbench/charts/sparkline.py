"""A small line of a figure over time, to stand in a row or beside a heading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import ClassVar, Final

from django.utils.translation import gettext as _

from fairshare.workbench.charts.words import Number, full
from fairshare.workbench.tables.model import Column, Kind, Table, Text

SIZE: Final = (120, 32)
EDGE: Final = 4
"""Width and height of the drawing, and the room around the line for its last dot."""


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A line with all that the template needs; an unknown figure is a gap in it. ``last`` is the dot's place."""

    template: ClassVar[str] = "charts/sparkline.html"
    name: str
    title: Text
    label: str
    width: int
    height: int
    lines: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]
    last: tuple[float, float] | None
    table: Table


def sparkline(values: Mapping[str, Number | None], *, title: Text, unit: Kind, name: str = "history") -> Sparkline:
    """The line of values by period, from zero or the lowest up; its words give the first and the last known value."""
    known = {period: Fraction(value) for period, value in values.items() if value is not None}
    low, high = min([Fraction(0), *known.values()]), max([Fraction(0), *known.values()])
    places = [None if value is None else _place(i, len(values), (value - low) / ((high - low) or 1))
              for i, value in enumerate(values.values())]  # fmt: skip
    runs = [[p for p in run if p] for is_known, run in groupby(places, key=lambda p: p is not None) if is_known]
    rows = tuple({"period": period, "value": value} for period, value in values.items())
    columns = (Column("period", _("Period"), "text"), Column("value", _("Value"), unit))
    return Sparkline(
        name=name,
        title=title,
        label=_label(title, known, unit),
        width=SIZE[0],
        height=SIZE[1],
        lines=tuple(" ".join(f"{x},{y}" for x, y in run) for run in runs if len(run) > 1),
        dots=tuple(run[0] for run in runs if len(run) == 1),
        last=runs[-1][-1] if runs else None,
        table=Table(f"{name}-values", title, columns, rows),
    )


def _place(number: int, of: int, height: Fraction) -> tuple[float, float]:
    width, up = SIZE[0] - 2 * EDGE, SIZE[1] - 2 * EDGE
    across = Fraction(number, of - 1) if of > 1 else Fraction(1, 2)
    return round(float(EDGE + across * width), 1), round(float(EDGE + (1 - height) * up), 1)


def _label(title: Text, known: Mapping[str, Fraction], unit: Kind) -> str:
    if not known:
        return _("%(title)s: unknown") % {"title": title}
    (first, start), (last, end) = next(iter(known.items())), list(known.items())[-1]
    if first == last:
        return _("%(title)s: %(period)s %(value)s") % {"title": title, "period": last, "value": full(end, unit)}
    return _("%(title)s: from %(start)s in %(first)s to %(end)s in %(last)s") % {
        "title": title, "start": full(start, unit), "first": first, "end": full(end, unit), "last": last
    }  # fmt: skip
