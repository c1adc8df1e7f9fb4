"""Deductions from pledges: for migratory pressure (Article 61) and for a significant migratory situation (62)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Final

from fairshare.law.choices import DEFAULTS, Choices
from fairshare.law.citation import cites
from fairshare.law.outcome import RefusedError
from fairshare.law.solidarity.access import Standing
from fairshare.law.solidarity.documents import missing_contents, request_document

_LABELS: Final = {"61": "pressure", "62": "significant_situation"}


@cites("AMMR 61(1)", choices=("DEDUCTION_AFTER_NOTIFICATION",), invariants=("I18",))
def check_request_61(standing: Standing, choices: Choices = DEFAULTS) -> None:
    """Refuse a request under 61(1) of a state that uses the pool or has notified its need.

    Being at risk alone opens nothing; a state that considers itself under pressure asks and says why (61(2))."""
    if standing.notice:
        raise RefusedError("AMMR 61(1)", "the state uses the pool (Article 58) and owes nothing from its pledge")
    in_vain = standing.rejected or standing.refused
    if standing.notified and not (in_vain and choices["DEDUCTION_AFTER_NOTIFICATION"] == "allowed"):
        raise RefusedError("AMMR 61(1)", "the state has notified a need for the pool (Article 59)")


@cites("AMMR 62(1)", invariants=("I21",))
def check_request_62(standing: Standing) -> None:
    """Refuse a request under 62(1) of a state that uses the pool: it owes nothing that could be deducted.

    A state may consider itself in a significant situation whatever its label; the labels of one decision exclude each
    other (2(25)), a request does not."""
    if standing.uses_pool:
        raise RefusedError("AMMR 62(1)", "the state uses the pool and owes nothing from its pledge")


@cites("AMMR 61(2)", "AMMR 62(2)", "AMMR 62(3)")
def check_contents(article: str, labels: Collection[str], given: Collection[str]) -> None:
    """Refuse a request that lacks what the law asks of it; a state that considers itself so has more to tell."""
    document = request_document(_LABELS[article], _LABELS[article] in labels)
    if lacks := missing_contents(document, given):
        told = "; ".join(f"{item.text} ({item.cite})" for item in lacks)
        raise RefusedError(lacks[0].cite, f"the request lacks: {told}")


@cites("AMMR 61(3)", "AMMR 61(4)", "AMMR 62(4)", "AMMR 62(5)", choices=("DEDUCTION_BEFORE_ASSESSMENT",))
def unassessed_flag(article: str, choices: Choices = DEFAULTS) -> str:
    """What to tell of a decision on a request that the Commission has not assessed; refused under the other reading."""
    if choices["DEDUCTION_BEFORE_ASSESSMENT"] == "refused":
        cite = "AMMR 61(4)" if article == "61" else "AMMR 62(5)"
        raise RefusedError(cite, "the act follows the assessment of the Commission; there is none")
    return "decided before the Commission had assessed the request"


@cites("AMMR 61(4)", "AMMR 62(5)", choices=("DEDUCTION_REFUSAL_VOTE",))
def needs_vote(grants: bool, choices: Choices = DEFAULTS) -> bool:
    """Whether the Council decides by a vote: whenever it takes something off; to refuse, where the choice says so."""
    return grants or choices["DEDUCTION_REFUSAL_VOTE"] == "same-vote"


@cites("AMMR 61(4)", "AMMR 62(5)", invariants=("I19", "I20"))
def check_decision(requested: bool, amounts: Mapping[str, int], pledged: Mapping[str, int], article: str) -> None:
    """Refuse a deduction that was not asked for or that exceeds what is left of the pledge, by type.

    The Council decides by an act of its own; the Commission's assessment binds nobody, and no other share rises."""
    cite = "AMMR 61(4)" if article == "61" else "AMMR 62(5)"
    if not requested:
        raise RefusedError(cite, f"the Council decides on a request under Article {article}; there is none")
    for measure, amount in amounts.items():
        if amount < 0:
            raise RefusedError(cite, "a deduction is not negative")
        if amount > pledged.get(measure, 0):
            raise RefusedError(cite, f"the deduction exceeds what is left of the {measure} pledge")


@cites("AMMR 61(1)", "AMMR 62(1)", "AMMR 85", choices=("DEDUCTION_IN_POOL_ACT",), invariants=("I19",))
def adjustment_flag(adopted: date, applies_from: date, choices: Choices = DEFAULTS) -> str:
    """What to tell of a contribution that the act on the pool itself lowers (A10), and whether that has an effect."""
    early = f"; Articles 61 and 62 apply from {applies_from} only" if adopted < applies_from else ""
    ignored = choices["DEDUCTION_IN_POOL_ACT"] == "refused"
    effect = "; refused any effect (choice DEDUCTION_IN_POOL_ACT)" if ignored else ""
    return f"lowered in the act on the pool, not by a Council act under 61(4) or 62(5){early}{effect}"
