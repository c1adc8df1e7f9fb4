"""A small line: gaps stay gaps, and words give both ends."""

from __future__ import annotations

from django.template import Context, Template
from django.utils.translation import override

from fairshare.workbench.charts.sparkline import EDGE, SIZE, Sparkline, sparkline


def test_an_unknown_year_is_a_gap(line: Sparkline) -> None:
    assert len(line.lines) == 2
    assert line.table.rows[2] == {"period": "2023", "value": None}
    assert line.label == "Pledges: from 5 in 2021 to 12 in 2025"


def test_the_highest_value_is_at_the_top_and_zero_at_the_bottom() -> None:
    drawn = sparkline({"a": 0, "b": 7}, title="T", unit="count")
    assert drawn.lines == (f"{EDGE}.0,{SIZE[1] - EDGE}.0 {SIZE[0] - EDGE}.0,{EDGE}.0",)
    assert drawn.last == (SIZE[0] - EDGE, EDGE)


def test_a_year_alone_is_a_dot_and_nothing_known_says_so() -> None:
    alone = sparkline({"2024": None, "2025": 3}, title="T", unit="count")
    assert (alone.lines, len(alone.dots), alone.label) == ((), 1, "T: 2025 3")
    none = sparkline({"2025": None}, title="T", unit="count")
    assert (none.last, none.label) == (None, "T: unknown")


def test_coordinates_keep_their_point_in_every_language(line: Sparkline) -> None:
    with override("de"):
        drawn = Template("{% load charts %}{% chart line %}").render(Context({"line": line}))
    assert 'cx="116.0" cy="4.0"' in drawn
