"""``fairshare simulate league``: mechanisms, measures and years, with intervals, ranks and verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from fairshare.cli.output import emit, json_option
from fairshare.cli.simulate_inputs import study_options

if TYPE_CHECKING:
    from fairshare.cli.simulate_answer import Answer


@click.command(epilog="Example: fairshare simulate league --years 2014-2027 --draws 100 --out league --plot league.svg")
@study_options
@click.option(
    "--draws", type=click.IntRange(1, 1_000_000), default=100, show_default=True, help="Draws of luck and assumptions."
)
@click.option("--measure", metavar="NAME", help="What mechanisms are ranked by (see simulate measures).")
@click.option(
    "--level",
    type=click.FloatRange(0.5, 1, min_open=True, max_open=True),
    default=0.95,
    show_default=True,
    help="Part of the draws in which one mechanism must be fairer before it is called so.",
)
@click.option(
    "--out", metavar="FOLDER", help="Keep draws and tables there; the same call goes on where it was stopped."
)
@click.option("--plot", metavar="FILE", help="Draw mechanisms and years with intervals (.svg or .png).")
@click.option("--report", metavar="FILE.html", help="Write the league as one page.")
@json_option
def league(plot: str | None, report: str | None, as_json: bool, **given: Any) -> None:
    """Run every mechanism on the same persons and compare them: mean, and the middle 90 % of the draws.

    Each draw has other arrivals, other luck and other values of every assumption; in one draw all mechanisms meet the
    same. The intervals say what the assumptions leave open. A mechanism is called fairer than another only where it is
    in at least 95 % of the draws.
    """
    from fairshare.cli.simulate_answer import answer, document
    from fairshare.cli.simulate_print import show

    _check(plot, report)
    found = answer(given)
    _also(found, plot, report)
    if as_json:
        emit(document(found))
    else:
        show(found, [one for one in (given["out"], plot, report) if one])


def _also(found: Answer, plot: str | None, report: str | None) -> None:
    """The chart and the page."""
    if plot:
        _draw(found, plot)
    if report:
        from fairshare.cli.simulate_page import run_at_best, simulate_page
        from fairshare.figures.whole_files import whole_file

        with whole_file(report, "--report") as part:
            part.write_text(simulate_page(found, run_at_best(found)), encoding="utf-8")


def _draw(found: Answer, plot: str) -> None:
    from fairshare import __version__
    from fairshare.cli.plots import write_chart
    from fairshare.cli.simulate_plots import league_chart
    from fairshare.cli.simulate_sentence import short_titles

    chart = league_chart(
        found.table,
        short_titles({one.name: one.title for one in found.study.mechanisms}),
        found.ranked_by,
        order=[one.mechanism for one in found.ranking] or found.study.names,
        source="; ".join(found.study.inputs.notes[:1]) or "see fairshare simulate league --json",
        stamp=f"fairshare {__version__}, {len(found.draws):,} draws, seed {found.study.seed}.",
    )
    write_chart(chart, plot)


def _check(plot: str | None, report: str | None) -> None:
    """Refuse, before anything is computed, files that cannot be written."""
    from fairshare.figures.whole_files import check_target

    if plot:
        from fairshare.cli.plots import require_plots

        require_plots(plot)
    if report:
        check_target(report, "--report", ".html")
