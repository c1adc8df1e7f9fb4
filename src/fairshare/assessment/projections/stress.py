"""Stress sets: how models did in months when flows broke with their past."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from fairshare.assessment.projections.leaderboard import HORIZONS, REFERENCE, Cells, Leaderboard, leaderboard
from fairshare.assessment.projections.origins import Record


@dataclass(frozen=True, slots=True)
class Window:
    """Months from ``first`` to ``last`` (first days of months, both in it) in which something broke."""

    name: str
    first: date
    last: date
    what: str


WINDOWS: Final = (
    Window("2015-16", date(2015, 1, 1), date(2016, 12, 1), "the rise of 2015 and the fall of 2016"),
    Window("2020", date(2020, 3, 1), date(2021, 2, 1), "the pandemic"),
    Window("2022", date(2022, 2, 1), date(2022, 12, 1), "the war in Ukraine and the rise after the pandemic"),
    Window("2024-12", date(2024, 12, 1), date(2025, 11, 1), "the fall of the government in Syria"),
)


def target_months(record: Record, window: Window) -> Cells:
    """Which targets (origins x horizon) fall in a window."""
    start = record.panel.month(0)
    first, last = ((day.year - start.year) * 12 + day.month - start.month for day in (window.first, window.last))
    target = np.array(record.origins)[:, None] + np.arange(record.horizon)
    return np.asarray((first <= target) & (target <= last), np.bool_)


def stress(
    record: Record,
    groups: Mapping[str, Sequence[int]],
    *,
    windows: Sequence[Window] = WINDOWS,
    horizons: Sequence[int] = HORIZONS,
    reference: str = REFERENCE,
) -> dict[str, Leaderboard | None]:
    """A leaderboard for each window, of the targets that fall in it; ``None`` where there is no figure: no data."""
    boards = {
        window.name: leaderboard(
            record, groups, horizons=horizons, reference=reference, months=target_months(record, window)
        )
        for window in windows
    }
    return {name: board if any(row.cells for row in board.rows) else None for name, board in boards.items()}
