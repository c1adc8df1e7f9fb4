"""Cases as stories, one fact a line, and the answers to them.

``told(registered("DE", "2026-09-01"), happened("request_sent", "2026-09-10", to="IT"), asked_on="2026-12-01")`` is the
answer to the case of one adult, as the contract writes it.
"""

from __future__ import annotations

from typing import Any

from fairshare.law.responsibility.answers import answer, documents
from fairshare.law.responsibility.notation import read_cases
from fairshare.law.time_limits import BUILT_IN, HolidayCalendar

Fact = tuple[str, dict[str, Any]]

MINOR = {"birth_date": "2012-03-03"}


def registered(state: str, day: str, **more: Any) -> Fact:
    """An application registered in a state."""
    return "registrations", {"state": state, "registered": day} | more


def crossed(state: str, day: str, mode: str = "irregular", **more: Any) -> Fact:
    """An entry into a state."""
    return "entries", {"state": state, "date": day, "mode": mode} | more


def happened(kind: str, day: str, **more: Any) -> Fact:
    """An event."""
    return "events", {"kind": kind, "date": day} | more


def hit(article: str, state: str, **more: Any) -> Fact:
    """A Eurodac data set of a state, and by whom and when it was found."""
    return "eurodac", {"article": article, "state": state} | more


def crisis(state: str, first: str, last: str, kind: str = "mass_arrivals", **more: Any) -> Fact:
    """A situation under Regulation (EU) 2024/1359."""
    return "crises", {"state": state, "kind": kind, "from": first, "to": last} | more


def finding(kind: str, value: Any = True, **more: Any) -> Fact:
    """A finding of a person."""
    return "findings", {"kind": kind, "value": value} | more


def paper(kind: str, issuer: str, **more: Any) -> Fact:
    """A document of the applicant."""
    return "documents", {"holder": "a", "kind": kind, "issuer": issuer} | more


def status(state: str, kind: str, **more: Any) -> Fact:
    """By what right the applicant is in a state."""
    return "statuses", {"person": "a", "state": state, "kind": kind} | more


def story(
    *facts: Fact, asked_on: str, asked_in: str | None = None, person: dict[str, Any] | None = None, **choices: str
) -> dict[str, Any]:
    """The case document of one person; ``choices`` are answers to open questions."""
    case: dict[str, Any] = {
        "id": "story",
        "applicant": "a",
        "asked_on": asked_on,
        "persons": [{"id": "a", "birth_date": "1990-05-05"} | (person or {})],
        "choices": choices,
    }
    if asked_in:
        case["asked_in"] = asked_in
    for group, fact in facts:
        case.setdefault(group, []).append(fact)
    return case


def told(*facts: Fact, asked_on: str, calendar: HolidayCalendar = BUILT_IN, **more: Any) -> dict[str, Any]:
    """The answer to a story; see :func:`story`."""
    (document,) = documents(answer(read_cases([story(*facts, asked_on=asked_on, **more)]), calendar))
    return document


def whose(document: dict[str, Any]) -> tuple[str | None, str | None, str]:
    """Who is responsible, by which provision, with which status."""
    return document["responsible"], document["basis"], document["status"]


def next_of(document: dict[str, Any]) -> tuple[str | None, str, str | None, str]:
    """Who has to do what by when, and the provision."""
    step = document["next_step"]
    return step["actor"], step["act"], step["due"], step["cite"]


def lines(document: dict[str, Any], rule: str) -> list[str]:
    """What the chain says under one provision."""
    return [link["why"] for link in document["chain"] if link["rule"] == rule]
