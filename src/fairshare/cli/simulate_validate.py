"""``fairshare simulate validate``: what the simulation says of years that are known, good or bad."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

import click

from fairshare.cli.output import WIDTH, emit, json_option, table
from fairshare.cli.simulate_inputs import data_option, sample_option

if TYPE_CHECKING:
    from fairshare.simulation.fits import Fit

YEARS = tuple(range(2008, 2025))


@click.command(epilog="Example: fairshare simulate validate --data FOLDER")
@sample_option(0.01)
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Of the runs.")
@data_option
@json_option
def validate(sample: float, seed: int, data: str | None, as_json: bool) -> None:
    """Compare figures and runs with what happened: transfers by pair, relocations, inequality, the declaration of 2022.

    Parameters are fitted on some years and judged on others. Where a mechanism itself carries what states delivered,
    the comparison is marked as in sample: it tests the run, not the foresight.
    """
    from fairshare.cli.simulate_print import number
    from fairshare.simulation.fits import CLOSE

    fits = _fits(sample, seed, data)
    if as_json:
        emit([one.as_json() for one in fits])
        return
    columns = {"what": "left", "rests on": "left", "judged": "left", "simulated": "right", "observed": "right",
               "ratio": "right", "WAPE": "right", "rival": "right", "total": "left"}  # fmt: skip
    rows = [
        (one.name + (" *" if one.in_sample else ""), one.fitted, one.judged, number(one.predicted),
         number(one.observed), _plain(one.ratio), _plain(one.wape), _plain(one.rival), one.verdict.partition(" by ")[0])
        for one in fits
    ]  # fmt: skip
    notes = [
        "* in sample: the prediction rests on what is judged.",
        "WAPE: sum of absolute errors by the total, 0 is best; rival: that of a plain guess.",
    ]
    notes += dict.fromkeys(f"{one.name}: {one.says}" for one in fits)
    foresight = [one.verdict == "close" for one in fits if not one.in_sample]
    told = f"Of {len(foresight)} totals that no figure of the same years went into, {sum(foresight)} are close to what "
    click.echo(fill(f"{told}happened (within a factor of {CLOSE:g}).", WIDTH) + "\n")
    table("The simulation and what happened", columns, rows, notes)


def _fits(sample: float, seed: int, data: str | None) -> tuple[Fit, ...]:
    from pathlib import Path

    from fairshare.cli.simulate_inputs import assumptions, inputs_for
    from fairshare.evaluation.mechanisms.backtest import validate as fits
    from fairshare.evaluation.mechanisms.validation import pairs
    from fairshare.faults import bad_argument
    from fairshare.figures.simulate.observed import dublin_pairs, observed
    from fairshare.law.mechanisms.catalogue import CATALOGUE

    if data is None:
        raise bad_argument(
            "--data", "is missing", "the folder of collected figures: Dublin counts by pair are too large to bundle"
        )
    counts = pairs(dublin_pairs(Path(data)))
    return fits(inputs_for(data, YEARS), assumptions(), CATALOGUE, counts, observed(), sample, seed)


def _plain(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
