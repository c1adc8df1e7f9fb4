"""How the votes cast are counted when the Council decides, and what of them an event records."""

from __future__ import annotations

from typing import Final

from fairshare.law.outcome import RefusedError
from fairshare.law.voting import council_vote
from fairshare.ledger.book import Book
from fairshare.ledger.handlers.votes import votes_on
from fairshare.states import PART_IV

_TURNED: Final = {"for": "against", "against": "for"}


def counted(book: Book, subject: str, rule: str, cite: str, turned: bool = False) -> dict[str, tuple[str, ...]]:
    """Who voted against and who is not in favour otherwise, for the fields ``against`` and ``abstained`` of an event.

    The votes on record must reach ``rule``; a state that did not vote is absent, which counts as not in favour. An
    event has no field for the absent: they stand with those who abstained. ``turned``: the Council decides the
    contrary of the subject. Refuses where the votes do not suffice."""
    votes = votes_on(book, subject)
    if turned:
        votes = {state: _TURNED.get(position, position) for state, position in votes.items()}
    if not book.population:
        raise RefusedError("AMMR 66", "the key is not frozen, so no population is on record by which votes count")
    result = council_vote(rule, votes, book.population)
    if not result.met:
        count = f"{len(result.in_favour)} of {len(PART_IV)} are in favour"
        raise RefusedError(cite, f"{count}: the votes cast do not reach the {rule.replace('-', ' ')}")
    against = tuple(state for state, position in votes.items() if position == "against")
    others = tuple(state for state in result.not_in_favour if state not in against)
    return {"against": against, "abstained": others}
