"""Dublin II and III as states apply them: requests, answers and transfers at the observed rates."""

from __future__ import annotations

from typing import Final

from fairshare.law.mechanisms.interface import Mechanism

CRITERIA: Final = tuple(f"DUBLIN3 {article}" for article in (8, 9, 10, 11, 12, 13, 14, 15, 16))
"""The criteria of Dublin III in their order."""

MECHANISM: Final = Mechanism(
    name="dublin-as-applied",
    title="Dublin II and III as applied",
    implements=CRITERIA,
    omits=(
        "Dublin II governed until 2013: its criteria are taken to be those of Dublin III.",
        "The sovereignty and humanitarian clauses (Article 17) are used as far as the observed rates hold them.",
        "Suspensions of transfers to single states are in the rates, not in the rules.",
    ),
    regime="dublin3",
)
"""The system that was in force from 2003 to 2026, without its relocations."""
