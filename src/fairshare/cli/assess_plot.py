"""The chart of an assessment: the rank of every state, and the ranks that hold nine tenths of the draws."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fairshare.cli.assess_print import TITLES
from fairshare.cli.plots import BLUE, FONT, INK, ORANGE, heading

if TYPE_CHECKING:
    from altair.typing import ChartType

_WIDE = 620


def _data(rows: list[dict[str, Any]]) -> Any:
    from altair import Data

    return Data(values=rows)  # type: ignore[no-untyped-call]


def chart(document: Mapping[str, Any]) -> ChartType:
    """Ranks by state with their intervals; states that the determination names in another colour and shape."""
    import altair as alt

    rows = [
        {
            "state": one["state"],
            "rank": one["rank"],
            "low": one["rank_interval"][0],
            "high": one["rank_interval"][1],
            "named": "named in 2025" if one["named"] else "not named",
        }
        for one in document["states"]
        if one["rank"] is not None
    ]
    kinds = ["named in 2025", "not named"]
    colour = alt.Scale(domain=kinds, range=[ORANGE, BLUE])
    base = alt.Chart(_data(rows)).encode(y=alt.Y("state:N", sort=[row["state"] for row in rows], title=None))
    axis = alt.X(
        "low:Q",
        title="rank by this method (1: the most)",
        scale=alt.Scale(domain=[0.5, len(rows) + 0.5], nice=False),
        axis=alt.Axis(values=list(range(1, len(rows) + 1)), grid=False),
    )
    bars = base.mark_rule(strokeWidth=3, opacity=0.55).encode(
        x=axis, x2="high:Q", color=alt.Color("named:N", scale=colour, legend=None)
    )
    points = base.mark_point(filled=True, size=70, opacity=1).encode(
        x="rank:Q",
        color=alt.Color("named:N", scale=colour, title=None),
        shape=alt.Shape("named:N", scale=alt.Scale(domain=kinds, range=["diamond", "circle"]), title=None),
    )
    limit = alt.Chart(_data([{"first": document["first"] + 0.5}])).mark_rule(strokeDash=[4, 3], color=INK)
    title = heading(
        f"{TITLES[document['class']]}, figures of {document['year']}, border: {document['border']}",
        [
            f"{document['label'][0].upper()}{document['label'][1:]}.",
            f"{document['statement'][0].upper()}{document['statement'][1:]}.",
            f"Bars hold 90 % of the ranks over {document['draws']:,} weightings by each of "
            f"{len(document['by_method'])} pairs of methods. Left of the dashed line: the first {document['first']}.",
        ],
        _WIDE,
    )
    whole: ChartType = (
        alt.layer(bars, points, limit.encode(x="first:Q"))
        .properties(width=_WIDE, height=18 * len(rows), title=title)
        .configure(font=FONT)
        .configure_axis(labelColor=INK, titleColor=INK)
    )
    return whole
