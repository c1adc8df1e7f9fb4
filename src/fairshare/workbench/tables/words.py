"""Words for the codes of the ledger and the rules, in the language of the reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fairshare.law.solidarity import access
from fairshare.workbench.tables.model import Text

Words = Mapping[str, Text]

STATUSES: Final[Words] = {
    "official": _("official"),
    "reported": _("reported"),
    "inferred": _("inferred"),
    "unknown": _("unknown"),
}
"""How certain a figure is, from the most to the least certain."""

STATUS_LETTERS: Final[Words] = {
    "official": pgettext_lazy("letter that stands for: official", "o"),
    "reported": pgettext_lazy("letter that stands for: reported", "r"),
    "inferred": pgettext_lazy("letter that stands for: inferred", "i"),
    "unknown": pgettext_lazy("letter that stands for: unknown", "u"),
}
"""The letter beside a figure; the word stands there too for those who cannot see it."""

STATUS_NOTES: Final[Words] = {
    "official": _("read in an official text"),
    "reported": _("reported by the press or a ministry"),
    "inferred": _("follows from other figures"),
    "unknown": _("exists, but is not recovered"),
}

ROLES: Final[Words] = {
    access.CONTRIBUTING: _("contributing"),
    access.BENEFITTING: _("benefitting"),
    access.DEDUCTED: _("deducted in full"),
    access.RELEASED: _("released"),
    access.REFUSED_ACCESS: _("access refused"),
}

LABELS: Final[Words] = {
    "pressure": _("under migratory pressure"),
    "at_risk": _("at risk of migratory pressure"),
    "significant_situation": _("facing a significant migratory situation"),
}

MEASURES: Final[Words] = {
    "relocation": _("relocation"),
    "financial": _("financial contribution"),
    "alternative": _("alternative solidarity measure"),
    "share": _("fair share"),
}

ACCOUNTS: Final[Words] = {
    "share": _("Share of the reference key"),
    "fair_share": _("Fair share"),
    "fair_share_units": _("Fair share in units"),
    "fair_share_eur": _("Fair share in EUR"),
    "voluntary": _("Pledged beyond the fair share"),
    "covered": _("Fair share covered by pledges"),
    "pledged": _("Pledged"),
    "unpledged": _("Fair share not pledged"),
    "open": _("To implement, not yet committed"),
    "deducted": _("Deducted"),
    "released": _("Released"),
    "to_implement": _("To implement"),
    "committed": _("Committed"),
    "accepted": _("Accepted"),
    "implemented": _("Implemented"),
    "offset": _("Met by responsibility offsets"),
    "converted": _("Converted into money"),
    "carried_over": _("Carried over"),
    "lapsed": _("Lapsed"),
    "settled": _("Settled"),
    "outstanding": _("Outstanding"),
}

EVENTS: Final[Words] = {
    "key_frozen": _("Reference key frozen"),
    "share_published": _("Share published"),
    "determination_adopted": _("Determination adopted"),
    "proposal_adopted": _("Proposal adopted"),
    "forum_held": _("High-Level Forum held"),
    "act_adopted": _("Act on the pool adopted"),
    "pledge_recorded": _("Pledge recorded"),
    "adjustment_in_act": _("Contribution lowered in the act"),
    "credit_granted": _("Credit granted"),
    "notice_received": _("Notice to use the pool received"),
    "pressure_notified": _("Migratory pressure notified"),
    "pressure_decided": _("Notification decided"),
    "access_refused": _("Access to the pool refused"),
    "deduction_requested": _("Deduction requested"),
    "deduction_assessed": _("Deduction assessed"),
    "deduction_decided": _("Deduction decided"),
    "shortcomings_recorded": _("Systemic shortcomings recorded"),
    "shield_waived": _("Shield waived"),
    "draw_agreed": _("Draw agreed"),
    "relocation_accepted": _("Relocation accepted"),
    "relocation_failed": _("Relocation failed"),
    "implemented": _("Contribution implemented"),
    "in_kind_requested": _("Measure in kind requested"),
    "in_kind_valued": _("Measure in kind valued"),
    "remainder_added": _("Remainder added to AMIF"),
    "offset_requested": _("Offset requested"),
    "offset_answered": _("Offset answered"),
    "offset_agreed": _("Offset agreed"),
    "offset_taken": _("Responsibility taken over"),
    "year_closed": _("Pool year closed"),
    "catch_up_requested": _("Catch-up offset requested"),
    "delivery_confirmed": _("Delivery confirmed"),
    "settled": _("Money settled"),
    "funds_allocated": _("Funds allocated"),
    "corrected": _("Event corrected"),
    "information_delivered": _("Information delivered"),
    "assessment_made": _("Assessment made"),
    "consultation_opened": _("Consultation opened"),
    "view_given": _("View given"),
    "report_adopted": _("Annual report adopted"),
    "proposal_declassified": _("Proposal declassified"),
    "conclusion_reached": _("Conclusion of the High-Level Forum reached"),
    "pledge_made": _("Pledge made at the High-Level Forum"),
    "vote_cast": _("Vote cast"),
    "technical_forum_held": _("Technical-Level Forum held"),
    "preferences_stated": _("Preferences stated"),
    "understanding_reached": _("Common understanding reached"),
    "needs_stated": _("Needs stated"),
    "preparedness_asked": _("Preparedness measure asked for"),
    "preparedness_answered": _("Preparedness measure answered"),
    "action_identified": _("Funded action identified"),
    "action_reported": _("Funded action reported on"),
    "indicator_reported": _("Indicator reported"),
    "action_appraised": _("Funded action appraised"),
    "plan_delivered": _("National plan delivered"),
    "block_assessed": _("Building block assessed"),
    "evaluation_programmed": _("Evaluation programmed"),
    "guidelines_adopted": _("Guidelines adopted"),
    "questionnaire_sent": _("Questionnaire sent"),
    "questionnaire_answered": _("Questionnaire answered"),
    "evidence_recorded": _("Evidence recorded"),
    "activity_ended": _("Evaluation activity ended"),
    "finding_recorded": _("Finding recorded"),
    "draft_report_sent": _("Draft report sent"),
    "comments_given": _("Comments on the draft given"),
    "drafting_meeting_held": _("Drafting meeting held"),
    "evaluation_report_adopted": _("Evaluation report adopted"),
    "recommendation_addressed": _("Recommendation addressed"),
    "action_plan_submitted": _("Action plan submitted"),
    "action_plan_assessed": _("Action plan assessed"),
    "progress_reported": _("Progress reported"),
    "recommendation_closed": _("Recommendation closed"),
    "evaluation_closed": _("Evaluation closed"),
}

POSITIONS: Final[Words] = {
    "for": pgettext_lazy("vote", "in favour"),
    "against": pgettext_lazy("vote", "against"),
    "abstained": pgettext_lazy("vote", "abstained"),
}

DISCHARGES: Final[Words] = {"offset": _("responsibility offsets")}

NUMBERS: Final[Words] = {
    "pledged": _("pledged"),
    "proposed": _("proposed"),
    "threshold": _("threshold"),
    "fair_share": _("fair share"),
    "reconvened": _("reconvened"),
    "to_implement": _("to implement"),
    "floor": _("floor"),
    "relocations": _("relocations"),
    "eur": "EUR",
    "eur_per_relocation": _("EUR per relocation"),
    "in_favour": pgettext_lazy("vote", "in favour"),
    "not_in_favour": _("not in favour"),
    "needed": _("needed"),
    "needed_to_block": _("needed to block"),
    "population_share": _("share of the population"),
    "needed_share": _("share needed"),
}
"""The numbers of tests of the law."""

ORIGINS: Final[Words] = {
    "no event on record": _("no event on record"),
    "not covered": _("not covered"),
    "single events are not shown": _("single events are not shown"),
    **{f"role {role}": label for role, label in ROLES.items()},
}
"""What a figure rests on where that is no source on record."""

REMARKS: Final[Words] = {
    "no pledge of this type is recorded": _("no pledge of this type is recorded"),
    "the pledge is not known": _("the pledge is not known"),
    "the record covers no deliveries": _("the record covers no deliveries"),
}
"""Remarks that the rules make on a figure; others stand as they were recorded."""
