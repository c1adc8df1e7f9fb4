"""Bars as inline SVG: series differ by pattern as well as by colour, every bar carries its number, words say it all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from fairshare.cli.page import Html

_INK: Final = "#1b1f24"
_FILLS: Final = (
    ("#1f4e79", ""),
    ("#dbe7f3", '<path d="M0,8 L8,0" stroke="#1f4e79" stroke-width="2"/>'),
    ("#8fb3d6", ""),
    ("#ffffff", '<circle cx="4" cy="4" r="1.7" fill="#1b1f24"/>'),
    ("#4a525c", '<path d="M0,4 L8,4" stroke="#ffffff" stroke-width="2"/>'),
    ("#f1f3f6", '<path d="M4,0 L4,8 M0,4 L8,4" stroke="#4a525c" stroke-width="1"/>'),
)
SERIES: Final = len(_FILLS)
"""How many series can be told apart."""
_LABEL, _BARS, _VALUE, _LINE, _THICK = 170, 480, 90, 24, 16


def stacked_bars(name: str, title: str, series: Sequence[str], bars: Mapping[str, Sequence[int]]) -> Html:
    """One bar for each name in ``bars``, made of one whole number for each of the ``series`` (:data:`SERIES` at most).

    ``name`` makes the identifiers of the picture unique on its page. Nothing at all if all numbers are 0."""
    most = max((sum(parts) for parts in bars.values()), default=0)
    if not most:
        return Html("")
    top = _LINE * (1 + (len(series) - 1) // 4) + 8
    height, width = top + _LINE * len(bars), _LABEL + _BARS + _VALUE
    body = [_legend(name, series)]
    body += [_bar(name, label, parts, most, top + _LINE * row) for row, (label, parts) in enumerate(bars.items())]
    return Html(
        f"<figure>\n<figcaption>{escape(title)}</figcaption>\n"
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-labelledby="{name}-t {name}-d" font-family="inherit" font-size="13" fill="{_INK}">\n'
        f'<title id="{name}-t">{escape(title)}</title>\n<desc id="{name}-d">{escape(_told(series, bars))}</desc>\n'
        f"<defs>{''.join(_pattern(name, number) for number in range(len(series)))}</defs>\n"
        + "\n".join(body)
        + "\n</svg>\n</figure>"
    )


def _told(series: Sequence[str], bars: Mapping[str, Sequence[int]]) -> str:
    """The whole picture in words."""
    return " ".join(
        f"{label}: {sum(parts):,} ("
        + ", ".join(f"{name} {part:,}" for name, part in zip(series, parts, strict=True) if part)
        + ")."
        for label, parts in bars.items()
        if any(parts)
    )


def _pattern(name: str, number: int) -> str:
    ground, marks = _FILLS[number]
    return (
        f'<pattern id="{name}-{number}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect width="8" height="8" fill="{ground}"/>{marks}</pattern>'
    )


def _swatch(name: str, number: int, x: float, y: float, width: float) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{_THICK}" fill="url(#{name}-{number})" '
        f'stroke="{_INK}" stroke-width="1"/>'
    )


def _legend(name: str, series: Sequence[str]) -> str:
    step = (_LABEL + _BARS + _VALUE) // 4
    return "".join(
        _swatch(name, number, number % 4 * step + 1, number // 4 * _LINE + 2, 24)
        + f'<text x="{number % 4 * step + 32}" y="{number // 4 * _LINE + 15}">{escape(label)}</text>'
        for number, label in enumerate(series)
    )


def _bar(name: str, label: str, parts: Sequence[int], most: int, y: int) -> str:
    x, found = float(_LABEL), [f'<text x="{_LABEL - 8}" y="{y + 13}" text-anchor="end">{escape(label)}</text>']
    for number, part in enumerate(parts):
        width = part / most * _BARS
        if part:
            found.append(_swatch(name, number, x, y, width))
        x += width
    found.append(f'<text x="{x + 8:.1f}" y="{y + 13}">{sum(parts):,}</text>')
    return "".join(found)


def small_bar(part: float) -> Html:
    """A part of a whole (0 to 1) as a small bar beside its number, which says the same."""
    return Html(
        '<svg class="bar" width="62" height="10" aria-hidden="true" focusable="false">'
        f'<rect x=".5" y=".5" width="60" height="9" fill="none" stroke="{_INK}"/>'
        f'<rect x=".5" y=".5" width="{60 * min(max(part, 0.0), 1.0):.1f}" height="9" fill="{_FILLS[0][0]}"/></svg>'
    )
