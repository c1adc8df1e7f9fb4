"""Retention and erasure: a case is erased so many months after its end, and only counts are kept of it.

The Regulation sets no period for such a tool: how long is a setting, ``FAIRSHARE_CASE_MONTHS``. Erased are
the case, its links, refusals and placements, what leads from it to the record, and the requests and proposals that
named it. The record keeps that a pseudonym took steps on days between two states: that belongs to nobody any more, the
chain stays whole, and balances keep their events. That a person is excluded for ever (67(2)) is kept where persons are
known, in the files of the states: this tool could not recognise anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from fairshare.law.time_limits import Limit, last_day
from fairshare.workbench.actions.models import Motion
from fairshare.workbench.cases.machine import BEFORE, ENDED, Status
from fairshare.workbench.cases.models import Case, Run, Tally, Trace
from fairshare.workbench.record.models import Cycle, Entry, Receipt
from fairshare.workbench.record.store import locked

SMALL: Final = 5
"""Counts below this are not published."""

_SIZES: Final = ((1, "1"), (2, "2"), (4, "3-4"), (7, "5-7"))
_AT_ONCE: Final = 500


def size_class(persons: int) -> str:
    """The class of a family's size.

    >>> [size_class(n) for n in (1, 4, 5, 9)]
    ['1', '3-4', '5-7', '8+']
    """
    return next((name for most, name in _SIZES if persons <= most), "8+")


def end_of(case: Case) -> date | None:
    """The day on which a case ended: of its last step, or of its pool year where no relocation came of it; ``None``
    while it runs. An arrival that nothing followed ends with it."""
    if case.status in ENDED:
        return case.ended
    if case.status in BEFORE or case.status == Status.ARRIVED:
        return max(case.latest, date(case.cycle_id, 12, 31))
    return None


def is_due(case: Case, today: date, kept: int) -> bool:
    """Whether a case is to be erased by now."""
    end = end_of(case)
    return end is not None and last_day(end, Limit(kept, "month", "the end of the case")) < today


def due(today: date, progress: Callable[[int, int, str], None] = lambda done, total, text: None) -> int:
    """Erase every case whose time is over, and how many there were. It may be stopped and begun again."""
    gone = 0
    for cycle in Cycle.objects.order_by("year"):
        rows = Case.unscoped.filter(cycle=cycle).iterator()
        found = [case.pk for case in rows if is_due(case, today, settings.CASE_MONTHS)]
        for start in range(0, len(found), _AT_ONCE):
            progress(start, len(found), str(cycle.year))
            gone += erase(cycle.year, found[start : start + _AT_ONCE])
    if gone and connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # the write-ahead log still holds the pages as they were
    return gone


def erase(year: int, pks: Collection[int]) -> int:
    """Erase cases of a cycle, all of them or none; their counts are kept. Returns how many there were."""
    _overwrite_what_is_deleted()
    with transaction.atomic():
        locked(year)
        cases = list(Case.unscoped.filter(cycle_id=year, pk__in=pks))
        for case in cases:
            _count(case)
        _forget_requests(cases)
        _forget_motions({case.public for case in cases})
        Case.unscoped.filter(pk__in=[case.pk for case in cases]).delete()
        Run.unscoped.filter(cycle_id=year, result__isnull=False, placements=None).delete()
    return len(cases)


def _overwrite_what_is_deleted() -> None:
    """SQLite leaves deleted rows in its file unless told otherwise; PostgreSQL clears them when it vacuums."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")


def _count(case: Case) -> None:
    end = end_of(case) or case.latest
    cell, _ = Tally.objects.get_or_create(
        cycle_id=case.cycle_id, present_in=case.present_in, destination=case.destination, month=f"{end:%Y-%m}",
        outcome=case.status, size=size_class(case.persons),
    )  # fmt: skip
    Tally.objects.filter(pk=cell.pk).update(cases=F("cases") + 1, persons=F("persons") + case.persons)


def _forget_requests(cases: Collection[Case]) -> None:
    """Receipts hold a digest of what was asked, which could be guessed back: few words are possible."""
    numbers = Trace.unscoped.filter(case__in=cases).values_list("number", flat=True)
    year = next((case.cycle_id for case in cases), 0)
    keys = Entry.unscoped.filter(cycle_id=year, number__in=list(numbers)).values_list("key", flat=True)
    Receipt.objects.filter(pk__in={key.rpartition("/")[0] for key in keys}).delete()


def _forget_motions(publics: Collection[str]) -> None:
    """Take the cases out of the proposals that were confirmed by two persons."""
    for motion in Motion.objects.filter(action="case.propose"):
        kept = [taken for taken in motion.data.get("left_out", ()) if taken["case"] not in publics]
        if len(kept) < len(motion.data.get("left_out", ())):
            motion.data = {**motion.data, "left_out": kept}
            motion.save(update_fields=["data"])


def counts(year: int) -> list[dict[str, Any]]:
    """What the public may know of cases that ended: counts by pair of states, month, outcome and size; ``None`` where
    there are fewer than five, and no sums by which these could be found."""
    cells: dict[tuple[str, ...], list[int]] = {}
    fields = ("present_in", "destination", "month", "outcome", "size")
    for row in Tally.objects.filter(cycle_id=year).values(*fields, "cases", "persons"):
        _add(cells, tuple(row[name] for name in fields), row["cases"], row["persons"])
    for case in Case.unscoped.filter(cycle_id=year, status__in=ENDED):
        end = f"{end_of(case):%Y-%m}"
        place = (case.present_in, case.destination, end, case.status, size_class(case.persons))
        _add(cells, place, 1, case.persons)
    return [
        dict(zip(fields, place, strict=True))
        | ({"cases": n, "persons": persons} if n >= SMALL else {"cases": None, "persons": None})
        for place, (n, persons) in sorted(cells.items())
    ]


def _add(cells: dict[tuple[str, ...], list[int]], place: tuple[str, ...], cases: int, persons: int) -> None:
    cell = cells.setdefault(place, [0, 0])
    cell[0] += cases
    cell[1] += persons
