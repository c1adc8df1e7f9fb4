"""Which series of a projection are drawn, and what stands on the chart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from altair.typing import ChartType

    from fairshare.assessment.projections.origins import Record
    from fairshare.assessment.projections.project import Projection
    from fairshare.cli.forecast_inputs import Monthly

LARGEST: Final = 6
YEARS: Final = 8
"""Years of history that are drawn."""


def drawn(taken: Monthly, found: Projection, record: Record | None, shown: Sequence[str]) -> ChartType:
    """The chart of some series, by default of the largest.

    Raises :class:`~fairshare.faults.BadInputError` for a name that is not among them."""
    from fairshare import __version__
    from fairshare.cli.forecast_plots import earlier_projections, fan, forecast_chart

    nodes = taken.hierarchy.panel(taken.bottom)
    largest = sorted(range(len(found.names)), key=lambda place: -float(found.points[place].sum()))[:LARGEST]
    names = list(shown) or [found.names[place] for place in largest]
    fans = []
    for name in names:
        past = (
            []
            if record is None or name not in record.panel.names
            else earlier_projections(record, found.model, record.panel.names.index(name))
        )
        fans.append(fan(nodes, found, name, past))
    until = nodes.month(nodes.months)
    return forecast_chart(
        fans,
        f"{taken.reading.series.replace('_', ' ').capitalize()} by {', '.join(taken.by)}",
        source=taken.source,
        stamp=f"{found.model}, figures to {nodes.month(nodes.months - 1):%Y-%m}, Fairshare {__version__}.",
        warnings=found.warnings,
        since=date(until.year - YEARS, until.month, 1),
    )
