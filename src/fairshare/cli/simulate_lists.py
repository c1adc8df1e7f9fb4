"""``fairshare simulate mechanisms``, ``parameters`` and ``measures``: what there is, and what it rests on."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from fairshare.cli.output import emit, json_option, table


@click.command(epilog="Try: fairshare simulate mechanisms ammr")
@click.argument("name", required=False)
@json_option
def mechanisms(name: str | None, as_json: bool) -> None:
    """List the mechanisms, or tell all of one: its articles, and what it leaves out."""
    from fairshare.law.mechanisms.catalogue import CATALOGUE, mechanism

    chosen = [mechanism(name)] if name else list(CATALOGUE.values())
    if as_json:
        emit(
            [
                {
                    "name": one.name,
                    "title": one.title,
                    "implements": list(one.implements),
                    "omits": list(one.omits),
                    "regime": one.regime,
                    "entrance": one.entrance,
                    "practice": one.practice,
                }
                for one in chosen
            ]
        )
    elif name:
        one = chosen[0]
        notes = [f"Follows: {', '.join(one.implements) or 'no act'}.", *(f"Leaves out: {text}" for text in one.omits)]
        table(one.title, {"who is responsible": "left", "examined where": "left", "practice": "left"},
              [(one.regime, one.entrance, one.practice)], notes)  # fmt: skip
    else:
        rows = [(one.name, one.title, ", ".join(one.implements) or "-", len(one.omits)) for one in chosen]
        columns = {"name": "left", "title": "left", "articles": "left", "omissions": "right"}
        table("Mechanisms", columns, rows, ["What one leaves out: fairshare simulate mechanisms NAME"])


@click.command(epilog="Try: fairshare simulate parameters onward")
@click.argument("name", required=False)
@json_option
def parameters(name: str | None, as_json: bool) -> None:
    """List what is assumed of people and states, or tell all of one assumption: value, range and source."""
    from fairshare.cli.simulate_inputs import assumptions
    from fairshare.faults import bad_argument

    chosen = [one for one in assumptions() if name in (None, one.name)]
    if not chosen:
        raise bad_argument("NAME", f"{name!r} is unknown", "a name of `fairshare simulate parameters`")
    if as_json:
        emit([asdict(one) for one in chosen])
        return
    columns = {"name": "left", "best": "right", "low": "right", "high": "right", "unit": "left", "status": "left"}
    rows: list[tuple[Any, ...]] = [
        (one.name, f"{one.best:g}", f"{one.low:g}", f"{one.high:g}", one.unit, one.status) for one in chosen
    ]
    notes = [line for one in chosen if name for line in (one.says, f"Drawn: {one.shape}.", f"Source: {one.source}")]
    table("Assumptions", columns, rows, notes or ["Where one is from: fairshare simulate parameters NAME"])


@click.command()
@json_option
def measures(as_json: bool) -> None:
    """List what is measured of a mechanism in a year."""
    from fairshare.evaluation.mechanisms.measures import MEASURES

    if as_json:
        emit([asdict(one) for one in MEASURES])
        return
    rows = [(one.name, one.says, one.unit, one.better) for one in MEASURES]
    table("Measures", {"name": "left", "says": "left", "unit": "left", "better": "left"}, rows)
