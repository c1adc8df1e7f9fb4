"""The report of a matching as files: one page (``report.html``) and the figures behind it as CSV."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from fairshare.cli.match_page import match_page
from fairshare.cli.match_texts import CaseNumbers
from fairshare.matching.problem import NOWHERE

if TYPE_CHECKING:
    from fairshare.matching.report import Report

PAGE: Final = "report.html"
Row = Sequence[object]


def write_report(folder: Path, report: Report, cases: CaseNumbers, manifest: Mapping[str, Any]) -> list[str]:
    """Write the page and the tables into a folder, and give their names. ``cases``: the number of each family (n).

    ``folder``: see :func:`~fairshare.figures.whole_folders.whole_folder`. The same run gives the same bytes."""
    page = match_page(report, cases, manifest)
    (folder / PAGE).write_text(page, encoding="utf-8", newline="\n")
    for name, (columns, rows) in TABLES.items():
        write_csv(folder / name, columns, rows(report, cases))
    return list(FILES)


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Write a table in which no text can be taken for a formula by a spreadsheet."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([guarded(cell) for cell in row] for row in rows)


def guarded(cell: object) -> object:
    """Text that a spreadsheet would take for a formula, with an apostrophe before it; anything else as it is.

    >>> guarded("=1+1"), guarded("+case"), guarded("DE"), guarded(-3), guarded(0.1)
    ("'=1+1", "'+case", 'DE', -3, '0.1')
    """
    if isinstance(cell, float):
        return f"{cell:.12g}"
    if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")):
        return "'" + cell
    return cell


def _code(report: Report, state: int) -> str:
    return "" if state == NOWHERE else report.explanation.problem.states[state]


def _flows(report: Report, cases: CaseNumbers) -> Iterator[Row]:
    for flow in report.flows:
        counts = flow.persons, flow.cases, flow.linked_cases, flow.honoured_cases, flow.vulnerable_cases
        yield _code(report, flow.present), _code(report, flow.state), *counts


def _places(report: Report, cases: CaseNumbers) -> Iterator[Row]:
    for row in report.places:
        last = "" if row.last_family == NOWHERE else cases[row.last_family]
        counts = row.places, row.usable, row.filled, row.left, row.price
        yield (
            *(_code(report, row.state), _code(report, row.present), *counts, last),
            *(row.last_value, row.last_bid, row.equals, row.unfilled, row.waiting),
        )


def _double_transfers(report: Report, cases: CaseNumbers) -> Iterator[Row]:
    for row in report.double_transfers or ():
        state = int(report.explanation.state[row.family])
        second = "no" if row.resolved or state == NOWHERE else "possible"
        yield cases[row.family], " ".join(row.third), row.basis, _code(report, state), second


def _parts(report: Report, cases: CaseNumbers) -> Iterator[Row]:
    for part in report.parts:
        yield part.name, part.cases, part.placed_cases, part.persons, part.placed_persons


def _links(report: Report, cases: CaseNumbers) -> Iterator[Row]:
    for link in report.links:
        yield link.kind, link.pairs, link.families, link.honoured


def _mix(report: Report, cases: CaseNumbers) -> Iterator[Row]:
    for row in report.mix:
        yield _code(report, row.state), row.attribute, row.cases, row.dissimilarity, row.least


def _unplaced(report: Report, cases: CaseNumbers) -> Iterator[Row]:
    for row in report.unplaced:
        yield row.code, row.text, row.cite, row.cases, row.persons


def _excluded(report: Report, cases: CaseNumbers) -> Iterator[Row]:
    for row in report.barred:
        yield row.text, row.cite, row.pairs


def _mechanisms(report: Report, cases: CaseNumbers) -> Iterator[Row]:
    for row in report.compared:
        for number, (name, value) in enumerate(row.items()):
            if number:
                yield next(iter(row.values())), name, "" if value is None else value


def _changes(report: Report, cases: CaseNumbers) -> Iterator[Row]:
    for change in report.changes:
        moves = change.linked_moved, change.linked, change.persons_moved, change.unlinked_moved, change.must_move
        yield change.weight, float(change.factor), *moves, change.regret, change.objective, change.gap


TABLES: Final[dict[str, tuple[tuple[str, ...], Callable[[Report, CaseNumbers], Iterator[Row]]]]] = {
    "double_transfers.csv": (("case", "third_state", "basis", "state", "second_transfer"), _double_transfers),
    "flows.csv": (
        ("present_in", "state", "persons", "cases", "linked_cases", "linked_honoured", "vulnerable_cases"),
        _flows,
    ),
    "placed.csv": (("eligible", "cases", "placed_cases", "persons", "placed_persons"), _parts),
    "links.csv": (("kind", "pairs", "cases", "honoured"), _links),
    "mix.csv": (("state", "attribute", "cases", "dissimilarity", "least"), _mix),
    "places.csv": (
        (
            *("state", "present_in", "places", "usable", "filled", "left", "price", "last_case"),
            *("last_value", "last_bid", "alike", "unfilled", "smallest_waiting"),
        ),
        _places,
    ),
    "unplaced.csv": (("code", "reason", "cite", "cases", "persons"), _unplaced),
    "excluded.csv": (("reason", "cite", "pairs"), _excluded),
    "mechanisms.csv": (("mechanism", "figure", "value"), _mechanisms),
    "sensitivity.csv": (
        (
            *("weight", "factor", "linked_moved", "linked", "linked_persons_moved", "unlinked_persons_moved"),
            *("must_move", "regret", "objective", "gap"),
        ),
        _changes,
    ),
}
"""Every table: its columns, and its rows from a report."""

FILES: Final = (PAGE, *TABLES)
"""The names of all files of a report."""
