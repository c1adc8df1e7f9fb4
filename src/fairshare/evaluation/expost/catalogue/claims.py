"""Figures that statements in circulation are checked with: of the law, of the act, and of the statement itself."""

from __future__ import annotations

from typing import Final

from fairshare.evaluation.expost.catalogue.definition import Definition

_COMMISSION: Final = "European Commission"
_COUNCIL: Final = "Council of the European Union"

DEFINITIONS: Final = (
    Definition(
        "floor_relocations",
        "Floor of the proposal in relocations",
        "The least number of relocations that the Commission may propose for the whole Union",
        "units", "relevance", "proposed", source="The Regulation", lag="none", owner=_COMMISSION, cite="AMMR 12(2)(a)",
    ),
    Definition(
        "floor_eur",
        "Floor of the proposal in money",
        "The least amount of financial contributions that the Commission may propose for the whole Union",
        "EUR", "relevance", "proposed", source="The Regulation", lag="none", owner=_COMMISSION, cite="AMMR 12(2)(b)",
    ),
    Definition(
        "pool_eur",
        "Pool adopted, in money",
        "The reference amount of financial contributions that the act of the Council sets",
        "EUR", "effectiveness", "adopted", source="Act of the Council", lag="31 December before the pool year",
        owner=_COUNCIL, cite="AMMR 57(1)",
    ),
    Definition(
        "units_of_money",
        "Money in units",
        "An amount in EUR over the money that counts as one relocation",
        "units", "coherence", source="Computed", lag="none", owner="Fairshare", cite="AMMR 12(3)",
    ),
    Definition(
        "fair_share_of_proposal",
        "Part of the number proposed",
        "What the key gives a state of the floor in relocations, in whole units",
        "units", "relevance", "proposed", source="Computed", lag="none", owner="Fairshare", cite="AMMR 57(3), 66",
    ),
    Definition(
        "labelled_states",
        "States with a label",
        "States that the determination puts into a group; a state can be in two",
        "states", "relevance", "needs", source="Determination of the Commission", lag="15 October before the pool year",
        owner=_COMMISSION, cite="AMMR 11",
    ),
    Definition(
        "adjusted_to_zero",
        "States adjusted to zero",
        "States whose contribution the act itself is reported to set to zero",
        "states", "effectiveness", "adjusted", source="Press reports on the act", lag="with the act", owner=_COUNCIL,
        cite="AMMR 57(1), 61, 62",
    ),
    Definition(
        "mandatory_offset_part",
        "Part of the reference number below which offsets can become mandatory",
        "The part of the reference number that Article 63(3) compares relocation pledges with",
        "share", "coherence", source="The Regulation", lag="none", owner=_COUNCIL, cite="AMMR 63(3)(b)",
    ),
    Definition(
        "mandatory_offset_number",
        "Number below which offsets can become mandatory",
        "A number that Article 63(3) compares relocation pledges with",
        "units", "coherence", source="Computed", lag="none", owner="Fairshare", cite="AMMR 63(3)",
    ),
    Definition(
        "claimed_persons",
        "Persons in a claim",
        "Persons that a statement in circulation gives, whether it is right or not",
        "persons", "relevance", source="The statement", lag="none", owner="Whoever made the statement",
    ),
    Definition(
        "claimed_eur",
        "Money in a claim",
        "An amount that a statement in circulation gives, whether it is right or not",
        "EUR", "relevance", source="The statement", lag="none", owner="Whoever made the statement",
    ),
)  # fmt: skip
