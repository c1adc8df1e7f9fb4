"""One state in the report: share, fair share, role, pledge by type, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final

from fairshare.evaluation.pool.figure import Figure, least_certain, provenance
from fairshare.law.solidarity.access import owes
from fairshare.ledger import Book
from fairshare.ledger.events import MEASURES, KeyFrozen
from fairshare.ledger.postings import RELOCATION, SHARE, euro

CITES: Final = {
    "share": "AMMR 66; Annex I",
    "fair_share_units": "AMMR 57(3)",
    "fair_share_eur": "AMMR 57(3); 12(3)",
    "pledged": "AMMR 57(1), 57(4)",
    "unpledged": "AMMR 57(3)",
    "deducted": "AMMR 61(4), 62(5)",
    "released": "AMMR 60(3)",
    "to_implement": "AMMR 60(3)",
    "committed": "AMMR 60(3), 65(1)",
    "implemented": "AMMR 60(3), 60(6)",
    "offset": "AMMR 63",
    "converted": "AMMR 57(4)",
    "carried_over": "AMMR 65(3), 67(12)",
    "settled": "IR 30",
    "outstanding": "AMMR 60(3)",
}
_FLOWS: Final = (
    "unpledged", "deducted", "released", "committed", "implemented", "offset", "converted", "carried_over", "settled"
)  # fmt: skip
_ORDER: Final = ("unpledged", "deducted", "released", "to_implement", *_FLOWS[3:], "outstanding")


@dataclass(frozen=True, slots=True)
class StateRow:
    """Everything the ledger shows of one state. Flows are in units of one relocation, pledges in persons or EUR."""

    state: str
    role: str
    labels: tuple[str, ...]
    computed_share: Figure
    difference: Fraction | None
    pledged: dict[str, Figure]
    figures: dict[str, Figure]

    def to_json(self) -> dict[str, Any]:
        """The row as JSON, in the order of the contract."""
        plain: dict[str, Any] = {"share": self.figures["share"].to_json()}
        plain["computed_share"] = self.computed_share.to_json()
        if self.difference is not None:
            plain["computed_share"]["difference_percentage_points"] = f"{float(self.difference * 100):+.6f}"
        plain |= {name: self.figures[name].to_json() for name in ("fair_share_units", "fair_share_eur")}
        plain |= {"role": self.role, "labels": list(self.labels)}
        plain["pledged"] = {measure: figure.to_json() for measure, figure in self.pledged.items()}
        return plain | {name: self.figures[name].to_json() for name in _ORDER}


class _Trail:
    """Which events moved what on a state's accounts: ``{(account, measure): indices}``."""

    def __init__(self, book: Book) -> None:
        self.by_state: dict[str, dict[tuple[str, str], list[int]]] = {}
        for entry in book.journal:
            for state, account, measure, _, _ in entry.legs:
                self.by_state.setdefault(state, {}).setdefault((account, measure), []).append(entry.event)

    def of(self, state: str, account: str, measures: Iterable[str]) -> list[int]:
        """The events behind one account of a state, over several measures."""
        accounts = self.by_state.get(state, {})
        return [index for measure in measures for index in accounts.get((account, measure), ())]


def state_rows(book: Book, not_covered: Iterable[str], on: date) -> list[StateRow]:
    """One row per state of the key and per state that pledged, in the order of codes."""
    trail = _Trail(book)
    states = sorted(book.shares.keys() | book.pledges.keys())
    unknown = set(not_covered) if on >= book.applies_from else set()
    totals = _totals(book)
    return [_row(book, trail, totals.get(state, {}), state, unknown) for state in states]


def _totals(book: Book) -> dict[str, dict[tuple[str, str], Fraction]]:
    """Balance of each account of each state, over all benefitting states, in units of one relocation."""
    totals: dict[str, dict[tuple[str, str], Fraction]] = {}
    for (state, account, measure, _), amount in book.balances.items():
        of_state = totals.setdefault(state, {})
        units = Fraction(amount) if measure == RELOCATION else Fraction(amount) / book.unit
        of_state[account, measure] = of_state.get((account, measure), Fraction(0)) + units
    return totals


def _row(
    book: Book, trail: _Trail, totals: Mapping[tuple[str, str], Fraction], state: str, unknown: set[str]
) -> StateRow:
    figures = _share_figures(book, state)
    computed = figures.pop("computed")
    pledged = _pledged(book, state)
    for account in _FLOWS:
        figures[account] = _flow(book, trail, totals, state, account, unknown)
    known = all(figure.value is not None for figure in pledged.values())
    if not known and figures["unpledged"].value:
        figures["unpledged"] = Figure(None, "units", "unknown", "", CITES["unpledged"], "the pledge is not known")
    state_role = book.role(state)
    figures["to_implement"] = _to_implement(book, totals, state, state_role, pledged, known)
    figures["outstanding"] = _outstanding(figures, totals, owes(state_role))
    published = book.published.get(state, (None, None, 0))[0]
    difference = None if published is None or computed.value is None else computed.value - published
    labels = tuple(sorted(book.standing(state).labels))
    return StateRow(state, state_role, labels, computed, difference, pledged, figures)


def _share_figures(book: Book, state: str) -> dict[str, Figure]:
    key_event = [i for i, event in enumerate(book.events) if isinstance(event, KeyFrozen)]
    status, source = provenance(book, key_event)
    computed = Figure(book.shares.get(state), "share", status, source, CITES["share"])
    share, units_status, units_source = computed, status, source
    if state in book.published:
        published, _, index = book.published[state]
        units_status, units_source = provenance(book, [index])
        if published is not None:
            share = Figure(published, "share", units_status, units_source, CITES["share"])
    fair = book.fair.get(state)
    units = None if fair is None else Fraction(fair.units)
    value = None if fair is None else Fraction(fair.eur)
    return {
        "computed": computed,
        "share": share,
        "fair_share_units": Figure(units, "units", units_status, units_source, CITES["fair_share_units"]),
        "fair_share_eur": Figure(value, "EUR", units_status, units_source, CITES["fair_share_eur"]),
    }


def _pledged(book: Book, state: str) -> dict[str, Figure]:
    """Pledge by type. Where a pledge is known but not its amount or type, types without a figure are unknown."""
    facts = book.pledges.get(state, [])
    open_question = [fact for fact in facts if fact.amount is None]
    result: dict[str, Figure] = {}
    for measure in MEASURES:
        unit = "persons" if measure == RELOCATION else "EUR"
        mine = [fact for fact in facts if fact.measure == measure]
        rests_on = mine or open_question or facts
        status, source = provenance(book, [fact.event for fact in rests_on])
        note = "; ".join(
            dict.fromkeys(book.events[fact.event].note for fact in rests_on if book.events[fact.event].note)
        )
        if any(fact.amount is None for fact in mine) or (not mine and open_question):
            result[measure] = Figure(None, unit, "unknown", source, CITES["pledged"], note)
            continue
        amount = sum((fact.amount or 0 for fact in mine), 0)
        value = Fraction(amount) if measure == RELOCATION else euro(amount)
        if not mine:
            status, note = "inferred", "no pledge of this type is recorded"
        result[measure] = Figure(value, unit, status, source, CITES["pledged"], note)
    return result


def _flow(
    book: Book,
    trail: _Trail,
    totals: Mapping[tuple[str, str], Fraction],
    state: str,
    account: str,
    unknown: set[str],
) -> Figure:
    """What stands on one account, in units, over all types and the share."""
    measures = (SHARE, *MEASURES)
    # what was converted left the in-kind pledge; the same value stands, negative, where it came back as money
    counted = [m for m in measures if account != "converted" or m == "alternative"]
    value = sum((totals.get((account, measure), Fraction(0)) for measure in counted), Fraction(0))
    events = trail.of(state, account, measures)
    if not value and account in unknown and owes(book.role(state)):
        return Figure(None, "units", "unknown", "", CITES[account], "the record covers no deliveries")
    status, source = provenance(book, events)
    if account in {"deducted", "released"} and any(trail.of(state, account, [SHARE])):
        fair_status = _share_figures(book, state)["fair_share_units"].status
        status = least_certain((status, fair_status))
    return Figure(value, "units", status, source, CITES[account])


def _to_implement(
    book: Book,
    totals: Mapping[tuple[str, str], Fraction],
    state: str,
    state_role: str,
    pledged: Mapping[str, Figure],
    known: bool,
) -> Figure:
    """Pledge less deduction and release, in units; nothing for a state that owes nothing this year."""
    cite = CITES["to_implement"]
    if not owes(state_role):
        return Figure(Fraction(0), "units", "inferred", f"role {state_role}", cite)
    if not known:
        return Figure(None, "units", "unknown", "", cite, "the pledge is not known")
    gone = ("deducted", "released", "lapsed")
    left = sum((totals.get((a, m), Fraction(0)) for a in gone for m in MEASURES), Fraction(0))
    gross = -sum((totals.get(("pledged", m), Fraction(0)) for m in MEASURES), Fraction(0))
    status, source = provenance(book, [fact.event for fact in book.pledges.get(state, [])])
    return Figure(gross - left, "units", status, source, cite)


def _outstanding(figures: Mapping[str, Figure], totals: Mapping[tuple[str, str], Fraction], in_debt: bool) -> Figure:
    """What is still to be delivered, in units. Who owes nothing any more still ends what is running (67(12))."""
    due, cite = figures["to_implement"], CITES["outstanding"]
    done = tuple(figures[name] for name in ("implemented", "offset", "settled"))
    if due.value is None:
        return Figure(None, "units", "unknown", due.source, cite, due.note)
    if due.value and any(figure.value is None for figure in done):
        note = f"at most {float(due.value):g}: the record covers no deliveries"
        return Figure(None, "units", "unknown", due.source, cite, note)
    accounts = ("accepted", "carried_over", *(("open", "committed") if in_debt else ()))
    left = sum((totals.get((a, m), Fraction(0)) for a in accounts for m in MEASURES), Fraction(0))
    return Figure(left, "units", least_certain((due.status, *(f.status for f in done))), due.source, cite)
