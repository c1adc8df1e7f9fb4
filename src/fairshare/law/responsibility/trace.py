"""Why: every rule tested, in order, with its outcome, over columns; and the same as sentences for a person.

A *reason* is a sentence with places for states, days and numbers, and the rule and outcome that it belongs to. A rule
gives the number of a reason and its figures for each row, so that ten million explanations cost a few small columns;
words are made only when asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from fairshare.law.responsibility.codes import STATES, Array, Bool, Rows, Whys
from fairshare.law.responsibility.days import NO_DAY, as_date

MET: Final = "met"
NOT_MET: Final = "not met"
BLOCKED: Final = "met, but blocked"
HUMAN: Final = "a person must decide"
NOTED: Final = "noted"

SILENT: Final = -1
"""No reason: the row is not concerned."""

_PLACE: Final = re.compile(r"\{(\d):(state|day|number)\}")


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence about a rule. ``text`` has places such as ``{0:day}``; ``flags`` names contested readings under it."""

    rule: str
    outcome: str
    text: str
    flags: tuple[str, ...]


REASONS: Final[list[Reason]] = []


def reason(rule: str, outcome: str, text: str, *, flags: tuple[str, ...] = ()) -> int:
    """Declare a reason and give its number. ``rule`` is a citation such as ``AMMR 33(1)``."""
    REASONS.append(Reason(rule, outcome, text, flags))
    return len(REASONS) - 1


@dataclass(frozen=True, slots=True)
class Step:
    """One rule tested: the reason and its figures by row. ``rows`` are the rows concerned, ``None`` for all."""

    why: Whys
    figures: tuple[Array, ...] = ()
    rows: Rows | None = None


def outcome_is(why: Whys, outcome: str) -> Bool:
    """Where a reason has the outcome."""
    having = np.array([r.outcome == outcome for r in REASONS] + [False], dtype=np.bool_)  # the last serves SILENT = -1
    answer: Bool = having[why]
    return answer


def _figure(value: int, kind: str) -> str:
    if kind == "state":
        return STATES[value] if value >= 0 else "no state"
    if kind == "day":
        return "an unknown day" if value == NO_DAY else as_date(value).isoformat()
    return str(value)


def sentence(why: int, figures: Sequence[int]) -> str:
    """The sentence of a reason with its figures."""
    return _PLACE.sub(lambda found: _figure(figures[int(found[1])], found[2]), REASONS[why].text)


@dataclass(frozen=True, slots=True)
class Link:
    """One line of a chain, as a person reads it."""

    rule: str
    outcome: str
    why: str


def links(step: Step, rows: int) -> list[Link | None]:
    """The line of each of ``rows`` rows of a step; ``None`` where it says nothing. Equal lines are written once."""
    answer: list[Link | None] = [None] * rows
    places = np.arange(rows) if step.rows is None else step.rows
    spoken = np.flatnonzero(step.why != SILENT)
    if not spoken.size:
        return answer
    whole = [step.why, *(np.broadcast_to(figure, step.why.shape) for figure in step.figures)]
    keys = np.stack([column[spoken].astype(np.int64) for column in whole])
    unique, back = np.unique(keys, axis=1, return_inverse=True)
    written = [
        Link(REASONS[int(why)].rule, REASONS[int(why)].outcome, sentence(int(why), [int(f) for f in figures]))
        for why, *figures in unique.T
    ]
    for place, which in zip(places[spoken].tolist(), back.ravel().tolist(), strict=True):
        answer[place] = written[which]
    return answer


def chains(trace: Sequence[Step], rows: int) -> list[list[Link]]:
    """The chain of each row: its lines in the order in which the rules were tested."""
    answer: list[list[Link]] = [[] for _ in range(rows)]
    for step in trace:
        for chain, link in zip(answer, links(step, rows), strict=True):
            if link is not None:
                chain.append(link)
    return answer


def flags_of(trace: Sequence[Step], rows: int) -> list[set[str]]:
    """The contested readings that each row's chain rests on."""
    answer: list[set[str]] = [set() for _ in range(rows)]
    flagged = np.array([bool(r.flags) for r in REASONS] + [False], dtype=np.bool_)
    for step in trace:
        places = np.arange(rows) if step.rows is None else step.rows
        for at in np.flatnonzero(flagged[step.why]).tolist():
            answer[int(places[at])].update(REASONS[int(step.why[at])].flags)
    return answer
