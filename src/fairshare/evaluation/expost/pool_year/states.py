"""The figures of each state in a pool year: fair share, pledges by type, what was taken off, what was delivered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Final

from fairshare.evaluation.expost.measured import Measured, computed, summed
from fairshare.evaluation.expost.pool_year.record import Record, in_units, known_sum
from fairshare.evaluation.pool.accounts import Accounts, accounts_by_state
from fairshare.law.solidarity.access import owes
from fairshare.ledger.events import MEASURES, ActAdopted, AdjustmentInAct, SharePublished
from fairshare.ledger.postings import ALTERNATIVE, FINANCIAL, RELOCATION, SHARE, euro

DONE: Final = {RELOCATION: "implemented", FINANCIAL: "settled", ALTERNATIVE: "implemented"}
"""The account on which what was carried out stands, by type."""
_ALL: Final = (SHARE, *MEASURES)
_ROWS: Final = {"to_implement": "to_implement", "offset_taken": "offset", "outstanding": "outstanding"}
"""Figures of a row of the report on the pool, by indicator."""


def fair_shares(record: Record) -> tuple[Measured, ...]:
    """The fair share of each state of the key, in whole units."""
    places = {event.state: index for index, event in enumerate(record.book.events) if isinstance(event, SharePublished)}
    return tuple(
        record.shown(
            f"fair_share.{row.state}",
            "fair_share",
            row.figures["fair_share_units"],
            [places[row.state]] if row.state in places else (),
        )
        for row in record.report.rows
        if row.state in record.book.fair
    )


def pledges(record: Record, unit: Measured) -> Iterator[Measured]:
    """Pledges by state and type and in units, and the sums: of all, and of those that are known."""
    typed: dict[str, list[Measured]] = {measure: [] for measure in MEASURES}
    for row in record.report.rows:
        facts = [fact.event for fact in record.book.pledges.get(row.state, ())]
        for measure, figure in row.pledged.items():
            typed[measure].append(record.shown(f"pledged_{measure}.{row.state}", f"pledged_{measure}", figure, facts))
    known = {}
    for measure, figures in typed.items():
        name = f"pledged_{measure}"
        known[measure] = known_sum(f"{name}.known", name, figures)
        yield from (*figures, summed(name, name, figures), known[measure])
    units = [
        in_units(f"pledged.{row.state}", "pledged", persons, (money, kind), unit)
        for row, persons, money, kind in zip(record.report.rows, *typed.values(), strict=True)
    ]
    yield from (*units, summed("pledged", "pledged", units))
    yield in_units("pledged_known", "pledged_known", known[RELOCATION], (known[FINANCIAL], known[ALTERNATIVE]), unit)
    yield computed("pledge_unknown", "pledge_unknown", unknown, units, unknown(units))
    yield from _by_offset(record)


def unknown(figures: Iterable[Measured]) -> Fraction:
    """How many figures are unknown."""
    return Fraction(sum(figure.value is None for figure in figures))


def _by_offset(record: Record) -> Iterator[Measured]:
    """Relocations pledged by states that say they will meet them by offsets."""
    held = [
        (state, [fact for fact in facts if fact.discharge == "offset"])
        for state, facts in sorted(record.book.pledges.items())
    ]
    name = "pledged_by_offset"
    parts = [
        record.measured(f"{name}.{state}", name, sum(f.amount or 0 for f in facts), record.at(f.event for f in facts))
        for state, facts in held
        if facts
    ]
    yield from parts
    yield summed(name, name, parts) if parts else record.measured(name, name, 0, (), covered=True)


def lowered(record: Record) -> Iterator[Measured]:
    """What was taken off, by state and in all: in the act itself, by decisions on requests, by release."""
    accounts = accounts_by_state(record.book)
    in_act, acts = _in_act(record)
    held: dict[str, list[Measured]] = {"adjusted_in_act": [], "deducted": [], "released": []}
    for row in record.report.rows:
        mine = accounts.get(row.state, Accounts())
        behind = mine.behind("deducted", _ALL)
        by_act, whole = in_act[row.state], row.figures["deducted"]
        rows = {
            "adjusted_in_act": (replace(whole, value=by_act), [index for index in behind if index in acts]),
            "deducted": (
                replace(whole, value=(whole.value or Fraction(0)) - by_act),
                [index for index in behind if index not in acts],
            ),
            "released": (row.figures["released"], mine.behind("released", _ALL)),
        }
        for name, (figure, indices) in rows.items():
            held[name].append(record.shown(f"{name}.{row.state}", name, figure, indices))
    totals = [summed(name, name, figures) for name, figures in held.items()]
    yield from (figure for figures in held.values() for figure in figures)
    yield from totals
    for row, *parts in zip(record.report.rows, *held.values(), strict=True):
        yield summed(f"adjusted.{row.state}", "adjusted", parts)
    yield summed("adjusted", "adjusted", totals)


def _in_act(record: Record) -> tuple[dict[str, Fraction], set[int]]:
    """What the acts on the pool took off themselves, by state in units, and the places of those acts."""
    book = record.book
    units: dict[str, Fraction] = defaultdict(Fraction)
    acts = {i for i, event in enumerate(book.events) if isinstance(event, (AdjustmentInAct, ActAdopted))}
    for entry in book.journal:
        for state, account, measure, _, amount in entry.legs:
            if entry.event in acts and account == "deducted":
                units[state] += Fraction(amount) / (1 if measure == RELOCATION else book.unit)
    return units, acts


def delivered(record: Record, unit: Measured) -> Iterator[Measured]:
    """What was carried out by state and type and in units, what was offset, what is to be done, and the sums."""
    accounts = accounts_by_state(record.book)
    held: dict[str, list[Measured]] = {f"implemented_{measure}": [] for measure in DONE}
    held |= {name: [] for name in ("implemented", *_ROWS)}
    for row in record.report.rows:
        mine = accounts.get(row.state, Accounts())
        covered = record.covers_deliveries or not owes(row.role)
        types = [_carried_out(record, mine, row.state, measure, covered) for measure in DONE]
        for figure in types:
            held[figure.definition].append(figure)
        held["implemented"].append(in_units(f"implemented.{row.state}", "implemented", types[0], types[1:], unit))
        for name, account in _ROWS.items():
            behind = mine.behind(account, _ALL) if account == "offset" else ()
            held[name].append(record.shown(f"{name}.{row.state}", name, row.figures[account], behind))
    for name, figures in held.items():
        held[name] = [*figures, summed(name, name, figures)]
        yield from held[name]
    for done, taken_over, to_do in zip(held["implemented"], held["offset_taken"], held["to_implement"], strict=True):
        of_all = to_do.key == to_do.definition
        if of_all or to_do.value != 0:
            yield delivered_of_due(to_do.key.replace("to_implement", "delivered_of_due"), done, taken_over, to_do)


def relocated(record: Record) -> Iterator[Measured]:
    """Persons relocated, by pair of states: from the benefitting to the contributing state. None to a reader who is not
    shown all of them: a part of the pairs would look like the whole."""
    persons: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    behind: dict[tuple[str, str], list[int]] = defaultdict(list)
    for entry in record.book.journal:
        for state, account, measure, towards, amount in entry.legs:
            if (account, measure) == ("implemented", RELOCATION):
                persons[towards, state] += Fraction(amount)
                behind[towards, state].append(entry.event)
    everyone = sum(
        amount
        for (_, place, measure, _), amount in record.book.balances.items()
        if (place, measure) == ("implemented", RELOCATION)
    )
    if sum(persons.values()) != everyone:
        return
    name = "implemented_relocation"
    for (towards, state), number in sorted(persons.items()):
        yield record.measured(f"{name}.{towards}.{state}", name, number, record.at(behind[towards, state]))


def delivered_of_due(key: str, done: Measured, taken_over: Measured, to_do: Measured) -> Measured:
    """What was carried out or offset as a part of what is to be done; unknown where one is, or nothing is to be."""
    value = None
    if done.value is not None and taken_over.value is not None and to_do.value:
        value = (done.value + taken_over.value) / to_do.value
    return computed(key, "delivered_of_due", delivered_of_due, (done, taken_over, to_do), value)


def _carried_out(record: Record, mine: Accounts, state: str, measure: str, covered: bool) -> Measured:
    """What a state carried out of one type, in persons or EUR."""
    units = mine.total([DONE[measure]], [measure])
    value = units if measure == RELOCATION else units * euro(record.book.unit)
    events = record.at(mine.behind(DONE[measure], [measure]))
    name = f"implemented_{measure}"
    return record.measured(f"{name}.{state}", name, value, events, covered=covered)
