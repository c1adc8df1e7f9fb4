"""How commands print: one strict JSON document, or plain tables of at most 100 columns."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final, TypeVar

import click

from fairshare.law.choices import Choices
from fairshare.plain import share_text

WIDTH: Final = 100

__all__ = ["choice_options", "chosen", "emit", "given_choices", "json_option", "percent", "share_text", "table"]

_C = TypeVar("_C", bound=Callable[..., Any])

json_option = click.option("--json", "as_json", is_flag=True, help="Write one JSON document to standard output.")


def choice_options(command: _C) -> _C:
    """Add ``--choice NAME=value`` (repeatable) and ``--choices FILE`` to a command; :func:`chosen` reads them."""
    one = click.option(
        "--choice",
        "choice",
        multiple=True,
        metavar="NAME=VALUE",
        help="Set one policy choice (see `fairshare law choices`).",
    )
    many = click.option(
        "--choices", "choices_file", type=click.Path(), metavar="FILE", help="YAML file of policy choices."
    )
    return one(many(command))


def chosen(choice: Sequence[str], choices_file: str | None) -> Choices:
    """The choices that a user set on the command line, over those of the file; all others at their defaults."""
    return Choices(given_choices(choice, choices_file), source=choices_file or "--choice")


def given_choices(choice: Sequence[str], choices_file: str | None) -> dict[str, str]:
    """Only what a user set, checked. What is set to its default is in it too: it may stand over other choices."""
    from fairshare.faults import bad_argument
    from fairshare.figures.tables import read_mapping

    values: dict[str, str] = {}
    if choices_file:
        values |= {str(name): str(value) for name, value in read_mapping(choices_file).items()}
    for pair in choice:
        name, equals, value = pair.partition("=")
        if not equals:
            raise bad_argument("--choice", f"{pair!r} has no '='", "NAME=VALUE")
        values[name.strip()] = value.strip()
    Choices(values, source=choices_file or "--choice")
    return values


def percent(value: Fraction | float, places: int = 2) -> str:
    """A share for a person: ``21.69 %``."""
    return f"{float(value) * 100:.{places}f} %"


def emit(document: object) -> None:
    """Write one strict JSON document (no NaN, no infinity) to standard output."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False))


def table(title: str, columns: Mapping[str, str], rows: Iterable[Sequence[object]], notes: Iterable[str] = ()) -> None:
    """Print a table. ``columns`` maps each heading to its side, ``left`` or ``right``."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    console = Console(width=WIDTH, highlight=False, markup=False, emoji=False)
    grid = Table(
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        padding=(0, 1),
        collapse_padding=True,
    )
    for heading, side in columns.items():
        grid.add_column(heading, justify="right" if side == "right" else "left", overflow="fold")
    for row in rows:
        grid.add_row(*("" if cell is None else str(cell) for cell in row))
    with console.capture() as printed:
        if title:
            console.print(title, style="bold")
        console.print(grid)
        for note in notes:
            console.print(note)
    for line in printed.get().splitlines():
        click.echo(line.rstrip())
