"""How the annex of an act is shown once it was read: one JSON document, or tables of columns, rows and checks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

import click

from fairshare.cli.output import table
from fairshare.faults import Fault

if TYPE_CHECKING:
    from fairshare.figures.annex import Annex, CellRead, RowRead
    from fairshare.figures.annex.checks import Act, Check
    from fairshare.law.choices import Choices

_SHOWN: Final[Mapping[str, str]] = {
    "share": "share %",
    "units": "units",
    "eur": "EUR",
    "relocation": "relocate",
    "financial": "money",
    "alternative": "in kind",
    "adjusted_units": "adjusted",
    "adjusted_eur": "adjusted EUR",
    "deducted_units": "deducted",
    "deducted_eur": "deducted EUR",
    "deducted_percent": "deducted %",
    "total_units": "total",
    "total_eur": "total EUR",
}


def _languages(codes: Iterable[str]) -> str:
    from babel import Locale

    return " or ".join(str(Locale(code).get_display_name("en")) for code in codes) or "none (codes only)"


def document_of(
    annex: Annex, checks: Iterable[Check], faults: Iterable[Fault], events: list[Any], out: str | None, choices: Choices
) -> dict[str, Any]:
    """The JSON document: file, tables and columns, every row and cell, notes, checks, faults, events, choices."""
    return {
        "file": annex.file,
        "kind": annex.kind,
        "encoding": annex.encoding or None,
        "title": annex.title,
        "tables": [
            {
                "table": t.number,
                "name": t.name,
                "rows": t.rows,
                "states": t.states,
                "read": t.read,
                "languages": list(t.language.codes),
                "names_recognised": t.language.named,
                "decimal": t.decimal or None,
                "decimal_by": t.decimal_by or None,
                "columns": [
                    {"column": c.number, "header": c.header, "concept": c.concept or None, "by": c.by or None}
                    for c in t.columns
                ],
            }
            for t in annex.tables
        ],
        "rows": [_row_document(row) for row in annex.rows],
        "notes": list(annex.notes),
        "checks": [
            {"name": c.name, "ok": c.ok, "text": c.text, "figures": dict(c.figures), "cite": c.cite} for c in checks
        ],
        "faults": [str(fault) for fault in faults],
        "accepted": [str(fault) for fault in annex.accepted],
        "events": [event | {"date": event["date"].isoformat()} for event in events],
        "out": out,
        "choices": choices.used("ROUNDING", "DEDUCTION_IN_POOL_ACT", "KEY_SNAPSHOT"),
    }


def _row_document(row: RowRead) -> dict[str, Any]:
    return {
        "table": row.table,
        "row": row.row,
        "line": row.line,
        "status": row.status,
        "state": row.state or None,
        "text": row.text,
        "marks": list(row.marks),
        "cells": [
            {
                "column": c.column,
                "text": c.text,
                "concept": c.concept or None,
                "value": None if c.value is None else f"{c.value:f}",
                "status": c.status,
                "problem": c.problem or None,
            }
            for c in row.cells
        ],
    }


def report(annex: Annex, checks: Iterable[Check], act: Act | None) -> None:
    """Print what was read, row by row, and what the checks found."""
    read = [t for t in annex.tables if t.read]
    click.echo(f"{annex.file}: {annex.kind}" + (f", {annex.encoding}" if annex.encoding else ""))
    if annex.title:
        click.echo(f"Title: {annex.title[:300]}")
    for t in read:
        mark = f"decimal mark {t.decimal!r} (by {t.decimal_by})" if t.decimal_by else "decimal mark not known"
        click.echo(
            f"Table {t.number} of {len(annex.tables)}{f' ({t.name})' if t.name else ''}: {t.states} states of "
            f"{t.rows} rows; names in {_languages(t.language.codes)}, {t.language.named} of {t.language.rows}; {mark}"
        )
        columns = [(c.number, c.header, c.concept or "?", c.by) for c in t.columns]
        table("Columns", {"no": "right", "header": "left", "holds": "left", "told by": "left"}, columns)
    _rows(annex)
    words = {True: "agrees", False: "DIFFERS", None: "told"}
    facts = [(c.name, words[c.ok], c.text, c.cite) for c in checks]
    table("Checks", {"check": "left", "result": "left", "what": "left", "cite": "left"}, facts)
    for fault in annex.accepted:
        click.echo(f"let stand: {fault}")
    if act is None:
        click.echo("Only read. For the events give --year, --adopted, --relocations and --financial.")


def _rows(annex: Annex) -> None:
    """The rows with figures, and below them every other row with its status."""
    concepts = [concept for concept in _SHOWN if annex.has(concept)]
    figures = [row for row in annex.rows if row.status in {"read", "total"}]
    also = [_also(row) for row in figures]
    sides = {"line": "right", "state": "left"} | {_SHOWN[c]: "right" for c in concepts}
    if any(also):
        sides["also"] = "left"
    shown = [
        (row.line, _first_text(row), *(_shown(row.cell(c)) for c in concepts), text)[: len(sides)]
        for row, text in zip(figures, also, strict=True)
    ]
    table("Rows read", sides, shown, [f"note: {note}" for note in annex.notes])
    others = [(row.line, row.status, row.text) for row in annex.rows if row.status not in {"read", "total"}]
    table("Other rows", {"line": "right", "is": "left", "text": "left"}, others)


def _first_text(row: RowRead) -> str:
    text = row.cells[0].text if row.status == "total" else (row.cell("state") or row.cells[0]).text
    return f"{row.state or 'total'} {text}"


def _also(row: RowRead) -> str:
    """The cells that no column of figures shows: remarks, skipped and untold columns."""
    first = 0 if row.status == "total" else next((i for i, c in enumerate(row.cells) if c.concept == "state"), 0)
    return " | ".join(c.text for i, c in enumerate(row.cells) if i != first and c.concept not in _SHOWN)


def _shown(cell: CellRead | None) -> str:
    if cell is None:
        return ""
    if cell.value is None:
        return f"{cell.text} (?)" if cell.status == "not understood" else cell.text
    if cell.concept in {"share", "deducted_percent"}:
        return f"{cell.value * 100:f}".rstrip("0").rstrip(".")
    return f"{cell.value:,.0f}" if cell.value == cell.value.to_integral_value() else f"{cell.value:,.2f}"
