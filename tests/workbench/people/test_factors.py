"""Who acts has a second factor, or reaches nothing but the pages where one is set up."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core import mail
from django.core.cache import caches
from django.test import Client, TestCase
from pytest_django.fixtures import Settings

from fairshare.workbench.api.models import PREFIX
from fairshare.workbench.people import adapters
from fairshare.workbench.people.models import SecurityEvent, User

PASSWORD = "spoken-lantern-orbit-27"
Person = Callable[..., User]
Kind = SecurityEvent.Kind


@pytest.fixture
def bare(person: Person, client: Client) -> User:
    """Somebody who acts, has a password and no second factor, and is signed in."""
    user = person("member_state", "DE")
    user.set_password(PASSWORD)
    user.save()
    assert client.post("/account/login/", {"login": user.email, "password": PASSWORD}).status_code == 302
    return user


def set_up_an_app(client: Client, code: Callable[..., str]) -> None:
    """Confirm by password, read the secret off the page, answer with its code."""
    page = client.get("/account/factors/app/add/", follow=True)
    if page.redirect_chain:
        page = client.post(page.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
    secret = re.search(r'id="authenticator_secret"[^>]* value="([A-Z2-7]+)"', page.content.decode())
    assert secret is not None
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = client.post("/account/factors/app/add/", {"code": code(secret[1])})
    assert answer.status_code == 302, answer.content.decode()


@pytest.mark.parametrize("page", ["/desk/", "/", "/reading/", "/account/people/"])
def test_without_a_factor_every_page_leads_to_enrolment(client: Client, bare: User, page: str) -> None:
    answer = client.get(page)
    assert (answer.status_code, answer.headers["location"]) == (302, "/account/factors/")


def test_without_a_factor_the_api_refuses(client: Client, bare: User) -> None:
    answer = client.get("/api/desk/")
    assert (answer.status_code, answer.json()) == (403, {"detail": "set up a second factor first"})


@pytest.mark.parametrize("page", ["/account/", "/account/factors/", "/account/log/", "/account/sessions/"])
def test_without_a_factor_the_pages_of_the_account_open(client: Client, bare: User, page: str) -> None:
    assert client.get(page).status_code == 200


def test_a_demonstration_asks_for_none(client: Client, bare: User, settings: Settings) -> None:
    settings.DEMO = True
    assert client.get("/desk/").status_code == 200


@pytest.mark.parametrize(
    ("capacity", "state", "cleared", "status"),
    [("member_state", "DE", False, 200), ("member_state", "DE", True, 302), ("coordinator", "", False, 302)],
)
def test_a_reader_needs_one_only_for_what_is_restricted_or_personal(
    client: Client, person: Person, capacity: str, state: str, cleared: bool, status: int
) -> None:
    user = person(capacity, state, function="reader", cleared=cleared)
    user.set_password(PASSWORD)
    user.save()
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    assert client.get("/reading/").status_code == status


def test_enrolling_an_app_opens_the_desk(client: Client, bare: User, code: Callable[..., str]) -> None:
    set_up_an_app(client, code)
    assert client.get("/desk/").content == b"member_state"
    kinds = set(SecurityEvent.objects.filter(user=bare).values_list("kind", flat=True))
    assert kinds >= {Kind.SIGNED_IN, Kind.CONFIRMED, Kind.FACTOR_ADDED}


def test_the_password_alone_no_longer_signs_in(client: Client, bare: User, code: Callable[..., str]) -> None:
    set_up_an_app(client, code)
    client.post("/account/logout/")
    answer = client.post("/account/login/", {"login": bare.email, "password": PASSWORD})
    assert answer.headers["location"].startswith("/account/factor/")
    assert client.get("/").content == b"public"
    assert client.get("/desk/").status_code == 302


def test_a_wrong_code_is_refused_and_noted_and_a_right_one_signs_in(
    client: Client, member: Person, code: Callable[..., str]
) -> None:
    user = member("commission")
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    wrong = f"{(int(code()) + 1) % 1_000_000:06d}"
    assert client.post("/account/factor/", {"code": wrong}).status_code == 200
    assert client.get("/").content == b"public"
    assert SecurityEvent.objects.filter(user=user, kind=Kind.FACTOR_FAILED).count() == 1
    assert client.post("/account/factor/", {"code": code()}).status_code == 302
    assert client.get("/").content == b"commission"


def test_a_code_signs_in_once(client: Client, member: Person, code: Callable[..., str], sign_in: object) -> None:
    user = member("commission")
    now = code()
    for entered in (b"commission", b"public"):
        other = Client()
        other.post("/account/login/", {"login": user.email, "password": PASSWORD})
        other.post("/account/factor/", {"code": now})
        assert other.get("/").content == entered


def test_the_secret_is_sealed_in_the_database(member: Person) -> None:
    member("commission")
    kept = Authenticator.objects.get().data["secret"]
    assert "JBSWY3DPEHPK3PXP" not in kept
    assert len(kept) > 60


def test_the_secret_opens_after_the_key_was_changed(
    client: Client, member: Person, settings: Settings, sign_in: Callable[..., object]
) -> None:
    user = member("commission")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 60, [settings.SECRET_KEY]
    sign_in(client, user)
    assert client.get("/").content == b"commission"


def test_what_an_earlier_key_sealed_is_sealed_anew_once_and_that_key_may_go(
    client: Client, member: Person, settings: Settings, sign_in: Callable[..., object]
) -> None:
    user = member("commission")
    RecoveryCodes.activate(user)
    before = RecoveryCodes.activate(user).generate_codes()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 60, [settings.SECRET_KEY]
    assert [adapters.reseal(), adapters.reseal()] == [2, 0]
    settings.SECRET_KEY_FALLBACKS = []
    assert RecoveryCodes.activate(user).generate_codes() == before
    sign_in(client, user)
    assert client.get("/").content == b"commission"


def test_taking_a_factor_away_ends_the_other_sessions(
    client: Client, member: Person, sign_in: Callable[..., object], confirm: Callable[[Client], None]
) -> None:
    user, other = member("commission"), Client()
    sign_in(other, user)
    sign_in(client, user)
    confirm(client)
    client.post("/account/factors/app/remove/")
    assert other.get("/account/").headers["location"].startswith("/account/login/")
    assert client.get("/account/").status_code == 200


def mails() -> list[tuple[str, list[str]]]:
    """Subject and receivers of the mails that went out."""
    for sender in adapters.sending():
        sender.join()
    return [(str(message.subject), message.to) for message in mail.outbox]


def test_the_holder_is_told_once_an_hour_that_a_factor_was_refused(
    client: Client, member: Person, settings: Settings, code: Callable[..., str]
) -> None:
    settings.EMAIL_CONFIG = ("mail.example.test", 587, "", "")
    user = member("commission")
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    wrong = f"{(int(code()) + 1) % 1_000_000:06d}"
    for _ in range(2):
        client.post("/account/factor/", {"code": wrong})
    assert mails() == [("A second factor was refused in the Workbench", [user.email])]


def test_the_holder_is_told_of_a_changed_password_and_of_a_factor_taken_away(
    client: Client, member: Person, sign_in: Callable[..., object], confirm: Callable[[Client], None]
) -> None:
    user, new = member("commission"), "correct horse battery staple"
    sign_in(client, user)
    with TestCase.captureOnCommitCallbacks(execute=True):
        client.post("/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
        confirm(client)
        client.post("/account/factors/app/remove/")
    assert [to for _, to in mails()] == [[user.email]] * 2


def test_a_token_for_programs_is_made_once_it_is_confirmed_who_asks(
    client: Client, member: Person, sign_in: Callable[..., object], code: Callable[..., str], settings: Settings
) -> None:
    settings.ROOT_URLCONF = "fairshare.workbench.urls"
    user = member("member_state", "DE")
    sign_in(client, user)
    asked = client.post("/account/tokens/", {"name": "nightly", "scope": "act", "days": "30"}).headers["location"]
    assert asked.startswith("/account/factors/confirm/")
    assert not user.tokens.exists()
    caches["default"].clear()
    assert PREFIX in client.post(asked, {"code": code()}).content.decode()
    assert user.tokens.get().scope == "act"


def test_changing_a_factor_asks_for_the_factor_and_not_the_password(
    client: Client, member: Person, sign_in: Callable[..., object], code: Callable[..., str]
) -> None:
    sign_in(client, member("commission"))
    asked = client.get("/account/factors/app/remove/")
    assert asked.headers["location"].startswith("/account/factors/confirm/")
    by_password = client.post("/account/confirm/", {"password": PASSWORD})
    assert by_password.headers["location"].startswith("/account/factors/confirm/")
    assert client.post("/account/factors/app/remove/").status_code == 302
    assert Authenticator.objects.filter(type="totp").exists()
    caches["default"].clear()
    client.post("/account/factors/confirm/", {"code": code()})
    client.post("/account/factors/app/remove/")
    assert not Authenticator.objects.exists()
    assert SecurityEvent.objects.filter(kind=Kind.FACTOR_REMOVED).exists()
    assert client.get("/desk/").headers["location"] == "/account/factors/"


@pytest.mark.parametrize("weak", ["short-orbit-7", "telechargement", "1q2w3e4r5t6y7u8i9o0p", "long words " * 12])
def test_short_common_and_very_long_passwords_are_refused(
    client: Client, member: Person, sign_in: Callable[..., object], weak: str
) -> None:
    user = member("commission")
    sign_in(client, user)
    answer = client.post(
        "/account/password/", {"oldpassword": PASSWORD, "password1": weak, "password2": weak}, follow=True
    )
    assert answer.status_code == 200
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize("new", ["correct horse battery staple", "twelve words!" * 9 + "and eleven."])
def test_a_long_password_of_plain_words_is_taken(
    client: Client, member: Person, sign_in: Callable[..., object], new: str
) -> None:
    user = member("commission")
    sign_in(client, user)
    client.post("/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    user.refresh_from_db()
    assert user.check_password(new)
    assert SecurityEvent.objects.filter(user=user, kind=Kind.PASSWORD_SET).exists()
