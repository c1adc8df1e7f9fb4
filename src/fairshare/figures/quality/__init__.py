"""What of a series should not be trusted: checks of its observations, and a summary with the worst first."""

from __future__ import annotations

from fairshare.figures.quality.checks import check
from fairshare.figures.quality.findings import Finding, Summary, report

__all__ = ["Finding", "Summary", "check", "report"]
