"""Free choice: a person applies in the state where they wish to live, and it examines the application."""

from __future__ import annotations

from typing import Final

from fairshare.law.mechanisms.interface import Mechanism

MECHANISM: Final = Mechanism(
    name="free-choice",
    title="Free choice of the state",
    implements=(),
    omits=(
        "No money follows the person, as it does in the proposals for free choice.",
        "Wishes do not change because others choose alike: no state becomes less attractive by being full.",
    ),
    regime="none",
    entrance="wished",
)
"""Every link honoured, and no sharing but that of people's own choices."""
