"""``fairshare capacity``: adequate capacity for border procedures, from figures or as published."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import click

from fairshare.cli.output import choice_options, chosen, emit, json_option, percent, share_text, table

if TYPE_CHECKING:
    from fairshare.figures.provenance import Datum
    from fairshare.law.responsibility.border_capacity import BorderFigures, Capacities

APPLIES: Final = (date(2026, 6, 12), date(2027, 10, 14))
"""First and last day on which Implementing Decision (EU) 2024/2150 applies."""

OPEN: Final = "The rounding is open: the text does not say how a share of 30,000 becomes a whole number."
LATER: Final = "Implementing Decision (EU) 2024/2150 applies to 14 October 2027: what follows it is not known."
EARLY: Final = "No maximum is set before 12 June 2026."


@click.command(
    epilog="Example: fairshare capacity   or   fairshare capacity --inputs figures.csv --on 2027-01-01 --json"
)
@click.option("--on", metavar="DAY", help="The maximum of applications a year in force on this day only.")
@click.option(
    "--inputs",
    "file",
    type=click.Path(),
    metavar="FILE",
    help="CSV state,irregular_crossings,sar_arrivals,refusals: totals of the three years before.",
)
@click.option("--lots", metavar="DE,FR,…", help="With --inputs: settle a tie by the order drawn by lot.")
@choice_options
@json_option
def capacity(
    on: str | None, file: str | None, lots: str | None, choice: tuple[str, ...], choices_file: str | None, as_json: bool
) -> None:
    """Each state's adequate capacity for border procedures (2024/1348, Articles 46 and 47) and its yearly maximum.

    With --inputs: 30,000 by the states' figures. Without: the capacities that Implementing Decision (EU) 2024/2150
    set, as far as they are known; the others are unknown, not 0.
    """
    day = _day(on)
    if file is None:
        if choice or choices_file or lots is not None:
            raise click.UsageError("--choice, --choices and --lots go with --inputs FILE.")
        _published(day, as_json)
    else:
        rounding = chosen(choice, choices_file)["CAPACITY_ROUNDING"]
        _computed(file, rounding, lots, day, as_json)


def _day(text: str | None) -> date | None:
    from fairshare.faults import bad_argument
    from fairshare.law.time_limits import iso_day

    day = None if text is None else iso_day(text)
    if text is not None and day is None:
        raise bad_argument("--on", f"{text!r} is not a day", "a day written YYYY-MM-DD")
    return day


# --- from figures -----------------------------------------------------------------------------------------------------


def _computed(file: str, rounding: str, lots: str | None, on: date | None, as_json: bool) -> None:
    from fairshare.law.responsibility.border_capacity import adequate_capacity
    from fairshare.states import require_state

    figures, left_out = _read(file)
    drawn = tuple(require_state(name.strip(), "--lots") for name in (lots or "").split(",") if name.strip())
    found = adequate_capacity(figures, rounding, lots=drawn)
    notes = _notes(found, left_out, on)
    if found.missing:
        missing = ", ".join(found.missing)
        click.echo(f"warning: {missing} have no figures; the shares are those of the states given alone", err=True)
    if as_json:
        emit(_document(found, file, drawn, left_out, on, notes))
    else:
        _print(found, on, notes)


def _read(file: str) -> tuple[dict[str, BorderFigures], list[str]]:
    """The figures of the states that have a capacity, and the states of the file that have none."""
    from fairshare.faults import BadInputError, Fault
    from fairshare.figures.tables import as_count, as_state, read_columns
    from fairshare.law.responsibility.border_capacity import STATES, BorderFigures

    columns = dict.fromkeys(("irregular_crossings", "sar_arrivals", "refusals"), as_count)
    rows = read_columns(file, "state", {"state": as_state, **columns})
    figures = {state: BorderFigures(**row) for state, row in rows.items() if state in STATES}
    if not any(found.total for found in figures.values()):
        problem = "no state with an adequate capacity has a figure above 0"
        raise BadInputError([Fault(file, 1, "file", problem, "at least one")])
    return figures, sorted(rows.keys() - STATES)


def _maxima(whole: int | None, on: date | None) -> dict[str, int | None]:
    """The maximum by the day from which it holds: all three, or that in force on a day."""
    from fairshare.law.responsibility.border_capacity import MAXIMUM_FROM, annual_maximum

    days = [day for day in MAXIMUM_FROM if on is None or day <= on]
    shown = days if on is None else days[-1:]
    return {str(day): None if whole is None else annual_maximum(whole, day) for day in shown}


def _notes(found: Capacities, left_out: list[str], on: date | None) -> list[str]:
    notes = [OPEN]
    if left_out:
        notes.append(f"Left out: {', '.join(left_out)} (no adequate capacity under 2024/1348).")
    if found.missing:
        notes.append(f"No figures: {', '.join(found.missing)}; the shares are those of the states given alone.")
    if on is not None and not _maxima(0, on):
        notes.append(EARLY)
    if found.needs_decision:
        lots = found.needs_decision
        notes.append(f"NEEDS DECISION: draw lots for {lots.seats} place(s) among {', '.join(lots.options)} (--lots).")
    return notes


def _document(
    found: Capacities, file: str, drawn: tuple[str, ...], left_out: list[str], on: date | None, notes: list[str]
) -> dict[str, Any]:
    lots = found.needs_decision
    settled = [part.capacity for part in found.states.values() if part.capacity is not None]
    states = {
        state: {
            "figures": part.figures.total,
            "share": share_text(part.share),
            "capacity": part.capacity,
            "maximum": _maxima(part.capacity, on),
            "cites": {"share": "APR 47(4)", "capacity": "APR 47(4)", "maximum": "APR 47(1)"},
        }
        for state, part in found.states.items()
    }
    return {
        "union_capacity": {"value": found.union, "cite": "APR 46"},
        "on": None if on is None else str(on),
        "states": states,
        "totals": {
            "figures": sum(part.figures.total for part in found.states.values()),
            "capacity": None if lots else sum(settled),
            "cite": "APR 46, 47(4)",
        },
        "choices": {
            "CAPACITY_ROUNDING": found.rounding,
            **({"lots": list(drawn)} if drawn else {}),
            **({"states_left_out": left_out} if left_out else {}),
        },
        "needs_decision": lots and {"question": lots.question, "options": list(lots.options), "cite": "APR 47(4)"},
        "inputs": {"source": file, "missing": list(found.missing)},
        "notes": notes,
    }


def _print(found: Capacities, on: date | None, notes: list[str]) -> None:
    days = list(_maxima(0, on))
    headings = {"state": "left", "figures": "right", "share": "right", "capacity": "right"}
    headings |= dict.fromkeys((f"maximum from {day}" for day in days), "right")
    rows = [
        (
            state,
            f"{part.figures.total:,}",
            percent(part.share, 4),
            _count(part.capacity, "by lot"),
            *(_count(value, "by lot") for value in _maxima(part.capacity, on).values()),
        )
        for state, part in sorted(found.states.items(), key=lambda item: (-item[1].share, item[0]))
    ]
    whole = None if found.needs_decision else sum(part.capacity or 0 for part in found.states.values())
    figures = sum(part.figures.total for part in found.states.values())
    total = ("all", f"{figures:,}", "", _count(whole, "by lot"), *("" for _ in days))
    table(
        f"Adequate capacity for border procedures: {found.union:,} (APR 46, 47)",
        headings,
        [*rows, total],
        [f"Rounding: {found.rounding}.", *notes],
    )


def _count(value: int | None, instead: str) -> str:
    return instead if value is None else f"{value:,}"


# --- as published -----------------------------------------------------------------------------------------------------


def _published(on: date | None, as_json: bool) -> None:
    from fairshare.figures.reference import adequate_capacity

    fields = dict(adequate_capacity())
    union = fields.pop("EU")["capacity"]
    over = on is not None and on > APPLIES[1]
    shown = _shown(list(next(iter(fields.values()))), on)
    known = [row["capacity"].number for row in fields.values() if row["capacity"].known]
    rest = int(union.number - sum(known))
    notes = [
        f"Known: {len(known)} states with {int(sum(known)):,} of {int(union.number):,}; "
        f"the {rest:,} of the other {len(fields) - len(known)} are unknown."
    ]
    notes += [LATER] if over else [EARLY] if on is not None and on < APPLIES[0] else []
    if as_json:
        emit(_published_document(union, fields, shown, on, over, notes))
    else:
        _print_published(fields, shown, over, notes)


def _shown(names: list[str], on: date | None) -> list[str]:
    """The fields to show: the capacity, and of the maxima all, or that in force on a day."""
    maxima = [name for name in names if name != "capacity"]
    begun = [name for name in maxima if on is None or name.rpartition("_")[2] <= str(on)]
    return ["capacity", *(begun if on is None else begun[-1:])]


def _published_document(
    union: Datum,
    fields: Mapping[str, Mapping[str, Datum]],
    shown: list[str],
    on: date | None,
    over: bool,
    notes: list[str],
) -> dict[str, Any]:
    def figure(datum: Datum) -> dict[str, Any]:
        row = datum.as_json()
        gone = {"value": None, "status": "unknown", "note": LATER} if over else {}
        cite = "APR 47(4)" if datum.key.endswith("/capacity") else "APR 47(1)"
        return {name: row[name] for name in ("value", "status", "source", "as_of", "note")} | gone | {"cite": cite}

    return {
        "union_capacity": {
            "value": int(union.number),
            "status": union.status,
            "source": union.source,
            "cite": "APR 46",
        },
        "on": None if on is None else str(on),
        "states": {state: {name: figure(row[name]) for name in shown} for state, row in fields.items()},
        "choices": {},
        "cites": ["APR 46", "APR 47(1)", "APR 47(4)"],
        "notes": notes,
    }


def _print_published(fields: Mapping[str, Mapping[str, Datum]], shown: list[str], over: bool, notes: list[str]) -> None:
    headings = {"state": "left"} | dict.fromkeys((name.replace("_", " ") for name in shown), "right")
    known_first = sorted(
        fields.items(), key=lambda item: (-item[1]["capacity"].number if item[1]["capacity"].known else 1, item[0])
    )
    rows = [
        (
            state,
            *("unknown" if over else row[name].text() for name in shown),
            "unknown" if over else row["capacity"].status,
        )
        for state, row in known_first
    ]
    sources = dict.fromkeys(
        source
        for row in fields.values()
        for name in shown
        if row[name].known
        for source in row[name].source.split("; ")
    )
    table(
        "Adequate capacity for border procedures (Implementing Decision (EU) 2024/2150)",
        headings | {"capacity is": "left"},
        rows,
        [*notes, "Sources: " + "; ".join(sources)],
    )
