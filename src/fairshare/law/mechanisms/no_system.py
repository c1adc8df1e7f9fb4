"""No system: an application is examined where it is made, and nobody does anything for another state."""

from __future__ import annotations

from typing import Final

from fairshare.law.mechanisms.interface import Mechanism

MECHANISM: Final = Mechanism(
    name="no-system",
    title="No system: where they apply, they stay",
    implements=(),
    omits=("People might have applied elsewhere had there never been a Dublin system; they apply where they did.",),
    regime="none",
)
"""The baseline that every other mechanism is held against."""
