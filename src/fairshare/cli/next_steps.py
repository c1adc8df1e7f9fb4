"""``fairshare next``: what to try after the first report."""

from __future__ import annotations

from typing import Final

import click

STEPS: Final = (
    ("fairshare pool 2026 --explain DE", "the events behind Germany's balances"),
    ("fairshare pool 2026 --as-of 2026-01-01 --json", "the pool before Article 58 applied, as JSON"),
    ("fairshare pool 2026 --choice ROUNDING=nearest", "what another reading of the law would change"),
    ("fairshare pool import --help", "read the annex of the act from a page saved from EUR-Lex"),
    ("fairshare key ammr --year 2026", "the reference key of Annex I, state by state"),
    ("fairshare deadlines cycle 2027", "the calendar of the next cycle"),
    ("fairshare law", "each article: the function that computes it, its tests, its open choices"),
    ("fairshare data list", "the bundled figures, with source, date and status"),
)


@click.command()
def next_steps() -> None:
    """What to try next."""
    click.echo("Next, try:")
    for command, text in STEPS:
        click.echo(f"  .venv/bin/{command:<48} {text}")
