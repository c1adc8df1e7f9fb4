"""The fairness account of a pool year: first-time applications against the key, as pledged and as delivered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from fairshare.evaluation.expost.costs import account_at_cost, costs
from fairshare.evaluation.expost.counterfactual import counterfactuals
from fairshare.evaluation.expost.document import Name, Sentence, say
from fairshare.evaluation.expost.intervals import counts, intervals
from fairshare.evaluation.expost.loads import ByState, Loads, relief
from fairshare.evaluation.expost.measured import Figures, Measured, part_of, summed
from fairshare.evaluation.expost.past import Read
from fairshare.evaluation.expost.past.tables import taken
from fairshare.evaluation.expost.pool_year.record import Record
from fairshare.figures.provenance import Datum
from fairshare.law.solidarity.access import owes
from fairshare.ledger.events import MEASURES, Event, FundsAllocated, KeyFrozen
from fairshare.ledger.postings import ALTERNATIVE, FINANCIAL, RELOCATION, SHARE, euro

PLEDGED: Final = "as_pledged."
DELIVERED: Final = "as_delivered."
_AWAY: Final = ("pledged", "deducted", "released", "lapsed")
"""Accounts that a pledge comes from or leaves to; "pledged" is negative, so what is left comes out negative."""


def fairness_figures(record: Record, read: Read, so_far: Figures) -> tuple[Measured, ...]:
    """The account as pledged, the reach of the pool, and where the record covers deliveries the account of them; the
    comparisons are of the last account. None where the applications lack.

    ``so_far``: the figures of the chain."""
    by_year = _applications(read, record.book.shares)
    years = [year for year in sorted(by_year) if year <= record.report.year]
    if not years:
        return ()
    key = dict(_key(record))
    base = {year: _base(by_year[year], year) for year in years[-2:]}
    accounts = {PLEDGED: _as_pledged(record, base[years[-1]], key, so_far)}
    if record.covers_deliveries:
        accounts[DELIVERED] = _as_delivered(record, base[years[-1]], key, so_far)
    assumed = costs(read, {state for loads, _ in accounts.values() for state in loads.money})
    figures = [*key.values(), *(one for rows in base.values() for one in rows.values()), *assumed.figures]
    for prefix, (loads, before) in accounts.items():
        figures += [*before, *account_at_cost(loads, assumed, prefix)]
    move = next(figure for figure in figures if figure.key == f"{PLEDGED}to_move")
    figures += [part_of(f"reach.{name}", "reach", so_far[name], move) for name in ("adopted", "effective")]
    last = Loads(base[years[-2]], key) if len(years) > 1 else None
    counted = counts(read, key)
    figures += [*counted.figures, *intervals(counted, key)]
    return (*figures, *counterfactuals(loads, last, prefix))


def base_told(figures: Figures) -> Sentence:
    """What the account starts from, and what of net responsibility it leaves out."""
    year = max(key.split(".")[1] for key in figures if key.startswith("first_time."))
    return say(
        "What states bear before solidarity is counted as first-time applications of {year}; protection granted, "
        "Dublin transfers and persons who moved on are not in it.",
        year=Name(year),
    )


def _applications(read: Read, states: Collection[str]) -> dict[int, dict[str, Datum]]:
    """First-time applications by year, of the years in which every state of the key has a figure."""
    found: dict[int, dict[str, Datum]] = {}
    for row in read("applications_by_year"):
        state, _, year = row.key.partition("/")
        if state in states and row.known:
            found.setdefault(int(year), {})[state] = row
    return {year: rows for year, rows in found.items() if len(rows) == len(states)}


def _base(rows: Mapping[str, Datum], year: int) -> dict[str, Measured]:
    return {state: taken(row, f"first_time.{year}.{state}", "first_time") for state, row in sorted(rows.items())}


def _key(record: Record) -> Iterator[tuple[str, Measured]]:
    frozen = record.of(KeyFrozen)[-1:]
    for state, share in sorted(record.book.shares.items()):
        yield state, record.measured(f"key_share.{state}", "key_share", share, frozen, covered=True)


@dataclass(frozen=True, slots=True)
class _Given:
    """What contributors give of one kind, what it relieves benefitting states of, and the sum if there is any."""

    by_state: ByState
    whole: tuple[Measured, ...]
    relieved: ByState

    @property
    def all(self) -> dict[str, Measured]:
        return {**self.by_state, **self.relieved}

    @property
    def figures(self) -> tuple[Measured, ...]:
        return (*self.by_state.values(), *self.whole, *self.relieved.values())


def _as_pledged(record: Record, base: ByState, key: ByState, so_far: Figures) -> tuple[Loads, list[Measured]]:
    """Loads if what is known of the pledges that are to be implemented were delivered, and the figures before them."""
    needs = {state: so_far[f"needs.{state}"] for state in sorted(key) if record.book.role(state) == "benefitting"}
    if not needs:  # nobody to whom it could go, so nobody whom it could relieve
        return Loads(base, key), []
    given = {name: _pledged(record, name, base, key, needs) for name in _DEFINITIONS}
    loads = Loads(
        base,
        key,
        persons=given["moved"].all,
        offsets=given["taken_over"].all,
        money=given["given"].all,
        unit=so_far["eur_per_unit"],
        kind=given["in_kind"].all,
    )
    return loads, [figure for one in given.values() for figure in one.figures]


_DEFINITIONS: Final = {"moved": "moved", "taken_over": "offset", "given": "given", "in_kind": "given_kind"}
_MEASURES: Final = {"given": (FINANCIAL, ALTERNATIVE), "in_kind": (ALTERNATIVE,)}
"""The types of what is told in EUR; all else is persons."""


def _pledged(record: Record, name: str, base: ByState, key: ByState, needs: ByState) -> _Given:
    """One kind of what is pledged: persons, persons to be taken over by offset, EUR of money and measures in kind, or
    the part of it that is in kind.

    A pledge that is not known counts as nothing."""
    measures = _MEASURES.get(name, (RELOCATION,))
    definition, prefix = _DEFINITIONS[name], f"{PLEDGED}{name}."
    by_state = {}
    for row in record.report.rows:
        facts = [fact for fact in record.book.pledges.get(row.state, ()) if fact.measure in measures]
        offsets = any(fact.discharge == "offset" for fact in facts)
        left = -sum(record.book.balance(row.state, account, m) for account in _AWAY for m in measures)
        wanted = (
            row.state in key and owes(row.role) and left and (name in _MEASURES or offsets == (name == "taken_over"))
        )
        if wanted:
            value = euro(left) if name in _MEASURES else Fraction(left)
            events = record.at(fact.event for fact in facts)
            by_state[row.state] = record.measured(f"{prefix}{row.state}", definition, value, events, covered=True)
    if not by_state:
        return _Given({}, (), {})
    whole = summed(f"{prefix}sum", definition, by_state.values())
    relieved = relief(whole, base, key, needs, definition, record.book.choices, prefix)
    return _Given(by_state, (whole,), relieved)


def _as_delivered(record: Record, base: ByState, key: ByState, so_far: Figures) -> tuple[Loads, list[Measured]]:
    """Loads after what the ledger says was delivered to whom, and the figures before them."""
    persons = _net(record, key, "moved", (("implemented", RELOCATION),))
    offsets = _net(record, key, "offset", tuple(("offset", measure) for measure in (SHARE, *MEASURES)))
    money = _net(record, key, "given", (("settled", FINANCIAL), ("implemented", ALTERNATIVE)))
    kind = _net(record, key, "given_kind", (("implemented", ALTERNATIVE),))
    pool = summed(f"{DELIVERED}pool", "pool", (so_far["implemented"], so_far["offset_taken"]))
    figures = [*persons.values(), *offsets.values(), *money.values(), *kind.values(), pool]
    return Loads(base, key, persons, offsets, money, so_far["eur_per_unit"], pool=pool, kind=kind), figures


def _net(record: Record, key: ByState, definition: str, accounts: Collection[tuple[str, str]]) -> dict[str, Measured]:
    """What each state gave on some accounts less what it received: persons, or EUR of money and measures in kind.

    Money comes to a benefitting state when it is allocated to it (64(2)); until then the budget of the Union has it.
    What benefitting states received is unknown to a reader who is not shown the allocations."""
    held, behind = _passed(record, accounts, in_euro=definition in {"given", "given_kind"})
    paid = ("settled", FINANCIAL) in accounts and any(place == "settled" for _, place, _, _ in record.book.balances)
    hidden = paid and record.hides(FundsAllocated)
    takers = {state for state, standing in record.book.standings.items() if standing.uses_pool} if hidden else set()
    return {
        state: record.measured(
            f"{DELIVERED}{definition}.{state}",
            definition,
            None if state in takers else held[state],
            tuple(behind[state].items()),
            covered=True,
        )
        for state in sorted((held.keys() | takers) & key.keys())
    }


def _passed(
    record: Record, accounts: Collection[tuple[str, str]], in_euro: bool
) -> tuple[dict[str, Fraction], dict[str, dict[str, Event]]]:
    """What each gave (+) or received (-), and the events that the reader is shown of it, by their ids. What events that
    the reader is not shown have moved is in the balances all the same."""
    held: dict[str, Fraction] = defaultdict(Fraction)
    behind: dict[str, dict[str, Event]] = defaultdict(dict)
    for (state, place, measure, towards), amount in record.book.balances.items():
        if amount and (place, measure) in accounts:
            value = euro(amount) if in_euro else Fraction(amount) / (1 if measure == RELOCATION else record.book.unit)
            held[state] += value
            held[towards] -= value
    for entry in record.book.journal:
        for state, place, measure, towards, _ in entry.legs:
            if (place, measure) in accounts:
                for who in (state, towards):
                    behind[who] |= dict(record.at((entry.event,)))
    for name, event in record.of(FundsAllocated) if ("settled", FINANCIAL) in accounts else ():
        held[event.towards] -= Fraction(event.amount)
        behind[event.towards][name] = event
    return held, behind
