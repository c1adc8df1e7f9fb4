"""``fairshare next``: what to try after the first report."""

from __future__ import annotations

from typing import Final

import click

from fairshare.cli.output import emit, json_option

STEPS: Final = (
    ("pool 2026 --explain DE", "the events behind Germany's balances"),
    ("pool 2026 --as-of 2026-01-01", "the pool before Article 58 applied"),
    ("pool 2026 --choice ROUNDING=nearest", "what another reading of the law changes"),
    ("pool import --help", "read the act's annex from a saved page"),
    ("key ammr --year 2026", "the reference key of Annex I, by state"),
    ("deadlines cycle 2027", "the calendar of the next cycle"),
    ("match compare --about", "twelve ways to match families and places"),
    ("law", "each provision: function, tests, choices"),
    ("data trace EL population 2024", "where one figure comes from"),
    ("assess pressure", "a shadow of the determination, by method"),
    ("simulate mechanisms", "every mechanism since 1990"),
    ("evaluate relocation-2015", "what a scheme achieved, how fairly"),
    ("observatory --help", "a public site of all that"),
)


@click.command(epilog="Try: fairshare next")
@json_option
def next_steps(as_json: bool) -> None:
    """What to try next."""
    if as_json:
        emit([{"command": f"fairshare {command}", "what": text} for command, text in STEPS])
        return
    click.echo("Next, try:")
    for command, text in STEPS:
        click.echo(f"  .venv/bin/fairshare {command:<37} {text}")
