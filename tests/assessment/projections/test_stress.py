"""Stress sets: only months of the window are scored, from whatever origin they were projected."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from fairshare.assessment.projections.leaderboard import REFERENCE
from fairshare.assessment.projections.origins import Entrant, Record, roll
from fairshare.assessment.projections.panel import Floats, Panel
from fairshare.assessment.projections.stress import WINDOWS, Window, stress, target_months

START = date(2017, 1, 1)


def walk(known: Panel, horizon: int) -> Floats:
    return np.repeat(known.values[:, -1:], horizon, axis=1)


def broken() -> Record:
    """Quiet alternation of 100 and 110; from March 2020 on a tenth of it (months 38 to 59)."""
    values = np.where(np.arange(60) % 2, 110.0, 100.0)
    values[38:] /= 10
    return roll(Panel(("a",), START, values[None]), {REFERENCE: Entrant(walk)}, range(30, 60), 6)


def test_targets_of_a_window_by_hand() -> None:
    """Origin 30 knows June 2019 as its last month; March 2020 is month 38, so 8 steps before it are out of reach."""
    targets = target_months(broken(), Window("2020-03", date(2020, 3, 1), date(2020, 3, 1), ""))
    assert targets.sum() == 6
    assert np.argwhere(targets).tolist() == [[3, 5], [4, 4], [5, 3], [6, 2], [7, 1], [8, 0]]


def test_the_break_costs_what_quiet_months_do_not() -> None:
    """Six months ahead is the same parity: 90 or 99 too many from six origins before the break, 0 from six after it."""
    quiet = Window("before", date(2019, 7, 1), date(2020, 2, 1), "")
    found = stress(broken(), {"all": (0,)}, windows=(quiet, WINDOWS[1]), horizons=(1, 6))
    before, during = found["before"], found["2020"]
    assert before is not None
    assert during is not None
    assert before.row(REFERENCE, 6).loss["mase"] == 0
    assert during.row(REFERENCE, 6).loss["mase"] == pytest.approx((3 * 90 + 3 * 99) / 12 / 10)
    assert during.row(REFERENCE, 6).origins == 12


def test_no_month_in_the_window_is_no_data() -> None:
    found = stress(broken(), {"all": (0,)}, horizons=(1,))
    assert [name for name, board in found.items() if board is None] == ["2015-16", "2022", "2024-12"]


def test_windows_are_whole_months_in_order_and_apart() -> None:
    days = [day for window in WINDOWS for day in (window.first, window.last)]
    assert days == sorted(set(days))
    assert {day.day for day in days} == {1}
