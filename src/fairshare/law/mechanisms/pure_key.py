"""A pure key: every application is examined where the reference key puts it."""

from __future__ import annotations

from typing import Final

from fairshare.law.mechanisms.interface import Mechanism

MECHANISM: Final = Mechanism(
    name="pure-key",
    title="Pure key: applications are allotted by the reference key",
    implements=("AMMR Annex I",),
    omits=(
        "Nobody's links, family or wishes count.",
        "Allotting costs nothing and nobody refuses to go; people may move on afterwards, and are always taken back.",
    ),
    regime="none",
    entrance="key",
    practice="written",
)
"""The other end of the scale: shares of responsibility that equal the key, at the price of everything else."""
