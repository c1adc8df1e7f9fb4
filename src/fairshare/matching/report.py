"""The figures of a run for a report: who goes where, which links are honoured, who is not placed, and for which reason.

Everything is counted from the placement and its explanation. What takes other runs (other mechanisms, the sensitivity)
is added by the caller. States and families are numbers of the problem.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from fairshare.law.citation import cites
from fairshare.law.solidarity.relocation import GROUNDS
from fairshare.matching.explain import NUMBER, REASONS, Explanation
from fairshare.matching.last_places import LastPlace, last_places
from fairshare.matching.problem import NOWHERE, Bools, Ints
from fairshare.matching.sharing.mix import mix

if TYPE_CHECKING:
    from fairshare.matching.sensitivity import Change

_ATTRIBUTES: Final = {
    "nationality": "nationality",
    "persons": "family size",
    "vulnerable": "vulnerability",
    "present_in": "state where they are",
}
_GROUNDS: Final = {why.code: ground for why, ground in GROUNDS.items()}


@dataclass(frozen=True, slots=True)
class Flow:
    """Families present in one state that are placed in another, or nowhere (:data:`NOWHERE`)."""

    present: int
    state: int
    cases: int
    persons: int
    linked_cases: int
    honoured_cases: int
    vulnerable_cases: int


@dataclass(frozen=True, slots=True)
class LinkKind:
    """One kind of link: pairs declared of families that may go there, families with one, and pairs honoured.

    A pair with several links counts under the kind that counts most."""

    kind: str
    pairs: int
    families: int
    honoured: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the eligible families: all of them, and those that are placed."""

    name: str
    cases: int
    persons: int
    placed_cases: int
    placed_persons: int


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Families without a place for one reason. ``code``: of the closed list, or the ground that was given."""

    code: str
    text: str
    cite: str
    cases: int
    persons: int


@dataclass(frozen=True, slots=True)
class BarredPairs:
    """Pairs that must not be made for one reason."""

    text: str
    cite: str
    pairs: int


@dataclass(frozen=True, slots=True)
class DoubleTransfer:
    """A family for which a criterion may point to a third state after relocation (68(2)).

    ``third``: the codes of the states; ``resolved``: it is proposed to go to one of them, so there would be no second
    transfer."""

    family: int
    third: tuple[str, ...]
    basis: str
    resolved: bool


@dataclass(frozen=True, slots=True)
class MixRow:
    """How far the mix of families without links in a state is from the whole, in one attribute.

    ``dissimilarity``: the part of them (0 to 1) that would have to be others for a like mix; ``least``: what it could
    not go below with so few families."""

    state: int
    attribute: str
    cases: int
    dissimilarity: float
    least: float


@dataclass(frozen=True)
class Report:
    """All figures of a run. What was not computed is empty; ``double_transfers`` is ``None`` if nobody looked."""

    explanation: Explanation
    parts: tuple[Part, ...]
    flows: tuple[Flow, ...]
    links: tuple[LinkKind, ...]
    places: tuple[LastPlace, ...]
    unplaced: tuple[Unplaced, ...]
    barred: tuple[BarredPairs, ...]
    double_transfers: tuple[DoubleTransfer, ...] | None
    mix: tuple[MixRow, ...]
    compared: tuple[Mapping[str, Any], ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def linked_honoured(self) -> int:
        """Families placed where they have a link."""
        return sum(flow.honoured_cases for flow in self.flows)


@cites("AMMR 67(3)", "AMMR 60(4)", "AMMR 68(2)", invariants=("I43",))
def report(
    explanation: Explanation,
    third: Mapping[int, tuple[tuple[str, ...], str]] | None = None,
    *,
    compared: Iterable[Mapping[str, Any]] = (),
    changes: Iterable[Change] = (),
) -> Report:
    """Count a run. ``third``: by family the states to which a criterion may point, and on what basis (68(2)).

    ``None`` there means that nobody looked."""
    return Report(
        explanation,
        _parts(explanation),
        _flows(explanation),
        _links(explanation),
        last_places(explanation),
        _unplaced(explanation),
        _barred(explanation),
        None if third is None else _double_transfers(explanation, third),
        _mix(explanation),
        tuple(compared),
        tuple(changes),
    )


def _parts(explanation: Explanation) -> tuple[Part, ...]:
    problem, placed = explanation.problem, explanation.state != NOWHERE
    eligible = problem.eligible
    groups = {
        "all": eligible,
        "vulnerable": eligible & problem.vulnerable,
        "not vulnerable": eligible & ~problem.vulnerable,
        "with a link": eligible & problem.linked,
        "without a link": eligible & ~problem.linked,
    }

    def persons(some: Bools) -> int:
        return int(problem.persons[some].sum())

    return tuple(
        Part(name, int(some.sum()), persons(some), int((some & placed).sum()), persons(some & placed))
        for name, some in groups.items()
    )


def _flows(explanation: Explanation) -> tuple[Flow, ...]:
    """Eligible families by where they are and where they go; those without a place last."""
    problem, state = explanation.problem, explanation.state
    size = len(problem.states) + 1
    code = problem.present_in * size + np.where(state == NOWHERE, size - 1, state)
    some = problem.eligible
    honoured = problem.link_at(state) > 0
    columns = (some, problem.persons * some, some & problem.linked, some & honoured, some & problem.vulnerable)
    counts = [np.bincount(code, column, minlength=size * size).astype(np.int64) for column in columns]
    found = []
    for cell in np.flatnonzero(counts[0]).tolist():
        present, to = divmod(cell, size)
        numbers = [int(count[cell]) for count in counts]
        found.append(Flow(present, NOWHERE if to == size - 1 else to, *numbers))
    return tuple(found)


def _links(explanation: Explanation) -> tuple[LinkKind, ...]:
    problem, notes = explanation.problem, explanation.notes
    if notes.kind is None:
        return ()
    may = problem.may_go(problem.link_family, problem.link_state)
    honoured = explanation.state[problem.link_family] == problem.link_state
    found = []
    for number, kind in enumerate(notes.kinds):
        of_kind = may & (notes.kind == number)
        families = len(np.unique(problem.link_family[of_kind]))
        found.append(LinkKind(kind, int(of_kind.sum()), families, int((of_kind & honoured).sum())))
    return tuple(found)


def _mix(explanation: Explanation) -> tuple[MixRow, ...]:
    found = mix(explanation.problem, explanation.state)
    return tuple(
        MixRow(state, _ATTRIBUTES[name], cases, float(one.dissimilarity[place]), float(one.least[place]))
        for place, (state, cases) in enumerate(zip(found.states.tolist(), found.cases.tolist(), strict=True))
        for name, one in found.attributes.items()
    )


def _unplaced(explanation: Explanation) -> tuple[Unplaced, ...]:
    """Families without a place by reason; those that are not eligible by the ground that was given."""
    problem, out = explanation.problem, explanation.state == NOWHERE
    found = []
    for number, reason in enumerate(REASONS):
        some = out & (explanation.reason == number)
        if number == NUMBER["not-eligible"]:
            found += _ineligible(explanation, some)
        elif some.any():
            found.append(Unplaced(reason.code, reason.text, reason.cite, *_count(problem.persons, some)))
    return tuple(found)


def _count(persons: Ints, some: Bools) -> tuple[int, int]:
    return int(some.sum()), int(persons[some].sum())


def _ineligible(explanation: Explanation, some: Bools) -> list[Unplaced]:
    texts, number = explanation.texts()
    cases = np.bincount(number[some], minlength=len(texts))
    persons = np.bincount(number[some], explanation.problem.persons[some], minlength=len(texts))
    found = []
    for place in np.flatnonzero(cases).tolist():
        code, text, cite = _ground(texts[place].partition(": ")[2])
        found.append(Unplaced(code or "not-eligible", text, cite, int(cases[place]), int(persons[place])))
    return sorted(found, key=lambda row: (-row.cases, row.code))


def _ground(said: str) -> tuple[str, str, str]:
    """Code, words and provision of a ground that was given for a family that is not eligible."""
    ground = _GROUNDS.get(said)
    if ground is None:
        return said, said or "no ground is given", "AMMR 67"
    return said, ground.says, ground.cite


def _barred(explanation: Explanation) -> tuple[BarredPairs, ...]:
    """Pairs that must not be made, by reason, most of them first."""
    said = explanation.notes.barred
    counts = Counter(said if said is not None else [""] * len(explanation.problem.barred_family))
    found = [BarredPairs(*_with_cite(reason), pairs) for reason, pairs in counts.items()]
    return tuple(sorted(found, key=lambda row: (-row.pairs, row.text)))


def _with_cite(reason: str) -> tuple[str, str]:
    """A reason and the provision in brackets at its end, if there is one.

    >>> _with_cite("no agreement of the two (AMMR 56(2)(a)(ii))")
    ('no agreement of the two', 'AMMR 56(2)(a)(ii)')
    >>> _with_cite("")
    ('no reason given', '')
    """
    text, bracket, cite = reason.rpartition(" (AMMR ")
    if bracket and cite.endswith(")"):
        return text, "AMMR " + cite[:-1]
    return reason or "no reason given", ""


def _double_transfers(
    explanation: Explanation, third: Mapping[int, tuple[Sequence[str], str]]
) -> tuple[DoubleTransfer, ...]:
    """Those proposed for another state than the third first, then those without a place, then the resolved."""
    states, found = explanation.problem.states, []
    for family, (codes, basis) in third.items():
        to = int(explanation.state[family])
        resolved = to != NOWHERE and states[to] in codes
        rank = 2 if resolved else int(to == NOWHERE)
        found.append((rank, family, DoubleTransfer(family, tuple(codes), basis, resolved)))
    return tuple(row for _, _, row in sorted(found, key=lambda one: one[:2]))
