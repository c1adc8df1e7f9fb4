"""``fairshare match compare``: other mechanisms on the same families, in one table."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from fairshare.cli.match_inputs import input_options
from fairshare.cli.output import emit, json_option, percent, table

if TYPE_CHECKING:
    from fairshare.matching.measures import Measures


@click.command(
    epilog="Example: fairshare match compare --cases cases.csv --links links.csv --quotas quotas.csv --mechanisms tmda"
)
@input_options
@click.option("--mechanisms", metavar="NAME,NAME", help="Only these, beside max-weight; all without it.")
@click.option("--about", is_flag=True, help="Say what each mechanism is, its source, and what it guarantees.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Of all lotteries.")
@json_option
def compare(mechanisms: str | None, about: bool, seed: int, as_json: bool, **given: Any) -> None:
    """Place the same families by several mechanisms, and compare what they achieve.

    Lists of preferences are made from links: the Regulation gives no right to choose (67(3)).
    """
    if about:
        _about(as_json)
        return
    from time import perf_counter

    from fairshare.cli.match_inputs import read_inputs
    from fairshare.cli.match_run import silenced
    from fairshare.cli.stages import Stages
    from fairshare.matching.measures import compare as run
    from fairshare.matching.mechanisms.catalogue import MECHANISMS

    names = [name.strip() for name in mechanisms.split(",") if name.strip()] if mechanisms else list(MECHANISMS)
    problem = read_inputs(given).problem
    wanted = [name for name in MECHANISMS if name in names or name == "max-weight"]
    rows = []
    with silenced(), Stages([*wanted, "done"]) as stages:
        stages(wanted[0])
        for row in run(problem, names, seed, clock=perf_counter):
            rows.append(row)
            stages([*wanted, "done"][len(rows)])
    if as_json:
        emit({"mechanisms": [asdict(row) for row in rows], "seed": seed, "cite": "AMMR 67(4)"})
    else:
        _print(rows)


def _print(rows: list[Measures]) -> None:
    shown = [
        (
            row.mechanism,
            f"{row.persons:,}",
            f"{row.links:,}",
            f"{row.vulnerable:,}",
            f"{row.unfilled:,}",
            percent(row.share),
            percent(row.least_served, 1),
            f"{row.envy:,}",
            f"{row.strong_envy:,}",
            f"{row.seconds:.2f}",
        )
        for row in rows
    ]
    columns = {"mechanism": "left"} | dict.fromkeys(
        ("persons", "links", "vulnerable", "empty", "value", "least", "envy", "strong", "seconds"), "right"
    )
    notes = [
        "Value: as a part of what no placement can exceed. Least: the least share of persons placed among the",
        "states where they are present. Envy: families that would rather be where somebody of lower priority",
        "is; strong where that one is in their way. Preferences stand for links; there is no right to choose.",
        "What each mechanism is and guarantees: --about.",
    ]
    table("Mechanisms on the same families (67(4))", columns, shown, notes)


def _about(as_json: bool) -> None:
    from fairshare.matching.mechanisms.catalogue import MECHANISMS

    if as_json:
        emit(
            [
                {"name": m.name, "title": m.title, "source": m.source, "guarantees": list(m.guarantees)}
                for m in MECHANISMS.values()
            ]
        )
        return
    rows = [(m.name, f"{m.title}.\n{m.source}", "\n".join(m.guarantees)) for m in MECHANISMS.values()]
    table("Mechanisms", dict.fromkeys(("name", "what, and source", "guarantees"), "left"), rows)
