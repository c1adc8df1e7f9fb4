"""Charts of projections: what came, the fan of what may come, and what was projected earlier; and the leaderboard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from fairshare.cli.plots import BLUE, FONT, INK, ORANGE, heading
from fairshare.faults import bad_argument

if TYPE_CHECKING:
    from altair.typing import ChartType

    from fairshare.assessment.projections.leaderboard import Leaderboard
    from fairshare.assessment.projections.origins import Record
    from fairshare.assessment.projections.panel import Panel
    from fairshare.assessment.projections.project import Projection

NOT_OFFICIAL: Final = "A projection, not an official figure."
_SHADES: Final = ("#d3e4f0", "#9fc6e0", "#5a9fcb")
"""From the widest interval to the narrowest."""
_LINES: Final = {"what came": INK, "projection": BLUE, "earlier projections": ORANGE}
_DASHES: Final = {"what came": [1, 0], "projection": [6, 3], "earlier projections": [1, 0]}
_BETWEEN: Final = {"row": 58, "column": 72}
_WIDE, _HIGH, _SMALL_WIDE, _SMALL_HIGH = 760, 360, 370, 190


@dataclass(frozen=True, slots=True)
class Fan:
    """One series to draw.

    ``known``: figures by month. ``points``: the projection by month, with the ends of its central intervals by level
    (0.95, say) in ``lower`` and ``upper``. ``earlier``: what was projected at earlier origins, each by month.
    """

    name: str
    known: Mapping[date, float]
    points: Mapping[date, float]
    lower: Mapping[float, Sequence[float]]
    upper: Mapping[float, Sequence[float]]
    earlier: Sequence[Mapping[date, float]] = ()


def fan(nodes: Panel, projection: Projection, name: str, earlier: Sequence[Mapping[date, float]] = ()) -> Fan:
    """The fan of one node: what is known of it in a panel of nodes, and what is projected.

    Raises :class:`~fairshare.faults.BadInputError` for a name that either has not."""
    for names in (nodes.names, projection.names):
        if name not in names:
            raise bad_argument("series", f"{name!r} is unknown", f"one of {', '.join(names[:5])}, ...")
    node, known = projection.names.index(name), nodes.values[nodes.names.index(name)].tolist()
    return Fan(
        name,
        {nodes.month(place): value for place, value in enumerate(known) if value == value},
        dict(zip(projection.months, projection.points[node].tolist(), strict=True)),
        dict(zip(projection.levels, projection.lower[:, node].tolist(), strict=True)),
        dict(zip(projection.levels, projection.upper[:, node].tolist(), strict=True)),
        earlier,
    )


def earlier_projections(record: Record, model: str, row: int, every: int = 6) -> list[dict[date, float]]:
    """What a model projected for one series at every so many origins, back from the last one."""
    panel, said = record.panel, record.past[model].points
    return [
        {panel.month(origin + ahead): value for ahead, value in enumerate(said[place, row].tolist()) if value == value}
        for place, origin in reversed(list(enumerate(record.origins))[:: -max(every, 1)])
    ]


def forecast_chart(
    fans: Sequence[Fan], title: str, *, source: str, stamp: str, warnings: Iterable[str] = (), since: date = date.min
) -> ChartType:
    """One chart, or small multiples two beside each other, each with its own axis from 0.

    ``source`` of the figures; ``stamp``: when and by which version and model it was made; ``warnings`` stand on the
    chart, first of all the verdict on the model. ``since``: nothing before this month is drawn.
    Raises :class:`~fairshare.faults.BadInputError` for nothing to draw, or more intervals than can be told apart."""
    import altair as alt

    if not fans:
        raise bad_argument("series", "there is nothing to draw", "at least one series")
    levels = sorted({level for one in fans for level in one.lower}, reverse=True)
    if len(levels) > len(_SHADES):
        raise bad_argument("levels", f"there are {len(levels)} of them", f"{len(_SHADES)} at most, to be told apart")
    single = len(fans) == 1
    width, height = (_WIDE, _HIGH) if single else (_SMALL_WIDE, _SMALL_HIGH)
    panels = [_panel(one, levels, width, height, since, single) for one in fans]
    lines = [*(f"Warning: {text}" for text in warnings), f"{NOT_OFFICIAL} {stamp}", f"Source: {source}"]
    whole = panels[0] if single else alt.concat(*panels, columns=2, spacing=_BETWEEN, bounds="flush")
    return _dressed(whole.properties(title=alt.TitleParams(**heading(title, lines, _WIDE))))


def _dressed(chart: ChartType) -> ChartType:
    dressed: ChartType = (
        chart.configure(font=FONT, background="#ffffff", padding=16)
        .configure_view(stroke=None)
        .configure_axis(
            labelFontSize=12, titleFontSize=12, labelColor=INK, titleColor=INK, gridColor="#e3e6ea", domainColor=INK
        )
        .configure_legend(
            orient="bottom", title=None, labelFontSize=12, labelColor=INK, symbolSize=260, columns=6, labelLimit=400
        )
    )
    return dressed


def _panel(one: Fan, levels: Sequence[float], width: int, height: int, since: date, single: bool) -> ChartType:
    import altair as alt

    x = alt.X("month:T", scale=alt.Scale(type="utc"), axis=alt.Axis(title=None, tickCount=8 if single else 5))
    y = alt.Y(
        "count:Q", scale=alt.Scale(zero=True), axis=alt.Axis(title=None, format=",.0f", tickMinStep=1, minExtent=56)
    )
    fill = alt.Fill(
        "band:N",
        scale=alt.Scale(domain=[_band(level) for level in levels], range=list(_SHADES[-len(levels) :])),
        legend=alt.Legend(symbolType="square"),
    )
    bands = alt.Chart({"values": _band_rows(one, levels, since)}).mark_area().encode(x=x, y=y, y2="high:Q", fill=fill)
    stroke = alt.Stroke("line:N", scale=alt.Scale(domain=list(_LINES), range=list(_LINES.values())))
    dash = alt.StrokeDash("line:N", scale=alt.Scale(domain=list(_DASHES), range=list(_DASHES.values())))
    rows = _line_rows(one, since)
    lines = [
        alt.Chart({"values": [row for row in rows if row["line"] == name]})
        .mark_line(strokeWidth=thick, strokeJoin="round")
        .encode(x=x, y=y, stroke=stroke, strokeDash=dash, detail="run:N")
        for name, thick in (("earlier projections", 0.9), ("what came", 2.2), ("projection", 2.2))
    ]
    named = (
        {} if single else {"title": alt.TitleParams(one.name, anchor="start", frame="group", fontSize=13, color=INK)}
    )
    return alt.layer(bands, *lines).properties(width=width, height=height, **named)


def _band(level: float) -> str:
    return f"{100 * level:g} % interval"


def _band_rows(one: Fan, levels: Sequence[float], since: date) -> list[dict[str, Any]]:
    """The widest first, so that narrower ones lie on it. All begin at the last known figure, where nothing is open."""
    rows: list[dict[str, Any]] = []
    last = max(one.known, default=None)
    start = [(last, one.known[last], one.known[last])] if last else []
    for level in levels:
        if level in one.lower:
            ends = zip(one.points, one.lower[level], one.upper[level], strict=True)
            rows += [
                {"month": str(month), "count": low, "high": high, "band": _band(level)}
                for month, low, high in [*start, *ends]
                if month >= since
            ]
    return rows


def _line_rows(one: Fan, since: date) -> list[dict[str, Any]]:
    last = max(one.known, default=None)
    joined = ({last: one.known[last]} if last else {}) | dict(one.points)
    past = [
        {m: v for m, v in run.items() if last and m <= last} for run in one.earlier if min(run, default=since) >= since
    ]
    runs = [("what came", one.known), ("projection", joined), *(("earlier projections", run) for run in past)]
    return [
        {"month": str(month), "count": value, "line": name, "run": run}
        for run, (name, values) in enumerate(runs)
        for month, value in values.items()
        if month >= since
    ]


def leaderboard_chart(
    board: Leaderboard, title: str, *, source: str, stamp: str, loss: str = "mase", group: str = "all"
) -> ChartType:
    """The loss of each model as a multiple of that of the reference, by months ahead; filled where it beats it."""
    import altair as alt

    rows = _relative(board, loss, group)
    if not rows:
        raise bad_argument("loss", f"no model has {loss} in {group}", "a loss and a group that were scored")
    order = list(dict.fromkeys(row["model"] for row in rows))
    horizons = list(dict.fromkeys(row["ahead"] for row in rows))
    answer = alt.Fill("answer:N", scale=alt.Scale(domain=["beats it", "does not"], range=[BLUE, "#ffffff"]))
    shown = []
    for place, ahead in enumerate(horizons):
        base = alt.Chart({"values": [row for row in rows if row["ahead"] == ahead]}).encode(
            x=alt.X("ratio:Q", scale=alt.Scale(zero=True), axis=alt.Axis(title=None, tickCount=3, format=".1f")),
            y=alt.Y("model:N", sort=order, axis=alt.Axis(title=None, labels=not place, labelLimit=200)),
        )
        dots = base.mark_point(size=110, stroke=INK, strokeWidth=1.3, opacity=1).encode(fill=answer)
        bar = alt.Chart({"values": [{"one": 1}]}).mark_rule(color=INK, strokeDash=[4, 3]).encode(x="one:Q")
        named = alt.TitleParams(ahead, anchor="middle", fontSize=13, color=INK)
        shown.append(
            alt.layer(bar, dots).properties(width=int(660 / len(horizons)), height=26 * len(order), title=named)
        )
    lines = [
        f"{loss.upper()} as a multiple of that of {board.reference}, by months ahead. Below 1 is better; filled where "
        f"it is lower and the difference is more than luck (p < 0.05).",
        *(f"Warning: {text}" for text in board.warnings),
        f"An evaluation of projections, not an official figure. {stamp}",
        f"Source: {source}",
    ]
    whole = alt.hconcat(*shown, spacing=14).resolve_scale(x="shared")
    return _dressed(whole.properties(title=alt.TitleParams(**heading(title, lines, _WIDE))))


def _relative(board: Leaderboard, loss: str, group: str) -> list[dict[str, Any]]:
    rows = []
    for row in board.rows:
        own, bar = row.loss[loss], None
        if row.group == group:
            bar = board.row(board.reference, row.horizon, group).loss[loss]
        if own is not None and bar:
            ahead = f"{row.horizon} month{'s' if row.horizon > 1 else ''}"
            answer = "beats it" if row.beats(loss) else "does not"
            rows.append({"model": row.model, "ahead": ahead, "ratio": own / bar, "answer": answer})
    return rows
