"""What the record asks for of itself: a cycle for every pool year, in time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from fairshare.workbench.clock import today
from fairshare.workbench.jobs.registry import Report, job
from fairshare.workbench.record.opening import open_due


@job("cycles.open", every=timedelta(days=1))
def open_cycles(arguments: Mapping[str, Any], report: Report) -> dict[str, Any]:
    """Open the cycles that are due."""
    return {"opened": open_due(today())}
