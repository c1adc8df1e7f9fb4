"""A matching of the candidates of a cycle with the places drawn for them: instance, run, and what is kept of it.

The mechanisms are those of :mod:`fairshare.matching`; nothing is weighed here. The places are those that the ledger has
committed to a benefitting state and that are kept for no case yet, each row for people present in that state.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import numpy as np
from django.db import transaction

from fairshare.law.responsibility.codes import STATE_CODE
from fairshare.law.solidarity.access import is_shielded
from fairshare.law.solidarity.relocation import GROUNDS, Why
from fairshare.matching.explain import Notes, explain
from fairshare.matching.links import KIND_NAMES, LinkRows, link_kinds, pair_links
from fairshare.matching.measures import measure
from fairshare.matching.mechanisms.catalogue import MECHANISMS
from fairshare.matching.mechanisms.preferences import derive
from fairshare.matching.optimum import STAGES, Optimum, solve
from fairshare.matching.policy import KINDS, WEIGHTS, Policy
from fairshare.matching.problem import NOWHERE, Ints, Problem
from fairshare.matching.problem import Placement as MatchPlacement
from fairshare.matching.sharing.mix import mix
from fairshare.states import PART_IV
from fairshare.workbench.cases.around import Surroundings, places
from fairshare.workbench.cases.beginnings import READY
from fairshare.workbench.cases.guards import ground_of
from fairshare.workbench.cases.models import Case, Link, Placement, Refusal, Run

STATES: Final = tuple(sorted(PART_IV))
TIME_LIMIT: Final = 60.0
"""Seconds for branch and bound; what it cannot close by then is told as the gap."""


@dataclass(frozen=True)
class Instance:
    """Candidates in the order of their pseudonyms, the problem that they make, and what is known beside it."""

    rows: tuple[Case, ...]
    problem: Problem
    notes: Notes


def policy_of(run: Run) -> Policy:
    """The weights of a run."""
    weights = {name: Fraction(run.policy[name]) for name in WEIGHTS}
    return Policy(**weights, kinds={kind: Fraction(run.policy[kind]) for kind in KINDS}, time_limit=TIME_LIMIT)


def instance(run: Run, surroundings: Surroundings) -> Instance:
    """The candidates of a run and the places open to them, as they stand now."""
    found = Case.unscoped.filter(cycle_id=run.cycle_id, status__in=READY).order_by("public")
    rows = tuple(found.filter(present_in=run.present_in) if run.present_in else found)
    number = {row.pk: place for place, row in enumerate(rows)}
    policy, barred = policy_of(run), _barred(rows, number, surroundings)
    declared = _links(number)
    pairs = pair_links(declared, policy, len(STATES))
    nations = sorted({row.nationality for row in rows} - {""})
    quotas = _quotas(sorted({row.present_in for row in rows}), surroundings)
    grounds = [ground_of(row.facts, surroundings.around(row.facts)) for row in rows]
    problem = Problem(
        states=STATES,
        persons=_ints(row.persons for row in rows),
        present_in=_ints(STATES.index(row.present_in) for row in rows),
        vulnerable=np.array([row.vulnerable for row in rows], np.bool_),
        eligible=np.array([ground is None for ground in grounds], np.bool_),
        nationality=_ints(nations.index(row.nationality) if row.nationality else -1 for row in rows),
        link_family=pairs.family,
        link_state=pairs.state,
        link=pairs.link,
        barred_family=_ints(family for family, _, _ in barred),
        barred_state=_ints(state for _, state, _ in barred),
        row_state=_ints(state for state, _, _ in quotas),
        row_present=_ints(present for _, present, _ in quotas),
        places=_ints(number for _, _, number in quotas),
        policy=policy,
    )
    words = tuple(GROUNDS[why].says for why in Why)
    ineligible = _ints(NOWHERE if ground is None else int(ground) for ground in grounds)
    notes = Notes(link_kinds(problem, declared), KIND_NAMES, ineligible, words, [says for _, _, says in barred])
    return Instance(rows, problem, notes)


def _ints(values: Any) -> Ints:
    return np.fromiter(values, np.int64)


def _links(number: dict[int, int]) -> LinkRows:
    found = Link.unscoped.filter(case__in=number).values_list("case_id", "state", "kind", "strength")
    rows = [(number[c], STATES.index(s), KIND_NAMES.index(k), float(w)) for c, s, k, w in found]
    family, state, kind, strength = zip(*rows, strict=True) if rows else ((), (), (), ())
    return LinkRows(_ints(family), _ints(state), _ints(kind), np.array(strength, np.float64))


def _quotas(present: Sequence[str], surroundings: Surroundings) -> list[tuple[int, int, int]]:
    """Rows of places: state, state of presence, persons; in the order of the states."""
    return sorted(
        (STATES.index(to), STATES.index(there), number)
        for there in present
        for to, number in places(surroundings, there).items()
    )


def _barred(rows: Sequence[Case], number: dict[int, int], it: Surroundings) -> list[tuple[int, int, str]]:
    """Pairs that must not be made, and why: refused, shielded, or closed to beneficiaries. Sorted, each once."""
    found: dict[tuple[int, int], str] = {}
    for place, row in enumerate(rows):
        for state, code in enumerate(STATES):
            waived = [w for s, w in it.book.waived if s == code]
            if row.kind == "beneficiary" and not it.agreed[STATE_CODE[row.present_in]] >> STATE_CODE[code] & 1:
                found[place, state] = GROUNDS[Why.NO_AGREEMENT_OF_THE_TWO].says
            elif is_shielded(row.present_in, it.book.shortcomings, waived):
                found[place, state] = GROUNDS[Why.SHIELDED].says
    for case, code in Refusal.unscoped.filter(case__in=number).values_list("case_id", "state"):
        found[number[case], STATES.index(code)] = "the state refused this case before"
    return [(family, state, says) for (family, state), says in sorted(found.items())]


def carry_out(run: Run, it: Instance, tell: Callable[[str], None] = lambda stage: None) -> None:
    """Run the mechanism, and keep its placements and figures with the run. The bound is proved in every run."""
    best = solve(it.problem, run.seed, tell)
    placement = best if run.mechanism == best.mechanism else MECHANISMS[run.mechanism].run(it.problem, seed=run.seed)
    proved = isinstance(placement, Optimum)
    told = explain(best, it.notes) if proved else None
    allowed = it.problem.allowed.tolist()
    rows = [
        Placement(
            run=run,
            case=row,
            state="" if to == NOWHERE else STATES[to],
            reason=told.code(place) if told else "",
            why=told.sentence(place) if told else "",
            others=[code for s, code in enumerate(STATES) if allowed[place] >> s & 1 and s != to],
        )
        for place, (row, to) in enumerate(zip(it.rows, placement.state.tolist(), strict=True))
    ]
    run.result = _figures(it.problem, placement.state, best, run, proved)
    with transaction.atomic():  # only now: others write while it is solved
        Placement.unscoped.filter(run=run).delete()
        Placement.unscoped.bulk_create(rows, batch_size=500)
        run.save(update_fields=["result"])


def _figures(problem: Problem, state: Ints, best: Optimum, run: Run, proved: bool) -> dict[str, Any]:
    """The figures of a run: what it achieves, against the greatest value that any placement can have."""
    row = measure(MatchPlacement(problem, state, run.mechanism), derive(problem, run.seed), best.bound, 0.0)
    rows = [f"{STATES[to]}|{STATES[there]}" for to, there in zip(problem.row_state, problem.row_present, strict=True)]
    return {
        "cases": len(problem.persons), "eligible": int(problem.eligible.sum()), "linked": int(problem.linked.sum()),
        "families": row.families, "persons": row.persons, "links": row.links, "vulnerable": row.vulnerable,
        "unfilled": row.unfilled, "value": _text(row.value), "bound": _text(best.bound), "bound_by": best.bound_by,
        "gap": _text((best.bound - row.value) / best.bound if best.bound else 0.0), "envy": row.envy,
        "mix": _text(mix(problem, state).overall) if row.families > row.links else None,
        "places": dict(zip(rows, problem.places.tolist(), strict=True)),
        "prices": dict(zip(rows, map(_text, best.prices.tolist()), strict=True)) if proved else {},
    }  # fmt: skip


def _text(value: float) -> str:
    """A figure as a plain decimal of at most 12 significant digits."""
    return format(Decimal(f"{value:.12g}"), "f")


def stage_number(stage: str) -> int:
    """How many stages of a run are done when one begins."""
    return STAGES.index(stage) + 1
