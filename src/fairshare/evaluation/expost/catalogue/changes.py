"""Changes since the previous pool year: one indicator a unit."""

from __future__ import annotations

from typing import Final

from fairshare.evaluation.expost.catalogue.definition import Definition

DEFINITIONS: Final = (
    Definition(
        "change_units", "Change in units", "An indicator in units less that of the previous pool year",
        "units", "effectiveness", source="Computed", owner="Fairshare",
    ),
    Definition(
        "change_points", "Change in percentage points",
        "An indicator that is a part of a whole less that of the previous pool year",
        "percentage_points", "effectiveness", source="Computed", owner="Fairshare",
    ),
    Definition(
        "change_eur", "Change in EUR", "An indicator in EUR less that of the previous pool year",
        "EUR", "effectiveness", source="Computed", owner="Fairshare",
    ),
    Definition(
        "change_persons", "Change in persons", "An indicator in persons less that of the previous pool year",
        "persons", "effectiveness", source="Computed", owner="Fairshare",
    ),
    Definition(
        "change_states", "Change in states", "A count of states less that of the previous pool year",
        "states", "effectiveness", source="Computed", owner="Fairshare",
    ),
    Definition(
        "change_cases", "Change in cases", "A count of cases less that of the previous pool year",
        "cases", "effectiveness", source="Computed", owner="Fairshare",
    ),
    Definition(
        "change_days", "Change in days", "An indicator in days less that of the previous pool year",
        "days", "effectiveness", source="Computed", owner="Fairshare",
    ),
)  # fmt: skip
