"""Charts as files: SVG or PNG, there whole or not at all, the same bytes from the same figures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final, Literal

from fairshare.faults import bad_argument
from fairshare.figures.whole_files import whole_file

if TYPE_CHECKING:
    import altair as alt

INK: Final = "#1b1f24"
BLUE: Final = "#0072b2"
ORANGE: Final = "#d55e00"
"""Told apart by the colour-blind (M. Okabe and K. Ito, 2008), and in print, where one is darker than the other."""
FONT: Final = "DejaVu Sans, Liberation Sans, Arial, sans-serif"
_ENDINGS: Final[dict[str, Literal["svg", "png"]]] = {".svg": "svg", ".png": "png"}
_PIXELS: Final = 2
_LETTER: Final = 6.2
"""Width of a letter of the lines under a title, in pixels, on average."""


def write_chart(chart: alt.TopLevelMixin, path: str | Path, option: str = "--plot") -> None:
    """Write a chart of Altair to a file whose name ends in ``.svg`` or ``.png``.

    Raises :class:`~fairshare.faults.BadInputError` against ``option`` for another ending, a path that cannot be
    written, and where the libraries are not installed."""
    kind = require_plots(path, option)
    with whole_file(path, option) as part:
        chart.save(str(part), format=kind, engine="vl-convert", scale_factor=_PIXELS if kind == "png" else 1)
        if kind == "svg":
            part.write_text(_renumbered(part.read_text("utf-8")), "utf-8")


def _renumbered(svg: str) -> str:
    """Identifiers counted from 0: the library counts on from chart to chart, so the second would differ."""
    numbers: dict[str, int] = {}
    return re.sub(
        r"\b(clip|gradient_)(\d+)\b", lambda found: f"{found[1]}{numbers.setdefault(found[0], len(numbers))}", svg
    )


def require_plots(path: str | Path, option: str = "--plot") -> Literal["svg", "png"]:
    """The kind of file; refused, before any work is done, for another ending and where charts cannot be drawn."""
    kind = _ENDINGS.get(Path(path).suffix.lower())
    if kind is None:
        raise bad_argument(option, f"{str(path)!r} is no chart", "a file whose name ends in .svg or .png")
    try:
        import altair  # noqa: F401
        import vl_convert  # noqa: F401
    except ImportError as error:
        raise bad_argument(option, "needs altair and vl-convert", "pip install 'fairshare[plots]'") from error
    return kind


def heading(title: str, lines: Iterable[str], width: int) -> dict[str, Any]:
    """A title with lines under it, broken where ``width`` pixels end."""
    broken = [part for line in lines for part in wrap(line, int(width / _LETTER))]
    return {
        "text": wrap(title, int(width / _LETTER / 1.6)),
        "subtitle": broken,
        "anchor": "start",
        "fontSize": 17,
        "subtitleFontSize": 12,
        "subtitleColor": INK,
        "color": INK,
        "offset": 14,
    }
