"""``fairshare deadlines``: the clock of a relocation and the calendar of a cycle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import click

from fairshare.cli.output import choice_options, chosen, emit, json_option, table

if TYPE_CHECKING:
    from fairshare.law.solidarity.cycle import Deadline
    from fairshare.law.solidarity.relocation_clock import Clock, ClockStep
    from fairshare.law.time_limits import HolidayCalendar, TableCalendar

DAY: Final = "a day written YYYY-MM-DD"


@click.group(epilog="Try: fairshare deadlines cycle 2027")
def deadlines() -> None:
    """The calendar of the cycle (Articles 7 to 15, 57 to 69) and the clock of a relocation (67)."""


@deadlines.command(epilog="Example: fairshare deadlines relocation --received 2027-03-02 --state DE --benefitting IT")
@click.option("--received", required=True, metavar="DAY", help="When the form was received.")
@click.option("--state", required=True, help="Member State of relocation; its holidays govern the reply.")
@click.option("--benefitting", metavar="STATE", help="Benefitting state; its holidays govern decision and transfer.")
@click.option("--postponed", metavar="DAY", help="When the state told that its reply comes later.")
@click.option("--confirmed", metavar="DAY", help="When the state confirmed.")
@click.option("--appeal-decided", metavar="DAY", help="Final decision on an appeal that suspended the transfer.")
@click.option("--person", default="applicant", show_default=True, help="applicant or beneficiary.")
@click.option("--holidays", metavar="FILE", help="CSV state,date,name; replaces the built-in calendar.")
@choice_options
@json_option
def relocation(
    state: str,
    benefitting: str | None,
    person: str,
    holidays: str | None,
    choice: Sequence[str],
    choices_file: str | None,
    as_json: bool,
    **days: str | None,
) -> None:
    """What is due when in one relocation, from the day on which the form was received."""
    from fairshare.law.solidarity.relocation_clock import relocation_clock
    from fairshare.law.time_limits import BUILT_IN

    told, states = _arguments(days, {"state": state, "benefitting": benefitting})
    calendar: HolidayCalendar = BUILT_IN
    if holidays is not None:
        calendar = read_holidays(holidays)
    clock = relocation_clock(
        received=told.pop("received"),
        state=states["state"],
        benefitting=states.get("benefitting"),
        person=person,
        calendar=calendar,
        choices=chosen(choice, choices_file),
        **told,
    )
    if holidays is not None:
        _warn_of_gaps(calendar, holidays, states.values(), clock)
    if as_json:
        emit([_clock_row(step) for step in clock.steps])
    else:
        _show_clock(clock)


def _arguments(
    days: Mapping[str, str | None], states: Mapping[str, str | None]
) -> tuple[dict[str, Any], dict[str, str]]:
    """The days and states of the options, all faults together."""
    from fairshare.faults import BadInputError, Fault
    from fairshare.law.time_limits import iso_day
    from fairshare.states import state_code

    told = {name: iso_day(text) for name, text in days.items() if text is not None}
    codes = {name: state_code(text) for name, text in states.items() if text is not None}
    faults = [
        Fault("argument", 1, f"--{name.replace('_', '-')}", f"{days[name]!r} is no day", DAY)
        for name, day in told.items()
        if day is None
    ]
    faults += [
        Fault("argument", 1, f"--{name}", f"{states[name]!r} is not a known state", "a code such as DE, or a name")
        for name, code in codes.items()
        if code is None
    ]
    if faults:
        raise BadInputError(faults)
    return told, {name: code for name, code in codes.items() if code}


def read_holidays(path: str) -> TableCalendar:
    """The calendar in a CSV file ``state,date,name``: one official holiday of a state a row.

    Raises :class:`~fairshare.faults.BadInputError` with every fault; the same holiday twice is one."""
    from fairshare.faults import BadInputError, Fault
    from fairshare.figures.tables import FaultyCellError, as_name, as_state, read_rows
    from fairshare.law.time_limits import TableCalendar

    converters = {"state": as_state, "date": _as_day, "name": as_name}
    faults: list[Fault] = []
    lines: dict[tuple[Any, ...], int] = {}
    for row in read_rows(path, converters):
        cells: list[Any] = []
        for column, convert in converters.items():
            try:
                cells.append(convert(row.cells[column]))
            except FaultyCellError as error:
                faults.append(Fault(path, row.line, column, error.problem, error.expected))
        if len(cells) == len(converters) and lines.setdefault(tuple(cells), row.line) != row.line:
            problem = f"this holiday stands on line {lines[tuple(cells)]} already"
            faults.append(Fault(path, row.line, "date", problem, "each once"))
    if faults:
        raise BadInputError(faults)
    names: dict[tuple[str, date], str] = {}
    for state, day, name in lines:
        names[state, day] = f"{names[state, day]}, {name}" if (state, day) in names else name
    return TableCalendar(names)


def _as_day(cell: str) -> date:
    from fairshare.figures.tables import FaultyCellError
    from fairshare.law.time_limits import iso_day

    day = iso_day(cell)
    if day is None:
        raise FaultyCellError(f"{cell!r} is no day", DAY)
    return day


def _warn_of_gaps(calendar: Any, path: str, states: Iterable[str], clock: Clock) -> None:
    """Say on standard error for which state and year the table is silent: there only weekends are non-working."""
    years = sorted({step.due.year for step in clock.steps})
    for state in states:
        for year in years:
            if not calendar.covers(state, year):
                click.echo(f"{path}: no holiday of {state} in {year}; only weekends are passed over", err=True)


def _clock_row(step: ClockStep) -> dict[str, Any]:
    row = {
        "step": step.step,
        "actor": step.actor,
        "due": step.due.isoformat(),
        "if_missed": step.if_missed,
        "cite": step.cite,
        "from": step.counted_from.isoformat(),
        "limit": step.limit,
        "note": step.note,
    }
    return row | ({"choices": dict(step.choices)} if step.choices else {})


def _show_clock(clock: Clock) -> None:
    columns = {"Step": "left", "Actor": "left", "Due": "left", "If missed": "left", "Cite": "left"}
    rows = [(s.step, s.actor, f"{s.due:%a} {s.due}", s.if_missed, s.cite) for s in clock.steps]
    by = "a reply" if clock.confirmed_by == "reply" else "silence, unless a reply is told before"
    notes = [f"Confirmed on {clock.confirmed} by {by} (AMMR 67(9))."]
    table("Relocation", columns, rows, [*notes, *(f"{s.step}: {s.note}" for s in clock.steps if s.note)])


@deadlines.command(epilog="Example: fairshare deadlines cycle 2027 --json")
@click.argument("year", type=int)
@choice_options
@json_option
def cycle(year: int, choice: Sequence[str], choices_file: str | None, as_json: bool) -> None:
    """The calendar of the cycle that prepares, runs and closes the pool of YEAR."""
    from fairshare.law.solidarity.cycle import calendar

    rows = calendar(year, chosen(choice, choices_file))
    if as_json:
        emit([_cycle_row(row) for row in rows])
        return
    named = [row for row in rows if row.due]
    table(
        f"The cycle of the pool {year}",
        {"Day": "left", "Actor": "left", "What": "left", "Cite": "left"},
        [(row.due, row.actor, _what(row), row.cite) for row in named],
        ["Days that the Regulation names are not moved where they fall on a weekend (AMMR 75).", ""],
    )
    table(
        "Steps without a day of their own",
        {"When": "left", "Actor": "left", "What": "left", "Cite": "left"},
        [(row.limit, row.actor, _what(row), row.cite) for row in rows if not row.due],
    )


def _cycle_row(row: Deadline) -> dict[str, Any]:
    document = {
        "step": row.step,
        "actor": row.actor,
        "what": row.what,
        "opens": row.opens and row.opens.isoformat(),
        "due": row.due and row.due.isoformat(),
        "limit": row.limit or None,
        "cite": row.cite,
        "note": row.note,
    }
    return document | ({"choices": dict(row.choices)} if row.choices else {})


def _what(row: Deadline) -> str:
    opens = f"from {row.opens} on" if row.opens else ""
    extra = "; ".join(filter(None, (opens, row.note)))
    return f"{row.what} ({extra})" if extra else row.what
