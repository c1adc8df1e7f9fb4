"""The pool for a person to read: tables of at most 100 columns, with a letter for how certain each figure is."""

from __future__ import annotations

from fractions import Fraction
from textwrap import wrap
from typing import Any, Final

import click

from fairshare.cli.output import WIDTH, percent, table
from fairshare.evaluation.pool import Figure, PoolReport
from fairshare.evaluation.pool.rows import StateRow
from fairshare.states import NAMES

_LETTER: Final = {"official": "o", "reported": "r", "inferred": "i", "unknown": ""}
_BRIDGE: Final = {
    "benefitting": "assigned to benefitting states, owed by nobody (60(3))",
    "lowered": "lowered to zero or by half in the act itself (A10)",
    "nothing_pledged": "of states that pledged nothing",
    "met_by_offsets": "pledged as relocations, to be met by offsets (63)",
    "pledge_unknown": "of states whose pledge is not known",
    "delivering": "of states whose pledge to deliver is known",
}


def _cell(figure: Figure, scale: int = 1, places: int = 0) -> str:
    if figure.value is None:
        return "unknown"
    if not figure.value:
        return "-"
    value = figure.value / scale
    shown = places or (1 if value.denominator > 1 else 0)  # half a unit is a figure too
    return f"{float(value):,.{shown}f}{_LETTER[figure.status]}"


def report(pool: PoolReport) -> None:
    """Print the report."""
    units, euro = pool.reference_relocations.value or 0, pool.reference_eur.value or Fraction(0)
    click.echo(f"Annual Solidarity Pool {pool.year}, as of {pool.as_of}")
    click.echo(
        f"Reference number: {int(units):,} relocations or EUR {float(euro) / 1e6:,.0f} million "
        f"(AMMR 57(1)); EUR {float(euro / units):,.0f} per unit (12(3))"
    )
    _states(pool)
    _effective(pool)
    _tests(pool)
    _distance(pool)
    _flags(pool)


def _states(pool: PoolReport) -> None:
    columns = {
        "": "left",
        "share %": "right",
        "key %": "right",
        "units": "right",
        "EUR m": "right",
        "role": "left",
        "persons": "right",
        "money m": "right",
        "kind m": "right",
        "lowered": "right",
        "to give": "right",
    }
    published = f"; the press counts {pool.published_sum:,}" if pool.published_sum else ""
    table(
        "Fair shares (66, 57(3)), pledges by type (57(1)) and what remains (60(3))",
        columns,
        [_state(row) for row in pool.rows],
        [
            "o official, r reported by press or ministry, i inferred; unknown: exists, not recovered; - nothing.",
            "share: as published, else computed; key: computed from the frozen inputs (Annex I); kind: in-kind.",
            "lowered, to give: units of one relocation. Sources: --json; reasons: --explain STATE.",
            f"Units add up to {pool.units_sum:,}, {pool.surplus:+d} by rounding{published}.",
            "",
        ],
    )


def _state(row: StateRow) -> list[str]:
    share, key = row.figures["share"], row.computed_share
    return [
        row.state,
        "" if share.value is None else f"{float(share.value) * 100:.4f}{_LETTER[share.status]}",
        "" if key.value is None else f"{float(key.value) * 100:.4f}",
        _cell(row.figures["fair_share_units"]),
        _cell(row.figures["fair_share_eur"], 10**6, 2),
        row.role,
        _cell(row.pledged["relocation"]),
        _cell(row.pledged["financial"], 10**6, 2),
        _cell(row.pledged["alternative"], 10**6, 2),
        _cell(row.figures["deducted"]),
        _cell(row.figures["to_implement"]),
    ]


def _effective(pool: PoolReport) -> None:
    part, nominal = pool.effective, pool.reference_relocations.value or Fraction(1)
    rows: list[list[object]] = [
        [f"{float(units):,.0f}", percent(units / nominal, 1), text]
        for name, text in _BRIDGE.items()
        if (units := part.bridge[name])
    ]
    effective, share = part.units.value or Fraction(0), part.share.value or Fraction(0)
    notes = [f"Effective: {float(effective):,.0f} units = {percent(share, 1)} of the pool ({part.units.status})."]
    if part.units.source:
        notes.append(f"  source: {part.units.source}")
    if part.unexplained:
        known = ", ".join(f"{state} {float(units):,.0f}" for state, units in part.explained.items())
        total = float(sum(part.explained.values()))
        notes.append(f"  explained by known pledges: {total:,.0f} ({known})")
        gap = part.unexplained
        notes.append(
            f"  unexplained: {float(gap['total']):,.0f} = {float(gap['relocations']):,.0f} relocations "
            f"+ {float(gap['money']):,.0f} units of money"
        )
    table(
        "From the nominal to the effective pool", {"units": "right", "share": "right", "": "left"}, rows, [*notes, ""]
    )


def _tests(pool: PoolReport) -> None:
    word = {True: "yes", False: "no", None: "unknown"}
    rows: list[list[object]] = [
        [test.cite, word[test.met], test.question, ", ".join(f"{k} {v}" for k, v in test.figures.items())]
        for test in pool.tests
    ]
    offering = [state for state, test in pool.state_tests if test.met]
    rows.append(["AMMR 63(2)(b)", "", "Who pledged half of the own share as relocations?", ", ".join(offering) or "-"])
    caught = ", ".join(f"{state} {n}" for state, n in pool.catch_up.items()) or "after 31 December"
    rows.append(["AMMR 63(5)", "", "Relocations not delivered by year end, open to catch-up", caught])
    vote = []
    if pool.vote:
        shares = pool.vote.margin_population
        ahead = "" if shares is None else f", {percent(shares, 1)} of the population above the 65 %"
        vote = [
            f"Vote: {len(pool.vote.in_favour)} of {len(pool.vote.in_favour) + len(pool.vote.not_in_favour)} in favour"
            f"{ahead}; qualified majority {'reached' if pool.vote.met else 'missed'} (57(1), TEU 16(4)).",
            "",
        ]
    told: dict[str, list[str]] = {}
    for test in pool.tests:
        for note in filter(None, test.note.split("; ")):
            told.setdefault(note, []).append(test.cite.removeprefix("AMMR "))
    notes = [f"{', '.join(cites)}: {note}." for note, cites in told.items()]
    table(
        "Tests of Article 63", {"": "left", "met": "left", "question": "left", "numbers": "left"}, rows, [*notes, *vote]
    )


def _distance(pool: PoolReport) -> None:
    far = pool.distance
    if far is None:
        return
    click.echo(
        f"Distance from the key: Hoover {float(far.before):.4f} = {float(far.to_move):,.0f} of {far.total:,} "
        f"first applications would have to move."
    )
    for name in ("nominal", "effective"):
        reached = percent(far.reach[name] or 0, 1)
        click.echo(f"  at best {float(far.after[name]):.4f} after the {name} pool, which reaches {reached} of them")
    for line in wrap(f"source: {far.source}", WIDTH, initial_indent="  ", subsequent_indent="  "):
        click.echo(line)
    click.echo()


def _flags(pool: PoolReport) -> None:
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for flag in pool.book.flags:
        place = (pool.book.events[flag.event].date.isoformat(), flag.cite, flag.text)
        grouped.setdefault(place, []).append(flag.state)
    if grouped:
        click.echo("Flags")
    for (day, cite, text), states in grouped.items():
        who = ", ".join(filter(None, states))
        for row in wrap(f"{day}  {cite}: {who + ': ' if who else ''}{text}", WIDTH - 2, subsequent_indent=" " * 12):
            click.echo(f"  {row}")


def explanation(pool: PoolReport, state: str, lines: list[dict[str, Any]]) -> None:
    """Print the events behind the balances of one state."""
    rows: list[list[object]] = []
    for line in lines:
        moved = "\n".join(
            f"{post['amount']} {post['measure']}: {post['account']}{' ' + post['towards'] if post['towards'] else ''}"
            for post in line["postings"]
        )
        why = "; ".join(filter(None, (line["status"], line["source"], line["note"])))
        rows.append([line["date"], f"{line['event']}\n{line['basis']}", moved, why])
    table(
        f"{NAMES[state]}: events behind every balance of the pool of {pool.year}",
        {"date": "left", "event": "left", "posted (persons, EUR)": "left", "why": "left"},
        rows,
    )
