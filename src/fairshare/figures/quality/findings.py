"""A finding on a series of observations, and the summary of many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

SEVERITIES: Final = ("wrong", "doubt", "note")
"""``wrong``: cannot be right as it stands; ``doubt``: look before use; ``note``: to know."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found. ``geo`` and ``period`` say where (empty: the series as a whole; ``A..B``: from A to
    B); ``figures`` are what the text says, as numbers or words; ``size``: how much of the series' unit is at stake."""

    series: str
    geo: str
    period: str
    check: str
    severity: str
    text: str
    figures: Mapping[str, int | float | str]
    size: float = 0.0

    def __str__(self) -> str:
        where = " ".join(part for part in (self.geo, self.period) if part)
        return f"{self.severity}: {self.series}{' ' if where else ''}{where}: {self.text} ({self.check})"

    @property
    def rank(self) -> tuple[int, float, str, str, str, str]:
        """The place in an order with the worst first."""
        order = SEVERITIES.index(self.severity)
        return order, -self.size, self.check, self.geo, self.period, self.text

    def as_json(self) -> dict[str, Any]:
        """Everything, as plain values."""
        return {name: getattr(self, name) for name in self.__slots__ if name != "figures"} | {
            "figures": dict(self.figures)
        }


@dataclass(frozen=True, slots=True)
class Summary:
    """What was found on one series: how many findings of each severity and check, and the worst of them."""

    series: str
    wrong: int
    doubt: int
    note: int
    checks: Mapping[str, int]
    worst: tuple[Finding, ...]

    def as_json(self) -> dict[str, Any]:
        """Everything, as plain values."""
        counts = {name: getattr(self, name) for name in ("series", *SEVERITIES)}
        return counts | {"checks": dict(self.checks), "worst": [finding.as_json() for finding in self.worst]}


def report(findings: Iterable[Finding], most: int = 10) -> tuple[Summary, ...]:
    """One summary for each series, those with the most that is wrong first, then the most in doubt; ``most`` findings
    of each, the worst first."""
    ordered = sorted(findings, key=lambda finding: (finding.series, finding.rank))
    grouped = [(name, tuple(group)) for name, group in groupby(ordered, key=lambda finding: finding.series)]
    summaries = []
    for name, found in grouped:
        count = Counter(finding.severity for finding in found)
        checks = dict(sorted(Counter(finding.check for finding in found).items()))
        wrong, doubt, note = (count[severity] for severity in SEVERITIES)
        summaries.append(Summary(name, wrong, doubt, note, checks, found[:most]))
    return tuple(sorted(summaries, key=lambda one: (-one.wrong, -one.doubt, -one.note, one.series)))
