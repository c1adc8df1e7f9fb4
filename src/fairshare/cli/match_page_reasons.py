"""The second half of the page of a matching: prices, reasons, other answers, and what the run rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fairshare.cli import match_texts as texts
from fairshare.cli.match_texts import LONGEST, CaseNumbers, Section, more, percent, state_name
from fairshare.cli.page import Cell, Html, paragraph, table, text, unbroken
from fairshare.matching.last_places import UNFILLED, LastPlace
from fairshare.matching.margins import TIE
from fairshare.matching.problem import NOWHERE
from fairshare.matching.report import Report
from fairshare.matching.wording import points


def places(report: Report, cases: CaseNumbers) -> Section:
    """Every row of quotas: filled or not, its price, and who has its last place."""
    columns = {
        "state of relocation": "left",
        "kept for people in": "left",
        "places": "right",
        "taken": "right",
        "left": "right",
        "price": "right",
        "last place went to": "left",
        "why places are left": "left",
    }
    caption = "Places by state, what one more would be worth, and who has the last (67(4), 60(3))"
    rows = [_place(report, row, cases) for row in report.places]
    used = [number for number, name in enumerate(columns) if any(row[number] != "" for row in rows)]
    names = {name: side for number, (name, side) in enumerate(columns.items()) if number in used}
    return "Places and prices", [
        paragraph(texts.PRICE),
        paragraph(texts.LAST_PLACE),
        table(caption, names or columns, [[row[number] for number in used] for row in rows]),
    ]


def _place(report: Report, row: LastPlace, cases: CaseNumbers) -> tuple[Cell, ...]:
    kept = "" if row.present == NOWHERE else state_name(report, row.present)
    last = "nobody"
    if row.last_family != NOWHERE:
        equals = f", {row.equals:,} alike" if row.equals > 1 else ""
        last = f"{cases[row.last_family]} ({_signed(row.last_bid)}{equals})"
    why = "" if row.unfilled == "full" else UNFILLED[row.unfilled]
    if row.unfilled == "too-few-left":
        why += f" (the smallest has {row.waiting:,} persons)"
    return state_name(report, row.state), kept, row.places, row.filled, row.left, points(row.price), last, why


def _signed(value: float) -> str:
    return ("−" if value < -TIE else "") + points(value)


def unplaced(report: Report) -> Section:
    """Who is not placed, by reason, and the pairs that must not be made."""
    columns = {"reason": "left", "families": "right", "persons": "right", "provision": "left"}
    rows = [(row.text, row.cases, row.persons, unbroken(row.cite)) for row in report.unplaced[:LONGEST]]
    parts = [table("Families without a place, by reason", columns, rows), more(len(report.unplaced), "unplaced.csv")]
    if not rows:
        parts = [paragraph(texts.EVERYBODY)]
    if report.barred:
        barred = [(row.text, row.pairs, unbroken(row.cite) or "–") for row in report.barred[:LONGEST]]
        columns = {"reason": "left", "pairs": "right", "provision": "left"}
        parts.append(table("Pairs of family and state that must not be made, by reason", columns, barred))
        parts.append(more(len(report.barred), "excluded.csv"))
    return "Not placed", parts


def compared(report: Report) -> Section:
    """Other mechanisms beside this one."""
    title = "Other mechanisms"
    if not report.compared:
        return title, [paragraph(texts.NOT_COMPARED)]
    names = list(dict.fromkeys(name for row in report.compared for name in row))
    columns = {name: "left" if index == 0 else "right" for index, name in enumerate(names)}
    rows = [[_plain(row.get(name)) for name in names] for row in report.compared]
    return title, [table("The same families and places under other mechanisms", columns, rows)]


def _plain(value: Any) -> Cell:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.6g}" if abs(value) < 1000 else f"{value:,.2f}"
    return value if isinstance(value, int) and not isinstance(value, bool) else str(value)


def changes(report: Report) -> Section:
    """What changes with a weight."""
    title = "How much the weights matter"
    if not report.changes:
        return title, [paragraph(texts.NOT_CHANGED)]
    rows: list[tuple[Cell, ...]] = [
        (
            unbroken(f"{x.weight} {float(x.factor - 1):+.0%}".replace("%", " %").replace("-", "−")),
            *(x.linked_moved, percent(x.linked_moved, x.linked), x.persons_moved, x.unlinked_moved, x.must_move),
            *(points(x.regret), f"{x.regret_share:.1e}" if x.regret else "0"),
        )
        for x in report.changes
    ]
    sides = ["linked families that move", "part of linked", "their persons", "persons without links that move"]
    sides += ["families whose move is proved", "points lost if nobody moves", "part of the value"]
    columns = {"weight": "left", **dict.fromkeys(sides, "right")}
    return title, [paragraph(texts.CHANGES), table("What changes with a weight", columns, rows)]


def run(report: Report, manifest: Mapping[str, Any]) -> Section:
    """What reproduces the run."""
    optimum = report.explanation.optimum
    facts: dict[str, Cell] = {
        "version": f"Fairshare {manifest.get('fairshare')}",
        "mechanism": str(manifest.get("mechanism", optimum.mechanism)),
        "seed of the lot": str(manifest.get("seed")),
        "value": f"{optimum.objective:,.6f}",
        "bound": f"{optimum.bound:,.6f} (by {optimum.bound_by})",
        "gap": f"{optimum.gap:.3g}",
        "passes over all families": optimum.passes,
        "families left to branch and bound": optimum.rest,
    }
    for name, value in manifest.get("policy", {}).items():
        inner = value.items() if isinstance(value, Mapping) else [("", value)]
        facts |= {f"policy: {name} {kind}".rstrip(): str(weight) for kind, weight in inner}
    inputs = [
        (name, str(one.get("file", "")), Html(f"<code>{text(str(one.get('sha256', '')))}</code>"))
        for name, one in manifest.get("inputs", {}).items()
    ]
    return "This run", [
        table("What reproduces this run", {"fact": "left", "value": "left"}, list(facts.items())),
        table("Files read", {"input": "left", "file": "left", "SHA-256": "left"}, inputs),
    ]
