"""The Workbench for a command: its extra installed, its settings read, Django ready."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import click

_C = TypeVar("_C", bound=Callable[..., Any])


def ready() -> None:
    """Set up Django with the settings of the Workbench. One line says what to install where its extra is missing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fairshare.workbench.settings")
    try:
        import django
        import granian
        import psycopg
        from django.apps import apps

        del granian, psycopg
    except ModuleNotFoundError as missing:
        raise click.ClickException(
            f"the Workbench needs {missing.name}, which is not installed: pip install 'fairshare[workbench]'"
        ) from None
    if not apps.ready:
        django.setup()


def migrated() -> None:
    """Refuse to work on a database that lacks the tables of this version, or cannot be reached."""
    from django.db import DatabaseError

    from fairshare.faults import bad_argument
    from fairshare.workbench.ops.health import unapplied

    try:
        waiting = unapplied()
    except DatabaseError as error:
        raise click.ClickException(f"the database cannot be reached: {first_line(error)}") from None
    if waiting:
        raise bad_argument("database", f"{len(waiting)} migrations are not applied", "a run of `fairshare serve` first")


def first_line(error: Any) -> str:
    """The first line of what a database says, which names no password."""
    return str(error).strip().partition("\n")[0][:200]


def on_record(command: _C) -> _C:
    """A command that works on the database of the Workbench: it begins when that is ready."""

    @wraps(command)
    def begun(*args: Any, **options: Any) -> Any:
        ready()
        migrated()
        return command(*args, **options)

    return begun  # type: ignore[return-value]
