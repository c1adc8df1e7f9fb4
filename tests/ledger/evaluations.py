"""Evaluations for tests: a peer review of Italy and an open coordination, event by event."""

from __future__ import annotations

from typing import Any

from cycles import event

from fairshare.ledger.events import Event

NAME = "italy"


def step(kind: str, on: str, **given: Any) -> Event:
    """An event of the peer review of Italy."""
    return event(kind, on, **{"evaluation": NAME} | given)


def programmed(on: str = "01-10", **more: Any) -> Event:
    given = {"template": "peer_review", "title": "Reception in Italy", "state": "IT", "team": ("DE", "FR")}
    return step("evaluation_programmed", on, **given | more)


def seen(on: str = "02-01", evidence: str = "visit", **more: Any) -> Event:
    given = {"evidence": evidence, "text": "centre full", "figures": ("reception_places.IT",)}
    return step("evidence_recorded", on, **given | more)


def finding(on: str = "02-02", name: str = "places", **more: Any) -> Event:
    given = {"grade": "improvement_necessary", "criterion": "effectiveness", "text": "too few", "evidence": ("visit",)}
    return step("finding_recorded", on, finding=name, **given | more)


def recommended(on: str = "05-03", name: str = "build", **more: Any) -> Event:
    given = {"text": "build", "findings": ("places",), "state": "IT"}
    return step("recommendation_addressed", on, recommendation=name, **given | more)


def planned(on: str = "06-01", **more: Any) -> Event:
    return step("action_plan_submitted", on, **{"state": "IT", "actions": {"build": "a centre"}} | more)


def assessed(on: str = "06-15", **more: Any) -> Event:
    return step("action_plan_assessed", on, **{"state": "IT", "adequate": True} | more)


def progressed(on: str = "09-01", **more: Any) -> Event:
    given = {"recommendation": "build", "progress": "under_way", "state": "IT"}
    return step("progress_reported", on, **given | more)


def settled(on: str = "10-01", **more: Any) -> Event:
    given = {"recommendation": "build", "carried_out": True, "text": "opened"}
    return step("recommendation_closed", on, **given | more)


VISITED = [programmed(), seen(), finding(), step("activity_ended", "02-05")]
DRAFTED = [*VISITED, step("draft_report_sent", "03-01")]
REPORTED = [*DRAFTED, step("evaluation_report_adopted", "05-03")]
FOLLOWED = [*REPORTED, recommended(), planned(), assessed(), progressed()]
CLOSED = [*FOLLOWED, settled(), step("evaluation_closed", "10-02")]
"""A peer review up to each of its stages; nobody comments on the draft."""

COORDINATION = [
    programmed(template="open_coordination", state="", team=()),
    step("guidelines_adopted", "01-20", guidelines={"places": "enough places"}),
    step("questionnaire_answered", "02-01", state="IT", answers={"places": "900"}),
    seen("02-10", "report"),
    finding("02-11", evidence=("report",)),
    step("evaluation_report_adopted", "03-01"),
    recommended("03-02"),
    progressed(),
    settled(),
    step("evaluation_closed", "10-02"),
]
