"""A mechanism of one's own from a short mapping, read by the command from YAML. Every fault is named by its path.

A pool is shared out by a key over the participants that do not benefit, in the forms that ``types`` says, as far as
``compliance`` says. Without a pool there is no solidarity, only rules on who is responsible.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from fairshare.faults import BadInputError
from fairshare.law.keys import KEYS
from fairshare.law.mechanisms.declared_fields import FIELDS, LEVELS, TYPES, Reader
from fairshare.law.mechanisms.forms import Forms, carried_out
from fairshare.law.mechanisms.interface import Bools, Floats, Mechanism, Plan, Situation, nothing
from fairshare.law.mechanisms.shares import by_levels, ratio_to
from fairshare.states import PART_IV

KEY_NAMES: Final = tuple(name for name, key in KEYS.items() if LEVELS.issuperset(key.columns) and key.levels)
"""Keys that a declared mechanism may name: those made of population and GDP alone."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What was declared of solidarity. ``pool``: persons a year, or a part of the applications where ``percent``.

    ``weights`` are those of the key; ``types`` the part of what is owed in each form; ``compliance`` the part that each
    state gives, ``default`` that of the others; ``benefitting``: fixed states, else those above ``threshold``
    (``None``: the rate ``pressure``)."""

    pool: float
    percent: bool
    weights: Mapping[str, float]
    threshold: float | None
    types: Mapping[str, float]
    compliance: Mapping[str, float]
    default: float
    participants: frozenset[str]
    benefitting: frozenset[str]

    def __call__(self, at: Situation) -> Plan:
        """The plan of a year."""
        members = at.places(self.participants)
        key = by_levels(at, self.weights, members)
        benefitting = self._benefitting(at, key)
        applications = float(np.where(members, at.applications, 0.0).sum())
        pool = self.pool * applications if self.percent else self.pool
        if not benefitting.any() or pool <= 0:
            return nothing(at)
        owed = np.where(benefitting, 0.0, key * pool)
        kept = np.array([self.compliance.get(state, self.default) for state in at.states])
        forms = Forms(*(owed * kept * self.types.get(name, 0.0) for name in TYPES))
        return carried_out(at, owed, forms, benefitting)

    def _benefitting(self, at: Situation, key: Floats) -> Bools:
        if self.benefitting:
            return at.places(self.benefitting)
        level = at.figure("pressure") if self.threshold is None else self.threshold
        return ratio_to(at.applications, key) > level


def declared(given: object, source: str = "mechanism") -> Mechanism:
    """The mechanism that a mapping declares. Raises :class:`~fairshare.faults.BadInputError` with every fault by path.

    Fields: ``name`` and ``regime``, which must be there; ``title``, ``entrance``, ``practice``, ``linked_first``,
    ``omits``; and of solidarity ``pool`` (persons a year, or ``"5 %"`` of the applications), ``key``, ``threshold``,
    ``types``, ``compliance``, ``participants``, ``benefitting``.

    >>> declared({"name": "mine", "regime": "ammr", "pool": 50000, "types": {"relocation": 1}}).rates
    ('pressure', 'unit_eur')
    >>> declared({"name": "mine", "regime": "dublin4"}, "mine.yaml")
    Traceback (most recent call last):
    ...
    fairshare.faults.BadInputError: mine.yaml:1: regime: 'dublin4' is unknown; expected one of none, convention1990, \
dublin2, dublin3, com2016, ammr
    """
    reader = Reader(source)
    fields = reader.mapping(given, FIELDS)
    read: dict[str, Any] = {
        "name": reader.name(fields),
        "title": reader.text(fields, "title", str(fields.get("name", ""))),
        "omits": reader.sentences(fields),
        "linked_first": reader.flag(fields, "linked_first", default=False),
        **reader.words(fields),
    }
    terms = _terms(reader, fields)
    if reader.faults:
        raise BadInputError(reader.faults)
    if terms is None:
        return Mechanism(implements=(), **read)
    rates = ("unit_eur",) if terms.benefitting or terms.threshold is not None else ("pressure", "unit_eur")
    return Mechanism(implements=(), participants=terms.participants, solidarity=terms, rates=rates, **read)


def _terms(reader: Reader, fields: Mapping[str, Any]) -> Terms | None:
    pool, percent = reader.pool(fields)
    key = reader.word(fields, "key", KEY_NAMES, "ammr")
    compliance = dict(reader.compliance(fields))
    participants = reader.states(fields, "participants") or PART_IV
    benefitting = reader.states(fields, "benefitting")
    reader.inside(benefitting, participants, "benefitting")
    terms = Terms(
        pool,
        percent,
        {column: float(weight) for column, weight in KEYS[key].levels.items()},
        reader.number(fields, "threshold", 0.0, 1000.0),
        reader.types(fields),
        compliance,
        compliance.pop("default", 1.0),
        participants,
        benefitting,
    )
    return terms if "pool" in fields else None
