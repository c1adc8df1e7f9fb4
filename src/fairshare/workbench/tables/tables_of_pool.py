"""The report on a pool as tables: reference numbers, states, pledges, votes, tests.

Words in the tables that come from the record (sources, notes, basis) stay as they were recorded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fairshare.evaluation.pool import Figure, PoolReport
from fairshare.evaluation.pool.report import test_json
from fairshare.law.outcome import Test
from fairshare.ledger import Book
from fairshare.ledger.events import ActAdopted
from fairshare.states import NAMES
from fairshare.workbench.tables import words
from fairshare.workbench.tables.formats import count, share, state_name, unknown
from fairshare.workbench.tables.model import Column, Kind, Table, Text, Value

_OF_THE_POOL: Final[tuple[tuple[str, Kind], ...]] = (
    ("share", "share"), ("fair_share_units", "count"), ("fair_share_eur", "eur"), ("deducted", "count"),
    ("to_implement", "count"), ("implemented", "count"), ("offset", "count"), ("outstanding", "count"),
)  # fmt: skip
_PLEDGES: Final[tuple[tuple[str, Text, Kind], ...]] = (
    ("relocation", _("Relocations"), "count"),
    ("financial", _("Financial contributions"), "eur"),
    ("alternative", _("Alternative measures"), "eur"),
)
_STATE: Final = Column("state", _("State"), "state")
_IN_UNITS: Final = _("Deductions and what follows them are counted in units of one relocation.")


def figure_cells(figures: Mapping[str, Figure]) -> dict[str, Value]:
    """The part of a row that figures fill, by key: each value, and how certain it is."""
    values: dict[str, Value] = {key: figure.value for key, figure in figures.items()}
    return values | {f"{key}_status": figure.status for key, figure in figures.items()}


def figure_column(key: str, label: Text, kind: Kind) -> Column:
    """A column of figures, each with its status."""
    return Column(key, label, kind, status=f"{key}_status")


def pool_table(report: PoolReport) -> Table:
    """One row per state: share, fair share, role, and what became of it (60(3), 61, 62, 63)."""
    columns = [figure_column(key, words.ACCOUNTS[key], kind) for key, kind in _OF_THE_POOL]
    role = Column("role", _("Role"), words=words.ROLES)
    return Table(
        name="pool",
        caption=format_lazy(_("Annual Solidarity Pool {year}, by state"), year=report.year),
        columns=(_STATE, *columns[:3], role, *columns[3:]),
        rows=tuple(
            {"state": row.state, "role": row.role}
            | figure_cells({key: row.figures[key] for key, _kind in _OF_THE_POOL})
            for row in report.rows
        ),
        notes=(_IN_UNITS,),
        source=sources(row.figures["fair_share_units"] for row in report.rows),
    )


def pledges_table(report: PoolReport) -> Table:
    """One row per state of the key or with a pledge: pledge by type of measure (57(1), 56(2))."""
    return Table(
        name="pledges",
        caption=format_lazy(_("Pledges to the Annual Solidarity Pool {year}, by state and type"), year=report.year),
        columns=(
            _STATE,
            Column("role", _("Role"), words=words.ROLES),
            *(figure_column(measure, label, kind) for measure, label, kind in _PLEDGES),
            Column("discharge", _("To be met by"), words=words.DISCHARGES),
        ),
        rows=tuple(
            {"state": row.state, "role": row.role, "discharge": _discharge(report.book, row.state)}
            | figure_cells(row.pledged)
            for row in report.rows
        ),
        notes=(_("Relocations are persons; financial contributions and alternative measures are EUR."),),
        source=sources(figure for row in report.rows for figure in row.pledged.values()),
    )


def _discharge(book: Book, state: str) -> str:
    return "offset" if any(fact.discharge == "offset" for fact in book.pledges.get(state, ())) else ""


def reference_table(report: PoolReport) -> Table:
    """The two reference numbers of the act (57(1)), with status and source."""
    relocations, financial = report.reference_relocations, report.reference_eur
    labels = {measure: label for measure, label, _kind in _PLEDGES}
    return Table(
        name="reference",
        caption=format_lazy(_("Reference numbers of the Annual Solidarity Pool {year}"), year=report.year),
        columns=(
            Column("measure", _("Reference number"), words=labels),
            figure_column("persons", _("Persons"), "count"),
            figure_column("eur", _("EUR"), "eur"),
            Column("cite", _("Provision"), "cite"),
        ),
        rows=(
            {"measure": "relocation", **figure_cells({"persons": relocations}), "eur": "", "eur_status": ""}
            | {"cite": relocations.cite},
            {"measure": "financial", "persons": "", "persons_status": "", **figure_cells({"eur": financial})}
            | {"cite": financial.cite},
        ),
        source=sources((relocations, financial)),
    )


def offset_tests_table(report: PoolReport) -> Table:
    """The tests of Article 63, with the numbers on both sides; a test that lacks a number is unknown."""
    document = report.to_json()["tests"]
    return _tests("tests", _("Tests of Article 63"), document.values())


def vote_tests_table(report: PoolReport) -> Table:
    """The tests of the vote on the act (57(1)), with the numbers on both sides; no row without a vote on record."""
    tests: Iterable[Test] = report.vote.tests if report.vote else ()
    return tests_table("vote-tests", _("Whether the majority was reached"), tests)


def tests_table(name: str, caption: Text, tests: Iterable[Test]) -> Table:
    """Tests of the law as a table, with the numbers on both sides of each."""
    return _tests(name, caption, map(test_json, tests))


def _tests(name: str, caption: Text, tests: Iterable[Mapping[str, Any]]) -> Table:
    return Table(
        name=name,
        caption=caption,
        columns=(
            Column("cite", _("Provision"), "cite"),
            Column("question", _("Question")),
            Column("met", _("Met"), "flag"),
            Column("figures", _("Numbers")),
            Column("note", _("Note")),
        ),
        rows=tuple(
            {"cite": test["cite"], "question": _translated(test, "question"), "met": test["met"]}
            | {"figures": _numbers(test), "note": test.get("note", "")}
            for test in tests
        ),
    )


def _translated(test: Mapping[str, Any], name: str) -> str:
    """A fixed text of a test in the reader's language."""
    text: str = test[name]
    return gettext(text)


def _numbers(test: Mapping[str, Any]) -> str:
    """The numbers of a test as text; of a test by state, the states for which it is met."""
    if "states" in test:
        return ", ".join(state for state, one in test["states"].items() if one["met"])
    return "; ".join(f"{_named(name)}: {_number(name, value)}" for name, value in test["figures"].items())


def _named(name: str) -> str:
    """What a number of a test is: that of a state, or of a fixed list."""
    return state_name(name) if name in NAMES else str(words.NUMBERS.get(name, name.replace("_", " ")))


def _number(name: str, value: Any) -> str:
    """A number of a test as the reader's language writes it."""
    if value is None:
        return unknown()
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if not _IS_NUMBER(str(value)):
        return str(value)
    return (share if name.endswith("_share") and name != "fair_share" else count)(Decimal(value))


_IS_NUMBER: Final = re.compile(r"\d+(\.\d+)?").fullmatch


def votes_table(report: PoolReport) -> Table:
    """One row per member that votes: for the act, against, or abstained; no row without a vote on record."""
    voting = (*report.vote.in_favour, *report.vote.not_in_favour) if report.vote else ()
    act = [event for event in report.book.events if isinstance(event, ActAdopted)][-1]
    others = dict.fromkeys(act.against, "against") | dict.fromkeys(act.abstained, "abstained")
    return Table(
        name="votes",
        caption=format_lazy(_("Vote on the act on the Annual Solidarity Pool {year}"), year=report.year),
        columns=(_STATE, Column("position", _("Position"), words=words.POSITIONS)),
        rows=tuple({"state": state, "position": others.get(state, "for")} for state in sorted(voting)),
    )


def sources(figures: Iterable[Figure]) -> str:
    """The sources of several figures, each once; what rests on no source on record has none to name."""
    parts = (part for figure in figures if figure.source not in words.ORIGINS for part in figure.source.split("; "))
    return "; ".join(dict.fromkeys(filter(None, parts)))
