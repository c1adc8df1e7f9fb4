"""The accounts as they run in production, with a desk to reach and a plain frame around the pages."""

from __future__ import annotations

import base64
import hmac
import struct
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from pytest_django.fixtures import Settings

from fairshare.workbench.people.access import acting, public_page, seat_of, signed_in
from fairshare.workbench.people.models import User

PASSWORD = "spoken-lantern-orbit-27"
SECRET = "JBSWY3DPEHPK3PXP"

Person = Callable[..., User]


def where(request: HttpRequest, **_: object) -> HttpResponse:
    """Tells in what capacity somebody looks."""
    return HttpResponse(seat_of(request).capacity)


URLS = "workbench_people_test_urls"
sys.modules[URLS] = ModuleType(URLS)
sys.modules[URLS].urlpatterns = [  # type: ignore[attr-defined]
    path("", include("fairshare.workbench.people.urls")),
    path("", public_page(where)),
    path("desk/", acting()(where)),
    path("commission/", acting("commission")(where)),
    path("reading/", signed_in(where)),
    path("api/desk/", acting()(where)),
    path("annex.pdf", public_page(where), name="annex"),
    path("cycles/<int:year>/", signed_in(where), name="cycle"),
    path("cases/<int:year>/case/<slug:public>/", acting("coordinator")(where), name="case"),
]


@pytest.fixture(autouse=True)
def tables(request: pytest.FixtureRequest) -> None:
    """The database, rolled back after each test; a test with a server takes one that the server sees as well."""
    if "server" not in request.fixturenames:
        request.getfixturevalue("db")


@pytest.fixture(autouse=True)
def production(settings: Settings) -> None:
    """No demonstration: the second factor is asked. A fast hasher, as none of these tests is about hashing."""
    settings.DEMO = False
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)
    settings.ROOT_URLCONF = URLS
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    frame = {**settings.TEMPLATES[0], "DIRS": [Path(__file__).parent / "templates", *settings.TEMPLATES[0]["DIRS"]]}
    own = "fairshare.workbench.people.context.people"
    frame["OPTIONS"] = {"context_processors": [
        "django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages", own,
    ]}  # fmt: skip
    settings.TEMPLATES = [frame]
    settings.MIDDLEWARE = wired(settings.MIDDLEWARE)
    settings.ACCOUNT_ADAPTER = "fairshare.workbench.people.adapters.ClosedAdapter"
    settings.MFA_ADAPTER = "fairshare.workbench.people.adapters.SealedAdapter"
    settings.ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
    settings.ACCOUNT_USER_MODEL_USERNAME_FIELD = None
    settings.MFA_TOTP_ISSUER = "Fairshare"
    settings.MFA_TOTP_TOLERANCE = 1
    settings.USERSESSIONS_TRACK_ACTIVITY = False
    settings.CACHES = {
        name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
        for name in ("default", "local")
    }
    for cache in ("default", "local"):
        caches[cache].clear()


def wired(middleware: list[str]) -> list[str]:
    """The middleware with that of accounts in its place."""
    own = "fairshare.workbench.people.middleware."
    rest = [name for name in middleware if not name.startswith(own)]
    at = rest.index("allauth.account.middleware.AccountMiddleware") + 1
    added = ["AccountLogMiddleware", "SessionAgeMiddleware", "LimitsMiddleware", "SecondFactorMiddleware"]
    return [*rest[:at], *(own + name for name in added), *rest[at:]]


def digits(secret: str = SECRET, at: float | None = None) -> str:
    """The six digits that an authenticator app shows (RFC 6238)."""
    counter = struct.pack(">Q", int((time.time() if at is None else at) // 30))
    digest = hmac.new(base64.b32decode(secret), counter, "sha1").digest()
    number = struct.unpack(">I", digest[digest[-1] & 15 :][:4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


@pytest.fixture
def member(person: Person) -> Person:
    """Somebody with a password and an authenticator app: ``member("member_state", "DE")``."""

    def make(*args: str, **fields: object) -> User:
        user = person(*args, **fields)
        user.email = f"{user.handle}@example.test"
        user.set_password(PASSWORD)
        user.save()
        TOTP.activate(user, SECRET)
        return user

    return make


@pytest.fixture
def code() -> Callable[..., str]:
    """``code()``: what the app of a member shows now."""
    return digits


@pytest.fixture
def sign_in() -> Callable[[Client, User], HttpResponse]:
    """Sign in by password and, where one is asked, by the code of the app (which is forgotten to have been used)."""

    def enter(client: Client, user: User) -> HttpResponse:
        caches["default"].clear()
        answer = client.post("/account/login/", {"login": user.email, "password": PASSWORD})
        if answer.headers.get("location", "").startswith("/account/factor/"):
            answer = client.post("/account/factor/", {"code": digits()})
        assert answer.status_code == 302, answer.content.decode()
        return answer  # type: ignore[return-value]

    return enter


@pytest.fixture
def confirm() -> Callable[[Client], None]:
    """Say again who one is, by the code of the app; a form that was asked for before is then done."""

    def by_code(client: Client) -> None:
        caches["default"].clear()
        assert client.post("/account/factors/confirm/", {"code": digits()}).status_code == 302

    return by_code
