"""The indicator chain of a pool year: needs, proposed, adopted, pledged, adjusted, implemented, persistent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from fairshare.evaluation.expost.measured import Measured, computed, part_of, summed
from fairshare.evaluation.expost.past import Read
from fairshare.evaluation.expost.past.tables import remainder, taken
from fairshare.evaluation.expost.pool_year.record import Record, Told, reported
from fairshare.evaluation.expost.pool_year.states import delivered, fair_shares, lowered, pledges, relocated
from fairshare.evaluation.pool.fairness import effective_pool
from fairshare.law.solidarity.access import role
from fairshare.ledger.events import (
    ActAdopted,
    Event,
    NoticeReceived,
    PressureDecided,
    ProposalAdopted,
)
from fairshare.ledger.postings import RELOCATION
from fairshare.ledger.procedure import NeedsStated

ROLES: Final = ("contributing", "benefitting", "released", "deducted", "refused_access")
PARTS: Final = {
    "pledged_of_adopted": ("pledged", "adopted"),
    "implemented_of_pledged": ("implemented", "pledged"),
    "implemented_of_adopted": ("implemented", "adopted"),
    "implemented_of_needs": ("implemented", "needs"),
    "persistent_of_implemented": ("persistent", "implemented_relocation"),
}
"""Indicators that are a part of a whole: the part, and the whole."""


def chain_figures(record: Record, read: Read) -> tuple[Measured, ...]:
    """Every figure of the chain, each after those that it rests on."""
    reference = record.book.require_act("AMMR 57(1)")
    act = record.of(ActAdopted)[-1:]
    unit = record.measured("eur_per_unit", "eur_per_unit", reference.ratio, act)
    adopted = record.measured("adopted", "adopted", record.report.reference_relocations.value, act)
    chain = [unit, *_needs(record, unit), adopted, *_sizes(record, adopted, read)]
    chain += [*pledges(record, unit), *lowered(record), *delivered(record, unit), *relocated(record)]
    takers = [row.state for row in record.report.rows if record.book.total(row.state, "implemented", RELOCATION)]
    chain += reported(record, "persistent", takers)
    so_far = {figure.key: figure for figure in chain}
    chain += [*_roles(record, so_far), *_effective(record, so_far, read)]
    return (*chain, *(part_of(name, name, so_far[part], so_far[whole]) for name, (part, whole) in PARTS.items()))


def _needs(record: Record, unit: Measured) -> Iterator[Measured]:
    """Needs of the states that benefit, as they tell them, in units; the sum is known if all have told theirs."""
    told = {event.state: (name, event) for name, event in record.of(NeedsStated)}
    starts: dict[str, Told[Event]] = {event.state: (name, event) for name, event in record.of(NoticeReceived)}
    starts |= {event.state: (name, event) for name, event in record.of(PressureDecided)}
    parts = []
    for state in sorted(state for state, standing in record.book.standings.items() if standing.uses_pool):
        value = _in_units(told[state][1], unit.value or Fraction(1)) if state in told else None
        parts.append(record.measured(f"needs.{state}", "needs", value, [told.get(state) or starts[state]]))
    yield from parts
    yield summed("needs", "needs", parts) if parts else record.measured("needs", "needs", None, ())


def _in_units(stated: NeedsStated, ratio: Fraction) -> Fraction:
    amounts = {str(measure): Fraction(amount) for measure, amount in stated.needs.items()}
    persons = amounts.pop(RELOCATION, Fraction(0))
    return persons + sum(amounts.values(), Fraction(0)) / ratio


def _sizes(record: Record, adopted: Measured, read: Read) -> Iterator[Measured]:
    """What was proposed, the fair shares, and their sum as published, else as computed."""
    proposal = record.book.proposal
    shown = proposal is not None and proposal.disclosure != "restricted"
    value = proposal.relocations if proposal is not None and shown else None
    proposed = record.measured("proposed", "proposed", value, record.of(ProposalAdopted)[-1:])
    shares = fair_shares(record)
    name = "fair_share_sum"
    yield from (proposed, part_of("adopted_of_proposed", "adopted_of_proposed", adopted, proposed), *shares)
    yield summed(f"{name}.computed", name, shares)
    if record.report.published_sum is None:
        total = summed(name, name, shares)
    else:
        total = taken(read(f"act_{record.report.year}")["sum_of_national_numbers"], name, name)
    yield from (total, remainder("rounding_surplus", "rounding_surplus", total, adopted))


def _roles(record: Record, so_far: Mapping[str, Measured]) -> Iterator[Measured]:
    """How many states of the key have each role."""
    states = [row for row in record.report.rows if row.state in record.book.fair]
    inputs = [so_far[f"adjusted.{row.state}"] for row in states] or [so_far["adopted"]]
    for name in ROLES:
        count = sum(row.role == name for row in states)
        yield computed(f"states_by_role.{name}", "states_by_role", role, inputs, Fraction(count))


def _effective(record: Record, so_far: Mapping[str, Measured], read: Read) -> Iterator[Measured]:
    """The pool that will be delivered: as a statement says, else as the pledges do; and the bridge from fair shares."""
    effective = record.report.effective
    inputs: tuple[Measured, ...] = (so_far["eur_per_unit"],)
    if effective.unexplained:
        act = read(f"act_{record.report.year}")
        stated = [
            taken(act["spain_relocations"], "stated_relocations", "stated_relocations"),
            taken(act["spain_eur"], "stated_money", "stated_money"),
        ]
        yield from stated
        inputs = (*stated, *inputs)
    else:
        inputs = (*inputs, *(figure for key, figure in so_far.items() if key.startswith("to_implement.")))
    note = "a claim: the statement of one state" if effective.unexplained else ""
    if any(figure.value is None for figure in inputs):
        note = "a lower bound: pledges that are not known count as nothing"
    found = computed("effective", "effective", effective_pool, inputs, effective.units.value, note)
    yield from (found, part_of("effective_of_adopted", "effective_of_adopted", found, so_far["adopted"]))
    shares = [figure for figure in so_far.values() if figure.definition in {"fair_share", "adjusted"}]
    for name, units in effective.bridge.items():
        yield computed(f"bridge.{name}", "bridge", effective_pool, shares, units)
