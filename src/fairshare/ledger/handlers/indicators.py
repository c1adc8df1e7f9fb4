"""What no balance tells: indicators that are supplied, appraisals of actions, plans of states and their progress."""

from __future__ import annotations

from collections.abc import Iterable

from fairshare.law.citation import cites
from fairshare.law.evaluation.plans import BUILDING_BLOCKS, plan_rule
from fairshare.law.outcome import RefusedError
from fairshare.ledger.book import Book
from fairshare.ledger.evaluation import ActionAppraised, BlockAssessed, IndicatorReported, PlanDelivered
from fairshare.ledger.handlers.procedure import flag_late, require_bound, require_text
from fairshare.ledger.handlers.registry import handles
from fairshare.ledger.postings import Leg
from fairshare.states import NAMES


@handles(IndicatorReported)
@cites("AMMR 15(5)", "AMMR 64(5)")
def indicator_reported(book: Book, event: IndicatorReported) -> Iterable[Leg]:
    """Keep an indicator; a later value replaces the earlier."""
    require_text(event.indicator, "AMMR 15(5)", "the name of the indicator")
    if strange := [state for state in (event.state, event.towards) if state and state not in NAMES]:
        raise RefusedError("AMMR 15(5)", f"{', '.join(strange)}: no state")
    if event.towards and not event.state:
        raise RefusedError("AMMR 15(5)", f"an indicator of a pair with {event.towards} names both states")
    book.indicators[event.indicator, event.state, event.towards] = event
    return ()


@handles(ActionAppraised, waits_for="64")
@cites("AMMR 64(2)")
def action_appraised(book: Book, event: ActionAppraised) -> Iterable[Leg]:
    """Keep what is thought of an action of the inventory; a later appraisal replaces the earlier."""
    if (event.state, event.name) not in book.actions:
        raise RefusedError("AMMR 64(2)", f"the inventory holds no action {event.name!r} of {event.state}")
    book.appraisals[event.state, event.name] = event
    return ()


@handles(PlanDelivered)
@cites("AMMR 7(3)", "AMMR 84(3)", "RCD 32")
def plan_delivered(book: Book, event: PlanDelivered) -> Iterable[Leg]:
    """Keep the latest plan of a kind; flagged where it comes after its day."""
    rule = plan_rule(event.plan)
    require_bound(event.state, rule.cite)
    flag_late(book, rule.cite, rule.title, rule.answers(event.date), event.date, event.state)
    book.plans[event.state, event.plan] = event
    return ()


@handles(BlockAssessed)
@cites("AMMR 84(3)")
def block_assessed(book: Book, event: BlockAssessed) -> Iterable[Leg]:
    """Keep how far a state is with a building block; a later assessment replaces the earlier."""
    require_bound(event.state, "AMMR 84(3)")
    if event.block not in BUILDING_BLOCKS:
        raise RefusedError("AMMR 84(3)", f"{event.block!r} is no building block: {', '.join(BUILDING_BLOCKS)}")
    book.blocks[event.state, event.block] = event
    return ()
