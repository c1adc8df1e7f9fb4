"""Cases asked and written in other words: other names, another order, more facts. For property tests.

The functions give new documents and leave those that they are given alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fairshare.law.responsibility.answers import answer, documents
from fairshare.law.responsibility.notation import read_cases
from fairshare.law.time_limits import BUILT_IN, HolidayCalendar

Fact = dict[str, Any]
Examples = int

HEALTH = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


def depths(few: Examples, many: Examples) -> pytest.MarkDecorator:
    """A test over a few examples, and the same over many, which is slow."""
    return pytest.mark.parametrize(
        "examples", [pytest.param(few, id="few"), pytest.param(many, id="many", marks=pytest.mark.slow)]
    )


def always(examples: Examples, holds: Callable[..., None], *drawn: st.SearchStrategy[Any]) -> None:
    """Check that something holds for so many examples."""
    settings(max_examples=examples, deadline=None, suppress_health_check=HEALTH)(given(*drawn)(holds))()


def ask(*cases: Fact, calendar: HolidayCalendar = BUILT_IN) -> list[Fact]:
    """The answers to cases of one file."""
    return list(documents(answer(read_cases(list(cases)), calendar)))


def gist(found: Fact) -> Fact:
    """What an answer comes to, without the words of its chain: who, by what, in which state of the case, what next."""
    question = found["needs_decision"]
    return {name: found[name] for name in ("responsible", "basis", "status", "human", "regime", "next_step")} | {
        "question": question and {"cite": question["cite"], "options": set(question["options"])}
    }


# --- more facts -------------------------------------------------------------------------------------------------------

LISTS = (
    "persons", "links", "statuses", "wishes", "documents", "diplomas", "entries", "registrations", "eurodac", "events",
    "findings", "crises",
)  # fmt: skip


def more(case: Fact, **facts: Sequence[Fact]) -> Fact:
    """The case with more facts at the end of its lists."""
    return case | {name: [*case.get(name, ()), *added] for name, added in facts.items()}


def days_of(case: Fact) -> list[str]:
    """The days on which something of a case happened, by which the day of the question is told if it is not given."""
    fields = {
        "registrations": ("registered", "made", "lodged"),
        "events": ("date",),
        "eurodac": ("event_date", "hit_date"),
        "findings": ("date",),
    }
    return [
        fact[name] for group, names in fields.items() for fact in case.get(group, ()) for name in names if name in fact
    ]


def asked(case: Fact, days_later: int = 0) -> Fact:
    """The case with the day of its question written down: as it is, or some days after everything on record."""
    if "asked_on" in case and not days_later:
        return case
    return case | {"asked_on": later(max([case.get("asked_on", ""), *days_of(case)]), days_later)}


def later(day: str, days: int) -> str:
    """A day so many days after another."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


# --- other names ------------------------------------------------------------------------------------------------------

_NAMED: Mapping[str, tuple[str, ...]] = {
    "persons": ("id", "spouse", "present_in"),
    "links": ("from", "to"),
    "statuses": ("person", "state", "citizen_of"),
    "wishes": ("person", "towards"),
    "documents": ("holder", "issuer", "represented"),
    "diplomas": ("holder", "issuer"),
    "entries": ("person", "state", "visa_not_required_in"),
    "registrations": ("person", "state"),
    "eurodac": ("person", "state", "found_by"),
    "events": ("person", "state", "by", "to"),
    "findings": ("person", "about", "state", "by", "value"),
    "crises": ("state",),
}
"""The fields that name a person or a state."""


def renamed(case: Fact, names: Mapping[str, str]) -> Fact:
    """The case with other names of persons or states, wherever they stand."""

    def other(value: Any) -> Any:
        if isinstance(value, list):
            return [other(item) for item in value]
        return names.get(value, value) if isinstance(value, str) else value

    answer = deepcopy(case)
    for field in ("applicant", "asked_in", "group"):
        if field in answer:
            answer[field] = other(answer[field])
    for group, fields in _NAMED.items():
        for fact in answer.get(group, ()):
            fact.update({field: other(fact[field]) for field in fields if field in fact})
    return answer


# --- another order ----------------------------------------------------------------------------------------------------

_TOLD_IN_ORDER: Mapping[str, Callable[[Fact], Any]] = {
    "registrations": lambda fact: fact["registered"],
    "eurodac": lambda fact: fact["article"] in {"16(1)", "16(3)"} or (fact.get("event_date"), fact.get("hit_date")),
    "events": lambda fact: (fact["date"], fact["kind"]),
    "findings": lambda fact: fact.get("date"),
    "links": lambda fact: frozenset((fact["from"], fact["to"])),
}
"""Where the record itself is in order: of facts that are equal in this, the first (of findings, the last) stands."""


def distinct(case: Fact) -> Fact:
    """The case without facts that are told apart by the order of the record alone: the first of them stays."""
    answer = dict(case)
    for name, key in _TOLD_IN_ORDER.items():
        first: dict[Any, Fact] = {}
        for fact in case.get(name, ()):
            first.setdefault(key(fact), fact)
        answer[name] = list(first.values())
    return answer


def shuffled(case: Fact, random: Random) -> Fact:
    """The case with every list in another order, but for facts between which only the order of the record decides."""
    return case | {name: _mixed(name, case[name], random) for name in LISTS if name in case}


def _mixed(name: str, facts: Sequence[Fact], random: Random) -> list[Fact]:
    mixed = random.sample(list(facts), len(facts))
    key = _TOLD_IN_ORDER.get(name)
    if key is None:
        return mixed
    waiting: dict[Any, list[Fact]] = {}
    for fact in facts:
        waiting.setdefault(key(fact), []).append(fact)
    return [waiting[key(fact)].pop(0) for fact in mixed]
