"""The stages of a cycle: what is late is told before anything else could be."""

from __future__ import annotations

from datetime import date

from fairshare.workbench.charts.timeline import Stage, Timeline, timeline


def test_each_stage_has_its_status(stages: Timeline) -> None:
    assert [point.status for point in stages.points] == ["done", "done-late", "late", "next", "coming", "coming"]
    assert [row["status"] for row in stages.table.rows] == [point.status for point in stages.points]


def test_days_are_told(stages: Timeline) -> None:
    assert stages.points[2].days == "due 15 Oct 2026, 6 days late"
    assert stages.points[3].days == "due 2 Nov 2026, 12 days left"
    assert stages.points[5].days == "no fixed day"
    assert stages.points[0].days.startswith("28 May 2026")


def test_a_stage_is_late_only_after_its_day() -> None:
    due = Stage("Report", date(2026, 10, 15))
    assert timeline([due], today=date(2026, 10, 15), title="T").points[0].status == "next"
    assert timeline([due], today=date(2026, 10, 16), title="T").points[0].status == "late"


def test_a_cycle_that_is_done_has_no_next_stage() -> None:
    done = timeline([Stage("Report", None, date(2026, 10, 1))], today=date(2027, 1, 1), title="T")
    assert [point.status for point in done.points] == ["done"]
