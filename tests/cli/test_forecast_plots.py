"""Charts of projections: what is drawn, what must stand on the chart, and files that are whole or not there."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

from fairshare.assessment.projections.hierarchy import Hierarchy
from fairshare.assessment.projections.leaderboard import REFERENCE, leaderboard
from fairshare.assessment.projections.origins import Entrant, Record, roll
from fairshare.assessment.projections.panel import Floats, Panel
from fairshare.assessment.projections.project import Projection, project
from fairshare.cli.forecast_plots import NOT_OFFICIAL, Fan, earlier_projections, fan, forecast_chart, leaderboard_chart
from fairshare.cli.plots import heading, write_chart
from fairshare.faults import BadInputError

pytest.importorskip("altair")
pytest.importorskip("vl_convert")
SAID = {"source": "Eurostat migr_asyappctzm, read on 1 June 2025", "stamp": "fairshare 0.4, theta, figures to 2020-08"}
NAMES = ("EL", "CY")
VERDICT = "theta does not beat the random walk at 12 months (36 origins)"


def walk(known: Panel, horizon: int) -> Floats:
    return np.repeat(known.values[:, -1:], horizon, axis=1)


def level(known: Panel, horizon: int) -> Floats:
    return np.repeat(known.values.mean(axis=1, keepdims=True), horizon, axis=1)


def record() -> Record:
    values = np.random.default_rng(0).poisson([[1200.0], [90.0]], (2, 60)).astype(float)
    panel = Panel(NAMES, date(2015, 9, 1), values)
    return roll(panel, {REFERENCE: Entrant(walk), "theta": Entrant(level)}, range(36, 60), 6)


def projected(levels: Sequence[float] = (0.5, 0.8, 0.95)) -> tuple[Panel, Projection]:
    panel = record().panel
    hierarchy = Hierarchy.of({"state": panel.names})
    return hierarchy.panel(panel), project(panel, hierarchy, "random_walk", 6, draws=60, levels=levels, workers=1)


def fans() -> list[Fan]:
    nodes, projection = projected()
    return [fan(nodes, projection, name, earlier_projections(record(), "theta", row)) for row, name in enumerate(NAMES)]


def drawn(shown: Sequence[Fan], **more: Any) -> Any:
    return forecast_chart(shown, "First-time applications", warnings=[VERDICT], **SAID, **more)


def test_a_fan_follows_its_panel_month_by_month() -> None:
    greece = fans()[0]
    assert (greece.name, max(greece.known), min(greece.points)) == ("EL", date(2020, 8, 1), date(2020, 9, 1))
    assert max(greece.points) == date(2021, 2, 1)
    assert greece.known[date(2015, 9, 1)] == record().panel.values[0, 0]
    nodes, projection = projected()
    total = fan(nodes, projection, "total")
    assert total.known[date(2015, 9, 1)] == record().panel.values[:, 0].sum()
    assert list(total.upper[0.95]) == projection.upper[2, 0].tolist()
    with pytest.raises(BadInputError, match="'MT' is unknown; expected one of total, EL, CY"):
        fan(nodes, projection, "MT")


def test_earlier_projections_are_what_was_said_at_their_origins() -> None:
    """Every sixth of the origins 36 to 59, back from the last: 41, 47, 53, 59."""
    rolled = record()
    found = earlier_projections(rolled, "theta", 0)
    assert [min(run) for run in found] == [rolled.panel.month(origin) for origin in (41, 47, 53, 59)]
    assert found[0][rolled.panel.month(43)] == rolled.past["theta"].points[5, 0, 2]


def test_source_stamp_verdict_and_status_stand_on_the_chart(tmp_path: Path) -> None:
    path = tmp_path / "one.svg"
    write_chart(drawn(fans()[:1]), path)
    said = " ".join(ElementTree.parse(path).getroot().itertext())
    for wanted in ("First-time applications", f"Warning: {VERDICT}", NOT_OFFICIAL, *SAID.values()):
        assert wanted in said
    assert "1,200" in said
    for name in ("what came", "projection", "earlier projections", "95 % interval"):
        assert name in said


def rows(chart: Any) -> list[dict[str, Any]]:
    return [row for data in chart.to_dict()["datasets"].values() for row in data]


def test_every_figure_is_drawn_and_nothing_else() -> None:
    greece = fans()[0]
    shown = rows(drawn([greece]))
    came = {row["month"]: row["count"] for row in shown if row.get("line") == "what came"}
    assert came == {str(month): value for month, value in greece.known.items()}
    ahead = {row["month"]: row["count"] for row in shown if row.get("line") == "projection"}
    assert ahead == {"2020-08-01": greece.known[date(2020, 8, 1)]} | {str(m): v for m, v in greece.points.items()}
    widest = [(row["count"], row["high"]) for row in shown if row.get("band") == "95 % interval"][1:]
    assert widest == list(zip(greece.lower[0.95], greece.upper[0.95], strict=True))


def test_earlier_projections_end_where_the_fan_begins_and_none_is_cut_at_its_start() -> None:
    shown = rows(drawn(fans()[:1], since=date(2019, 7, 1)))
    earlier = {row["month"] for row in shown if row.get("line") == "earlier projections"}
    assert (min(earlier), max(earlier)) == ("2019-08-01", "2020-08-01")
    assert min(row["month"] for row in shown) == "2019-07-01"


def test_axes_begin_at_0_and_months_do_not_depend_on_the_zone() -> None:
    text = json.dumps(drawn(fans()).to_dict())
    assert len(re.findall(r'"scale": {"zero": true}', text)) == len(re.findall(r'"format": ",.0f"', text)) > 0
    assert len(re.findall(r'"type": "utc"', text)) == len(re.findall(r'"field": "month"', text)) > 0


def test_small_multiples_name_each_series(tmp_path: Path) -> None:
    path = tmp_path / "both.svg"
    write_chart(drawn(fans()), path)
    assert {">EL<", ">CY<"} <= set(re.findall(r">[A-Z]{2}<", path.read_text()))


def test_the_same_figures_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("first.svg", "second.svg"):
        write_chart(drawn(fans()), tmp_path / name)
    assert (tmp_path / "first.svg").read_bytes() == (tmp_path / "second.svg").read_bytes()


def test_identifiers_do_not_count_on_from_chart_to_chart(tmp_path: Path) -> None:
    """Regression: the library numbers clip paths through all charts of a process."""
    import altair as alt

    for name in ("first.svg", "second.svg"):
        data: Any = {"values": [{"x": 0, "y": 0}, {"x": 1, "y": 3}]}
        write_chart(alt.Chart(data).mark_line(clip=True).encode(x="x:Q", y="y:Q"), tmp_path / name)
    assert "clip" in (tmp_path / "first.svg").read_text()
    assert (tmp_path / "first.svg").read_bytes() == (tmp_path / "second.svg").read_bytes()


def test_a_png_of_two_pixels_a_point(tmp_path: Path) -> None:
    path = tmp_path / "one.png"
    write_chart(drawn(fans()[:1]), path)
    head = path.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(head[16:20], "big") > 1520


def test_a_series_without_intervals_or_history_is_drawn(tmp_path: Path) -> None:
    bare = replace(fans()[0], known={}, lower={}, upper={}, earlier=())
    write_chart(drawn([bare]), tmp_path / "bare.svg")
    assert (tmp_path / "bare.svg").stat().st_size > 1000


def test_the_leaderboard_says_who_beats_it(tmp_path: Path) -> None:
    board = leaderboard(record(), {"all": (0, 1)}, horizons=(1, 6))
    chart = leaderboard_chart(board, "Which models beat the random walk?", **SAID)
    shown = {(row["model"], row["ahead"]): row for row in rows(chart) if "model" in row}
    assert shown[REFERENCE, "1 month"] == {"model": REFERENCE, "ahead": "1 month", "ratio": 1, "answer": "does not"}
    theta = board.row("theta", 6)
    assert theta.loss["mase"] is not None
    assert shown["theta", "6 months"]["answer"] == ("beats it" if theta.beats() else "does not")
    assert shown["theta", "1 month"]["answer"] == "beats it"
    write_chart(chart, tmp_path / "board.svg")
    said = (tmp_path / "board.svg").read_text()
    assert "Warning: fewer than 36 origins" in said
    assert SAID["source"] in said


def test_long_lines_are_broken() -> None:
    found = heading("Short", ["word " * 60], 300)
    assert max(map(len, found["subtitle"])) <= 48
    assert " ".join(found["subtitle"]) == ("word " * 60).strip()


@pytest.mark.parametrize("name", ["chart", "chart.pdf", "chart.svg.gz"])
def test_another_ending_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInputError, match=r"is no chart; expected a file whose name ends in \.svg or \.png"):
        write_chart(drawn(fans()[:1]), tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_a_chart_that_cannot_be_drawn_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "chart.svg"
    path.write_text("old")
    chart = drawn(fans()[:1])

    def fails(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(chart), "save", fails)
    with pytest.raises(BadInputError, match="No space left on device"):
        write_chart(chart, path)
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("chart.svg", "old")]


def test_missing_libraries_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chart = drawn(fans()[:1])
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(BadInputError, match=r"needs altair and vl-convert; expected pip install 'fairshare\[plots\]'"):
        write_chart(chart, tmp_path / "chart.svg")


def test_other_levels_are_named_and_more_than_three_refused() -> None:
    nodes, projection = projected((0.9,))
    bands = {row["band"] for row in rows(drawn([fan(nodes, projection, "EL")])) if "band" in row}
    assert bands == {"90 % interval"}
    nodes, projection = projected((0.5, 0.6, 0.7, 0.8))
    with pytest.raises(BadInputError, match="there are 4 of them; expected 3 at most"):
        drawn([fan(nodes, projection, "EL")])


def test_nothing_to_draw_is_told() -> None:
    with pytest.raises(BadInputError, match="there is nothing to draw"):
        drawn([])
    with pytest.raises(BadInputError, match="no model has crps in all"):
        leaderboard_chart(leaderboard(record(), {"all": (0, 1)}, horizons=(1,)), "Scores", loss="crps", **SAID)
