"""One act into a cycle: what an annex says takes the place of what was known of the act before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from re import fullmatch
from typing import Final

from fairshare.faults import bad_argument
from fairshare.ledger.events import ActAdopted, AdjustmentInAct, Corrected, Event, PledgeRecorded, SharePublished
from fairshare.ledger.notation import Cycle

OF_THE_ACT: Final = (ActAdopted, SharePublished, PledgeRecorded, AdjustmentInAct)
"""The types of event that the annex of an act gives."""


def with_act(base: Cycle, imported: Cycle) -> Cycle:
    """The cycle ``base`` with the events of ``imported`` (an act, its shares and pledges) in place of its own.

    Everything else of ``base`` stays: key, determination, proposal, Forum, notices, deliveries. Raises
    :class:`~fairshare.faults.BadInputError` where the years differ or ``imported`` holds no act."""
    if base.year != imported.year:
        raise bad_argument("YEAR", f"the act is for {imported.year}, the cycle for {base.year}", "the same year")
    act = next((event for event in imported.events if isinstance(event, ActAdopted)), None)
    if act is None:
        raise bad_argument("FILE", "holds no act", "an event act_adopted")
    fresh = [_with_known(event, base.events) for event in imported.events]
    kept = [event for event in base.events if not isinstance(event, OF_THE_ACT)]
    before = [_renumbered(event) for event in kept if event.date <= act.date]
    after = [_renumbered(event) for event in kept if event.date > act.date]
    events = (*before, *(_renumbered(event) for event in fresh), *after)
    return replace(base, events=events, lines=(1,) * len(events))


def _with_known(event: Event, known: Sequence[Event]) -> Event:
    """The imported event with what no annex prints: votes, rescue percentage, and who says that it will offset."""
    if isinstance(event, ActAdopted):
        act = next((old for old in known if isinstance(old, ActAdopted)), event)
        percentage = act.rescue_percentage if event.rescue_percentage is None else event.rescue_percentage
        return replace(event, against=act.against, abstained=act.abstained, rescue_percentage=percentage)
    if isinstance(event, PledgeRecorded):
        same = (old for old in known if isinstance(old, PledgeRecorded) and old.state == event.state)
        discharge = next((old.discharge for old in same if old.measure == event.measure), event.discharge)
        return replace(event, discharge=discharge)
    return event


def _renumbered(event: Event) -> Event:
    """The event without the number that its place in the old file gave it, which a correction may name."""
    if isinstance(event, Corrected):
        raise bad_argument("YEAR", "holds corrections, which name events by their place", "a cycle without them")
    return replace(event, id="") if fullmatch(r"e\d+", event.id) else event
