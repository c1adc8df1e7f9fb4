"""The steps of an evaluation: their order is data, and what is out of order names the provision of the model."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from fairshare.faults import BadInputError
from fairshare.law.evaluation.templates import TEMPLATES, require_step, template
from fairshare.law.outcome import RefusedError
from fairshare.law.parameters import table
from fairshare.ledger.evaluation import Grade


def refusal(*given: object) -> str:
    with pytest.raises(RefusedError) as error:
        require_step(*given)  # type: ignore[arg-type]
    return str(error.value)


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_steps_of_a_template_can_be_taken_in_the_order_of_its_table(name: str) -> None:
    done: list[str] = []
    for step in template(name).steps:
        assert require_step(name, step, done).name == step
        done.append(step)


@pytest.mark.parametrize("name", TEMPLATES)
def test_each_step_refers_to_steps_of_its_template_and_cites_its_model(name: str) -> None:
    way = template(name)
    for step in way.steps.values():
        assert {*step.after, *step.before, *(step.urgent or ())} <= way.steps.keys()
        assert re.match(r"SEMM|TFEU 148", step.cite) and step.what
        assert step.who in {"commission", "council", "member_state"}


@pytest.mark.law("SEMM 20(1)", "SEMM 22")
def test_out_of_order() -> None:
    begun = ["evaluation_programmed", "evidence_recorded"]
    assert refusal("peer_review", "draft_report_sent", begun) == (
        "draft report: end of the evaluation activity and finding must come first (SEMM 20(1))"
    )
    assert refusal("peer_review", "evaluation_programmed", begun) == (
        "entry in the programme: is on record already (SEMM 13)"
    )
    ended = [*begun, "activity_ended"]
    assert "too late, after end of the evaluation activity (SEMM 14)" in refusal(
        "peer_review", "questionnaire_sent", ended
    )
    assert "report must come first" in refusal("peer_review", "recommendation_addressed", ended)
    assert require_step("peer_review", "recommendation_addressed", ended, urgent=True)
    assert require_step("peer_review", "evidence_recorded", ended, urgent=True).urgent is None
    assert refusal("peer_review", "evidence_recorded", [*ended, "evaluation_closed"]) == (
        "the evaluation is closed (SEMM 19)"
    )


@pytest.mark.law("TFEU 148(4)")
def test_open_coordination_has_no_action_plans_and_no_fast_lane() -> None:
    assert refusal("open_coordination", "action_plan_submitted", []) == (
        "open coordination has no step action_plan_submitted (TFEU 148(1))"
    )
    assert "joint report must come first" in refusal("open_coordination", "recommendation_addressed", [], True)


def test_a_template_that_is_none() -> None:
    with pytest.raises(BadInputError, match="'audit' is unknown"):
        template("audit")


def test_what_was_not_read_is_marked() -> None:
    data = table("evaluation")
    assert {name for name, row in data["limits"].items() if row["known"] == "unverified"} == {"action_plan", "progress"}
    assert data["grades"] == {"known": "unverified", "values": list(get_args(Grade))}
