"""Sessions get a new key at signing in, end after a time, and can be ended from elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.cache import caches
from django.test import Client

from fairshare.workbench.people.models import SecurityEvent, User

PASSWORD = "spoken-lantern-orbit-27"
Person = Callable[..., User]
Enter = Callable[[Client, User], object]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Lets the middleware believe that so many seconds have passed."""
    start, ahead = time.time(), [0.0]
    monkeypatch.setattr("fairshare.workbench.people.middleware.time", lambda: start + ahead[0])

    def pass_seconds(seconds: float) -> None:
        ahead[0] += seconds

    return pass_seconds


def test_a_key_known_before_signing_in_is_worthless_after(client: Client, member: Person, sign_in: Enter) -> None:
    session = client.session
    session["planted"] = True
    session.save()
    planted = str(session.session_key)
    client.cookies[settings.SESSION_COOKIE_NAME] = planted
    sign_in(client, member("commission"))
    assert client.session.session_key != planted
    attacker = Client()
    attacker.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert attacker.get("/").content == b"public"


def test_half_an_hour_without_a_request_signs_out(
    client: Client, member: Person, sign_in: Enter, clock: Callable[[float], None]
) -> None:
    sign_in(client, member("commission"))
    assert client.get("/desk/").status_code == 200
    clock(1800)
    assert client.get("/desk/").status_code == 200
    clock(1801)
    assert client.get("/desk/").headers["location"].startswith("/account/login/")
    kinds = list(SecurityEvent.objects.values_list("kind", flat=True))
    assert kinds.count(SecurityEvent.Kind.TIMED_OUT) == 1
    assert SecurityEvent.Kind.SIGNED_OUT not in kinds


def test_who_only_reads_is_signed_out_as_well(client: Client, person: Person, clock: Callable[[float], None]) -> None:
    client.force_login(person("public"))
    assert client.get("/reading/").status_code == 302  # to set a password
    client.get("/account/")
    clock(1801)
    assert client.get("/account/").headers["location"].startswith("/account/login/")


def test_whoever_signs_in_is_told_how_long_it_lasts(client: Client, member: Person, sign_in: Enter) -> None:
    sign_in(client, member("commission"))
    page = client.get("/account/").content.decode()
    assert "signed out after 30 minutes without a request, and after 8 hours in any case" in page


def test_eight_hours_sign_out_whoever_is_busy(
    client: Client, member: Person, sign_in: Enter, clock: Callable[[float], None]
) -> None:
    sign_in(client, member("commission"))
    statuses = []
    for _ in range(17):
        statuses.append(client.get("/desk/").status_code)
        clock(1800)
    assert statuses == [200] * 17
    assert client.get("/desk/").status_code == 302


def test_after_a_time_out_the_eight_hours_start_anew(
    client: Client, member: Person, sign_in: Enter, clock: Callable[[float], None]
) -> None:
    user = member("commission")
    sign_in(client, user)
    client.get("/desk/")
    clock(9 * 3600)
    assert client.get("/").content == b"public"
    sign_in(client, user)
    assert client.get("/desk/").status_code == 200


def test_when_somebody_was_seen_is_noted_once_a_minute(
    client: Client, member: Person, sign_in: Enter, clock: Callable[[float], None],
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:  # fmt: skip
    sign_in(client, member("commission"))
    client.get("/desk/")
    with django_assert_num_queries(3):
        client.get("/desk/")


def test_what_somebody_saw_stays_in_no_cache(client: Client, member: Person, sign_in: Enter) -> None:
    assert "Cache-Control" not in client.get("/").headers
    sign_in(client, member("commission"))
    assert client.get("/desk/").headers["Cache-Control"] == "private, no-store"


def test_a_new_password_ends_the_other_sessions(client: Client, member: Person, sign_in: Enter) -> None:
    user, other, new = member("commission"), Client(), "correct horse battery staple"
    sign_in(other, user)
    sign_in(client, user)
    client.post("/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert [other.get("/").content, client.get("/").content] == [b"public", b"commission"]


def test_the_other_sessions_end_once_it_is_confirmed_who_asks(
    client: Client, member: Person, sign_in: Enter, code: Callable[..., str]
) -> None:
    user, other = member("commission"), Client()
    sign_in(other, user)
    sign_in(client, user)
    assert client.get("/account/sessions/").content.decode().count('scope="row"') == 2
    asked = client.post("/account/sessions/").headers["location"]
    assert asked.startswith("/account/factors/confirm/")
    assert other.get("/").content == b"commission"
    caches["default"].clear()
    client.post(asked, {"code": code()})
    assert other.get("/").content == b"public"
    assert client.get("/").content == b"commission"
    assert UserSession.objects.count() == 1


def test_signing_out_takes_a_button_and_is_noted(client: Client, member: Person, sign_in: Enter) -> None:
    sign_in(client, member("commission"))
    client.get("/account/logout/")
    assert client.get("/").content == b"commission"
    client.post("/account/logout/")
    assert client.get("/").content == b"public"
    assert SecurityEvent.objects.filter(kind=SecurityEvent.Kind.SIGNED_OUT).count() == 1
