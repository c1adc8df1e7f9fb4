"""The chart of an assessment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fairshare.cli.assess_print import TITLES
from fairshare.cli.rank_plot import Ranked, rank_chart

if TYPE_CHECKING:
    from altair.typing import ChartType


def chart(document: Mapping[str, Any]) -> ChartType:
    """Ranks by state with their intervals; states that the determination names in another colour and shape."""
    units = [
        Ranked(one["state"], one["rank"], one["rank_interval"], one["named"])
        for one in document["states"]
        if one["rank"] is not None
    ]
    return rank_chart(
        units,
        f"{TITLES[document['class']]}, figures of {document['year']}, border: {document['border']}",
        [
            f"{document['label'][0].upper()}{document['label'][1:]}.",
            f"{document['statement'][0].upper()}{document['statement'][1:]}.",
            f"Bars hold 90 % of the ranks over {document['draws']:,} weightings by each of "
            f"{len(document['by_method'])} pairs of methods. Left of the dashed line: the first {document['first']}.",
        ],
        marks=("named in 2025", "not named"),
        first=document["first"],
    )
