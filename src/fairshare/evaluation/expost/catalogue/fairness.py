"""Fairness: net responsibility by instrument, how uneven it is against the key, and what a pool can reach."""

from __future__ import annotations

from typing import Final

from fairshare.evaluation.expost.catalogue.definition import Definition

_ASSUMED: Final = "Assumptions of the simulation"
_EUROSTAT: Final = "Eurostat"

DEFINITIONS: Final = (
    Definition(
        "population", "Population", "Persons who live in a state on 1 January", "persons", "relevance",
        source="Eurostat, demo_gind", lag="months", owner=_EUROSTAT, cite="AMMR Annex I",
    ),
    Definition(
        "gdp", "GDP", "Gross domestic product of a state at market prices in a year", "EUR", "relevance",
        source="Eurostat, nama_10_gdp", lag="months, and revised for years", owner=_EUROSTAT, cite="AMMR Annex I",
    ),
    Definition(
        "key_share", "Share of the key", "The part that the key gives a state", "share", "relevance",
        source="Computed", owner="Fairshare", cite="AMMR 66, Annex I",
    ),
    Definition(
        "first_time", "First-time applications", "Persons who apply for asylum for the first time in a state in a year",
        "persons", "relevance", "needs", source="Eurostat, migr_asyappctzm; UNHCR as a proxy", lag="two months",
        owner=_EUROSTAT,
    ),
    Definition(
        "all_applicants", "All applicants",
        "Persons who apply for asylum in a state in a year, again or for the first time", "persons",
        "relevance", "needs", source="Eurostat, migr_asyappctza", lag="months", owner=_EUROSTAT,
    ),
    Definition(
        "protected_temporarily", "Under temporary protection",
        "Persons with temporary protection in a state at the end of a month", "persons", "relevance", "needs",
        source="Eurostat, migr_asytpsm", lag="two months", owner=_EUROSTAT,
    ),
    Definition(
        "resettled", "Resettled", "Persons whom a state admitted by resettlement in a year", "persons", "relevance",
        source="UNHCR", lag="half a year", owner="UNHCR",
    ),
    Definition(
        "moved", "Taken or relieved by relocation",
        "Persons whom a state took over by relocation, less those who were relocated from it", "persons",
        "effectiveness", "implemented", source="Ledger; reports", lag="31 January after the year",
        owner="Member States", cite="AMMR 57(1), 67",
    ),
    Definition(
        "offset", "Taken or relieved by offset",
        "Persons for whom a state became responsible by offset, less those whom it passed on so", "persons",
        "effectiveness", "implemented", source="Ledger", lag="31 January after the year", owner="Member States",
        cite="AMMR 63",
    ),
    Definition(
        "given", "Given or received", "Money and measures in kind that a state gave, less what it received", "EUR",
        "effectiveness", "implemented", source="Ledger", lag="31 January after the year", owner="Member States",
        cite="AMMR 56(2), 64, 65",
    ),
    Definition(
        "unit_value", "Value of a unit", "EUR that count as one relocation", "EUR", "efficiency",
        source="Ratio of the reference numbers", owner="Council of the European Union", cite="AMMR 12(2), 57(1)",
    ),
    Definition(
        "person_cost", "Cost of a person",
        "EUR that an applicant is assumed to cost a state from application to decision", "EUR", "efficiency",
        source=_ASSUMED, lag="not collected", owner="Member States",
    ),
    Definition(
        "given_kind", "Given or received in kind",
        "Measures in kind that a state gave, less those that it received, as they are counted", "EUR",
        "effectiveness", "implemented", source="Ledger", lag="31 January after the year", owner="Member States",
        cite="AMMR 56(2), 65",
    ),
    Definition(
        "given_worth", "Given or received, at its worth",
        "What a state gave, less what it received, with measures in kind that it received at what they are assumed to "
        "be worth to it", "EUR",
        "efficiency", "implemented", source="Computed", owner="Fairshare", cite="AMMR 65",
    ),
    Definition(
        "cost_procedure", "Cost of a procedure", "EUR that the procedure of a person is assumed to cost", "EUR",
        "efficiency", source=_ASSUMED, lag="not collected", owner="Member States",
    ),
    Definition(
        "cost_month", "Cost of reception", "EUR that the reception of a person is assumed to cost in a month", "EUR",
        "efficiency", source=_ASSUMED, lag="not collected", owner="Member States",
    ),
    Definition(
        "decision_scale", "Months to a decision, scaled",
        "So many times the months to a decision that pending cases and decisions give", "ratio",
        "efficiency", source=_ASSUMED, lag="not collected", owner="Member States",
    ),
    Definition(
        "cost_gdp", "How far costs follow GDP a head",
        "How far the cost of a person is assumed to follow GDP a head: not at all, or in proportion", "ratio",
        "efficiency", source=_ASSUMED, lag="not collected", owner="Member States",
    ),
    Definition(
        "in_kind_value", "Worth of help in kind",
        "What help in kind is assumed to be worth to the state that receives it, as a part of what is counted", "ratio",
        "efficiency", source=_ASSUMED, lag="not collected", owner="Member States",
    ),
    Definition(
        "decision_months", "Months to a decision", "Pending cases of a state over its decisions in a month", "months",
        "efficiency", source="UNHCR", lag="half a year", owner="UNHCR",
    ),
    Definition(
        "price_level", "GDP a head against all states",
        "GDP a head of a state, as so many times that of all states of the key together", "ratio", "efficiency",
        source="Eurostat, demo_gind and nama_10_gdp", lag="months, and revised for years", owner=_EUROSTAT,
    ),
    Definition(
        "net", "Net responsibility",
        "Persons whom a state bears, with what each instrument adds or takes away; money only where it is told beside",
        "persons", "effectiveness", "implemented", source="Computed", owner="Fairshare", cite="AMMR 3, 56",
    ),
    Definition(
        "load_ratio", "Load ratio", "A state's part of what all bear, as so many times its share of the key", "ratio",
        "effectiveness", source="Computed", owner="Fairshare", denominators=("net", "key_share"),
    ),
    Definition(
        "hoover", "Hoover index", "The part of what all bear that would have to be elsewhere to meet the key", "index",
        "effectiveness", "implemented", "lower", source="Computed (Hoover 1936)", owner="Fairshare", cite="AMMR 66",
    ),
    Definition(
        "simulated_hoover", "Hoover index in a simulation",
        "The Hoover index of a simulated year under a mechanism: mean of the draws, or an end of nine in ten of them",
        "index", "added_value", better="lower", source="Simulation", owner="Fairshare",
    ),
    Definition(
        "gini", "Gini coefficient", "How unevenly the load ratio is spread, states weighed by the key", "index",
        "effectiveness", "implemented", "lower", source="Computed", owner="Fairshare",
    ),
    Definition(
        "theil", "Theil index",
        "The entropy of what all bear against the key; undefined where a state bears less than nothing", "ratio",
        "effectiveness", "implemented", "lower", source="Computed (Theil 1967)", owner="Fairshare",
    ),
    Definition(
        "theil_between", "Theil index between groups", "The part of the Theil index that lies between groups of states",
        "ratio", "effectiveness", "implemented", "lower", source="Computed", owner="Fairshare", denominators=("theil",),
    ),
    Definition(
        "theil_within", "Theil index within groups", "The part of the Theil index that lies within groups of states",
        "ratio", "effectiveness", "implemented", "lower", source="Computed", owner="Fairshare", denominators=("theil",),
    ),
    Definition(
        "max_ratio", "Largest load ratio", "The load ratio of the state that bears most against the key", "ratio",
        "effectiveness", "implemented", "lower", source="Computed", owner="Fairshare",
    ),
    Definition(
        "min_ratio", "Smallest load ratio", "The load ratio of the state that bears least against the key", "ratio",
        "effectiveness", "implemented", "higher", source="Computed", owner="Fairshare",
    ),
    Definition(
        "effect", "Change of the Hoover index",
        "The Hoover index less that of the stage, year or mechanism compared with", "index",
        "added_value", "implemented", "lower", source="Computed", owner="Fairshare",
    ),
    Definition(
        "attributed", "Part of a change of the Hoover index",
        "What of the change since the year before goes with the numbers of persons, or with the key (Shapley's rule)",
        "index", "effectiveness", source="Computed (Shapley 1953)", owner="Fairshare",
    ),
    Definition(
        "to_move", "Persons who would be elsewhere", "Persons who would have to be in another state to meet the key",
        "persons", "relevance", "needs", "lower", source="Computed", owner="Fairshare",
    ),
    Definition(
        "towards_key", "Moved towards the key",
        "By how many fewer persons would have to be elsewhere after persons moved, as a part of the persons moved",
        "share", "added_value", "implemented", "higher", source="Computed", owner="Fairshare",
        denominators=("moved",),
    ),
    Definition(
        "pool", "Given by the scheme", "Units or persons that the scheme gave", "units", "effectiveness", "implemented",
        "higher", source="Ledger; reports", owner="Member States",
    ),
    Definition(
        "reach", "Reach",
        "What the scheme gave, as a part of the persons who would have to move to meet the key", "share",
        "added_value", "implemented", "higher", source="Computed", owner="Fairshare", denominators=("to_move",),
    ),
)  # fmt: skip
