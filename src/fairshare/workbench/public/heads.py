"""One digest a day over the whole record, for anybody to keep: it shows later whether the record was replaced.

A day ends at midnight, UTC. Nothing is stored: a digest follows from the entries up to its day, which never change.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.db.models import Max, Min
from django.db.models.functions import Left

from fairshare.faults import BadInputError, Fault
from fairshare.workbench.record.chain import head_of_day
from fairshare.workbench.record.models import Cycle, Entry

FORMAT: Final = "fairshare-heads/1"

Ends = dict[int, list[tuple[str, str]]]
"""By cycle, the days that had entries, newest first, and the digest of the last entry on or before each."""


def heads(before: date | None = None) -> dict[str, str]:
    """The digest of each day from that of the first entry to the one before ``before`` (today), a day without entries
    included."""
    ends = _ends()
    first = min((days[-1][0] for days in ends.values()), default="")
    if not first:
        return {}
    start, stop = date.fromisoformat(first), before or datetime.now(UTC).date()
    days = (start + timedelta(n) for n in range((stop - start).days))
    return {day: head_of_day(day, _at(ends, day)) for day in map(date.isoformat, days)}


def _at(ends: Ends, day: str) -> dict[int, str]:
    """The last digest of each cycle at the end of a day."""
    last = {year: next((head for on, head in days if on <= day), None) for year, days in ends.items()}
    return {year: head for year, head in last.items() if head is not None}


def _ends() -> Ends:
    """Where a clock was set back, an entry counts from the latest day before it: what was told of a day stays."""
    rows = (
        Entry.unscoped.annotate(day=Left("recorded", 10))
        .values("cycle", "day")
        .annotate(first=Min("number"), last=Max("number"))
        .order_by("cycle", "-day")
    )
    lasts: dict[int, dict[str, int]] = defaultdict(dict)
    later: dict[int, int] = {}
    for row in rows:
        year, last = row["cycle"], min(row["last"], later.get(row["cycle"], row["last"] + 1) - 1)
        later[year] = min(row["first"], later.get(year, row["first"]))
        if last:
            lasts[year][row["day"]] = last
    return {year: _digests(year, days) for year, days in lasts.items()}


def _digests(year: int, days: Mapping[str, int]) -> list[tuple[str, str]]:
    rows = Entry.unscoped.filter(cycle=year, number__in=set(days.values())).values_list("number", "hash")
    digests = dict(rows)
    return [(day, digests[number]) for day, number in days.items()]


def document() -> dict[str, Any]:
    """What is published: the digests of all days that are over."""
    return _document(datetime.now(UTC).date(), tuple(Cycle.objects.order_by("year").values_list("year", "head")))


@lru_cache(maxsize=1)
def _document(today: date, ends: tuple[tuple[int, str], ...]) -> dict[str, Any]:
    """The document as of a day and of a record that ends so: made once, as anybody may ask for it as often as they
    like."""
    return {"format": FORMAT, "heads": heads(today)}


def differing(path: Path) -> tuple[int, list[str]]:
    """How many days a kept document holds, and on which of them the record of now is another one than it was then.

    Raises :class:`~fairshare.faults.BadInputError` where the file is no such document."""
    kept, ends = _kept(path), _ends()
    return len(kept), [day for day, head in sorted(kept.items()) if head_of_day(day, _at(ends, day)) != head]


def _kept(path: Path) -> dict[str, str]:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(told, dict) or told.get("format") != FORMAT:
            raise ValueError
        kept = {date.fromisoformat(day).isoformat(): str(head) for day, head in told["heads"].items()}
        early = max(kept, default="") >= datetime.now(UTC).date().isoformat()
        if not early:
            return kept
        problem = f"has a head of {max(kept)}, a day that is not over"
    except OSError as error:
        problem = f"cannot be read ({error.strerror})"
    except (ValueError, LookupError, AttributeError, RecursionError):
        problem = f"is no document of format {FORMAT}"
    raise BadInputError([Fault(str(path), 1, "file", problem, "the file that /data/heads.json gave")])
