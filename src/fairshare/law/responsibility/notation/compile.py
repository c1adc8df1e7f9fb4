"""From cases to columns: one row for the applicant, and one for each other person that the answer is for.

A fact that names nobody is one of everyone of the answer; a fact that names a person is that person's alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final

import numpy as np

from fairshare.law.responsibility.cases import Cases
from fairshare.law.responsibility.codes import NONE, PaperType, Standing
from fairshare.law.responsibility.days import FOREVER, NO_DAY
from fairshare.law.responsibility.notation import findings, proved
from fairshare.law.responsibility.notation.arrange import Arranged, arranged
from fairshare.law.responsibility.notation.impossible import BEFORE, FIRST_OR_LATER
from fairshare.law.responsibility.notation.members import Asked, asked
from fairshare.law.responsibility.notation.model import Case, Entry, Event, Hit, Person
from fairshare.law.responsibility.notation.relatives import Household
from fairshare.law.responsibility.notation.words import paper_type, whole_days
from fairshare.law.responsibility.table import GROUPS, SCALARS, CaseTable, case_table, columns

_DIRECT: Final = {name: attrgetter(*columns(GROUPS[name])) for name in ("registrations", "hits", "events", "crises")}
_PERSONAL: Final = attrgetter(
    "security_threat", "security_by", "security_date", "unable_to_travel",
    "article_4_risk", "interests_for", "interests_against", "best_interests",
)  # fmt: skip
_NOTHING_FOUND: Final = _PERSONAL(findings.Personal())

_VIS: Final = re.compile(r"\bvis\b|visa information system", re.IGNORECASE)
"""How a piece of evidence speaks of the Visa Information System; the schema has no field for a hit there."""

EVIDENCED: Final = ("documents", "entries", "relatives")

Problem = tuple[str, str, str]
"""A path in a case, what is wrong there, and what is expected."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """Cases as columns, all facts in, and where each fact comes from."""

    cases: Cases
    arranged: Mapping[str, Arranged]


def latest_day(case: Case) -> int:
    """The latest date of a registration, event, Eurodac entry or finding."""
    days = [day for r in case.registrations for day in (r.registered, r.made, r.lodged)]
    days += [event.date for event in case.events]
    days += [day for hit in case.eurodac for day in (hit.event_date, hit.hit_date)]
    days += [finding.date for finding in case.findings]
    return max(days)


class Compiler:
    """Takes cases one by one, and gives their columns in the end."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._case: list[int] = []
        self._persons: list[str] = []
        self._choices: list[Mapping[str, str]] = []
        self._scalars: list[tuple[int, ...]] = []
        self._facts: dict[str, list[tuple[int, ...]]] = {name: [] for name in GROUPS}
        self._evidence: dict[str, list[tuple[int, tuple[str, ...]]]] = {name: [] for name in EVIDENCED}

    def add(self, case: Case, people: Mapping[str, Person], choices: Mapping[str, str]) -> Problem | None:
        """Take one case, whose references hold. A case that cannot be asked is not taken: the answer says why."""
        asked_on = latest_day(case) if case.asked_on == NO_DAY else case.asked_on
        related = bool(case.links or case.wishes) or any(person.spouse is not None for person in case.persons)
        group = frozenset((case.applicant, *case.group))
        found = findings.judgements(case, people, group, asked_on) if case.findings else []
        registered = proved.registrations(case, asked_on)
        household = Household(case, people, found, registered, asked_on) if related else None
        members = asked(case, people, household.family if household else None, registered, asked_on)
        if not members:
            return _unasked(case, group)
        first = len(self._scalars)
        rows = {member.person.id: first + place for place, member in enumerate(members)}
        self._place(case, rows)
        for row, member in enumerate(members, start=first):
            self._add_row(case, row, member, asked_on, household, found, frozenset(rows))
        self._ids.append(case.id)
        self._choices.append(choices)
        return None

    def _place(self, case: Case, rows: Mapping[str, int]) -> None:
        """The facts that name their person, or nobody, at the rows that they concern."""
        every = tuple(rows.values())
        lists: tuple[tuple[str, Sequence[Hit | Event]], ...] = (("hits", case.eurodac), ("events", case.events))
        for name, given in lists:
            for number, fact in enumerate(given):
                at = every if fact.person is None else (rows[fact.person],) if fact.person in rows else ()
                for row in at:
                    self._facts[name].append((row, number, *_DIRECT[name](fact)))
        for number, crisis in enumerate(case.crises):
            self._facts["crises"] += [(row, number, *_DIRECT["crises"](crisis)) for row in every]
        for number, entry in enumerate(case.entries):
            at = every if entry.person is None else (rows[entry.person],) if entry.person in rows else ()
            for row in at:
                self._fact("entries", (row, number, *_entry(entry)), entry.evidence)
        self._place_papers(case, rows)

    def _place_papers(self, case: Case, rows: Mapping[str, int]) -> None:
        for number, paper in enumerate(case.documents):
            row = rows.get(paper.person)
            if row is None:
                continue
            months, start = paper.months_conferred, paper.valid_from
            conferred = NONE if months < 0 else whole_days(months, None if start == NO_DAY else start)
            kind = paper_type(paper.kind, paper.type) if paper.type else PaperType.OTHER
            values = (paper.issuer, paper.kind, kind, paper.represented, start, paper.valid_to, conferred)
            hit = int(bool(paper.evidence) and any(map(_VIS.search, paper.evidence)))
            ending = (paper.ended, paper.ended_on, paper.fraud_after_issue, hit)
            self._fact("documents", (row, number, *values, *ending), paper.evidence)
        for number, diploma in enumerate(case.diplomas):
            row = rows.get(diploma.person)
            if row is not None:
                study = (int(diploma.study_months), diploma.study_from, diploma.study_to)
                rest = (diploma.isced, diploma.online, diploma.recognised)
                self._facts["diplomas"].append((row, number, diploma.issuer, diploma.issued, *study, *rest))

    def _fact(self, name: str, fact: tuple[int, ...], evidence: tuple[str, ...]) -> None:
        facts = self._facts[name]
        if evidence:
            self._evidence[name].append((len(facts), evidence))
        facts.append(fact)

    def _add_row(
        self,
        case: Case,
        row: int,
        member: Asked,
        asked_on: int,
        household: Household | None,
        found: Sequence[findings.Judgement],
        together: frozenset[str],
    ) -> None:
        person = member.person
        values = _DIRECT["registrations"]
        self._facts["registrations"] += [(row, number, *values(fact)) for number, fact in member.registered]
        if case.eurodac:
            self._add_proved(case, row, person.id, asked_on, member.first_day)
        married, consent = person.married, 0
        if household is not None:
            married, consent = household.married(person.id, member.first_day), household.consent(person.id)
            entered = min(member.first_day, _entered(case, person.id))
            for values_of, evidence in household.of(person.id, entered, member.first_day, together):
                self._fact("relatives", (row, *values_of), evidence)
        judged = _NOTHING_FOUND
        if found:
            judged = _PERSONAL(findings.personal(found, person.id))
            self._facts["events"] += [(row, *event) for event in findings.events(found, person.id, member.first_day)]
        own = (asked_on, case.asked_in, person.present_in, member.birth_date, married, member.accompanied)
        self._scalars.append(
            (
                *own,
                member.member,
                *judged,
                consent,
                _own_decision(case, person.id, asked_on),
                _protected_in(case, member),
            )
        )
        self._case.append(len(self._ids))
        self._persons.append(person.id)

    def _add_proved(self, case: Case, row: int, person: str, asked_on: int, first_day: int) -> None:
        """The facts that Eurodac data prove by themselves."""
        self._facts["entries"] += [(row, *fact) for fact in proved.arrivals(case, person, asked_on, first_day)]
        self._facts["events"] += [(row, *fact) for fact in proved.relocations(case, person, asked_on, first_day)]

    def compiled(self) -> Compiled:
        """The columns of all cases taken."""
        rows = len(self._scalars)
        groups = {name: arranged(name, facts, rows) for name, facts in self._facts.items()}
        table = _table(self._scalars, groups)
        evidence = {
            name: {(int(groups[name].slot[place]), int(groups[name].row[place])): pieces for place, pieces in evidenced}
            for name, evidenced in self._evidence.items()
            if evidenced
        }
        of_case = np.array(self._case, dtype=np.int32)
        return Compiled(Cases(self._ids, table, of_case, self._persons, self._choices, evidence), groups)


def _unasked(case: Case, group: frozenset[str]) -> Problem:
    """What is wrong with a case in which nobody of the answer is registered on the day of the question."""
    if any(registration.person is None or registration.person in group for registration in case.registrations):
        return "asked_on", BEFORE, FIRST_OR_LATER
    return "registrations", "none is of the applicant", "a registration of the applicant"


def _table(scalars: Sequence[tuple[int, ...]], groups: Mapping[str, Arranged]) -> CaseTable:
    whole: Any = np.array(scalars, dtype=np.int64).reshape(len(scalars), len(SCALARS)).T
    made = {
        name: column.astype(declared.dtype) for (name, declared), column in zip(SCALARS.items(), whole, strict=True)
    }
    return case_table(len(scalars), made, {name: group.columns for name, group in groups.items()})


def _entry(entry: Entry) -> tuple[int, ...]:
    free = 0
    for state in entry.free_in:
        free |= 1 << state
    return entry.state, entry.date, entry.mode, entry.from_third_country, free


def _entered(case: Case, person: str) -> int:
    """The first entry of a person on record; none: the last day there is."""
    days = [entry.date for entry in case.entries if entry.person is None or entry.person == person]
    return min(days, default=FOREVER)


def _own_decision(case: Case, person: str, asked_on: int) -> int:
    """The first decision on the substance of a person's own application, if it is known on the day of the question."""
    decided = [s.first_decision for s in case.statuses if s.person == person and s.first_decision != NO_DAY]
    return min((day for day in decided if day <= asked_on), default=NO_DAY)


def _protected_in(case: Case, member: Asked) -> int:
    """The state in which a person is a beneficiary of protection at the first registration."""
    day = member.first_day
    held = [s for s in case.statuses if s.person == member.person.id and s.kind == Standing.BENEFICIARY]
    return next((s.state for s in held if s.since <= day and (s.until == NO_DAY or s.until >= day)), NONE)
