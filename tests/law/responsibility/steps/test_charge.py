"""Take charge, Articles 39 and 40: registered in Germany on 1 September 2026, after a crossing into Italy."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from stories import crisis, crossed, finding, happened, hit, lines, next_of, paper, registered, told, whose

IN_GERMANY = registered("DE", "2026-09-01")
INTO_ITALY = crossed("IT", "2026-07-10")
ASKED = happened("request_sent", "2026-09-10", by="DE", to="IT")
VISA_OF_SPAIN = paper("visa", "ES", type="short_stay", valid_from="2026-06-01", valid_to="2026-12-01")


@pytest.mark.law("AMMR 39(1)")
def test_the_last_day_for_a_request_is_two_months_after_registration_on_a_working_day() -> None:
    # 1 November 2026 is a Sunday
    last = told(IN_GERMANY, INTO_ITALY, asked_on="2026-11-02")
    assert next_of(last) == ("DE", "take charge request", "2026-11-02", "AMMR 39(1)")
    assert whose(told(IN_GERMANY, INTO_ITALY, asked_on="2026-11-03")) == ("DE", "AMMR 39(1)", "shifted")


@pytest.mark.law("AMMR 36(1)(a)", "AMMR 40(1)")
def test_acceptance_binds_the_state_asked_and_leaves_the_criterion_as_the_basis() -> None:
    answer = told(IN_GERMANY, INTO_ITALY, ASKED, happened("reply_accept", "2026-09-30", by="IT"), asked_on="2026-10-01")
    assert whose(answer) == ("IT", "AMMR 33(1)", "determined")
    assert lines(answer, "AMMR 36(1)(a)") == ["IT accepted on 2026-09-30 to take charge"]
    assert next_of(answer) == ("DE", "transfer decision", "2026-10-14", "AMMR 42(1)")


@pytest.mark.law("AMMR 36(1)(a)")
def test_a_state_to_which_no_criterion_points_is_bound_by_its_acceptance_alone() -> None:
    asked = happened("request_sent", "2026-09-10", to="ES")
    answer = told(IN_GERMANY, INTO_ITALY, asked, happened("reply_accept", "2026-09-30"), asked_on="2026-10-01")
    assert whose(answer) == ("ES", "AMMR 36(1)(a)", "determined")


@pytest.mark.law("AMMR 39(1)", "AMMR 40(1)")
def test_an_event_without_states_is_between_the_states_that_the_procedure_is_between() -> None:
    bare = [happened("request_sent", "2026-09-10"), happened("reply_accept", "2026-09-30")]
    full = [ASKED, happened("reply_accept", "2026-09-30", by="IT")]
    bare_answer, full_answer = (told(IN_GERMANY, INTO_ITALY, *e, asked_on="2026-10-01") for e in (bare, full))
    assert bare_answer == full_answer


@pytest.mark.law("AMMR 40(1)")
def test_what_is_of_one_day_is_taken_in_the_order_of_a_procedure() -> None:
    day = "2026-09-10"
    events = [happened(kind, day) for kind in ("reply_accept", "request_received", "request_sent")]
    answer = told(IN_GERMANY, INTO_ITALY, *events, asked_on=day)
    assert whose(answer) == ("IT", "AMMR 33(1)", "determined")


@pytest.mark.law("AMMR 39(1)")
def test_an_event_before_the_first_registration_is_none_of_this_procedure() -> None:
    early = happened("request_sent", "2026-08-31", to="IT")
    answer = told(IN_GERMANY, INTO_ITALY, early, asked_on="2026-09-02")
    assert next_of(answer)[1] == "take charge request"


@pytest.mark.law("AMMR 40(1)")
def test_the_month_for_the_reply_runs_from_receipt() -> None:
    received = happened("request_received", "2026-09-14")
    assert (
        next_of(told(IN_GERMANY, INTO_ITALY, ASKED, asked_on="2026-09-20"))[2] == "2026-10-12"
    )  # the 10th: a Saturday
    assert next_of(told(IN_GERMANY, INTO_ITALY, ASKED, received, asked_on="2026-09-20"))[2] == "2026-10-14"


@pytest.mark.law("AMMR 40(1)")
def test_what_was_received_before_the_request_was_sent_starts_no_clock() -> None:
    stray, sent = happened("request_received", "2026-09-04"), happened("request_sent", "2026-09-10", to="IT")
    facts = IN_GERMANY, INTO_ITALY, stray, sent
    assert next_of(told(*facts, asked_on="2026-09-11"))[2] == "2026-10-12"  # a month from the 10th ends on a Saturday


@pytest.mark.law("AMMR 40(1)", "AMMR 40(8)")
@pytest.mark.parametrize("where", [{}, {"state": "IT"}, {"by": "DE", "to": "IT"}, {"by": "IT"}])
def test_what_was_received_was_sent_although_the_record_lacks_it(where: dict[str, str]) -> None:
    facts = IN_GERMANY, INTO_ITALY, happened("request_received", "2026-09-21", **where)
    assert next_of(told(*facts, asked_on="2026-09-22"))[2] == "2026-10-21"
    assert whose(told(*facts, asked_on="2026-10-22")) == ("IT", "AMMR 40(8)", "accepted_tacit")


@pytest.mark.law("AMMR 40(1)", "AMMR 40(8)")
def test_a_request_received_late_is_answered_from_its_receipt() -> None:
    sent, got = happened("request_sent", "2026-09-20", to="IT"), happened("request_received", "2026-11-10", state="IT")
    answer = told(IN_GERMANY, INTO_ITALY, sent, got, asked_on="2026-11-20")
    assert next_of(answer)[2] == "2026-12-10"


@pytest.mark.law("DUBLIN3 21(2)", "DUBLIN3 22(6)")
def test_an_urgent_reply_under_dublin_3_is_due_within_a_month_in_any_event() -> None:
    asked = happened("request_sent", "2025-09-10", to="IT", until="2025-11-03")
    answer = told(registered("DE", "2025-09-01"), crossed("IT", "2025-07-10"), asked, asked_on="2025-09-11")
    assert next_of(answer)[2] == "2025-10-10"


@pytest.mark.law("AMMR 39(2)", "AMMR 40(7)")
def test_an_urgent_reply_is_due_on_the_day_asked_but_not_before_a_week() -> None:
    def due(until: str) -> str | None:
        asked = happened("request_sent", "2026-09-10", to="IT", until=until)
        return next_of(told(IN_GERMANY, INTO_ITALY, asked, asked_on="2026-09-11"))[2]

    assert (due("2026-09-22"), due("2026-09-12"), due("2027-09-12")) == ("2026-09-22", "2026-09-17", "2026-10-12")


@pytest.mark.law("AMMR 40(8)")
def test_a_refusal_after_silence_comes_too_late() -> None:
    late = happened("reply_refuse", "2026-10-20", by="IT")
    answer = told(IN_GERMANY, INTO_ITALY, ASKED, late, asked_on="2026-10-21")
    assert whose(answer) == ("IT", "AMMR 40(8)", "accepted_tacit")
    assert lines(answer, "AMMR 40(8)")[-1] == "the refusal of 2026-10-20 came after silence had become acceptance"


@pytest.mark.law("DUBLIN3 22(7)")
def test_a_late_refusal_in_a_case_of_dublin_3_is_one_under_dublin_3() -> None:
    facts = (registered("DE", "2025-09-01"), crossed("IT", "2025-07-10"), happened("request_sent", "2025-09-10"))
    answer = told(*facts, happened("reply_refuse", "2025-12-01", by="IT"), asked_on="2025-12-02")
    assert whose(answer) == ("IT", "DUBLIN3 22(7)", "accepted_tacit")
    assert len(lines(answer, "DUBLIN3 22(7)")) == 2


@pytest.mark.law("AMMR 40(1)")
def test_who_has_accepted_in_words_and_refuses_later_is_not_told_of_a_silence() -> None:
    replies = happened("reply_accept", "2026-09-20", by="IT"), happened("reply_refuse", "2026-09-25", by="IT")
    answer = told(IN_GERMANY, INTO_ITALY, ASKED, *replies, asked_on="2026-10-01")
    assert whose(answer) == ("IT", "AMMR 33(1)", "determined")
    assert lines(answer, "AMMR 40(8)") == []


REFUSED = happened("reply_refuse", "2026-10-05", by="IT")


@pytest.mark.law("IR 9(1)")
def test_three_weeks_to_ask_for_re_examination_then_the_request_is_closed() -> None:
    waiting = told(IN_GERMANY, INTO_ITALY, ASKED, REFUSED, asked_on="2026-10-26")
    assert waiting["status"] == "pending"
    assert next_of(waiting) == ("DE", "re-examination request", "2026-10-26", "IR 9(1)")
    closed = told(IN_GERMANY, INTO_ITALY, ASKED, REFUSED, asked_on="2026-10-27")
    assert whose(closed) == ("DE", "AMMR 16(2)", "determined")
    assert lines(closed, "IR 9(2)") == ["the request to IT is closed as refused: the next criterion"]


@pytest.mark.law("IR 9(2)")
@pytest.mark.parametrize(
    ("reply", "asked_on", "answer"),
    [
        (None, "2026-11-03", ("IT", "AMMR 33(1)", "pending")),
        (None, "2026-11-04", ("DE", "AMMR 16(2)", "determined")),  # silence accepts nothing
        ("reply_accept", "2026-11-03", ("IT", "AMMR 33(1)", "determined")),
        ("reply_refuse", "2026-11-03", ("DE", "AMMR 16(2)", "determined")),  # a second refusal closes at once
    ],
)
def test_the_answer_to_a_re_examination_is_due_within_two_weeks(
    reply: str | None, asked_on: str, answer: tuple[str, str, str]
) -> None:
    again = happened("request_sent", "2026-10-20", to="IT")
    replies = [happened(reply, asked_on, by="IT")] if reply else []
    assert whose(told(IN_GERMANY, INTO_ITALY, ASKED, REFUSED, again, *replies, asked_on=asked_on)) == answer


@pytest.mark.law("AMMR 24(1)", "AMMR 39(1)")
def test_after_a_refusal_the_next_criterion_is_asked_for_within_the_same_limit() -> None:
    refusal = happened("request_sent", "2026-09-10", to="ES"), happened("reply_refuse", "2026-10-01", by="ES")
    facts = (IN_GERMANY, INTO_ITALY, VISA_OF_SPAIN, *refusal)
    assert whose(told(*facts, asked_on="2026-10-22"))[:2] == ("ES", "AMMR 29(2)")
    following = told(*facts, asked_on="2026-10-23")
    assert whose(following)[:2] == ("IT", "AMMR 33(1)")
    assert next_of(following) == ("DE", "take charge request", "2026-11-02", "AMMR 39(1)")
    assert whose(told(*facts, asked_on="2026-11-03")) == ("DE", "AMMR 39(1)", "shifted")


@pytest.mark.law("AMMR 24(1)", "AMMR 16(2)")
def test_where_every_state_asked_refuses_the_state_of_first_registration_is_left() -> None:
    spain = happened("request_sent", "2026-09-02", to="ES"), happened("reply_refuse", "2026-09-08", by="ES")
    italy = happened("request_sent", "2026-10-01", to="IT"), happened("reply_refuse", "2026-10-08", by="IT")
    answer = told(IN_GERMANY, INTO_ITALY, VISA_OF_SPAIN, *spain, *italy, asked_on="2026-11-01")
    assert whose(answer) == ("DE", "AMMR 16(2)", "determined")


@pytest.mark.law("DUBLIN3 22", "AMMR 84(2)")
def test_a_refusal_under_dublin_3_closes_the_request_at_once_and_in_its_own_words() -> None:
    facts = (registered("DE", "2025-09-01"), crossed("IT", "2025-07-10"), happened("request_sent", "2025-09-10"))
    answer = told(*facts, happened("reply_refuse", "2025-10-01"), asked_on="2025-10-01")
    assert whose(answer) == ("DE", "DUBLIN3 3(2)", "determined")
    assert lines(answer, "DUBLIN3 22") == [
        "IT refused on 2025-10-01",
        "the request to IT is closed as refused: the next criterion",
    ]
    assert lines(answer, "IR 9(2)") == []


@pytest.mark.law("AMMR 36(1)(c)", "AMMR 41(1)")
def test_a_person_admitted_from_a_third_country_is_taken_back_by_the_admitting_state_without_a_last_day() -> None:
    admitted = paper("residence", "SE", type="humanitarian admission", valid_from="2026-03-01")
    answer = told(IN_GERMANY, INTO_ITALY, admitted, asked_on="2027-06-01")
    assert whose(answer) == ("SE", "AMMR 36(1)(c)", "determined")
    assert next_of(answer) == ("DE", "take back notification", None, "AMMR 41(1)")
    silent = told(IN_GERMANY, admitted, happened("notification_sent", "2026-09-10"), asked_on="2026-09-25")
    assert lines(silent, "AMMR 41(4)") == ["SE did not answer by 2026-09-24: the take back counts as confirmed"]


@pytest.mark.law("AMMR 16(4)")
def test_where_there_is_a_threat_to_security_no_state_is_asked() -> None:
    threat = finding("security_threat", by="DE", date="2026-09-02")
    answer = told(IN_GERMANY, INTO_ITALY, threat, asked_on="2026-12-01")
    assert whose(answer)[:2] == ("DE", "AMMR 16(4)")
    asked = told(IN_GERMANY, INTO_ITALY, threat, ASKED, asked_on="2026-12-01")
    assert whose(asked)[:2] == ("DE", "AMMR 16(4)")
    assert lines(asked, "AMMR 16(4)")[-1].endswith("the request of 2026-09-10 is void")


# --- a hit ------------------------------------------------------------------------------------------------------------


@pytest.mark.law("AMMR 39(1)")
@pytest.mark.parametrize(
    ("found", "choices", "last"),
    [
        ("2026-09-15", {}, "2026-10-15"),
        ("2026-10-15", {}, "2026-11-02"),  # a month would end on 16 November, after the two months
        ("2026-10-15", {"HIT_CAP": "false"}, "2026-11-16"),  # the 15th is a Sunday
    ],
)
def test_a_hit_on_the_crossing_leaves_a_month(found: str, choices: dict[str, str], last: str) -> None:
    crossing = hit("22", "IT", event_date="2026-07-10", hit_date=found, found_by="DE")
    answer = told(IN_GERMANY, crossing, asked_on=found, **choices)
    assert next_of(answer)[2] == last


@pytest.mark.law("AMMR 40(2)")
def test_a_request_that_rests_on_a_hit_is_answered_in_two_weeks() -> None:
    crossing = hit("22", "IT", event_date="2026-07-10", hit_date="2026-09-02", found_by="DE")
    assert next_of(told(IN_GERMANY, crossing, ASKED, asked_on="2026-09-11"))[2] == "2026-09-24"


# --- Article 12 of Regulation (EU) 2024/1359 ----------------------------------------------------------------------


def crisis_in(state: str) -> tuple[str, dict[str, object]]:
    return crisis(state, "2026-08-01", "2027-12-31", article_12=True)


@pytest.mark.law("CFMR 12(2)(a)", "CFMR 12(3)")
def test_a_state_in_crisis_has_four_months_to_ask_and_is_responsible_where_it_does_not() -> None:
    facts = (IN_GERMANY, INTO_ITALY, crisis_in("DE"))
    assert next_of(told(*facts, asked_on="2026-12-01"))[2] == "2027-01-04"  # a holiday and a weekend from 1 January
    assert whose(told(*facts, asked_on="2027-01-05")) == ("DE", "CFMR 12(3)", "shifted")


@pytest.mark.law("CFMR 12(2)(b)", "CFMR 12(3)")
def test_a_state_in_crisis_has_two_months_to_reply_and_its_silence_binds_it() -> None:
    facts = (IN_GERMANY, INTO_ITALY, ASKED, crisis_in("IT"))
    assert next_of(told(*facts, asked_on="2026-11-10"))[2] == "2026-11-10"
    assert whose(told(*facts, asked_on="2026-11-11")) == ("IT", "CFMR 12(3)", "accepted_tacit")


# --- old cases --------------------------------------------------------------------------------------------------------


@pytest.mark.law("AMMR 84(2)", "DUBLIN3 21(1)", "AMMR 39(1)")
@pytest.mark.parametrize(
    ("day", "last", "choices", "basis"),
    [
        (
            "2026-03-02",
            "2026-06-02",
            {},
            "DUBLIN3 21(1)",
        ),  # over before the Regulation applies: an effect of Dublin III
        ("2026-03-11", "2026-06-11", {}, "DUBLIN3 21(1)"),
        ("2026-04-01", "2026-07-01", {}, "DUBLIN3 21(1)"),  # two months were over by then: Dublin III's three stand
        ("2026-04-20", "2026-06-22", {}, "AMMR 39(1)"),  # both would end later: two months, 20 June is a Saturday
        ("2026-04-20", "2026-07-20", {"LEGACY_PROCEDURE": "dublin3"}, "DUBLIN3 21(1)"),
        ("2026-06-11", "2026-08-11", {}, "AMMR 39(1)"),
        ("2026-06-12", "2026-08-12", {}, "AMMR 39(1)"),
        ("2026-06-12", "2026-08-12", {"REG_ON_D": "dublin3"}, "AMMR 39(1)"),
        ("2026-06-15", "2026-08-17", {}, "AMMR 39(1)"),  # 15 August 2026 is a Saturday
    ],
)
def test_the_limit_for_a_request_on_both_sides_of_12_june_2026(
    day: str, last: str, choices: dict[str, str], basis: str
) -> None:
    facts = registered("DE", day), crossed("IT", "2026-01-10")
    assert next_of(told(*facts, asked_on=day, **choices))[1:3] == ("take charge request", last)
    after = (date.fromisoformat(last) + timedelta(days=1)).isoformat()
    assert whose(told(*facts, asked_on=after, **choices)) == ("DE", basis, "shifted")


@pytest.mark.law("AMMR 84(2)", "DUBLIN3 22(1)", "AMMR 40(1)")
@pytest.mark.parametrize(("sent", "due"), [("2026-06-11", "2026-08-11"), ("2026-06-12", "2026-07-13")])
def test_the_reply_in_an_old_case_follows_the_day_on_which_the_request_was_sent(sent: str, due: str) -> None:
    facts = registered("DE", "2026-05-04"), crossed("IT", "2026-01-10"), happened("request_sent", sent)
    assert next_of(told(*facts, asked_on=sent))[1:3] == ("reply to take charge request", due)
