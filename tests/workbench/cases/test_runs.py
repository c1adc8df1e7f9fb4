"""A matching is run, looked at, compared, and confirmed by two officers of the benefitting state; never by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from office import YEAR, Office, work

from fairshare.workbench.actions.models import Motion
from fairshare.workbench.actions.perform import ForbiddenError, confirm, perform
from fairshare.workbench.cases import scope
from fairshare.workbench.cases.models import Case, Placement, Run
from fairshare.workbench.jobs.registry import JobError
from fairshare.workbench.people.models import User
from fairshare.workbench.record.models import Entry

pytestmark = pytest.mark.django_db


def ready(office: Office, present: str = "IT", links: tuple[tuple[str, str], ...] = (), **given: Any) -> str:
    """A case whose links are on record."""
    case = office.family(present, **given)
    office.do(present, "case.inform", cases=[case])
    office.do(present, "case.link", cases=[case], links=[{"kind": kind, "state": state} for kind, state in links])
    return case


def carried_out(office: Office, who: str = "IT", **policy: Any) -> Run:
    """A run that a worker has carried out."""
    done = office.do(who, "case.match", **policy)
    assert done.answer is not None
    work()
    return Run.unscoped.get(public=done.answer["run"])


def placed(run: Run) -> dict[str, str]:
    """Where a run places each case."""
    return dict(Placement.unscoped.filter(run=run).values_list("case__public", "state"))


def test_links_are_honoured_and_the_placement_is_proved_optimal(office: Office) -> None:
    linked = [ready(office, links=(("family", "NL"),)) for _ in range(2)]
    other = ready(office, persons=4)
    run = carried_out(office)
    where = placed(run)
    assert [where[case] for case in linked] == ["NL", "NL"] and where[other] in {"DE", "FR", "NL"}
    assert run.result is not None
    assert (run.result["families"], run.result["links"], run.result["gap"]) == (3, 2, "0")
    assert set(run.result["prices"]) == {"DE|IT", "FR|IT", "NL|IT"}
    why = Placement.unscoped.get(run=run, case__public=linked[0])
    assert "a family link" in why.why and set(why.others) == {"DE", "FR"}


def test_places_are_those_drawn_and_kept_for_no_case(office: Office) -> None:
    office.received("2027-03-02", "DE", persons=20)
    ready(office)
    run = carried_out(office)
    assert run.result is not None and run.result["places"] == {"DE|IT": 20, "FR|IT": 30, "NL|IT": 10}


def test_who_is_not_eligible_is_not_placed_and_told_why(office: Office) -> None:
    good, bad = ready(office), ready(office)
    Case.unscoped.filter(public=bad).update(family="open")
    run = carried_out(office)
    assert placed(run)[bad] == "" and placed(run)[good]
    assert "a person has to decide first" in Placement.unscoped.get(run=run, case__public=bad).why


def test_a_state_that_refused_a_case_is_not_asked_again(office: Office) -> None:
    case = office.received("2027-03-02", "NL")
    office.do("NL", "case.refuse", cases=[case], ground="pledge-used")
    office.do("IT", "case.link", cases=[case], links=[{"kind": "family", "state": "NL"}])
    assert placed(carried_out(office))[case] in {"DE", "FR"}


def test_beneficiaries_go_only_where_both_states_said_that_they_agreed(
    office: Office, person: Callable[..., User]
) -> None:
    for who in ("IT", "FR"):
        head = person("member_state", who, function="head")
        perform("case.agree", head, YEAR, {"present_in": "IT", "destination": "FR"}, f"agree-{who}")
    case = ready(office, kind="beneficiary", granted="2025-06-01", consent=True)
    assert placed(carried_out(office))[case] == "FR"


@pytest.mark.parametrize("mechanism", ["lexicographic", "tmda", "mttc", "greedy", "first-come"])
def test_mechanisms_are_compared_against_one_proved_bound(office: Office, mechanism: str) -> None:
    for n in range(5):
        ready(office, persons=n + 1, links=(("family", "FR"),))
    best, other = carried_out(office), carried_out(office, mechanism=mechanism)
    assert best.result is not None and other.result is not None
    assert other.result["bound"] == best.result["bound"] and float(other.result["gap"]) >= 0
    assert other.result["families"] <= 5 and other.result["prices"] == {}


def test_nothing_is_proposed_until_two_officers_of_the_benefitting_state_say_so(office: Office) -> None:
    case, out = ready(office), ready(office)
    run = carried_out(office)
    assert [office.facts(one).status for one in (case, out)] == ["linked", "linked"]
    left_out = [{"case": out, "reason": "needs_check"}]
    done = office.proposed("IT", "case.propose", run=run.public, left_out=left_out)
    assert done.status == "waiting" and office.facts(case).status == "linked"
    with pytest.raises(ForbiddenError, match="second person"):
        confirm(done.motion or 0, office.user("IT"))
    confirm(done.motion or 0, office.user("IT", 2))
    assert (office.facts(case).status, office.facts(case).destination) == ("matched", placed(run)[case])
    assert office.facts(out).status == "linked"
    assert Motion.objects.get().second == office.user("IT", 2)
    (entry,) = Entry.unscoped.filter(kind="case.propose")
    assert (entry.state, entry.who) == ("IT", office.user("IT", 2).handle)
    assert office.user("IT").handle in entry.key


@pytest.mark.parametrize("who", ["DE", "EL", "coordinator"])
def test_nobody_else_confirms_a_run(office: Office, who: str) -> None:
    ready(office)
    run = carried_out(office)
    with pytest.raises(ForbiddenError):
        office.do(who, "case.propose", run=run.public)


def test_a_case_that_has_moved_on_is_not_proposed_twice(office: Office) -> None:
    ready(office)
    first, second = carried_out(office), carried_out(office)
    office.do("IT", "case.propose", run=first.public)
    assert office.refused("IT", "case.propose", run=second.public) == "AMMR 67(3)"


def test_places_that_are_gone_when_a_run_is_confirmed_are_refused(office: Office) -> None:
    ready(office, persons=30, links=(("family", "DE"),))
    run = carried_out(office)
    office.received("2027-03-02", "DE", persons=20)
    assert office.refused("IT", "case.propose", run=run.public) == "AMMR 67(6)"


def test_the_coordinator_matches_for_all_and_each_state_sees_its_own(office: Office) -> None:
    of_italy, of_greece = ready(office), ready(office, "EL")
    run = carried_out(office, "coordinator")
    assert set(placed(run)) == {of_italy, of_greece}
    seen = scope.placements(office.user("EL").seat, run)
    assert [one.case.public for one in seen] == [of_greece]
    assert set(scope.figures(office.user("EL").seat, run)) == {"gap", "bound_by", "prices"}
    assert not scope.runs(office.user("DE").seat).exists()
    office.do("EL", "case.propose", run=run.public)
    assert (office.facts(of_greece).status, office.facts(of_italy).status) == ("matched", "linked")


def test_a_contributing_state_starts_no_matching(office: Office) -> None:
    assert office.refused("DE", "case.match") == "AMMR 67(3)"


def test_a_run_without_candidates_says_so(office: Office) -> None:
    office.do("IT", "case.match")
    with pytest.raises(JobError, match="no candidate"):
        work()


def test_the_pages_of_a_run(office: Office) -> None:
    case = ready(office, links=(("family", "NL"),))
    client = Client()
    client.force_login(office.user("IT"))
    sent = {"mechanism": "max-weight", "place": "8", "vulnerable": "4", "links": "2", "seed": "3", "key": "k"}
    client.post(f"/cases/{YEAR}/runs/", sent)
    run = Run.unscoped.get()
    assert "not done yet" in client.get(f"/cases/{YEAR}/runs/{run.public}/").content.decode()
    work()
    page = client.get(f"/cases/{YEAR}/runs/{run.public}/").content.decode()
    assert case in page and "a family link" in page and "Propose these placements" in page
    assert "max-weight" in client.get(f"/cases/{YEAR}/runs/").content.decode()
    answer = client.post(f"/cases/{YEAR}/runs/{run.public}/", {"key": "k2", f"out-{case}": ""}, follow=True)
    assert "wait for a second officer" in answer.content.decode()
