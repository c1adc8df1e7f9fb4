"""Cases as the engine takes them: a case table, which rows belong to one case, and what only words can say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from fairshare.law.responsibility.codes import Days
from fairshare.law.responsibility.table import CaseTable

Evidence: TypeAlias = Mapping[str, Mapping[tuple[int, int], tuple[str, ...]]]
"""Pieces of evidence on record, by group, then by (slot, row): ``evidence["entries"][0, 4]``."""


@dataclass(frozen=True, slots=True)
class Cases:
    """Many cases, one row of ``table`` per person that a case asks about.

    ``case`` gives for each row the index of its case. The rows of a case are adjacent and in the order of the cases;
    the applicant comes first, then the others of the group. ``choices`` holds per case the answers to open questions
    that differ from the defaults, and may hold ``regime``.
    """

    ids: Sequence[str]
    table: CaseTable
    case: Days
    persons: Sequence[str]
    choices: Sequence[Mapping[str, str]]
    evidence: Evidence
