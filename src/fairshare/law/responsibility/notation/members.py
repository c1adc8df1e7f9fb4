"""For whom a case asks: the applicant, the others of the group, and the adult whom an accompanied minor follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fairshare.law.citation import cites
from fairshare.law.responsibility.codes import NONE, Happened, Member
from fairshare.law.responsibility.days import NO_DAY, as_date, day_number
from fairshare.law.responsibility.notation.model import Case, Person, Registration
from fairshare.law.responsibility.notation.proved import Registered
from fairshare.law.responsibility.notation.relatives import Family


@dataclass(frozen=True, slots=True)
class Asked:
    """A person for whom the answer is: how they belong to the group, and on whose registrations they are judged."""

    person: Person
    member: int
    accompanied: int
    birth_date: int
    first_day: int
    registered: Sequence[tuple[int, Registration]]


@cites("AMMR 2(10)")
def came_of_age(birth_date: int) -> int:
    """The eighteenth birthday; of somebody born on 29 February it is 1 March where the year has no such day."""
    born = as_date(birth_date)
    try:
        return day_number(date(born.year + 18, born.month, born.day))
    except ValueError:
        return day_number(date(born.year + 18, 3, 1))


def _minor(birth_date: int, day: int) -> bool:
    return birth_date != NO_DAY and day < came_of_age(birth_date)


ByPerson = Mapping[str | None, Registered]
"""The known registrations of each person, with their numbers; under ``None`` those that name nobody."""


def _by_person(registered: Registered) -> ByPerson:
    answer: dict[str | None, list[tuple[int, Registration]]] = {}
    for number, registration in registered:
        answer.setdefault(registration.person, []).append((number, registration))
    return answer


@cites("AMMR 28", "AMMR 36(2)")
def asked(
    case: Case, people: Mapping[str, Person], ties: Family | None, known: Registered, asked_on: int
) -> list[Asked]:
    """The persons of the answer, the applicant first; empty where none is registered on the day of the question.

    They are the applicant and the group. Who is a minor accompanied by an adult, in no group, follows the parents and
    responsible adults who are registered in the same state (Article 36(2)), and these are added.
    """
    by_person = _by_person(known)
    if ties is None and not case.group:  # alone
        alone = people[case.applicant]
        return _alone(alone, _own(by_person, case.applicant), _born(case, alone, asked_on))
    ids = list(dict.fromkeys((case.applicant, *case.group)))
    followed = _followed(case.applicant, people, by_person, ties) if len(ids) == 1 else []
    ids += followed
    registered = {person: _own(by_person, person) for person in ids}
    lent = next((found for found in registered.values() if found), [])
    if not lent:
        return []
    first_day = min(registration.registered for found in registered.values() for _, registration in found)
    born = {person: _born(case, people[person], asked_on) for person in ids}
    answer = []
    for person in ids:
        elders = [] if ties is None else [elder for elder in ties.responsible_for(person) if registered.get(elder)]
        follows = bool(followed) if person == case.applicant else False
        follows = follows or (bool(elders) and not registered[person] and _minor(born[person], first_day))
        member = Member.BORN_LATER if born[person] > first_day else Member.FOLLOWS if follows else Member.REGISTERED
        accompanied = people[person].accompanied_by_adult
        own = registered[person] or lent
        if accompanied == NONE and (
            any(_grown(born[other], first_day, other in elders) for other in ids if other != person)
            or _brought(person, people, by_person, ties)
        ):
            accompanied = 1
        day = min(registration.registered for _, registration in own)
        answer.append(Asked(people[person], member, accompanied, born[person], day, own))
    return answer


def _own(by_person: ByPerson, person: str) -> list[tuple[int, Registration]]:
    """The registrations of a person of the answer; one that Eurodac data prove stands before others of its day."""
    own = [*by_person.get(None, ()), *by_person.get(person, ())]
    return sorted(own, key=lambda found: found[0] >= 0) if len(own) > 1 else own


def _alone(person: Person, registered: Sequence[tuple[int, Registration]], born: int) -> list[Asked]:
    if not registered:
        return []
    day = min(registration.registered for _, registration in registered)
    return [Asked(person, Member.REGISTERED, person.accompanied_by_adult, born, day, registered)]


def _grown(birth_date: int, day: int, elder: bool) -> bool:
    """Whether somebody is an adult; a parent or responsible adult of unknown age is."""
    return elder if birth_date == NO_DAY else day >= came_of_age(birth_date)


def _born(case: Case, person: Person, asked_on: int) -> int:
    """The day of birth: as recorded, else that of the event."""
    if person.birth_date != NO_DAY:
        return person.birth_date
    births = (event for event in case.events if event.kind == Happened.BIRTH and event.person == person.id)
    return next((event.date for event in births if event.date <= asked_on), NO_DAY)


def _brought(person: str, people: Mapping[str, Person], by_person: ByPerson, ties: Family | None) -> bool:
    """Whether a minor was registered where an adult responsible for them was registered by then."""
    own = _own(by_person, person)
    if ties is None or not own or people[person].birth_date == NO_DAY:
        return False
    _, first = min(own, key=lambda found: found[1].registered)
    return _minor(people[person].birth_date, first.registered) and any(
        _grown(people[elder].birth_date, first.registered, elder=True)
        and any(r.state == first.state and r.registered <= first.registered for _, r in by_person.get(elder, ()))
        for elder in ties.responsible_for(person)
    )


def _followed(minor: str, people: Mapping[str, Person], by_person: ByPerson, ties: Family | None) -> list[str]:
    recorded = people[minor].accompanied_by_adult
    if ties is None or recorded == 0 or (recorded == NONE and not _brought(minor, people, by_person, ties)):
        return []
    own = [registration for _, registration in _own(by_person, minor)]
    states = {registration.state for registration in own}
    elders = {
        elder: [registration for _, registration in by_person[elder]]
        for elder in dict.fromkeys(ties.responsible_for(minor))
        if elder in by_person
    }
    together = [elder for elder, found in elders.items() if not states or states & {r.state for r in found}]
    days = [r.registered for r in own] + [r.registered for elder in together for r in elders[elder]]
    return together if together and _minor(people[minor].birth_date, min(days)) else []
