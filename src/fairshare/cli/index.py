"""``fairshare index``: a composite indicator from its specification and data, and how far its ranks can be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from fairshare.cli.output import emit, json_option

DEFAULT_NOISE = 0.25
DEFAULT_DRAWS = 1000


@click.command(epilog="Example: fairshare index pressure.yaml states.csv --draws 1000 --explain EL")
@click.argument("spec", type=click.Path())
@click.argument("data", type=click.Path())
@click.option(
    "--weight-noise",
    type=float,
    metavar="X",
    help="Multiply every weight by a uniform draw in [1 - X, 1 + X], and scale to the sum again; gives rank intervals "
    "(5 to 95 %). X is from 0 to 1; 0.25 if only --draws is given.",
)
@click.option("--draws", type=int, help="Number of weightings drawn; 1000 if only --weight-noise is given.")
@click.option("--methods", is_flag=True, help="Draw normalisation, aggregation and imputation too.")
@click.option("--sobol", "with_sobol", is_flag=True, help="Say which choice moves the ranks (needs SALib).")
@click.option("--explain", metavar="UNIT", help="Take the score and the rank of one unit apart.")
@click.option("--link", metavar="COLUMN", help="Correlation of the score with another column of DATA.")
@click.option("--plot", metavar="FILE", help="Draw the ranks with their intervals (.svg or .png).")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Of all draws.")
@json_option
def index(
    spec: str,
    data: str,
    weight_noise: float | None,
    draws: int | None,
    methods: bool,
    with_sobol: bool,
    explain: str | None,
    link: str | None,
    plot: str | None,
    seed: int,
    as_json: bool,
) -> None:
    """Compute a composite indicator by the steps of the OECD/JRC Handbook (2008).

    SPEC is a YAML file: levels of groups with members and weights, and for each step its method. DATA is a CSV table
    with the column unit and a column per indicator; blank, NA and : are missing. Rank 1 is the highest score; equal
    scores share the best rank.
    """
    from fairshare.cli.index_answer import Request, answer
    from fairshare.cli.index_inputs import read_inputs
    from fairshare.cli.plots import require_plots

    if plot:
        require_plots(plot)
    assumed = []
    if weight_noise is None and (draws is not None or methods):
        weight_noise = DEFAULT_NOISE
        assumed.append(f"Weight noise {DEFAULT_NOISE:g}: the default, as none is given.")
    if draws is None and weight_noise is not None:
        draws = DEFAULT_DRAWS
        assumed.append(f"{DEFAULT_DRAWS:,} draws: the default, as no number is given.")
    request = Request(weight_noise, draws, tuple(assumed), methods, with_sobol, explain, link, seed)
    document = answer(*read_inputs(spec, data, link), request)
    if plot:
        _draw(document, plot)
    if as_json:
        emit(document)
    else:
        from fairshare.cli.index_print import show

        show(document)


def _draw(document: Mapping[str, Any], plot: str) -> None:
    from fairshare.cli.plots import write_chart
    from fairshare.cli.rank_plot import Ranked, rank_chart

    intervals = document.get("rank_interval") or {}
    units = [Ranked(unit, rank, intervals.get(unit)) for unit, rank in document["ranks"].items() if rank]
    drawn = "Bars hold 90 % of the ranks over the draws." if intervals else "No weights were drawn (--draws)."
    write_chart(rank_chart(units, "Composite indicator", [drawn]), plot)
