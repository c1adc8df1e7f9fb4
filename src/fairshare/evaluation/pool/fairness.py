"""Nominal against effective pool, the bridge between them, and how near to its key the pool could bring the Union."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from fairshare.evaluation.inequality import hoover
from fairshare.evaluation.pool.figure import Figure, least_certain
from fairshare.evaluation.pool.rows import StateRow
from fairshare.law.solidarity.access import owes
from fairshare.ledger import Book
from fairshare.ledger.postings import ALTERNATIVE, RELOCATION
from fairshare.plain import share_text, units_value


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody states as the real size of a pool: relocations and EUR that will be delivered."""

    relocations: int
    eur: Fraction
    status: str
    source: str


@dataclass(frozen=True, slots=True)
class Effective:
    """Solidarity that will be delivered: what the record explains of it, and what is stated beyond that, in units."""

    units: Figure
    share: Figure
    explained: dict[str, Fraction]
    unexplained: dict[str, Fraction]
    bridge: dict[str, Fraction]

    def to_json(self) -> dict[str, Any]:
        """The parts as JSON, beside the two figures themselves."""
        return {
            "explained_units": {state: units_value(units) for state, units in self.explained.items()},
            "explained_total": units_value(sum(self.explained.values(), Fraction(0))),
            "unexplained": {name: units_value(units) for name, units in self.unexplained.items()},
            "bridge_units": {name: units_value(units) for name, units in self.bridge.items()},
            "cite": "AMMR 57(1), 60(3)",
        }


def effective_pool(book: Book, rows: Sequence[StateRow], statement: Statement | None) -> Effective:
    """Effective solidarity: pledges to be implemented as persons, money or in kind, without those met by offsets.

    With a ``statement`` the stated total is the figure, and what the record cannot explain of it is shown; without one
    the figure is what the record holds."""
    reference = book.require_act("AMMR 57(1)")
    explained = {row.state: units for row in rows if (units := _delivering(book, row))}
    total = sum(explained.values(), Fraction(0))
    source, status = "pledges on record", least_certain(r.figures["to_implement"].status for r in rows)
    unexplained: dict[str, Fraction] = {}
    if statement:
        relocations, money = _explained_by_kind(book, explained)
        stated = statement.relocations + statement.eur / reference.ratio
        unexplained = {
            "relocations": statement.relocations - relocations,
            "money": statement.eur / reference.ratio - money,
            "total": stated - total,
        }
        total, status, source = stated, statement.status, statement.source
    cite = "AMMR 57(1), 60(3)"
    return Effective(
        Figure(total, "units", status, source, cite),
        Figure(total / reference.relocations, "share", status, source, cite),
        explained,
        unexplained,
        _bridge(book, rows, explained),
    )


def _by_offset(book: Book, state: str) -> bool:
    return any(fact.discharge == "offset" for fact in book.pledges.get(state, ()))


def _delivering(book: Book, row: StateRow) -> Fraction:
    """Units that a state will deliver as far as the record knows; 0 where it will offset instead."""
    return Fraction(0) if _by_offset(book, row.state) else row.figures["to_implement"].value or Fraction(0)


def _explained_by_kind(book: Book, explained: Mapping[str, Fraction]) -> tuple[Fraction, Fraction]:
    """Units that are persons, and units that are money or in kind; together they are what is explained."""
    away = ("pledged", "deducted", "released", "lapsed")  # "pledged" is negative, so what is left comes out
    relocations = -sum((Fraction(book.balance(s, a, RELOCATION)) for s in explained for a in away), Fraction(0))
    return relocations, sum(explained.values(), Fraction(0)) - relocations


def _bridge(book: Book, rows: Sequence[StateRow], explained: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Fair shares by what became of them, in units: from the whole key to what is known to be delivered."""
    parts = dict.fromkeys(
        ("benefitting", "lowered", "nothing_pledged", "met_by_offsets", "pledge_unknown", "delivering"), Fraction(0)
    )
    for row in rows:
        fair = row.figures["fair_share_units"].value or Fraction(0)
        lowered = min(fair, row.figures["deducted"].value or Fraction(0))
        if not owes(row.role) and row.role != "deducted":
            parts["benefitting"] += fair
            continue
        parts["lowered"] += lowered
        if row.role == "deducted":
            parts["lowered"] += fair - lowered
        elif row.state in explained:
            parts["delivering"] += fair - lowered
        elif _by_offset(book, row.state):
            parts["met_by_offsets"] += fair - lowered
        elif any(figure.value is None for figure in row.pledged.values()):
            parts["pledge_unknown"] += fair - lowered
        else:
            parts["nothing_pledged"] += fair - lowered
    return parts


@dataclass(frozen=True, slots=True)
class Distance:
    """Hoover index of applications against the key before and after the pool, and how much of it the pool can reach."""

    before: Fraction
    after: dict[str, Fraction]
    total: int
    to_move: Fraction
    reach: dict[str, Fraction | None]
    source: str

    def to_json(self) -> dict[str, Any]:
        """The distance as JSON."""
        return {
            "before": share_text(self.before),
            "after": share_text(self.after["effective"]),
            "after_nominal": share_text(self.after["nominal"]),
            "after_recorded": share_text(self.after["recorded"]),
            "applications": self.total,
            "persons_to_move": units_value(self.to_move),
            "pool_to_persons_to_move": {
                name: None if value is None else share_text(value) for name, value in self.reach.items()
            },
            "note": "after: the effective pool at best, if every unit were one person taken from a state above its key "
            "to one below it; after_nominal: the same for the whole pool; after_recorded: what is on record of "
            "persons moved and offset",
            "status": "inferred",
            "source": self.source,
            "cite": "AMMR 66; Hoover index",
        }


def distance(
    book: Book, shares: Mapping[str, Fraction], applications: Mapping[str, Fraction], effective: Fraction, source: str
) -> Distance:
    """How far applications are from the key, and how much of that the nominal and the effective pool close at best."""
    reference = book.require_act("AMMR 57(1)")
    held = {state: applications[state] for state in shares}
    total = sum(held.values(), Fraction(0))
    before = hoover(held, shares)
    to_move = before * total
    moved = _moved(book, held)

    def best(units: Fraction) -> Fraction:
        return max(Fraction(0), before - units / total)

    nominal = Fraction(reference.relocations)
    after = {"nominal": best(nominal), "effective": best(effective), "recorded": hoover(moved, shares)}
    pools = {"nominal": nominal, "effective": effective}
    reach = {name: units / to_move if to_move else None for name, units in pools.items()}  # nobody need move: undefined
    return Distance(before, after, int(total), to_move, reach, source)


def _moved(book: Book, held: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Applications after the relocations and offsets on record; an offset of money is a person as well (63(3))."""
    moved = dict(held)
    for (state, account, measure, towards), amount in book.balances.items():
        delivered = account == "offset" or (account == "implemented" and measure != ALTERNATIVE)
        if delivered and {state, towards} <= moved.keys():
            persons = Fraction(amount) / (1 if measure == RELOCATION else book.unit)
            moved[state] += persons
            moved[towards] = max(Fraction(0), moved[towards] - persons)
    return moved
