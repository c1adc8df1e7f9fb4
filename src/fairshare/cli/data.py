"""``fairshare data``: the bundled figures with their sources, and fresh ones from Eurostat."""

from __future__ import annotations

import os
from typing import IO, TYPE_CHECKING, Any, Final

import click

from fairshare.cli.output import emit, json_option, percent, share_text, table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from fairshare.figures.store import Change, Snapshot, Store

HOME_VARIABLE: Final = "FAIRSHARE_HOME"
REFRESHED: Final = ("population", "gdp")
YEARS_BACK: Final = {"population": (2, 1, 0), "gdp": (3, 2, 1)}
"""Without ``--year``: the years asked for, counted back from this one."""

store_option = click.option(
    "--store",
    "store",
    type=click.Path(file_okay=False),
    metavar="DIR",
    help=f"Folder of the snapshots (default: ${HOME_VARIABLE}, else the user's application folder).",
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

    from fairshare.figures.store import Store

    return Store(Path(folder or os.environ.get(HOME_VARIABLE) or click.get_app_dir("fairshare")))


@click.group()
def data() -> None:
    """The bundled figures, their sources, and how to refresh them.

    Example: fairshare data show population
    """


@data.command("list")
@json_option
def list_tables(as_json: bool) -> None:
    """Name the bundled tables: what they hold, how sure it is, and of when.

    Example: fairshare data list
    """
    from fairshare.figures import reference

    tables = [reference.table(name) for name in reference.names()]
    if as_json:
        emit(
            {
                "tables": [
                    {
                        "table": held.name,
                        "what": held.title,
                        "rows": len(held),
                        "status": held.statuses,
                        "sources": list(held.sources),
                        "as_of": held.as_of,
                    }
                    for held in tables
                ]
            }
        )
        return
    table(
        "Bundled figures",
        {"table": "left", "what it holds": "left", "rows": "right", "status": "left", "as of": "left"},
        ((held.name, held.title, len(held), _mix(held.statuses), held.as_of) for held in tables),
        ["One table with its sources: fairshare data show TABLE. Unknown stays unknown: it is never counted as 0."],
    )


def _mix(statuses: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {status}" for status, count in statuses.items())


@data.command()
@click.argument("name", metavar="TABLE")
@json_option
def show(name: str, as_json: bool) -> None:
    """Print one bundled table with the status, date and source of each value.

    Example: fairshare data show pledges_2026
    """
    from fairshare.figures import reference

    held = reference.table(name)
    if as_json:
        rows = [row.as_json() for row in held]
        emit({"table": name, "what": held.title, "as_of": held.as_of, "status": held.statuses, "rows": rows})
        return
    number = {source: index for index, source in enumerate(held.sources, start=1)}
    remarks: dict[str, list[str]] = {}
    for row in held:
        if row.note:
            remarks.setdefault(row.note, []).append(row.key)
    table(
        held.title,
        {"key": "left", "value": "right", "unit": "left", "status": "left", "as of": "left", "source": "left"},
        ((row.key, row.text(), row.unit, row.status, row.as_of, f"[{number[row.source]}]") for row in held),
        [f"[{index}] {source}" for source, index in number.items()]
        + [f"{', '.join(keys)}: {remark}" for remark, keys in remarks.items()],
    )


@data.command()
@click.argument("names", nargs=-1, required=True, type=click.Choice(REFRESHED), metavar="TABLE...")
@click.option("--year", "years", multiple=True, type=click.IntRange(1960, 2100), help="A year to fetch (repeatable).")
@store_option
@json_option
def refresh(names: tuple[str, ...], years: tuple[int, ...], store: str | None, as_json: bool) -> None:
    """Fetch figures from Eurostat, store a snapshot, and show what changed.

    TABLE is population or gdp. The bundled tables go on serving unless a command is asked for the snapshot.
    Without network one line says so (exit code 1) and nothing is written.

    Example: fairshare data refresh population gdp
    """
    from datetime import UTC, date, datetime

    from fairshare.figures.eurostat import Client, EurostatError, NoNetworkError, fetch
    from fairshare.figures.store import Snapshot

    target, client = store_at(store), Client(tell=lambda message: click.echo(message, err=True))
    now, this_year = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), date.today().year
    wanted = dict.fromkeys(names)
    try:  # everything is read before anything is stored
        fetched = [
            Snapshot.of(name, fetch(name, years or [this_year - back for back in YEARS_BACK[name]], client), now)
            for name in wanted
        ]
    except NoNetworkError as error:
        raise DataFailedError(f"no network: {error}; {_bundled_serve(list(wanted))}") from None
    except EurostatError as error:
        raise DataFailedError(f"{error}; nothing was stored; {_bundled_serve(list(wanted))}") from None
    reports = [_stored(target, snapshot) for snapshot in fetched]
    if as_json:
        emit({"store": str(target.folder), "refreshed": [_report_json(report) for report in reports]})
        return
    for report in reports:
        _print_report(report)


def _bundled_serve(names: Sequence[str]) -> str:
    from fairshare.figures import reference

    return "the bundled tables serve (" + ", ".join(f"{name} of {reference.table(name).as_of}" for name in names) + ")"


Report = tuple["Snapshot", "str | None", str, "tuple[Change, ...]"]


def _stored(target: Store, snapshot: Snapshot) -> Report:
    """The snapshot, its file if it was written, what it was compared with, and what changed."""
    from fairshare.figures import reference
    from fairshare.figures.store import changes

    before = target.latest(snapshot.table)
    if before is None:
        old = {key: row.number for key, row in reference.series(snapshot.table).items()}
        compared = f"the bundled table of {reference.table(snapshot.table).as_of}"
    else:
        old, compared = before.values(), f"the snapshot of {before.retrieved_at}"
    path = target.save(snapshot)
    changed = changes(old, snapshot.values()) if path else ()
    return snapshot, None if path is None else str(path), compared, changed


def _missing(snapshot: Snapshot) -> dict[str, list[str]]:
    from fairshare.states import EU27

    held = {(row.state, row.year) for row in snapshot.observations}
    gaps = {year: sorted(state for state in EU27 if (state, year) not in held) for year in snapshot.years}
    return {str(year): states for year, states in gaps.items() if states}


def _figure(value: Fraction | None) -> str:
    return "unknown" if value is None else f"{float(value):,.1f}".removesuffix(".0")


def _report_json(report: Report) -> dict[str, object]:
    snapshot, path, compared, changed = report
    held = snapshot.as_json()
    return {
        **{name: held[name] for name in ("table", "dataset", "filters", "unit", "updated", "retrieved_at")},
        "url": snapshot.url,
        "sha256": snapshot.checksum,
        "rows": len(snapshot.observations),
        "years": list(snapshot.years),
        "missing": _missing(snapshot),
        "flags": {f"{row.state}/{row.year}": row.flag for row in snapshot.observations if row.flag},
        "file": path,
        "compared_with": compared,
        "changes": [
            {
                "state": change.state,
                "year": change.year,
                "old": None if change.old is None else share_text(change.old),
                "new": None if change.new is None else share_text(change.new),
                "relative_change": None if change.relative is None else share_text(change.relative),
            }
            for change in changed
        ],
        "cite": "AMMR 66",
    }


def _print_report(report: Report) -> None:
    snapshot, path, compared, changed = report
    click.echo(f"{snapshot.table}: Eurostat {snapshot.dataset}, updated {snapshot.updated}, in {snapshot.unit}")
    if path is None:
        click.echo(f"Nothing changed since {compared}; nothing was written.")
        return
    new = [change for change in changed if change.old is None]
    revised = [change for change in changed if change.old is not None]
    if revised:
        table(
            "",
            {"state": "left", "year": "left", "old": "right", "new": "right", "change": "right"},
            (
                (c.state, c.year, _figure(c.old), _figure(c.new), "" if c.relative is None else percent(c.relative, 3))
                for c in revised
            ),
        )
    of_years = ", ".join(sorted({str(change.year) for change in new}))
    click.echo(f"{len(revised)} differ from {compared}; {len(new)} are new{of_years and f' ({of_years})'}.")
    for year, states in _missing(snapshot).items():
        click.echo(f"{year}: unknown for {', '.join(states)}.")
    click.echo(f"{len(snapshot.observations)} rows, SHA-256 {snapshot.checksum[:12]}, stored as {path}")


@data.command()
@store_option
@json_option
def status(store: str | None, as_json: bool) -> None:
    """Show the stored snapshots, each with dataset, update stamp and checksum (verified).

    Example: fairshare data status
    """
    target = store_at(store)
    snapshots = target.snapshots()
    if as_json:
        rows = [
            {name: value for name, value in held.as_json().items() if name not in {"format", "observations"}}
            | {"rows": len(held.observations), "years": list(held.years)}
            for held in snapshots
        ]
        emit({"store": str(target.folder), "default": "bundled tables", "snapshots": rows})
        return
    if not snapshots:
        click.echo(f"No snapshot in {target.folder}. Try: fairshare data refresh population gdp")
    else:
        table(
            f"Snapshots in {target.folder}",
            {
                "table": "left",
                "dataset": "left",
                "years": "left",
                "rows": "right",
                "updated": "left",
                "SHA-256": "left",
            },
            ((s.table, s.dataset, _span(s.years), len(s.observations), s.updated, s.checksum[:12]) for s in snapshots),
        )
    click.echo("The bundled tables serve unless a command is asked for the snapshot.")


def _span(years: Sequence[int]) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"
