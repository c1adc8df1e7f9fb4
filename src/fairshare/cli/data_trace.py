"""``fairshare data trace``: where one figure comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from fairshare.cli.data_store import (
    age,
    as_day,
    as_of_option,
    citizenship,
    exact,
    figure,
    store_at,
    store_option,
    where,
)
from fairshare.cli.output import emit, json_option, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from fairshare.figures.indicators.trace import Trace


@click.command(epilog="Example: fairshare data trace EL first_time_applications 2024")
@click.argument("geo", metavar="STATE")
@click.argument("name", metavar="SERIES")
@click.argument("period", metavar="PERIOD")
@click.option("--citizen", default="", metavar="ISO3", help="Of one citizenship, ISO 3166 alpha-3 (default: all).")
@click.option("--partner", default="", help="Of one partner state or route (default: all).")
@click.option("--kind", default="", help="Of one kind, as the series has them (default: all).")
@store_option
@as_of_option
@json_option
def trace(
    geo: str,
    name: str,
    period: str,
    citizen: str,
    partner: str,
    kind: str,
    store: str | None,
    as_of: datetime | None,
    as_json: bool,
) -> None:
    """Say where the figure of STATE (or EU) in SERIES and PERIOD comes from.

    PERIOD is a year, or a quarter, month or day as published. Every dataset that holds it is shown, the one that
    serves first: value, filter, the publisher's stamp, checksum, flags, known faults, and earlier values.
    """
    from fairshare.figures.indicators.trace import Asked, traces
    from fairshare.states import state_code

    place = {"citizen": citizenship(citizen), "partner": state_code(partner) or partner, "kind": kind}
    found = traces(store_at(store), Asked(name, state_code(geo) or geo, period, place, as_day(as_of)))
    if as_json:
        emit(
            {"state": state_code(geo) or geo, "series": name, "period": period, "found": [_json(one) for one in found]}
        )
        return
    for number, one in enumerate(found):
        _print(one, "serves" if number == 0 else "is held too")


def _json(one: Trace) -> dict[str, Any]:
    def plain(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        return [{**row, "value": exact(row["value"], one.unit)} for row in rows]

    return {
        "value": exact(one.value, one.unit),
        "unit": one.unit,
        "how": one.how,
        "whole": one.whole,
        "status": one.status,
        "snapshots": [head.as_json() for head in one.heads],
        "faults": list(one.faults),
        "rows": plain(one.rows.to_dicts()),
        "earlier": plain(one.earlier),
        "cites": list(one.cites),
    }


def _print(one: Trace, role: str) -> None:
    click.echo(f"{figure(one.value)} {one.unit} ({one.how}; {one.status}) {role}")
    for head in one.heads:
        click.echo(f"  dataset    {where(head)} ({head.access})")
        click.echo(f"  stamp      {head.updated or 'none'}; read {head.day} ({age(head)})")
        click.echo(f"  checksum   SHA-256 {head.sha256}")
        click.echo(f"  read at    {head.url}")
        for note in head.notes:
            click.echo(f"  note       {note}")
    for fault in one.faults:
        click.echo(f"  fault      {fault}")
    if len(one.rows) > 1 or any(one.rows["flag"].to_list()):
        names = [
            column for column in one.rows.columns if column not in {"value", "geo"} and any(one.rows[column].to_list())
        ]
        table(
            "",
            {**dict.fromkeys(names, "left"), "value": "right"},
            ((*(row[column] for column in names), figure(row["value"])) for row in one.rows.head(24).to_dicts()),
            [f"and {len(one.rows) - 24} more rows (--json has all)"] if len(one.rows) > 24 else [],
        )
    for entry in one.earlier:
        click.echo(
            f"  earlier    {figure(entry['value'])} as read {entry['retrieved_at'][:10]} (stamp {entry['updated']})"
        )
    if one.cites:
        click.echo(f"  cite       {', '.join(one.cites)}")
    click.echo()
