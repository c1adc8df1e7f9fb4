"""A family through the whole procedure: every step is taken by the state that the law names, and the ledger follows."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from office import Office, all_text

from fairshare.workbench.actions.perform import InvalidError
from fairshare.workbench.cases.clock import next_due
from fairshare.workbench.cases.models import Case

pytestmark = pytest.mark.django_db


def test_a_family_goes_the_whole_way(office: Office) -> None:
    case = office.notified()
    assert (office.places("DE", "committed"), office.places("DE", "accepted")) == (37, 3)
    office.on("2027-03-20")
    office.do("IT", "case.transfer", cases=[case])
    office.do("DE", "case.arrive", cases=[case])
    assert (office.places("DE", "accepted"), office.places("DE", "implemented")) == (0, 3)
    office.do("DE", "case.determine", cases=[case], outcome="responsible")
    assert office.facts(case).status == "responsible"


def test_a_family_that_does_not_appear_gives_its_places_back(office: Office) -> None:
    case = office.notified()
    office.on("2027-03-20")
    office.do("IT", "case.transfer", cases=[case])
    office.do("DE", "case.no_show", cases=[case])
    assert (office.places("DE", "accepted"), office.facts(case).ended) == (0, date(2027, 3, 20))
    assert office.book.balance("DE", "open", "relocation") == 400 - 60 + 3


def test_a_threat_found_after_the_confirmation_ends_it_for_ever(office: Office) -> None:
    case = office.notified()
    office.do("DE", "case.terminate", cases=[case], ground="security")
    assert (office.facts(case).status, office.facts(case).security, office.places("DE", "accepted")) == (
        "terminated", True, 0,
    )  # fmt: skip


def test_a_threat_found_before_bars_the_family_from_everything(office: Office) -> None:
    case = office.family(security=None)
    office.do("IT", "case.security", cases=[case], result="threat")
    assert office.facts(case).status == "excluded"
    assert office.refused("IT", "case.security", cases=[case], result="clear") == "AMMR 67(2)"


def test_a_transfer_waits_for_the_court_only_where_suspension_was_asked(office: Office) -> None:
    quick, slow = office.notified(), office.notified()
    office.do("IT", "case.appeal", cases=[quick])
    office.do("IT", "case.appeal", cases=[slow], suspension=True)
    office.on("2027-03-15")
    office.do("IT", "case.transfer", cases=[quick])
    assert office.refused("IT", "case.transfer", cases=[slow]) == "AMMR 67"
    office.do("IT", "case.appeal_decide", cases=[slow], outcome="suspension_refused")
    office.do("IT", "case.transfer", cases=[slow])


def test_a_request_to_suspend_that_follows_the_appeal_holds_the_transfer_up_until_the_court_decided(
    office: Office,
) -> None:
    case = office.notified()
    assert office.refused("IT", "case.suspend", cases=[case]) == "AMMR 67"
    office.do("IT", "case.appeal", cases=[case])
    office.on("2027-03-08")
    office.do("IT", "case.suspend", cases=[case])
    office.on("2027-03-30")
    assert office.refused("IT", "case.transfer", cases=[case]) == "AMMR 67"
    office.do("IT", "case.appeal_decide", cases=[case], outcome="dismissed")
    due = next_due(office.facts(case))
    assert due is not None and (due.step, due.due) == ("transfer", date(2027, 4, 27))  # four weeks from the decision


def test_only_the_first_request_to_suspend_holds_the_transfer_up(office: Office) -> None:
    case = office.notified()
    office.do("IT", "case.appeal", cases=[case], suspension=True)
    office.do("IT", "case.appeal_decide", cases=[case], outcome="suspension_refused")
    assert office.refused("IT", "case.suspend", cases=[case]) == "AMMR 43(3)"


def test_a_court_decides_also_after_a_transfer_that_it_did_not_suspend(office: Office) -> None:
    before, later, none = office.notified(), office.notified(), office.notified()
    office.do("IT", "case.appeal", cases=[before])
    office.on("2027-03-15")
    office.do("IT", "case.transfer", cases=[before, later, none])
    office.do("IT", "case.appeal", cases=[later])  # three weeks are open, and two days' notice is enough
    office.do("DE", "case.arrive", cases=[later])
    assert office.refused("IT", "case.appeal_decide", cases=[none], outcome="upheld") == "AMMR 43(3)"
    office.do("IT", "case.appeal_decide", cases=[before, later], outcome="upheld")
    assert [office.facts(case).status for case in (before, later, none)] == ["annulled", "annulled", "transferred"]
    assert (office.places("DE", "accepted"), office.places("DE", "implemented")) == (3, 3)


def test_an_appeal_that_is_dismissed_after_the_arrival_changes_nothing(office: Office) -> None:
    case = office.notified()
    office.do("IT", "case.appeal", cases=[case])
    office.on("2027-03-15")
    office.do("IT", "case.transfer", cases=[case])
    office.do("DE", "case.arrive", cases=[case])
    office.do("IT", "case.appeal_decide", cases=[case], outcome="dismissed")
    assert office.facts(case).status == "arrived"
    assert office.refused("IT", "case.appeal_decide", cases=[case], outcome="upheld") == "AMMR 43(3)"


@pytest.mark.parametrize(
    ("who", "step", "given", "cite"),
    [("DE", "terminate", {"ground": "security"}, "AMMR 67(2)"),
     ("IT", "terminate", {"ground": "out-of-scope"}, "AMMR 67(1), 67(4), 67(5)"),
     ("IT", "appeal_decide", {"outcome": "upheld"}, "AMMR 43(3), 67(13)")],
)  # fmt: skip
def test_the_ledger_is_told_why_a_relocation_failed(
    office: Office, who: str, step: str, given: dict[str, str], cite: str
) -> None:
    case = office.notified()
    if step == "appeal_decide":
        office.do("IT", "case.appeal", cases=[case])
    office.do(who, f"case.{step}", cases=[case], **given)
    assert [event.basis for event in office.book.events][-2:] == ["AMMR 67(9)", cite]


@pytest.mark.parametrize("who", ["IT", "DE"])
def test_a_relocation_ends_where_shortcomings_free_the_other_state_from_it(office: Office, who: str) -> None:
    confirmed, sent = office.notified(), office.received("2027-03-10")
    ended = {"cases": [confirmed, sent], "ground": "shielded"}
    assert office.refused(who, "case.terminate", **ended) == "AMMR 60(3)"
    office.happens("shortcomings_recorded", "2027-03-10", state="IT")
    assert office.refused(who, "case.terminate", **ended | {"ground": "no-pledge"}) == "AMMR 60(3)"
    office.do(who, "case.terminate", **ended)
    assert [office.facts(case).status for case in (confirmed, sent)] == ["terminated", "terminated"]
    assert (office.book.events[-1].basis, office.places("DE", "accepted")) == ("AMMR 60(3)", 0)


def test_a_relocation_ends_where_the_other_state_is_released(office: Office) -> None:
    confirmed, sent = office.notified(), office.received("2027-03-10")
    office.happens("pressure_notified", "2027-03-09", state="DE")
    office.happens("pressure_decided", "2027-03-10", state="DE", accepted=True)
    office.do("IT", "case.terminate", cases=[confirmed, sent], ground="no-pledge")
    assert [office.facts(case).ground for case in (confirmed, sent)] == ["no-pledge", "no-pledge"]
    assert office.book.balance("DE", "released", "relocation") == 400


def test_a_decision_that_a_court_annuls_gives_the_places_back(office: Office) -> None:
    case = office.notified()
    office.do("IT", "case.appeal", cases=[case])
    office.do("IT", "case.appeal_decide", cases=[case], outcome="upheld")
    assert office.facts(case).status == "annulled" and office.places("DE", "accepted") == 0


def test_family_found_in_the_benefitting_state_takes_a_case_out_and_a_correction_brings_it_back(office: Office) -> None:
    case = office.family()
    office.do("IT", "case.assess", cases=[case], family="yes")
    assert office.refused("IT", "case.inform", cases=[case]) == "AMMR 67"
    office.do("IT", "case.assess", cases=[case], family="no")
    office.do("IT", "case.inform", cases=[case])


def test_a_form_is_not_sent_where_no_places_are_left(office: Office) -> None:
    first, second = office.matched("NL", persons=6), office.matched("NL", persons=6)  # ten places are drawn
    Case.unscoped.filter(public=second).update(status="linked")
    office.do("IT", "case.send", cases=[first])
    Case.unscoped.filter(public=second).update(status="matched")
    assert office.refused("IT", "case.send", cases=[second]) == "AMMR 67(6)"


def test_several_cases_move_together_or_none_does(office: Office) -> None:
    good, bad = office.family(), office.family(security=None)
    assert office.refused("IT", "case.inform", cases=[good, bad]) == "AMMR 67(2)"
    assert office.facts(good).status == "candidate"


def test_only_a_state_that_may_use_the_pool_registers_cases(office: Office) -> None:
    assert office.refused("DE", "case.register", cases=[{"persons": 1}]) == "AMMR 67(1)"


def test_a_relocation_that_runs_when_the_year_ends_goes_on_and_counts_for_no_pledge_of_it(office: Office) -> None:
    """67(12); accepted after the end of the year is not accepted by it (63(5))."""
    case = office.received("2027-12-29")
    office.on("2028-01-12")
    office.do("IT", "case.decide", cases=[case])
    office.do("IT", "case.notify", cases=[case])
    office.on("2028-01-14")
    office.do("IT", "case.transfer", cases=[case])
    office.do("DE", "case.arrive", cases=[case])
    assert (office.facts(case).status, office.facts(case).confirmed) == ("arrived", date(2028, 1, 5))
    assert [office.places("DE", account) for account in ("committed", "accepted", "implemented")] == [40, 0, 0]


def test_a_threat_ends_a_relocation_also_after_the_year(office: Office) -> None:
    case = office.received("2027-12-29")
    office.on("2028-01-12")
    office.do("DE", "case.terminate", cases=[case], ground="security")
    assert office.facts(case).status == "terminated"


def test_no_relocation_is_begun_after_the_year(office: Office) -> None:
    case = office.matched()
    office.on("2028-01-01")
    assert office.refused("IT", "case.send", cases=[case]) == "AMMR 60(3)(1)"


@pytest.mark.parametrize(
    "given",
    [{"note": "Amina"}, {"name": "Amina"}, {"cases": [{"persons": 1, "nationality": "Amina"}]},
     {"cases": [{"persons": 1, "family": "Amina"}]}, {"cases": [{"persons": 1, "note": "Amina"}]}],
)  # fmt: skip
def test_nothing_that_could_name_a_person_is_taken(office: Office, given: dict[str, Any]) -> None:
    with pytest.raises(InvalidError):
        office.do("IT", "case.register", **{"cases": [{"persons": 1}]} | given)
    assert "Amina" not in all_text()
