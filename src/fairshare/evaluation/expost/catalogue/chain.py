"""The chain of a cycle: from needs identified to solidarity that lasts, in units of one relocation."""

from __future__ import annotations

from typing import Final

from fairshare.evaluation.expost.catalogue.definition import Definition

_COMMISSION: Final = "European Commission"
_COUNCIL: Final = "Council of the European Union"
_STATES: Final = "Member States"

DEFINITIONS: Final = (
    Definition(
        "needs",
        "Needs identified",
        "Units that benefitting states say they need: persons to be relocated, and EUR at the ratio of the proposal",
        "units", "relevance", "needs", source="Notices and notifications of states", lag="when a state gives notice",
        owner="Benefitting Member States", cite="AMMR 58(2), 59(2)",
    ),
    Definition(
        "proposed",
        "Pool proposed",
        "Relocations that the Commission proposes for the whole Union",
        "units", "relevance", "proposed", source="Proposal of the Commission",
        lag="15 October before the pool year; public once the act is adopted", owner=_COMMISSION,
        denominators=("needs",), cite="AMMR 12(2)",
    ),
    Definition(
        "adopted",
        "Pool adopted",
        "The reference number of relocations that the act of the Council sets",
        "units", "effectiveness", "adopted", source="Act of the Council", lag="31 December before the pool year",
        owner=_COUNCIL, denominators=("proposed", "needs"), cite="AMMR 57(1)",
    ),
    Definition(
        "pledged",
        "Pledged",
        "Pledges of all types that the act sets out, in units",
        "units", "effectiveness", "pledged", source="Annex of the act", lag="with the act", owner=_STATES,
        denominators=("adopted",), cite="AMMR 57(1), 57(4)",
    ),
    Definition(
        "adjusted",
        "Lowered or released",
        "What was taken off pledges and fair shares: deductions, adjustments in the act itself, releases",
        "units", "effectiveness", "adjusted", source="Implementing acts of the Council", lag="as decided",
        owner=_COUNCIL, denominators=("pledged", "adopted"), cite="AMMR 57(1), 60(3), 61(4), 62(5)",
    ),
    Definition(
        "implemented",
        "Implemented",
        "Units that were carried out: persons transferred, money transferred, measures in kind at their joint value",
        "units", "effectiveness", "implemented", "higher", source="Ledger; January confirmations",
        lag="31 January after the pool year", owner=_STATES, denominators=("pledged", "adopted", "needs"),
        cite="AMMR 60(3), 60(6)",
    ),
    Definition(
        "persistent",
        "Still there",
        "Relocated persons who are still in the state of relocation a year after their transfer",
        "persons", "effectiveness", "persistent", "higher", source="States of relocation; Eurodac",
        lag="a year after the transfer", owner="Member States of relocation", denominators=("relocated",),
        cite="AMMR 15(5), 67",
    ),
)  # fmt: skip
