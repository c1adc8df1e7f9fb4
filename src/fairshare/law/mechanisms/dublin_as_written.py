"""Dublin III as it is written: every criterion is applied and every transfer carried out."""

from __future__ import annotations

from typing import Final

from fairshare.law.mechanisms.dublin_as_applied import CRITERIA
from fairshare.law.mechanisms.interface import Mechanism

MECHANISM: Final = Mechanism(
    name="dublin-as-written",
    title="Dublin III as written",
    implements=CRITERIA,
    omits=(
        "No state uses the sovereignty clause (Article 17(1)), and no court stops a transfer (Article 3(2)).",
        "Nobody absconds before a transfer; what follows it is behaviour as in every other mechanism.",
    ),
    regime="dublin3",
    practice="written",
)
"""What the criteria would do if nothing stood against them."""
