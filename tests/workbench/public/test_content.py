"""The charts of the public pages add up to the figures of the report."""

from __future__ import annotations

import pytest

from fairshare.workbench.charts.bars import Bars
from fairshare.workbench.people.seat import PUBLIC
from fairshare.workbench.public.content import bridge_chart
from fairshare.workbench.record.cut import cut
from fairshare.workbench.record.pool import pool_of
from fairshare.workbench.record.seed import seed, shipped

pytestmark = pytest.mark.django_db


def test_the_bridge_ends_where_the_report_does() -> None:
    """Fair shares are rounded up (57(3)): without that step the chart ended 21 units below the report."""
    seed(shipped(2026))
    report = pool_of(cut(2026, PUBLIC))
    chart = bridge_chart(report)
    assert isinstance(chart, Bars)
    assert report.surplus == 21
    assert chart.table.rows[-1]["sum"] == report.effective.bridge["delivering"] == 1_624
