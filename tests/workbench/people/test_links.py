"""A link signs one person in, once, for a time; looking at it uses nothing up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from fairshare.workbench.people.models import SecurityEvent, SignInLink, User

Person = Callable[..., User]


@pytest.fixture
def demo(settings: Settings) -> None:
    settings.DEMO = True


def at(token: str) -> str:
    return f"/account/link/{token}/"


def test_looking_uses_nothing_up_and_the_button_signs_in(client: Client, person: Person, demo: None) -> None:
    token = SignInLink.issue(person("commission"))
    for _ in range(3):
        assert client.get(at(token)).status_code == 200
        assert client.head(at(token)).status_code == 200
    answer = client.post(at(token))
    assert (answer.status_code, answer.headers["location"]) == (302, "/desk/")
    assert client.get("/desk/").content == b"commission"
    assert SecurityEvent.objects.filter(kind=SecurityEvent.Kind.LINK_USED).count() == 1


def test_used_expired_unknown_and_closed_are_answered_alike(client: Client, person: Person, demo: None) -> None:
    used, expired, closed = (SignInLink.issue(person("commission")) for _ in range(3))
    assert Client().post(at(used)).status_code == 302
    SignInLink.objects.filter(digest=SignInLink.digest_of(expired)).update(expires=timezone.now())
    User.objects.filter(links__digest=SignInLink.digest_of(closed)).update(is_active=False)
    answers = {
        (answer.status_code, answer.content)
        for token in (used, expired, closed, "never-one")
        for answer in (client.get(at(token)), client.post(at(token)))
    }
    assert [status for status, _ in answers] == [410]


def test_a_link_lasts_eight_hours(person: Person, demo: None) -> None:
    token = SignInLink.issue(person("commission"))
    left = SignInLink.objects.get(digest=SignInLink.digest_of(token)).expires - timezone.now()
    assert timedelta(hours=7, minutes=59) < left <= timedelta(hours=8)


def test_a_new_link_makes_the_earlier_one_void(person: Person, demo: None) -> None:
    user = person("commission")
    first, second = SignInLink.issue(user), SignInLink.issue(user)
    assert (SignInLink.holds(first), SignInLink.holds(second)) == (False, True)


def test_of_two_who_ask_at_once_one_signs_in(person: Person, demo: None) -> None:
    """The statement that uses the link up asks by itself that nobody used it: a subquery would be asked before the
    lock, and PostgreSQL would let both in."""
    token = SignInLink.issue(person("commission"))
    with CaptureQueriesContext(connection) as asked:
        assert SignInLink.redeem(token) is not None
    (written,) = [query["sql"] for query in asked if query["sql"].startswith("UPDATE")]
    assert written.count("SELECT") == 0
    assert '"used" IS NULL' in written


def test_the_token_itself_is_not_kept(person: Person) -> None:
    token = SignInLink.issue(person("commission"))
    assert not SignInLink.objects.filter(digest__contains=token[:8]).exists()


def test_outside_a_demonstration_only_invitations_sign_in(client: Client, person: Person) -> None:
    shown = SignInLink.issue(person("commission"))
    invitation = SignInLink.issue(person("commission"), SignInLink.INVITATION)
    assert client.get(at(shown)).status_code == client.post(at(shown)).status_code == 410
    assert client.post(at(invitation)).status_code == 302
    assert client.get("/desk/").headers["location"] == "/account/password/set/"


def test_a_link_asks_for_a_factor_that_is_enrolled(client: Client, member: Person) -> None:
    token = SignInLink.issue(member("commission"), SignInLink.INVITATION)
    assert client.post(at(token)).headers["location"].startswith("/account/factor/")
    assert client.get("/").content == b"public"


def test_the_session_key_changes_and_another_persons_session_ends(client: Client, person: Person, demo: None) -> None:
    first, second = person("commission"), person("member_state", "DE")
    client.post(at(SignInLink.issue(first)))
    before = client.session.session_key
    client.session["kept"] = "of the first"
    client.post(at(SignInLink.issue(second)))
    assert client.session.session_key != before
    assert "kept" not in client.session
    assert client.get("/desk/").content == b"member_state"


def test_guessing_links_is_limited_and_noted(client: Client, demo: None) -> None:
    statuses = [client.post(at(f"guess-{number}")).status_code for number in range(14)]
    assert statuses[:10] == [410] * 10
    assert statuses[10:] == [429] * 4
    assert SecurityEvent.objects.filter(kind=SecurityEvent.Kind.LIMITED).count() == 1
    caches["default"].clear()
    assert client.post(at("guess")).status_code == 410
