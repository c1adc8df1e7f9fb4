"""One indicator: what it says, in which unit, who owes it, when it is known, and of what it is told as a part.

The chain follows methods.md section 8: needs identified, proposed, adopted, pledged, adjusted, implemented, persistent.
The criteria are the five of the Better Regulation guidelines.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Step: TypeAlias = Literal["", "needs", "proposed", "adopted", "pledged", "adjusted", "implemented", "persistent"]
Criterion: TypeAlias = Literal["effectiveness", "efficiency", "relevance", "coherence", "added_value"]
Unit: TypeAlias = Literal[
    "persons", "units", "cases", "states", "EUR", "share", "index", "ratio", "days", "months", "percentage_points"
]
"""``share``: a part of 1, shown in per cent; ``index``: a measure from 0 to 1; ``ratio``: so many times."""


@dataclass(frozen=True, slots=True)
class Definition:
    """An indicator. ``says`` is its definition in a sentence; ``lag`` when it is known; ``owner`` who has to supply it;
    ``denominators`` the indicators that it is told as a part of: where there are several, all are told or none."""

    name: str
    title: str
    says: str
    unit: Unit
    criterion: Criterion
    step: Step = ""
    better: Literal["lower", "higher", "neither"] = "neither"
    source: str = ""
    lag: str = ""
    owner: str = ""
    denominators: tuple[str, ...] = ()
    cite: str = ""
