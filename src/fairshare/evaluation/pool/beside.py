"""What the bundled tables hold beside the events of a cycle, for the report on its pool."""

from __future__ import annotations

from typing import Any

from fairshare.evaluation.pool.fairness import Statement
from fairshare.faults import BadInputError
from fairshare.figures import reference


def beside(year: int, shipped: bool) -> dict[str, Any]:
    """What the bundled tables hold beside the events: applications of the year before, and for a shipped cycle the
    stated size of the pool and the sum that the press counts."""
    try:
        held = reference.applications(year - 1)
    except BadInputError:
        return {}
    found: dict[str, Any] = {
        "applications": {state: datum.number for state, datum in held.items() if datum.known},
        "applications_source": f"{year - 1}: {next(iter(held.values())).source}",
    }
    if shipped:
        act = reference.act(year)
        relocations, euro = act["spain_relocations"], act["spain_eur"]
        source = f"{relocations.source} ({relocations.note})"
        found["statement"] = Statement(int(relocations.number), euro.number, relocations.status, source)
        found["published_sum"] = int(act["sum_of_national_numbers"].number)
    return found
