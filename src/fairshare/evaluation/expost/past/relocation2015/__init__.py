"""The relocation of 2015 to 2017 from Italy and Greece: Decisions (EU) 2015/1523 and 2015/1601, evaluated.

Every denominator is told or none; every figure by state with the day on which it was told.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from fairshare.evaluation.expost.account_section import account_section
from fairshare.evaluation.expost.document import Evaluation
from fairshare.evaluation.expost.measured import Figures, Measured, collected
from fairshare.evaluation.expost.past import SEARCHED, Past, Read
from fairshare.evaluation.expost.past.relocation2015 import (
    chain,
    evidence,
    fairness,
    money,
    persistence,
    procedure,
    states,
)
from fairshare.evaluation.expost.past.relocation2015 import states_section as shown
from fairshare.evaluation.expost.past.tables import digests
from fairshare.evaluation.expost.past.yardstick import compared_section

TABLES: Final = (
    "relocation_2015",
    "relocation_2015_states",
    "relocation_2015_flows",
    "relocation_persistence",
    "asylum_2014_2017",
)
"""The reference tables that the evaluation rests on."""


def evaluation(past: Past, read: Read) -> Evaluation:
    """The evaluation from the reference tables."""
    bound = states.bound_states(read)
    acts = (*chain.published(read), *states.commitments(read))
    done = (*acts, *states.deliveries(read, by_key(acts)))
    found = by_key(done)
    figures = collected(
        (
            *done,
            *chain.differences(found),
            *procedure.procedure(read),
            *persistence.persistence(read),
            *money.dues(read, found, bound),
            *fairness.fairness(read, found, bound),
        )
    )
    sections = (
        evidence.need_section(),
        fairness.scale_section(),
        chain.chain_section(figures),
        shown.commitments_section(bound),
        shown.deliveries_section(bound, figures),
        shown.flows_section(bound),
        procedure.procedure_section(figures),
        persistence.persistence_section(figures),
        money.money_section(bound, figures),
        account_section(figures),
        compared_section(figures),
        chain.sums_section(),
    )
    return Evaluation(
        past.name,
        past.title,
        past.start,
        past.end,
        SEARCHED,
        evidence.headline(shown.most(bound, figures)),
        sections,
        figures,
        evidence.GAPS,
        evidence.LIMITS,
        inputs=digests(read, TABLES),
    )


def by_key(figures: Iterable[Measured]) -> Figures:
    """Figures by key."""
    return {figure.key: figure for figure in figures}
