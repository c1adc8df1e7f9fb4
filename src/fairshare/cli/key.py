"""``fairshare key``: shares of states under a distribution key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from fairshare.cli.data_store import store_at, store_option
from fairshare.cli.output import choice_options, chosen, emit, json_option, percent, share_text, table

if TYPE_CHECKING:
    from fairshare.law.choices import Choices
    from fairshare.law.keys import Key, KeyResult
    from fairshare.law.mechanisms.corrective2016 import Corrective

    Rows = Mapping[str, Mapping[str, Fraction]]
    Sources = dict[str, dict[str, str | None]]

COUNTS = ("applications", "resettled", "opted_out")
"""The counts that com2016-270 takes beside the key's own columns."""

WIDEST = 4
"""So many effects fit a table of 100 columns."""


@click.command(epilog="Example: fairshare key ammr --year 2026   or   fairshare key grech --inputs states.csv --json")
@click.argument("key")
@click.option(
    "--inputs", "file", type=click.Path(), metavar="FILE", help="CSV table: state and the columns of the key."
)
@click.option("--year", type=int, help="Use the bundled population and GDP for the pool of this year.")
@click.option(
    "--snapshot", is_flag=True, help="With --year: your latest snapshots of `fairshare data refresh` instead."
)
@store_option
@click.option("--states", metavar="DE,FR,…", help="Restrict the key to these states.")
@click.option("--weights", metavar="COLUMN=W,…", help="Weights of the key custom, such as population=0.5,gdp=0.5.")
@choice_options
@json_option
def key(
    key: str,
    file: str | None,
    year: int | None,
    snapshot: bool,
    store: str | None,
    states: str | None,
    weights: str | None,
    choice: tuple[str, ...],
    choices_file: str | None,
    as_json: bool,
) -> None:
    """Compute the shares of states under KEY from a table or from the bundled figures.

    \b
    KEY                 columns of the inputs, beside state
    ammr                population gdp (the 26 states bound by Part IV)
    com2016-270         population gdp [applications resettled opted_out]
    com2015-286         population gdp applications_per_million unemployment_rate
    decision2015-1601   the same, with the cap of the Decision
    grech2016-table1    the same, with half that cap, as printed
    grech               population gdp [unemployment_rate] [applications_per_million]
    bovens-bartsch      population gdp_per_head_ppp job_vacancy_rate share_over_65
    koenigstein         population gdp
    multi-factor        population gdp area unemployment_rate
    bmvi-border         land_border_weighted_length land_border_workload
                        sea_border_weighted_length sea_border_workload
                        airport_workload consular_posts visa_workload
    custom              the columns named in --weights

    Rows of states outside the key's set are left out and named. For com2016-270, opted_out counts the applicants whom a
    state did not take; it pays EUR 250,000 for each.
    """
    from fairshare.law.keys import key_shares, require_key

    if (file is None) == (year is None) or (snapshot and year is None):
        raise click.UsageError("Give the inputs: either --inputs FILE or --year YEAR (which may have --snapshot).")
    picked, members, own = chosen(choice, choices_file), _states(states), _weights(weights)
    wanted = require_key(key, own)
    rows, sources, *notes = (
        _read(wanted, file, members, picked) if file is not None else _bundled(year or 0, store, snapshot)
    )
    result = key_shares(key, rows, states=members, weights=own, choices=picked)
    result = replace(result, notes=(*result.notes, *notes))
    numbers = _corrective(wanted, result, rows)
    _warn(result)
    if as_json:
        used = picked.used("KEY_SNAPSHOT") if wanted.in_force and year is not None else {}
        emit(_document(wanted, result, numbers, sources, used))
    else:
        _print(wanted, result, numbers, sources)


def _weights(text: str | None) -> dict[str, Fraction] | None:
    """``population=0.5,gdp=1/3`` as exact weights."""
    from fairshare.faults import bad_argument
    from fairshare.figures.tables import FaultyCellError, as_number, as_positive

    if text is None:
        return None
    weights: dict[str, Fraction] = {}
    for pair in text.split(","):
        name, equals, number = (part.strip().casefold() for part in pair.partition("="))
        if not equals or not name or name in weights:
            raise bad_argument("--weights", f"{pair!r} is no weight", "COLUMN=WEIGHT, each column once")
        try:
            over, slash, under = number.partition("/")
            weights[name] = as_number(over.strip()) / (as_positive(under.strip()) if slash else 1)
        except FaultyCellError as error:
            raise bad_argument("--weights", f"{name}: {error.problem}", error.expected) from None
    return weights


def _states(text: str | None) -> list[str] | None:
    from fairshare.states import require_state

    return None if text is None else sorted({require_state(name, "--states") for name in text.split(",")})


def _read(wanted: Key, file: str, members: list[str] | None, picked: Choices) -> tuple[Rows, Sources]:
    """The rows of a file, with every fault of a value that the key cannot use told by its line."""
    from fairshare.faults import BadInputError, Fault
    from fairshare.figures.tables import as_count, as_number, as_state, read_columns, read_rows
    from fairshare.law.keys import cell_faults, included

    converters: dict[str, Any] = dict.fromkeys(wanted.columns, as_number)
    if wanted.name == "com2016-270":
        converters |= dict.fromkeys(COUNTS, as_count)
    rows = read_columns(file, "state", {"state": as_state}, converters)
    lines = {as_state(row.cells["state"]): row.line for row in read_rows(file, ["state"])}
    given, _ = included(wanted, rows, members)
    faults = [
        Fault(file, lines[f.state] if f.state else 1, f.column, f.problem, f.expected)
        for f in cell_faults(wanted, given, picked)
    ]
    if wanted.name == "com2016-270" and any("applications" in row for row in given.values()):
        faults += [
            Fault(file, lines[state], "applications", "is empty", "a whole number, 0 or more")
            for state, row in given.items()
            if "applications" not in row
        ]
    if faults:
        raise BadInputError(faults)
    present = [column for column in converters if any(column in row for row in given.values())]
    return rows, {column: {"source": file, "as_of": None} for column in present}


def _bundled(year: int, store: str | None, snapshot: bool) -> tuple[Rows, Sources, str]:
    """The bundled inputs of a pool year, or those of the user's latest snapshots, with the note on them."""
    from fairshare.figures.key_figures import key_inputs

    found = key_inputs(year, store_at(store) if snapshot else None)
    return found.values, {column: dict(source) for column, source in found.sources.items()}, found.note


def _corrective(wanted: Key, result: KeyResult, rows: Rows) -> dict[str, Corrective]:
    """Reference numbers of COM(2016) 270, where the inputs have applications."""
    from fairshare.faults import bad_argument
    from fairshare.law.mechanisms.corrective2016 import corrective

    columns = {
        name: {state: int(rows[state][name]) for state in result.states if name in rows[state]} for name in COUNTS
    }
    if wanted.name != "com2016-270":
        return {}
    if not columns["applications"]:
        if lonely := [name for name in COUNTS if columns[name]]:
            problem = f"{' and '.join(lonely)} count beside applications, which are missing"
            raise bad_argument("applications", problem, "a column applications, or none of the three")
        return {}
    return corrective({state: found.share for state, found in result.states.items()}, **columns)


def _warn(result: KeyResult) -> None:
    if result.missing:
        names = ", ".join(result.missing)
        click.echo(f"warning: {names} have no inputs; the shares are those of the states given alone", err=True)


def _document(
    wanted: Key, result: KeyResult, numbers: Mapping[str, Corrective], sources: Sources, used: dict[str, str]
) -> dict[str, object]:
    cite = "; ".join(result.cites)
    states = {
        state: {
            "share": share_text(found.share),
            "effects": {name: share_text(effect) for name, effect in found.effects.items()},
            "cite": cite,
            **(_numbers(numbers[state]) if state in numbers else {}),
        }
        for state, found in result.states.items()
    }
    return {
        "key": result.key,
        "states": states,
        "choices": result.choices | used,
        "cites": list(result.cites),
        "inputs": sources,
        "formula": wanted.formula,
        "source": wanted.source,
        "steps": [{"what": step.what, "value": step.value, "cite": step.cite} for step in result.steps],
        "notes": list(result.notes),
    }


def _numbers(found: Corrective) -> dict[str, object]:
    return {
        "reference": share_text(found.reference),
        "threshold": share_text(found.threshold),
        "load": found.load,
        "above_threshold": found.triggered,
        "payment": f"{found.payment:.2f}",
        "cites": {"reference": "COM2016 35", "threshold": "COM2016 34", "payment": "COM2016 37"},
    }


def _print(wanted: Key, result: KeyResult, numbers: Mapping[str, Corrective], sources: Sources) -> None:
    names = list(next(iter(result.states.values())).effects)
    shown = names[:WIDEST] if not numbers else []
    extra = ("reference", "threshold", "load", "payment EUR") if numbers else ()
    cells = []
    for state, found in sorted(result.states.items(), key=lambda item: (-item[1].share, item[0])):
        n = numbers.get(state)
        more = (
            (f"{float(n.reference):,.1f}", f"{float(n.threshold):,.1f}", f"{n.load:,}", f"{n.payment:,.2f}")
            if n
            else ()
        )
        cells.append((state, percent(found.share, 4), *(f"{float(found.effects[name]):.6f}" for name in shown), *more))
    headings = {"state": "left", "share": "right"} | dict.fromkeys(
        [*(n.replace("_", " ") for n in shown), *extra], "right"
    )
    named = [f"{name}: {value}" for name, value in result.choices.items()]
    origin = sorted({f"{s['source']}" + (f" ({s['as_of']})" if s["as_of"] else "") for s in sources.values()})
    hidden = [f"{len(names) - len(shown)} more effects: --json"] if len(names) > len(shown) else []
    table(
        f"{result.key}: {len(result.states)} states",
        headings,
        cells,
        [
            f"Share = {wanted.formula}.",
            f"Source: {wanted.source}.",
            *named,
            *result.notes,
            *hidden,
            "Inputs: " + "; ".join(origin),
        ],
    )
