"""The inventory of actions that financial contributions pay for, and their progress (56(2)(b), 56(3), 64)."""

from __future__ import annotations

from collections.abc import Iterable

from fairshare.law.citation import cites
from fairshare.law.outcome import RefusedError
from fairshare.law.solidarity.contributions import financial_action_fault
from fairshare.ledger.book import Book
from fairshare.ledger.handlers.procedure import require_text
from fairshare.ledger.handlers.registry import handles
from fairshare.ledger.postings import FINANCIAL, Leg, native
from fairshare.ledger.procedure import ActionIdentified, ActionReported


@handles(ActionIdentified, waits_for="64")
@cites("AMMR 56(2)(b)", "AMMR 56(3)", "AMMR 64(2)")
def action_identified(book: Book, event: ActionIdentified) -> Iterable[Leg]:
    """Enter an action of a benefitting state into the inventory, if money of the pool may fund it."""
    book.require_benefitting(event.state, "AMMR 64(2)")
    require_text(event.name, "AMMR 64(2)", "the name of the action")
    if (event.state, event.name) in book.actions:
        raise RefusedError("AMMR 64(2)", f"{event.name!r} of {event.state} is in the inventory; correct that event")
    cite = "AMMR 56(3)" if event.third_country else "AMMR 56(2)(b)"
    named, other = (event.focus, event.purpose) if event.third_country else (event.purpose, event.focus)
    if fault := financial_action_fault(named, event.third_country, implemented_by_benefitting=True):
        raise RefusedError(cite, fault)
    if other:
        where = "a third country has a focus of 56(3)" if event.third_country else "Member States has a purpose"
        raise RefusedError(cite, f"an action in {where}, not {other!r}")
    if native(FINANCIAL, event.amount, "AMMR 64(2)") <= 0:
        raise RefusedError("AMMR 64(2)", "an action costs more than nothing")
    if event.third_country and event.programme != "AMIF":
        book.flag("AMMR 56(2)(b)", f"{event.name!r} in a third country lies within the scope of AMIF", event.state)
    if not event.rights_assessment:
        book.flag("AMMR 64(2)", f"no assessment of fundamental rights is recorded for {event.name!r}", event.state)
    book.actions[event.state, event.name] = (event, None)
    return ()


@handles(ActionReported, waits_for="64")
@cites("AMMR 64(5)")
def action_reported(book: Book, event: ActionReported) -> Iterable[Leg]:
    """Keep the progress of an action; flag one done without a result, or dearer than it was to be."""
    key = (event.state, event.name)
    if key not in book.actions:
        raise RefusedError("AMMR 64(5)", f"{event.name!r} of {event.state} is not in the inventory")
    action, _ = book.actions[key]
    spent = native(FINANCIAL, event.spent, "AMMR 64(5)")
    if spent < 0:
        raise RefusedError("AMMR 64(5)", "what is spent is not negative")
    if spent > native(FINANCIAL, action.amount, "AMMR 64(5)"):
        book.flag("AMMR 64(5)", f"more is spent on {event.name!r} than it was to cost", event.state)
    if event.progress == "done" and not event.achieved:
        book.flag("AMMR 64(5)", f"{event.name!r} is done; what it achieved is not told", event.state)
    book.actions[key] = (action, event)
    return ()
