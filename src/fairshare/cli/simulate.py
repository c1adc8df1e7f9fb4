"""``fairshare simulate``: every mechanism on the same people. Its commands are imported when called."""

from __future__ import annotations

from typing import Final

import click

from fairshare.cli.lazy import LazyGroup

COMMANDS: Final = {
    "league": ("fairshare.cli.simulate_league:league", "Mechanisms, measures and years, with intervals and verdicts."),
    "run": ("fairshare.cli.simulate_run:run", "One scenario, written as tables of states, flows and measures."),
    "mechanisms": ("fairshare.cli.simulate_lists:mechanisms", "The mechanisms, their articles, and what they omit."),
    "parameters": ("fairshare.cli.simulate_lists:parameters", "What is assumed of people and states, and from where."),
    "measures": ("fairshare.cli.simulate_lists:measures", "What is measured, in which unit, and which way is better."),
    "sensitivity": (
        "fairshare.cli.simulate_sensitivity:sensitivity",
        "Which assumption decides between two.",
    ),
    "validate": ("fairshare.cli.simulate_validate:validate", "What the simulation says of years that are known."),
}
"""Name of each command of the group: where it is, and its line in the help."""


@click.group(cls=LazyGroup, lazy=COMMANDS, epilog="Try: fairshare simulate league --years 2024-2025 --draws 20")
def simulate() -> None:
    """Simulate responsibility for asylum in the EU, person by person and month by month.

    Every mechanism since 1990 runs on the same arrivals with the same luck, so that mechanisms differ and nothing
    else. What comes out says what follows from the figures and assumptions, with intervals; it is no forecast.
    """
