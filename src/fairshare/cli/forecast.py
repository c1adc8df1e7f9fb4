"""``fairshare forecast``: projections (Article 9(3)(b)). Its commands are imported when called."""

from __future__ import annotations

from typing import Final

import click

from fairshare.cli.lazy import LazyGroup

COMMANDS: Final = {
    "project": ("fairshare.cli.forecast_project:project", "Months to come, with intervals, and sums that add up."),
    "evaluate": (
        "fairshare.cli.forecast_evaluate:evaluate",
        "How well past projections did: does it beat a random walk?",
    ),
    "models": ("fairshare.cli.forecast_models:models", "The models, their sources, and what they cost."),
}
"""Name of each command of the group: where it is, and its line in the help."""


@click.group(
    cls=LazyGroup, lazy=COMMANDS, epilog="Example: fairshare forecast project border_crossings --by route --horizon 12"
)
def forecast() -> None:
    """Projections for the coming year (Article 9(3)(b)), and how well past ones did.

    A projection that has not beaten a random walk says so wherever it is used.
    """
