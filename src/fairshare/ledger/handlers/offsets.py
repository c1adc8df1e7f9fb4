"""Offsets as they are asked, agreed and taken (63, 69), and the figures that their tests need."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from fairshare.law.choices import Choices
from fairshare.law.citation import cites
from fairshare.law.outcome import RefusedError, Test
from fairshare.law.solidarity import offsets
from fairshare.law.solidarity.access import owes
from fairshare.law.solidarity.cycle import relative_due
from fairshare.ledger.book import Book
from fairshare.ledger.events import (
    CatchUpRequested,
    OffsetAgreed,
    OffsetAnswered,
    OffsetRequested,
    OffsetTaken,
)
from fairshare.ledger.handlers.delivery import require_unshielded
from fairshare.ledger.handlers.registry import handles
from fairshare.ledger.postings import ALTERNATIVE, FINANCIAL, RELOCATION, SHARE, Amount, Leg, move


def figures(book: Book, show_proposal: bool = True) -> offsets.OffsetFigures:
    """The numbers behind the tests of Article 63. Pledges of unknown size leave a sum unknown.

    ``show_proposal`` ``False`` keeps the Commission's number out (12(6))."""
    reference = book.require_act("AMMR 63")
    known = {
        state: sum(fact.amount or 0 for fact in facts if fact.measure == RELOCATION)
        for state, facts in book.pledges.items()
        if state in book.fair  # what others give is voluntary and off the key (A20)
    }
    hidden = {
        state
        for state, facts in book.pledges.items()
        if state in book.fair and any(fact.amount is None and fact.measure in {RELOCATION, None} for fact in facts)
    }
    benefitting = {state for state, standing in book.standings.items() if standing.uses_pool}
    owing = [state for state in known if owes(book.role(state))]
    left = sum(_relocations_due(book, state) for state in owing)
    return offsets.OffsetFigures(
        pledged=None if hidden else sum(known.values()),
        pledged_without_benefitting=None
        if hidden - benefitting
        else sum(n for s, n in known.items() if s not in benefitting),
        to_implement=None if hidden & set(owing) else left,
        proposed=book.proposal.relocations if book.proposal and show_proposal else None,
        reference=reference.relocations,
        reconvened=bool(book.reconvened),
        lowered=_lowered(book, hidden - set(owing)),
    )


def _lowered(book: Book, hidden: set[str]) -> bool | None:
    """Whether deductions (61, 62) or releases take relocations off; not known where a released pledge is not known.

    What the act itself lowers (A10) is no deduction, and takes no pledge off."""
    gone = any(book.balance(state, a, RELOCATION) for state in book.pledges for a in ("deducted", "released"))
    return True if gone else None if hidden else False


def _relocations_due(book: Book, state: str) -> int:
    """Relocations that a state implements this year: pledged less deducted, released and lapsed."""
    return -int(sum(book.balance(state, a, RELOCATION) for a in ("pledged", "deducted", "released", "lapsed")))


def pool_tests(numbers: offsets.OffsetFigures, choices: Choices) -> tuple[Test, ...]:
    """The tests of 63(1) to 63(4) that concern the whole pool; :func:`may_offer` is that of 63(2)(b) for one state."""
    return (
        offsets.requested_offsets(numbers, choices),
        offsets.offered_offsets_by_pool(numbers, choices),
        offsets.mandatory_offsets(numbers, choices),
        offsets.mandatory_offsets_after_reductions(numbers, choices),
    )


def may_offer(book: Book, state: str) -> Test:
    """The test of 63(2)(b) for one state."""
    relocations = int(-book.balance(state, "pledged", RELOCATION))
    units = book.fair[state].units if state in book.fair else 0
    return offsets.offered_offsets_by_state(relocations, units)


def catch_up_quantity(book: Book, state: str) -> int:
    """Relocations that a contributor has neither implemented nor accepted after the year (63(5))."""
    if state not in book.fair:
        return 0  # off the key (A20): voluntary, nothing to catch up with
    delivered = book.total(state, "implemented", RELOCATION) + book.total(state, "offset", RELOCATION)
    accepted = book.total(state, "accepted", RELOCATION) + book.total(state, "carried_over", RELOCATION)
    units = book.fair[state].units
    due = _relocations_due(book, state)
    return offsets.catch_up_quantity(due, int(delivered), int(accepted), units, book.choices)


@handles(OffsetRequested, waits_for="63")
@cites("AMMR 63(1)", "AMMR 69(1)", invariants=("I28",))
def offset_requested(book: Book, event: OffsetRequested) -> list[Leg]:
    """A benefitting state asks, where pledges reach half of the Commission's number."""
    book.require_benefitting(event.towards, "AMMR 63(1)")
    book.require_contributor(event.state, "AMMR 63(1)")
    _require_met(book, offsets.requested_offsets(figures(book), book.choices))
    offsets.accepted_offsets(event.cases, None, False)
    key = (event.state, event.towards)
    _settle_silence(book, key, event.date)
    if key in book.offset_requests:
        raise RefusedError(
            "AMMR 69(2)", f"{event.state} has yet to answer the request of {book.offset_requests[key][1]}"
        )
    book.offset_requests[key] = (event.cases, event.date)
    return []


def _require_met(book: Book, test: Test) -> None:
    """Refuse where a test is not met; where it cannot be computed the event stands and is flagged."""
    if test.met is False:
        secret = book.proposal is not None and book.proposal.disclosure == "restricted"
        hidden = {"proposed", "threshold"} if secret and "proposed" in test.figures else set()  # 12(6)
        numbers = ", ".join(f"{name} {value}" for name, value in test.figures.items() if name not in hidden)
        raise RefusedError(test.cite, f"{test.question} No: {numbers}" + (f"; {test.note}" if test.note else ""))
    if test.met is None:
        book.flag(test.cite, "cannot be tested: a number is unknown")


@handles(OffsetAnswered, waits_for="63")
@cites("AMMR 69(2)", choices=("OFFSET_REPLY_SILENCE",), invariants=("I34",))
def offset_answered(book: Book, event: OffsetAnswered) -> list[Leg]:
    """The contributor answers once, for all, fewer or none; after 30 days silence may have had a meaning (A12)."""
    key = (event.state, event.towards)
    if key not in book.offset_requests:
        raise RefusedError("AMMR 69(2)", f"{event.towards} has no request to {event.state} that waits for an answer")
    asked, received = book.offset_requests[key]
    due = _reply_due(event.state, received)
    if event.date > due:
        book.flag("AMMR 69(2)", f"the reply came after {due}, the end of 30 days")
    replied = offsets.accepted_offsets(asked, event.cases, False)
    book.milestones["offset_answered", event.state, event.towards] = event.date
    _settle_silence(book, key, event.date)
    if key in book.offset_requests:
        _accept(book, key, replied or 0)
    return []


def _settle_silence(book: Book, key: tuple[str, str], on: date) -> None:
    """End a request that nobody has answered in 30 days, where choice OFFSET_REPLY_SILENCE gives silence a meaning."""
    if key not in book.offset_requests:
        return
    asked, received = book.offset_requests[key]
    meant = offsets.accepted_offsets(asked, None, on > _reply_due(key[0], received), book.choices)
    if meant is not None:
        _accept(book, key, meant)


def _accept(book: Book, key: tuple[str, str], cases: int) -> None:
    """The request is answered; what is accepted adds to what earlier requests left unused."""
    del book.offset_requests[key]
    book.offset_acceptances[key] = book.offset_acceptances.get(key, 0) + cases


def _reply_due(state: str, received: date) -> date:
    """Last day to answer a request; a weekend or holiday of the contributor moves it (69(2), 75)."""
    return relative_due("offset_reply", received, state).due


@handles(OffsetAgreed, waits_for="63")
@cites("AMMR 63(2)", invariants=("I28",))
def offset_agreed(book: Book, event: OffsetAgreed) -> list[Leg]:
    """A contributor offers offsets and the benefitting state agrees: by the pool's pledges or by its own."""
    book.require_benefitting(event.towards, "AMMR 63(2)")
    book.require_contributor(event.state, "AMMR 63(2)")
    if event.cases <= 0:
        raise RefusedError("AMMR 63(2)", "an agreement names a number of applications above zero")
    if not may_offer(book, event.state).met:
        _require_met(book, offsets.offered_offsets_by_pool(figures(book), book.choices))
    key = (event.state, event.towards)
    book.offset_agreements[key] = book.offset_agreements.get(key, 0) + event.cases
    return []


@handles(CatchUpRequested, waits_for="63")
@cites("AMMR 63(5)", invariants=("I33",))
def catch_up_requested(book: Book, event: CatchUpRequested) -> list[Leg]:
    """After the year a benefitting state asks for offsets in place of relocations that were not delivered."""
    book.require_benefitting(event.towards, "AMMR 63(5)")
    book.require_contributor(event.state, "AMMR 63(5)")
    require_unshielded(book, event.state, event.towards, "AMMR 60(3)")
    if event.cases <= 0:
        raise RefusedError("AMMR 63(5)", "a request names a number of applications above zero")
    asked = sum(n for (state, _), n in book.catch_up.items() if state == event.state) + event.cases
    offsets.check_catch_up(asked, catch_up_quantity(book, event.state), event.date, book.year)
    key = (event.state, event.towards)
    book.catch_up[key] = book.catch_up.get(key, 0) + event.cases
    return []


@handles(OffsetTaken, waits_for="63")
@cites(
    "AMMR 63(6)",
    "AMMR 63(7)",
    "AMMR 69(3)",
    choices=("MANDATORY_OFFSET_AGAINST", "OFFSET_VALUE", "CATCH_UP_QUANTITY"),
    invariants=("I29", "I30", "I32", "I33"),
)
def offset_taken(book: Book, event: OffsetTaken) -> list[Leg]:
    """The contributor becomes responsible; what it still owes falls by as much (recital 33)."""
    cite = f"AMMR {event.paragraph}"
    if event.cases <= 0:
        raise RefusedError(cite, "the number of applications is above zero")
    book.require_benefitting(event.towards, cite)
    book.require_contributor(event.state, cite)
    if event.paragraph in {"63(3)", "63(4)"}:
        require_unshielded(book, event.state, event.towards, "AMMR 60(3)")
        return _mandatory(book, event)
    _use_up(book, event)
    sources = [("committed", event.towards), ("open", "")]
    if event.paragraph == "63(5)":  # the year is over: what others were to get and did not lacks as well
        others = book.towards(event.state, "committed", RELOCATION).keys() - {event.towards}
        sources += [("committed", whom) for whom in sorted(others)]
    legs, rest = book.take(event.state, RELOCATION, sources, "offset", event.cases, event.towards)
    if rest and event.paragraph == "63(5)" and book.choices["CATCH_UP_QUANTITY"] == "full-pledge":
        legs += move(event.state, RELOCATION, "pledged", "offset", rest, event.towards, "")
        legs += move(event.state, SHARE, "voluntary", "covered", rest * book.unit)
    elif rest:
        raise RefusedError("AMMR recital 33", f"{event.state} owes {rest} relocations fewer than it would offset")
    return legs


def _use_up(book: Book, event: OffsetTaken) -> None:
    """Refuse more than was accepted (63(1)), agreed (63(2)) or asked after the year (63(5)); use up what is taken."""
    key = (event.state, event.towards)
    _settle_silence(book, key, event.date)
    allowances = {"63(1)": book.offset_acceptances, "63(2)": book.offset_agreements, "63(5)": book.catch_up}
    allowance = allowances[event.paragraph]
    allowed = allowance.get(key, 0)
    if event.cases > allowed:
        raise RefusedError(f"AMMR {event.paragraph}", f"{allowed} offsets are accepted, agreed or asked for, not more")
    allowance[key] = allowed - event.cases


def _mandatory(book: Book, event: OffsetTaken) -> list[Leg]:
    numbers = figures(book)
    rule = offsets.mandatory_offsets if event.paragraph == "63(3)" else offsets.mandatory_offsets_after_reductions
    _require_met(book, rule(numbers, book.choices))
    units = book.fair[event.state].units if event.state in book.fair else 0
    offsets.check_mandatory_cap(_delivered(book, event.state) + event.cases, units)
    quantity = offsets.mandatory_quantity(numbers, book.choices)
    if quantity is not None and sum(book.mandatory.values()) + event.cases > quantity:
        raise RefusedError(f"AMMR {event.paragraph}", f"at most {quantity} mandatory offsets fill the gap")
    book.mandatory[event.state] = book.mandatory.get(event.state, 0) + event.cases
    return _discharge(book, event)


def _delivered(book: Book, state: str) -> Fraction:
    """Units of the fair share that a state has delivered, is delivering or has offset (63(7), recital 33)."""
    done = {"implemented", "accepted", "carried_over", "offset", "settled"}
    return sum(
        (
            Fraction(n) / (1 if measure == RELOCATION else book.unit)
            for (s, account, measure, _), n in book.balances.items()
            if s == state and account in done
        ),
        Fraction(0),
    )


def _discharge(book: Book, event: OffsetTaken) -> list[Leg]:
    """Legs that lower what the state owes, in the order of choice MANDATORY_OFFSET_AGAINST."""
    order = [RELOCATION, FINANCIAL]
    if book.choices["MANDATORY_OFFSET_AGAINST"] == "financial-first":
        order.reverse()
    legs: list[Leg] = []
    left: Amount = event.cases
    if book.choices["OFFSET_VALUE"] == "nothing":  # then an offset discharges no money (IR 30(1))
        order = [RELOCATION]
    else:
        order.append(ALTERNATIVE)
    for measure in order:
        unit: Amount = 1 if measure == RELOCATION else book.unit
        sources = [("committed", event.towards), ("open", "")]
        found, rest = book.take(event.state, measure, sources, "offset", left * unit, event.towards)
        if measure == FINANCIAL:
            worth = left * unit - rest
            book.mandatory_value[event.state] = book.mandatory_value.get(event.state, 0) + worth
        legs += found
        left = _units(rest, unit)
    found, beyond = book.take(event.state, SHARE, [("unpledged", "")], "offset", left * book.unit, event.towards)
    return [*legs, *found, *move(event.state, SHARE, "voluntary", "offset", beyond, event.towards, "")]


def _units(rest: Amount, unit: Amount) -> Amount:
    exact = Fraction(rest) / unit
    return exact.numerator if exact.denominator == 1 else exact
