"""Who uses the pool, who is released, who has a deduction, and towards whom nobody need deliver (58 to 62)."""

from __future__ import annotations

from typing import Final

from fairshare.law.citation import cites
from fairshare.law.outcome import RefusedError
from fairshare.law.solidarity import access, deductions
from fairshare.law.solidarity.cycle import forum_after_refusal, relative_due
from fairshare.ledger.book import Book, Item
from fairshare.ledger.events import (
    MEASURES,
    AccessRefused,
    DeductionAssessed,
    DeductionDecided,
    DeductionRequested,
    NoticeReceived,
    PressureDecided,
    PressureNotified,
    ShieldWaived,
    ShortcomingsRecorded,
)
from fairshare.ledger.handlers.registry import handles
from fairshare.ledger.handlers.votes import (
    DEDUCTION,
    DEDUCTION_ACT,
    REFUSAL,
    forget_votes,
    require_vote,
    require_voters,
)
from fairshare.ledger.postings import FINANCIAL, SHARE, Leg, move, native

_ASSESSMENT: Final = {"61": "assessment_under_pressure", "62": "assessment_significant_situation"}


def _still_owed(book: Book, state: str, measure: str) -> list[tuple[str, str]]:
    """Accounts that hold what a state has yet to deliver: not committed first, then by benefitting state."""
    return [("open", ""), *(("committed", towards) for towards in book.towards(state, "committed", measure))]


def _release(book: Book, state: str) -> list[Leg]:
    """Release a state from its pledge and unpledged share (60(3)(3)); running relocations go on (67(12))."""
    legs: list[Leg] = []
    for measure in MEASURES:
        for account, towards in _still_owed(book, state, measure):
            legs += move(
                state, measure, account, "released", book.balance(state, account, measure, towards), "", towards
            )
    return [*legs, *move(state, SHARE, "unpledged", "released", book.balance(state, "unpledged", SHARE))]


@handles(NoticeReceived, waits_for="58", of_the_year=True)
@cites("AMMR 58(1)", "AMMR 60(3)(3)", invariants=("I15", "I16", "I17"))
def notice_received(book: Book, event: NoticeReceived) -> list[Leg]:
    """The state benefits from now on, and is released from its own pledge."""
    standing = book.standing(event.state)
    access.check_notice(standing, bool(book.act_dates), book.choices)
    if standing.notice:
        raise RefusedError("AMMR 58(1)", f"{event.state} has given notice already")
    book.set_standing(event.state, notice=True)
    book.forums_asked["notice", event.state] = (event.date, None)
    return _release(book, event.state)


@handles(PressureNotified, waits_for="59", of_the_year=True)
@cites("AMMR 59(1)", "AMMR 59(7)", invariants=("I22",))
def pressure_notified(book: Book, event: PressureNotified) -> list[Leg]:
    """The state asks for access; an earlier rejection does not stand against it."""
    access.check_notification(book.standing(event.state))
    book.set_standing(event.state, notified=True, accepted=False, rejected=False, refused=False)
    book.milestones["pressure_notified", event.state] = event.date
    return []


@handles(PressureDecided, waits_for="59", of_the_year=True)
@cites("AMMR 59(4)", "AMMR 59(5)", invariants=("I15",))
def pressure_decided(book: Book, event: PressureDecided) -> list[Leg]:
    """The Commission decides; if yes the state benefits unless access is refused within two weeks."""
    access.check_decision(book.standing(event.state))
    book.set_standing(event.state, accepted=event.accepted, rejected=not event.accepted)
    forget_votes(book, f"{REFUSAL}{event.state}")
    book.decided[event.state] = event.date
    if event.accepted:
        book.forums_asked["decision", event.state] = (event.date, None)
    if event.shortcomings:
        book.shortcomings.add(event.state)
    return _release(book, event.state) if event.accepted else []


@handles(AccessRefused, waits_for="59", of_the_year=True)
@cites("AMMR 59(6)", "AMMR 59(7)", choices=("DEDUCTION_ACT_VOTE", "FORUM_AFTER_REFUSAL"))
def access_refused(book: Book, event: AccessRefused) -> list[Leg]:
    """Access is refused: the state owes its pledge again (A8), and nothing stays committed to it.

    The Commission considers it so, or the Council decides it by a vote. Where the Council finds that capacity lacks,
    the High-Level Forum is convened (59(7))."""
    decided = book.decided.get(event.state, event.date)
    access.check_refusal(book.standing(event.state), decided, event.date)
    if event.capacity != "commission":
        require_vote(book, event, book.choices["DEDUCTION_ACT_VOTE"], "AMMR 59(6)")
        if event.ground == "capacity":
            book.forum_asked[event.state] = (forum_after_refusal(decided, event.date, book.choices), None)
    elif event.against or event.abstained:
        raise RefusedError("AMMR 59(6)", "the Commission refuses access without a vote of the Council")
    forget_votes(book, f"{REFUSAL}{event.state}")
    book.set_standing(event.state, refused=True)
    book.milestones["access_refused", event.state] = event.date
    book.forums_asked.pop(("decision", event.state), None)
    legs: list[Leg] = []
    for measure in MEASURES:
        legs += move(event.state, measure, "released", "open", book.balance(event.state, "released", measure))
    back = book.balance(event.state, "released", SHARE)
    legs += move(event.state, SHARE, "released", "unpledged", back)
    return legs + take_back(book, event.state, "open")


def take_back(book: Book, towards: str, target: str) -> list[Leg]:
    """Legs that undo what is committed to a state, except by contributors that chose to deliver all the same."""
    legs: list[Leg] = []
    for (state, account, measure, whom), amount in book.balances.items():
        if account == "committed" and whom == towards and (state, towards) not in book.waived:
            # money goes to the Union budget, and IR 30(1) takes nothing off for whom it was meant
            legs += move(state, measure, "committed", "open" if measure == FINANCIAL else target, amount, "", towards)
    for (state, name), item in book.items.items():
        if item.towards == towards and (state, towards) not in book.waived:
            book.items[state, name] = Item(max(item.pledged, item.agreed or 0) - item.implemented)
    return legs


@handles(DeductionRequested, waits_for="61", of_the_year=True)
@cites("AMMR 61(1)", "AMMR 61(2)", "AMMR 62(1)", "AMMR 62(2)", "AMMR 62(3)", invariants=("I18",))
def deduction_requested(book: Book, event: DeductionRequested) -> list[Leg]:
    """The state asks, and says why; the Commission's four weeks run from receipt. A new request is voted on anew."""
    book.require_act(f"AMMR {event.article}(1)")
    standing = book.standing(event.state)
    if event.article == "61":
        deductions.check_request_61(standing, book.choices)
    else:
        deductions.check_request_62(standing)
    if event.contents is not None:
        deductions.check_contents(event.article, standing.labels, event.contents)
    book.requests[event.state, event.article] = event.date
    forget_votes(book, f"{DEDUCTION[event.article]}{event.state}")
    book.milestones.pop(("deduction_assessed", event.state, event.article), None)
    return []


@handles(DeductionAssessed, waits_for="61")
@cites("AMMR 61(3)", "AMMR 62(4)", invariants=("I19",))
def deduction_assessed(book: Book, event: DeductionAssessed) -> list[Leg]:
    """The Commission's assessment changes no balance; it is flagged where it comes after four weeks."""
    received = book.requests.get((event.state, event.article))
    cite = "AMMR 61(3)" if event.article == "61" else "AMMR 62(4)"
    if received is None:
        raise RefusedError(cite, "the Commission assesses a request; there is none")
    due = relative_due(_ASSESSMENT[event.article], received).due
    if event.date > due:
        book.flag(cite, f"the assessment for {event.state} came after {due}, the end of four weeks")
    book.milestones["deduction_assessed", event.state, event.article] = event.date
    return []


@handles(DeductionDecided, waits_for="61", of_the_year=True)
@cites("AMMR 61(4)", "AMMR 62(5)", choices=("DEDUCTION_ACT_VOTE",), invariants=("I19", "I20"))
def deduction_decided(book: Book, event: DeductionDecided) -> list[Leg]:
    """The Council takes off what it grants, by type; a state left with nothing owes nothing this year."""
    cite = DEDUCTION_ACT[event.article]
    granted = {str(m): native(m, a, cite) for m, a in event.amounts.items()}
    left: dict[str, int] = {
        m: int(sum(book.balance(event.state, a, m, t) for a, t in _still_owed(book, event.state, m))) for m in MEASURES
    }
    requested = book.requests.pop((event.state, event.article), None) is not None
    deductions.check_decision(requested, granted, left, event.article)
    if deductions.needs_vote(any(granted.values()), book.choices):
        require_vote(book, event, book.choices["DEDUCTION_ACT_VOTE"], cite)
    else:
        require_voters(event, cite)
    if ("deduction_assessed", event.state, event.article) not in book.milestones:
        book.flag(cite, deductions.unassessed_flag(event.article, book.choices), event.state)
    book.milestones["deduction_decided", event.state, event.article] = event.date
    forget_votes(book, f"{DEDUCTION[event.article]}{event.state}")
    legs: list[Leg] = []
    for measure, amount in granted.items():
        sources = _still_owed(book, event.state, measure)
        legs += book.take(event.state, measure, sources, "deducted", amount)[0]
    if any(granted.values()):
        unknown = any(fact.amount is None for fact in book.pledges.get(event.state, ()))
        full = not unknown and all(granted.get(measure, 0) == amount for measure, amount in left.items())
        book.set_standing(event.state, fully_deducted=full, partly_deducted=not full)
    return legs


@handles(ShortcomingsRecorded, waits_for="60")
@cites("AMMR 60(3)(4)", choices=("SHIELDED_PART",), invariants=("I26",))
def shortcomings_recorded(book: Book, event: ShortcomingsRecorded) -> list[Leg]:
    """Nobody need deliver to the state any more: what was committed to it goes back, or lapses (A14).

    The text knows shortcomings from a decision under 11(1) or 59(4) only, so those recorded here are flagged."""
    if event.ended:
        book.shortcomings.discard(event.state)
        return []
    book.flag("AMMR 60(3)", "recorded outside a decision under Article 11(1) or 59(4)", event.state)
    book.shortcomings.add(event.state)
    return take_back(book, event.state, "open" if book.choices["SHIELDED_PART"] == "redirected" else "lapsed")


@handles(ShieldWaived, waits_for="60")
@cites("AMMR 60(3)(4)", invariants=("I26",))
def shield_waived(book: Book, event: ShieldWaived) -> list[Leg]:
    """The contributor will deliver all the same."""
    if event.towards not in book.shortcomings:
        raise RefusedError("AMMR 60(3)", f"no systemic shortcomings are recorded for {event.towards}")
    book.waived.add((event.state, event.towards))
    return []
