"""Horizontal bars in rows: parts of a whole, a sum built up step by step, distances from zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Final

from django.utils.translation import gettext as _

from fairshare.workbench.charts.scale import Scale, scale, spot
from fairshare.workbench.charts.words import Number, full, on_axis, signed
from fairshare.workbench.tables.formats import state_name
from fairshare.workbench.tables.model import Column, Kind, Row, Table, Text

TEXTURES: Final = {"financial": "lines", "alternative": "dots", "below": "lines", "loss": "lines"}
"""What a kind of part is drawn with over its colour, so that colour is never alone; the others are plain."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar: where it starts and how long it is (SVG attributes), its class and its words."""

    x: str
    width: str
    look: str
    words: str

    @property
    def texture(self) -> str:
        """The name of its texture, empty for a plain part."""
        return TEXTURES.get(self.look, "")


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of the legend: a class and what it means."""

    look: str
    label: Text

    @property
    def texture(self) -> str:
        """The name of its texture, empty for a plain part."""
        return TEXTURES.get(self.look, "")


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark across the rows or one row: a line with, on the axis, its figure and how that is set."""

    x: str
    words: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: what it is about, its parts, its mark, and its figure. ``links`` join it to the row before and after."""

    label: Text
    pieces: tuple[Piece, ...]
    amount: str
    mark: Tick | None = None
    before: str = ""
    after: str = ""
    total: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of bars with all that its template needs."""

    template: ClassVar[str] = "charts/bars.html"
    name: str
    title: Text
    axis: tuple[Tick, ...]
    zero: str
    bars: tuple[Bar, ...]
    legend: tuple[Key, ...]
    notes: tuple[Text, ...]
    table: Table


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a sum: an amount that is added (negative: taken off), or the total so far (``amount`` is ``None``)."""

    label: Text
    amount: Number | None = None


def stacked_bars(
    parts: Mapping[str, Mapping[str, Number | None]],
    *,
    title: Text,
    unit: Kind,
    kinds: Mapping[str, Text],
    marks: Mapping[str, Number | None] | None = None,
    mark: Text = "",
    notes: tuple[Text, ...] = (),
    name: str = "parts",
) -> Bars:
    """A bar for each state, made of parts by kind, with a mark: pledges by type of measure against the fair share.

    ``parts`` maps states, in the order of the rows, to amounts of 0 or more by kind; ``kinds`` gives the kinds their
    labels, in the order of the bar (a kind is the class of its colour: relocation, financial, alternative); ``marks``
    maps states to what the bar is measured against, named ``mark``. A part or mark that is ``None`` or missing is
    unknown: it is not drawn, the figure of the bar says "at least", and the total in the table is unknown.
    """
    marks = marks or {}
    known = {state: sum(value for value in amounts.values() if value is not None) for state, amounts in parts.items()}
    axis = scale([*known.values(), *(value for value in marks.values() if value is not None)])
    rows = []
    for state, amounts in parts.items():
        at = marks.get(state)
        line = None if at is None else Tick(spot(axis.at(at)), _named(mark, full(at, unit)))
        pieces = _stack(amounts, kinds, axis, unit)
        rows.append(Bar(state_name(state), pieces, _at_least(known[state], amounts, kinds, unit), line))
    table = Table(f"{name}-values", title, *_parts_table(parts, kinds, marks, mark, unit))
    legend = tuple(Key(look, label) for look, label in [*kinds.items(), *([("mark", mark)] if marks else [])])
    return Bars(name, title, _axis(axis, unit), spot(axis.at(0)), tuple(rows), legend, notes, table)


def waterfall(
    steps: Sequence[Step], *, title: Text, unit: Kind, notes: tuple[Text, ...] = (), name: str = "steps"
) -> Bars:
    """A sum built up row by row from the first amount, such as the pool from its nominal to its effective size."""
    running, spans = Fraction(0), []
    for step in steps:
        start, running = (Fraction(0), running) if step.amount is None else (running, running + step.amount)
        spans.append((start, running))
    axis = scale(end for span in spans for end in span)
    rows = []
    for place, (step, (start, end)) in enumerate(zip(steps, spans, strict=True)):
        is_sum = step.amount is None or not place
        look = "total" if is_sum else "loss" if end < start else "gain"
        amount = full(end, unit) if is_sum else signed(end - start, unit)
        rows.append(
            Bar(
                step.label,
                (_piece(axis, start, end, look, _named(step.label, amount)),),
                amount,
                before=spot(axis.at(spans[place - 1][1])) if place else "",
                after=spot(axis.at(end)) if place < len(steps) - 1 else "",
                total=is_sum,
            )
        )
    columns = (Column("step", _("Step"), "text"), Column("change", _("Change"), unit), Column("sum", _("Sum"), unit))
    cells = tuple(
        {"step": str(step.label), "change": 0 if step.amount is None else step.amount, "sum": end}
        for step, (_start, end) in zip(steps, spans, strict=True)
    )
    table = Table(f"{name}-values", title, columns, cells)
    return Bars(name, title, _axis(axis, unit), spot(axis.at(0)), tuple(rows), (), notes, table)


def deviation_bars(
    distances: Mapping[str, Number | None],
    *,
    title: Text,
    unit: Kind,
    below: Text,
    above: Text,
    notes: tuple[Text, ...] = (),
    name: str = "distances",
) -> Bars:
    """A bar for each state to the left or right of zero, such as its distance to its fair share.

    ``below`` and ``above`` say in the legend what the two sides mean; an unknown distance has no bar.
    """
    axis = scale(value for value in distances.values() if value is not None)
    rows = []
    for state, value in distances.items():
        label, amount = state_name(state), signed(value, unit)
        look = "below" if value is not None and value < 0 else "above"
        pieces = () if value is None else (_piece(axis, Fraction(0), Fraction(value), look, _named(label, amount)),)
        rows.append(Bar(label, pieces, amount))
    columns = (Column("state", _("State"), "state"), Column("distance", _("Distance"), unit))
    table = Table(
        f"{name}-values", title, columns, tuple({"state": s, "distance": value} for s, value in distances.items())
    )
    legend = (Key("below", below), Key("above", above))
    return Bars(name, title, _axis(axis, unit, signs=True), spot(axis.at(0)), tuple(rows), legend, notes, table)


def _whole(amounts: Mapping[str, Number | None], kinds: Mapping[str, Text]) -> Number | None:
    """The sum of all kinds, unknown where one of them is."""
    values = [amounts.get(kind) for kind in kinds]
    return None if None in values else sum(value for value in values if value is not None)


def _at_least(known: Number, amounts: Mapping[str, Number | None], kinds: Mapping[str, Text], unit: Kind) -> str:
    whole = _whole(amounts, kinds)
    return _("at least %(amount)s") % {"amount": full(known, unit)} if whole is None and known else full(whole, unit)


def _parts_table(
    parts: Mapping[str, Mapping[str, Number | None]],
    kinds: Mapping[str, Text],
    marks: Mapping[str, Number | None],
    mark: Text,
    unit: Kind,
) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """The columns and rows of the table of a stacked chart."""
    columns = [Column("state", _("State"), "state"), *(Column(kind, label, unit) for kind, label in kinds.items())]
    columns += [Column("total", _("Total"), unit), *([Column("mark", mark, unit)] if marks else [])]
    rows = (
        {"state": state, **{kind: amounts.get(kind) for kind in kinds}, "total": _whole(amounts, kinds)}
        | ({"mark": marks.get(state)} if marks else {})
        for state, amounts in parts.items()
    )
    return tuple(columns), tuple(rows)


def _stack(
    amounts: Mapping[str, Number | None], kinds: Mapping[str, Text], axis: Scale, unit: Kind
) -> tuple[Piece, ...]:
    pieces, end = [], Fraction(0)
    for kind, label in kinds.items():
        start, end = end, end + (amounts.get(kind) or 0)
        if end > start:
            pieces.append(_piece(axis, start, end, kind, _named(label, full(end - start, unit))))
    return tuple(pieces)


def _piece(axis: Scale, start: Fraction, end: Fraction, look: str, words: str) -> Piece:
    low, high = sorted((axis.at(start), axis.at(end)))
    return Piece(spot(low), spot(high - low), look, words)


def _named(label: Text, amount: str) -> str:
    return _("%(label)s: %(amount)s") % {"label": label, "amount": amount}


def _axis(axis: Scale, unit: Kind, *, signs: bool = False) -> tuple[Tick, ...]:
    last = len(axis.ticks) - 1
    anchors = {0: "start", last: "end"}
    return tuple(
        Tick(
            spot(axis.at(tick)), ("+" if signs and tick > 0 else "") + on_axis(tick, unit), anchors.get(place, "middle")
        )
        for place, tick in enumerate(axis.ticks)
    )
