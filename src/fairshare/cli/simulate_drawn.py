"""Pictures of a league as inline SVG: intervals on one axis, years in small multiples, maps. Each is told in words."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from itertools import pairwise
from math import ceil, floor, log10
from typing import Any, Final

from fairshare.cli.page import Html
from fairshare.evaluation.mechanisms.league import Figure
from fairshare.states import NAMES

INK, SOFT, LINE, BLUE, PALE, ORANGE = "#1b1f24", "#4a525c", "#b9c0c8", "#1f4e79", "#c6d9ea", "#b34700"
STEPS: Final = (0.25, 0.5, 0.8, 1.25, 2.0, 4.0)
"""Borders between the classes of a load ratio; 1 is the share that the key gives."""
COLOURS: Final = ("#2166ac", "#67a9cf", "#c3dcec", "#f2f2f2", "#fbd3b4", "#ef8a62", "#b2182b")
"""From far below the key's share to far above it; told apart by the colour-blind (Brewer's RdBu)."""
OUTSIDE: Final = "#d7dadd"
_GRID: Final = "display:grid;grid-template-columns:repeat(auto-fill,minmax({}rem,1fr));gap:1rem"
_PANEL: Final = (330, 194)
_INSETS: Final = (1800, 30, 210)
_LETTERS: Final = 7.2
"""Width of a letter of 13 pixels, on average."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One mechanism in small multiples: its title, and a figure a year (``None``: no value)."""

    title: str
    years: Sequence[Figure | None]


def ticks(low: float, high: float) -> list[float]:
    """Round numbers from at most ``low`` to at least ``high``, two to seven of them.

    >>> ticks(0, 0.47)
    [0.0, 0.1, 0.2, 0.3, 0.4, 0.5]
    """
    span = high - low or abs(high) or 1.0
    step = 10.0 ** floor(log10(span))
    step = next(step * part for part in (0.2, 0.5, 1.0, 2.0) if span / (step * part) <= 5)
    first = floor(low / step + 1e-9)
    return [round(n * step, 10) for n in range(first, max(ceil(high / step - 1e-9), first + 1) + 1)]


def intervals(name: str, title: str, rows: Mapping[str, Figure]) -> Html:
    """A line from low to high and a mark at the mean for each row, on one axis. Nothing at all without rows."""
    if not rows:
        return Html("")
    axis = ticks(min(0.0, *(one.low for one in rows.values())), max(one.high for one in rows.values()))
    label = round(_LETTERS * max(map(len, rows))) + 16
    width, high, wide = label + 620, 30 + 26 * len(rows), 440

    def x(value: float) -> float:
        return round(label + (value - axis[0]) / (axis[-1] - axis[0]) * wide, 1)

    body = [
        f'<line x1="{x(tick)}" x2="{x(tick)}" y1="22" y2="{high}" stroke="{LINE}"/>'
        f'<text x="{x(tick)}" y="14" text-anchor="middle">{number(tick)}</text>'
        for tick in axis
    ]
    for place, (row, one) in enumerate(rows.items()):
        y = 38 + 26 * place
        body.append(
            f'<text x="{label - 10}" y="{y + 4}" text-anchor="end">{escape(row)}</text>'
            f'<line x1="{x(one.low)}" x2="{x(one.high)}" y1="{y}" y2="{y}" stroke="{BLUE}" stroke-width="5" '
            f'stroke-opacity=".45"/><rect x="{x(one.mean) - 1.5:.1f}" y="{y - 8}" width="3" height="16" fill="{BLUE}"/>'
            f'<text x="{label + wide + 14}" y="{y + 4}">{interval(one)}</text>'
        )
    told = " ".join(f"{row}: {interval(one)}." for row, one in rows.items())
    drawn = _picture(name, title, told, ((width, high + 6), body), "min-width:44rem")
    return _figure(
        title, f'<div class="scroll" role="region" aria-label="{escape(title)}: picture" tabindex="0">{drawn}</div>'
    )


def small_multiples(name: str, title: str, years: Sequence[int], panels: Sequence[Panel], beside: Panel | None) -> Html:
    """One panel a mechanism on common axes: the mean as a line in its interval; ``beside`` dashed in every panel."""
    known = [one for panel in panels for one in panel.years if one]
    if not known:
        return Html("")
    axis = ticks(min(0.0, *(one.low for one in known)), max(one.high for one in known))
    cells = [
        _picture(f"{name}-{place}", panel.title, _told(panel), (_PANEL, [_panel(panel, beside, years, axis)]))
        for place, panel in enumerate(panels)
    ]
    return _figure(title, f'<div style="{_GRID.format(16)}">{"".join(cells)}</div>')


def _told(panel: Panel) -> str:
    seen = [one for one in panel.years if one]
    return f"{interval(seen[0])} at first, {interval(seen[-1])} at last." if seen else "No value."


def _panel(panel: Panel, beside: Panel | None, years: Sequence[int], axis: Sequence[float]) -> str:
    left, top, wide, tall = 44, 42, 270, 130

    def at(place: int, value: float) -> str:
        x = left + (place + 0.5) / len(years) * wide
        return f"{x:.1f},{top + tall - (value - axis[0]) / (axis[-1] - axis[0]) * tall:.1f}"

    words = _broken(panel.title, int((wide + left) / _LETTERS))
    found = [
        f'<text x="0" y="{top - 24 + 16 * (place - len(words) + 2) - 6}" font-weight="600">{escape(line)}</text>'
        for place, line in enumerate(words)
    ]
    for tick in (axis[0], axis[len(axis) // 2], axis[-1]):
        y = at(0, tick).split(",")[1]
        found.append(
            f'<line x1="{left}" x2="{left + wide}" y1="{y}" y2="{y}" stroke="{LINE}"/>'
            f'<text x="{left - 6}" y="{float(y) + 4:.1f}" text-anchor="end" font-size="11">{number(tick)}</text>'
        )
    ends = {0: years[0], len(years) - 1: years[-1]}
    found += [
        f'<text x="{at(place, axis[0]).split(",")[0]}" y="{top + tall + 15}" text-anchor="middle" font-size="11">'
        f"{year}</text>"
        for place, year in ends.items()
    ]
    for run in _runs(panel.years):
        upper = [at(place, one.high) for place, one in run]
        lower = [at(place, one.low) for place, one in reversed(run)]
        found.append(f'<polygon points="{" ".join(upper + lower)}" fill="{PALE}" stroke="{PALE}" stroke-width="3"/>')
    if beside:
        found.append(_line(beside, at, f'stroke="{ORANGE}" stroke-width="1.5" stroke-dasharray="4 3"', ""))
    found.append(_line(panel, at, f'stroke="{BLUE}" stroke-width="2.2"', BLUE))
    return "".join(found)


def _line(panel: Panel, at: Any, stroke: str, dot: str) -> str:
    """The mean of the years, and a dot at each where ``dot`` is a colour, so that a single year is seen too."""
    found = []
    for run in _runs(panel.years):
        points = [at(place, one.mean) for place, one in run]
        found.append(f'<polyline points="{" ".join(points)}" fill="none" {stroke}/>')
        if dot:
            found += ['<circle cx="{}" cy="{}" r="2.6" fill="{}"/>'.format(*point.split(","), dot) for point in points]
    return "".join(found)


def _runs(years: Sequence[Figure | None]) -> list[list[tuple[int, Figure]]]:
    """Years with a value that follow each other."""
    found: list[list[tuple[int, Figure]]] = []
    for place, one in enumerate(years):
        if one is None:
            continue
        if not found or found[-1][-1][0] != place - 1:
            found.append([])
        found[-1].append((place, one))
    return found


def _broken(title: str, letters: int) -> list[str]:
    """A title on two lines at most."""
    if len(title) <= letters:
        return [title]
    at = title.rfind(" ", 0, letters)
    rest = title[at + 1 :]
    return [title[:at], rest if len(rest) <= letters else rest[: letters - 1] + "…"]


# --- maps -------------------------------------------------------------------------------------------------------------


def maps(title: str, loads: Mapping[str, Mapping[str, float]]) -> Html:
    """A map of load ratios by state for each title in ``loads``. Each outline stands once on the page."""
    drawn = europe()
    outlines = "".join(f'<path id="m-{code}" d="{state["d"]}"/>' for code, state in drawn["states"].items())
    shared = (
        '<svg width="0" height="0" aria-hidden="true" focusable="false" style="position:absolute"><defs>'
        f'<path id="m-land" d="{drawn["land"]}"/>{outlines}</defs></svg>'
    )
    cells = "\n".join(_map(f"map-{place}", name, values) for place, (name, values) in enumerate(loads.items()))
    return _figure(title, f'{_legend()}\n{shared}\n<div style="{_GRID.format(12)}">\n{cells}\n</div>')


def colour(ratio: float) -> str:
    """The colour of a load ratio."""
    return COLOURS[sum(ratio >= step for step in STEPS)]


def _map(name: str, title: str, values: Mapping[str, float]) -> str:
    drawn = europe()
    shapes = "".join(
        f'<use href="#m-{code}" fill="{colour(values[code]) if code in values else OUTSIDE}"/>'
        for code in drawn["states"]
    )
    left, top, side = _INSETS
    small = [code for code in drawn["insets"] if code in values]
    boxes = "".join(
        f'<rect x="{left}" y="{top + place * (side + 20)}" width="{side}" height="{side}" fill="#fff"/>'
        f'<path transform="translate({left + side // 2} {top + place * (side + 20) + 2 * side // 5})" '
        f'd="{drawn["insets"][code]}" fill="{colour(values[code])}"/>'
        f'<text x="{left + side // 2}" y="{top + place * (side + 20) + side - 14}" font-size="56" '
        f'text-anchor="middle" stroke="none" fill="{INK}">{code}</text>'
        for place, code in enumerate(small)
    )
    most = sorted(values, key=lambda code: -values[code])
    told = ", ".join(f"{NAMES[code]} {values[code]:.2f}" for code in (*most[:3], *most[-3:]))
    return (
        f'<div style="break-inside:avoid"><svg viewBox="0 0 {drawn["width"]} {drawn["height"]}" role="img" '
        f'aria-labelledby="{name}-t {name}-d" stroke="{INK}" stroke-width="2.5" style="width:100%" '
        f'font-family="inherit">\n<title id="{name}-t">{escape(title)}</title>'
        f'<desc id="{name}-d">Largest and smallest load ratios: {escape(told)}.</desc>\n'
        f'<use href="#m-land" fill="#eceef0" stroke="none"/>{shapes}{boxes}</svg>'
        f'<div style="font-size:.88rem">{escape(title)}</div></div>'
    )


def _legend() -> str:
    borders = ["under 0.25", *(f"{low:g} to {high:g}" for low, high in pairwise(STEPS)), "4 and more"]
    entries = [*zip(borders, COLOURS, strict=True), ("outside the key", OUTSIDE)]
    return (
        '<p style="max-width:none">Load ratio: '
        + " ".join(
            f'<span style="white-space:nowrap;margin-right:.7rem"><svg width="16" height="12" aria-hidden="true" '
            f'focusable="false"><rect x=".5" y=".5" width="15" height="11" fill="{shade}" stroke="{INK}"/></svg> '
            f"{text}</span>"
            for text, shade in entries
        )
        + "</p>"
    )


@cache
def europe() -> dict[str, Any]:
    """The outlines of states that come with the program: paths in one plane, and pictures of the smallest apart."""
    return dict(json.loads(files("fairshare").joinpath("workbench", "charts", "europe.json").read_text("utf-8")))


# --- numbers ----------------------------------------------------------------------------------------------------------


def number(value: float) -> str:
    """A figure for readers: whole and with thousands apart from 100 on, else three significant digits at most.

    >>> number(12345.6), number(0.12345), number(0.5), number(-0.00001)
    ('12,346', '0.123', '0.5', '0')
    """
    return f"{value:,.0f}" if abs(value) >= 100 else f"{round(value, 4) + 0.0:.3g}"


def interval(one: Figure | None) -> str:
    """A mean with its interval, all with as many decimals as tell four digits of the largest; or a dash.

    >>> interval(Figure(0.4, 0.35, 0.45)), interval(Figure(12_345.0, 0.0, 20_000.5)), interval(None)
    ('0.400 (0.350 to 0.450)', '12,345 (0 to 20,000)', '–')
    """
    if one is None:
        return "–"
    largest = max(abs(one.low), abs(one.high), abs(one.mean))
    if not largest:
        return "0"
    digits = next((3 - place for place, size in enumerate((1, 10, 100)) if largest < size), 0)
    mean, low, high = (f"{round(value, digits) + 0.0:,.{digits}f}" for value in (one.mean, one.low, one.high))
    return f"{mean} ({low} to {high})"


def _figure(title: str, content: str) -> Html:
    return Html(f"<figure>\n<figcaption>{escape(title)}</figcaption>\n{content}\n</figure>")


def _picture(name: str, title: str, told: str, drawn: tuple[tuple[int, int], Sequence[str]], style: str = "") -> str:
    """An SVG of a size with its pieces, named and told in words."""
    (width, height), body = drawn
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" style="{style}" '
        f'aria-labelledby="{name}-t {name}-d" font-family="inherit" font-size="13" fill="{INK}">\n'
        f'<title id="{name}-t">{escape(title)}</title>\n<desc id="{name}-d">{escape(told)}</desc>\n'
        + "\n".join(body)
        + "\n</svg>"
    )
