"""The course of a case: every status and every step, and nothing beside the table."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from fairshare.law.choices import Choices
from fairshare.law.outcome import RefusedError
from fairshare.workbench.cases.actions import STEP_OF
from fairshare.workbench.cases.facts import Around, Facts
from fairshare.workbench.cases.guards import REFUSALS, TEXTS
from fairshare.workbench.cases.machine import (
    ACCEPTED,
    BEFORE,
    ENDED,
    PENDING,
    RULES,
    STEPS,
    TABLE,
    Side,
    Status,
    advance,
    diagram,
    effect,
    offered,
    steps_from,
)  # fmt: skip
from fairshare.workbench.cases.models import FACTS, Case

DAY = date(2027, 3, 1)
OPEN = Around(
    act=date(2026, 12, 10), benefits=True, to_implement=100, left=50,
    choices=Choices({"LAPSED_TRANSFER_LIMIT": "transferring-state"}),
)  # fmt: skip


def a_case(status: str, step: str) -> Facts:
    """An applicant's family at a status, with whatever the guards of a step ask for."""
    facts = Facts(
        public="abcdefgh2345", present_in="IT", status=status, persons=3, vulnerable=False, security=False, family="no",
        destination="DE", latest=DAY,
    )  # fmt: skip
    given: dict[str, dict[str, object]] = {
        "refuse": {"ground": "pledge-used"}, "refuse_security": {"security": True}, "exclude": {"security": True},
        "terminate": {"security": True}, "withdraw": {"ground": "family"}, "suspend": {"notified": DAY},
        "protected": {"kind": "beneficiary", "family": ""},
        "transfer": {"notified": DAY - timedelta(days=2)}, "appeal": {"notified": DAY},
        "appeal_dismissed": {"appealed": DAY}, "appeal_upheld": {"appealed": DAY},
        "appeal_suspends": {"notified": DAY},
        "lapse": {"received": DAY - timedelta(days=60), "confirmed": DAY - timedelta(days=59)},
        "deem": {"received": DAY - timedelta(days=7)}, "place_lost": {"ground": "shielded"},
    }  # fmt: skip
    received = {"received": DAY} if status in {"received", "postponed"} else {}
    if step == "deem" and status == "postponed":
        received = {"received": DAY - timedelta(days=14), "postponed": DAY - timedelta(days=10)}
        given["deem"] = {}
    return replace(facts, **received | given.get(step, {}))  # type: ignore[arg-type]


@pytest.mark.parametrize(("status", "step"), list(product(Status, STEPS)), ids=lambda word: str(word))
def test_a_step_leads_where_the_table_says_and_nowhere_else(status: Status, step: str) -> None:
    facts = a_case(status.value, step)
    rule = TABLE.get((status, step))
    if rule is None:
        with pytest.raises(RefusedError, match="does not follow"):
            advance(facts, step, DAY, OPEN)
        return
    after = advance(facts, step, DAY, replace(OPEN, shielded=step == "place_lost"))
    assert after.status == rule.to
    assert after.ended == (DAY if rule.to in ENDED else None)
    if rule.day:
        assert getattr(after, rule.day) == DAY
    for name in rule.clears:
        assert getattr(after, name) == ("" if name in TEXTS else None)


def test_a_status_and_a_step_lead_to_one_status_only() -> None:
    assert len(TABLE) == sum(len(rule.origin) for rule in RULES)


def test_every_status_is_reached_and_only_ends_are_left_alone() -> None:
    reached, new = {Status.CANDIDATE}, {Status.CANDIDATE}
    while new:
        new = {rule.to for status in new for rule in steps_from(status)} - reached
        reached |= new
    assert reached == set(Status)
    assert {status for status in Status if not steps_from(status)} == set(ENDED)


def test_the_phases_of_a_case_do_not_overlap() -> None:
    phases = (BEFORE, PENDING, ACCEPTED, ENDED, (Status.ARRIVED,))
    assert sorted(status for phase in phases for status in phase) == sorted(Status)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.step)
def test_places_follow_the_statuses(rule: object) -> None:
    """What is accepted is accepted once, and leaves as implemented or failed: nothing is lost on the way."""
    for origin in rule.origin:  # type: ignore[attr-defined]
        what = effect(origin, rule.to)  # type: ignore[attr-defined]
        was, becomes = origin in ACCEPTED, rule.to in ACCEPTED  # type: ignore[attr-defined]
        assert (what == "accepted") == (becomes and not was)
        assert (what in {"failed", "implemented"}) == (was and not becomes)


def test_a_threat_to_security_ends_a_relocation_at_any_moment() -> None:
    for status in (*BEFORE, *PENDING, *ACCEPTED):
        steps = {rule.step for rule in steps_from(status)}
        assert steps & {"exclude", "terminate"}, status


def test_nothing_leads_out_of_an_exclusion() -> None:
    assert not steps_from(Status.EXCLUDED) and not steps_from(Status.TERMINATED)


def test_nobody_takes_a_family_back_that_is_on_its_way_but_for_security_or_by_a_court() -> None:
    ends = {rule.step for rule in steps_from(Status.TRANSFERRED) if rule.to in ENDED}
    assert ends == {"terminate", "appeal_upheld", "no_show"}


@pytest.mark.parametrize("day", [DAY, DAY + timedelta(days=100)], ids=["today", "recorded much later"])
def test_an_appeal_is_offered_while_some_day_could_have_been_the_one(day: date) -> None:
    notified = replace(a_case("transferred", "appeal"), transferred=DAY)
    late = replace(notified, latest=DAY + timedelta(days=50))
    assert "appeal" in steps_of("present", notified, day)
    assert "appeal" not in steps_of("present", late, late.latest)


def test_each_side_is_offered_its_own_steps() -> None:
    case = a_case("received", "")
    assert steps_of("present", case, DAY) == {"withdraw"}
    assert steps_of("destination", case, DAY) == {"postpone", "confirm", "refuse", "refuse_security"}
    assert steps_of("either", case, DAY) == {"terminate", "place_lost"}


def steps_of(side: Side, facts: Facts, day: date) -> set[str]:
    """The steps that one side is offered."""
    return {rule.step for rule in offered(facts, day, OPEN, (side,))}


def test_people_take_every_step_but_silence_and_a_proposal_by_one_action() -> None:
    assert set(STEP_OF) == set(STEPS) - {"deem", "propose"}


def test_a_step_never_lies_before_the_one_before_it() -> None:
    with pytest.raises(RefusedError, match="before the step before it"):
        advance(a_case("confirmed", "decide"), "decide", DAY - timedelta(days=1), OPEN)


def test_a_new_proposal_begins_with_a_new_clock() -> None:
    old = {"sent": DAY, "received": DAY, "postponed": DAY, "refused": DAY, "ground": "pledge-used"}
    after = advance(replace(a_case("refused", ""), destination="FR", **old), "propose", DAY, OPEN)  # type: ignore[arg-type]
    assert after.destination == "FR"
    assert [getattr(after, name) for name in old] == [None, None, None, None, ""]


def test_the_row_of_a_case_has_every_fact() -> None:
    columns = {field.name for field in Case._meta.get_fields()}
    assert set(FACTS) <= columns


def test_the_closed_list_of_refusals_is_that_of_annex_iv() -> None:
    assert [why.code for why in REFUSALS] == [
        "security", "out-of-scope", "no-agreement", "protection-too-old", "no-consent", "no-pledge", "pledge-used",
        "shielded", "no-agreement-of-the-two",
    ]  # fmt: skip


def test_the_table_draws_itself() -> None:
    lines = diagram().splitlines()
    assert lines[0] == "stateDiagram-v2"
    assert "    received --> confirmed: deem (67(9))" in lines
    assert len([line for line in lines if "-->" in line]) == 1 + len(TABLE) + len(ENDED)
