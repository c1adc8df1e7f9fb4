"""The pages on cases: what a caseworker sees and does in a browser without scripts."""

from __future__ import annotations

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
    assert "no security check is on record" in answer.content.decode()
    assert 'value="2027-02-11"' in answer.content.decode()


@pytest.mark.parametrize("path", ["", f"{YEAR}/", f"{YEAR}/new/", f"{YEAR}/runs/", f"{YEAR}/agreements/"])
def test_every_page_opens(office: Office, browser: Client, path: str) -> None:
    office.received("2027-03-02")
    assert browser.get(f"/cases/{path}").status_code == 200


def test_every_step_has_its_form(office: Office, browser: Client) -> None:
    case = office.notified()
    for name in ("case.appeal", "case.transfer", "case.terminate"):
        assert browser.get(f"/cases/{YEAR}/case/{case}/{name}/").status_code == 200


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
