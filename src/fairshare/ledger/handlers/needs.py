"""What a state needs (58(2), 59(2)), and what is asked of it against weaknesses before it benefits (59(2)(d))."""

from __future__ import annotations

from collections.abc import Iterable

from fairshare.law.citation import cites
from fairshare.law.outcome import RefusedError
from fairshare.law.solidarity.documents import contents, missing_contents
from fairshare.ledger.book import Book
from fairshare.ledger.handlers.procedure import flag_late, require_bound, require_text
from fairshare.ledger.handlers.registry import handles
from fairshare.ledger.postings import FINANCIAL, Leg, native
from fairshare.ledger.procedure import NeedsStated, PreparednessAnswered, PreparednessAsked


@handles(NeedsStated, waits_for="58", of_the_year=True)
@cites("AMMR 58(2)", "AMMR 59(2)")
def needs_stated(book: Book, event: NeedsStated) -> Iterable[Leg]:
    """Keep what a notice or notification asks for; flag what it lacks."""
    standing = book.standing(event.state)
    document, cite = ("notice", "AMMR 58(2)") if standing.notice else ("notification", "AMMR 59(2)")
    if not (standing.notice or standing.notified):
        raise RefusedError(cite, f"{event.state} has given no notice and has notified nothing")
    if min((native(m, amount, cite) for m, amount in event.needs.items()), default=0) < 0:
        raise RefusedError(cite, "a need is not negative")
    told = {
        "measures": any(event.needs.values()),
        "toolbox": bool(event.toolbox),
        "programme": bool(event.programme),
        "reasoning": bool(event.reasoning),
        "stabilisation": bool(event.stabilisation),
        "vulnerabilities": bool(event.vulnerabilities),
    }
    asked = {item.key for item in contents(document)}
    for item in missing_contents(document, [key for key in asked if told[key]]):
        book.flag(item.cite, f"{event.state} does not tell: {item.text}", event.state)
    if event.needs.get(FINANCIAL) and not event.programme:
        book.flag(cite, f"{event.state} asks for money and names no Union spending programme", event.state)
    book.needs[event.state] = event
    return ()


@handles(PreparednessAsked, waits_for="59")
@cites("AMMR 9(3)", "AMMR 59(2)", "AMMR recital 25")
def preparedness_asked(book: Book, event: PreparednessAsked) -> Iterable[Leg]:
    """Ask a state for a measure. No provision makes access wait for it, so it opens and bars nothing."""
    require_bound(event.state, "AMMR 59(2)(d)")
    require_text(event.measure, "AMMR 59(2)(d)", "the measure")
    if event.until is not None and event.until < event.date:
        raise RefusedError("AMMR 59(2)(d)", f"the limit {event.until} lies before the request")
    if book.standing(event.state).uses_pool:
        book.flag("AMMR 59(2)(d)", f"{event.state} benefits already, and access does not wait for it", event.state)
    book.preparedness[event.state, event.measure] = (event, None)
    return ()


@handles(PreparednessAnswered, waits_for="59")
@cites("AMMR 59(2)")
def preparedness_answered(book: Book, event: PreparednessAnswered) -> Iterable[Leg]:
    """Keep the answer; a later one replaces it."""
    key = (event.state, event.measure)
    if key not in book.preparedness:
        raise RefusedError("AMMR 59(2)(d)", f"no measure {event.measure!r} is asked of {event.state}")
    asked, _ = book.preparedness[key]
    flag_late(book, "AMMR 59(2)(d)", f"the answer of {event.state}", asked.until, event.date, event.state)
    book.preparedness[key] = (asked, event)
    return ()
