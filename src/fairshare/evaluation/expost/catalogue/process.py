"""The evaluation itself: findings, recommendations, what became of them, and the plans of the states."""

from __future__ import annotations

from typing import Final

from fairshare.evaluation.expost.catalogue.definition import Definition

_RECORD: Final = "Record of the cycle"
_TEAM: Final = "Evaluation team"
_COMMISSION: Final = "European Commission"
_STATES: Final = "Member States"

DEFINITIONS: Final[tuple[Definition, ...]] = (
    Definition(
        "evaluations", "Evaluations", "Evaluations in the programme of the record",
        "cases", "coherence", source=_RECORD, lag="as recorded", owner=_COMMISSION, cite="SEMM 13",
    ),
    Definition(
        "findings", "Findings", "Findings of evaluations on record; by grade where the key names one",
        "cases", "effectiveness", source=_RECORD, lag="as recorded", owner=_TEAM, cite="SEMM 20(1)",
    ),
    Definition(
        "findings_serious", "Serious deficiencies", "Findings on record as serious deficiencies",
        "cases", "effectiveness", better="lower", source=_RECORD, lag="as recorded", owner=_TEAM, cite="SEMM 22",
        denominators=("findings",),
    ),
    Definition(
        "recommendations", "Recommendations", "Recommendations addressed to states or bodies of the Union",
        "cases", "effectiveness", source=_RECORD, lag="after the report", owner=_COMMISSION, cite="SEMM 20",
    ),
    Definition(
        "recommendations_planned", "In an action plan",
        "Recommendations to states that their latest action plan answers",
        "cases", "effectiveness", better="higher", source=_RECORD, lag="as submitted", owner=_STATES, cite="SEMM 21",
        denominators=("recommendations",),
    ),
    Definition(
        "recommendations_carried_out", "Carried out", "Recommendations closed as carried out",
        "cases", "effectiveness", better="higher", source=_RECORD, lag="as verified", owner=_COMMISSION, cite="SEMM 21",
        denominators=("recommendations",),
    ),
    Definition(
        "recommendations_overtaken", "Closed otherwise", "Recommendations closed without being carried out",
        "cases", "effectiveness", source=_RECORD, lag="as told", owner=_COMMISSION, cite="SEMM 21",
        denominators=("recommendations",),
    ),
    Definition(
        "recommendations_open", "Open", "Recommendations that are not closed",
        "cases", "effectiveness", better="lower", source=_RECORD, lag="as recorded", owner=_COMMISSION, cite="SEMM 21",
        denominators=("recommendations",),
    ),
    Definition(
        "carried_out_of_recommendations", "Carried out of those addressed",
        "Recommendations closed as carried out as a part of all",
        "share", "effectiveness", better="higher", source="Computed", owner="Fairshare", cite="SEMM 21",
    ),
    Definition(
        "pledged_of_fair_share", "Pledged of the fair share",
        "What a state that owes a pledge pledged as a part of its fair share",
        "share", "effectiveness", "pledged", source="Computed", owner="Fairshare", cite="AMMR 57(3), 66",
    ),
    Definition(
        "confirmations", "Confirmations", "States that confirmed what they implemented in the year",
        "states", "coherence", better="higher", source=_RECORD, lag="31 January after the pool year", owner=_STATES,
        cite="AMMR 60(6)",
    ),
    Definition(
        "plans_delivered", "Plans delivered", "States whose plan is on record, by kind of plan",
        "states", "coherence", better="higher", source=_RECORD, lag="as recorded", owner=_STATES,
        cite="AMMR 7(3), 84(3), RCD 32",
    ),
    Definition(
        "blocks_progress", "Building blocks",
        "States by how far they are with a building block of the Common Implementation Plan",
        "states", "coherence", source=_RECORD, lag="as assessed", owner=_COMMISSION, cite="AMMR 84(3)",
    ),
)  # fmt: skip
