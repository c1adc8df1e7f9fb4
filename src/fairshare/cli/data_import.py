"""``fairshare data import``: files that somebody collected or downloaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from fairshare.cli.data_kept import as_json as report
from fairshare.cli.data_kept import keep, print_kept, warn_withdrawn
from fairshare.cli.data_store import store_at, store_option
from fairshare.cli.output import emit, json_option, table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from fairshare.figures.indicators.observations import Extract


@click.command("import", epilog="Example: fairshare data import collected/ --retrieved 2026-11-23")
@click.argument("path", type=click.Path(), metavar="PATH")
@click.argument("names", nargs=-1, metavar="[SERIES]...")
@click.option(
    "--retrieved",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="The day on which the files were read from their publishers (default: today). It is what --as-of goes by.",
)
@store_option
@json_option
def import_files(
    path: str, names: tuple[str, ...], retrieved: datetime | None, store: str | None, as_json: bool
) -> None:
    """Take in files from PATH and keep a snapshot of each series.

    PATH is a folder of collected files, laid out as `fairshare data catalogue SERIES --json` lists under "files" (all
    series found, or those named); or one file as a publisher gives it: Eurostat's SDMX-CSV (.csv, .csv.gz) or
    Frontex's monthly sheet (.xlsx), of the one SERIES named.
    """
    from datetime import UTC, datetime
    from pathlib import Path

    from fairshare.cli.data_status import span
    from fairshare.faults import bad_argument

    if retrieved and retrieved.date() > datetime.now(UTC).date():
        raise bad_argument("--retrieved", f"{retrieved.date()} is in the future", "today or a day before")
    target = store_at(store)
    now = (retrieved or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%SZ")
    found = _folder(Path(path), names) if Path(path).is_dir() else [_file(path, names)]
    kept = keep(target, found, now)
    warn_withdrawn(kept)
    if as_json:
        emit({"store": str(target.folder), "imported": [report(one) for one in kept]})
    elif len(kept) == 1:
        print_kept(kept[0])
    else:
        table(
            f"Taken into {target.folder}",
            {"series": "left", "dataset": "left", "rows": "right", "years": "left", "": "left"},
            (
                (
                    one.found.extract.series,
                    one.found.extract.dataset,
                    f"{len(one.found.extract.rows):,}",
                    span(one.found.extract.years),
                    "" if one.head else "unchanged",
                )
                for one in kept
            ),
            ["Sources, licences and what was left out: --json, or fairshare data trace."],
        )


def _folder(path: Path, names: tuple[str, ...]) -> Iterable[Extract]:
    from fairshare.figures.collected import load

    return load(path, names)


def _file(path: str, names: tuple[str, ...]) -> Extract:
    from pathlib import Path

    from fairshare.faults import bad_argument
    from fairshare.figures.loaders import read_sdmx_csv
    from fairshare.figures.loaders.frontex import read_workbook

    if not Path(path).exists():
        raise bad_argument("PATH", f"{path!r} is not there", "a folder of collected files, or a file of a publisher")
    if len(names) != 1:
        raise bad_argument("SERIES", f"{len(names)} are named for one file", "the one series that the file holds")
    return read_workbook(path, names[0]) if path.endswith(".xlsx") else read_sdmx_csv(path, names[0])
