"""The quality of a cycle: time, links, money, measures in kind, refusals, preparedness, rights, workload."""

from __future__ import annotations

from typing import Final

from fairshare.evaluation.expost.catalogue.definition import Definition

_COMMISSION: Final = "European Commission"
_COORDINATOR: Final = "EU Solidarity Coordinator"
_COUNCIL: Final = "Council of the European Union"
_STATES: Final = "Member States"
_CONTRIBUTORS: Final = "Contributing Member States"
_BENEFITTING: Final = "Benefitting Member States"
_US: Final = "Fairshare"
_DECIDED: Final = "as decided"
_JANUARY: Final = "31 January after the pool year"
_PROGRESS: Final = "with reports on progress"
_ON_REQUEST: Final = "on request of the Coordinator"
_FILES: Final = "Files of relocations in the states"
_INVENTORY: Final = "Inventory of actions"

_TIME: Final = (
    Definition(
        "days_late", "Days late",
        "Days by which a step of the cycle came after the last day that the Regulation sets for it",
        "days", "efficiency", "", "lower", source="The acts", lag="on adoption", owner=_COMMISSION,
        cite="AMMR 9(4), 11(4), 12(6), 13(2), 57(1)",
    ),
    Definition(
        "days_to_forum", "Days to the High-Level Forum",
        "Days from the last act of the Commission's package to the first meeting of the High-Level Forum",
        "days", "efficiency", "", "lower", source="The acts", lag="on adoption", owner=_COUNCIL, cite="AMMR 13(2)",
    ),
    Definition(
        "days_to_draw", "Days from notice to first allocation",
        "Days from a state's notice of use, or the decision on its notification, to the first allocation to it; of all "
        "states the longest",
        "days", "efficiency", "", "lower", source="Ledger", lag=_DECIDED, owner=_COORDINATOR, cite="AMMR 58(1), 60(3)",
    ),
    Definition(
        "days_to_transfer", "Days from confirmation to transfer",
        "Days from the confirmation of a relocation to the transfer, on average over persons",
        "days", "efficiency", "implemented", "lower", source=_FILES, lag=_ON_REQUEST, owner=_CONTRIBUTORS,
        cite="AMMR 67(9), 67(11)",
    ),
    Definition(
        "links_honoured", "Links honoured",
        "Of the relocated persons who told of a meaningful link, the part who were relocated to that state",
        "share", "effectiveness", "implemented", "higher", source=_FILES, lag=_ON_REQUEST, owner=_BENEFITTING,
        cite="AMMR 67(3)",
    ),
)  # fmt: skip

_MONEY: Final = (
    Definition(
        "money_due", "Money due",
        "EUR due for the year: pledges in money, what measures in kind became, less deductions and mandatory offsets",
        "EUR", "efficiency", "adjusted", source="Ledger", lag="after the pool year; no day is set", owner=_COMMISSION,
        cite="IR 30(1)",
    ),
    Definition(
        "money_allocated", "Money allocated",
        "EUR of the pool that were allocated to actions of benefitting states",
        "EUR", "efficiency", "implemented", "higher", source="Ledger", lag=_DECIDED, owner=_COMMISSION,
        denominators=("implemented_financial",), cite="AMMR 64(2); IR 31",
    ),
    Definition(
        "money_to_facility", "Money added to the thematic facility",
        "EUR of the pool that were not allocated to actions and went to the thematic facility of the Fund",
        "EUR", "efficiency", "implemented", source="Ledger", lag=_DECIDED, owner=_COMMISSION, cite="AMMR 64(4)",
    ),
    Definition(
        "action_cost", "Cost of actions",
        "EUR that the actions in the inventory are to cost, by purpose",
        "EUR", "efficiency", source=_INVENTORY, lag="when submitted", owner=_BENEFITTING,
        cite="AMMR 56(2)(b), 56(3), 64(2)",
    ),
    Definition(
        "money_spent", "Money spent",
        "EUR spent on the actions in the inventory, as their reports on progress tell",
        "EUR", "efficiency", "implemented", source="Reports on progress", lag=_PROGRESS, owner=_BENEFITTING,
        denominators=("implemented_financial", "action_cost"), cite="AMMR 64(5)",
    ),
    Definition(
        "third_country", "Spent in third countries",
        "EUR spent on actions in third countries or in relation to them",
        "EUR", "coherence", source="Reports on progress", lag=_PROGRESS, owner=_BENEFITTING,
        denominators=("money_spent",), cite="AMMR 56(2)(b), 56(3)",
    ),
    Definition(
        "border", "Spent on border management",
        "EUR spent on actions of border management",
        "EUR", "coherence", source="Reports on progress", lag=_PROGRESS, owner=_BENEFITTING,
        denominators=("money_spent",), cite="AMMR 56(2)(b)",
    ),
    Definition(
        "appraised", "Actions appraised",
        "Actions in the inventory of which it is told whether they hinder access to asylum",
        "cases", "coherence", "", "higher", source="Appraisals of actions", lag=_ON_REQUEST, owner=_BENEFITTING,
        denominators=("actions",), cite="AMMR 64(2)",
    ),
    Definition(
        "actions", "Actions in the inventory",
        "Actions that benefitting states submitted for money of the pool",
        "cases", "efficiency", source=_INVENTORY, lag="when submitted", owner=_BENEFITTING, cite="AMMR 64(2)",
    ),
    Definition(
        "hinders_access", "Actions that hinder access to asylum",
        "Appraised actions that hinder access to asylum",
        "cases", "coherence", "", "lower", source="Appraisals of actions", lag=_ON_REQUEST, owner=_BENEFITTING,
        denominators=("appraised",), cite="AMMR 64(2)",
    ),
    Definition(
        "serves_third_country", "Actions that serve the third country too",
        "Appraised actions that serve the third country as well",
        "cases", "coherence", "", "higher", source="Appraisals of actions", lag=_ON_REQUEST, owner=_BENEFITTING,
        denominators=("appraised",), cite="AMMR 56(3)",
    ),
)  # fmt: skip

_KIND: Final = (
    Definition(
        "kind_pledged", "Value in kind as pledged",
        "EUR at which the measures in kind that were asked for stand in the act",
        "EUR", "efficiency", "pledged", source="Annex of the act", lag="with the act", owner=_CONTRIBUTORS,
        cite="AMMR 57(4)",
    ),
    Definition(
        "kind_joint", "Value in kind as agreed",
        "EUR at which both states value the same measures",
        "EUR", "efficiency", "implemented", source="Both states", lag="before the measure starts",
        owner="Both Member States", denominators=("kind_pledged",), cite="AMMR 65(1)",
    ),
    Definition(
        "joint_of_pledged", "Agreed value of the pledged value",
        "The agreed value of measures in kind as a part of the pledged value of the same measures",
        "share", "efficiency", "implemented", source="Computed", owner=_US, cite="AMMR 65(1)",
    ),
    Definition(
        "kind_own", "Value in kind as one party sees it",
        "EUR that a party to a measure in kind would put on it by itself",
        "EUR", "efficiency", "implemented", source="Each of the two states", lag=_ON_REQUEST,
        owner="Both Member States", denominators=("kind_joint",), cite="AMMR 65(1)",
    ),
    Definition(
        "kind_converted", "In kind that became money",
        "EUR of pledges in kind that nobody asked for or that were valued lower, due as money after the year",
        "EUR", "efficiency", "adjusted", source="Ledger", lag="at the end of the pool year", owner=_COORDINATOR,
        denominators=("pledged_alternative",), cite="AMMR 57(4)",
    ),
    Definition(
        "offset_by_paragraph", "Offsets by paragraph",
        "Applications taken over, by the paragraph of the Regulation under which they were",
        "cases", "effectiveness", "implemented", source="Ledger; Eurodac", lag=_DECIDED, owner=_CONTRIBUTORS,
        denominators=("offset_taken",), cite="AMMR 63(1), 63(2), 63(3), 63(4), 63(5)",
    ),
)  # fmt: skip

_REFUSALS: Final = (
    Definition(
        "pressure_rejected", "Notifications rejected",
        "Notifications of pressure that the Commission rejected",
        "cases", "effectiveness", source="Decisions of the Commission", lag=_DECIDED, owner=_COMMISSION,
        cite="AMMR 59(4)",
    ),
    Definition(
        "access_refused", "Access refused",
        "Refusals of access to the pool, by ground",
        "cases", "effectiveness", source="The acts", lag=_DECIDED, owner=_COUNCIL, cite="AMMR 59(6)",
    ),
    Definition(
        "relocations_failed", "Relocations that failed",
        "Persons whose confirmed relocation ended in a refusal on grounds of security or in their not coming",
        "persons", "effectiveness", "implemented", "lower", source=_FILES, lag=_DECIDED, owner=_CONTRIBUTORS,
        denominators=("implemented_relocation",), cite="AMMR 67(2), 68(1)",
    ),
    Definition(
        "not_confirmed_security", "Relocations not confirmed: security",
        "Persons whose relocation was not confirmed because they were held to be a threat to internal security",
        "persons", "effectiveness", "implemented", source=_FILES, lag=_ON_REQUEST, owner=_CONTRIBUTORS,
        denominators=("implemented_relocation",), cite="AMMR 67(2), 67(9)",
    ),
    Definition(
        "not_confirmed_scope", "Relocations not confirmed: not covered",
        "Persons whose relocation was not confirmed because the rules on relocation do not cover them",
        "persons", "effectiveness", "implemented", source=_FILES, lag=_ON_REQUEST, owner=_CONTRIBUTORS,
        denominators=("implemented_relocation",), cite="AMMR 56(2)(a), 67(1)",
    ),
    Definition(
        "not_confirmed_pledge", "Relocations not confirmed: no pledge left",
        "Persons whose relocation was not confirmed because the state had no pledge of relocations left",
        "persons", "effectiveness", "implemented", source=_FILES, lag=_ON_REQUEST, owner=_CONTRIBUTORS,
        denominators=("implemented_relocation",), cite="AMMR 57(1), 60(3)",
    ),
    Definition(
        "not_confirmed_shortcomings", "Relocations not confirmed: shortcomings",
        "Persons whose relocation was not confirmed because of systemic shortcomings of the benefitting state",
        "persons", "effectiveness", "implemented", source=_FILES, lag=_ON_REQUEST, owner=_CONTRIBUTORS,
        denominators=("implemented_relocation",), cite="AMMR 60(3)",
    ),
    Definition(
        "deductions_asked", "Deductions asked for",
        "Requests of states that their contribution be lowered",
        "cases", "effectiveness", "adjusted", source="Requests of states", lag=_DECIDED, owner=_COUNCIL,
        cite="AMMR 61(1), 62(1)",
    ),
    Definition(
        "deductions_refused", "Deductions refused",
        "Requests that the Council decided without lowering anything",
        "cases", "effectiveness", "adjusted", source="Implementing acts of the Council", lag=_DECIDED, owner=_COUNCIL,
        denominators=("deductions_asked",), cite="AMMR 61(4), 62(5)",
    ),
)  # fmt: skip

_PREPAREDNESS: Final = (
    Definition(
        "informed_commission", "States that delivered information",
        "States that delivered their information for the report of the year before the pool",
        "states", "coherence", "needs", "higher", source="States", lag="1 June before the pool year", owner=_STATES,
        cite="AMMR 9(7)",
    ),
    Definition(
        "measures_asked", "Measures asked for",
        "Measures against weaknesses in preparedness that were asked of states",
        "cases", "relevance", "needs", source="The Commission", lag=_DECIDED, owner=_COMMISSION,
        cite="AMMR 9(3)(c), 59(2)",
    ),
    Definition(
        "measures_answered", "Measures answered",
        "Of the measures that were asked for, those that the state answered",
        "cases", "coherence", "needs", "higher", source="States", lag=_DECIDED, owner=_STATES,
        denominators=("measures_asked",), cite="AMMR 59(2)",
    ),
    Definition(
        "measures_done", "Measures carried out",
        "Of the measures that were asked for, those that the state says it carried out",
        "cases", "coherence", "needs", "higher", source="States", lag=_DECIDED, owner=_STATES,
        denominators=("measures_asked",), cite="AMMR 59(2)",
    ),
    Definition(
        "adequate_capacity", "Adequate capacity",
        "Persons for whom a state holds places for the border procedure, as the Commission's decision sets them",
        "persons", "relevance", "needs", source="Implementing Decision (EU) 2024/2150", lag="every three years",
        owner=_COMMISSION, cite="APR 46, 47",
    ),
    Definition(
        "reception_places", "Reception places",
        "Places that a state holds ready for the border procedure",
        "persons", "relevance", "needs", "higher", source="States; EUAA", lag=_ON_REQUEST, owner=_STATES,
        denominators=("adequate_capacity",), cite="AMMR 9(3)(a)",
    ),
    Definition(
        "reception_of_capacity", "Places of the obligation",
        "Places held ready as a part of the adequate capacity",
        "share", "coherence", "needs", "higher", source="Computed", owner=_US, cite="APR 47",
    ),
    Definition(
        "projected", "Applications as projected",
        "Applications of the pool year in the projection on which the pool was sized",
        "persons", "relevance", "needs", source="Annual report of the Commission",
        lag="15 October before the pool year",
        owner=_COMMISSION, cite="AMMR 9(3)(b)",
    ),
    Definition(
        "observed", "Applications as they came",
        "First-time asylum applications of the pool year in the states of the key",
        "persons", "relevance", "needs", source="Eurostat; UNHCR", lag="months after the pool year", owner="Eurostat",
        cite="AMMR 9(3)(a)",
    ),
    Definition(
        "projection_error", "Error of the projection",
        "What was projected less what came, as a part of what came",
        "share", "relevance", "needs", source="Computed", owner=_US, cite="AMMR 9(3)(b)",
    ),
)  # fmt: skip

_RIGHTS: Final = (
    Definition(
        "informed", "Persons informed",
        "Of the persons proposed for relocation, the part who were informed of the procedure in time",
        "share", "coherence", "implemented", "higher", source=_FILES, lag=_ON_REQUEST, owner=_BENEFITTING,
        cite="AMMR 67(5)",
    ),
    Definition(
        "interviewed", "Persons heard on their links",
        "Of the persons proposed for relocation, the part who could tell and document their links",
        "share", "coherence", "implemented", "higher", source=_FILES, lag=_ON_REQUEST, owner=_BENEFITTING,
        cite="AMMR 67(3)",
    ),
    Definition(
        "remedy", "Decisions with a remedy",
        "Of the transfer decisions, the part that told of the remedy in a language that the person understands",
        "share", "coherence", "implemented", "higher", source=_FILES, lag=_ON_REQUEST, owner=_BENEFITTING,
        cite="AMMR 43, 67(13)",
    ),
    Definition(
        "consented", "Written consent",
        "Of the relocated beneficiaries of international protection, the part whose written consent is on file",
        "share", "coherence", "implemented", "higher", source=_FILES, lag=_ON_REQUEST, owner=_BENEFITTING,
        cite="AMMR 67(4)",
    ),
)  # fmt: skip

_WORKLOAD: Final = (
    Definition(
        "technical_forums", "Meetings of the Technical-Level Forum",
        "Meetings of the Technical-Level Forum, by day",
        "cases", "efficiency", source="Coordinator", lag=_DECIDED, owner=_COORDINATOR, cite="AMMR 14(5)",
    ),
    Definition(
        "office_staff", "Staff of the Coordinator's office",
        "Persons who work in the Coordinator's office, in full time",
        "persons", "efficiency", source="Coordinator", lag=_JANUARY, owner=_COORDINATOR, cite="AMMR 15(3)",
    ),
    Definition(
        "office_days", "Working days of the Coordinator's office",
        "Working days that the Coordinator's office spent on the pool of the year",
        "days", "efficiency", source="Coordinator", lag=_JANUARY, owner=_COORDINATOR, cite="AMMR 15(3)",
    ),
    Definition(
        "data_gaps", "Indicators without a value",
        "Indicators of the chain and of the quality of the cycle of which no value is known",
        "cases", "coherence", "", "lower", source="Computed", owner=_US, cite="AMMR 15(5), 64(5)",
    ),
)  # fmt: skip

DEFINITIONS: Final = (*_TIME, *_MONEY, *_KIND, *_REFUSALS, *_PREPAREDNESS, *_RIGHTS, *_WORKLOAD)
