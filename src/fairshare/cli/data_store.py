"""What the commands that read the store share: where it is, and of which day."""

from __future__ import annotations

import os
from datetime import date
from typing import IO, TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from fairshare.figures.indicators.store import Head, Store

HOME_VARIABLE: Final = "FAIRSHARE_HOME"
COUNTS: Final = frozenset({"persons", "requests", "decisions", "detections"})
"""Units of what is counted."""

store_option = click.option(
    "--store",
    "store",
    type=click.Path(file_okay=False),
    metavar="DIR",
    help=f"Folder of the snapshots (default: ${HOME_VARIABLE}, else the user's application folder).",
)
as_of_option = click.option(
    "--as-of",
    "as_of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="What was known at the end of that day, by the time of retrieval (default: all).",
)


class DataFailedError(click.ClickException):
    """Something outside the input went wrong (exit code 1); shown as one plain line."""

    exit_code = 1

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the line to standard error."""
        click.echo(self.message, file=file, err=True)


def store_at(folder: str | None) -> Store:
    """The store in ``folder``, or in the user's default place."""
    from pathlib import Path

    from fairshare.figures.indicators.store import Store

    return Store(Path(folder or os.environ.get(HOME_VARIABLE) or click.get_app_dir("fairshare")))


def as_day(moment: Any) -> date | None:
    """The day of an option of ``click.DateTime``."""
    return moment.date() if moment else None


def age(head: Head) -> str:
    """How long ago a snapshot was read, in words."""
    days = (date.today() - date.fromisoformat(head.day)).days if len(head.day) == 10 and head.path else 0
    return f"{days} days" if head.path else "bundled"


def where(head: Head) -> str:
    """Dataset and filter of a snapshot on one line.

    The form is that of a query: ``migr_asyappctzm?applicant=FRST&sex=T``."""
    filters = "&".join(f"{name}={value}" for name, value in head.filters.items())
    return head.dataset + (f"?{filters}" if filters else "")


def figure(value: Any) -> str:
    """An exact figure for a person; ``unknown`` where it is null."""
    if value is None:
        return "unknown"
    return f"{value:,.2f}".removesuffix("0").removesuffix("0").removesuffix(".")


def exact(value: Any, unit: str) -> int | str | None:
    """An exact figure for the JSON: a count is an integer, another amount a decimal string, an unknown one ``null``."""
    if value is None:
        return None
    return int(value) if unit in COUNTS else f"{value.normalize():f}"


def citizenship(text: str) -> str:
    """The code of a citizenship from a code or an English name; anything else as it is."""
    from fairshare.figures.loaders.codes import country

    return country(text) or text if text else ""
