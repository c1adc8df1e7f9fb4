"""Indicators of voluntary schemes: Malta's pilots, disembarkations, the Voluntary Declaration."""

from __future__ import annotations

from typing import Final

from fairshare.evaluation.expost.catalogue.definition import Definition

_COMMISSION: Final = "European Commission"
_STATES: Final = "Member States"
_BENEFITTING: Final = "Benefitting Member States"

DEFINITIONS: Final = (
    Definition(
        "states_joined",
        "States that took part",
        "States that joined the scheme on the side told, whether or not they pledged",
        "states", "coherence", source="The declaration; reports", lag="on signature", owner=_STATES,
    ),
    Definition(
        "states_pledging",
        "States that pledged",
        "States that said how many persons they would take",
        "states", "effectiveness", "pledged", source="Reports", lag="weeks", owner=_COMMISSION,
        denominators=("states_joined",),
    ),
    Definition(
        "states_receiving",
        "States that received",
        "States to which persons were transferred",
        "states", "effectiveness", "implemented", "higher", source="Reports", lag="months", owner=_COMMISSION,
        denominators=("states_pledging",),
    ),
    Definition(
        "states_benefitting",
        "States that benefit",
        "States from which persons are relocated",
        "states", "relevance", "needs", source="Reports", lag="on adoption", owner=_COMMISSION,
    ),
    Definition(
        "states_apart",
        "States that did not take part",
        "States without any arrangement in the scheme or beside it",
        "states", "coherence", source="Reports", lag="months", owner=_STATES,
    ),
    Definition(
        "committed_unnamed",
        "Pledged by states whose number is not known",
        "All places pledged less those of the states whose number was published",
        "persons", "effectiveness", "pledged", source="Computed", owner=_COMMISSION,
    ),
    Definition(
        "places_per_million",
        "Places for a million inhabitants",
        "Places that a state pledged for each million of its inhabitants",
        "persons", "effectiveness", "pledged", source="Computed", owner="Fairshare",
    ),
    Definition(
        "expected",
        "Expected to leave",
        "Persons whom a benefitting state was told to expect to be relocated from it",
        "persons", "relevance", "proposed", source="Reports", lag="weeks", owner=_COMMISSION,
    ),
    Definition(
        "relocated_of_expected",
        "Delivered of what was expected",
        "Persons relocated from a state as a part of those expected",
        "share", "effectiveness", "implemented", "higher", source="Computed", owner="Fairshare",
    ),
    Definition(
        "part_of_relocated",
        "Part of all relocated",
        "Persons relocated from or to a state as a part of all on the same day",
        "share", "coherence", "implemented", source="Computed", owner="Fairshare",
    ),
    Definition(
        "money_instead",
        "Money instead of places",
        "EUR that a state gave instead of the places that it had pledged",
        "EUR", "efficiency", "adjusted", source="Statements of states", lag="as decided", owner=_STATES,
    ),
    Definition(
        "money_per_place",
        "Money for a place",
        "EUR that a state gave for each place that it replaced",
        "EUR", "efficiency", source="Computed", owner="Fairshare",
    ),
    Definition(
        "money_of_unit",
        "Money against the unit of a pool",
        "EUR given for a place as a part of the EUR that stand for one relocation in the pool named",
        "share", "efficiency", source="Computed", owner="Fairshare",
    ),
    Definition(
        "protected",
        "Protected persons in need of a place",
        "Persons under protection whom the benefitting state wished to see taken over",
        "persons", "relevance", "needs", source="Reports", lag="months", owner=_BENEFITTING,
    ),
    Definition(
        "approached",
        "Between selection and transfer",
        "Persons who were asked, counselled or put forward before a transfer",
        "persons", "efficiency", source="The benefitting state", lag="months", owner=_BENEFITTING,
        denominators=("protected",),
    ),
    Definition(
        "relocated_of_submitted",
        "Transferred of those put forward",
        "Persons relocated as a part of those put forward to the states of relocation",
        "share", "efficiency", "implemented", "higher", source="Computed", owner="Fairshare",
    ),
    Definition(
        "relocated_of_protected",
        "Relocated of those in need of a place",
        "Persons relocated as a part of the protected persons in need of a place",
        "share", "relevance", "implemented", "higher", source="Computed", owner="Fairshare",
    ),
    Definition(
        "landed",
        "Landed",
        "Persons who came ashore, as the ministries count them, whether or not they had been rescued at sea",
        "persons", "relevance", "needs", source="Ministries of the coastal states", lag="days", owner=_BENEFITTING,
    ),
    Definition(
        "operations",
        "Operations",
        "Landings, or relocations that were agreed for one landing or more",
        "cases", "efficiency", source="Reports", lag="months", owner=_COMMISSION,
    ),
    Definition(
        "relocated_of_landed",
        "Relocated of those landed",
        "Persons relocated as a part of all who landed in the state; the two are counted over different times",
        "share", "relevance", "implemented", source="Computed", owner="Fairshare",
    ),
    Definition(
        "deadline",
        "Time agreed for the transfer",
        "Days within which persons were to be relocated after the landing",
        "days", "efficiency", "implemented", "lower", source="Standard operating procedures", owner=_STATES,
    ),
    Definition(
        "transfer_days",
        "Time until the transfer",
        "Days from the landing, or from the registration for relocation, to the transfer",
        "days", "efficiency", "implemented", "lower", source="States of relocation", lag="months", owner=_STATES,
    ),
)  # fmt: skip
