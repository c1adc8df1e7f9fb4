"""The words of the process as they stand in a report: grades, criteria, progress, standings, plans, building blocks.

Titles of plans and building blocks are those of ``law/parameters/evaluation.yaml``."""

from __future__ import annotations

from typing import Final

from fairshare.evaluation.expost.document import Sentence, say
from fairshare.law.evaluation.plans import BUILDING_BLOCKS, plan_rule
from fairshare.law.evaluation.plans import PLANS as PLAN_NAMES

GRADES: Final = {
    "best_practice": say("best practice"),
    "compliant": say("compliant"),
    "improvement_necessary": say("improvement necessary"),
    "non_compliant": say("not compliant"),
}
CRITERIA: Final = {
    "effectiveness": say("effectiveness"),
    "efficiency": say("efficiency"),
    "relevance": say("relevance"),
    "coherence": say("coherence"),
    "added_value": say("added value"),
}
PROGRESS: Final = {
    "done": say("done"),
    "under_way": say("under way"),
    "not_started": say("not started"),
}
STANDINGS: Final = {
    "better": say("better than the median"),
    "above": say("above the median"),
    "around": say("around the median"),
    "below": say("below the median"),
    "worse": say("worse than the median"),
    "unknown": say("unknown"),
}
ROADMAP: Final = {
    "done": say("done"),
    "done_late": say("done, late"),
    "due": say("not on record yet"),
    "late": say("late, or not on record"),
}
WHO: Final = {
    "member_state": say("Member States"),
    "commission": say("European Commission"),
    "council": say("Council of the European Union"),
}
PLANS: Final = {name: Sentence(plan_rule(name).title) for name in PLAN_NAMES}
BLOCKS: Final = {name: Sentence(title) for name, title in BUILDING_BLOCKS.items()}
