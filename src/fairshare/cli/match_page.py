"""The page of a matching: what is proposed, and what the authority has to look at first. Beside it stand CSV files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from fairshare.cli import match_page_reasons as reasons
from fairshare.cli import match_texts as texts
from fairshare.cli.charts import SERIES, small_bar, stacked_bars
from fairshare.cli.match_texts import LONGEST, CaseNumbers, Section, more, percent, state_name
from fairshare.cli.page import Cell, Html, page, paragraph, strong, table
from fairshare.matching.problem import NOWHERE
from fairshare.matching.report import DoubleTransfer, Flow, MixRow, Report
from fairshare.states import NAMES

OTHERS: Final = "other states"


def match_page(report: Report, cases: CaseNumbers, manifest: Mapping[str, Any]) -> str:
    """The page as HTML. ``cases``: the number of each family (n); ``manifest``: of the run."""
    sections: dict[str, Section] = {
        "double-transfers": _double_transfers(report, cases),
        "flows": _flows(report),
        "vulnerable": _parts(report),
        "links": _links(report),
        "mix": _mix(report),
        "places": reasons.places(report, cases),
        "not-placed": reasons.unplaced(report),
        "mechanisms": reasons.compared(report),
        "sensitivity": reasons.changes(report),
        "run": reasons.run(report, manifest),
    }
    return page(texts.TITLE, _head(report, manifest), sections)


def _head(report: Report, manifest: Mapping[str, Any]) -> list[Html]:
    policy = report.explanation.problem.policy
    kinds = ", ".join(f"{kind} {float(weight):g}" for kind, weight in policy.kinds.items())
    weights = f"place {float(policy.place):g}, vulnerable {float(policy.vulnerable):g}, links {float(policy.links):g}"
    notice = paragraph(strong(texts.PROPOSAL), " ", texts.AUTHORITY)
    return [
        Html(f'<div class="notice" role="note">{notice}</div>'),
        _key_figures(report),
        paragraph(
            f"Weights of the policy: {weights}; links by kind: {kinds}. Seed of the lot: {manifest.get('seed')}. ",
            f"Fairshare {manifest.get('fairshare')}. ",
            Html('<a href="#run">Files and checksums</a>.'),
            klass="note",
        ),
    ]


def _key_figures(report: Report) -> Html:
    optimum = report.explanation.optimum
    every, vulnerable, _, linked, _ = report.parts
    figures = {
        "Families placed": (every.placed_cases, every.cases),
        "Persons placed": (every.placed_persons, every.persons),
        "Places taken": (every.placed_persons, sum(row.places for row in report.places)),
        "Families placed where they have a link": (report.linked_honoured, linked.cases),
        "Vulnerable families placed": (vulnerable.placed_cases, vulnerable.cases),
    }
    rows = [(name, part, whole, percent(part, whole)) for name, (part, whole) in figures.items()]
    columns = {"figure": "left", "number": "right", "of": "right", "part": "right"}
    proof = (
        f"no placement is worth more than {optimum.bound:,.2f}, {optimum.bound - optimum.objective:.2g} points above it"
        if optimum.gap
        else "no placement of these families is worth more"
    )
    return Html(
        table("The proposal in figures: eligible families (67(3), 60(4))", columns, rows)
        + paragraph(f"Value {optimum.objective:,.2f} points. Proved by {optimum.bound_by}: {proof}.")
    )


# --- first of all -----------------------------------------------------------------------------------------------------


def _double_transfers(report: Report, cases: CaseNumbers) -> Section:
    title, found = "Possible double transfers", report.double_transfers
    if not found:
        return title, [paragraph(texts.NOBODY_LOOKED if found is None else texts.NO_DOUBLE_TRANSFER)]
    rows = [_double_transfer(report, row, cases) for row in found[:LONGEST]]
    columns = {"case": "left", "points to": "left", "basis": "left", "proposed": "left", "second transfer": "left"}
    caption = f"{len(found):,} families for which a criterion points to a third state (68(2))"
    if len(found) == 1:
        caption = "One family for which a criterion points to a third state (68(2))"
    return title, [
        paragraph(texts.DOUBLE_TRANSFER),
        table(caption, columns, rows),
        more(len(found), "double_transfers.csv"),
    ]


def _double_transfer(report: Report, row: DoubleTransfer, cases: CaseNumbers) -> tuple[Cell, ...]:
    state = int(report.explanation.state[row.family])
    proposed = "not placed" if state == NOWHERE else state_name(report, state)
    second: Cell = strong("possible")
    if state == NOWHERE:
        second = "none: not placed"
    elif row.resolved:
        second = "none: it is that state"
    return cases[row.family], ", ".join(NAMES.get(code, code) for code in row.third), row.basis, proposed, second


# --- who goes where ---------------------------------------------------------------------------------------------------


def _flows(report: Report) -> Section:
    cells = {(flow.present, flow.state): flow for flow in report.flows}
    present = sorted({key[0] for key in cells}, key=lambda state: (-_total(report.flows, state), state))
    to = sorted({row.state for row in report.places})
    rows = [_flow_row(state_name(report, state), [cells.get((b, state)) for b in present]) for state in to]
    out = _flow_row("Not placed", [cells.get((b, NOWHERE)) for b in present])
    groups = [[b] for b in present]
    if len(present) > SERIES:
        groups = [*groups[: SERIES - 1], present[SERIES - 1 :]]
    series = [f"in {state_name(report, group[0])}" if len(group) == 1 else OTHERS for group in groups]
    bars = {state_name(report, state): [_persons(cells, group, state) for group in groups] for state in to}
    columns = {f"in {state_name(report, b)}": "right" for b in present}
    return "From benefitting states to states of relocation", [
        stacked_bars("flows", "Persons by state of relocation and the state where they are now", series, bars),
        table(
            "Persons, with families in brackets, by state of relocation and the state where they are now (67(4))",
            {"state of relocation": "left", **columns, "all": "right"},
            rows,
            out,
        ),
    ]


def _total(flows: Sequence[Flow], present: int) -> int:
    return sum(flow.persons for flow in flows if flow.present == present)


def _persons(cells: Mapping[tuple[int, int], Flow], present: Sequence[int], state: int) -> int:
    return sum(cells[b, state].persons for b in present if (b, state) in cells)


def _flow_row(name: str, flows: Sequence[Flow | None]) -> tuple[Cell, ...]:
    found = [flow for flow in flows if flow]
    every = f"{sum(flow.persons for flow in found):,} ({sum(flow.cases for flow in found):,})"
    return name, *(f"{flow.persons:,} ({flow.cases:,})" if flow else "–" for flow in flows), every


def _parts(report: Report) -> Section:
    rows: list[tuple[Cell, ...]] = [
        (
            *(part.name, part.cases, part.placed_cases, percent(part.placed_cases, part.cases)),
            *(part.persons, part.placed_persons, percent(part.placed_persons, part.persons)),
        )
        for part in report.parts
    ]
    sides = ["families", "placed", "part of families", "persons", "persons placed", "part of persons"]
    columns = {"eligible": "left", **dict.fromkeys(sides, "right")}
    return "Vulnerable persons first", [table("Who is placed, of all eligible families (60(4))", columns, rows)]


def _links(report: Report) -> Section:
    linked = report.parts[3]
    part = percent(report.linked_honoured, linked.cases)
    told = paragraph(
        f"{report.linked_honoured:,} of {linked.cases:,} families with a link to a state open to them are placed where "
        f"they have one ({part})."
    )
    rows = [(x.kind, x.pairs, x.families, x.honoured, percent(x.honoured, x.families)) for x in report.links]
    sides = ["pairs of family and state", "families", "honoured", "part of families"]
    columns = {"kind": "left", **dict.fromkeys(sides, "right")}
    caption = "Links to states open to the family, by the kind that counts most for the pair (67(3))"
    return "Links", [told, table(caption, columns, rows)] if rows else [told]


def _mix(report: Report) -> Section:
    title = "Families without links: the mix in each state"
    if not report.mix:
        return title, [paragraph(texts.NO_MIX)]
    attributes = list(dict.fromkeys(row.attribute for row in report.mix))
    cells = {(row.state, row.attribute): _dissimilarity(row) for row in report.mix}
    rows: list[tuple[Cell, ...]] = [
        (state_name(report, state), cases, *(cells.get((state, name), "–") for name in attributes))
        for state, cases in {row.state: row.cases for row in report.mix}.items()
    ]
    columns = {"state of relocation": "left", "families": "right", **dict.fromkeys(attributes, "right")}
    caption = "Dissimilarity of the mix of families without links by attribute, in brackets the least possible (67(4))"
    return title, [paragraph(texts.MIX), table(caption, columns, rows)]


def _dissimilarity(row: MixRow) -> Cell:
    return Html(f"{row.dissimilarity:.3f} ({row.least:.3f}){small_bar(row.dissimilarity)}")
