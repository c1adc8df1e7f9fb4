"""One state in the report: share, fair share, role, pledge by type, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final

from fairshare.evaluation.pool.accounts import Accounts, accounts_by_state
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


def state_rows(book: Book, not_covered: Iterable[str], on: date) -> list[StateRow]:
    """One row per state of the key and per state that pledged, in the order of codes."""
    accounts = accounts_by_state(book)
    key = provenance(book, [i for i, event in enumerate(book.events) if isinstance(event, KeyFrozen)])
    unknown = set(not_covered) if on >= book.applies_from else set()
    states = sorted(book.shares.keys() | book.pledges.keys())
    return [_row(book, accounts.get(state, Accounts()), state, unknown, key) for state in states]


def _row(book: Book, accounts: Accounts, state: str, unknown: set[str], key: tuple[str, str]) -> StateRow:
    state_role = book.role(state)
    in_debt = owes(state_role)
    figures = _share_figures(book, state, *key)
    computed = figures.pop("computed")
    pledged = _pledged(book, state)
    known = all(figure.value is not None for figure in pledged.values())
    for account in _FLOWS:
        hidden = in_debt and account in unknown
        figures[account] = _flow(book, accounts, account, hidden, figures["fair_share_units"].status)
    if not known and figures["unpledged"].value:
        source = "; ".join(dict.fromkeys(figure.source for figure in pledged.values()))
        figures["unpledged"] = Figure(None, "units", "unknown", source, CITES["unpledged"], "the pledge is not known")
    figures["to_implement"] = _to_implement(book, accounts, state, known)
    figures["outstanding"] = _outstanding(figures, accounts, in_debt)
    published = book.published.get(state, (None, None, 0))[0]
    difference = None if published is None or computed.value is None else computed.value - published
    labels = tuple(sorted(book.standing(state).labels))
    return StateRow(state, state_role, labels, computed, difference, pledged, figures)


def _share_figures(book: Book, state: str, status: str, source: str) -> dict[str, Figure]:
    """The share and what follows from it; ``status`` and ``source`` are those of the key."""
    note = "" if state in book.shares else "outside the key"
    computed = Figure(book.shares.get(state), "share", status, source, CITES["share"], note)
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
        "fair_share_units": Figure(units, "units", units_status, units_source, CITES["fair_share_units"], note),
        "fair_share_eur": Figure(value, "EUR", units_status, units_source, CITES["fair_share_eur"], note),
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


def _flow(book: Book, accounts: Accounts, account: str, hidden: bool, share_status: str) -> Figure:
    """What stands on one account, in units, over all types and the share; ``hidden``: the record does not cover it."""
    measures = (SHARE, *MEASURES)
    # what was converted left the in-kind pledge; the same value stands, negative, where it came back as money
    value = accounts.total([account], ["alternative"] if account == "converted" else measures)
    events = accounts.behind(account, measures)
    if not value and hidden:
        return Figure(None, "units", "unknown", "not covered", CITES[account], "the record covers no deliveries")
    status, source = provenance(book, events)
    cite = CITES[account]
    if account == "deducted" and not accounts.behind(account, MEASURES):
        cite = "AMMR 57(1), lowered in the act itself (A10)"
    if accounts.behind(account, [SHARE]):  # a part of the fair share is as certain as the fair share
        status = least_certain((status, share_status))
    return Figure(value, "units", status, source, cite)


def _to_implement(book: Book, accounts: Accounts, state: str, known: bool) -> Figure:
    """Pledge less deduction and release, in units; nothing for a state that owes nothing this year."""
    cite, state_role = CITES["to_implement"], book.role(state)
    if not owes(state_role):
        return Figure(Fraction(0), "units", "inferred", f"role {state_role}", cite)
    status, source = provenance(book, [fact.event for fact in book.pledges.get(state, [])])
    if not known:
        return Figure(None, "units", "unknown", source, cite, "the pledge is not known")
    left = -accounts.total(["pledged", "deducted", "released", "lapsed"], MEASURES)
    return Figure(left, "units", status, source, cite)


def _outstanding(figures: Mapping[str, Figure], accounts: Accounts, in_debt: bool) -> Figure:
    """What is still to be delivered, in units. Who owes nothing any more still ends what is running (67(12))."""
    due, cite = figures["to_implement"], CITES["outstanding"]
    done = tuple(figures[name] for name in ("implemented", "offset", "settled"))
    if due.value is None:
        return Figure(None, "units", "unknown", due.source, cite, due.note)
    if due.value and any(figure.value is None for figure in done):
        note = f"at most {float(due.value):g}: the record covers no deliveries"
        return Figure(None, "units", "unknown", due.source, cite, note)
    left = accounts.total(["accepted", "carried_over", *(("open", "committed") if in_debt else ())], MEASURES)
    return Figure(left, "units", least_certain((due.status, *(f.status for f in done))), due.source, cite)
