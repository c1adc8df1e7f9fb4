"""Findings: what a person judged. They are recorded here, each in the column that the rules read, and never computed.

A finding without ``person`` concerns everyone of the answer. Of several on one thing the latest stands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from fairshare.law.citation import cites
from fairshare.law.responsibility.codes import NONE, STATE_CODE, Happened
from fairshare.law.responsibility.days import NO_DAY
from fairshare.law.responsibility.notation.model import Case, Finding
from fairshare.states import state_code

ABOUT_RELATIVES: Final = frozenset({"able_to_care", "dependency", "best_interests"})
_MUTUAL: Final = frozenset({"able_to_care", "dependency"})
TRUTHS: Final = frozenset({"able_to_care", "dependency", "unable_to_travel"})
"""Findings that are true or false and choose no state."""

_EVENTS: Final = {
    "discretion_35_1": Happened.EXAMINES_ITSELF,
    "discretion_35_2": Happened.HUMANITARIAN_DECISION,
    "transfer_against_best_interests": Happened.TRANSFER_AGAINST_BEST_INTERESTS,
}
ACTS: Final = frozenset(_EVENTS)
"""Findings that are acts of a state: one state may do what another refuses."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A finding with what it is about: a person, a state, both or neither. ``subject`` is whom it protects."""

    kind: str
    subject: str | None
    relative: str | None
    state: int
    by: int
    chosen: int
    holds: bool
    day: int
    source: int


@cites("AMMR 25(4)", "AMMR 34(1)")
def judgements(case: Case, persons: Collection[str], members: Collection[str], asked_on: int) -> list[Judgement]:
    """The findings known on the day of the question, earliest first; undated ones before all others."""
    known = [
        _judgement(number, finding, persons, members)
        for number, finding in enumerate(case.findings)
        if finding.date <= asked_on
    ]
    return sorted(known, key=lambda judgement: judgement.day)


def _judgement(number: int, finding: Finding, persons: Collection[str], members: Collection[str]) -> Judgement:
    subject, about = finding.person, finding.about
    if finding.kind in _MUTUAL and subject is not None and subject not in members:
        # "the mother is able to care": the finding names the relative where the person it protects belongs
        subject, about = (about if about in members else None), subject
    relative = about if about in persons and about != subject else None
    state = finding.state
    if state == NONE and about is not None and about not in persons:
        state = STATE_CODE[state_code(about) or ""]
    chosen = NONE if isinstance(finding.value, bool) else finding.value
    holds = chosen != NONE or bool(finding.value)
    return Judgement(finding.kind, subject, relative, state, finding.by, chosen, holds, finding.date, number)


@dataclass(slots=True)
class Personal:
    """What was found of one person: the columns of a row. Truths are -1 where nothing was found."""

    security_threat: int = NONE
    security_by: int = NONE
    security_date: int = NO_DAY
    unable_to_travel: int = NONE
    article_4_risk: int = 0
    interests_for: int = 0
    interests_against: int = 0
    best_interests: int = NONE

    def take(self, found: Judgement) -> None:
        """Record one finding; what it says of a relative stands with the relative."""
        if found.kind == "security_threat":
            by = next((state for state in (found.by, found.state, found.chosen) if state != NONE), NONE)
            self.security_threat, self.security_by, self.security_date = int(found.holds), by, found.day
        elif found.kind == "unable_to_travel":
            self.unable_to_travel = int(found.holds)
        elif found.kind == "art4_risk":
            state = found.state if found.chosen == NONE else found.chosen
            self.article_4_risk = _with(self.article_4_risk, state, found.holds)
        elif found.kind == "best_interests":
            self._take_interests(found)

    def _take_interests(self, found: Judgement) -> None:
        if found.chosen != NONE:
            state, holds = found.chosen, True
        elif found.state != NONE:
            state, holds = found.state, found.holds
        else:
            if found.relative is None:
                self.best_interests = int(found.holds)
            return
        self.interests_for = _with(self.interests_for, state, holds)
        self.interests_against = _with(self.interests_against, state, not holds)


def _with(mask: int, state: int, holds: bool) -> int:
    if state == NONE:
        return mask
    return mask | 1 << state if holds else mask & ~(1 << state)


def personal(found: Iterable[Judgement], person: str) -> Personal:
    """What was found of one person of the answer."""
    answer = Personal()
    for judgement in found:
        if judgement.subject is None or judgement.subject == person:
            answer.take(judgement)
    return answer


def of_relative(found: Sequence[Judgement], person: str, relative: str, state: int) -> tuple[int, int, int]:
    """Whether a relative in ``state`` is able to care, is in the best interests of the child, and one depends on the
    other, as found for one person of the answer."""
    answer = {"able_to_care": NONE, "best_interests": NONE, "dependency": NONE}
    for judgement in found:
        if (
            judgement.kind in ABOUT_RELATIVES
            and judgement.subject in {None, person}
            and _concerns(judgement, relative, state)
        ):
            answer[judgement.kind] = int(judgement.holds)
    return answer["able_to_care"], answer["best_interests"], answer["dependency"]


def _concerns(judgement: Judgement, relative: str, state: int) -> bool:
    if judgement.relative is not None:
        return judgement.relative == relative and judgement.chosen in {NONE, state}
    if judgement.kind == "best_interests":
        return False  # of a state, or of no one: it stands with the child
    return judgement.state in {NONE, state}


@cites("AMMR 35(1)", "AMMR 35(2)", "AMMR 37(1)")
def events(found: Iterable[Judgement], person: str, first_day: int) -> list[tuple[int, ...]]:
    """The findings that are acts of a state, as events: where they come from, then the columns of an event.

    One without a day is taken to be of the day of the first registration.
    """
    answer: list[tuple[int, ...]] = []
    for judgement in found:
        kind = _EVENTS.get(judgement.kind)
        if kind is None or not judgement.holds or judgement.subject not in {None, person}:
            continue
        day = first_day if judgement.day == NO_DAY else judgement.day
        state, to = _actors(kind, judgement)
        answer.append((-1 - judgement.source, kind, day, state, judgement.by, to, NO_DAY))
    return list({act[1:]: act for act in answer}.values())


def _actors(kind: Happened, judgement: Judgement) -> tuple[int, int]:
    """Who decides, and who is asked."""
    if kind is Happened.HUMANITARIAN_DECISION:
        return NONE, judgement.state if judgement.chosen == NONE else judgement.chosen
    first = judgement.by if kind is Happened.EXAMINES_ITSELF else judgement.state
    second = judgement.state if kind is Happened.EXAMINES_ITSELF else judgement.by
    return next((state for state in (first, second, judgement.chosen) if state != NONE), NONE), NONE
