"""The clock of a relocation: fixture 7 of the reading of the law, the three readings, and the order of the days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairshare.faults import BadInputError
from fairshare.law.choices import Choices
from fairshare.law.solidarity.relocation_clock import Clock, offset_reply, relocation_clock
from fairshare.law.time_limits import TableCalendar
from fairshare.states import PART_III

TUESDAY = date(2027, 3, 2)
BEFORE_GOOD_FRIDAY = date(2027, 3, 19)
STEPS = ["reply", "reply-postponed", "transfer-decision", "notice", "transfer"]


def _days(clock: Clock) -> list[str]:
    return [step.due.isoformat() for step in clock.steps]


def _note(clock: Clock, step: str) -> str:
    return next(found.note for found in clock.steps if found.step == step)


@pytest.mark.law("AMMR 67(9)", "AMMR 67(10)", "AMMR 67(11)")
def test_fixture_7_silence() -> None:
    clock = relocation_clock(TUESDAY, "DE")
    assert [step.step for step in clock.steps] == STEPS
    assert _days(clock) == ["2027-03-09", "2027-03-16", "2027-03-16", "2027-04-04", "2027-04-06"]
    assert (clock.confirmed, clock.confirmed_by) == (date(2027, 3, 9), "silence")


@pytest.mark.law("AMMR 67(9)")
def test_fixture_7_postponed_in_the_first_week() -> None:
    clock = relocation_clock(TUESDAY, "DE", postponed=date(2027, 3, 9))
    assert clock.confirmed == date(2027, 3, 16)
    assert _days(clock) == ["2027-03-09", "2027-03-16", "2027-03-23", "2027-04-11", "2027-04-13"]
    assert "postponed in time" in _note(clock, "reply")


@pytest.mark.law("AMMR 67(9)", "AMMR 75")
def test_fixture_7_good_friday() -> None:
    assert relocation_clock(BEFORE_GOOD_FRIDAY, "DE").steps[0].due == date(2027, 3, 30)
    assert relocation_clock(BEFORE_GOOD_FRIDAY, "FR").steps[0].due == date(2027, 3, 26)


@pytest.mark.law("AMMR 67(9)")
def test_a_postponement_after_the_first_week_has_no_effect() -> None:
    late, none = relocation_clock(TUESDAY, "DE", postponed=date(2027, 3, 10)), relocation_clock(TUESDAY, "DE")
    assert _days(late) == _days(none)
    assert "the postponement told on 2027-03-10 came after 2027-03-09 and has no effect" in _note(late, "reply")
    assert "only if a postponement is told by 2027-03-09" in _note(late, "reply-postponed")


@pytest.mark.law("AMMR 67(9)", "AMMR 75")
def test_the_first_week_ends_where_article_75_moves_it() -> None:
    assert relocation_clock(BEFORE_GOOD_FRIDAY, "DE", postponed=date(2027, 3, 30)).confirmed == date(2027, 4, 2)
    assert relocation_clock(BEFORE_GOOD_FRIDAY, "FR", postponed=date(2027, 3, 30)).confirmed == date(2027, 3, 26)


@pytest.mark.law("AMMR 67(9)")
def test_a_confirmation_in_time_starts_the_later_steps() -> None:
    clock = relocation_clock(TUESDAY, "DE", confirmed=date(2027, 3, 4))
    assert (clock.confirmed, clock.confirmed_by) == (date(2027, 3, 4), "reply")
    assert _days(clock)[2:] == ["2027-03-11", "2027-03-30", "2027-04-01"]


@pytest.mark.law("AMMR 67(9)")
def test_a_confirmation_told_too_late_changes_nothing() -> None:
    clock = relocation_clock(TUESDAY, "DE", confirmed=date(2027, 3, 12))
    assert _days(clock) == _days(relocation_clock(TUESDAY, "DE"))
    assert clock.confirmed_by == "silence"
    assert "the confirmation told on 2027-03-12 came after 2027-03-09, when it was deemed given" in _note(
        clock, "reply"
    )


@pytest.mark.law("AMMR 67(9)")
def test_a_postponement_makes_room_for_a_confirmation_in_the_second_week() -> None:
    clock = relocation_clock(TUESDAY, "DE", postponed=date(2027, 3, 8), confirmed=date(2027, 3, 12))
    assert (clock.confirmed, clock.confirmed_by) == (date(2027, 3, 12), "reply")
    after = relocation_clock(TUESDAY, "DE", postponed=date(2027, 3, 8), confirmed=date(2027, 3, 4))
    assert after.confirmed == date(2027, 3, 4)
    assert "came after the confirmation" in _note(after, "reply")


@pytest.mark.law("AMMR 67(10)")
@pytest.mark.parametrize(("person", "notice"), [("applicant", "2027-04-04"), ("beneficiary", "2027-03-30")])
def test_notice_is_counted_back_from_the_transfer_and_never_moved(person: str, notice: str) -> None:
    step = relocation_clock(TUESDAY, "DE", person=person).steps[3]
    assert step.due.isoformat() == notice  # 4 April 2027 is a Sunday
    assert step.counted_from == date(2027, 4, 6)


@pytest.mark.law("AMMR 67(9)", "AMMR 67(10)", "AMMR 67(11)")
def test_the_holidays_of_the_acting_state_govern_its_step() -> None:
    # 29 March 2027 is Easter Monday: a holiday in Italy, none nationwide in Spain.
    confirmed = date(2027, 3, 22)
    italy = relocation_clock(BEFORE_GOOD_FRIDAY, "ES", benefitting="IT", confirmed=confirmed)
    spain = relocation_clock(BEFORE_GOOD_FRIDAY, "IT", benefitting="ES", confirmed=confirmed)
    assert italy.steps[2].due == date(2027, 3, 30)
    assert spain.steps[2].due == date(2027, 3, 29)
    assert [step.actor for step in italy.steps] == ["ES", "ES", "IT", "IT", "IT"]
    assert relocation_clock(TUESDAY, "ES").steps[2].actor == "benefitting state"


@pytest.mark.law("AMMR 67(11)")
def test_a_suspensive_appeal_moves_the_transfer_only() -> None:
    clock = relocation_clock(TUESDAY, "DE", appeal_decided=date(2027, 4, 1))
    assert _days(clock)[2:] == ["2027-03-16", "2027-04-27", "2027-04-29"]
    with pytest.raises(BadInputError, match="2027-03-08 is before the confirmation of 2027-03-09"):
        relocation_clock(TUESDAY, "DE", appeal_decided=date(2027, 3, 8))


@pytest.mark.law("AMMR 67(11)")
def test_what_a_lapsed_transfer_means_is_a_choice() -> None:
    default = relocation_clock(TUESDAY, "DE").steps[4]
    assert default.choices == {"LAPSED_TRANSFER_LIMIT": "no-consequence"}
    assert "nothing is stated" in default.if_missed
    other = relocation_clock(TUESDAY, "DE", choices=Choices({"LAPSED_TRANSFER_LIMIT": "transferring-state"}))
    assert other.steps[4].if_missed == "the benefitting state keeps the case, as in 46(2)"


@pytest.mark.law("AMMR 85")
def test_a_form_received_before_the_article_applies_is_marked() -> None:
    assert "applies from 2026-06-12" in _note(relocation_clock(date(2026, 4, 1), "DE"), "reply")
    assert not _note(relocation_clock(TUESDAY, "DE"), "reply")


def test_a_table_replaces_the_built_in_calendar() -> None:
    local = TableCalendar({("DE", date(2027, 3, 9)): "a day of their own"})
    clock = relocation_clock(TUESDAY, "DE", calendar=local)
    assert clock.confirmed == date(2027, 3, 10)
    assert _note(clock, "reply") == "2027-03-09: a day of their own"
    assert relocation_clock(BEFORE_GOOD_FRIDAY, "DE", calendar=local).confirmed == date(2027, 3, 26)


@pytest.mark.law("AMMR 67(9)", "AMMR 67(10)", "AMMR 67(11)")
@given(
    st.dates(date(2026, 6, 12), date(2040, 1, 1)),
    st.sampled_from(sorted(PART_III)),
    st.none() | st.integers(0, 20),
    st.none() | st.integers(0, 20),
)
def test_axiom_the_steps_follow_each_other(
    received: date, state: str, postponed: int | None, confirmed: int | None
) -> None:
    told = {"postponed": postponed, "confirmed": confirmed}
    days = {name: received + timedelta(days=n) for name, n in told.items() if n is not None}
    clock = relocation_clock(received, state, **days)
    due = {step.step: step.due for step in clock.steps}
    assert received < due["reply"] <= due["reply-postponed"]
    assert received <= clock.confirmed <= due["reply-postponed"]
    assert clock.confirmed < due["transfer-decision"] < due["notice"] < due["transfer"]
    assert clock.confirmed <= due["reply"] or (postponed is not None and days["postponed"] <= due["reply"])


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"confirmed": date(2027, 3, 1)}, "confirmed: 2027-03-01 is before the form was received"),
        ({"postponed": date(2027, 3, 1)}, "postponed: 2027-03-01 is before the form was received"),
        ({"state": "UK"}, "state: UK takes no part in the Regulation"),
        ({"state": "XX"}, "state: XX takes no part"),
        ({"benefitting": "DE"}, "benefitting: DE does not relocate to itself"),
        ({"benefitting": "DK"}, "benefitting: DK cannot use the pool"),
        ({"person": "tourist"}, "person: 'tourist' is unknown; expected applicant or beneficiary"),
    ],
)
def test_impossible_arguments_are_faults(arguments: dict[str, object], problem: str) -> None:
    with pytest.raises(BadInputError, match=problem):
        relocation_clock(**({"received": TUESDAY, "state": "DE"} | arguments))  # type: ignore[arg-type]


def test_all_faults_come_together() -> None:
    with pytest.raises(BadInputError) as error:
        relocation_clock(TUESDAY, "UK", confirmed=date(2027, 1, 1), person="tourist")
    assert len(error.value.faults) == 3


@pytest.mark.law("AMMR 69(2)")
@pytest.mark.parametrize(
    ("asked_on", "replied", "silence", "status"),
    [
        ("2027-03-26", None, "no-rule", "waiting"),
        ("2027-03-30", None, "no-rule", "waiting"),  # 30 days end on Good Friday: moved to 30 March
        ("2027-03-31", None, "no-rule", "late"),
        ("2027-03-31", None, "refusal", "refused"),
        ("2027-03-31", None, "acceptance", "accepted"),
        ("2027-03-31", "2027-03-20", "acceptance", "answered"),
        ("2027-03-31", "2027-04-20", "no-rule", "late"),  # an answer still to come
        ("2027-04-20", "2027-04-20", "no-rule", "answered"),  # late, and yet an answer
        ("2027-04-20", "2027-04-20", "acceptance", "accepted"),  # silence has had its effect
    ],
)
def test_silence_on_a_request_for_offsets(asked_on: str, replied: str | None, silence: str, status: str) -> None:
    answer = offset_reply(
        date(2027, 2, 24),
        "DE",
        date.fromisoformat(asked_on),
        date.fromisoformat(replied) if replied else None,
        choices=Choices({"OFFSET_REPLY_SILENCE": silence}),
    )
    assert (answer.due, answer.status, answer.cite) == (date(2027, 3, 30), status, "AMMR 69(2)")
    assert answer.choices == {"OFFSET_REPLY_SILENCE": silence}


def test_an_answer_before_the_request_is_a_fault() -> None:
    with pytest.raises(BadInputError, match="replied: 2027-02-23 is before the request"):
        offset_reply(date(2027, 2, 24), "DE", date(2027, 3, 1), date(2027, 2, 23))
