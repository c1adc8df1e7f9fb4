"""Take back, Articles 36(1)(b), 38(4) and 41: Italy is responsible by Eurodac, and France finds the person."""

from __future__ import annotations

from typing import Any

import pytest
from stories import Fact, crisis, crossed, finding, happened, hit, lines, next_of, registered, told, whose

IN_ITALY = registered("IT", "2026-09-01")
NAMED = hit("16(1)", "IT", event_date="2026-10-01", hit_date="2026-12-01", found_by="FR")
NOTIFIED = happened("notification_sent", "2026-12-03", by="FR", to="IT")
DENIED = happened("reply_refuse", "2026-12-10", by="IT")


def found(*facts: Fact, asked_on: str, **more: Any) -> dict[str, Any]:
    return told(IN_ITALY, NAMED, *facts, asked_on=asked_on, **more)


@pytest.mark.law("AMMR 36(1)(b)", "AMMR 38(3)", "AMMR 41(1)")
def test_the_state_named_in_eurodac_takes_back_and_is_told_within_two_weeks_of_the_hit() -> None:
    answer = found(asked_on="2026-12-02")
    assert whose(answer) == ("IT", "AMMR 36(1)(b)", "determined")
    assert next_of(answer) == ("FR", "take back notification", "2026-12-15", "AMMR 41(1)")


@pytest.mark.law("AMMR 41(1)")
def test_a_late_notification_changes_nothing_in_responsibility() -> None:
    late = happened("notification_sent", "2027-03-01", by="FR", to="IT")
    answer = found(late, asked_on="2027-03-02")
    assert whose(answer)[:2] == ("IT", "AMMR 36(1)(b)")
    assert lines(answer, "AMMR 41(1)")[-1] == (
        "the notification came after 2026-12-15: that changes nothing in responsibility"
    )


@pytest.mark.law("AMMR 41(3)", "AMMR 41(4)")
def test_confirmation_is_due_within_two_weeks_and_silence_confirms() -> None:
    assert next_of(found(NOTIFIED, asked_on="2026-12-17")) == (
        "IT",
        "confirmation of take back",
        "2026-12-17",
        "AMMR 41(4)",
    )
    silent = found(NOTIFIED, asked_on="2026-12-18")
    assert whose(silent) == ("IT", "AMMR 36(1)(b)", "accepted_tacit")
    assert next_of(silent) == ("FR", "transfer decision", "2026-12-31", "AMMR 42(1)")


@pytest.mark.law("AMMR 41(1)", "AMMR 41(3)")
def test_a_notification_and_a_confirmation_without_states_are_between_those_whom_they_concern() -> None:
    bare = happened("notification_sent", "2026-12-03"), happened("notification_confirmed", "2026-12-10")
    full = NOTIFIED, happened("notification_confirmed", "2026-12-10", by="IT")
    assert found(*bare, asked_on="2026-12-11") == found(*full, asked_on="2026-12-11")


@pytest.mark.law("AMMR 41(1)")
def test_a_notification_without_a_hit_on_record_names_finder_and_state_bound_by_where_the_person_is() -> None:
    bare = happened("notification_sent", "2026-12-03")
    answer = told(IN_ITALY, bare, asked_in="FR", asked_on="2026-12-04")
    assert next_of(answer)[:3] == ("IT", "confirmation of take back", "2026-12-17")


@pytest.mark.law("IR 15", "AMMR 41(3)")
def test_after_a_denial_two_weeks_remain_to_ask_for_reconsideration_and_two_to_answer() -> None:
    denied = found(NOTIFIED, DENIED, asked_on="2026-12-24")
    assert denied["status"] == "pending"
    assert next_of(denied) == ("FR", "request for reconsideration", "2026-12-24", "IR 15")
    again = happened("notification_sent", "2026-12-21", by="FR", to="IT")
    asked = found(NOTIFIED, DENIED, again, asked_on="2026-12-22")
    assert next_of(asked) == ("IT", "answer to the request for reconsideration", "2027-01-04", "IR 15")
    assert lines(asked, "IR 15") == [
        "IT can be asked until 2026-12-24 to reconsider; after that the denial stands",
        "IT was asked on 2026-12-21 to reconsider; the answer is due by 2027-01-04",
    ]


@pytest.mark.law("IR 15", "AMMR 55")
@pytest.mark.parametrize(
    ("facts", "asked_on"),
    [
        ((), "2026-12-28"),  # no reconsideration was asked; 25 December is a holiday, but the limit was the 24th
        ((happened("notification_sent", "2026-12-21", by="FR", to="IT"),), "2027-01-05"),  # silence: the denial stands
        (
            (
                happened("notification_sent", "2026-12-21", by="FR", to="IT"),
                happened("reply_refuse", "2026-12-30", by="IT"),
            ),
            "2026-12-31",
        ),
    ],
)
def test_where_the_denial_stands_a_person_decides(facts: tuple[Fact, ...], asked_on: str) -> None:
    answer = found(NOTIFIED, DENIED, *facts, asked_on=asked_on)
    assert (answer["responsible"], answer["human"], answer["status"]) == (None, True, "pending")
    assert answer["needs_decision"]["options"] == ["FR", "IT"]
    assert answer["needs_decision"]["cite"] == "AMMR 55"


@pytest.mark.law("IR 15", "AMMR 41(3)")
def test_on_reconsideration_the_state_can_still_confirm() -> None:
    facts = happened("notification_sent", "2026-12-21", by="FR"), happened("reply_accept", "2026-12-29", by="IT")
    answer = found(NOTIFIED, DENIED, *facts, asked_on="2026-12-30")
    assert whose(answer)[:2] == ("IT", "AMMR 36(1)(b)")
    assert next_of(answer)[1:] == ("transfer decision", "2027-01-12", "AMMR 42(1)")


@pytest.mark.law("AMMR 45(1)", "AMMR 45(2)", "AMMR 45(4)")
def test_detention_shortens_what_is_due_for_a_take_back() -> None:
    at_hit = happened("detained", "2026-11-30", state="FR")
    assert next_of(found(at_hit, asked_on="2026-12-02"))[2:] == ("2026-12-15", "AMMR 45(1)")
    later = happened("detained", "2026-12-04", state="FR")
    assert next_of(found(later, asked_on="2026-12-05"))[2:] == ("2026-12-11", "AMMR 45(1)")
    assert next_of(found(later, asked_on="2026-12-12"))[2:] == (
        "2026-12-15",
        "AMMR 41(1)",
    )  # released; the rest goes on
    assert next_of(found(at_hit, NOTIFIED, asked_on="2026-12-04"))[2] == "2026-12-10"


@pytest.mark.law("CFMR 12(2)(c)")
@pytest.mark.parametrize(
    ("state", "notification", "confirmation"),
    [("FR", "2027-01-01", "2026-12-17"), ("IT", "2026-12-15", "2027-01-04"), ("ES", "2026-12-15", "2026-12-17")],
)
def test_a_state_in_crisis_has_a_month_to_notify_and_a_month_to_confirm(
    state: str, notification: str, confirmation: str
) -> None:
    situation = crisis(state, "2026-08-01", "2027-12-31", article_12=True)
    to_notify = next_of(found(situation, asked_on="2026-12-02"))[2]
    assert to_notify == ("2027-01-04" if notification == "2027-01-01" else notification)  # New Year, Saturday, Sunday
    assert next_of(found(situation, NOTIFIED, asked_on="2026-12-04"))[2] == confirmation


@pytest.mark.law("AMMR 43(3)", "AMMR 46(1)", "AMMR 46(2)")
def test_an_appeal_suspends_a_transfer_back_and_its_end_starts_six_months() -> None:
    confirmed = happened("notification_confirmed", "2026-12-10", by="IT")
    appeal = happened("appeal_suspensive", "2026-12-20")
    waiting = found(NOTIFIED, confirmed, appeal, asked_on="2028-01-01")
    assert next_of(waiting) == ("FR", "decision of the court", None, "AMMR 43(3)")
    ended = happened("appeal_final", "2027-03-01")
    assert next_of(found(NOTIFIED, confirmed, appeal, ended, asked_on="2027-09-01"))[1:3] == ("transfer", "2027-09-01")
    late = found(NOTIFIED, confirmed, appeal, ended, asked_on="2027-09-02")
    assert whose(late) == ("FR", "AMMR 46(2)", "shifted")


@pytest.mark.law("AMMR 38(4)", "AMMR 41(1)")
def test_the_state_that_still_determines_takes_back_while_it_may_ask_another() -> None:
    elsewhere = hit("15", "DE", event_date="2026-09-01", hit_date="2026-09-20", found_by="FR")
    facts = registered("DE", "2026-09-01"), elsewhere
    assert whose(told(*facts, asked_on="2026-09-21")) == ("DE", "AMMR 38(4)", "pending")
    with_criterion = told(*facts, crossed("IT", "2026-07-10"), asked_on="2026-09-21")
    assert whose(with_criterion)[:2] == ("IT", "AMMR 33(1)")
    assert next_of(with_criterion)[1] == "take back notification"


@pytest.mark.law("AMMR 38(4)", "IR 9(2)")
def test_a_refusal_by_a_third_state_does_not_make_forget_where_the_person_was_found() -> None:
    elsewhere = hit("15", "DE", event_date="2026-09-01", hit_date="2026-09-20", found_by="FR")
    refused = happened("request_sent", "2026-09-10", by="DE", to="IT"), happened("reply_refuse", "2026-09-18", by="IT")
    told_back = happened("notification_sent", "2026-09-22", by="FR", to="DE")
    facts = registered("DE", "2026-09-01"), crossed("IT", "2026-07-10"), elsewhere, *refused, told_back
    assert whose(told(*facts, asked_on="2026-10-12")) == ("DE", "AMMR 38(4)", "determined")


@pytest.mark.law("AMMR 37(1)", "AMMR 36(1)(b)")
@pytest.mark.parametrize(
    ("kind", "basis"),
    [
        ("residence_document_issued", "AMMR 37(1)"),
        ("humanitarian_decision", "AMMR 35(2)"),
        ("offset_taken", "AMMR 63(6)"),
    ],
)
def test_after_a_shift_nobody_is_named_in_eurodac_any_more(kind: str, basis: str) -> None:
    shift: Fact = happened(kind, "2026-12-12", state="ES", by="ES")
    if kind == "humanitarian_decision":
        shift = finding("discretion_35_2", "ES", date="2026-12-12")
    answer = found(crossed("IT", "2026-07-10"), NOTIFIED, shift, asked_on="2026-12-13")
    assert whose(answer) == ("ES", basis, "shifted")
    assert next_of(answer)[1] != "confirmation of take back"


# --- Dublin III ----------------------------------------------------------------------------------------------------

LODGED = registered("IT", "2025-03-03", lodged="2025-03-03")
IN_EURODAC = hit("15", "IT", event_date="2025-03-03", hit_date="2025-06-02", found_by="FR")


@pytest.mark.law("DUBLIN3 23(2)", "DUBLIN3 23(3)")
def test_under_dublin_3_the_state_of_a_new_claim_is_responsible_where_it_asks_too_late() -> None:
    facts = LODGED, IN_EURODAC, registered("FR", "2025-06-02")
    assert next_of(told(*facts, asked_on="2025-08-04"))[:3] == ("FR", "take back request", "2025-08-04")
    assert whose(told(*facts, asked_on="2025-08-05")) == ("FR", "DUBLIN3 23(3)", "shifted")


@pytest.mark.law("DUBLIN3 24(3)")
def test_under_dublin_3_a_late_request_without_a_new_claim_opens_a_procedure_and_moves_nothing() -> None:
    answer = told(LODGED, IN_EURODAC, asked_on="2025-08-05")
    assert answer["responsible"] == "IT"
    assert lines(answer, "DUBLIN3 24(3)") == [
        "no request to IT to take back was made by 2025-08-04: FR has to give access to its procedure, and "
        "responsibility does not move"
    ]


@pytest.mark.law("DUBLIN3 25(1)", "DUBLIN3 25(2)")
@pytest.mark.parametrize(("recorded_by", "due"), [("IT", "2025-06-24"), ("ES", "2025-07-10")])
def test_under_dublin_3_a_request_on_data_of_the_state_asked_is_answered_in_two_weeks_else_in_a_month(
    recorded_by: str, due: str
) -> None:
    record = hit("15", recorded_by, event_date="2025-03-03", hit_date="2025-06-02", found_by="FR")
    asked = happened("request_sent", "2025-06-10", by="FR", to="IT")
    facts = LODGED, record, registered("FR", "2025-06-02"), asked
    assert next_of(told(*facts, asked_on="2025-06-11"))[:3] == ("IT", "confirmation of take back", due)
    silent = told(*facts, asked_on="2025-07-11")
    assert whose(silent) == ("IT", "DUBLIN3 25(2)", "accepted_tacit")


@pytest.mark.law("AMMR 84(2)", "AMMR 41(1)", "IR 13")
@pytest.mark.parametrize(
    ("hit_on", "asked_on", "responsible"),
    [
        ("2026-04-01", "2026-06-11", "FR"),  # two months ended on 1 June 2026: an effect of Dublin III
        ("2026-04-13", "2026-08-01", "IT"),  # they would have ended after 12 June: a late notification changes nothing
        ("2026-06-12", "2026-12-01", "IT"),
    ],
)
def test_a_take_back_that_is_not_asked_for_around_12_june_2026(hit_on: str, asked_on: str, responsible: str) -> None:
    record = hit("15", "IT", event_date="2025-03-03", hit_date=hit_on, found_by="FR")
    answer = told(LODGED, record, registered("FR", hit_on), asked_on=asked_on)
    assert answer["responsible"] == responsible
