"""``fairshare data list`` and ``show``: the bundled tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from fairshare.cli.output import emit, json_option, table

if TYPE_CHECKING:
    from collections.abc import Mapping


@click.command("list", epilog="Example: fairshare data list")
@json_option
def list_tables(as_json: bool) -> None:
    """Name the bundled tables: what they hold, how sure it is, and of when."""
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


@click.command(epilog="Example: fairshare data show pledges_2026")
@click.argument("name", metavar="TABLE")
@json_option
def show(name: str, as_json: bool) -> None:
    """Print one bundled table with the status, date and source of each value."""
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
