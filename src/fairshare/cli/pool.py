"""``fairshare pool``: the solidarity pool of a year as its ledger shows it, and the import of an act's annex."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

import click

from fairshare.cli.output import choice_options, emit, given_choices, json_option

_LAZY: Final = {"import": "fairshare.cli.pool_import:import_act"}


class PoolGroup(click.Group):
    """``pool 2026`` means ``pool show 2026``; the import is loaded when it is asked for."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put ``show`` before a year or an option."""
        if args and args[0] not in {"-h", "--help", *self.list_commands(ctx)}:
            args = ["show", *args]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands of this group."""
        return [*super().list_commands(ctx), *_LAZY]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One command, imported on demand."""
        if cmd_name not in _LAZY:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = _LAZY[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command


@click.group(cls=PoolGroup, epilog="Try: fairshare pool 2026 --explain DE")
def pool() -> None:
    """The Annual Solidarity Pool of a year (`pool 2026`), or the import of an act's annex."""


@pool.command(epilog="Try: fairshare pool 2026 --as-of 2026-01-01")
@click.argument("year", type=int, required=False)
@click.option("--file", "path", metavar="FILE", help="Your own cycle: a file of events (YAML or JSON Lines).")
@click.option("--as-of", metavar="DAY", help="The pool as it stood on a day (default: the last on record).")
@click.option("--known-on", metavar="DAY", help="Only events that were on record on a day.")
@click.option("--explain", metavar="STATE", help="The events behind every balance of one state.")
@click.option("--authorised", is_flag=True, help="Use the Commission's number even while it is restricted (12(6)).")
@choice_options
@json_option
def show(year: int | None, path: str | None, explain: str | None, as_json: bool, **options: Any) -> None:
    """Show the pool of YEAR, or of the cycle in --file: fair shares, roles, pledges, what remains, tests of 63."""
    from fairshare.cli import pool_print
    from fairshare.evaluation.pool.report import explain as explained
    from fairshare.states import require_state

    report = _report(year, path, **options)
    if explain is not None:
        state = require_state(explain, "--explain")
        lines = explained(report, state)
        emit({"state": state, "events": lines}) if as_json else pool_print.explanation(report, state, lines)
    elif as_json:
        emit(report.to_json())
    else:
        pool_print.report(report)


def _report(
    year: int | None,
    path: str | None,
    as_of: str | None,
    known_on: str | None,
    authorised: bool,
    choice: tuple[str, ...],
    choices_file: str | None,
) -> Any:
    from fairshare.evaluation.pool import pool_report
    from fairshare.evaluation.pool.beside import beside
    from fairshare.faults import bad_argument
    from fairshare.figures import cycles
    from fairshare.figures.tables import read_text
    from fairshare.ledger import parse

    if year is None and path is None:
        raise bad_argument("YEAR", "neither a year nor --file is given", "fairshare pool 2026, or --file FILE")
    cycle = parse(read_text(path), path) if path else parse(cycles.text(year or 0), f"cycle of {year}")
    if year is not None and cycle.year != year:
        raise bad_argument("YEAR", f"the file holds the pool of {cycle.year}, not {year}")
    return pool_report(
        cycle,
        _day(as_of, "--as-of") or cycle.last_day,
        given_choices(choice, choices_file),
        known_on=_day(known_on, "--known-on"),
        authorised=authorised,
        **beside(cycle.year, shipped=path is None),
    )


def _day(text: str | None, option: str) -> Any:
    from fairshare.faults import bad_argument
    from fairshare.law.time_limits import iso_day

    day = None if text is None else iso_day(text)
    if text is not None and day is None:
        raise bad_argument(option, f"{text!r} is no day", "a day such as 2026-01-31")
    return day
