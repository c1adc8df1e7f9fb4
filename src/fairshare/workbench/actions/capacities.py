"""In which capacities an action may be done."""

from __future__ import annotations

from typing import Final

from fairshare.workbench.people.seat import Capacity

STATE: Final[frozenset[Capacity]] = frozenset({"member_state"})
COMMISSION: Final[frozenset[Capacity]] = frozenset({"commission"})
COUNCIL: Final[frozenset[Capacity]] = frozenset({"council"})
PRESIDENCY: Final[frozenset[Capacity]] = frozenset({"presidency"})
COORDINATOR: Final[frozenset[Capacity]] = frozenset({"coordinator"})
AGENCY: Final[frozenset[Capacity]] = frozenset({"agency"})
EVERYBODY: Final = STATE | COMMISSION | COUNCIL | PRESIDENCY | COORDINATOR | AGENCY
"""All who take part in a cycle."""
