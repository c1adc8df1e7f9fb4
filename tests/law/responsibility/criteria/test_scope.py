"""Who is no matter of the criteria: beneficiaries of protection, and persons admitted from third countries."""

from __future__ import annotations

import pytest
from stories import crossed, finding, paper, registered, status, told, whose

IN_GERMANY = registered("DE", "2026-09-01")
ADMITTED = paper("residence", "SE", type="humanitarian admission", valid_from="2026-03-01")


@pytest.mark.law("AMMR 16(1)")
def test_a_beneficiary_is_no_applicant_and_a_person_decides_on_admissibility() -> None:
    answer = told(IN_GERMANY, crossed("IT", "2026-07-10"), status("FR", "beneficiary"), asked_on="2026-09-02")
    assert (answer["responsible"], answer["human"], answer["basis"]) == (None, True, "APR 38(1)(c)")
    assert answer["needs_decision"]["options"] == ["DE", "FR"]


@pytest.mark.law("AMMR 36(1)(c)")
def test_who_was_admitted_belongs_to_the_admitting_state_before_every_criterion() -> None:
    answer = told(IN_GERMANY, crossed("IT", "2026-07-10"), ADMITTED, asked_on="2026-09-02")
    assert whose(answer) == ("SE", "AMMR 36(1)(c)", "determined")


@pytest.mark.law("AMMR 36(1)(c)")
def test_an_admission_after_the_first_registration_is_none_at_that_time() -> None:
    later = paper("residence", "SE", type="humanitarian admission", valid_from="2026-09-02")
    """It is a residence document all the same, and shifts responsibility (Article 37(1))."""
    assert whose(told(IN_GERMANY, later, asked_on="2026-09-01"))[:2] == ("DE", "AMMR 16(2)")
    assert whose(told(IN_GERMANY, later, asked_on="2026-09-03"))[:2] == ("SE", "AMMR 37(1)")


@pytest.mark.law("AMMR 36(1)(c)", "AMMR 16(3)")
def test_nobody_is_sent_to_an_admitting_state_at_risk() -> None:
    risk = finding("art4_risk", True, state="SE")
    assert whose(told(IN_GERMANY, ADMITTED, risk, asked_on="2026-09-02"))[:2] == ("DE", "AMMR 16(3)")
