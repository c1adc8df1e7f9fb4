"""The record as tables: the events of a pool, and of one state its balances and the postings behind them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from fairshare.evaluation.pool import Figure, PoolReport
from fairshare.evaluation.pool.report import explain
from fairshare.ledger import Book
from fairshare.ledger.events import Event
from fairshare.ledger.notation import tag
from fairshare.workbench.tables import words
from fairshare.workbench.tables.formats import state_name
from fairshare.workbench.tables.model import Column, Row, Table, Text, Value
from fairshare.workbench.tables.tables_of_pool import figure_cells, figure_column

_PERSONS: Final = ("persons", "cases", "relocations")
_EURO: Final = ("financial", "value")
_COLUMN_OF: Final = {"share": "share", "persons": "units", "units": "units", "EUR": "eur"}
_DATE: Final = Column("date", _("Date"), "date")
_EVENT: Final = Column("event", _("Event"), words=words.EVENTS)
_STATE: Final = Column("state", _("State"), "state")
_TOWARDS: Final = Column("towards", _("For"), "state")
_MEASURE: Final = Column("measure", _("Measure"), words=words.MEASURES)
_AMOUNTS: Final = (Column("persons", _("Persons"), "count"), Column("eur", _("EUR"), "eur"))
_ORIGIN: Final = (
    Column("basis", _("Basis")), Column("status", _("Status"), "status"),
    Column("source", _("Source"), apart=True),
)  # fmt: skip

_name: Final = lazy(state_name, str)


def events_table(record: PoolReport | Book) -> Table:
    """One row per event of the record, in its order: when, what, whose, how much, by whom, on what basis."""
    book = record.book if isinstance(record, PoolReport) else record
    return Table(
        name="events",
        caption=format_lazy(_("Events of the Annual Solidarity Pool {year}"), year=book.year),
        columns=(
            _DATE, _EVENT, _STATE, _TOWARDS, _MEASURE, *_AMOUNTS, Column("actor", _("By")), *_ORIGIN,
            Column("note", _("Note"), apart=True), Column("recorded", _("Recorded"), "date"),
        ),
        rows=tuple(_event_row(event) for event in book.events),
    )  # fmt: skip


def _event_row(event: Event) -> Row:
    common: dict[str, Value] = {name: getattr(event, name) for name in ("date", "actor", "recorded", *_ORIGIN_KEYS)}
    whose: dict[str, Value] = {name: getattr(event, name, "") for name in ("state", "towards", "measure")}
    persons, euro = _amounts(event)
    return {"event": tag(type(event)), "note": event.note, "persons": persons, "eur": euro} | common | whose


_ORIGIN_KEYS: Final = tuple(column.key for column in _ORIGIN)


def _amounts(event: Event) -> tuple[Value, Value]:
    """Persons and EUR that an event states, blank where it states none, ``None`` where it does not tell how many."""
    persons: Value = next((getattr(event, name) for name in _PERSONS if hasattr(event, name)), "")
    euro: Value = next((getattr(event, name) for name in _EURO if hasattr(event, name)), "")
    if hasattr(event, "amount"):
        amount: Decimal | None = event.amount
        measure = getattr(event, "measure", "")  # None: neither how much is known nor of what
        return (None, None) if measure is None else (amount, "") if measure == "relocation" else ("", amount)
    return persons, euro


def balances_table(report: PoolReport, state: str) -> Table:
    """Every figure of one state, one row each, in the column of its unit, with provision, status and source.

    Raises ``KeyError`` for a state that has no row in the report."""
    row = {row.state: row for row in report.rows}[state]
    pledged: list[tuple[str, Text, Figure]] = [
        (f"pledged_{name}", format_lazy(_("Pledged: {measure}"), measure=words.MEASURES[name]), figure)
        for name, figure in row.pledged.items()
    ]
    figures: list[tuple[str, Text, Figure]] = [(key, words.ACCOUNTS[key], value) for key, value in row.figures.items()]
    lines = [*figures[:_BEFORE_PLEDGES], *pledged, *figures[_BEFORE_PLEDGES:]]
    return Table(
        name="balances",
        caption=format_lazy(_("{state}: balances"), state=_name(state)),
        columns=(
            Column("balance", _("Balance"), words={key: label for key, label, _figure in lines}),
            figure_column("share", _("Share"), "share"),
            figure_column("units", _("Persons or units"), "count"),
            figure_column("eur", _("EUR"), "eur"),
            Column("cite", _("Provision"), "cite"),
            Column("source", _("Source"), words=words.ORIGINS, apart=True),
            Column("note", _("Note"), words=words.REMARKS, apart=True),
        ),
        rows=tuple(_balance_row(key, figure) for key, _label, figure in lines),
    )


_BEFORE_PLEDGES: Final = 3  # share, fair share in units, fair share in EUR
_NO_FIGURE: Final[Row] = {f"{column}{part}": "" for column in ("share", "units", "eur") for part in ("", "_status")}


def _balance_row(key: str, figure: Figure) -> Row:
    filled = figure_cells({_COLUMN_OF[figure.unit]: figure})
    return {"balance": key, **_NO_FIGURE, **filled, "cite": figure.cite, "source": figure.source, "note": figure.note}


def postings_table(report: PoolReport, state: str) -> Table:
    """Every posting to the accounts of one state, with the event behind it: the reasons of its balances.

    Raises :class:`~fairshare.law.outcome.RefusedError` for a state that has no accounts in this pool."""
    return Table(
        name="postings",
        caption=format_lazy(_("{state}: events and what they moved"), state=_name(state)),
        columns=(
            _DATE, _EVENT, Column("account", _("Account"), words=words.ACCOUNTS), _MEASURE, _TOWARDS,
            *_AMOUNTS, *_ORIGIN,
        ),
        rows=tuple(_posting_row(line, posting) for line in explain(report, state) for posting in line["postings"]),
        notes=(_("What is negative came from that account; each event adds up to nothing."),),
    )  # fmt: skip


def _posting_row(line: dict[str, Any], posting: dict[str, Any]) -> Row:
    relocation = posting["measure"] == "relocation"
    amount = Fraction(posting["amount"])
    return {
        "date": date.fromisoformat(line["date"]),
        "event": _EVENT_TAGS.get(line["event"], ""),
        "persons": amount if relocation else "",
        "eur": "" if relocation else amount,
        **{name: posting[name] for name in ("account", "measure", "towards")},
        **{name: line[name] for name in _ORIGIN_KEYS},
    }


_EVENT_TAGS: Final = {kind.__name__: tag(kind) for kind in Event.__subclasses__()}
