"""Past projections rolled for a command, with a bar of how far it is."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from fairshare.cli.stages import WIDTH

if TYPE_CHECKING:
    from fairshare.assessment.projections.leaderboard import Leaderboard
    from fairshare.assessment.projections.origins import Record
    from fairshare.cli.forecast_inputs import Monthly

REFERENCE = "random_walk"


def rolled(
    taken: Monthly, models: Sequence[str], horizon: int, origins: int | None, *, seed: int, reconcile: str
) -> Record:
    """Each model asked at past origins as a projection asks it: made to add up, with intervals.

    The random walk is always among them. Raises :class:`~fairshare.faults.BadInputError` for too few months."""
    from fairshare.assessment.projections.entrants import as_projected
    from fairshare.assessment.projections.origins import choose_origins, roll

    nodes = taken.hierarchy.panel(taken.bottom)
    chosen = choose_origins(nodes, horizon, origins)
    asked = dict.fromkeys([REFERENCE, *models])
    entrants = {name: as_projected(name, taken.hierarchy, method=reconcile, seed=seed, workers=2) for name in asked}
    shown = sys.stderr.isatty()

    def done(count: int) -> None:
        if shown:
            full = WIDTH * count // len(chosen)
            click.echo(
                f"\r[{'#' * full}{'-' * (WIDTH - full)}] {count} of {len(chosen)} past origins", nl=False, err=True
            )

    record = roll(nodes, entrants, chosen, horizon, done=done)
    if shown:
        click.echo("\r" + " " * (WIDTH + 40) + "\r", nl=False, err=True)
    return record


def board_of(record: Record, horizon: int, *, each: bool = False) -> Leaderboard:
    """The leaderboard: of all nodes, the total apart and thirds of them by size; or of ``each`` node by itself."""
    from fairshare.assessment.projections.leaderboard import leaderboard

    return leaderboard(record, groups_of(record, each), horizons=horizons(horizon))


def groups_of(record: Record, each: bool = False) -> Mapping[str, Sequence[int]]:
    """The series that are scored together."""
    from fairshare.assessment.projections.hierarchy import TOTAL
    from fairshare.assessment.projections.leaderboard import series_groups, size_groups

    names = record.panel.names
    if each:
        return series_groups(record.panel)
    return size_groups(record.panel, [TOTAL] if len(names) > 1 and TOTAL in names else [])


def horizons(furthest: int) -> tuple[int, ...]:
    """The months ahead that are scored."""
    from fairshare.assessment.projections.leaderboard import HORIZONS

    return tuple(sorted({*(one for one in HORIZONS if one < furthest), furthest}))
