"""``fairshare assess``: a shadow of the determination by method, and needs. Its commands are imported when called."""

from __future__ import annotations

from typing import Final

import click

from fairshare.cli.lazy import LazyGroup

COMMANDS: Final = {
    "pressure": (
        "fairshare.cli.assess_class:pressure",
        "Migratory pressure (Article 2(24)): index, ranks, robustness.",
    ),
    "risk": ("fairshare.cli.assess_class:risk", "Risk of migratory pressure in the coming year (Article 11(1))."),
    "situation": ("fairshare.cli.assess_class:situation", "Significant migratory situation (Article 2(25))."),
    "need": ("fairshare.cli.assess_need:need", "From projected arrivals to needs (Article 12(3)), step by step."),
}
"""Name of each command of the group: where it is, and its line in the help."""


@click.group(cls=LazyGroup, lazy=COMMANDS, epilog="Example: fairshare assess pressure")
def assess() -> None:
    """A transparent shadow of the determination: assessments by method, from public figures.

    Nothing here is the determination of Article 11: its method, weights and thresholds are not published. What is
    tested is how far its classes hang on the method.
    """
