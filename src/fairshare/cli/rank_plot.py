"""Charts of ranks: the rank of every unit, and the ranks that hold nine tenths of the draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from fairshare.cli.plots import BLUE, FONT, INK, ORANGE, heading

if TYPE_CHECKING:
    from altair.typing import ChartType

_WIDE: Final = 620


@dataclass(frozen=True, slots=True)
class Ranked:
    """One unit: its rank, the ranks of nine tenths of the draws (``None``: none drawn), and whether it is marked."""

    unit: str
    rank: int
    interval: Sequence[int] | None
    marked: bool = False


def rank_chart(
    units: Sequence[Ranked], title: str, lines: Sequence[str], *, marks: tuple[str, str] = ("", ""), first: int = 0
) -> ChartType:
    """Units from the first rank down. ``marks`` name those that are marked and the others (empty: no legend);
    ``first``: a line after so many ranks (0: none)."""
    import altair as alt

    rows: list[dict[str, Any]] = [
        {"unit": one.unit, "rank": one.rank, "low": low, "high": high, "mark": marks[0] if one.marked else marks[1]}
        for one in sorted(units, key=lambda one: (one.rank, one.unit))
        for low, high in (one.interval or (one.rank, one.rank),)
    ]
    legend = alt.Legend(title=None) if any(marks) else None
    colour = alt.Scale(domain=list(marks), range=[ORANGE, BLUE])
    base = alt.Chart(_data(rows)).encode(y=alt.Y("unit:N", sort=[row["unit"] for row in rows], title=None))
    axis = alt.X(
        "low:Q",
        title="rank (1: the most)",
        scale=alt.Scale(domain=[0.5, len(rows) + 0.5], nice=False),
        axis=alt.Axis(values=list(range(1, len(rows) + 1)), grid=False, labelOverlap=True),
    )
    bars = base.mark_rule(strokeWidth=3, opacity=0.55).encode(
        x=axis, x2="high:Q", color=alt.Color("mark:N", scale=colour, legend=None)
    )
    points = base.mark_point(filled=True, size=70, opacity=1).encode(
        x="rank:Q",
        color=alt.Color("mark:N", scale=colour, legend=legend),
        shape=alt.Shape("mark:N", scale=alt.Scale(domain=list(marks), range=["diamond", "circle"]), legend=legend),
    )
    limit = alt.Chart(_data([{"first": first + 0.5}])).mark_rule(strokeDash=[4, 3], color=INK).encode(x="first:Q")
    whole: ChartType = (
        alt.layer(bars, points, *([limit] if first else []))
        .properties(width=_WIDE, height=18 * len(rows), title=heading(title, lines, _WIDE))
        .configure(font=FONT)
        .configure_axis(labelColor=INK, titleColor=INK)
    )
    return whole


def _data(rows: list[dict[str, Any]]) -> Any:
    from altair import Data

    return Data(values=rows)  # type: ignore[no-untyped-call]
