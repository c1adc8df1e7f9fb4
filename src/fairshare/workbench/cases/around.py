"""What the record says around a case: the ledger's book, agreements on beneficiaries, and places kept for others."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Sum

from fairshare.law.responsibility.codes import STATE_CODE, Masks
from fairshare.law.solidarity.access import is_shielded, owes
from fairshare.ledger.book import Book
from fairshare.ledger.postings import RELOCATION
from fairshare.states import PART_IV
from fairshare.workbench.cases.facts import Around, Facts, nobody_agreed
from fairshare.workbench.cases.machine import PENDING, Status
from fairshare.workbench.cases.models import Agreement, Case

KEEPS: Final = (Status.MATCHED, *PENDING)
"""With these a place is kept for a case that the ledger still holds as committed only."""

_OWED: Final = ("open", "committed", "accepted", "implemented", "carried_over")


@dataclass(slots=True)
class Surroundings:
    """The surroundings of several cases looked at in one action: what one of them takes is not there for the next."""

    book: Book
    agreed: Masks
    kept: Counter[tuple[str, str]]

    @classmethod
    def of(cls, book: Book) -> Surroundings:
        """As the database has them now."""
        return cls(book, agreements(book.year), kept(book.year))

    def around(self, facts: Facts) -> Around:
        """The surroundings of one case, which does not stand in its own way."""
        book, present, to = self.book, facts.present_in, facts.destination
        pair = (present, to)
        own = facts.persons if facts.status in KEEPS else 0
        committed = int(book.balance(to, "committed", RELOCATION, present)) if to else 0
        owed = to and owes(book.role(to))
        return Around(
            act=book.act_dates[0] if book.act_dates else None,
            agreed=self.agreed,
            benefits=book.standing(present).uses_pool,
            to_implement=sum(int(book.total(to, account, RELOCATION)) for account in _OWED) if owed else 0,
            left=committed - self.kept[pair] + own,
            shielded=is_shielded(present, book.shortcomings, [w for s, w in book.waived if s == to]),
            ends=date(book.year, 12, 31),
            choices=book.choices,
        )

    def moved(self, before: Facts, after: Facts) -> None:
        """Take note of a case that moved, for those that come after it."""
        if before.status in KEEPS:
            self.kept[before.present_in, before.destination] -= before.persons
        if after.status in KEEPS:
            self.kept[after.present_in, after.destination] += after.persons


def agreements(year: int) -> Masks:
    """By state, those that agreed with it to relocate beneficiaries: both said so."""
    masks = nobody_agreed()
    said = Agreement.objects.filter(cycle_id=year).values_list("present_in", "destination", "said_by")
    for present, to, by in said:
        if by == present and (present, to, to) in set(said):
            masks[STATE_CODE[present]] |= 1 << STATE_CODE[to]
    return masks


def kept(year: int) -> Counter[tuple[str, str]]:
    """Persons for whom places are kept, by state of presence and of relocation."""
    rows = Case.unscoped.filter(cycle_id=year, status__in=KEEPS).values("present_in", "destination")
    return Counter({(r["present_in"], r["destination"]): r["sum"] for r in rows.annotate(sum=Sum("persons"))})


def places(surroundings: Surroundings, present: str) -> dict[str, int]:
    """Places left for families present in a state, by state of relocation: drawn, and kept for no case yet."""
    book = surroundings.book
    left = {
        to: int(book.balance(to, "committed", RELOCATION, present)) - surroundings.kept[present, to]
        for to in sorted(PART_IV)
    }
    return {to: number for to, number in left.items() if number > 0 and owes(book.role(to))}
