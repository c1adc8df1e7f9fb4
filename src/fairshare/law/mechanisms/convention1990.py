"""The Dublin Convention of 15 June 1990, in force from 1997 to 2003: criteria, and transfers as they succeeded."""

from __future__ import annotations

from typing import Final

from fairshare.law.mechanisms.interface import Mechanism

MECHANISM: Final = Mechanism(
    name="dublin-convention-1990",
    title="Dublin Convention of 1990",
    implements=tuple(f"CONVENTION1990 {article}" for article in (4, 5, 6, 7, 8)),
    omits=(
        "There was no Eurodac: the chance that an entry can be proved is that of today.",
        "Requests and transfers succeed at the rates observed from 2008 on; those of the 1990s were not recovered.",
        "Who absconds is waited for as long as under Dublin III; the Convention has no such limit.",
        "It bound fewer states; here it binds all that Dublin binds now.",
    ),
    regime="convention1990",
)
"""Criteria of the Convention, without solidarity."""
