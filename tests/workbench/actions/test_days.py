"""On which day something is done: today where it is done here, that of the event where it was done elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from cycle_2027 import YEAR, Table

from fairshare.workbench.actions.perform import Done, InvalidError, confirm, perform
from fairshare.workbench.actions.registry import actions, stage_of
from fairshare.workbench.pages.fields import fields_of
from fairshare.workbench.pages.record_page import record_table
from fairshare.workbench.record.cut import cut

DONE_HERE = {
    "information.deliver", "consultation.open", "view.give", "proposal.declassify", "pledge.make", "vote.cast",
    "notice.give", "needs.state", "pressure.notify", "preferences.state", "shield.waive", "preparedness.ask",
    "preparedness.answer", "deduction.request", "deduction.assess", "in_kind.request", "in_kind.value",
    "action.identify", "action.report", "offset.request", "offset.answer", "offset.agree", "catch_up.request",
    "delivery.confirm", "correction.make", "indicator.report", "action.appraise", "plan.deliver", "block.assess",
    "questionnaire.send", "questionnaire.answer", "finding.record", "draft_report.send", "comments.give",
    "action_plan.submit", "progress.report", "recommendation.close", "evaluation.close",
}  # fmt: skip
"""What states, bodies and the Commission say to one another by saying it here: a period begins or ends with it."""

RECORDED_HERE = {
    "assessment.make": "a meeting of the mechanism",
    "report.adopt": "an act of the Commission",
    "determination.adopt": "an act of the Commission",
    "key.freeze": "part of the Commission's package, and of its day",
    "proposal.adopt": "an act of the Commission",
    "credit.grant": "an act of the Commission",
    "forum.hold": "a meeting of the Forum",
    "conclusion.reach": "the outcome of a meeting of the Forum",
    "act.adopt": "an act of the Council",
    "pressure.decide": "an act of the Commission",
    "access.refuse": "an act of the Council, or a finding of the Commission",
    "technical_forum.hold": "a meeting of the Forum",
    "understanding.reach": "the outcome of a meeting of the Forum",
    "draw.agree": "the outcome of a meeting of the Forum",
    "shortcomings.record": "an act of the Commission",
    "deduction.decide": "an act of the Council",
    "relocation.accept": "forms that states exchanged (67(9))",
    "relocation.fail": "forms that states exchanged (68(1))",
    "contribution.deliver": "an arrival, or a measure that was provided",
    "funds.allocate": "a decision under the programmes of the Union",
    "remainder.add": "a decision under the programmes of the Union",
    "offset.take": "an entry in Eurodac (69(3))",
    "year.close": "31 December, on which nobody need be at the desk",
    "settlement.settle": "a transfer of money",
    "evaluation.programme": "an act of the Commission",
    "guidelines.adopt": "an act of the Council",
    "evidence.record": "what was seen on a visit",
    "activity.end": "the end of a visit",
    "drafting_meeting.hold": "a meeting",
    "evaluation_report.adopt": "an act of the Commission",
    "recommendation.address": "an act of the Commission or the Council",
    "action_plan.assess": "an act of the Commission",
}
"""What happens elsewhere, and is put on record here on the same day or later."""

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(pool: Table) -> Table:
    """The pool as it stands on 20 January 2027."""
    pool.on("2027-01-20")
    return pool


def faults(ask: Callable[..., Done], *asked: str, **data: object) -> list[tuple[str, str]]:
    """What is wrong with what was filled in."""
    with pytest.raises(InvalidError) as error:
        ask(*asked, **data)
    return error.value.problems


def test_each_action_of_the_cycle_is_done_here_or_recorded_here() -> None:
    cycle = {name: action.elsewhere for name, action in actions().items() if stage_of(action) != "cases"}
    assert {name for name, elsewhere in cycle.items() if not elsewhere} == DONE_HERE
    assert {name for name, elsewhere in cycle.items() if elsewhere} == RECORDED_HERE.keys()


@pytest.mark.parametrize("name", sorted(DONE_HERE | RECORDED_HERE.keys()))
def test_a_page_asks_for_the_day_only_of_what_happened_elsewhere(name: str) -> None:
    assert ("on" in [field.name for field in fields_of(actions()[name])]) == (name in RECORDED_HERE)


@pytest.mark.parametrize(
    ("who", "action", "data"),
    [
        ("EL", "notice.give", {}),
        ("PL", "pressure.notify", {}),
        ("AT", "deduction.request", {"article": "62", "contents": []}),
        ("FR", "pledge.make", {"measure": "financial", "amount": 1_000_000}),
        ("HU", "vote.cast", {"subject": "act", "position": "for"}),
        ("DE", "information.deliver", {"round": "june"}),
    ],
)
def test_what_is_done_here_bears_no_other_day(table: Table, who: str, action: str, data: dict[str, object]) -> None:
    before = table.traces
    told = {day: faults(table.do, who, action, **data, on=day) for day in ("2027-01-19", "2027-01-21")}
    assert told == {
        "2027-01-19": [("on", "is over: this is done by recording it, so its day is today")],
        "2027-01-21": [("on", "lies in the future")],
    }
    assert table.traces == before


def test_today_may_be_named(table: Table) -> None:
    table.do("EL", "notice.give", on="2027-01-20")
    assert table.book.events[-1].date == date(2027, 1, 20)


def test_what_was_done_elsewhere_bears_its_own_day_and_tells_when_it_was_recorded(table: Table) -> None:
    table.do("coordinator", "technical_forum.hold", occasion="first", on="2027-01-15")
    assert faults(table.do, "coordinator", "technical_forum.hold", occasion="notice", on="2027-01-21") == [
        ("on", "lies in the future")
    ]
    row = record_table(cut(YEAR, table.user("DE").seat).events).rows[0]
    assert (row["day"], row["recorded"]) == (date(2027, 1, 15), date(2027, 1, 20))


def test_what_two_persons_do_here_is_done_on_the_day_of_the_second(table: Table) -> None:
    asked = {"on": "2027-01-20"}
    done = perform("notice.give", table.user("EL"), YEAR, asked, "one")
    table.on("2027-01-21")
    assert perform("notice.give", table.user("EL"), YEAR, asked, "one") == done
    assert done.motion is not None
    confirm(done.motion, table.user("EL", 2))
    assert table.book.events[-1].date == date(2027, 1, 21)


def test_what_two_persons_record_bears_the_day_that_the_first_named(table: Table) -> None:
    done = table.proposed("commission", "shortcomings.record", state="IT", on="2027-01-18")
    table.on("2027-01-21")
    assert done.motion is not None
    confirm(done.motion, table.user("commission", 2))
    event = next(event for event in table.book.events if type(event).__name__ == "ShortcomingsRecorded")
    assert (event.date, event.recorded) == (date(2027, 1, 18), date(2027, 1, 21))
