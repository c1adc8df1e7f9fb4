"""What happens at the two Forums: conclusion, pledges, meetings, preferences, understandings."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from fairshare.law.citation import cites
from fairshare.law.outcome import RefusedError
from fairshare.law.solidarity import contributions
from fairshare.law.solidarity.forums import technical_forum_due
from fairshare.ledger.book import Book
from fairshare.ledger.handlers.procedure import flag_late, require_bound, require_text
from fairshare.ledger.handlers.registry import handles
from fairshare.ledger.postings import ALTERNATIVE, Leg, native
from fairshare.ledger.procedure import (
    ConclusionReached,
    PledgeMade,
    PreferencesStated,
    TechnicalForumHeld,
    UnderstandingReached,
)
from fairshare.states import PART_IV

_MEETING_ON = {"notice": "AMMR 58(3)", "decision": "AMMR 59(6)"}


@handles(ConclusionReached)
@cites("AMMR 13(3)", "AMMR 57(3)", choices=("COUNCIL_FLOOR",), invariants=("I7",))
def conclusion_reached(book: Book, event: ConclusionReached) -> Iterable[Leg]:
    """Keep the reference numbers on which the Forum concludes; a later session may replace them."""
    book.require_pledging("AMMR 57(3)")
    native("financial", event.financial, "AMMR 57(3)")
    reference = contributions.reference_number(
        event.relocations, Fraction(event.financial), choices=book.choices, on=event.date
    )
    for warning in reference.warnings:
        book.flag("AMMR 57(3)", warning)
    book.conclusion = event
    return ()


@handles(PledgeMade)
@cites(
    "AMMR 13(3)",
    "AMMR 57(3)",
    "AMMR 57(4)",
    choices=("OFF_KEY_CONTRIBUTION",),
    invariants=("I11", "I12", "I13", "I14"),
)
def pledge_made(book: Book, event: PledgeMade) -> Iterable[Leg]:
    """Note what a state pledges at the Forum: any type or mix, any amount; nothing is owed before the act."""
    book.require_pledging("AMMR 13(3)")
    if event.state not in PART_IV and book.choices["OFF_KEY_CONTRIBUTION"] == "refused":
        raise RefusedError("AMMR 13(3)", f"{event.state} is outside the key (choice OFF_KEY_CONTRIBUTION)")
    amount = native(event.measure, event.amount, "AMMR 57(3)")
    if amount < 0:
        raise RefusedError("AMMR 57(3)", "a pledge is not negative")
    key = (event.state, event.measure, event.item)
    withdraws = not amount and key in book.pledged_at_forum
    fault = contributions.in_kind_fault(Fraction(event.amount)) if event.measure == ALTERNATIVE else None
    if fault and not withdraws:
        raise RefusedError("AMMR 57(4)", fault)
    book.milestones.setdefault(("pledge_made", event.state), event.date)
    book.pledged_at_forum.pop(key, None)
    if amount:
        book.pledged_at_forum[key] = event
    return ()


@handles(TechnicalForumHeld)
@cites("AMMR 14(5)", "AMMR 58(3)", "AMMR 59(6)")
def technical_forum_held(book: Book, event: TechnicalForumHeld) -> Iterable[Leg]:
    """Note a meeting, with the notices or decisions that it answers; flagged where it comes late."""
    book.require_act("AMMR 14(5)")
    before = [held.occasion for held in book.technical_forums]
    if event.occasion == "first" and "first" in before:
        raise RefusedError("AMMR 14(5)", "the first meeting of the cycle is held already")
    if event.occasion == "regular" and "first" not in before:
        raise RefusedError("AMMR 14(5)", "regular meetings follow the first")
    if event.occasion in _MEETING_ON:
        _answer(book, event)
    book.technical_forums.append(event)
    return ()


def _answer(book: Book, event: TechnicalForumHeld) -> None:
    """The meeting answers every notice (or decision) that waited for one; refused where none did."""
    cite = _MEETING_ON[event.occasion]
    waiting = [key for key, (_, held) in sorted(book.forums_asked.items()) if key[0] == event.occasion and held is None]
    if not waiting:
        raise RefusedError(cite, f"no {event.occasion} waits for a meeting")
    for occasion, state in waiting:
        asked, _ = book.forums_asked[occasion, state]
        due = technical_forum_due(occasion, asked)
        flag_late(book, cite, f"the Technical-Level Forum on the {occasion} of {asked}", due, event.date, state)
        book.forums_asked[occasion, state] = (asked, event.date)


@handles(PreferencesStated, waits_for="60")
@cites("AMMR 60(4)")
def preferences_stated(book: Book, event: PreferencesStated) -> Iterable[Leg]:
    """Keep the preferences of a contributing or benefitting state; they order, they never exclude."""
    require_bound(event.state, "AMMR 60(4)")
    if not book.technical_forums:
        raise RefusedError("AMMR 60(4)", "preferences are stated at the first Technical-Level Forum of the cycle")
    require_text(event.text, "AMMR 60(4)", "the preference")
    book.preferences[event.state] = event
    return ()


@handles(UnderstandingReached, waits_for="60")
@cites("AMMR 60(1)", "AMMR 60(2)", "IR 31", invariants=("I25",))
def understanding_reached(book: Book, event: UnderstandingReached) -> Iterable[Leg]:
    """Keep how the Forum would spread one type of contribution over the benefitting states."""
    if not book.technical_forums:
        raise RefusedError(
            "AMMR 60(1)", "a common understanding is reached in the Technical-Level Forum; none was held"
        )
    for state in sorted(event.parts):
        book.require_benefitting(state, "AMMR 60(2)")
    if not event.parts or min(event.parts.values()) < 0 or sum(event.parts.values()) > 1:
        raise RefusedError("AMMR 60(2)", "the parts of the states are not negative and add up to 1 at most")
    book.understandings[event.measure] = event
    return ()
