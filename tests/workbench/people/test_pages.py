"""Every page of accounts has one main part, headings in order, a label for each field, and nothing inline."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from lxml import html
from pytest_django.fixtures import Settings

from fairshare.workbench.people.models import SignInLink, User

PASSWORD = "spoken-lantern-orbit-27"
Person = Callable[..., User]
Enter = Callable[[Client, User], object]
Confirm = Callable[[Client], None]
OPEN = [
    "/account/login/", "/account/inactive/", "/account/link/none/", "/account/password/reset/",
    "/account/password/reset/sent/", "/account/password/reset/1-bad/", "/account/password/reset/changed/",
]  # fmt: skip
OWN = [
    "/account/", "/account/log/", "/account/sessions/", "/account/password/", "/account/logout/",
    "/account/factors/", "/account/factors/keys/", "/account/people/", "/account/people/log/",
    "/account/factors/confirm/",
]  # fmt: skip
CONFIRMED = ["/account/factors/app/remove/", "/account/factors/keys/add/", "/account/factors/codes/renew/"]


def faults(page: str) -> list[str]:
    """What is wrong with a page, in words."""
    tree = html.fromstring(page)
    ids = [element.get("id") for element in tree.xpath("//*[@id]")]
    labelled = {label.get("for") for label in tree.xpath("//label[@for]")}
    fields = tree.xpath("//input[not(@type='hidden')] | //select | //textarea")
    levels = [int(heading.tag[1]) for heading in tree.xpath("//h1 | //h2 | //h3 | //h4")]
    described = " ".join(tree.xpath("//@aria-describedby")).split()
    cells = tree.xpath("//th")
    scripts = tree.xpath("//script[not(@src) and not(@type='application/json')]")
    checks = {
        "no language": bool(tree.get("lang")),
        "not one main part": len(tree.xpath("//main")) == 1,
        "not one first heading": levels.count(1) == 1 and levels[0] == 1,
        "a heading is skipped": all(below - above <= 1 for above, below in pairwise(levels)),
        "no title": bool((tree.findtext(".//title") or "").strip()),
        "an identifier twice": len(ids) == len(set(ids)),
        "a field without label": all(field.get("id") in labelled for field in fields),
        "a description that is not there": set(described) <= set(ids),
        "an image without text": all(image.get("alt") for image in tree.xpath("//img")),
        "an empty button or link": all(part.text_content().strip() for part in tree.xpath("//button | //a")),
        "a header cell without scope or text": all(cell.get("scope") and cell.text_content().strip() for cell in cells),
        "an inline script or style": not scripts and not tree.xpath("//*[@style] | //style | //*[@onclick]"),
        "a form that is sent without token": all(
            form.xpath(".//input[@name='csrfmiddlewaretoken']") for form in tree.xpath("//form[@method='post']")
        ),
        "something left of a template": not re.search(r"\{%|%\}|\{\{", page),
    }  # fmt: skip
    return [fault for fault, right in checks.items() if not right]


def test_the_check_finds_faults() -> None:
    assert len(faults("<html><h2>a</h2><input id='x'><button></button><p style='x'></p><th></th><img></html>")) == 9


@pytest.mark.parametrize("page", OPEN)
def test_pages_before_signing_in(client: Client, page: str, settings: Settings) -> None:
    settings.EMAIL_CONFIG = ("mail.example.test", 587, "", "")
    assert faults(client.get(page, follow=True).content.decode()) == []


@pytest.mark.parametrize("page", OWN)
def test_pages_of_an_account(client: Client, member: Person, sign_in: Enter, page: str) -> None:
    member("member_state", "DE")
    sign_in(client, member("member_state", "DE", function="head"))
    answer = client.get(page)
    assert answer.status_code == 200
    assert faults(answer.content.decode()) == []


@pytest.mark.parametrize("page", CONFIRMED)
def test_pages_after_confirming(client: Client, member: Person, sign_in: Enter, confirm: Confirm, page: str) -> None:
    sign_in(client, member("commission"))
    confirm(client)
    answer = client.get(page)
    assert answer.status_code == 200
    assert faults(answer.content.decode()) == []


def test_pages_of_enrolment_and_the_question_for_a_code(client: Client, member: Person) -> None:
    user = member("commission")
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    assert faults(client.get("/account/factor/").content.decode()) == []
    assert faults(client.post("/account/factor/", {"code": "1"}).content.decode()) == []
    Authenticator.objects.all().delete()
    client = Client()
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    assert faults(client.get("/account/confirm/").content.decode()) == []
    client.post("/account/confirm/", {"password": PASSWORD})
    assert faults(client.get("/account/factors/app/add/").content.decode()) == []
    wrong = client.post("/account/factors/app/add/", {"code": "1"}).content.decode()
    assert faults(wrong) == []
    assert 'aria-describedby="id_code_error"' in wrong


def test_pages_of_a_link_and_of_an_invitation(
    client: Client, person: Person, member: Person, sign_in: Enter, confirm: Confirm
) -> None:
    token = SignInLink.issue(person("commission"), SignInLink.INVITATION)
    assert faults(client.get(f"/account/link/{token}/").content.decode()) == []
    sign_in(client, member("member_state", "DE", function="head"))
    confirm(client)
    asked = {"email": "a@example.test", "name": "A", "function": "reader"}
    assert faults(client.post("/account/people/", asked | {"email": "no"}).content.decode()) == []
    assert faults(client.post("/account/people/", asked).content.decode()) == []


def test_passwords_may_be_pasted_and_kept_by_a_program(client: Client) -> None:
    page = client.get("/account/login/").content.decode()
    assert 'autocomplete="current-password"' in page
    assert "onpaste" not in page


@pytest.mark.parametrize("page", ["signup/", "email/", "confirm-email/", "3rdparty/", "login/code/"])
def test_what_is_not_needed_is_not_there(client: Client, page: str) -> None:
    assert client.get(f"/account/{page}").status_code == 404
