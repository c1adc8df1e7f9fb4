"""A projection for a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import click

from fairshare.cli.output import table

SHOWN: Final = 30
"""Series and sums that are printed, the largest first."""
_AHEAD: Final = (1, 3, 6, 12, 18)


def show(document: Mapping[str, Any]) -> None:
    """Print label and warnings, then the largest series at some months ahead, and the year."""
    click.echo(f"{document['label'].upper()}\n")
    for warning in document["warnings"]:
        click.echo(f"warning: {warning}")
    _months(document)
    if document["year"]:
        _year(document["year"])


def _months(document: Mapping[str, Any]) -> None:
    months, nodes = document["months"], document["nodes"]
    ahead = [one for one in _AHEAD if one <= len(months)]
    largest = sorted(nodes, key=lambda node: (-sum(nodes[node]["points"]), node))
    told = "; ".join(
        f"{ahead} months: {says}" for ahead, says in document["beats_random_walk"].items() if says != "not evaluated"
    )
    table(
        f"{document['series']} by {', '.join(document['by'])}: {document['model']}, with 80 % intervals",
        {"": "left", **{months[one - 1]: "right" for one in ahead}},
        ((node, *(_cell(nodes[node], one - 1) for one in ahead)) for node in largest[:SHOWN]),
        [
            *([f"{len(largest) - SHOWN} more: --out FILE or --json has all."] if len(largest) > SHOWN else []),
            f"Beats the random walk, all series but the total together: {told or 'not evaluated'}.",
            f"Method: {document['method']}.",
            *([f"Left to the random walk: {_fallbacks(document['fallbacks'])}."] if document["fallbacks"] else []),
            f"Source: {document['source']}.",
        ],
    )


def _cell(node: Mapping[str, Any], place: int) -> str:
    return f"{node['points'][place]:,.0f} ({node['lower']['0.8'][place]:,.0f} to {node['upper']['0.8'][place]:,.0f})"


def _fallbacks(found: Mapping[str, str]) -> str:
    names = sorted(found)
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return "; ".join(f"{name} ({found[name]})" for name in names[:5]) + more


def _year(year: Mapping[str, Any]) -> None:
    largest = sorted(year["nodes"].items(), key=lambda item: (-item[1]["point"], item[0]))[:SHOWN]
    table(
        f"The year {year['year']}, of which {year['known_months']} months are known",
        {"": "left", "point": "right", "50 %": "right", "80 %": "right", "95 %": "right"},
        (
            (node, f"{one['point']:,.0f}", *(f"{low:,.0f} to {high:,.0f}" for low, high in one["intervals"].values()))
            for node, one in largest
        ),
        [f"Months without a figure, filled: of {', '.join(year['filled'])}."] if year["filled"] else [],
    )
