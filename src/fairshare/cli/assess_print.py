"""An assessment for a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from fairshare.cli.output import percent, table

TITLES = {
    "pressure": "Migratory pressure",
    "at_risk": "Risk of migratory pressure",
    "significant_situation": "Significant migratory situation",
}


def show(document: Mapping[str, Any]) -> None:
    """Print label, statement, states, the ways of the border, and what the figures are."""
    click.echo(f"{document['label'].upper()}\n")
    click.echo(f"{document['statement'][0].upper()}{document['statement'][1:]}.\n")
    _states(document)
    _borders(document)
    _figures(document)


def _states(document: Mapping[str, Any]) -> None:
    first = document["first"]
    table(
        f"{TITLES[document['class']]} by figures of {document['year']}, border: {document['border']}",
        {
            "rank": "right",
            "state": "left",
            "score": "right",
            "90 % of ranks": "right",
            f"first {first} in": "right",
            "stance": "left",
            "named in 2025": "left",
            "rank hangs on": "left",
        },
        (
            (
                one["rank"] or "none",
                one["state"],
                "" if one["score"] is None else f"{one['score']:.1f}",
                "" if one["rank_interval"] is None else "{} to {}".format(*one["rank_interval"]),
                percent(one["first"], 1),
                one["stance"],
                "named" if one["named"] else "",
                _hangs(one["hangs_on"]),
            )
            for one in document["states"]
        ),
        _agreement(document),
    )


def _hangs(member: Mapping[str, Any] | None) -> str:
    return "" if member is None else f"{member['member']} (else {member['rank_without']})"


def _agreement(document: Mapping[str, Any]) -> list[str]:
    """Where the determination is robust to method, and where not."""

    def those(**wanted: object) -> str:
        found = (one for one in document["states"] if all(one[name] == value for name, value in wanted.items()))
        return ", ".join(sorted(one["state"] for one in found)) or "none"

    unknown = those(stance="unknown")
    return [
        f"The determination and the method agree, whatever the weights and methods, on {those(agrees=True)}.",
        f"It depends on the method for {those(stance='depends')}.",
        f"The method disagrees, whatever the weights and methods, on {those(agrees=False)}.",
        *([f"No figures: {unknown}."] if unknown != "none" else []),
        f"in: among the first {document['first']} in at least {percent(document['sure'], 0)} of all draws of weights "
        "and methods; out: in at most the rest; else it depends on the method.",
        *(f"{state} is not ranked: {why}." for state, why in document["not_ranked"].items()),
    ]


def _borders(document: Mapping[str, Any]) -> None:
    ways = document["borders"]
    table(
        "Rank by the way in which the external border counts",
        {"state": "left", **dict.fromkeys(ways, "right")},
        (
            (one["state"], *(way["ranks"][one["state"]] or "none" for way in ways.values()))
            for one in document["states"][:15]
        ),
        [f"{name}: {way['what']}; the named are the first in {percent(way['exact'], 1)}" for name, way in ways.items()],
    )


def _figures(document: Mapping[str, Any]) -> None:
    table(
        "Figures",
        {"indicator": "left", "year": "right", "dataset": "left", "what a reader must know": "left"},
        ((name, one["year"], one["dataset"], "; ".join(one["notes"])) for name, one in document["indicators"].items()),
        [
            *_left_out(document["left_out"]),
            *(f"{name}: {base['dataset']}, {base['year']}" for name, base in document["bases"].items()),
        ],
    )


def _left_out(why: Mapping[str, str]) -> list[str]:
    """The indicators without figures, together where the reason is one."""
    return [
        f"Left out for want of figures: {', '.join(name for name in why if why[name] == reason)} ({reason})."
        for reason in dict.fromkeys(why.values())
    ]
