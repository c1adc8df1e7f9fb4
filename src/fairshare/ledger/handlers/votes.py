"""Votes of the Council as far as an event records them."""

from __future__ import annotations

from fairshare.law.outcome import RefusedError
from fairshare.law.voting import VoteResult, council_vote
from fairshare.ledger.book import Book
from fairshare.ledger.events import ActAdopted, DeductionDecided
from fairshare.states import PART_IV


def vote_on(book: Book, act: ActAdopted | DeductionDecided, rule: str) -> VoteResult | None:
    """The vote on an act, those not named being in favour; ``None`` where no votes or no population are on record."""
    if not (act.against or act.abstained) or not book.population:
        return None
    votes = dict.fromkeys(sorted(PART_IV), "for")
    votes |= dict.fromkeys(act.against, "against") | dict.fromkeys(act.abstained, "abstain")
    return council_vote(rule, votes, book.population)


def require_vote(book: Book, act: ActAdopted | DeductionDecided, rule: str, cite: str) -> None:
    """Refuse an act whose recorded votes do not reach the majority that it needs."""
    twice = {*act.against} & {*act.abstained}
    if strangers := {*act.against, *act.abstained} - PART_IV or twice:
        who = ", ".join(sorted(strangers))
        raise RefusedError(cite, f"{who}: a state bound by Part IV votes once, others have no vote")
    vote = vote_on(book, act, rule)
    if vote is not None and not vote.met:
        raise RefusedError(cite, f"{len(vote.in_favour)} in favour: the votes on record do not reach {rule}")
