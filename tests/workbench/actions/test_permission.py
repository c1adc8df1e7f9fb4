"""Who may do what, said a second time and in full: each action for each seat and function, cleared or not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

import pytest

from fairshare.states import PART_IV
from fairshare.workbench.actions.perform import ForbiddenError, found, perform, permits, permitted
from fairshare.workbench.actions.registry import actions, stage_of
from fairshare.workbench.people.models import User
from fairshare.workbench.people.seat import AGENCIES, PUBLIC, Function, Seat
from fairshare.workbench.record.models import Cycle, Entry

S, C, K, P, T, A = "member_state", "commission", "council", "presidency", "coordinator", "agency"
EVERYBODY = {S, C, K, P, T, A}

MAY: dict[str, set[str]] = {
    "information.deliver": {S, A}, "assessment.make": {C}, "consultation.open": {C}, "view.give": {S},
    "report.adopt": {C}, "determination.adopt": {C}, "key.freeze": {C}, "proposal.adopt": {C},
    "proposal.declassify": {C}, "credit.grant": {C},
    "forum.hold": {P}, "pledge.make": {S}, "conclusion.reach": {P},
    "vote.cast": {S}, "act.adopt": {K, P},
    "notice.give": {S}, "needs.state": {S}, "pressure.notify": {S}, "pressure.decide": {C}, "access.refuse": {C, K},
    "technical_forum.hold": {T}, "preferences.state": {S}, "understanding.reach": {T}, "draw.agree": {T},
    "shortcomings.record": {C}, "shield.waive": {S}, "preparedness.ask": {C}, "preparedness.answer": {S},
    "deduction.request": {S}, "deduction.assess": {C}, "deduction.decide": {K},
    "relocation.accept": {S}, "relocation.fail": {S}, "contribution.deliver": {S}, "in_kind.request": {S},
    "in_kind.value": {S}, "action.identify": {S}, "action.report": {S}, "funds.allocate": {C}, "remainder.add": {C},
    "offset.request": {S}, "offset.answer": {S}, "offset.agree": {S}, "offset.take": {S}, "catch_up.request": {S},
    "year.close": {T}, "delivery.confirm": {S}, "settlement.settle": {C}, "correction.make": EVERYBODY,
    "indicator.report": {S, T}, "action.appraise": {T}, "plan.deliver": {S}, "block.assess": {C},
    "evaluation.programme": {C}, "guidelines.adopt": {C, K}, "questionnaire.send": {C}, "questionnaire.answer": {S},
    "evidence.record": {S, C}, "activity.end": {C}, "finding.record": {S, C}, "draft_report.send": {C},
    "comments.give": {S}, "drafting_meeting.hold": {C}, "evaluation_report.adopt": {C},
    "recommendation.address": {C, K}, "action_plan.submit": {S}, "action_plan.assess": {C},
    "progress.report": {S, C, K, T}, "recommendation.close": {C}, "evaluation.close": {C},
}  # fmt: skip

CLEARED_ONLY = {
    "report.adopt", "determination.adopt", "key.freeze", "proposal.adopt", "proposal.declassify", "forum.hold",
    "pledge.make", "conclusion.reach", "act.adopt",
}  # fmt: skip

STEP = "a step of one case, taken by the office that handles it; its placement was proposed by two"
COUNT = "a count of what happened between two states; two persons confirm the year's total in January (60(6))"
ONE_PERSON = {
    "information.deliver": "data, which is updated; no duty of anybody follows from it",
    "assessment.make": "that a meeting was held; no duty of anybody follows from it",
    "consultation.open": "a question",
    "view.give": "an opinion, which binds nobody (11(1))",
    "needs.state": "goes with a notice or notification that two gave; a later one replaces it",
    "technical_forum.hold": "that a meeting was held; what it agrees is recorded by two",
    "preferences.state": "wishes, which exclude nobody (60(4))",
    "preparedness.ask": "a question; access to the pool does not wait for the answer",
    "preparedness.answer": "an answer, which a later one replaces",
    "relocation.accept": COUNT,
    "relocation.fail": COUNT,
    "contribution.deliver": COUNT,
    "action.identify": "a proposal for the inventory; two persons of the Commission allocate money to it",
    "action.report": "progress, which a later report replaces",
    "indicator.report": "a figure, which a later one replaces",
    "block.assess": "how far a state is, which a later assessment replaces",
    "evidence.record": "an item of the log; the finding that rests on it is recorded by two",
    "drafting_meeting.hold": "that a meeting was held",
    "progress.report": "progress, which a later report replaces; two persons close the recommendation",
    "case.register": "candidates: nothing is asked of anybody yet",
    "case.match": "a computation that proposes nothing by itself",
    "case.agree": "counts only once the other state has said the same",
    **{
        f"case.{step}": STEP
        for step in (
            "inform", "link", "security", "assess", "recall", "send", "receive", "postpone", "confirm", "refuse",
            "decide", "notify", "appeal", "suspend", "appeal_decide", "transfer", "arrive", "no_show", "determine",
            "lapse", "terminate",
        )
    },
}  # fmt: skip
"""Whatever one person may do alone, and why two are not needed: all else binds (four-eyes)."""

SEATS: list[tuple[Any, Any, Any]] = [
    *((S, state, "") for state in sorted(PART_IV)), *((office, "", "") for office in (C, K, P, T)),
    *((A, "", body) for body in AGENCIES), ("public", "", ""),
]  # fmt: skip


CYCLE = {name: action for name, action in actions().items() if stage_of(action) != "cases"}
"""The actions of the cycle; those on cases have their own tests."""


def test_the_table_is_complete() -> None:
    assert set(CYCLE) == set(MAY)
    assert {name for name, action in CYCLE.items() if action.is_restricted()} == CLEARED_ONLY


def test_one_person_alone_does_nothing_that_binds() -> None:
    assert {name for name, action in actions().items() if not action.binding} == ONE_PERSON.keys()


@pytest.mark.parametrize("place", SEATS, ids="-".join)
def test_a_seat_may_do_what_the_table_says_and_nothing_else(place: tuple[Any, Any, Any]) -> None:
    for function in get_args(Function):
        for cleared in (True, False):
            seat = Seat(*place, function=function, cleared=cleared)
            expected = {
                name
                for name, capacities in MAY.items()
                if seat.capacity in capacities
                and function in {"head", "delegate"}
                and (cleared or name not in CLEARED_ONLY)
            }
            assert {action.name for action in permitted(seat)} & set(MAY) == expected
            assert {name for name, action in CYCLE.items() if permits(action, seat)} == expected


def test_every_action_can_be_done_by_somebody() -> None:
    seats = [Seat(*place, function="delegate", cleared=True) for place in SEATS]
    assert {action.name for seat in seats for action in permitted(seat)} >= set(MAY)


def test_what_is_forbidden_reads_like_what_does_not_exist() -> None:
    texts = set()
    for seat, name in (
        (Seat("member_state", "DE", function="delegate"), "year.close"),
        (PUBLIC, "year.close"),
        (PUBLIC, "no.such"),
    ):
        with pytest.raises(ForbiddenError) as error:
            found(name, seat)
        texts.add(str(error.value))
    assert len(texts) == 1


def test_a_state_without_a_code_does_nothing_for_itself() -> None:
    nowhere = Seat("member_state", "", function="head", cleared=True)
    assert {action.name for action in permitted(nowhere)} & set(MAY) == {
        "information.deliver", "correction.make", "indicator.report", "evidence.record", "finding.record",
        "progress.report",
    }  # fmt: skip


@pytest.mark.django_db
def test_who_is_forbidden_writes_nothing(person: Callable[..., User], cycle: Cycle) -> None:
    for place in SEATS:
        for function in ("reader", "caseworker"):
            user = person(*place, function=function)
            for name in MAY:
                with pytest.raises(ForbiddenError, match=r"^this is not for you to do$"):
                    perform(name, user, cycle.year, {}, "key")
    assert not Entry.unscoped.exists()


@pytest.mark.django_db
def test_an_account_that_is_closed_does_nothing(person: Callable[..., User], cycle: Cycle) -> None:
    with pytest.raises(ForbiddenError):
        perform("year.close", person(T, is_active=False), cycle.year, {}, "key")
