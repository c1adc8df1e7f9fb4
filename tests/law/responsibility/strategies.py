"""Whole random cases by ``application.schema.json`` for property tests: every group, every kind of fact, families of up
to four persons, days from 2024 to 2028 with the boundaries of the law among them.

Every case that :func:`cases` draws is possible: registrations after births, ends after beginnings, parents older than
their children.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import IntEnum
from typing import Any

from hypothesis import strategies as st

from fairshare.law.choices import CHOICES
from fairshare.law.responsibility.codes import CrisisKind, Ended, Happened, Link, Mode, Place, Set, Standing
from fairshare.law.responsibility.notation.words import FROM_FINDINGS, words_of
from fairshare.states import NAMES

Fact = dict[str, Any]
Draw = st.DrawFn

STATES = ("DE", "EL", "ES", "FR", "IT", "NL", "PL", "SE", "DK", "IE", "NO", "CH")
"""Few, so that facts meet; :func:`states` draws the others now and then."""

FIRST, LAST = date(2025, 1, 2), date(2028, 12, 31)
_BOUNDARIES = (
    "2025-01-02", "2025-03-11", "2025-06-11", "2025-06-12", "2026-06-11", "2026-06-12", "2026-06-30", "2026-07-01",
    "2026-07-10", "2026-08-31", "2026-12-25", "2026-12-31", "2027-01-31", "2027-02-28", "2027-06-11", "2027-06-12",
    "2027-07-10", "2027-07-11", "2028-02-10", "2028-02-28", "2028-02-29", "2028-03-01", "2028-03-10", "2028-03-11",
)  # fmt: skip
_BIRTHS = (
    "1950-02-28", "1962-02-28", "1980-06-12", "1990-01-01", "2007-06-12", "2008-02-29", "2008-06-11", "2008-06-12",
    "2008-06-13", "2009-07-10", "2010-02-28", "2010-03-01", "2010-03-10", "2010-03-11", "2018-05-05", "2024-12-31",
)  # fmt: skip
_PAPER_TYPES = {
    "residence": ("residence_permit", "temporary_protection", "permit", "asylum_procedure", "something else"),
    "visa": ("short_stay", "long_stay", "airport_transit", "Schengen", "D", "something else"),
}
_EVIDENCE = st.lists(
    st.sampled_from(["Eurodac hit", "residence permit", "ticket", "VIS hit", "own statement", "birth certificate"]),
    max_size=2,
    unique=True,
)
_TRUTH = st.booleans()


def states() -> st.SearchStrategy[str]:
    """A state, most often one of a few."""
    return st.one_of(st.sampled_from(STATES), st.sampled_from(STATES), st.sampled_from(sorted(NAMES)))


def days(first: date = FIRST, last: date = LAST) -> st.SearchStrategy[str]:
    """A day, often one on which something in the law turns."""
    known = [day for day in _BOUNDARIES if first.isoformat() <= day <= last.isoformat()]
    anywhere = st.dates(first, last).map(date.isoformat)
    return st.one_of(st.sampled_from(known), anywhere) if known else anywhere


def _later(draw: Draw, day: str, most: int = 1500) -> str:
    """A day on or after another, often whole months after it."""
    start = date.fromisoformat(day)
    step = draw(st.one_of(st.sampled_from([0, 1, 14, 30, 61, 92, 184, 273, 365, 548, 609, 610]), st.integers(0, most)))
    return (start + timedelta(days=step)).isoformat()


def _words(kind: type[IntEnum], *left_out: IntEnum) -> st.SearchStrategy[str]:
    return st.sampled_from([word for word, code in zip(words_of(kind), kind, strict=True) if code not in left_out])


def _some(draw: Draw, fact: Fact, **optional: st.SearchStrategy[Any]) -> Fact:
    """The fact with some of the optional fields."""
    for name, strategy in optional.items():
        if draw(_TRUTH):
            fact[name] = draw(strategy)
    return fact


def _few(draw: Draw, most: int = 2) -> range:
    return range(draw(st.sampled_from([0, 0, *range(1, most + 1)])))


def _persons(draw: Draw, ids: list[str]) -> list[Fact]:
    births = st.one_of(st.sampled_from(_BIRTHS), st.dates(date(1945, 1, 1), date(2024, 12, 31)).map(date.isoformat))
    return [
        _some(
            draw,
            {"id": person},
            birth_date=births,
            nationality=st.sampled_from(["SY", "AF", None]),
            stateless=_TRUTH,
            married=_TRUTH,
            accompanied_by_adult=_TRUTH,
            role=st.sampled_from(["applicant", "family", "other"]),
            present_in=states(),
        )
        for person in ids
    ]


def _links(draw: Draw, persons: list[Fact]) -> list[Fact]:
    answer = []
    pairs = [(one["id"], other["id"]) for one in persons for other in persons if one is not other]
    births = {person["id"]: person.get("birth_date") for person in persons}
    for one, other in draw(st.lists(st.sampled_from(pairs), max_size=4, unique=True)) if pairs else []:
        kind = draw(_words(Link, Link.WARD))
        if kind in {"parent", "child"}:
            if births[one] is None or births[other] is None or births[one] == births[other]:
                kind = "sibling"
            else:
                kind = "parent" if births[other] < births[one] else "child"
        link = {"from": one, "to": other, "kind": kind}
        answer.append(_some(draw, link, existed_before_arrival=_TRUTH, evidence=_EVIDENCE))
        if kind == "spouse":
            _some(draw, link, married_on=days(), married_in=st.sampled_from(["SY", "TR"]))
    return answer


def _registrations(draw: Draw, applicant: str, ids: list[str], unborn: str | None) -> list[Fact]:
    owners: list[str | None] = [draw(st.sampled_from([applicant, None]))]
    registrable = [None, *(person for person in ids if person != unborn)]
    owners += [draw(st.sampled_from(registrable)) for _ in _few(draw, 3)]
    answer = []
    for owner in owners:
        day = draw(days(last=date(2028, 6, 30)))
        fact: Fact = {"state": draw(states().filter("UK".__ne__)), "registered": day} | (
            {} if owner is None else {"person": owner}
        )
        made = (date.fromisoformat(day) - timedelta(days=draw(st.integers(0, 9)))).isoformat()
        lodged = _later(draw, day, 60)
        answer.append(_some(draw, fact, made=st.just(made), lodged=st.just(lodged), place=_words(Place)))
    if draw(_TRUTH):
        min(answer, key=lambda fact: fact["registered"])["first"] = True
    return answer


def _papers(draw: Draw, ids: list[str]) -> list[Fact]:
    answer = []
    for _ in _few(draw):
        kind = draw(st.sampled_from(["residence", "visa"]))
        fact = {"holder": draw(st.sampled_from(ids)), "kind": kind, "issuer": draw(states())}
        start = draw(days(date(2021, 1, 1)))
        _some(
            draw,
            fact,
            type=st.sampled_from(_PAPER_TYPES[kind]),
            represented=st.one_of(st.none(), states()),
            months_conferred=st.sampled_from([0, 3, 12, 24.5, 60]),
            ended=st.one_of(st.none(), _words(Ended)),
            fraud_at_issue=_TRUTH,
            fraud_after_issue=_TRUTH,
            evidence=_EVIDENCE,
        )
        if draw(_TRUTH):
            fact |= {"valid_from": start, "valid_to": _later(draw, start)}
        answer.append(_some(draw, fact, ended_on=st.just(_later(draw, start))))
    return answer


def _diplomas(draw: Draw, ids: list[str]) -> list[Fact]:
    answer = []
    for _ in _few(draw):
        start = draw(days(date(2018, 1, 1)))
        fact = {"holder": draw(st.sampled_from(ids)), "issuer": draw(states()), "issued": draw(days(date(2019, 1, 1)))}
        if draw(_TRUTH):
            fact |= {"study_from": start, "study_to": _later(draw, start)}
        months, levels = st.sampled_from([8, 9, 9.5, 10, 12, 36]), st.integers(0, 8)
        answer.append(_some(draw, fact, study_months=months, isced=levels, online=_TRUTH, recognised=_TRUTH))
    return answer


def _spans(draw: Draw, fact: Fact, begin: str, end: str, first: date = FIRST) -> Fact:
    start = draw(days(first))
    return _some(draw, fact | {begin: start}, **{end: st.just(_later(draw, start))})


def _findings(draw: Draw, ids: list[str]) -> list[Fact]:
    kinds = [
        "security_threat", "best_interests", "able_to_care", "art4_risk", "dependency", "unable_to_travel",
        "discretion_35_1", "discretion_35_2", "transfer_against_best_interests",
    ]  # fmt: skip
    answer = []
    for _ in _few(draw, 3):
        kind = draw(st.sampled_from(kinds))
        truth = kind in {"able_to_care", "dependency", "unable_to_travel"}
        fact: Fact = {"kind": kind, "value": draw(_TRUTH if truth else st.one_of(_TRUTH, states()))}
        if kind == "art4_risk":
            fact["state"] = draw(states())
        person, about = st.sampled_from(ids), st.one_of(st.sampled_from(ids), states())
        answer.append(_some(draw, fact, person=person, about=about, state=states(), by=states(), date=days()))
    # two of one kind and day may contradict each other
    return list({(fact["kind"], fact.get("date")): fact for fact in answer}.values())


def _choices(draw: Draw) -> Fact:
    names = draw(st.lists(st.sampled_from(sorted(CHOICES)), max_size=2, unique=True))
    regime = ["regime"] if draw(_TRUTH) else []
    return {name: draw(st.sampled_from(sorted(CHOICES[name].options))) for name in (*names, *regime)}


@st.composite
def cases(draw: Draw, most_persons: int = 4, id: str = "case") -> Fact:
    """A case document that the reader takes."""
    ids = list("abcd"[: draw(st.integers(1, most_persons))])
    applicant = ids[0]
    persons = _persons(draw, ids)
    group = draw(st.lists(st.sampled_from(ids), unique=True)) if draw(_TRUTH) else []
    mother = ids[1] if len(ids) > 1 else applicant
    unborn = ids[-1] if len(ids) > 2 and ids[-1] in group and draw(_TRUTH) else None
    person = st.sampled_from(ids)
    towards = st.one_of(person, states())
    case: Fact = {"id": id, "applicant": applicant, "persons": persons, "group": group, "choices": _choices(draw)}
    case["events"] = [
        _some(
            draw,
            _spans(draw, {"kind": draw(_words(Happened, Happened.BIRTH, *FROM_FINDINGS))}, "date", "until"),
            person=person, state=states(), by=states(), to=states(),
        )
        for _ in _few(draw, 5)
    ]  # fmt: skip
    if unborn is not None:
        persons[-1]["birth_date"] = draw(days())
        case["events"].append({"kind": "birth", "person": unborn, "date": persons[-1]["birth_date"]})
    case["links"] = _links(draw, persons)
    if len(ids) > 1 and draw(_TRUTH):
        persons[0]["spouse"] = mother
    case["registrations"] = _registrations(draw, applicant, ids, unborn)
    case["documents"], case["diplomas"] = _papers(draw, ids), _diplomas(draw, ids)
    case["findings"] = _findings(draw, ids)
    case["statuses"] = [_status(draw, ids) for _ in _few(draw, 3)]
    case["wishes"] = [
        _some(draw, {"person": draw(person), "towards": draw(towards), "written": draw(_TRUTH)}, date=days())
        for _ in _few(draw, 3)
    ]  # fmt: skip
    case["entries"] = [_entry(draw, ids) for _ in _few(draw, 3)]
    case["eurodac"] = [
        _some(
            draw, {"article": draw(_words(Set)), "state": draw(states())},
            person=person, event_date=days(), hit_date=days(), found_by=states(),
        )
        for _ in _few(draw)
    ]  # fmt: skip
    case["crises"] = [_crisis(draw) for _ in _few(draw, 1)]
    if draw(_TRUTH):
        earliest = min(fact["registered"] for fact in case["registrations"] if fact.get("person") in {None, applicant})
        case["asked_on"] = _later(draw, earliest)
    return _some(draw, case, asked_in=states())


def _status(draw: Draw, ids: list[str]) -> Fact:
    fact = {"person": draw(st.sampled_from(ids)), "state": draw(states()), "kind": draw(_words(Standing))}
    if draw(_TRUTH):
        fact = _spans(draw, fact, "from", "to", date(2020, 1, 1))
    return _some(draw, fact, first_decision_on_substance=st.one_of(st.none(), days()), citizen_of=states())


def _entry(draw: Draw, ids: list[str]) -> Fact:
    fact = {"state": draw(states()), "date": draw(days(date(2024, 1, 1))), "mode": draw(_words(Mode))}
    free = st.lists(states(), max_size=3)
    person = st.sampled_from(ids)
    return _some(draw, fact, person=person, from_third_country=_TRUTH, visa_not_required_in=free, evidence=_EVIDENCE)


def _crisis(draw: Draw) -> Fact:
    fact = _spans(draw, {"state": draw(states()), "kind": draw(_words(CrisisKind))}, "from", "to")
    return _some(
        draw, fact, article_12=_TRUTH, article_13=_TRUTH, article_13_period_start=days(), council_decision=days()
    )


def many_cases(most: int = 6) -> st.SearchStrategy[list[Fact]]:
    """Some cases of one file."""
    return st.lists(cases(), min_size=1, max_size=most).map(
        lambda drawn: [case | {"id": f"case {number}"} for number, case in enumerate(drawn)]
    )
