"""``fairshare forecast evaluate``: how well past projections did."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import click

from fairshare.cli.data_store import as_day, store_at
from fairshare.cli.forecast_inputs import monthly, series_options
from fairshare.cli.output import emit, json_option, table

if TYPE_CHECKING:
    from fairshare.assessment.projections.comparison import Comparison
    from fairshare.assessment.projections.leaderboard import Leaderboard, Standing
    from fairshare.cli.forecast_inputs import Monthly

MODELS: Final = "seasonal_naive,drift,theta,theta_log,combination,combination_median"


@click.command(epilog="Example: fairshare forecast evaluate border_crossings --by route --stress")
@series_options
@click.option("--horizon", type=click.IntRange(1, 18), default=12, show_default=True, help="Months ahead.")
@click.option("--models", default=MODELS, show_default=True, help="Models, with commas; the random walk is always one.")
@click.option(
    "--origins",
    type=click.IntRange(min=1),
    default=36,
    show_default=True,
    help="Past origins with a figure at the full horizon.",
)
@click.option("--all-origins", is_flag=True, help="Every origin that the history allows.")
@click.option("--reconcile", default="wls", show_default=True, help="How sums are made to add up.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Of the paths.")
@click.option(
    "--stress", "stressed", is_flag=True, help="Score months of structural breaks apart (2015-16, 2020, 2022, 2024)."
)
@click.option("--each", is_flag=True, help="Score every series by itself: the best model differs from state to state.")
@click.option("--out", metavar="FILE", help="Write the leaderboard (.csv).")
@click.option("--plot", metavar="FILE", help="Draw the leaderboard (.svg or .png).")
@json_option
def evaluate(name: str, as_json: bool, **given: Any) -> None:
    """Roll projections of SERIES over past origins and score them: MASE, RMSSE, CRPS, coverage, and the Diebold-Mariano
    test against a random walk, by months ahead and by size.
    """
    from fairshare.assessment.projections.stress import stress
    from fairshare.cli.forecast_judge import board_of, groups_of, horizons, rolled
    from fairshare.cli.plots import require_plots
    from fairshare.figures.whole_files import check_target

    if given["plot"]:
        require_plots(given["plot"])
    if given["out"]:
        check_target(given["out"], "--out", ".csv")
    taken = monthly(store_at(given["store"]), name, given["by"], as_day(given["as_of"]), given["least"])
    models = [model.strip() for model in given["models"].split(",") if model.strip()]
    origins = None if given["all_origins"] else given["origins"]
    record = rolled(taken, models, given["horizon"], origins, seed=given["seed"], reconcile=given["reconcile"])
    board = board_of(record, given["horizon"], each=given["each"])
    groups = groups_of(record)
    breaks = stress(record, groups, horizons=horizons(given["horizon"])) if given["stressed"] else {}
    _write(given, board, taken)
    document = {
        "series": name,
        "by": list(taken.by),
        "source": taken.source,
        "snapshots": [head.as_json() for head in taken.reading.heads],
        **board.document(),
        "stress": {window: None if one is None else one.document() for window, one in breaks.items()},
        "seed": given["seed"],
    }
    if as_json:
        emit(document)
    else:
        _show(document, board, breaks)


def _write(given: Mapping[str, Any], board: Leaderboard, taken: Monthly) -> None:
    """The files that were asked for; the chart is drawn before any is written."""
    from fairshare import __version__
    from fairshare.cli.forecast_plots import leaderboard_chart
    from fairshare.cli.plots import write_chart
    from fairshare.figures.whole_files import whole_file

    title = f"Past projections of {taken.reading.series.replace('_', ' ')} by {', '.join(taken.by)}"
    stamp = f"Up to {max(row.origins for row in board.rows)} origins, Fairshare {__version__}."
    chart = leaderboard_chart(board, title, source=taken.source, stamp=stamp) if given["plot"] else None
    if given["out"]:
        with whole_file(given["out"], "--out") as part:
            board.to_frame().write_csv(part)
    if chart is not None:
        write_chart(chart, given["plot"])


def _show(document: Mapping[str, Any], board: Leaderboard, breaks: Mapping[str, Leaderboard | None]) -> None:
    for warning in board.warnings:
        click.echo(f"warning: {warning}")
    for group in dict.fromkeys(row.group for row in board.rows):
        _board(f"{document['series']} by {', '.join(document['by'])}: {group}", board, group)
    for window, one in breaks.items():
        if one is None:
            click.echo(f"{window}: no data\n")
        else:
            for warning in one.warnings:
                click.echo(f"warning: {window}: {warning}")
            _board(f"Months of the break {window}: all", one, "all")
    click.echo("p: the larger of two one-sided tests on MASE; it beats the random walk where both are below 0.05.")
    click.echo(f"Source: {document['source']}")


def _board(title: str, board: Leaderboard, group: str) -> None:
    rows = [row for row in board.rows if row.group == group]
    table(
        title,
        {
            "ahead": "right",
            "model": "left",
            "MASE": "right",
            "RMSSE": "right",
            "CRPS": "right",
            "80 %": "right",
            "95 %": "right",
            "p": "right",
            "beats random walk": "left",
            "origins": "right",
        },
        map(_line, sorted(rows, key=lambda row: (row.horizon, row.loss["mase"] is None, row.loss["mase"] or 0.0))),
    )


def _line(row: Standing) -> tuple[object, ...]:
    against = row.against.get("mase")
    itself = against is None or row.model == "random_walk"
    return (
        row.horizon,
        row.model,
        *(_number(row.loss.get(loss)) for loss in ("mase", "rmsse", "crps")),
        *(_covered(row, level) for level in (80, 95)),
        "" if itself or against is None or None in (against.p, against.p_strict) else f"{_larger(against):.3f}",
        "" if itself else "yes" if row.beats() else "no",
        row.origins,
    )


def _larger(against: Comparison) -> float:
    """The larger p of the two tests that both have to be below 0.05."""
    return max(against.p or 0.0, against.p_strict or 0.0)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _covered(row: Standing, level: int) -> str:
    share = row.coverage.get(level)
    return "" if share is None else f"{100 * share.value:.0f} %"
