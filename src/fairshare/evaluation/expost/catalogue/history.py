"""Indicators of relocation schemes that count persons only."""

from __future__ import annotations

from typing import Final

from fairshare.evaluation.expost.catalogue.definition import Definition

DEFINITIONS: Final = (
    Definition(
        "decided",
        "Decided",
        "Persons to be relocated by the acts that set the scheme up",
        "persons", "relevance", "adopted", source="The acts", lag="on adoption", owner="Council of the European Union",
    ),
    Definition(
        "committed",
        "Committed",
        "Persons that states were bound to take or said in a formal pledge that they would",
        "persons", "effectiveness", "pledged", source="Annexes of the acts; formal pledges", lag="on adoption",
        owner="Member States", denominators=("decided",),
    ),
    Definition(
        "relocated",
        "Relocated",
        "Persons who were transferred to the state of relocation",
        "persons", "effectiveness", "implemented", "higher", source="Reports of the Commission", lag="weeks",
        owner="Member States of relocation", denominators=("committed", "decided"),
    ),
    Definition(
        "relocated_of_decided",
        "Delivered of what was decided",
        "Persons relocated as a part of those decided",
        "share", "effectiveness", "implemented", "higher", source="Computed", owner="Fairshare",
    ),
    Definition(
        "relocated_of_committed",
        "Delivered of what was committed",
        "Persons relocated as a part of those committed",
        "share", "effectiveness", "implemented", "higher", source="Computed", owner="Fairshare",
    ),
    Definition(
        "persistent_of_relocated",
        "Stayed of those relocated",
        "Relocated persons who stayed as a part of those relocated, as counted on the day told",
        "share", "effectiveness", "persistent", "higher", source="States and the press", owner="Member States",
    ),
)  # fmt: skip
