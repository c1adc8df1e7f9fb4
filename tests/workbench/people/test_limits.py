"""Guessing is slow, and tells nothing of who has an account."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.contrib.auth import hashers
from django.core import mail
from django.core.cache import caches
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.test import Client
from pytest_django.fixtures import Settings

from fairshare.workbench.people import adapters, limits
from fairshare.workbench.people.models import SecurityEvent, User

PASSWORD = "spoken-lantern-orbit-27"
Person = Callable[..., User]
LOGIN = "/account/login/"


class Broken(BaseEmailBackend):
    """A mail server that is not there."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise ConnectionRefusedError


def test_guessing_a_password_is_stopped_even_when_the_guess_is_right(client: Client, member: Person) -> None:
    user = member("commission")
    for number in range(5):
        client.post(LOGIN, {"login": user.email, "password": f"wrong-guess-number-{number}"})
    answer = client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 200
    assert "Too many failed login attempts" in answer.content.decode()
    kinds = list(SecurityEvent.objects.values_list("kind", flat=True))
    assert kinds.count(SecurityEvent.Kind.FAILED) == 5
    assert kinds.count(SecurityEvent.Kind.LIMITED) == 1


def test_guessing_a_code_is_stopped(client: Client, member: Person, code: Callable[..., str]) -> None:
    user = member("commission")
    client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    wrong = f"{(int(code()) + 1) % 1_000_000:06d}"
    for _ in range(5):
        client.post("/account/factor/", {"code": wrong})
    client.post("/account/factor/", {"code": code()})
    assert client.get("/").content == b"public"


def test_trying_many_addresses_from_one_place_is_stopped(client: Client) -> None:
    statuses = [
        client.post(LOGIN, {"login": f"nobody{number}@example.test", "password": PASSWORD}).status_code
        for number in range(35)
    ]
    assert statuses[-1] == 429
    assert "Too many attempts" in client.post(LOGIN, {"login": "a@example.test", "password": "b"}).content.decode()


def test_known_unknown_closed_and_invited_addresses_are_answered_alike_with_the_same_work(
    client: Client, member: Person, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    hasher = hashers.get_hasher("default")
    encode = type(hasher).encode

    def counted(*given: Any) -> str:
        hashed.append("once")
        return str(encode(*given))

    monkeypatch.setattr(type(hasher), "encode", counted)
    closed, invited = member("commission"), person("member_state", "DE")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    addresses = (member("commission").email, "nobody@example.test", closed.email, invited.email)
    seen = set()
    for address in addresses:
        hashed.clear()
        page = client.post(LOGIN, {"login": address, "password": "wrong-guess-altogether"}).content.decode()
        seen.add((page.replace(address, "ADDRESS").split("csrfmiddlewaretoken")[0], _problems(page), len(hashed)))
    assert len(seen) == 1, seen
    assert next(iter(seen))[2] == 1


def _problems(page: str) -> str:
    return page[page.index('role="alert"') :].split("<form")[0].split("csrfmiddlewaretoken")[0]


def test_asking_for_a_new_password_tells_nothing(client: Client, member: Person, settings: Settings) -> None:
    settings.EMAIL_CONFIG = ("mail.example.test", 587, "", "")
    user = member("commission")
    answers = {
        (answer.status_code, answer.headers["location"])
        for address in (user.email, "nobody@example.test")
        for answer in [client.post("/account/password/reset/", {"email": address})]
    }
    assert answers == {(302, "/account/password/reset/sent/")}
    for sender in adapters.sending():
        sender.join()
    assert [message.to for message in mail.outbox] == [[user.email]]


def test_a_mailed_link_sets_a_new_password_and_the_factor_is_still_asked(
    client: Client, member: Person, settings: Settings
) -> None:
    settings.EMAIL_CONFIG = ("mail.example.test", 587, "", "")
    user, new = member("commission"), "quiet-harbour-forty-two"
    client.post("/account/password/reset/", {"email": user.email})
    for sender in adapters.sending():
        sender.join()
    link = re.search(r"http://testserver(/account/password/reset/\S+)", str(mail.outbox[0].body))
    assert link is not None
    form = client.get(link[1])
    client.post(form.headers["location"], {"password1": new, "password2": new})
    user.refresh_from_db()
    assert user.check_password(new)
    answer = client.post(LOGIN, {"login": user.email, "password": new})
    assert answer.headers["location"].startswith("/account/factor/")


def test_a_mail_server_that_fails_is_not_told_to_who_asks(
    client: Client, member: Person, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_CONFIG = ("mail.example.test", 587, "", "")
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    sys.modules.setdefault(__name__, sys.modules[Broken.__module__])
    assert client.post("/account/password/reset/", {"email": member("commission").email}).status_code == 302
    for sender in adapters.sending():
        sender.join()
    assert "was not sent" in caplog.text


def test_without_mail_no_one_is_told_that_mail_was_sent(client: Client, settings: Settings) -> None:
    settings.EMAIL_CONFIG = None
    answer = client.post("/account/password/reset/", {"email": "a@example.test"})
    assert "No mail is sent from here" in answer.content.decode()


@pytest.mark.parametrize("target", ["https://elsewhere.test/", "//elsewhere.test/", "javascript:alert(1)", "/\\x"])
def test_signing_in_leads_nowhere_else(client: Client, person: Person, target: str) -> None:
    user = person("member_state", "DE", function="reader")
    user.set_password(PASSWORD)
    user.save()
    answer = client.post(f"{LOGIN}?next={target}", {"login": user.email, "password": PASSWORD, "next": target})
    assert (answer.status_code, answer.headers["location"]) == (302, "/desk/")


def test_signing_in_leads_back_to_the_page_that_was_asked(client: Client, person: Person) -> None:
    user = person("member_state", "DE", function="reader")
    user.set_password(PASSWORD)
    user.save()
    answer = client.post(LOGIN, {"login": user.email, "password": PASSWORD, "next": "/reading/?a=1"})
    assert answer.headers["location"] == "/reading/?a=1"


def test_a_bucket_fills_again_with_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1_000_000.0]
    monkeypatch.setattr(limits, "time", lambda: now[0])
    assert [limits.take("link", "somebody") for _ in range(11)] == [True] * 10 + [False]
    assert limits.take("link", "somebody else")
    now[0] += 6
    assert [limits.take("link", "somebody") for _ in range(2)] == [True, False]


def test_one_host_has_one_bucket_whatever_the_end_of_its_address(client: Client) -> None:
    statuses = [
        client.post("/account/link/guess/", REMOTE_ADDR=f"2001:db8:0:1::{number:x}").status_code for number in range(12)
    ]
    assert statuses == [410] * 10 + [429] * 2
    assert client.post("/account/link/guess/", REMOTE_ADDR="2001:db8:0:2::1").status_code == 410


def test_attempts_at_secrets_are_counted_for_all_workers_in_the_database(settings: Settings) -> None:
    settings.CACHES = settings.CACHES | {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"}
    }
    call_command("createcachetable", verbosity=0)
    assert [limits.take("link", "somebody") for _ in range(11)] == [True] * 10 + [False]
    caches["default"].clear()
    assert limits.take("link", "somebody")


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of everything, and hardly ever one more."""
    for name in ("page", "act", "paper"):
        monkeypatch.setitem(limits.BUCKETS, name, limits.Bucket(2, 1 / 100, "local"))


def statuses(client: Client, path: str, times: int = 3) -> list[int]:
    return [client.get(path).status_code for _ in range(times)]


@pytest.mark.usefixtures("small")
def test_whoever_is_signed_in_reads_no_faster_than_a_person_and_others_go_on(
    client: Client, member: Person, sign_in: Callable[..., object]
) -> None:
    user, other = member("commission"), Client()
    sign_in(client, user)
    sign_in(other, member("commission"))
    assert statuses(client, "/desk/") == [200, 200, 429]
    assert client.get("/desk/").headers["Retry-After"] == "100"
    assert statuses(other, "/desk/", 1) == [200]
    assert SecurityEvent.objects.filter(user=user, kind=SecurityEvent.Kind.LIMITED).count() == 1


@pytest.mark.usefixtures("small")
def test_forms_are_counted_apart_from_pages(client: Client, member: Person, sign_in: Callable[..., object]) -> None:
    sign_in(client, member("commission"))
    assert [client.post("/desk/").status_code for _ in range(3)] == [200, 200, 429]
    assert statuses(client, "/desk/", 1) == [200]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("paper", ["/annex.pdf", "/?states-format=xlsx"])
def test_papers_are_limited_for_everybody_and_public_pages_for_nobody(client: Client, paper: str) -> None:
    assert statuses(client, paper) == [200, 200, 429]
    assert statuses(client, "/?states-format=csv") == [200, 200, 200]
