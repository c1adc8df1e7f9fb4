"""What stands on the accounts of each state, in units of one relocation, and the events behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from fairshare.ledger import Book
from fairshare.ledger.postings import RELOCATION


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts of one state, by ``(account, measure)``, over all benefitting states."""

    units: dict[tuple[str, str], Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    events: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))

    def total(self, accounts: Iterable[str], measures: Iterable[str]) -> Fraction:
        """Units on several accounts, over several measures."""
        wanted = tuple(measures)
        return sum((self.units.get((a, m), Fraction(0)) for a in accounts for m in wanted), Fraction(0))

    def behind(self, account: str, measures: Iterable[str]) -> list[int]:
        """The events that moved something on an account, over several measures."""
        return [index for measure in measures for index in self.events.get((account, measure), ())]


def accounts_by_state(book: Book) -> dict[str, Accounts]:
    """The accounts of every state that has any: what stands on them, and from the journal what moved it."""
    found: dict[str, Accounts] = defaultdict(Accounts)
    for (state, account, measure, _), amount in book.balances.items():
        units = Fraction(amount) / (1 if measure == RELOCATION else book.unit)
        found[state].units[account, measure] += units
    for entry in book.journal:
        for state, account, measure, _, _ in entry.legs:
            found[state].events[account, measure].append(entry.event)
    return found
