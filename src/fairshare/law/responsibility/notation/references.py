"""What is wrong within one case and cannot be seen in columns: persons that nobody knows, and impossible families."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fairshare.law.responsibility.codes import NONE, Link
from fairshare.law.responsibility.days import FOREVER, NO_DAY
from fairshare.law.responsibility.notation.findings import ACTS, TRUTHS, judgements
from fairshare.law.responsibility.notation.impossible import ENDS_BEFORE, NOT_BEFORE, OLDER, no_parent
from fairshare.law.responsibility.notation.model import Case, Finding, Person
from fairshare.law.responsibility.notation.words import shown
from fairshare.states import state_code

Problem = tuple[str, str, str]

_PERSON_OF = (
    ("statuses", "person"), ("wishes", "person"), ("documents", "holder"), ("diplomas", "holder"),
    ("entries", "person"), ("registrations", "person"), ("eurodac", "person"), ("events", "person"),
    ("findings", "person"),
)  # fmt: skip


def problems(case: Case, people: Mapping[str, Person]) -> list[Problem]:
    """Everything that is wrong with the persons of a case: path, problem, and what is expected."""
    known = "one of " + ", ".join(people)
    answer = [
        (path, f"nobody here is called {shown(person)}", known) for path, person in _named(case) if person not in people
    ]
    if len(people) < len(case.persons):
        answer += _twice(case)
    if case.statuses or case.documents:
        answer += _inverted(case)
    if case.wishes:
        answer += _nowhere(case, people)
    if case.findings:
        unclear = list(_unclear(case, people))
        answer += unclear or ([] if answer else _contradicting(case, people))
    answer += [
        (f"persons.{number}.spouse", "is the person itself", "another person")
        for number, person in enumerate(case.persons)
        if person.spouse == person.id
    ]
    if case.links and not answer:
        answer += _families(case, people)
    return answer


def _named(case: Case) -> Iterator[tuple[str, str]]:
    yield "applicant", case.applicant
    for number, person in enumerate(case.group):
        yield f"group.{number}", person
    for number, who in enumerate(case.persons):
        if who.spouse is not None:
            yield f"persons.{number}.spouse", who.spouse
    for number, tie in enumerate(case.links):
        yield f"links.{number}.from", tie.person
        yield f"links.{number}.to", tie.other
    for name, field in _PERSON_OF:
        for number, fact in enumerate(getattr(case, name)):
            if fact.person is not None:
                yield f"{name}.{number}.{field}", fact.person


def _twice(case: Case) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, person in enumerate(case.persons):
        if person.id in seen:
            yield f"persons.{number}.id", f"{shown(person.id)} is there twice", "an id for each person"
        seen.add(person.id)


def _nowhere(case: Case, people: Mapping[str, Person]) -> Iterator[Problem]:
    for number, wish in enumerate(case.wishes):
        if wish.towards not in people and state_code(wish.towards) is None:
            path = f"wishes.{number}.towards"
            yield path, f"{shown(wish.towards)} is neither a person of the case nor a state", "a person or a state"


def _unclear(case: Case, people: Mapping[str, Person]) -> Iterator[Problem]:
    for number, finding in enumerate(case.findings):
        path = f"findings.{number}"
        if finding.about is not None and finding.about not in people and state_code(finding.about) is None:
            problem = f"{shown(finding.about)} is neither a person of the case nor a state"
            yield f"{path}.about", problem, "a person or a state"
        elif finding.kind in TRUTHS and not isinstance(finding.value, bool):
            yield f"{path}.value", f"{finding.kind} is no choice of a state", "true or false"
        elif finding.kind == "art4_risk" and finding.value is True and not _names_state(finding, people):
            yield f"{path}.state", "is missing", "the state where the risk is"


def _contradicting(case: Case, people: Mapping[str, Person]) -> Iterator[Problem]:
    """Findings of one day, or without any, that cannot both stand: one says of the same what the other denies."""
    seen: dict[tuple[object, ...], tuple[bool, int]] = {}
    for found in judgements(case, people, (case.applicant, *case.group), FOREVER):
        state = found.state if found.chosen == NONE else found.chosen
        by = found.by if found.kind in ACTS else NONE
        about = (found.kind, found.subject, found.relative, state, by, found.day)
        holds, number = seen.setdefault(about, (found.holds, found.source))
        if holds != found.holds:
            when = "both without a date" if found.day == NO_DAY else "both of one day"
            problem = f"contradicts findings.{number} ({when})"
            yield f"findings.{found.source}.value", problem, "one of the two, or a later date for the one that stands"


def _inverted(case: Case) -> Iterator[Problem]:
    """Ends before beginnings, whoever is concerned: columns show only those of persons of the answer."""
    for number, status in enumerate(case.statuses):
        if NO_DAY != status.until < status.since:
            yield f"statuses.{number}.to", ENDS_BEFORE["relatives", "until"], NOT_BEFORE
    for number, paper in enumerate(case.documents):
        for field, end in (("valid_to", paper.valid_to), ("ended_on", paper.ended_on)):
            if NO_DAY != end < paper.valid_from:
                yield f"documents.{number}.{field}", ENDS_BEFORE["documents", field], NOT_BEFORE


def _names_state(finding: Finding, people: Mapping[str, Person]) -> bool:
    return finding.state != NONE or (finding.about is not None and finding.about not in people)


def _families(case: Case, people: Mapping[str, Person]) -> Iterator[Problem]:
    parents: dict[str, dict[str, str]] = {}
    for number, tie in enumerate(case.links):
        path = f"links.{number}"
        if tie.person == tie.other:
            yield f"{path}.to", "is the person from whom the link goes", "another person"
        elif tie.kind in {Link.PARENT, Link.CHILD}:
            child, parent = (tie.person, tie.other) if tie.kind == Link.PARENT else (tie.other, tie.person)
            parents.setdefault(child, {})[parent] = path
            if no_parent(people[parent].birth_date, people[child].birth_date):
                yield path, f"{shown(parent)} is not older than the child {shown(child)}", OLDER
    if len(parents) > 1:
        yield from _circle(parents)


def _circle(parents: dict[str, dict[str, str]]) -> Iterator[Problem]:
    """Take away, again and again, who has no parent left; who remains is in a circle or descends from one."""
    left = {child: dict(above) for child, above in parents.items()}
    while True:
        settled = [child for child, above in left.items() if not any(parent in left for parent in above)]
        if not settled:
            break
        for child in settled:
            del left[child]
    for child, above in left.items():
        path = next(path for parent, path in above.items() if parent in left)
        yield path, f"{shown(child)} would descend from a person who descends from them", "no circle of parents"
