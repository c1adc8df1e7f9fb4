"""``fairshare forecast project``: months to come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from fairshare.cli.data_store import as_day, store_at
from fairshare.cli.forecast_inputs import monthly, series_options
from fairshare.cli.output import emit, json_option

if TYPE_CHECKING:
    from altair.typing import ChartType

    from fairshare.assessment.projections.origins import Record
    from fairshare.assessment.projections.project import Projection
    from fairshare.cli.forecast_inputs import Monthly

MOST_NODES: Final = 120
"""More series and sums than these are only evaluated where it is asked for: it would take minutes."""


@click.command(epilog="Example: fairshare forecast project first_time_applications --horizon 18 --plot fan.svg")
@series_options
@click.option("--horizon", type=click.IntRange(1, 18), default=12, show_default=True, help="Months ahead.")
@click.option("--model", help="See fairshare forecast models (default: combination_median).")
@click.option(
    "--reconcile", default="wls", show_default=True, help="bottom_up, ols, wls, … : how sums are made to add up."
)
@click.option("--draws", type=click.IntRange(100, 10_000), default=1000, show_default=True, help="Joint paths drawn.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Of the paths.")
@click.option(
    "--origins", type=click.IntRange(min=1), default=36, show_default=True, help="Past origins that it is judged by."
)
@click.option(
    "--evaluate/--no-evaluate", default=None, help=f"Judge it by past projections (default: up to {MOST_NODES} series)."
)
@click.option("--year", type=click.IntRange(2000, 2100), help="A calendar year whose sum is told, for `assess need`.")
@click.option("--sums", metavar="FILE", help="Write the sums of --year by state (CSV: state, low, high, warning).")
@click.option("--out", metavar="FILE", help="Write all series, months and intervals (.csv or .parquet).")
@click.option("--plot", metavar="FILE", help="Draw history, fan and past projections (.svg or .png).")
@click.option(
    "--show", "shown", multiple=True, metavar="NAME", help="Series to draw (repeatable; default: the largest)."
)
@json_option
def project(name: str, as_json: bool, **given: Any) -> None:
    """Project the monthly SERIES of the store, with 50, 80 and 95 % intervals and sums that add up.

    Unless told otherwise the model is judged by its past projections first: one that has not beaten a random walk
    carries a warning.
    """
    from fairshare.assessment.projections.models import DEFAULT
    from fairshare.assessment.projections.project import project as ahead
    from fairshare.cli.forecast_answer import answer
    from fairshare.cli.forecast_drawn import drawn
    from fairshare.cli.forecast_judge import rolled
    from fairshare.cli.forecast_print import show
    from fairshare.cli.plots import require_plots

    _check(given)
    given["model"] = given["model"] or DEFAULT
    if given["plot"]:
        require_plots(given["plot"])
    taken = monthly(store_at(given["store"]), name, given["by"], as_day(given["as_of"]), given["least"])
    options = {"seed": given["seed"], "reconcile": given["reconcile"]}
    found = ahead(taken.bottom, taken.hierarchy, given["model"], given["horizon"], draws=given["draws"], **options)
    judge = given["evaluate"] if given["evaluate"] is not None else len(taken.hierarchy.names) <= MOST_NODES
    record = rolled(taken, [given["model"]], given["horizon"], given["origins"], **options) if judge else None
    found = _judged(found, record) if record else _unjudged(found)
    document = answer(name, taken, found, given["year"])
    chart = drawn(taken, found, record, given["shown"]) if given["plot"] else None
    _write(given, taken, found, chart)
    if as_json:
        emit(document)
    else:
        show(document)


def _check(given: dict[str, Any]) -> None:
    from fairshare.faults import bad_argument

    if given["sums"] and not given["year"]:
        raise bad_argument("--sums", "needs --year", "the calendar year to add up")
    if given["out"] and not given["out"].endswith((".csv", ".parquet")):
        raise bad_argument("--out", f"{given['out']!r} has another ending", ".csv or .parquet")


def _judged(found: Projection, record: Record) -> Projection:
    """The projection with the verdict on all series together, and that on the total beside it."""
    from dataclasses import replace

    from fairshare.assessment.projections.hierarchy import TOTAL
    from fairshare.assessment.projections.verdict import judged, verdict
    from fairshare.cli.forecast_judge import board_of

    board = board_of(record, len(found.months))
    found = judged(found, board)
    if not any(row.group == TOTAL for row in board.rows):
        return found
    of_total = verdict(board, found.model, len(found.months), group=TOTAL)
    return replace(found, warnings=(*found.warnings, f"total: {of_total.text}")) if of_total.warn else found


def _unjudged(found: Projection) -> Projection:
    from dataclasses import replace

    return replace(found, warnings=(*found.warnings, f"{found.model} was not evaluated on these series (--evaluate)"))


def _write(given: dict[str, Any], taken: Monthly, found: Projection, chart: ChartType | None) -> None:
    """The files that were asked for, when all is known."""
    from fairshare.cli.forecast_files import write_frame, write_sums
    from fairshare.cli.plots import write_chart

    if given["sums"]:
        write_sums(taken, found, given["year"], given["sums"])
    if given["out"]:
        write_frame(found, given["out"])
    if chart is not None:
        write_chart(chart, given["plot"])
