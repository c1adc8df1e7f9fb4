"""What a Eurodac data set proves by itself: an entry, an earlier application, a relocation that nobody else recorded.

Each fact has as its number minus that of the data set, less one: it stands in no list of the case.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Final, TypeAlias

from fairshare.law.citation import cites
from fairshare.law.responsibility.codes import NONE, STATE_CODE, Happened, Mode, Place, Set
from fairshare.law.responsibility.days import NO_DAY, day_number
from fairshare.law.responsibility.notation.model import Case, Event, Hit, Registration

Registered: TypeAlias = Sequence[tuple[int, Registration]]
"""Registrations with their numbers in the case."""

UNBOUND: Final = STATE_CODE["UK"]
UNBOUND_SINCE: Final = day_number(date(2021, 1, 1))
"""The end of the transition period of the withdrawal agreement: since then no rules on responsibility bind the UK."""

_ARRIVALS: Final[Mapping[int, int]] = {Set.A22: Mode.IRREGULAR, Set.A24: Mode.SAR}
_RELOCATION: Final = frozenset({Happened.RELOCATED, Happened.RELOCATION_CONFIRMED})


def _sets(case: Case, asked_on: int, *articles: Set) -> Iterator[tuple[int, Hit]]:
    """The data sets of some articles that are known on the day of the question, with their numbers."""
    for number, hit in enumerate(case.eurodac):
        if hit.article in articles and hit.hit_date <= asked_on and hit.event_date <= asked_on:
            yield number, hit


@cites("AMMR 33(1)", "AMMR 33(2)")
def arrivals(case: Case, person: str, asked_on: int, first_day: int) -> Iterator[tuple[int, ...]]:
    """Data of Article 22 or 24 are entries too, unless the same entry is on record: number, then the columns of one.

    Where the day of the crossing is not recorded it is the last on which it can have been: that of the hit, and at the
    latest that of the first registration.
    """
    there = {(entry.state, entry.mode, entry.date) for entry in case.entries if entry.person in {None, person}}
    sets = [found for found in _sets(case, asked_on, Set.A22, Set.A24) if found[1].person in {None, person}]
    for number, hit in sorted(sets, key=lambda found: found[1].event_date == NO_DAY):
        mode, day = _ARRIVALS[hit.article], hit.event_date
        if day == NO_DAY:
            if any((state, how) == (hit.state, mode) for state, how, _ in there):
                continue
            day = first_day if hit.hit_date == NO_DAY else min(hit.hit_date, first_day)
        if (hit.state, mode, day) not in there:
            there.add((hit.state, mode, day))
            yield -1 - number, hit.state, day, mode, 1, 0


@cites("AMMR 38(4)", "AMMR 38(5)", "AMMR 36(1)")
def relocations(case: Case, person: str, asked_on: int, first_day: int) -> Iterator[tuple[int, ...]]:
    """A set on a relocation, of which no event tells: where from, then the columns of an event.

    Found by no other state it says that the person was taken there; found elsewhere, that the state confirmed only.
    """
    told = {_there(event) for event in case.events if event.kind in _RELOCATION and event.person in {None, person}}
    for number, hit in _sets(case, asked_on, Set.RELOCATION):
        if hit.person not in {None, person} or not told.isdisjoint({hit.state, NONE}):
            continue
        told.add(hit.state)
        if hit.found_by not in {NONE, hit.state}:
            day = first_day if hit.event_date == NO_DAY else hit.event_date
            yield -1 - number, Happened.RELOCATION_CONFIRMED, day, NONE, hit.state, NONE, NO_DAY
        else:
            day = next((one for one in (hit.event_date, hit.hit_date) if one != NO_DAY), first_day)
            yield -1 - number, Happened.RELOCATED, day, NONE, NONE, hit.state, NO_DAY


def _there(event: Event) -> int:
    """The state of relocation that an event names."""
    return event.to if event.kind == Happened.RELOCATED else event.by


@cites("AMMR 38(4)")
def registrations(case: Case, asked_on: int) -> Registered:
    """The registrations known on the day of the question, and before them earlier ones that data of Article 15 prove.

    Another state recorded an application before the first registration, or on a day that is not told: it is then taken
    to be that of the hit, and at the latest that of the first registration, before which it stands. A registration that
    is marked as the first is taken at its word.
    """
    known = [
        (number, registration)
        for number, registration in enumerate(case.registrations)
        if registration.registered <= asked_on
    ]
    if not case.eurodac:
        return known
    earlier: dict[tuple[str | None, int], tuple[int, int]] = {}
    for number, hit in _sets(case, asked_on, Set.A15):
        day = _earlier(hit, [registration for _, registration in known if _concerns(registration, hit, case)])
        if day != NO_DAY:
            of = hit.person, hit.state
            earlier[of] = min(earlier.get(of, (day, number)), (day, number))
    proved = [(-1 - number, _registration(person, state, day)) for (person, state), (day, number) in earlier.items()]
    return [*proved, *known]


def _concerns(registration: Registration, hit: Hit, case: Case) -> bool:
    """Whether a registration is of the person whose data these are; both may be of everyone of the answer."""
    members: Collection[str | None] = {None, case.applicant, *case.group}
    if hit.person is None:
        return registration.person in members
    return registration.person == hit.person or (registration.person is None and hit.person in members)


def _earlier(hit: Hit, own: Sequence[Registration]) -> int:
    """The day of the application that a data set proves to be earlier than a person's own registrations; or none."""
    if not own or any(one.first == 1 or one.state == hit.state for one in own):
        return NO_DAY
    first = min(one.registered for one in own)
    day = min(hit.hit_date, first) if hit.hit_date != NO_DAY else first
    if hit.event_date != NO_DAY:
        day = hit.event_date if hit.event_date < first else NO_DAY
    return NO_DAY if hit.state == UNBOUND and day >= UNBOUND_SINCE else day


def _registration(person: str | None, state: int, day: int) -> Registration:
    return Registration.model_construct(
        person=person, state=state, made=NO_DAY, registered=day, lodged=NO_DAY, place=int(Place.TERRITORY), first=NONE
    )
