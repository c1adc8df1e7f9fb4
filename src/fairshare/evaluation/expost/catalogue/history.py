"""Indicators of relocation schemes that count persons only."""

from __future__ import annotations

from typing import Final

from fairshare.evaluation.expost.catalogue.definition import Definition

_COUNCIL: Final = "Council of the European Union"
_COMMISSION: Final = "European Commission"
_STATES: Final = "Member States"
_REPORTS: Final = "Reports of the Commission"

DEFINITIONS: Final = (
    Definition(
        "decided",
        "Decided",
        "Persons to be relocated by the acts that set the scheme up",
        "persons", "relevance", "adopted", source="The acts", lag="on adoption", owner=_COUNCIL,
    ),
    Definition(
        "not_allotted",
        "Never allotted",
        "Persons decided whom no act allotted to a state of relocation",
        "persons", "effectiveness", "adjusted", source="The acts", lag="on adoption", owner=_COUNCIL,
        denominators=("decided",),
    ),
    Definition(
        "allotted",
        "Allotted or open to pledges",
        "Persons decided whom an act allotted to states, or for whom states were to pledge places",
        "persons", "effectiveness", "adopted", source="The acts", lag="on adoption", owner=_COUNCIL,
        denominators=("decided",),
    ),
    Definition(
        "part_of_decided",
        "Part of what was decided",
        "Persons allotted or committed as a part of those decided",
        "share", "effectiveness", "pledged", "higher", source="Computed", owner="Fairshare",
    ),
    Definition(
        "resettled_beside",
        "Resettled beside the scheme",
        "Syrians resettled from Türkiye in the time of the scheme, who could be set off against persons not allotted",
        "persons", "coherence", "adjusted", source="European Union", lag="months", owner=_COMMISSION,
        denominators=("not_allotted",),
    ),
    Definition(
        "text_difference",
        "Difference to the text",
        "The sum of the rows of a published table less the sum that the same act or source states",
        "persons", "coherence", source="Computed", owner="Fairshare",
    ),
    Definition(
        "committed",
        "Committed",
        "Persons that states were bound to take or said in a formal pledge that they would",
        "persons", "effectiveness", "pledged", source="Annexes of the acts; formal pledges", lag="on adoption",
        owner=_STATES, denominators=("decided",),
    ),
    Definition(
        "places",
        "Places offered",
        "Places that states offered to the state of departure, for persons to be proposed",
        "persons", "effectiveness", "pledged", "higher", source=_REPORTS, lag="weeks", owner=_STATES,
        denominators=("committed", "decided"),
    ),
    Definition(
        "places_of_committed",
        "Offered of what was committed",
        "Places offered as a part of the persons committed",
        "share", "effectiveness", "pledged", "higher", source="Computed", owner="Fairshare",
    ),
    Definition(
        "places_of_decided",
        "Offered of what was decided",
        "Places offered as a part of the persons decided",
        "share", "effectiveness", "pledged", "higher", source="Computed", owner="Fairshare",
    ),
    Definition(
        "suspended",
        "Suspended",
        "The part of its allotment that a state need not take for a time",
        "share", "effectiveness", "adjusted", source="The acts", lag="on adoption", owner=_COUNCIL,
    ),
    Definition(
        "eligible",
        "May have been eligible",
        "Persons of nationalities that were relocated who came in the time of the scheme, as auditors counted them",
        "persons", "relevance", "needs", source="European Court of Auditors", lag="years",
        owner="European Court of Auditors",
    ),
    Definition(
        "candidates",
        "Candidates",
        "Persons registered or proposed for relocation, as counted on the day told",
        "persons", "effectiveness", source="States of departure", lag="not published regularly",
        owner="States of departure",
    ),
    Definition(
        "requested",
        "Requested of a state",
        "Candidates whom the state of departure asked a state of relocation to take",
        "persons", "efficiency", source="States of departure", lag="not published regularly",
        owner="States of departure", denominators=("candidates",),
    ),
    Definition(
        "accepted",
        "Accepted",
        "Candidates whom the state of relocation agreed to take",
        "persons", "efficiency", "", "higher", source="States of departure", lag="not published regularly",
        owner="Member States of relocation", denominators=("requested",),
    ),
    Definition(
        "rejected",
        "Rejected",
        "Candidates whom the state of relocation refused to take",
        "persons", "efficiency", "", "lower", source="States of departure", lag="not published regularly",
        owner="Member States of relocation", denominators=("requested",),
    ),
    Definition(
        "accepted_of_requested",
        "Accepted of those requested",
        "Candidates accepted as a part of those requested",
        "share", "efficiency", "", "higher", source="Computed", owner="Fairshare",
    ),
    Definition(
        "relocated_of_candidates",
        "Relocated of the candidates",
        "Persons relocated as a part of those registered for it, as counted on the day told",
        "share", "efficiency", "implemented", "higher", source="Computed", owner="Fairshare",
    ),
    Definition(
        "lost",
        "Lost before the transfer",
        "Candidates who refused or could not be found, as counted on the day told",
        "persons", "effectiveness", "adjusted", "lower", source="States of departure", lag="not published regularly",
        owner="States of departure", denominators=("candidates",),
    ),
    Definition(
        "lost_of_candidates",
        "Lost of the candidates",
        "Candidates who refused or could not be found as a part of all candidates",
        "share", "effectiveness", "adjusted", "lower", source="Computed", owner="Fairshare",
    ),
    Definition(
        "relocated",
        "Relocated",
        "Persons who were transferred to the state of relocation",
        "persons", "effectiveness", "implemented", "higher", source=_REPORTS, lag="weeks",
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
        "relocated_of_applicants",
        "Relocated of those who applied there",
        "Persons relocated as a part of all asylum seekers in the state of departure in the time of the scheme",
        "share", "effectiveness", "implemented", "higher", source="European Court of Auditors", lag="years",
        owner="European Court of Auditors",
    ),
    Definition(
        "no_transfer",
        "States without a transfer",
        "States that were bound to take persons and took nobody",
        "states", "effectiveness", "implemented", "lower", source="Computed", owner="Fairshare",
    ),
    Definition(
        "all_taken",
        "States that took all",
        "States that took as many persons as they were bound to take, or more",
        "states", "effectiveness", "implemented", "higher", source="Computed", owner="Fairshare",
    ),
    Definition(
        "relocated_per_million",
        "Relocated for a million inhabitants",
        "Persons relocated to a state for each million of its inhabitants",
        "persons", "effectiveness", "implemented", source="Computed", owner="Fairshare",
    ),
    Definition(
        "uneven",
        "How uneven",
        "The part of the persons committed or relocated whom other states would have to take to meet a distribution",
        "share", "effectiveness", "implemented", "lower", source="Computed (Hoover 1936)", owner="Fairshare",
    ),
    Definition(
        "not_told_by_state",
        "Relocated, state not told",
        "Persons relocated in the end less those whom the last figures of the states tell",
        "persons", "effectiveness", "implemented", "lower", source="Computed", owner=_COMMISSION,
    ),
    Definition(
        "arrived",
        "Arrived",
        "Persons whom a state had received when those who stayed were counted",
        "persons", "effectiveness", "implemented", source="States and the press", lag="not published regularly",
        owner="Member States of relocation",
    ),
    Definition(
        "left",
        "Left",
        "Persons received who were not in the state on the day told",
        "persons", "effectiveness", "persistent", "lower", source="States and the press",
        lag="not published regularly", owner="Member States of relocation", denominators=("arrived",),
    ),
    Definition(
        "persistent_of_relocated",
        "Still there of those relocated",
        "Relocated persons who were in the state on the day told, as a part of those relocated",
        "share", "effectiveness", "persistent", "higher", source="States and the press", owner=_STATES,
    ),
    Definition(
        "states_counted",
        "States that counted who stayed",
        "States of which persons received and persons who had left are told for at least one day",
        "states", "effectiveness", "persistent", "higher", source="Computed", owner="Fairshare",
    ),
    Definition(
        "lump_sum",
        "Lump sum for a person",
        "EUR of the Union's budget for each person relocated, to the state of relocation or of departure",
        "EUR", "efficiency", source="The acts", lag="on adoption", owner=_COUNCIL,
    ),
    Definition(
        "due",
        "Due at the rate of the acts",
        "The lump sum times the persons relocated: what was due, not what was paid",
        "EUR", "efficiency", "implemented", source="Computed", owner="Fairshare",
    ),
    Definition(
        "paid",
        "Paid from the Union's budget",
        "EUR that states received for persons relocated",
        "EUR", "efficiency", "implemented", source="Accounts of the fund", lag="years", owner=_COMMISSION,
    ),
)  # fmt: skip
