"""Relatives: links, statuses, wishes and findings joined into the slots that the family criteria read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from fairshare.law.citation import cites
from fairshare.law.responsibility.codes import NONE, STATE_CODE, Ended, Link, Paper, PaperType, Standing
from fairshare.law.responsibility.days import FOREVER, NO_DAY
from fairshare.law.responsibility.notation.findings import Judgement, of_relative
from fairshare.law.responsibility.notation.model import Case, Document, Person, Status, Tie
from fairshare.law.responsibility.notation.proved import Registered
from fairshare.law.responsibility.notation.words import paper_type
from fairshare.states import state_code

INVERSE: Final[Mapping[int, int]] = {
    Link.SPOUSE: Link.SPOUSE,
    Link.PARTNER: Link.PARTNER,
    Link.CHILD: Link.PARENT,
    Link.PARENT: Link.CHILD,
    Link.OTHER_RESPONSIBLE_ADULT: Link.WARD,
    Link.SIBLING: Link.SIBLING,
    Link.AUNT_UNCLE: Link.OTHER,
    Link.GRANDPARENT: Link.OTHER,
    Link.COUSIN: Link.COUSIN,
    Link.OTHER: Link.OTHER,
}
"""What the one is to the other, seen from the other side; nephews and grandchildren have no word of their own."""

RESPONSIBLE: Final = frozenset({Link.PARENT, Link.OTHER_RESPONSIBLE_ADULT})

_UNWRITTEN: Final = Tie(**{"from": "?", "to": "?", "kind": "spouse"})  # type: ignore[arg-type]


@dataclass(slots=True)
class Family:
    """Who is what to whom in a case, in both directions: ``ties[person]`` maps (relative, kind) to the link."""

    ties: dict[str, dict[tuple[str, int], Tie]] = field(default_factory=dict)

    def add(self, person: str, relative: str, kind: int, tie: Tie) -> None:
        """``relative`` is the ``kind`` of ``person``. Of two links on the same the first stands."""
        self.ties.setdefault(person, {}).setdefault((relative, kind), tie)

    def responsible_for(self, person: str) -> list[str]:
        """Parents and other responsible adults of a person."""
        return [relative for relative, kind in self.ties.get(person, ()) if kind in RESPONSIBLE]


def family(case: Case) -> Family:
    """The links of a case; a person's ``spouse`` is one too."""
    answer = Family()
    for tie in case.links:
        answer.add(tie.person, tie.other, tie.kind, tie)
        answer.add(tie.other, tie.person, INVERSE[tie.kind], tie)
    for person in case.persons:
        if person.spouse is not None:
            answer.add(person.id, person.spouse, Link.SPOUSE, _UNWRITTEN)
            answer.add(person.spouse, person.id, Link.SPOUSE, _UNWRITTEN)
    return answer


@dataclass(frozen=True, slots=True)
class Will:
    """What one person put in writing: towards which persons, and which states (a mask)."""

    persons: frozenset[str]
    states: int

    def covers(self, person: str, *states: int) -> bool:
        """Whether it is towards the person, or towards one of the states."""
        return person in self.persons or any(state != NONE and self.states >> state & 1 for state in states)


_NO_WILL: Final = Will(frozenset(), 0)


@cites("AMMR 2(8)", "AMMR 35(2)", "DUBLIN3 2(g)")
class Household:
    """The relatives of a case, ready to be asked row by row."""

    def __init__(
        self,
        case: Case,
        people: Mapping[str, Person],
        found: Sequence[Judgement],
        registered: Registered,
        asked_on: int,
    ) -> None:
        self.case = case
        self.asked_on = asked_on
        self.registered = registered
        self.people = people
        self.found = found
        self.number = {person: number for number, person in enumerate(people)}
        self.family = family(case)
        self.statuses: Held = {}
        for number, status in enumerate(case.statuses):
            self.statuses.setdefault(status.person, []).append((number, status))
        self.held = _held(case, self.statuses, registered)
        self.wills = _wills(case, people, asked_on)

    def consent(self, person: str) -> int:
        """The states for which all concerned agree in writing: towards which a person has a written wish, or in which
        somebody is towards whom they have one, and who has one towards the person or a state."""
        will = self.wills.get(person, _NO_WILL)
        mask = will.states
        for towards in will.persons:
            answer = self.wills.get(towards, _NO_WILL)
            if person not in answer.persons and not answer.states:
                continue
            mask |= sum({1 << status.state for _, status in self.held.get(towards, ())})
            if self.people[towards].present_in != NONE:
                mask |= 1 << self.people[towards].present_in
        return mask

    def arrival(self, person: str) -> int:
        """The first day on which the record shows a person in a Member State; none: :data:`FOREVER`."""
        days = [status.since for _, status in self.statuses.get(person, ())]
        days += [entry.date for entry in self.case.entries if entry.person == person]
        days += [registration.registered for _, registration in self.registered if registration.person == person]
        return min((day for day in days if day != NO_DAY and day <= self.asked_on), default=FOREVER)

    def married(self, person: str, first_day: int) -> int:
        """Whether a person is married on the first day: on record, or by a link to a spouse married by then."""
        recorded = self.people[person].married
        if recorded != NONE:
            return recorded
        spouses = (tie for (_, kind), tie in self.family.ties.get(person, {}).items() if kind == Link.SPOUSE)
        return 1 if any(tie.married_on <= first_day for tie in spouses) else NONE

    def of(
        self, person: str, entered: int, first_day: int, group: frozenset[str]
    ) -> list[tuple[tuple[int, ...], tuple[str, ...]]]:
        """The relatives of one person of the answer: where each comes from, its columns, and its evidence.

        ``entered`` is the first day on which the record shows the person in a Member State.
        """
        answer: list[tuple[tuple[int, ...], tuple[str, ...]]] = []
        for (relative, kind), tie in self.family.ties.get(person, {}).items():
            existed = self._existed(tie, relative, entered)
            origin = existed and not self._elsewhere(tie, person)
            who = self.people[relative]
            number = self.number[relative]
            shared = (number, kind, existed, origin, who.birth_date, self.married(relative, first_day))
            joined = int(relative in group and person in group)
            for source, status in self.held.get(relative, ((-1 - number, None),)):
                facts = self._status(status, who)
                judged = of_relative(self.found, person, relative, facts[0])
                wrote = self._wrote(person, relative, facts)
                answer.append(((source, *shared, *facts, *wrote, *judged, joined), tie.evidence))
        return answer

    def _existed(self, tie: Tie, relative: str, entered: int) -> bool:
        """Whether the tie existed before the applicant or the relative reached the territory of the Member States."""
        late = tie.married_on != NO_DAY and tie.married_on > entered
        there = self.arrival(relative) if late else FOREVER
        married_after_both = late and (there == FOREVER or tie.married_on >= there)
        return bool(tie.existed_before_arrival) and not married_after_both

    def _elsewhere(self, tie: Tie, person: str) -> bool:
        """Whether the marriage was made outside the country of origin."""
        nationality = self.people[person].nationality
        return bool(tie.married_in and nationality) and _country(tie.married_in) != _country(nationality or "")

    def _status(self, status: Status | None, who: Person) -> tuple[int, int, int, int, int, int]:
        if status is None:
            return who.present_in, NONE, NO_DAY, NO_DAY, NO_DAY, NONE
        return status.state, status.kind, status.since, status.until, status.first_decision, status.citizen_of

    def _wrote(self, person: str, relative: str, facts: tuple[int, ...]) -> tuple[int, int]:
        states = (facts[0], facts[5])
        of_person, of_relative = self.wills.get(person, _NO_WILL), self.wills.get(relative, _NO_WILL)
        return int(of_person.covers(relative, *states)), int(of_relative.covers(person, *states))


Held = dict[str, list[tuple[int, Status]]]
"""The statuses of each person, with their numbers in the case."""


def _held(case: Case, recorded: Held, registered: Registered) -> Held:
    """The statuses of each person, and those that follow from a registration or a residence document of their own in a
    state where no status is recorded: an applicant since that day; otherwise legally there while the document lasts."""
    further: Held = {}
    there = {(status.person, status.state) for status in case.statuses}

    def hold(person: str, source: int, state: int, kind: Standing, since: int, until: int) -> None:
        status = Status.model_construct(
            person=person, state=state, kind=int(kind), since=since, until=until, first_decision=NO_DAY, citizen_of=NONE
        )
        further.setdefault(person, []).append((-1 - abs(source), status))
        there.add((person, state))

    for number, registration in sorted(registered, key=lambda found: found[1].registered):
        person = registration.person
        if person is not None and (person, registration.state) not in there:
            hold(person, number, registration.state, Standing.APPLICANT, registration.registered, NO_DAY)
    applicants = set(there)
    for number, paper in enumerate(case.documents):
        if (paper.person, paper.issuer) not in applicants and _permits(paper):
            until = paper.valid_to if paper.ended_on == NO_DAY else paper.ended_on
            hold(paper.person, number, paper.issuer, Standing.OTHER_LEGAL_STAY, paper.valid_from, until)
    return (
        recorded | {person: [*recorded.get(person, ()), *more] for person, more in further.items()}
        if further
        else recorded
    )


def _permits(paper: Document) -> bool:
    """Whether a document is one of residence, and it is known until when."""
    if paper.kind != Paper.RESIDENCE or (paper.type and paper_type(paper.kind, paper.type) == PaperType.PROCEDURE):
        return False
    return paper.ended == NONE or paper.ended_on != NO_DAY or paper.ended == Ended.EXPIRED


def _wills(case: Case, people: Mapping[str, Person], asked_on: int) -> dict[str, Will]:
    answer: dict[str, Will] = {}
    for wish in case.wishes:
        if not wish.written or wish.date > asked_on:
            continue
        will = answer.get(wish.person, _NO_WILL)
        if wish.towards in people:
            answer[wish.person] = Will(will.persons | {wish.towards}, will.states)
        else:
            state = STATE_CODE[state_code(wish.towards) or ""]
            answer[wish.person] = Will(will.persons, will.states | 1 << state)
    return answer


def _country(text: str) -> str:
    return state_code(text) or text.strip().casefold()
