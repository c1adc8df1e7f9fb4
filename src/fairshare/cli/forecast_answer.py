"""A projection as one document, for the JSON and the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from fairshare.assessment.projections.project import Projection
    from fairshare.cli.forecast_inputs import Monthly

LABEL: Final = "a projection by method, not an official figure"


def answer(name: str, taken: Monthly, found: Projection, year: int | None) -> dict[str, Any]:
    """Everything that was found; counts as numbers, intervals by level."""
    from fairshare.cli.forecast_sums import year_sum

    sums = None if year is None else year_sum(taken, found, year)
    return {
        "label": LABEL,
        "series": name,
        "by": list(taken.by),
        "cite": "AMMR 9(3)(b)",
        "model": found.model,
        "method": found.method,
        "warnings": list(found.warnings),
        "beats_random_walk": {str(ahead): says for ahead, says in found.verdict.items()},
        "snapshots": [head.as_json() for head in taken.reading.heads],
        "source": taken.source,
        "months": [month.strftime("%Y-%m") for month in found.months],
        "levels": list(found.levels),
        "fallbacks": dict(found.fallbacks),
        "nodes": {
            node: {
                "points": found.points[place].tolist(),
                "lower": {f"{level:g}": found.lower[n, place].tolist() for n, level in enumerate(found.levels)},
                "upper": {f"{level:g}": found.upper[n, place].tolist() for n, level in enumerate(found.levels)},
            }
            for place, node in enumerate(found.names)
        },
        "year": None
        if sums is None
        else {
            "year": sums.year,
            "known_months": sums.known,
            "filled": list(sums.filled),
            "nodes": {
                node: {
                    "point": float(sums.points[place]),
                    "intervals": {
                        f"{level:g}": [float(sums.lower[n, place]), float(sums.upper[n, place])]
                        for n, level in enumerate(sums.levels)
                    },
                }
                for place, node in enumerate(found.names)
            },
        },
    }
