"""The chain of a cycle: from needs identified to solidarity that lasts, in units of one relocation."""

from __future__ import annotations

from typing import Final

from fairshare.evaluation.expost.catalogue.definition import Definition

_COMMISSION: Final = "European Commission"
_COUNCIL: Final = "Council of the European Union"
_STATES: Final = "Member States"
_CONTRIBUTORS: Final = "Contributing Member States"
_US: Final = "Fairshare"
_ACT: Final = "Act of the Council"
_ANNEX: Final = "Annex of the act"
_LEDGER: Final = "Ledger; January confirmations"
_WITH_ACT: Final = "with the act"
_JANUARY: Final = "31 January after the pool year"

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
        "units", "effectiveness", "implemented", source="Ledger; January confirmations",
        lag="31 January after the pool year", owner=_STATES, denominators=("pledged", "adopted", "needs"),
        cite="AMMR 60(3), 60(6)",
    ),
    Definition(
        "persistent",
        "Still there",
        "Relocated persons who are still in the state of relocation a year after their transfer",
        "persons", "effectiveness", "persistent", "higher", source="States of relocation; Eurodac",
        lag="a year after the transfer", owner="Member States of relocation", denominators=("implemented_relocation",),
        cite="AMMR 15(5), 67",
    ),
    Definition(
        "adopted_of_proposed", "Adopted of what was proposed",
        "The reference number as a part of the number that the Commission proposed",
        "share", "relevance", "adopted", source="Computed", owner=_US, cite="AMMR 12(2), 57(1)",
    ),
    Definition(
        "eur_per_unit", "EUR per unit",
        "EUR that count as one relocation in the act",
        "EUR", "coherence", source=_ACT, lag=_WITH_ACT, owner=_COUNCIL, cite="AMMR 12(3)",
    ),
    Definition(
        "fair_share", "Mandatory fair share",
        "The part of the reference number that the key gives a state, in whole units",
        "units", "effectiveness", "adopted", source=_ANNEX, lag=_WITH_ACT, owner=_COUNCIL, cite="AMMR 57(3), 66",
    ),
    Definition(
        "fair_share_sum", "Sum of the national numbers",
        "All fair shares in whole units added up: as published, or as computed from the key that is held",
        "units", "coherence", "adopted", source=_ANNEX, lag=_WITH_ACT, owner=_COUNCIL,
        denominators=("adopted",), cite="AMMR 57(3)",
    ),
    Definition(
        "rounding_surplus", "Surplus of rounding",
        "By how much the sum of the national numbers exceeds the reference number",
        "units", "coherence", "adopted", source="Computed", owner=_US, cite="AMMR 57(3)",
    ),
    Definition(
        "states_by_role", "States by role",
        "States with a role in the pool year: contributing, benefitting, released, lowered to nothing, access refused",
        "states", "effectiveness", "adopted", source="Ledger", lag="as decided", owner=_US,
        cite="AMMR 58(3), 60(3), 61(4), 62(5)",
    ),
    Definition(
        "pledged_relocation", "Pledged as relocations",
        "Persons that the act says a state will relocate",
        "persons", "effectiveness", "pledged", source=_ANNEX, lag=_WITH_ACT, owner=_STATES, cite="AMMR 57(1), 57(3)",
    ),
    Definition(
        "pledged_financial", "Pledged in money",
        "EUR that the act says a state will pay",
        "EUR", "effectiveness", "pledged", source=_ANNEX, lag=_WITH_ACT, owner=_STATES, cite="AMMR 57(1), 57(3)",
    ),
    Definition(
        "pledged_alternative", "Pledged in kind",
        "Value in EUR of the measures in kind that the act says a state will provide",
        "EUR", "effectiveness", "pledged", source=_ANNEX, lag=_WITH_ACT, owner=_STATES, cite="AMMR 57(1), 57(4)",
    ),
    Definition(
        "pledged_known", "Pledges that are known",
        "The sum of the pledges whose size is known, in units: a lower bound where others are unknown",
        "units", "effectiveness", "pledged", source=_ANNEX, lag=_WITH_ACT, owner=_US,
        denominators=("adopted",), cite="AMMR 57(1)",
    ),
    Definition(
        "pledge_unknown", "States whose pledge is not known",
        "States of the key of whose pledge a type or the size is not known",
        "states", "effectiveness", "pledged", source=_ANNEX, lag=_WITH_ACT, owner=_COUNCIL, cite="AMMR 57(1)",
    ),
    Definition(
        "pledged_of_adopted", "Pledged of what was adopted",
        "Pledges of all types as a part of the reference number",
        "share", "effectiveness", "pledged", "higher", source="Computed", owner=_US, cite="AMMR 57(1)",
    ),
    Definition(
        "pledged_by_offset", "Pledged as relocations and to be met by offsets",
        "Relocations pledged by states that say they will take over responsibility for persons already there instead",
        "units", "effectiveness", "pledged", source="Statements of states", lag=_WITH_ACT, owner=_CONTRIBUTORS,
        denominators=("adopted",), cite="AMMR 63",
    ),
    Definition(
        "stated_relocations", "Relocations that will be carried out, as stated",
        "Relocations in the statement of a state on the real size of the pool: a claim",
        "persons", "effectiveness", "pledged", source="Statement of a state", lag=_WITH_ACT, owner=_COUNCIL,
        cite="AMMR 57(1)",
    ),
    Definition(
        "stated_money", "Money that will be paid, as stated",
        "EUR in the statement of a state on the real size of the pool: a claim",
        "EUR", "effectiveness", "pledged", source="Statement of a state", lag=_WITH_ACT, owner=_COUNCIL,
        cite="AMMR 57(1)",
    ),
    Definition(
        "effective", "Effective pool",
        "What is to come as persons, money or in kind, by the pledges or a statement on them; offsets are left out",
        "units", "effectiveness", "pledged", "higher", source="Pledges on record, or a statement on them",
        lag=_WITH_ACT, owner=_US, denominators=("adopted",), cite="AMMR 57(1), 60(3)",
    ),
    Definition(
        "effective_of_adopted", "Effective pool of what was adopted",
        "The effective pool as a part of the reference number",
        "share", "effectiveness", "pledged", "higher", source="Computed", owner=_US, cite="AMMR 57(1), 60(3)",
    ),
    Definition(
        "bridge", "Fair shares by what became of them",
        "Fair shares in units by fate: of benefitting states, lowered, of states without a pledge, met by offsets, "
        "not known, to be delivered",
        "units", "effectiveness", "pledged", source="Computed", owner=_US, denominators=("fair_share_sum",),
        cite="AMMR 57(1), 60(3)",
    ),
    Definition(
        "deducted", "Deducted",
        "What decisions of the Council on requests of states took off",
        "units", "effectiveness", "adjusted", source="Implementing acts of the Council", lag="as decided",
        owner=_COUNCIL, denominators=("adopted",), cite="AMMR 61(4), 62(5)",
    ),
    Definition(
        "adjusted_in_act", "Lowered in the act itself",
        "What the act on the pool itself took off contributions, without a decision on a request",
        "units", "effectiveness", "adjusted", source=_ACT, lag=_WITH_ACT, owner=_COUNCIL,
        denominators=("adopted",), cite="AMMR 57(1)",
    ),
    Definition(
        "released", "Not owed by benefitting states",
        "Fair shares and pledges that benefitting states do not owe in the year in which they benefit",
        "units", "effectiveness", "adjusted", source="Ledger", lag="when a state gives notice", owner=_US,
        denominators=("adopted",), cite="AMMR 60(3)",
    ),
    Definition(
        "to_implement", "To be implemented",
        "Pledges less deductions and releases, in units",
        "units", "effectiveness", "adjusted", source="Ledger", lag="as decided", owner=_COUNCIL, cite="AMMR 60(3)",
    ),
    Definition(
        "implemented_relocation", "Relocated",
        "Persons who were transferred to the contributing state",
        "persons", "effectiveness", "implemented", source=_LEDGER, lag=_JANUARY, owner=_CONTRIBUTORS,
        denominators=("pledged_relocation",), cite="AMMR 60(6), 67",
    ),
    Definition(
        "implemented_financial", "Money transferred",
        "EUR transferred to the budget of the Union for the year",
        "EUR", "efficiency", "implemented", source="Ledger; European Commission",
        lag="after the pool year; no day is set", owner=_COMMISSION, denominators=("pledged_financial", "money_due"),
        cite="AMMR 64(1); IR 30(3)",
    ),
    Definition(
        "implemented_alternative", "Delivered in kind",
        "Measures in kind that were carried out, at their joint value",
        "EUR", "effectiveness", "implemented", source=_LEDGER, lag=_JANUARY, owner=_CONTRIBUTORS,
        denominators=("pledged_alternative",), cite="AMMR 60(6), 65",
    ),
    Definition(
        "offset_taken", "Offset",
        "Applications for which contributing states became responsible instead of a relocation",
        "units", "effectiveness", "implemented", source=_LEDGER, lag=_JANUARY, owner=_CONTRIBUTORS,
        denominators=("pledged", "adopted", "needs"), cite="AMMR 63, 69",
    ),
    Definition(
        "implemented_of_pledged", "Implemented of what was pledged",
        "Units carried out as a part of the pledges",
        "share", "effectiveness", "implemented", "higher", source="Computed", owner=_US, cite="AMMR 60(3)",
    ),
    Definition(
        "implemented_of_adopted", "Implemented of what was adopted",
        "Units carried out as a part of the reference number",
        "share", "effectiveness", "implemented", "higher", source="Computed", owner=_US, cite="AMMR 60(3)",
    ),
    Definition(
        "implemented_of_needs", "Implemented of what was needed",
        "Units carried out as a part of the needs that benefitting states told",
        "share", "relevance", "implemented", "higher", source="Computed", owner=_US, cite="AMMR 58(2), 60(3)",
    ),
    Definition(
        "outstanding", "Outstanding",
        "What is still to be delivered, in units",
        "units", "effectiveness", "implemented", source=_LEDGER, lag=_JANUARY, owner=_CONTRIBUTORS,
        denominators=("pledged", "adopted"), cite="AMMR 60(3)",
    ),
    Definition(
        "delivered_of_due", "Delivered of what was due",
        "Units carried out or offset as a part of what is to be implemented",
        "share", "effectiveness", "implemented", "higher", source="Computed", owner=_US, cite="AMMR 60(3), 63",
    ),
    Definition(
        "persistent_of_implemented", "Still there of those relocated",
        "Relocated persons who are still there as a part of those relocated",
        "share", "effectiveness", "persistent", "higher", source="Computed", owner=_US, cite="AMMR 67",
    ),
)  # fmt: skip
