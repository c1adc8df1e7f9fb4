"""Relocation and responsibility, Articles 38(5), 67 and 68: registered in Italy, relocated to Sweden."""

from __future__ import annotations

import pytest
from stories import crossed, finding, happened, hit, lines, next_of, paper, registered, status, told, whose

from fairshare.law.responsibility.steps.relocation import kept_by_family

IN_ITALY = registered("IT", "2026-09-01")
CONFIRMED = happened("relocation_confirmed", "2026-10-05", by="SE")
RELOCATED = happened("relocated", "2026-10-20", to="SE")
NAMED = hit("16(1)", "IT", event_date="2026-09-25")
VISA_OF_SPAIN = paper("visa", "ES", valid_from="2026-08-01", valid_to="2026-12-01")
THREAT = finding("security_threat", by="IT", date="2026-09-10")


@pytest.mark.law("AMMR 67(9)", "AMMR 67(11)")
@pytest.mark.parametrize("who", [{"by": "SE"}, {"state": "SE"}, {"to": "SE"}])
def test_after_confirmation_the_benefitting_state_transfers_within_four_weeks(who: dict[str, str]) -> None:
    answer = told(IN_ITALY, happened("relocation_confirmed", "2026-10-05", **who), asked_on="2026-10-06")
    assert next_of(answer) == ("IT", "relocation transfer", "2026-11-02", "AMMR 67(11)")
    assert lines(answer, "AMMR 67(9)") == [
        "SE confirmed on 2026-10-05 that it relocates the person; the transfer is due by 2026-11-02"
    ]


@pytest.mark.law("AMMR 67(11)")
def test_no_effect_is_named_for_a_late_relocation() -> None:
    late = told(IN_ITALY, CONFIRMED, asked_on="2027-06-01")
    assert whose(late) == ("IT", "AMMR 16(2)", "determined")
    assert late["next_step"]["consequence_if_missed"] == "no effect named"


@pytest.mark.law("AMMR 38(5)")
def test_who_is_found_elsewhere_before_the_transfer_is_taken_back_by_the_state_of_relocation() -> None:
    record = hit("relocation", "SE", event_date="2026-10-05", hit_date="2026-10-10", found_by="FR")
    answer = told(IN_ITALY, CONFIRMED, record, asked_on="2026-10-11")
    assert whose(answer) == ("SE", "AMMR 38(5)", "pending")
    assert next_of(answer)[:3] == ("FR", "take back notification", "2026-10-26")  # the 24th is a Saturday


@pytest.mark.law("AMMR 68(2)")
@pytest.mark.parametrize("who", [{"to": "SE"}, {"state": "SE"}, {"by": "SE"}])
def test_before_the_determination_the_state_of_relocation_determines_by_what_is_left(who: dict[str, str]) -> None:
    arrived = happened("relocated", "2026-10-20", **who)
    assert whose(told(IN_ITALY, VISA_OF_SPAIN, asked_on="2026-10-20"))[:2] == ("ES", "AMMR 29(2)")
    assert whose(told(IN_ITALY, VISA_OF_SPAIN, arrived, asked_on="2026-10-20")) == ("SE", "AMMR 68(2)", "determined")


@pytest.mark.law("AMMR 68(2)", "AMMR 33(3)")
def test_a_crossing_before_the_relocation_gives_way_to_the_state_of_relocation() -> None:
    answer = told(IN_ITALY, crossed("EL", "2026-07-10"), RELOCATED, asked_on="2026-10-20")
    assert whose(answer) == ("SE", "AMMR 33(3)", "determined")


@pytest.mark.law("AMMR 68(2)", "IR 9(2)")
def test_a_refusal_to_the_state_of_relocation_does_not_bring_back_the_criteria_that_it_must_not_use() -> None:
    free = crossed("FR", "2026-08-01", mode="visa_free", visa_not_required_in=["FR"])
    facts = IN_ITALY, free, VISA_OF_SPAIN, RELOCATED
    assert whose(told(*facts, asked_on="2026-10-21"))[:2] == ("FR", "AMMR 31(1)")
    refused = happened("request_sent", "2026-10-22", to="FR"), happened("reply_refuse", "2026-10-30", by="FR")
    assert whose(told(*facts, *refused, asked_on="2026-11-21")) == ("SE", "AMMR 68(2)", "determined")


@pytest.mark.law("AMMR 68(2)", "AMMR 24(1)")
def test_what_a_state_refused_to_the_benefitting_state_it_can_be_asked_by_the_state_of_relocation() -> None:
    free = crossed("FR", "2026-08-01", mode="visa_free", visa_not_required_in=["FR"])
    refused = happened("request_sent", "2026-09-02", to="FR"), happened("reply_refuse", "2026-09-08", by="FR")
    answer = told(IN_ITALY, free, *refused, RELOCATED, asked_on="2026-10-21")
    assert whose(answer)[:2] == ("FR", "AMMR 31(1)")
    assert next_of(answer)[:3] == ("SE", "take charge request", "2026-12-21")  # two months from arrival: a Sunday


@pytest.mark.law("AMMR 68(3)")
def test_where_the_benefitting_state_was_responsible_responsibility_moves_with_the_person() -> None:
    answer = told(IN_ITALY, NAMED, CONFIRMED, RELOCATED, asked_on="2026-10-21")
    assert whose(answer) == ("SE", "AMMR 68(3)", "shifted")
    later = told(IN_ITALY, NAMED, CONFIRMED, RELOCATED, registered("DE", "2027-02-01"), asked_on="2027-02-02")
    assert whose(later)[:2] == ("SE", "AMMR 68(3)")  # also for later applications


@pytest.mark.law("AMMR 68(3)", "AMMR 39(1)")
def test_a_relocation_after_a_shift_moves_what_was_shifted() -> None:
    facts = registered("IT", "2026-09-01"), crossed("EL", "2026-07-10")  # no request by 2 November
    assert whose(told(*facts, asked_on="2026-11-03")) == ("IT", "AMMR 39(1)", "shifted")
    arrived = happened("relocated", "2026-12-01", to="SE")
    assert whose(told(*facts, arrived, asked_on="2026-12-02")) == ("SE", "AMMR 68(3)", "shifted")


@pytest.mark.law("AMMR 68(4)", "AMMR 16(1)")
def test_a_relocated_beneficiary_has_the_same_status_in_the_state_of_relocation() -> None:
    protected = status("IT", "beneficiary", **{"from": "2026-08-01"})
    answer = told(IN_ITALY, protected, RELOCATED, asked_on="2026-10-21")
    assert whose(answer) == ("SE", "AMMR 68(4)", "shifted")
    assert lines(answer, "AMMR 68(4)") == [
        "SE, to which the beneficiary was relocated on 2026-10-20, grants the same status"
    ]


@pytest.mark.law("AMMR 67(2)")
def test_a_threat_to_security_excludes_every_relocation_and_is_told_once() -> None:
    answer = told(IN_ITALY, THREAT, CONFIRMED, RELOCATED, asked_on="2026-10-21")
    assert whose(answer) == ("IT", "AMMR 67(2)", "determined")
    assert len(lines(answer, "AMMR 67(2)")) == 1
    assert next_of(answer)[1] == "examination of the application"


@pytest.mark.law("AMMR 67(5)")
@pytest.mark.parametrize(
    ("basis", "responsible", "kept"),
    [
        ("AMMR 25(2)", "IT", True),
        ("AMMR 25(5)", "IT", False),
        ("AMMR 26(1)", "IT", True),
        ("AMMR 27", "SE", False),
        ("AMMR 28(a)", "IT", True),
        ("AMMR 34(1)", "IT", True),
        ("AMMR 33(1)", "IT", False),
        ("AMMR 26(1)", None, False),
    ],
)
def test_an_applicant_who_has_family_in_the_benefitting_state_is_not_relocated(
    basis: str, responsible: str | None, kept: bool
) -> None:
    assert kept_by_family(basis, responsible, "IT") is kept


@pytest.mark.law("AMMR 84(2)")
@pytest.mark.parametrize("event", [CONFIRMED, RELOCATED])
def test_the_relocation_of_the_regulation_is_none_of_a_case_under_dublin_3(event: tuple[str, dict[str, str]]) -> None:
    answer = told(registered("IT", "2026-06-01"), event, asked_on="2026-10-21")
    assert whose(answer)[:2] == ("IT", "DUBLIN3 3(2)")
