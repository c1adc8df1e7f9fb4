"""Whether a record holds: its chain, its last entry, what its entries say, and the books that follow from them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from fairshare.faults import BadInputError
from fairshare.law.choices import Choices
from fairshare.law.outcome import RefusedError
from fairshare.ledger.fold import Ledger, RefusedEventError
from fairshare.workbench.record.chain import Break, Sealed, breaks, canonical
from fairshare.workbench.record.models import Cycle, Entry, Receipt
from fairshare.workbench.record.payload import events_of, is_of_ledger

_AT_ONCE = 2000


@dataclass(slots=True)
class Reading:
    """Entries of one cycle as they pass by: what is wrong with each, and what folding them needs."""

    year: int
    problems: list[Break] = field(default_factory=list)
    drafts: list[tuple[str, int, str]] = field(default_factory=list)

    def checked(self, entries: Iterable[tuple[Sealed, str]]) -> Iterator[tuple[Sealed, str]]:
        """The entries unchanged; the events of the ledger among them are kept with date and number."""
        for entry, kept in entries:
            problem, day = _said(entry)
            if problem:
                self.problems.append(Break(self.year, entry.number, problem))
            elif is_of_ledger(entry.kind):
                self.drafts.append((day, entry.number, entry.payload))
            yield entry, kept

    def folded(self, choices: Choices) -> Iterator[Break]:
        """Fold the events that were kept, in the order of their legal dates: every posting balances, and nothing that
        the law refuses is among them."""
        self.drafts.sort(key=lambda draft: draft[:2])
        try:
            events = events_of(self.year, [payload for _, _, payload in self.drafts])
            Ledger.of(events, self.year, choices)
        except BadInputError as error:
            for fault in error.faults:  # line 1 is the head that ``events_of`` writes
                number = self.drafts[max(fault.line - 2, 0)][1] if self.drafts else 0
                yield Break(self.year, number, f"{fault.field} {fault.problem}")
        except RefusedEventError as refusal:
            yield Break(self.year, self.drafts[refusal.index][1], f"is refused: {refusal}")
        except RefusedError as refusal:
            yield Break(self.year, 0, f"the books do not balance: {refusal}")


def _said(entry: Sealed) -> tuple[str, str]:
    """What is wrong with what an entry says, if anything; and its legal day where it is an event of the ledger."""
    try:
        values = json.loads(entry.payload)
        plain = isinstance(values, dict) and canonical(values) == entry.payload
    except (ValueError, RecursionError):
        plain = False
    if not plain:
        return "holds a payload that is no canonical JSON object", ""
    if not is_of_ledger(entry.kind):
        return "", ""
    if values.get("event") != entry.kind:
        return "is of another kind than its payload says", ""
    day = values.get("date")
    return ("", day) if isinstance(day, str) else ("holds an event without a day", "")


def stored(cycle: Cycle) -> Iterator[tuple[Sealed, str]]:
    """The entries of a cycle up to the last that its row names, in order, with their digests, a few thousand at a time.

    No lock is held: entries never change, and those that others append meanwhile come after the last."""
    rows = Entry.unscoped.filter(cycle=cycle, number__lte=cycle.length).order_by("number")
    return ((row.sealed, row.hash) for row in rows.iterator(chunk_size=_AT_ONCE))


def verify(year: int) -> tuple[Cycle, tuple[Break, ...]]:
    """Read the whole record of a cycle and say what does not hold. Raises ``Cycle.DoesNotExist``."""
    cycle = Cycle.objects.get(pk=year)
    reading = Reading(year)
    found = list(breaks(reading.checked(stored(cycle)), (cycle.length, cycle.head), cycle.origin))
    found += [*reading.problems, *_beyond(cycle), *_receipts(cycle)]
    if not found:
        try:
            found += reading.folded(Choices(cycle.choices))
        except BadInputError as error:
            found.append(Break(year, 0, f"has choices that cannot be read: {error}"))
    return cycle, tuple(sorted(found, key=lambda one: one.number))


def _beyond(cycle: Cycle) -> Iterator[Break]:
    """Entries after the last that the cycle names, unless somebody appended them just now."""
    beyond = Entry.unscoped.filter(cycle=cycle, number__gt=cycle.length).order_by("number").first()
    if beyond is not None and Cycle.objects.get(pk=cycle.year).length == cycle.length:
        yield Break(cycle.year, beyond.number, f"stands after the last entry of the cycle, which is {cycle.length}")


def _receipts(cycle: Cycle) -> Iterator[Break]:
    """Entries whose receipt names another account. An imported record has no receipts: those are no part of it."""
    whose = dict(Receipt.objects.values_list("key", "who"))
    rows = (
        Entry.unscoped.filter(cycle=cycle, number__lte=cycle.length)
        .order_by("number")
        .values_list("number", "key", "who")
    )
    for number, key, who in rows.iterator(chunk_size=_AT_ONCE):
        if whose.get(key.rpartition("/")[0], who) != who:
            yield Break(cycle.year, number, "has a receipt of another account")
