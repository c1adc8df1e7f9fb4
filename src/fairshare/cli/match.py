"""``fairshare match``: families to places (67(4)), optimal and proved. Its commands are imported when called."""

from __future__ import annotations

from typing import Any, Final

import click

from fairshare.cli.lazy import LazyGroup
from fairshare.cli.match_inputs import NAMES, input_options
from fairshare.cli.output import json_option

COMMANDS: Final = {
    "eligible": ("fairshare.cli.match_eligible:eligible", "Who may be relocated, and who not for which reason."),
    "draw": ("fairshare.cli.match_draw:draw", "Places from pledges and needs: proportional, balanced, whole."),
    "verify": ("fairshare.cli.match_verify:verify", "Check a matching and its proof without the solver."),
    "explain": ("fairshare.cli.match_explain:explain", "Why one family is where it is, in one sentence."),
    "report": ("fairshare.cli.match_report:report", "A matching as a page and as tables."),
    "compare": ("fairshare.cli.match_compare:compare", "Other mechanisms on the same families, in one table."),
    "arrivals": ("fairshare.cli.match_arrivals:arrivals", "Families placed one by one as they arrive, at bid prices."),
    "sample": ("fairshare.cli.match_sample:sample", "Synthetic families, links and places to try it on."),
}
"""Name of each command of the group: where it is, and its line in the help."""


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    invoke_without_command=True,
    epilog="Example: fairshare match sample 1000 --out sample && fairshare match --cases sample/cases.csv"
    " --links sample/links.csv --quotas sample/quotas.csv --out result",
)
@input_options
@click.option("--out", metavar="DIR", help="Folder for the placement, the result and the manifest; made if need be.")
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Of the public lottery: the same seed, the same bytes.",
)
@click.option("--format", "ending", type=click.Choice(["parquet", "csv"]), default="parquet", help="Of the placement.")
@json_option
@click.pass_context
def match(ctx: click.Context, /, **given: Any) -> None:
    """Match persons to be relocated with states of relocation (Article 67(4)).

    Links are honoured as far as places allow, vulnerable persons come first, families stay whole, those without links
    are shared fairly, and the answer carries a proof that no better one exists. It proposes; an authority decides.
    """
    if ctx.invoked_subcommand is None and not any(given[name] for name in (*NAMES, "out")):
        click.echo(ctx.get_help())
    elif ctx.invoked_subcommand is None:
        from fairshare.cli.match_run import run

        run(given)
