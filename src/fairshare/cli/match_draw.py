"""``fairshare match draw``: pledges and needs to places for each pair of states, as QUOTAS that the matching reads."""

from __future__ import annotations

import csv
import io
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from fairshare.cli.output import choice_options, chosen, emit, json_option, percent, share_text, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fairshare.law.apportionment.two_way import Pair
    from fairshare.law.outcome import NeedsDecision, Test
    from fairshare.law.solidarity.draws import Allotment


@click.command(epilog="Example: fairshare match draw pledges.csv needs.csv --units 500 --out quotas.csv")
@click.argument("pledges_file", metavar="PLEDGES", type=click.Path())
@click.argument("needs_file", metavar="NEEDS", type=click.Path())
@click.option("--units", type=int, help="Places to draw; all that is needed and left, unless given.")
@click.option("--by", default="need", metavar="COLUMN", help="Column of NEEDS that the draw follows instead of need.")
@click.option("--sar", metavar="SHARE", help="Indicative share for search and rescue, to compare with.")
@click.option("--shield", multiple=True, metavar="STATE", help="A benefitting state with recorded shortcomings.")
@click.option("--opt-in", multiple=True, metavar="FROM:TO", help="A contributor that delivers to it all the same.")
@click.option("--agreements", type=click.Path(), metavar="FILE", help="CSV columns state,present_in,places.")
@click.option("--so-far", type=click.Path(), metavar="FILE", help="Where the draws before this one stand.")
@click.option("--carry", type=click.Path(), metavar="FILE", help="Write where all draws then stand: the next --so-far.")
@click.option("--lots", default="", metavar="STATE,STATE", help="Settle ties: the states in the order drawn by lot.")
@click.option("--general", is_flag=True, help="Rows of places for people from all benefitting states, where allowed.")
@click.option("--out", type=click.Path(), metavar="QUOTAS.csv", help="Write the places as QUOTAS.")
@choice_options
@json_option
def draw(
    pledges_file: str,
    needs_file: str,
    units: int | None,
    by: str,
    sar: str | None,
    shield: tuple[str, ...],
    opt_in: tuple[str, ...],
    agreements: str | None,
    so_far: str | None,
    carry: str | None,
    lots: str,
    general: bool,
    out: str | None,
    choice: tuple[str, ...],
    choices_file: str | None,
    as_json: bool,
) -> None:
    """Split one draw on the pool over pairs of contributing and benefitting states.

    PLEDGES has the columns state and pledge (units, after deductions), NEEDS state and need (units in the year) and, if
    wanted, sar (0 or 1: under pressure from search and rescue) and a measure for --by. Contributors give in proportion
    to their overall pledge, benefitting states get in proportion to their needs; a person confirms the balance.
    """
    from fairshare.figures.draw_files import CARRIED, carried_rows, read_agreements, read_so_far
    from fairshare.law.solidarity.draws import SoFar, allot, largest_draw, quota_rows, search_and_rescue

    pledges, needs, measure, rescue = _figures(pledges_file, needs_file, by)
    closed, agreed = _closed(shield, opt_in, pledges), read_agreements(agreements) if agreements else {}
    before = read_so_far(so_far) if so_far else SoFar()
    given = before.contributors.units
    whole = sum(max(pledge - given.get(one, 0), 0) for one, pledge in pledges.items() if one not in needs)
    most = min(sum(largest_draw(pledges, needs, before, closed).values()), whole) if units is None else units
    drawn = [_state(name, "--lots") for name in lots.split(",") if name.strip()]
    found = allot(
        most, pledges, needs, before, measure=measure, closed=closed, agreed=agreed, lots=drawn,
        choices=chosen(choice, choices_file),
    )  # fmt: skip
    told = None if sar is None else search_and_rescue(found.benefitting, rescue, _share(sar))
    rows = quota_rows(found, agreed, closed, general=general)
    if not found.ties:
        _save(
            out, "--out", ("state", "places", "present_in"), [(one, places, towards) for one, towards, places in rows]
        )
        _save(carry, "--carry", CARRIED, carried_rows(found.so_far))
    if as_json:
        emit({"units": most, "measure": by, **_document(found, told, rows)})
    else:
        _print(f"A draw of {most:,} places, by {by}", found, told)


# --- reading ----------------------------------------------------------------------------------------------------------


def _figures(
    pledges_file: str, needs_file: str, by: str
) -> tuple[dict[str, int], dict[str, int], dict[str, Fraction] | None, set[str]]:
    """Pledges, needs, the measure if it is not the needs, and who is under pressure from search and rescue."""
    from fairshare.faults import BadInputError, Fault
    from fairshare.figures.tables import as_count, as_flag, as_number, as_state, read_columns

    pledges = read_columns(pledges_file, "state", {"state": as_state, "pledge": as_count})
    other = {} if by == "need" else {by: as_number}
    rows = read_columns(needs_file, "state", {"state": as_state, "need": as_count, **other}, {"sar": as_flag})
    measure = {state: row[by] for state, row in rows.items()} if other else None
    if measure is not None and not any(measure.values()):
        raise BadInputError([Fault(needs_file, 1, by, "sums to 0", "at least one value above 0")])
    return (
        {state: row["pledge"] for state, row in pledges.items()},
        {state: row["need"] for state, row in rows.items()},
        measure,
        {state for state, row in rows.items() if row.get("sar")},
    )


def _state(text: str, option: str) -> str:
    from fairshare.states import require_state

    return require_state(text.strip(), option)


def _share(text: str) -> Fraction:
    from fairshare.faults import bad_argument
    from fairshare.figures.tables import FaultyCellError, as_number

    try:
        return as_number(text.strip())
    except FaultyCellError as error:
        raise bad_argument("--sar", error.problem, error.expected) from None


def _closed(shield: Sequence[str], opt_in: Sequence[str], pledges: Iterable[str]) -> set[Pair]:
    """The pairs to which nothing need go (60(3)(4)): every contributor that did not choose to, for a shielded state."""
    from fairshare.faults import bad_argument
    from fairshare.law.solidarity.access import is_shielded

    recorded = {_state(name, "--shield") for name in shield}
    waived: dict[str, set[str]] = {}
    for pair in opt_in:
        one, colon, other = pair.partition(":")
        if not colon:
            raise bad_argument("--opt-in", f"{pair!r} has no ':'", "CONTRIBUTOR:STATE")
        waived.setdefault(_state(one, "--opt-in"), set()).add(_state(other, "--opt-in"))
    return {(one, other) for one in pledges for other in recorded if is_shielded(other, recorded, waived.get(one, ()))}


# --- writing ----------------------------------------------------------------------------------------------------------


def _save(path: str | None, option: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    from fairshare.figures.whole_files import whole_file

    if path is None:
        return
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    with whole_file(path, option) as part:
        part.write_text(text.getvalue(), encoding="utf-8")


def _document(found: Allotment, told: Test | None, rows: Iterable[tuple[str, str, int]]) -> dict[str, Any]:
    so_far = found.so_far
    return {
        "contributors": {
            one: {"units": n, "so_far": so_far.contributors.units.get(one, 0), "cite": "AMMR 60(3)(2)"}
            for one, n in found.contributors.items()
        },
        "benefitting": {
            state: {"units": n, "need_met": share_text(found.balance.shares_of_need.get(state, Fraction(0)))}
            | {"cite": "AMMR 60(2)"}
            for state, n in found.benefitting.items()
        },
        "pairs": [
            {"state": one, "present_in": other, "units": n, "exact": share_text(found.exact[one, other])}
            for (one, other), n in found.units.items()
        ],
        "quotas": [{"state": one, "present_in": towards, "places": n} for one, towards, n in rows],
        "largest_deviation": share_text(so_far.contributors.largest_deviation()),
        "moved": found.moved,
        "balance": {"spread": share_text(found.balance.spread), "cite": "AMMR 60(2)"},
        "search_and_rescue": None if told is None else _rescue(told),
        "needs_decision": [_question(one) for one in (*found.ties, found.confirm)],
        "choices": found.choices,
    }


def _rescue(told: Test) -> dict[str, Any]:
    figures = {name: share_text(Fraction(value)) for name, value in told.figures.items()}
    return {"question": told.question, "met": told.met, "figures": figures, "note": told.note, "cite": told.cite}


def _question(one: NeedsDecision) -> dict[str, Any]:
    return {"question": one.question, "options": list(one.options), "who": one.who, "cite": one.cite}


def _print(title: str, found: Allotment, told: Test | None) -> None:
    notes = ["Contributors in proportion to their overall pledge (AMMR 60(3)), benefitting states in balance (60(2))"]
    if told is not None:
        figures = told.figures
        notes.append(
            f"Search and rescue: {figures['units']} of {figures['of']}, "
            f"indicative {float(Fraction(figures['indicative'])):,.1f} ({told.cite}: {told.note})"
        )
    notes += [f"{one} gives {off:+} against its part: shields or agreements leave no other split"
              for one, off in found.moved.items()]  # fmt: skip
    notes += [f"NEEDS DECISION: draw lots among {', '.join(tie.options)} (then --lots)" for tie in found.ties]
    notes.append(f"NEEDS DECISION ({found.confirm.who}): {found.confirm.question}")
    states = sorted(found.benefitting)
    rows: list[Sequence[object]] = [
        (one, *(f"{found.units.get((one, state), '-'):,}" if (one, state) in found.units else "-" for state in states),
         f"{n:,}")
        for one, n in found.contributors.items()
    ]  # fmt: skip
    if states:
        rows.append(
            ("all", *(f"{found.benefitting[state]:,}" for state in states), f"{sum(found.benefitting.values()):,}")
        )
        met = found.balance.shares_of_need
        rows.append(("need met", *(percent(met[state], 1) if state in met else "" for state in states), ""))
    heads = {"from": "left", **dict.fromkeys(states, "right"), "units": "right"}
    table(title, heads, rows, notes)
