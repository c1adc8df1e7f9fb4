"""The fold over events and limits: two procedures at the same time, days, and the order of a record."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from stories import Fact, crossed, happened, hit, lines, registered, story, told, whose

from fairshare.law.choices import Choices
from fairshare.law.responsibility.codes import NONE
from fairshare.law.responsibility.course import Course, Phase
from fairshare.law.responsibility.notation import read_cases
from fairshare.law.responsibility.regimes import AMMR
from fairshare.law.responsibility.timeline import follow
from fairshare.law.time_limits import BUILT_IN

FACTS = registered("DE", "2026-09-01"), crossed("IT", "2026-07-10")
FOUND = hit("15", "DE", event_date="2026-09-01", hit_date="2026-09-11", found_by="FR")


def course_of(*facts: Fact, asked_on: str, **more: Any) -> Course:
    cases = read_cases([story(*facts, asked_on=asked_on, **more)])
    return follow(cases.table, cases.case, AMMR, Choices(), BUILT_IN)


TO_TAKE_CHARGE = {
    Phase.TO_ASK: 0,
    Phase.ASKED: 1,
    Phase.REFUSED: 2,
    Phase.RE_EXAMINED: 3,
    Phase.TO_TRANSFER: 4,
    Phase.SUSPENDED: 5,
}
"""How many of the events of a request have happened in each phase."""

REQUEST = (
    happened("request_sent", "2026-09-14", by="DE", to="IT"),
    happened("reply_refuse", "2026-09-15", by="IT"),
    happened("request_sent", "2026-09-16", by="DE", to="IT"),
    happened("reply_accept", "2026-09-17", by="IT"),
    happened("appeal_suspensive", "2026-09-18"),
)


def way_back(phase: Phase, bound: str) -> tuple[Fact, ...]:
    """What happens, from the day on which all events of the request are over, until the way back is in a phase."""
    events = (
        happened("notification_sent", "2026-09-21", by="FR", to=bound),
        happened("reply_refuse", "2026-09-22", by=bound),
        happened("notification_sent", "2026-09-23", by="FR", to=bound),
        happened("notification_confirmed", "2026-09-24", by=bound),
        happened("appeal_suspensive", "2026-09-25"),
    )
    return () if phase is Phase.IDLE else (FOUND, *events[: TO_TAKE_CHARGE[phase]])


@pytest.mark.law("AMMR 40(1)", "AMMR 41(1)", "AMMR 43(3)", "AMMR 38(4)")
@pytest.mark.parametrize(("charge", "back"), [*product(TO_TAKE_CHARGE, Phase)], ids=lambda phase: phase.name)
def test_a_request_and_a_take_back_run_side_by_side(charge: Phase, back: Phase) -> None:
    bound = "NL"  # whoever is bound: the phases of one procedure do not disturb the other
    course = course_of(*FACTS, *REQUEST[: TO_TAKE_CHARGE[charge]], *way_back(back, bound), asked_on="2026-09-25")
    expected = charge
    if back is Phase.SUSPENDED and charge is Phase.TO_TRANSFER:
        expected = Phase.SUSPENDED  # one appeal, two transfers
    assert (Phase(course.charge.phase[0]), Phase(course.back.phase[0])) == (expected, back)
    assert (course.elsewhere[0] == NONE) == (back is Phase.IDLE)


@pytest.mark.law("AMMR 39(1)", "AMMR 46(2)")
def test_of_two_limits_that_are_over_the_earlier_has_its_effect_first() -> None:
    # the way back was due by 30 November 2026 under Article 46 at the earliest; the request by 2 November
    back = happened("notification_sent", "2026-09-14", by="FR"), happened("notification_confirmed", "2026-09-15")
    answer = told(*FACTS, FOUND, *back, asked_on="2027-12-01")
    order = [link["rule"] for link in answer["chain"] if link["rule"] in {"AMMR 39(1)", "AMMR 46(2)"}]
    assert order == ["AMMR 39(1)", "AMMR 46(2)"]
    assert whose(answer) == ("FR", "AMMR 46(2)", "shifted")


@pytest.mark.law("AMMR 46(2)")
def test_a_procedure_that_the_earlier_effect_has_ended_has_no_effect_of_its_own() -> None:
    back = happened("notification_sent", "2026-09-14", by="FR"), happened("notification_confirmed", "2026-09-15")
    late = happened("request_sent", "2026-09-20", to="IT"), happened("reply_accept", "2026-10-19", by="IT")
    answer = told(*FACTS, FOUND, *back, *late, asked_on="2027-12-01")  # 15 March 2027 goes before 19 April
    assert whose(answer) == ("FR", "AMMR 46(2)", "shifted")
    assert len([why for why in lines(answer, "AMMR 46(2)") if "was not made" in why]) == 1


@pytest.mark.law("AMMR 36(1)(b)")
def test_two_entries_of_one_day_count_in_the_same_order_however_they_are_written_down() -> None:
    entries = hit("16(1)", "SE", event_date="2026-09-20"), hit("16(1)", "EL", event_date="2026-09-20")
    one = told(*FACTS, *entries, asked_on="2026-10-01")
    assert told(*FACTS, *reversed(entries), asked_on="2026-10-01") == one


def test_what_is_dated_after_the_question_is_not_known_yet() -> None:
    later = happened("residence_document_issued", "2026-10-02", state="FR")
    assert told(*FACTS, later, asked_on="2026-10-01")["responsible"] == "IT"
    assert told(*FACTS, later, asked_on="2026-10-02")["responsible"] == "FR"


@pytest.mark.law("AMMR 46(2)", "AMMR 45(1)")
def test_only_detention_and_prison_count_that_began_before_the_first_registration() -> None:
    early = [
        happened(kind, "2026-08-01", state="FR")
        for kind in ("offset_taken", "request_sent", "residence_document_issued")
    ]
    assert told(*FACTS, *early, asked_on="2026-09-02") == told(*FACTS, asked_on="2026-09-02")
    held = course_of(*FACTS, happened("detained", "2026-08-01"), asked_on="2026-09-02")
    assert held.detained_on(held.since).tolist() == [True]
