"""Duties around the determination: Regulation (EU) 2024/1351, Articles 16 to 23, 36, 38 to 50 (sections 2.2, 2.6)."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from fairshare.faults import BadInputError
from fairshare.law.choices import Choices
from fairshare.law.parameters import table
from fairshare.law.responsibility.codes import NONE, STATE_CODE, Ended, Paper, PaperType, states_of
from fairshare.law.responsibility.days import NO_DAY, day_number
from fairshare.law.responsibility.duties import (
    Duty,
    appeal_ends,
    detention_allowed,
    duties,
    eurodac_ground,
    free_counselling_may_be_excluded,
    interview_may_be_omitted,
    late_material_counts,
    must_be_present,
    occasions,
    pleas,
    reception_withheld,
    transfer_suspended,
    where_to_apply,
)
from fairshare.law.responsibility.table import case_table
from fairshare.law.time_limits import NO_HOLIDAYS

DAY = date(2026, 7, 1)  # a Wednesday


def found(occasion: str, *, day: date = DAY, **who: bool) -> tuple[Duty, ...]:
    return duties(occasion, day, "IT", calendar=NO_HOLIDAYS, **who)


def cites(occasion: str, **who: bool) -> set[str]:
    return {duty.cite.removeprefix("AMMR ") for duty in found(occasion, **who)}


def of(cite: str, occasion: str, *, day: date = DAY, **who: bool) -> list[Duty]:
    return [duty for duty in found(occasion, day=day, **who) if duty.cite == f"AMMR {cite}"]


# --- the checklist ---------------------------------------------------------------------------------------------------


def test_every_entry_says_who_does_what_and_when() -> None:
    for occasion in occasions():
        entries = table("duties")[occasion]
        assert len({entry["cite"] + entry["act"] for entry in entries}) == len(entries)
        for duty in found(occasion, unaccompanied=True):
            assert duty.actor and duty.act and duty.when and duty.cite.startswith("AMMR ")
    assert len(found("registration", unaccompanied=True)) == len(table("duties")["registration"])


def test_every_duty_is_of_a_listed_provision() -> None:
    listed = {f"AMMR {number}" for number in table("provisions")["provisions"]}
    assert {entry["cite"] for entries in table("duties").values() for entry in entries} <= listed


def test_an_unknown_occasion_is_refused() -> None:
    with pytest.raises(BadInputError, match="'birth' is unknown; expected one of registration"):
        found("birth")


@pytest.mark.law("AMMR 19(1)")
def test_information_is_due_by_the_day_of_registration_itself() -> None:
    sunday = date(2026, 7, 5)
    (duty,) = of("19(1)", "registration", day=sunday)
    assert duty.due == sunday and "no choice of state" in duty.act


@pytest.mark.law(
    "AMMR 16(5)", "AMMR 17(3)", "AMMR 19(2)", "AMMR 20(1)", "AMMR 20(2)", "AMMR 21(1)", "AMMR 21(2)", "AMMR 21(3)",
    "AMMR 21(6)", "AMMR 38(1)",
)  # fmt: skip
def test_registration_brings_these_duties_towards_every_applicant() -> None:
    assert cites("registration") == {
        "16(5)", "17(3)", "19(1)", "19(2)", "20(1)", "20(2)", "21(1)", "21(2)", "21(3)", "21(6)", "38(1)",
    }  # fmt: skip


@pytest.mark.law("AMMR 20(3)", "AMMR 23(1)", "AMMR 23(3)", "AMMR 23(6)")
def test_minors_have_more_and_unaccompanied_ones_more_still() -> None:
    everyone, minors = cites("registration"), cites("registration", minor=True)
    assert minors - everyone == {"20(3)", "23(1)"}
    assert cites("registration", unaccompanied=True) - minors == {"23(3)", "23(6)"}
    (duty,) = of("23(6)", "registration", unaccompanied=True)
    assert duty.when == "at once"


@pytest.mark.law("AMMR 23(2)")
@pytest.mark.parametrize(
    ("exceptional", "due"), [(False, date(2026, 7, 22)), (True, date(2026, 8, 5))]
)  # 15 and 25 working days from Wednesday 1 July: three and five weeks
def test_a_representative_within_fifteen_working_days_or_ten_more(exceptional: bool, due: date) -> None:
    at_once, representative = found("application", unaccompanied=True, exceptional=exceptional)
    assert at_once.due is None and representative.due == due


@pytest.mark.law("AMMR 23(2)")
def test_holidays_of_the_state_of_presence_are_no_working_days() -> None:
    (_, representative) = duties("application", date(2026, 12, 21), "IT", unaccompanied=True)
    assert representative.due == date(2027, 1, 14)  # after 25 December, 1 and 6 January; 26 December is a Saturday


@pytest.mark.law("AMMR 23(2)")
def test_who_is_no_unaccompanied_minor_gets_no_representative() -> None:
    assert found("application") == found("application", minor=True) == ()


@pytest.mark.law("AMMR 17(3)", "AMMR 22(1)", "AMMR 22(3)", "AMMR 22(4)", "AMMR 22(5)", "AMMR 22(6)", "AMMR 22(7)")
def test_the_interview_comes_before_any_request_and_is_recorded() -> None:
    assert cites("interview") == {"17(3)", "22(1)", "22(3)", "22(4)", "22(5)", "22(6)", "22(7)"}
    assert of("22(3)", "interview")[0].when == "before any take charge request"
    assert "the recording prevails" in of("22(7)", "interview")[0].act
    assert len(of("22(4)", "interview", minor=True)) == 2 == len(of("22(4)", "interview")) + 1


@pytest.mark.law("AMMR 39(3)", "AMMR 40(5)", "AMMR 40(6)", "AMMR 41(2)")
def test_what_a_request_a_reply_and_a_notification_contain() -> None:
    assert cites("request") == {"39(3)", "40(5)", "40(6)"} and cites("notification") == {"41(2)"}


@pytest.mark.law(
    "AMMR 17(5)", "AMMR 42(1)", "AMMR 42(2)", "AMMR 42(3)", "AMMR 42(4)", "AMMR 42(5)", "AMMR 43(4)", "AMMR 43(5)"
)
def test_acceptance_brings_a_decision_in_two_weeks_and_a_notice_without_delay() -> None:
    assert cites("acceptance") == {"17(5)", "42(1)", "42(2)", "42(3)", "42(4)", "42(5)", "43(4)", "43(5)"}
    assert of("42(1)", "acceptance")[0].due == date(2026, 7, 15)
    assert of("42(1)", "acceptance", day=date(2026, 7, 4))[0].due == date(2026, 7, 20)  # Saturday, so Monday
    assert (of("42(2)", "acceptance")[0].when, of("42(2)", "acceptance")[0].due) == ("without delay", None)


@pytest.mark.law("AMMR 43(3)")
@pytest.mark.parametrize("occasion", ["suspension request", "suspension"])
def test_a_court_has_a_month_to_suspend_and_aims_at_a_month_for_the_substance(occasion: str) -> None:
    (duty,) = found(occasion)
    assert (duty.actor, duty.due) == ("court", date(2026, 8, 3))  # 1 August is a Saturday


@pytest.mark.law("AMMR 23(4)", "AMMR 23(5)", "AMMR 36(3)", "AMMR 46(3)", "AMMR 47", "AMMR 48", "AMMR 49", "AMMR 50")
def test_before_an_unaccompanied_minor_is_transferred_both_states_have_duties() -> None:
    assert cites("transfer") == {"36(3)", "46(3)", "47", "48", "49", "50"}
    assert cites("transfer", minor=True) - cites("transfer") == {"23(4)"}
    assert [duty.actor for duty in of("23(5)", "transfer", unaccompanied=True)] == [
        "transferring state",
        "receiving state",
    ]


@pytest.mark.law("AMMR 44(3)", "AMMR 44(4)", "AMMR 44(5)")
def test_detention_is_short_and_ordered_in_writing() -> None:
    assert cites("detention") == {"44(3)", "44(4)", "44(5)"}


# --- where to apply and to stay --------------------------------------------------------------------------------------


def number(day: date | None) -> int:
    return NO_DAY if day is None else day_number(day)


def asked(documents: list[dict[str, Any]], entries: list[str], present: str = "FR") -> tuple[str, ...]:
    """One row; a document is its issuer with what differs from a valid residence permit."""
    default: dict[str, Any] = {
        "kind": Paper.RESIDENCE,
        "type": PaperType.RESIDENCE_PERMIT,
        "valid_from": None,
        "valid_to": None,
        "ended": NONE,
        "ended_on": None,
    }
    full = [default | document for document in documents]
    days, codes = ("valid_from", "valid_to", "ended_on"), ("kind", "type", "ended")
    columns = {
        **{name: np.array([[number(d[name])] for d in full], np.int32) for name in days},
        **{name: np.array([[int(d[name])] for d in full], np.int8) for name in codes},
        "issuer": np.array([[STATE_CODE[d["issuer"]]] for d in full], np.int8),
    }
    groups: dict[str, Any] = {"documents": columns} if full else {}
    if entries:
        groups["entries"] = {"state": np.array([[STATE_CODE.get(state, NONE)] for state in entries], np.int8)}
    case = case_table(1, {}, groups)
    day, there = np.array([number(DAY)], np.int32), np.array([STATE_CODE[present]], np.int8)
    return states_of(int(where_to_apply(case, day, there)[0]))


@pytest.mark.law("AMMR 17(1)", "AMMR 17(2)")
@pytest.mark.parametrize(
    ("documents", "entries", "expected"),
    [
        ([], ["EL", "IT"], ("EL",)),  # first entry
        ([], ["", "IT"], ("IT",)),
        ([], [], ()),
        ([{"issuer": "NL"}], ["EL"], ("NL",)),
        ([{"issuer": "NL", "kind": Paper.VISA, "type": PaperType.SHORT_STAY}], ["EL"], ("NL",)),
        ([{"issuer": "NL", "valid_to": DAY}], ["EL"], ("NL",)),
        ([{"issuer": "NL", "valid_to": date(2026, 6, 30)}], ["EL"], ("FR",)),  # expired: where the person is
        ([{"issuer": "NL", "ended_on": DAY, "ended": Ended.REVOKED}], ["EL"], ("FR",)),
        ([{"issuer": "NL", "ended_on": date(2026, 7, 2), "ended": Ended.REVOKED}], ["EL"], ("NL",)),
        ([{"issuer": "NL", "valid_to": date(2027, 1, 1), "ended": Ended.REVOKED}], ["EL"], ("FR",)),
        ([{"issuer": "NL", "valid_to": date(2027, 1, 1), "ended": Ended.EXPIRED}], ["EL"], ("NL",)),
        ([{"issuer": "NL", "ended": Ended.EXPIRED}], ["EL"], ("FR",)),
        ([{"issuer": "NL", "valid_from": date(2026, 7, 2)}], ["EL"], ("EL",)),  # not yet issued
        ([{"issuer": "NL", "type": PaperType.PROCEDURE}], ["EL"], ("EL",)),  # Article 2(13)
        ([{"issuer": "NL"}, {"issuer": "BE", "kind": Paper.VISA}], ["EL"], ("BE", "NL")),
        ([{"issuer": "NL"}, {"issuer": "BE", "valid_to": date(2026, 1, 1)}], ["EL"], ("NL",)),
    ],
)
def test_the_application_is_made_where_the_valid_document_is_from_else_where_article_17_says(
    documents: list[dict[str, Any]], entries: list[str], expected: tuple[str, ...]
) -> None:
    assert asked(documents, entries) == expected


@pytest.mark.law("AMMR 17(4)")
@pytest.mark.parametrize(
    ("responsible", "relocated_to", "expected"), [("", "", ("EL",)), ("DE", "", ("DE",)), ("DE", "SE", ("SE",))]
)
def test_the_applicant_stays_there_then_in_the_state_responsible_then_in_that_of_relocation(
    responsible: str, relocated_to: str, expected: tuple[str, ...]
) -> None:
    apply_in = np.array([1 << STATE_CODE["EL"]], np.int64)
    there, then = (np.array([STATE_CODE.get(state, NONE)], np.int8) for state in (responsible, relocated_to))
    assert states_of(int(must_be_present(apply_in, there, then)[0])) == expected


@pytest.mark.law("AMMR 18(1)", "AMMR 18(3)", "AMMR 18(4)")
@pytest.mark.parametrize(
    ("changed", "met"),
    [
        ({}, True),
        ({"on": date(2026, 6, 30)}, False),  # the decision is not yet notified
        ({"notified": None}, False),
        ({"in_right_state": True}, False),
        ({"informed": False}, False),
        ({"trafficking_suspected": True}, False),
    ],
)
def test_reception_is_withheld_only_elsewhere_after_the_notice_and_never_from_suspected_victims(
    changed: dict[str, Any], met: bool
) -> None:
    facts: dict[str, Any] = {"in_right_state": False, "informed": True, "notified": DAY, "on": DAY}
    test = reception_withheld(**(facts | changed))
    assert test.met is met and ("dignified" in test.note) is met


@pytest.mark.law("AMMR 18(2)")
@pytest.mark.parametrize(
    ("submitted", "decisive", "met"),
    [
        (DAY, None, True),
        (date(2026, 7, 2), None, None),
        (date(2026, 7, 2), True, True),
        (date(2026, 7, 2), False, False),
    ],
)
def test_late_material_counts_only_if_decisive(submitted: date, decisive: bool | None, met: bool | None) -> None:
    assert late_material_counts(submitted, DAY, decisive).met is met


@pytest.mark.law("AMMR 22(2)")
@pytest.mark.parametrize(
    ("absconded", "absent", "complete", "informed", "met"),
    [
        (False, False, False, True, False),
        (True, False, False, False, True),
        (False, True, False, False, True),
        (False, False, True, True, True),
        (False, False, True, False, False),  # not after the information of Article 19
    ],
)
def test_when_the_interview_may_be_omitted(
    absconded: bool, absent: bool, complete: bool, informed: bool, met: bool
) -> None:
    test = interview_may_be_omitted(
        absconded=absconded, absent_without_reason=absent, complete=complete, informed=informed
    )
    assert test.met is met


@pytest.mark.law("AMMR 21(7)")
@pytest.mark.parametrize("represented", [True, False])
def test_free_counselling_may_be_excluded_only_for_the_represented(represented: bool) -> None:
    assert free_counselling_may_be_excluded(represented=represented).met is represented


# --- Eurodac, remedies, detention ------------------------------------------------------------------------------------


@pytest.mark.law("AMMR 38(3)")
@pytest.mark.parametrize(
    ("basis", "accepted", "point"),
    [
        ("AMMR 16(2)", False, "a"),
        ("AMMR 16(3)", False, "b"),
        ("AMMR 16(4)", False, "c"),
        ("AMMR 39(1)", False, "d"),
        ("AMMR 33(1)", True, "e"),
        ("AMMR 68(3)", False, "f"),
        ("AMMR 33(1)", False, None),
    ],
)
def test_the_ground_of_the_entry_in_eurodac(basis: str, accepted: bool, point: str | None) -> None:
    assert eurodac_ground(basis, accepted=accepted) == (point and f"AMMR 38(3)({point})")


@pytest.mark.law("AMMR 43(1)")
def test_three_pleas_the_third_only_where_a_state_took_charge_and_time_limits_only_by_choice() -> None:
    assert [plea.cite[-3:] for plea in pleas(taken_charge=True)] == ["(a)", "(b)", "(c)"]
    assert [plea.cite[-3:] for plea in pleas(taken_charge=False)] == ["(a)", "(b)"]
    allowed = pleas(taken_charge=True, choices=Choices({"PLEA_TIME": "allowed"}))
    assert len(allowed) == 4 and "time limit" in allowed[-1].says


@pytest.mark.law("AMMR 43(2)")
def test_a_remedy_has_one_to_three_weeks() -> None:
    assert appeal_ends(DAY, "IT", calendar=NO_HOLIDAYS) == (date(2026, 7, 8), date(2026, 7, 22))
    assert appeal_ends(DAY, "IT", 2, NO_HOLIDAYS) == (date(2026, 7, 15),) * 2


@pytest.mark.law("AMMR 43(2)")
@pytest.mark.parametrize("weeks", [0, 4, -1])
def test_no_other_national_period_is_allowed(weeks: int) -> None:
    with pytest.raises(BadInputError, match="a national period of 1 to 3 weeks"):
        appeal_ends(DAY, "IT", weeks, NO_HOLIDAYS)


@pytest.mark.law("AMMR 43(3)")
@pytest.mark.parametrize(
    ("requested", "decision", "waits"),
    [(False, None, False), (True, None, True), (True, True, True), (True, False, False), (False, True, False)],
)
def test_a_transfer_waits_for_the_first_decision_and_only_on_request(
    requested: bool, decision: bool | None, waits: bool
) -> None:
    assert transfer_suspended(requested, decision) is waits


@pytest.mark.law("AMMR 44(1)", "AMMR 44(2)")
@pytest.mark.parametrize(
    ("changed", "met"),
    [
        ({}, True),
        ({"risk_of_absconding": False}, False),  # the procedure alone
        ({"risk_of_absconding": False, "security": True}, True),
        ({"individual": False}, False),
        ({"proportionate": False}, False),
        ({"alternatives": True}, False),
    ],
)
def test_detention_needs_a_ground_an_assessment_and_nothing_milder(changed: dict[str, bool], met: bool) -> None:
    facts = {
        "risk_of_absconding": True,
        "security": False,
        "individual": True,
        "proportionate": True,
        "alternatives": False,
    }
    test = detention_allowed(**(facts | changed))
    assert test.met is met and ("44(1)" in test.note) is (test.figures["ground"] == "none")


@pytest.mark.law("AMMR 68(1)")
def test_the_state_of_relocation_tells_of_arrival_or_of_no_show() -> None:
    (duty,) = found("relocation")
    assert (duty.cite, duty.actor, duty.due) == ("AMMR 68(1)", "state of relocation", None)
    assert "did not appear" in duty.act
