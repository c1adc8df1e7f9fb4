"""The relocations of 2015 to 2017: Decisions (EU) 2015/1523 (40,000) and 2015/1601 (120,000), as states complied.

In 2015, 2016 and 2017 the plan is what happened: persons from Italy and Greece, by state. In other years it is the same
design: the same part of the year's applications, from the two states with the highest load against the key, allotted to
the others by the key, delivered by each state as it delivered then.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np

from fairshare.law.mechanisms.dublin_as_applied import CRITERIA
from fairshare.law.mechanisms.interface import Bools, Floats, Mechanism, Plan, Situation, nothing
from fairshare.law.mechanisms.shares import above_key, coupled, fill, over_sum, ratio_to
from fairshare.law.parameters import table

SOURCES: Final = ("IT", "EL")
"""The two states of the Decisions. A row of the table has its columns in this order."""

_SCHEME: Final = table("mechanisms")["relocation_2015"]
_MONTHS: Final = 24
_COMMITTED: Final = {state: (row[1] + row[3], row[2] + row[4]) for state, row in _SCHEME["states"].items()}
_RELOCATED: Final = {state: (row[5], row[6]) for state, row in _SCHEME["states"].items()}

PART_OF_APPLICATIONS: Final = sum(map(sum, _COMMITTED.values())) / _SCHEME["applications"]["value"]
"""What states committed themselves to, as a part of the first applications in the Union in those two years: 4 %."""


@cache
def commitments(states: tuple[str, ...]) -> Floats:
    """Persons whom each state was to take under both Decisions, from Italy and from Greece: states x 2."""
    return np.array([_COMMITTED.get(state, (0, 0)) for state in states], dtype=np.float64)


@cache
def outcomes(states: tuple[str, ...]) -> Floats:
    """Persons whom each state had taken in the end, from Italy and from Greece: states x 2."""
    return np.array([_RELOCATED.get(state, (0, 0)) for state in states], dtype=np.float64)


@cache
def compliance(states: tuple[str, ...]) -> Floats:
    """Part of its commitment that each state delivered, at most 1; the mean of all for a state that had none."""
    committed, relocated = commitments(states).sum(axis=1), outcomes(states).sum(axis=1)
    mean = sum(map(sum, _RELOCATED.values())) / sum(map(sum, _COMMITTED.values()))
    parts = np.divide(relocated, committed, out=np.full_like(committed, mean), where=committed > 0)
    capped: Floats = np.minimum(parts, 1.0)
    return capped


def solidarity(at: Situation) -> Plan:
    """What was relocated in the years of the Decisions, and the same design in the others."""
    months = _SCHEME["months"].get(at.year)
    return _as_it_was(at, months / _MONTHS) if months else _again(at)


def _as_it_was(at: Situation, part: float) -> Plan:
    """The part of the scheme that falls in the year; delivered beyond a commitment only where that happened."""
    committed, relocated = commitments(at.states), outcomes(at.states)
    delivered = np.minimum(relocated * at.figure("delivery_2015"), np.maximum(committed, relocated)) * part
    relocate = at.nobody()
    for column, source in enumerate(SOURCES):
        place = at.states.index(source)
        wanted = delivered[:, column]
        relocate[place] = wanted * (at.movable[place] / wanted.sum()) if wanted.sum() > at.movable[place] else wanted
    return _plan(at, relocate, committed.sum(axis=1) * part, at.places(SOURCES))


def _again(at: Situation) -> Plan:
    ratios = ratio_to(at.applications, at.key)
    highest = np.argsort(-ratios, kind="stable")[: len(SOURCES)]
    benefitting = np.zeros(len(at.states), dtype=bool)
    benefitting[highest] = ratios[highest] > 1
    if not benefitting.any():
        return nothing(at)
    need = np.where(benefitting, above_key(at), 0.0)
    persons = PART_OF_APPLICATIONS * float(at.applications[at.key > 0].sum())
    asked = fill(persons, need, need)
    owed = over_sum(np.where(benefitting, 0.0, at.key)) * float(asked.sum())
    delivered = owed * np.minimum(compliance(at.states) * at.figure("delivery_2015"), 1.0)
    sources = fill(float(delivered.sum()), asked, np.where(benefitting, np.minimum(at.movable, need), 0.0))
    return _plan(at, coupled(sources, delivered), owed, benefitting)


def _plan(at: Situation, relocate: Floats, owed: Floats, benefitting: Bools) -> Plan:
    return Plan(relocate, at.nobody(), at.nobody(), at.nobody(), owed, relocate.sum(axis=0), benefitting)


MECHANISM: Final = Mechanism(
    name="relocation-2015",
    title="Relocation of 2015 (40,000 + 120,000), as states complied",
    implements=(
        *CRITERIA,
        "Decision (EU) 2015/1523",
        "Decision (EU) 2015/1601 Annex I",
        "Decision (EU) 2015/1601 Annex II",
    ),
    omits=(
        "Relocations are spread evenly over the 24 months; in fact they began slowly and ended in 2018.",
        "Who was eligible (nationalities with 75 % recognition) is not asked; who is relocated is in a procedure.",
        "The 54,000 places that were never allotted, and the admissions from Turkey set off against them.",
        "EUR 6,000 a person came from the Union's budget, not from states: it is not in the payments.",
        "Outside 2015 to 2017 the reference key stands for that of the Decision, which needs unemployment rates.",
        "Outside 2015 to 2017 it never existed: size, states and compliance are carried over.",
    ),
    regime="dublin3",
    solidarity=solidarity,
    rates=("delivery_2015",),
)
"""Norway, Switzerland and Liechtenstein took persons too, without a commitment and outside the key."""
