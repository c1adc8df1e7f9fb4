"""The pages on cases: what a caseworker sees and does in a browser without scripts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from office import YEAR, Office

from fairshare.workbench.cases.models import Case

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(office: Office) -> Client:
    """Somebody of Italy, signed in."""
    client = Client()
    client.force_login(office.user("IT"))
    return client


def test_a_case_is_registered_and_taken_through_its_steps(office: Office, browser: Client) -> None:
    form = {"persons": "4", "kind": "applicant", "family": "no", "security": "false", "nationality": "ER", "key": "k1"}
    answer = browser.post(f"/cases/{YEAR}/new/", form, follow=True)
    case = Case.unscoped.get()
    page = answer.content.decode()
    assert case.public in page and "Record that the family was informed" in page
    browser.post(f"/cases/{YEAR}/case/{case.public}/case.inform/", {"key": "k2"})
    links = {"link-0-kind": "family", "link-0-state": "FR", "link-0-strength": "1", "key": "k3"}
    page = browser.post(f"/cases/{YEAR}/case/{case.public}/case.link/", links, follow=True).content.decode()
    assert "Family: France (1.00)" in page and "Ready for matching" in page


def test_a_refusal_names_its_article_and_keeps_what_was_filled_in(office: Office, browser: Client) -> None:
    case = office.family(security=None)
    office.on("2027-02-12")
    answer = browser.post(f"/cases/{YEAR}/case/{case}/case.inform/", {"key": "k", "on": "2027-02-11"})
    assert answer.status_code == 422
    assert "No security check is on record" in answer.content.decode()
    assert 'value="2027-02-11"' in answer.content.decode()


def test_the_first_screen_of_a_caseworker_names_the_cases_that_wait(office: Office, browser: Client) -> None:
    case = office.received("2027-03-02", to="DE")
    replying = Client()
    replying.force_login(office.user("DE"))
    told = [client.get("/desk/").content.decode() for client in (replying, browser)]
    link = f'href="/cases/{YEAR}/case/{case}/"'
    assert link in told[0] and link not in told[1]  # Germany replies; Italy waits
    assert all("Cases that wait for you" in page for page in told)


@pytest.mark.parametrize("path", ["", f"{YEAR}/", f"{YEAR}/new/", f"{YEAR}/runs/", f"{YEAR}/agreements/"])
def test_every_page_opens(office: Office, browser: Client, path: str) -> None:
    office.received("2027-03-02")
    assert browser.get(f"/cases/{path}").status_code == 200


def test_every_step_has_its_form(office: Office, browser: Client) -> None:
    case = office.notified()
    for name in ("case.appeal", "case.transfer", "case.terminate"):
        assert browser.get(f"/cases/{YEAR}/case/{case}/{name}/").status_code == 200


@pytest.mark.parametrize("name", ["case.terminate", "case.security"])
def test_no_choice_is_made_for_the_officer(office: Office, browser: Client, name: str) -> None:
    """A list that began with a threat to security would exclude a family by one careless click."""
    case = office.family(security=None)
    answer = browser.post(f"/cases/{YEAR}/case/{case}/{name}/", {"key": "k"})
    assert answer.status_code == 422
    assert "Please fill this in." in answer.content.decode()
    assert (office.facts(case).status, office.facts(case).security) == ("candidate", None)
    assert " selected" not in browser.get(f"/cases/{YEAR}/case/{case}/{name}/").content.decode()


@pytest.mark.parametrize(
    ("given", "first"),
    [({"security": None}, "case.security"), ({"family": "open"}, "case.assess"), ({}, "case.inform")],
    ids=["security not checked", "family undecided", "nothing is lacking"],
)
def test_the_first_button_is_what_the_case_lacks(
    office: Office, browser: Client, given: dict[str, Any], first: str
) -> None:
    case = office.family(**given)
    page = browser.get(f"/cases/{YEAR}/case/{case}/").content.decode()
    buttons = re.findall(r'class="button( second)?" href="[^"]*/(case\.\w+)/"', page)
    assert [name for second, name in buttons if not second] == [first]


def test_families_that_are_ready_are_counted_and_those_to_act_on_listed(office: Office, browser: Client) -> None:
    for _ in range(2):
        Case.unscoped.filter(public=office.matched()).update(status="linked")
    case = office.family()
    todo = browser.get(f"/cases/{YEAR}/").content.decode().partition("All cases")[0]
    assert "2 families are ready." in todo
    assert re.findall(r"<strong>(\w{12})</strong>", todo) == [case]


def test_the_weight_of_a_family_link_is_called_so(office: Office, browser: Client) -> None:
    page = browser.get(f"/cases/{YEAR}/runs/").content.decode()
    assert '<label for="family">Family link</label>' in page


def test_a_link_without_its_kind_is_told_by_its_number(office: Office, browser: Client) -> None:
    case = office.family()
    office.do("IT", "case.inform", cases=[case])
    links = {"link-0-kind": "study", "link-0-state": "FR", "link-0-strength": "1", "link-1-state": "DE", "key": "k"}
    answer = browser.post(f"/cases/{YEAR}/case/{case}/case.link/", links)
    assert (answer.status_code, "Link 2: Please fill this in." in answer.content.decode()) == (422, True)


def test_what_no_day_could_allow_is_not_offered(office: Office, browser: Client) -> None:
    """No lapse ends a relocation by the default reading, and a second appeal there is none."""
    case = office.notified()
    office.do("IT", "case.appeal", cases=[case])
    office.do("IT", "case.appeal_decide", cases=[case], outcome="dismissed")
    office.on("2027-06-01")
    page = browser.get(f"/cases/{YEAR}/case/{case}/").content.decode()
    assert "/case.transfer/" in page
    assert "/case.lapse/" not in page and "/case.appeal/" not in page


def test_a_file_is_registered_and_its_list_shown_once(office: Office, browser: Client) -> None:
    file = SimpleUploadedFile("cases.csv", "case;persons\na-1;2\na-2;5\n".encode("utf-8-sig"))
    answer = browser.post(f"/cases/{YEAR}/new/", {"file": file, "key": "k-file"})
    page = answer.content.decode()
    assert Case.unscoped.count() == 2
    assert all(case.public in page for case in Case.unscoped.all()) and "a-2" in page


def test_silence_is_shown_before_anybody_recorded_it(office: Office, browser: Client) -> None:
    case = office.received("2027-03-02")
    office.on("2027-03-25")
    page = browser.get(f"/cases/{YEAR}/case/{case}/").content.decode()
    assert "Silence confirmed this relocation on" in page and "Record the transfer decision" in page
    assert Case.unscoped.get(public=case).status == "received"
