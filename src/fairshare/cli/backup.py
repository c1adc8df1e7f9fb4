"""``fairshare backup`` and ``fairshare restore``: the database of the Workbench and the files of its jobs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from fairshare.cli.output import emit, json_option
from fairshare.cli.workbench import first_line, on_record, ready


@click.command(epilog="Keep the file as carefully as the database. Try: fairshare restore FILE")
@click.option("--out", required=True, metavar="FILE", type=click.Path(path_type=Path), help="Where to write.")
@json_option
@on_record
def backup(out: Path, as_json: bool) -> None:
    """Write a backup while the Workbench runs: database, files of jobs, and a manifest with checksums."""
    from fairshare.workbench.ops.backup import back_up

    _tell(_done(lambda: back_up(out)), f"backup in {out}", as_json)


@click.command(epilog="For another kind of database: ledger export, ledger import. Try: fairshare ledger verify")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@json_option
def restore(file: Path, as_json: bool) -> None:
    """Restore FILE into an empty database, and check every record in it. What fails leaves the database empty."""
    ready()
    from fairshare.workbench.ops.restore import restore as restored

    _tell(_done(lambda: restored(file)), f"restored from {file}; every record holds", as_json)


def _done(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    from django.db import DatabaseError

    from fairshare.workbench.ops.backup import ToolError

    try:
        return work()
    except (ToolError, DatabaseError) as error:
        raise click.ClickException(first_line(error)) from None


def _tell(manifest: dict[str, Any], text: str, as_json: bool) -> None:
    if as_json:
        emit(manifest)
        return
    size = sum(file["bytes"] for file in manifest["files"].values())
    click.echo(f"{text} ({len(manifest['files'])} files, {size:,} bytes, {manifest['engine']}, {manifest['made']})")
