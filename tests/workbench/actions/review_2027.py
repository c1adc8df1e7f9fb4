"""A peer review of Italy in the cycle of 2027, by the Commission with France and the Netherlands."""

from __future__ import annotations

from typing import Any

from cycle_2027 import Table

NAME = "reception"


def programmed(table: Table, **changed: Any) -> None:
    """The evaluation enters the programme."""
    asked = {"evaluation": NAME, "template": "peer_review", "title": "Reception", "state": "IT", "team": ["FR", "NL"]}
    table.do("commission", "evaluation.programme", **(asked | changed))


def drafted(table: Table) -> None:
    """Questions, answers, evidence, the end of the visit, a finding, the draft and comments on it."""
    table.do("commission", "questionnaire.send", evaluation=NAME, questions={"places": "How many places are there?"})
    table.do("IT", "questionnaire.answer", evaluation=NAME, answers={"places": "Enough."})
    table.do("FR", "evidence.record", evaluation=NAME, evidence="visit", text="Two centres were full.")
    table.do("commission", "activity.end", evaluation=NAME)
    table.do(
        "NL", "finding.record", evaluation=NAME, finding="full", grade="improvement_necessary",
        criterion="effectiveness", text="Places are short.", evidence=["visit"], figures=["reception_places.IT"],
    )  # fmt: skip
    table.do("commission", "draft_report.send", evaluation=NAME)
    table.do("IT", "comments.give", evaluation=NAME, text="More places open in June.")


def followed_up(table: Table) -> None:
    """The report, a recommendation, the plan, progress and the end."""
    table.do("commission", "evaluation_report.adopt", evaluation=NAME)
    table.do(
        "commission", "recommendation.address", evaluation=NAME, recommendation="places", text="Open more places.",
        findings=["full"], state="IT",
    )  # fmt: skip
    table.do(
        "IT", "action_plan.submit", evaluation=NAME, actions={"places": "Two more centres."},
        until={"places": "2027-12-31"},
    )  # fmt: skip
    table.do("commission", "action_plan.assess", evaluation=NAME, state="IT", adequate=True)
    table.do("IT", "progress.report", evaluation=NAME, recommendation="places", progress="done")
    table.do(
        "commission", "recommendation.close", evaluation=NAME, recommendation="places", carried_out=True, text="Seen."
    )
    table.do("commission", "evaluation.close", evaluation=NAME)
