"""The account of one state in a pool: every balance, and every event that moved one."""

from __future__ import annotations

from fairshare.evaluation.pool import PoolReport
from fairshare.law.outcome import RefusedError
from fairshare.workbench.documents.render import pdf
from fairshare.workbench.tables import words
from fairshare.workbench.tables.tables_of_account import balances_table, postings_table


def state_account(report: PoolReport, state: str, lang: str) -> bytes:
    """The account of ``state`` (Eurostat code) as PDF.

    Raises :class:`~fairshare.law.outcome.RefusedError` for a state that has no accounts in this pool."""
    row = next((row for row in report.rows if row.state == state), None)
    if row is None:
        raise RefusedError("AMMR 57(1)", f"nothing is recorded of {state} in the pool of {report.year}")
    context = {
        "year": report.year,
        "state": state,
        "role": words.ROLES.get(row.role, row.role),
        "labels": [words.LABELS.get(label, label) for label in row.labels],
        "balances": balances_table(report, state),
        "postings": postings_table(report, state),
        "flags": [(report.book.events[f.event].date, f.cite, f.text) for f in report.book.flags if f.state == state],
    }
    return pdf("state_account", context, lang, report.as_of)
