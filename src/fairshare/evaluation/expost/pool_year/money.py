"""Money and measures in kind of a pool year: due, paid, allocated, spent and on what; each measure valued twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Final

from fairshare.evaluation.expost.measured import Measured, part_of, summed
from fairshare.evaluation.expost.pool_year.record import E, Record, Told, reported
from fairshare.evaluation.pool.accounts import accounts_by_state
from fairshare.ledger.evaluation import ActionAppraised
from fairshare.ledger.events import (
    Event,
    FundsAllocated,
    InKindRequested,
    InKindValued,
    OffsetTaken,
    PledgeRecorded,
    RemainderAdded,
    YearClosed,
)
from fairshare.ledger.handlers.closing import FACILITY, due
from fairshare.ledger.postings import ALTERNATIVE, euro
from fairshare.ledger.procedure import ActionIdentified, ActionReported

PARAGRAPHS: Final = ("63(1)", "63(2)", "63(3)", "63(4)", "63(5)")


def money_figures(record: Record) -> Iterator[Measured]:
    """Money due and allocated by state, what was not allocated, the actions, and measures in kind."""
    closed = record.of(YearClosed)
    owing = [row.state for row in record.report.rows if due(record.book, row.state).amount] if closed else []
    parts = [
        record.measured(f"money_due.{state}", "money_due", due(record.book, state).amount, closed) for state in owing
    ]
    yield from _whole(record, "money_due", parts)
    allocations = record.of(FundsAllocated)
    parts = [
        record.measured(f"money_allocated.{state}", "money_allocated", euro(record.book.allocated[state]), told)
        for state, told in _by(allocations, lambda event: event.towards)
    ]
    yield from _whole(record, "money_allocated", parts, FundsAllocated)
    added = euro(record.book.allocated.get(FACILITY, 0)) if closed else None
    name = "money_to_facility"
    yield record.measured(name, name, added, record.of(RemainderAdded) or closed, kind=RemainderAdded)
    yield from _actions(record)
    yield from _appraisals(record)
    yield from _in_kind(record)
    yield from _offsets(record)


def _by(told: Iterable[Told[E]], what: Callable[[E], str]) -> list[tuple[str, list[Told[E]]]]:
    """Events by what they are about, in its order."""
    held: dict[str, list[Told[E]]] = {}
    for one in told:
        held.setdefault(what(one[1]), []).append(one)
    return sorted(held.items())


def _whole(record: Record, name: str, parts: Sequence[Measured], kind: type[Event] | None = None) -> Iterator[Measured]:
    """Parts and their sum. With none it is nothing once a year that the record covers is closed, and not known before,
    nor to a reader who is not shown all events of the ``kind`` that it rests on."""
    yield from parts
    closed = record.of(YearClosed)
    value = 0 if closed and record.covers_year else None
    yield summed(name, name, parts) if parts else record.measured(name, name, value, closed, kind=kind)


def _actions(record: Record) -> Iterator[Measured]:
    """Actions in the inventory, and by purpose what they are to cost and what is spent."""
    actions = record.of(ActionIdentified)
    reports = {(event.state, event.name): (name, event) for name, event in record.of(ActionReported)}
    spent = [(action, reports.get((action.state, action.name))) for _, action in actions]
    yield record.measured("actions", "actions", len(actions), actions)
    costs = [
        record.measured(f"action_cost.{purpose}", "action_cost", sum(Fraction(event.amount) for _, event in told), told)
        for purpose, told in _by(actions, _purpose)
    ]
    yield from _whole(record, "action_cost", costs)
    outlays = [
        _spent(record, f"money_spent.{purpose}", "money_spent", [one for one in spent if _purpose(one[0]) == purpose])
        for purpose, _ in _by(actions, _purpose)
    ]
    yield from _whole(record, "money_spent", outlays)
    yield _spent(record, "third_country", "third_country", [one for one in spent if one[0].third_country])
    yield _spent(record, "border", "border", [one for one in spent if one[0].purpose == "border_management"])


def _purpose(action: ActionIdentified) -> str:
    """What an action is for: a purpose of 56(2)(b), or the focus of 56(3) in a third country."""
    return action.purpose or action.focus


def _spent(
    record: Record, key: str, definition: str, spent: Sequence[tuple[ActionIdentified, Told[ActionReported] | None]]
) -> Measured:
    """EUR spent on some actions; unknown where one has not reported."""
    told = [report for _, report in spent if report]
    value = sum((Fraction(event.spent) for _, event in told), Fraction(0)) if len(told) == len(spent) else None
    return record.measured(key, definition, value, told)


def _appraisals(record: Record) -> Iterator[Measured]:
    """Actions appraised, those that hinder access to asylum, and those that serve the third country too."""
    latest = {(event.state, event.name): (name, event) for name, event in record.of(ActionAppraised)}
    told = tuple(latest.values())
    yield record.measured("appraised", "appraised", len(told), told)
    for name in ("hinders_access", "serves_third_country"):
        count = sum(bool(getattr(event, name)) for _, event in told)
        yield record.measured(name, name, count if told else None, told)


def _in_kind(record: Record) -> Iterator[Measured]:
    """Measures in kind that were asked for, by pair of states: as pledged, as agreed, as each party sees them."""
    items, asked = record.book.items, record.of(InKindRequested)
    in_act = {(event.state, event.item): event.amount for _, event in record.of(PledgeRecorded) if event.item}
    valued = {(event.state, event.item): (name, event) for name, event in record.of(InKindValued)}
    pledged, joint = [], []
    for pair, told in _by(asked, lambda event: f"{event.state}.{event.towards}"):
        held = [items[event.state, event.item] for _, event in told]
        agreed = [one for _, event in told if (one := valued.get((event.state, event.item)))]
        value = euro(sum(item.agreed or 0 for item in held)) if len(agreed) == len(held) else None
        stated = [
            Fraction(amount) for _, event in told if (amount := in_act.get((event.state, event.item))) is not None
        ]
        whole = sum(stated, Fraction(0)) if len(stated) == len(told) else None
        pledged.append(record.measured(f"kind_pledged.{pair}", "kind_pledged", whole, told))
        joint.append(record.measured(f"kind_joint.{pair}", "kind_joint", value, agreed or told))
    wholes = [*_whole(record, "kind_pledged", pledged), *_whole(record, "kind_joint", joint)]
    by_key = {figure.key: figure for figure in wholes}
    yield from wholes
    yield part_of("joint_of_pledged", "joint_of_pledged", by_key["kind_joint"], by_key["kind_pledged"])
    own = reported(record, "kind_own")
    yield from own[:-1] or own  # each is of a pair of states: there is no whole
    accounts = accounts_by_state(record.book)
    converted = [
        record.measured(
            f"kind_converted.{state}",
            "kind_converted",
            units * euro(record.book.unit),
            record.at(accounts[state].behind("converted", [ALTERNATIVE])),
        )
        for state in sorted(accounts)
        if (units := accounts[state].total(["converted"], [ALTERNATIVE]))
    ]
    yield from _whole(record, "kind_converted", converted)


def _offsets(record: Record) -> Iterator[Measured]:
    """Offsets by the paragraph under which they were taken."""
    taken = record.of(OffsetTaken)
    for paragraph in PARAGRAPHS:
        told = [(name, event) for name, event in taken if event.paragraph == paragraph]
        key = f"offset_by_paragraph.{paragraph.replace('(', '-').rstrip(')')}"
        cases = sum(event.cases for _, event in told)
        yield record.measured(key, "offset_by_paragraph", cases, told, kind=OffsetTaken)
