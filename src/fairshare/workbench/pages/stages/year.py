"""The pool year: who uses the pool, what is needed, what is drawn, what is delivered (58 to 60, 67)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from fairshare.ledger import Book
from fairshare.ledger.events import MEASURES, DrawAgreed
from fairshare.ledger.postings import RELOCATION
from fairshare.workbench.pages.panels import Panel
from fairshare.workbench.pages.stages.deliveries import money, relocations
from fairshare.workbench.pages.words import VALUES
from fairshare.workbench.record.cut import Cut
from fairshare.workbench.tables.formats import percent, state_name
from fairshare.workbench.tables.model import Column, Row, Table, Value
from fairshare.workbench.tables.words import ROLES


def panels(view: Cut, today: date) -> list[Panel]:
    """Benefitting states and their needs, draws, deliveries, the Technical-Level Forum, preparedness."""
    book = view.book
    return [
        Panel(_("Use of the pool"), table=standings(book), cite="AMMR 58, 59, 60(3)"),
        Panel(_("Needs and what is committed to them"), table=needs(book), cite="AMMR 58(2), 59(2), 60(2)"),
        Panel(_("Draws"), table=draws(view), cite="AMMR 60(3)(2)"),
        Panel(_("Relocations by pair of states"), table=relocations(book), cite="AMMR 60(3), 67, 68"),
        Panel(_("Money and kind by pair of states"), table=money(book), cite="AMMR 60(3), 64, 65"),
        Panel(_("Technical-Level Forum"), table=technical_forums(book), cite="AMMR 14(5), 58(3), 59(6), 60(1)"),
        Panel(_("Preferences"), table=preferences(book), cite="AMMR 60(4)"),
        Panel(_("Preparedness"), table=preparedness(book), cite="AMMR 59(2)(d)"),
    ]


def standings(book: Book) -> Table:
    """The states that stand out: those that use the pool, or asked to."""
    columns = (
        Column("state", _("State"), "state"),
        Column("role", _("Role"), words=ROLES),
        Column("notice", _("Notice (58)"), "flag"),
        Column("notified", _("Notification (59)"), "flag"),
        Column("accepted", _("Accepted"), "flag"),
        Column("refused", _("Access refused"), "flag"),
        Column("shortcomings", _("Systemic shortcomings"), "flag"),
    )
    rows: tuple[Row, ...] = tuple(
        {
            "state": state,
            "role": book.role(state),
            "notice": told.notice,
            "notified": told.notified,
            "accepted": told.accepted,
            "refused": told.refused,
            "shortcomings": state in book.shortcomings,
        }
        for state, told in sorted(book.standings.items())
        if told.notice or told.notified or state in book.shortcomings
    )
    return Table("standings", _("States that use the pool or asked to"), columns, rows)


def _plain(measure: str, amount: int | Fraction) -> int | Fraction:
    """An amount of the ledger in persons or EUR."""
    return amount if measure == RELOCATION else Fraction(amount) / 100


def committed(book: Book, towards: str, measure: str) -> int | Fraction:
    """What is committed, accepted or delivered to a state by all contributors: persons, or EUR."""
    wanted = {"committed", "accepted", "implemented", "settled", "offset"}
    total = sum(
        amount
        for (_, account, kind, whom), amount in book.balances.items()
        if account in wanted and kind == measure and whom == towards
    )
    return _plain(measure, total)


def needs(book: Book) -> Table:
    """What each benefitting state says it needs, by type, against what is committed to it."""
    columns = (
        Column("state", _("State"), "state"),
        *(
            Column(f"{m}_{part}", f"{VALUES[m]}: {word}", "count" if m == "relocation" else "eur")
            for m in MEASURES
            for part, word in (("needed", _("needed")), ("given", _("committed")))
        ),
        Column("programme", _("Programme")),
        Column("toolbox", _("Toolbox")),
    )
    rows: list[Row] = []
    for state, told in sorted(book.needs.items()):
        row: dict[str, Value] = {"state": state, "programme": told.programme, "toolbox": told.toolbox}
        for measure in MEASURES:
            row[f"{measure}_needed"] = told.needs.get(measure, Decimal(0))
            row[f"{measure}_given"] = committed(book, state, measure)
        rows.append(row)
    return Table("needs", _("Needs by state"), columns, tuple(rows))


def draws(view: Cut) -> Table:
    """The draws agreed, newest first."""
    columns = (
        Column("day", _("Day"), "date"),
        Column("towards", _("Towards"), "state"),
        Column("measure", _("Type"), words=VALUES),
        Column("persons", _("Persons"), "count"),
        Column("euro", _("EUR"), "eur"),
    )
    rows: tuple[Row, ...] = tuple(
        {
            "day": event.date,
            "towards": event.towards,
            "measure": event.measure,
            "persons": event.amount if event.measure == RELOCATION else "",
            "euro": "" if event.measure == RELOCATION else event.amount,
        }
        for event in reversed(view.events)
        if isinstance(event, DrawAgreed)
    )
    return Table("draws", _("Draws agreed in the Technical-Level Forum"), columns, rows)


def technical_forums(book: Book) -> Table:
    """Meetings of the Technical-Level Forum, and the common understanding on how money and persons are spread."""
    columns = (Column("day", _("Day"), "date"), Column("what", _("What"), words=VALUES), Column("text", _("Content")))
    meetings: list[Row] = [
        {"day": told.date, "what": told.occasion, "text": told.note} for told in book.technical_forums
    ]
    agreed: list[Row] = [
        {"day": told.date, "what": measure, "text": f"{_shared(told.parts)} {told.text}".strip()}
        for measure, told in book.understandings.items()
    ]
    rows: tuple[Row, ...] = tuple(sorted([*meetings, *agreed], key=lambda row: str(row["day"])))
    return Table("technical", _("Meetings and common understandings"), columns, rows)


def _shared(parts: dict[str, Fraction]) -> str:
    return ", ".join(f"{state_name(state)} {percent(part)}" for state, part in sorted(parts.items()))


def preferences(book: Book) -> Table:
    """Reasonable preferences that states told at the first forum."""
    columns = (Column("state", _("State"), "state"), Column("text", _("Preference")), Column("day", _("Told"), "date"))
    rows: tuple[Row, ...] = tuple(
        {"state": s, "text": told.text, "day": told.date} for s, told in sorted(book.preferences.items())
    )
    return Table("preferences", _("Preferences"), columns, rows)


def preparedness(book: Book) -> Table:
    """Measures asked of a state before it benefits, and its answers."""
    columns = (
        Column("state", _("State"), "state"),
        Column("measure", _("Measure asked")),
        Column("until", _("Until"), "date"),
        Column("done", _("Done"), "flag"),
        Column("text", _("Answer")),
    )
    rows: tuple[Row, ...] = tuple(
        {
            "state": state,
            "measure": measure,
            "until": asked.until or "",
            "done": None if answer is None else answer.done,
            "text": answer.text if answer else "",
        }
        for (state, measure), (asked, answer) in sorted(book.preparedness.items())
    )
    return Table("preparedness", _("Preparedness measures"), columns, rows)
