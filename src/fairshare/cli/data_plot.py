"""The chart of a series: its figures over time, a line for each place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from fairshare.cli.plots import FONT, INK, heading
from fairshare.faults import bad_argument

if TYPE_CHECKING:
    import polars as pl
    from altair.typing import ChartType

MOST: Final = 8
"""Lines that can be told apart."""
_WIDE: Final = 620


def series_chart(rows: pl.DataFrame, title: str, unit: str, source: str) -> ChartType:
    """Observations over time, over all citizenships, by place (or route). Unknown values are gaps.

    Raises :class:`~fairshare.faults.BadInputError` for nothing, or more lines than can be told apart."""
    import altair as alt
    import polars as pl

    from fairshare.figures.indicators.headline import headline

    whole = headline(rows) if len(rows["citizen"].unique()) > 1 else rows
    name = pl.concat_str(
        *(pl.col(column).replace("", None) for column in ("geo", "partner", "kind")), separator=" ", ignore_nulls=True
    )
    told = whole.with_columns(line=name, value=pl.col("value").cast(pl.Float64)).sort("line", "period")
    lines = told["line"].unique().sort().to_list()
    if not 0 < len(lines) <= MOST:
        raise bad_argument(
            "--plot", f"would have {len(lines)} lines", f"1 to {MOST}: choose with --state, --partner, --kind"
        )
    data: Any = alt.Data(values=told.select("line", "period", "value").to_dicts())  # type: ignore[no-untyped-call]
    chart: ChartType = (
        alt.Chart(data)
        .mark_line(point=alt.OverlayMarkDef(size=14))
        .encode(
            x=alt.X("period:O", title=None, axis=alt.Axis(labelOverlap=True, labelAngle=0)),
            y=alt.Y("value:Q", title=unit, axis=alt.Axis(format=",.0f")),
            color=alt.Color("line:N", title=None, scale=alt.Scale(scheme="tableau10")),
            strokeDash=alt.StrokeDash("line:N", title=None),
        )
        .properties(width=_WIDE, height=320, title=heading(title, [f"Source: {source}"], _WIDE))
        .configure(font=FONT)
        .configure_axis(labelColor=INK, titleColor=INK)
    )
    return chart
