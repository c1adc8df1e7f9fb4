"""What each contributor commits and delivers to each benefitting state: relocations in persons, the rest in EUR."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Final

from django.utils.translation import gettext_lazy as _

from fairshare.ledger import Book
from fairshare.ledger.postings import ALTERNATIVE, FINANCIAL, RELOCATION, Amount
from fairshare.workbench.pages.panels import Panel
from fairshare.workbench.pages.words import VALUES
from fairshare.workbench.tables.model import Column, Kind, Row, Table, Text

Pair = tuple[str, str, str]
"""Contributor, benefitting state, type of contribution."""

PERSONS: Final[dict[str, Text]] = {
    "committed": _("Committed"),
    "accepted": _("Accepted"),
    "implemented": _("Delivered"),
    "offset": _("By offset"),
}
EURO: Final[dict[str, Text]] = {
    "committed": _("Committed"),
    "implemented": _("Delivered"),
    "settled": _("Transferred"),
}
"""The accounts that hold what is for a benefitting state, by type."""


def relocations(book: Book, of: str = "", name: str = "deliveries") -> Table:
    """Relocations by pair of states; only those to or from one state where it is named."""
    return _table(book, of, name, _("Relocations committed and delivered, in persons"), PERSONS, (RELOCATION,))


def money(book: Book, of: str = "", name: str = "deliveries-eur") -> Table:
    """Financial contributions and measures in kind by pair of states, like :func:`relocations`."""
    caption = _("Financial contributions and measures in kind, committed and delivered, in EUR")
    return _table(book, of, name, caption, EURO, (FINANCIAL, ALTERNATIVE))


def own_panels(book: Book, state: str) -> list[Panel]:
    """What a state receives, or what it gives, from whom or to whom and since when; nothing before there is any."""
    receives = book.standing(state).uses_pool
    if not receives and not _pairs(book, state, (*PERSONS, *EURO), (RELOCATION, FINANCIAL, ALTERNATIVE)):
        return []
    persons, euro = (_("Relocations to you"), _("Money and support for you")) if receives else (
        _("Relocations you carry out"), _("Money and support you give"))  # fmt: skip
    return [
        Panel(persons, table=relocations(book, state, "own-relocations"), cite="AMMR 60(3), 67"),
        Panel(euro, table=money(book, state, "own-eur"), cite="AMMR 60(3), 64, 65"),
    ]


def _table(
    book: Book, of: str, name: str, caption: Text, accounts: Mapping[str, Text], types: tuple[str, ...]
) -> Table:
    persons = RELOCATION in types
    kind: Kind = "count" if persons else "eur"
    columns = (
        Column("state", _("Contributor"), "state"),
        Column("towards", _("Towards"), "state"),
        *(() if persons else (Column("measure", _("Type"), words=VALUES),)),
        *(Column(account, label, kind) for account, label in accounts.items()),
        Column("since", _("Since"), "date"),
        Column("last", _("Last change"), "date"),
    )
    days = _days(book)
    rows: list[Row] = []
    for pair, amounts in _pairs(book, of, tuple(accounts), types).items():
        state, towards, measure = pair
        since, last = days.get(pair, ("", ""))
        plain = {account: amount if persons else Fraction(amount, 100) for account, amount in amounts.items()}
        rows.append({"state": state, "towards": towards, "measure": measure, **plain, "since": since, "last": last})
    return Table(name, caption, columns, tuple(rows))


def _pairs(book: Book, of: str, accounts: tuple[str, ...], types: tuple[str, ...]) -> dict[Pair, dict[str, Amount]]:
    """What stands on some accounts for a benefitting state, by pair and type, in order."""
    found: dict[Pair, dict[str, Amount]] = {}
    for (state, account, measure, towards), amount in sorted(book.balances.items()):
        concerned = towards and of in {"", state, towards}
        if concerned and amount and account in accounts and measure in types:
            found.setdefault((state, towards, measure), dict.fromkeys(accounts, 0))[account] = amount
    return found


def _days(book: Book) -> dict[Pair, tuple[date, date]]:
    """When something for a pair of states was first and last moved, as far as the events are seen."""
    found: dict[Pair, tuple[date, date]] = {}
    for entry in book.journal:
        day = book.events[entry.event].date
        for state, _account, measure, towards, _amount in entry.legs:
            if towards:
                first, _last = found.get((state, towards, measure), (day, day))
                found[state, towards, measure] = first, day
    return found
