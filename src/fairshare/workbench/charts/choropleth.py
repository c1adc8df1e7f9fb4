"""The map of the Union in which a state's colour stands for its value."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairshare.faults import bad_argument
from fairshare.workbench.charts.classes import COLOURS, Classes, Method, classify
from fairshare.workbench.charts.words import full, short
from fairshare.workbench.tables.formats import state_name
from fairshare.workbench.tables.model import Column, Kind, Table, Text

ROOM_FOR_CODE: Final = 16
ROOM_FOR_VALUE: Final = 36
"""Units between the place of a label and the border from which its code, or its code and value, are written there."""

INSET: Final = (1800, 30, 210)
"""Left edge, top edge and side of the first inset, in units of the map; the others stand below it."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One state: its label, colour class and path, where its code and short value stand, and if there is room."""

    code: str
    label: str
    colour: str
    d: str
    x: int
    y: int
    short: str
    has_code: bool
    has_value: bool
    link: str = ""


@dataclass(frozen=True, slots=True)
class Inset:
    """The picture of a small state: where its box stands, how large that is, and its path about the origin."""

    left: int
    top: int
    side: int
    d: str
    shape: Shape

    @property
    def x(self) -> int:
        """The middle of the box across."""
        return self.left + self.side // 2

    @property
    def y(self) -> int:
        """Where the middle of the picture stands, above the text."""
        return self.top + 2 * self.side // 5

    @property
    def bottom(self) -> int:
        """Where the text stands."""
        return self.top + self.side - 16


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the legend."""

    colour: str
    text: str
    size: str


@dataclass(frozen=True, slots=True)
class Choropleth:
    """All that the template of the map needs. ``shapes`` can be reached; ``backdrop`` are states without a value on
    this map and, under their insets, the small ones."""

    name: str
    title: Text
    width: int
    height: int
    land: str
    backdrop: tuple[Shape, ...]
    shapes: tuple[Shape, ...]
    insets: tuple[Inset, ...]
    legend: tuple[Entry, ...]
    notes: tuple[Text, ...]
    table: Table


def choropleth(
    values: Mapping[str, Fraction | None],
    *,
    title: Text,
    unit: Kind,
    classes: int = COLOURS,
    method: Method | None = None,
    table: Table | None = None,
    notes: tuple[Text, ...] = (),
    links: Mapping[str, str] | None = None,
    name: str = "map",
) -> Choropleth:
    """The map of values by state, in the language that is active.

    ``unit`` is the kind of the figures as in :class:`~fairshare.workbench.tables.model.Column`; ``None`` is unknown and
    drawn as such; a state without a value is outside this map. ``method`` is chosen by
    :func:`~fairshare.workbench.charts.classes.classify` unless named, and told in the notes. ``links`` leads from a
    state to its page. ``table`` holds the same figures (made from them if there is none). ``name`` is a slug, unique on
    the page. A code that is not on the map is a :class:`~fairshare.faults.BadInputError`.
    """
    drawn = europe()
    strange = sorted(set(values) - set(drawn["states"]))
    if strange:
        raise bad_argument("values", f"no such state on the map: {', '.join(strange)}", "Eurostat codes such as DE, EL")
    made = classify((value for value in values.values() if value is not None), classes, method)
    shapes = [_shape(code, drawn["states"][code], values[code], unit, made, links or {}) for code in values]
    named = sorted(shapes, key=lambda shape: shape.label.casefold())
    small = [shape for shape in named if shape.code in drawn["insets"]]
    outside = [_outside(code, shape) for code, shape in drawn["states"].items() if code not in values]
    return Choropleth(
        name=name,
        title=title,
        width=drawn["width"],
        height=drawn["height"],
        land=drawn["land"],
        backdrop=(*outside, *small),
        shapes=tuple(shape for shape in named if shape not in small),
        insets=tuple(_inset(place, shape, drawn["insets"][shape.code]) for place, shape in enumerate(small)),
        legend=_legend(made, sum(value is None for value in values.values()), bool(outside), unit),
        notes=(*notes, _told(made), geography()),
        table=table or _table(values, title, unit, f"{name}-values"),
    )


@cache
def europe() -> dict[str, Any]:
    """The outlines as :mod:`fairshare.workbench.charts.build_map` made them."""
    text = files("fairshare.workbench.charts").joinpath("europe.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def geography() -> str:
    """What the map shows of the world, and what it does not."""
    return _(
        "Outlines: Natural Earth, generalised; equal-area projection (ETRS89-LAEA). Outermost regions, overseas parts "
        "and Åland are not drawn; Cyprus is shown as one island. Other countries appear without borders, so that the "
        "map takes no position on any of them."
    )


def _shape(
    code: str, outline: Mapping[str, Any], value: Fraction | None, unit: Kind, made: Classes, links: Mapping[str, str]
) -> Shape:
    return Shape(
        code=code,
        label=_("%(state)s (%(code)s): %(value)s")
        % {"state": state_name(code), "code": code, "value": full(value, unit)},
        colour="unknown" if value is None else f"q{made.colour(value)}",
        d=outline["d"],
        x=outline["x"],
        y=outline["y"],
        short="?" if value is None else short(value, unit),
        has_code=outline["room"] >= ROOM_FOR_CODE,
        has_value=outline["room"] >= ROOM_FOR_VALUE,
        link=links.get(code, ""),
    )


def _outside(code: str, outline: Mapping[str, Any]) -> Shape:
    return Shape(code, "", "outside", outline["d"], outline["x"], outline["y"], "", False, False)


def _inset(place: int, shape: Shape, path: str) -> Inset:
    left, top, side = INSET
    return Inset(left, top + place * (side + 20), side, path, shape)


def _legend(made: Classes, unknown: int, outside: bool, unit: Kind) -> tuple[Entry, ...]:
    entries = [
        Entry(f"q{group.colour}", _span(group.low, group.high, unit), _states(group.size)) for group in made.groups
    ]
    if unknown:
        entries.append(Entry("unknown", _("unknown"), _states(unknown)))
    if outside:
        entries.append(Entry("outside", _("not in these figures"), ""))
    return tuple(entries)


def _span(low: Fraction, high: Fraction, unit: Kind) -> str:
    first, last = full(low, unit), full(high, unit)
    return first if first == last else _("%(low)s to %(high)s") % {"low": first, "high": last}


def _states(number: int) -> str:
    return ngettext("%(number)d state", "%(number)d states", number) % {"number": number}


def _told(made: Classes) -> str:
    if made.method == "equal":
        return _("Classes: of equal width; each entry gives the lowest and the highest value in it.")
    return _(
        "Classes: about the same number of states in each (quantiles); each entry gives the lowest and the highest "
        "value in it."
    )


def _table(values: Mapping[str, Fraction | None], title: Text, unit: Kind, name: str) -> Table:
    columns = (Column("state", _("State"), "state"), Column("value", _("Value"), unit))
    ordered = sorted(values, key=lambda code: state_name(code).casefold())
    return Table(name, title, columns, tuple({"state": code, "value": values[code]} for code in ordered))
