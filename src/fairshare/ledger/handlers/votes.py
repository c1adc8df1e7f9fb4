"""Votes of the Council: what is before it, who took which position, and whether an act reaches its majority."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from fairshare.law.citation import cites
from fairshare.law.outcome import RefusedError
from fairshare.law.solidarity.cycle import relative_due
from fairshare.law.voting import VoteResult, council_vote
from fairshare.ledger.book import Book
from fairshare.ledger.events import AccessRefused, ActAdopted, DeductionDecided, ForumHeld
from fairshare.ledger.handlers.registry import handles
from fairshare.ledger.postings import Leg
from fairshare.ledger.procedure import VoteCast
from fairshare.states import PART_IV

ACT: Final = "act"
"""The subject of a vote: the act on the pool."""
RECONVENING: Final = "reconvening"
DEDUCTION: Final = {"61": "deduction-61:", "62": "deduction-62:"}
REFUSAL: Final = "refusal:"
"""Other subjects: a deduction by the article of its request; the last two are followed by the code of the state."""

DEDUCTION_ACT: Final = {"61": "AMMR 61(4)", "62": "AMMR 62(5)"}
"""The provision of the Council's act, by the article of the request."""

Decided = ActAdopted | DeductionDecided | AccessRefused | ForumHeld
"""What the Council decides by a vote."""


def before_council(book: Book, on: date) -> dict[str, str]:
    """What the Council may vote on, each with its provision: the act; the deductions requested, but of a state that
    benefits, which owes nothing; access within two weeks of a decision; another meeting of the Forum.

    Nothing is before it once the year is closed."""
    if book.closed:
        return {}
    found = {ACT: "AMMR 57(1)"} if book.pledging else {}
    for state, article in sorted(book.requests):
        if not book.standing(state).uses_pool:
            found[f"{DEDUCTION[article]}{state}"] = DEDUCTION_ACT[article]
    for state, decided in sorted(book.decided.items()):
        standing = book.standing(state)
        if standing.accepted and not standing.refused and on <= relative_due("refusal_of_access", decided).due:
            found[f"{REFUSAL}{state}"] = "AMMR 59(6)"
    return found | ({RECONVENING: "AMMR 13(4)"} if book.act_dates and not book.pledging else {})


@handles(VoteCast)
@cites("AMMR 13(4)", "AMMR 57(1)", "AMMR 59(6)", "AMMR 61(4)", "AMMR 62(5)", invariants=("I10", "I19"))
def vote_cast(book: Book, event: VoteCast) -> Iterable[Leg]:
    """Note the position of a state; it may change it until the Council has decided."""
    if event.subject == ACT:
        book.require_pledging("AMMR 57(1)")
    cite = before_council(book, event.date).get(event.subject)
    if cite is None:
        told = f"nothing is before the Council under {event.subject!r}"
        raise RefusedError("AMMR 13(4), 57(1), 59(6), 61(4), 62(5)", told)
    if event.state not in PART_IV:
        raise RefusedError(cite, f"{event.state} takes no part in the vote")
    book.votes_cast[event.subject, event.state] = event.position
    book.milestones["vote_cast", event.subject, event.state] = event.date
    return ()


def votes_on(book: Book, subject: str) -> dict[str, str]:
    """The positions of the states on a subject as they stand, by state in the order of codes."""
    return {state: position for (of, state), position in sorted(book.votes_cast.items()) if of == subject}


def forget_votes(book: Book, *subjects: str) -> None:
    """What was decided is voted on no more; what comes back is voted on anew."""
    book.votes_cast = {key: position for key, position in book.votes_cast.items() if key[0] not in subjects}


def vote_on(book: Book, act: Decided, rule: str) -> VoteResult | None:
    """The vote on an act, those not named being in favour; ``None`` where no votes or no population are on record."""
    if not (act.against or act.abstained) or not book.population:
        return None
    votes = dict.fromkeys(sorted(PART_IV), "for")
    votes |= dict.fromkeys(act.against, "against") | dict.fromkeys(act.abstained, "abstain")
    return council_vote(rule, votes, book.population)


def require_vote(book: Book, act: Decided, rule: str, cite: str) -> None:
    """Refuse an act whose recorded votes do not reach the majority that it needs."""
    require_voters(act, cite)
    vote = vote_on(book, act, rule)
    if vote is not None and not vote.met:
        raise RefusedError(cite, f"{len(vote.in_favour)} in favour: the votes on record do not reach {rule}")


def require_voters(act: Decided, cite: str) -> None:
    """Refuse votes of states that have none, or more than one."""
    twice = {*act.against} & {*act.abstained}
    if strangers := {*act.against, *act.abstained} - PART_IV or twice:
        who = ", ".join(sorted(strangers))
        raise RefusedError(cite, f"{who}: a state bound by Part IV votes once, others have no vote")
