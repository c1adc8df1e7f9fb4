"""``fairshare data refresh``: series from their publishers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from fairshare.cli.data_kept import as_json as report
from fairshare.cli.data_kept import keep, print_kept, warn_withdrawn
from fairshare.cli.data_store import DataFailedError, age, store_at, store_option
from fairshare.cli.output import emit, json_option
from fairshare.cli.stages import Stages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fairshare.figures.indicators.store import Store

YEARS_BACK: Final = {"gdp": (3, 2, 1)}
"""Without ``--year``: the years asked for, counted back from this one (else this year and the two before)."""


@click.command(epilog="Example: fairshare data refresh population gdp")
@click.argument("names", nargs=-1, required=True, metavar="SERIES...")
@click.option("--year", "years", multiple=True, type=click.IntRange(1960, 2100), help="A year to fetch (repeatable).")
@click.option("--from", "access", type=click.Choice(["eurostat", "unhcr", "frontex"]), help="One publisher only.")
@store_option
@json_option
def refresh(
    names: tuple[str, ...], years: tuple[int, ...], access: str | None, store: str | None, as_json: bool
) -> None:
    """Fetch SERIES from Eurostat, UNHCR or Frontex, store a snapshot of each, and show what changed.

    Everything is read before anything is stored. Without network one line says so (exit code 1), and what is held
    goes on serving.
    """
    from datetime import UTC, date, datetime

    from fairshare.figures.indicators.catalogue import series
    from fairshare.figures.loaders import Client, LoadError, NoNetworkError, fetch

    wanted = [series(name).name for name in dict.fromkeys(names)]
    target, client = store_at(store), Client(tell=lambda message: click.echo(message, err=True))
    now, this_year = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), date.today().year
    extracts = []
    with Stages(wanted) as stage:
        try:
            for name in wanted:
                stage(name)
                asked = sorted(years or (this_year - back for back in YEARS_BACK.get(name, (2, 1, 0))))
                extracts.append(fetch(name, asked, client, access=access or ""))
        except NoNetworkError as error:
            raise DataFailedError(f"no network: {error}; {_serves(target, wanted)}") from None
        except LoadError as error:
            raise DataFailedError(f"{error}; nothing was stored; {_serves(target, wanted)}") from None
    kept = keep(target, extracts, now)
    warn_withdrawn(kept)
    if as_json:
        emit({"store": str(target.folder), "refreshed": [report(one) for one in kept]})
        return
    for one in kept:
        print_kept(one)


def _serves(target: Store, names: Sequence[str]) -> str:
    """What goes on serving, with its age."""
    from fairshare.figures.indicators.readings import readings

    held = [(name, readings(target, name)) for name in names]
    told = [
        f"{name}: {found[0].dataset} of {found[0].heads[-1].day} ({age(found[0].heads[-1])})"
        if found
        else f"{name}: nothing"
        for name, found in held
    ]
    return f"what is held serves ({'; '.join(told)})"
