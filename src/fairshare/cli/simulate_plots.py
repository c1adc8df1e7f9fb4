"""The chart of a league: mechanisms and years with intervals, one panel a mechanism on common axes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

from fairshare.cli.plots import BLUE, FONT, INK, ORANGE, heading
from fairshare.faults import bad_argument

if TYPE_CHECKING:
    from altair.typing import ChartType

    from fairshare.evaluation.mechanisms.league import Figure
    from fairshare.evaluation.mechanisms.measures import Measure

REFERENCE: Final = "no-system"
"""Drawn dashed in every other panel."""
_WIDE, _HIGH, _COLUMNS = 250, 130, 3
_LETTERS = 40
"""Of a title on a line."""

Years = Mapping[int, Mapping[str, "Figure"]]
"""Figures by year and measure."""


def league_chart(
    figures: Mapping[str, Years],
    titles: Mapping[str, str],
    of: Measure,
    *,
    order: Sequence[str],
    source: str,
    stamp: str,
    notes: Sequence[str] = (),
) -> ChartType:
    """Small multiples of one measure, in the ``order`` of the mechanisms given by name.

    ``figures`` by mechanism; ``source`` of the figures; ``stamp``: by which version, with how many draws, it was made;
    ``notes`` stand on the chart. Raises :class:`~fairshare.faults.BadInputError` where no mechanism has a value."""
    import altair as alt

    drawn = {name: rows for name in order if (rows := _rows(figures[name], of.name))}
    if not drawn:
        raise bad_argument(
            "--plot", f"{of.name} has no value in any year", "a measure of `fairshare simulate measures`"
        )
    years = sorted({row["year"] for rows in drawn.values() for row in rows})
    values = [row[end] for rows in drawn.values() for row in rows for end in ("low", "high")]
    axes = (
        alt.X("year:O", axis=alt.Axis(title=None, labelAngle=0, values=_some(years)), scale=alt.Scale(domain=years)),
        alt.Scale(domain=[min(0.0, *values), max(values)], nice=True),
    )
    beside = drawn.get(REFERENCE)
    panels = [_panel(titles[name], rows, beside if name != REFERENCE else None, axes) for name, rows in drawn.items()]
    dashed = f" Dashed: {titles[REFERENCE]}." if beside else ""
    lines = [
        f"{of.says}; {of.better} is better. Line: mean of the draws; band: the middle 90 % of them.{dashed}",
        *notes,
        f"A simulation, no official figure. {stamp}",
        f"Source: {source}",
    ]
    whole = alt.concat(*panels, columns=min(_COLUMNS, len(panels)), spacing=34)
    width = min(_COLUMNS, len(panels)) * (_WIDE + 70)
    dressed: ChartType = (
        whole.properties(title=alt.TitleParams(**heading(of.title, lines, width)))
        .configure(font=FONT, background="#ffffff", padding=16)
        .configure_view(stroke=None)
        .configure_axis(labelFontSize=11, labelColor=INK, gridColor="#e3e6ea", domainColor=INK)
    )
    return dressed


def _rows(by_year: Years, name: str) -> list[dict[str, Any]]:
    """One row a year that has a value; ``run`` changes where a year has none, so that no line bridges it."""
    rows: list[dict[str, Any]] = []
    run = 0
    for year, measures in sorted(by_year.items()):
        one = measures.get(name)
        if one is None:
            run += 1
            continue
        rows.append({"year": year, "mean": one.mean, "low": one.low, "high": one.high, "run": run})
    return rows


def _some(years: Sequence[int]) -> list[int]:
    """Years to label: at most five."""
    every = -(-len(years) // 5)
    return list(years[::every])


def _panel(
    title: str, rows: list[dict[str, Any]], beside: list[dict[str, Any]] | None, axes: tuple[Any, Any]
) -> ChartType:
    import altair as alt

    x, scale = axes
    y = alt.Y("mean:Q", scale=scale, axis=alt.Axis(title=None, tickCount=4, format="~r"))
    base = alt.Chart({"values": rows}).encode(x=x, detail="run:N")
    layers = [
        base.mark_area(color=BLUE, opacity=0.25).encode(y=alt.Y("low:Q", scale=scale, title=None), y2="high:Q"),
        base.mark_rule(color=BLUE, opacity=0.45, strokeWidth=3).encode(y=alt.Y("low:Q", scale=scale), y2="high:Q"),
        base.mark_line(color=BLUE, strokeWidth=2, point=alt.OverlayMarkDef(size=26, color=BLUE)).encode(y=y),
    ]
    if beside:
        other = alt.Chart({"values": beside}).encode(x=x, y=y, detail="run:N")
        layers.insert(0, other.mark_line(color=ORANGE, strokeDash=[5, 3], strokeWidth=1.5))
    named = alt.TitleParams(wrap(title, _LETTERS), anchor="start", frame="group", fontSize=13, color=INK)
    panel: ChartType = alt.layer(*layers).properties(width=_WIDE, height=_HIGH, title=named)
    return panel
