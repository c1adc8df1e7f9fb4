"""A seat: in what capacity, and for which state or body, somebody looks or acts. Pure; policy is told of seats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Capacity = Literal["member_state", "commission", "council", "presidency", "coordinator", "agency", "public"]
"""Those of the ledger's events, and the public, which looks and never acts."""

Function = Literal["head", "delegate", "caseworker", "reader"]
"""What somebody does in a seat: heads invite and act; delegates act; caseworkers act on cases; readers read."""

AGENCIES: Final = ("EUAA", "Frontex", "Europol", "FRA")
"""The bodies of Article 9(7)."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody in a capacity. ``cleared``: authorised for RESTREINT UE/EU RESTRICTED (12(6)); ``who``: the account."""

    capacity: Capacity
    state: str = ""
    body: str = ""
    function: Function = "reader"
    cleared: bool = False
    who: str = ""
    name: str = ""

    @property
    def acts(self) -> bool:
        """Whether the seat takes part in the cycle by acting."""
        return self.capacity != "public" and self.function != "reader"

    @property
    def needs_second_factor(self) -> bool:
        """Whether a password alone does not open the seat: who acts, and who reads what is restricted or personal."""
        return self.capacity != "public" and (self.acts or self.cleared or self.capacity == "coordinator")

    def speaks_for(self, other: Seat) -> bool:
        """Whether both sit for the same state or body: for four-eyes and for what a delegation shares."""
        return (self.capacity, self.state, self.body) == (other.capacity, other.state, other.body)


PUBLIC: Final = Seat("public")
"""Who is not signed in."""
