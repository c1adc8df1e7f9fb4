"""Chains of reasons as Arrow columns: every rule tested, with its sentence, without a Python object for each.

The same words as :func:`fairshare.law.responsibility.trace.chains`; a test holds them together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fairshare.law.responsibility.codes import STATES, Array
from fairshare.law.responsibility.days import NO_DAY, as_date
from fairshare.law.responsibility.trace import REASONS, SILENT, Step

LINK: Final = pa.struct([("rule", pa.string()), ("outcome", pa.string()), ("why", pa.string())])
_PLACE: Final = re.compile(r"\{(\d):(state|day|number)\}")


def chain_cells(trace: Sequence[Step], rows: int) -> pa.ListArray:
    """The chain of each row: a list of rule, outcome and reason, in the order in which the rules were tested."""
    spoken = [(step, np.flatnonzero(step.why != SILENT)) for step in trace]
    where = [at if step.rows is None else step.rows[at] for step, at in spoken]
    whys = [np.asarray(step.why)[at] for step, at in spoken]
    counts = np.zeros(rows + 1, np.int64)
    for places in where:
        counts[places + 1] += 1  # a row stands in a step once
    offsets = np.cumsum(counts)
    order = np.empty(int(offsets[-1]), np.int64)
    following = offsets[:-1].copy()
    first = 0
    for places in where:
        order[following[places]] = np.arange(first, first + places.size)
        following[places] += 1
        first += places.size
    numbers = np.concatenate([*whys, np.empty(0, np.int16)]).astype(np.int64)[order]
    texts = [
        sentences(why, [np.broadcast_to(f, step.why.shape)[at] for f in step.figures])
        for (step, at), why in zip(spoken, whys, strict=True)
    ]
    said = pa.concat_arrays([*texts, pa.array([], pa.string())]).take(pa.array(order))
    rules = pa.array([reason.rule for reason in REASONS], pa.string()).take(pa.array(numbers))
    outcomes = pa.array([reason.outcome for reason in REASONS], pa.string()).take(pa.array(numbers))
    links = pa.StructArray.from_arrays([rules, outcomes, said], fields=list(LINK))
    return pa.ListArray.from_arrays(pa.array(offsets.astype(np.int32)), links)


def sentences(why: Array, figures: Sequence[Array]) -> pa.Array:
    """The sentence of each reason with its figures."""
    present = np.unique(why)
    if present.size == 1:
        return _filled(int(present[0]), figures, why.size)
    parts, places = [], []
    for number in present.tolist():
        at = np.flatnonzero(why == number)
        parts.append(_filled(number, [figure[at] for figure in figures], at.size))
        places.append(at)
    if not parts:
        return pa.array([], pa.string())
    back = np.empty(why.size, np.int64)
    back[np.concatenate(places)] = np.arange(why.size)
    return pa.concat_arrays(parts).take(pa.array(back))


def _filled(number: int, figures: Sequence[Array], rows: int) -> pa.Array:
    pieces = _PLACE.split(REASONS[number].text)
    if len(pieces) == 1:
        return pa.repeat(pa.scalar(pieces[0]), rows)
    told = [pieces[0]]
    for place, kind, literal in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        told += [_figures(figures[int(place)], kind), literal]
    return pc.binary_join_element_wise(*told, "")


def _figures(values: Array, kind: str) -> pa.Array:
    if kind == "number":
        return pa.array(values.astype(np.int64)).cast(pa.string())
    if kind == "state":
        return _state_names().take(pa.array(np.maximum(values, -1).astype(np.int64) + 1))
    days = pa.array(values.astype(np.int64)).dictionary_encode()
    told = ["an unknown day" if day == NO_DAY else as_date(day).isoformat() for day in days.dictionary.to_pylist()]
    return pa.array(told, pa.string()).take(days.indices)


@cache
def _state_names() -> pa.Array:
    return pa.array(["no state", *STATES])
