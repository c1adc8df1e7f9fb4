"""A security key, held by a real browser's virtual authenticator, is enrolled and then asked for at signing in."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import caches
from django.db import connection
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from fairshare.workbench.people.models import User
from fairshare.workbench.record.triggers import GUARDS, LIFTS

PASSWORD = "spoken-lantern-orbit-27"

pytestmark = pytest.mark.slow


def run(statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def guarded_again(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The guards of the record, made anew after the tables were emptied."""
    yield
    with django_db_blocker.unblock():
        run(GUARDS[connection.vendor])


@pytest.fixture
def server(guarded_again: None, transactional_db: None, production: None) -> Iterator[str]:
    """The address of a server with the settings of these tests; that of pytest-django has those of the start. The
    guards of the record are lifted after it, so that the tables can be emptied. It stops when the connections of the
    browser, which is closed by then, have ended: they share the database in memory."""
    running = LiveServer("localhost")
    yield running.url
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(10)
    running.stop()
    run(LIFTS[connection.vendor])


@pytest.fixture
def page(server: str, chromium: Browser) -> Iterator[Page]:
    """A page of a browser that holds a security key."""
    with chromium.new_context() as context:
        opened = context.new_page()
        tools = context.new_cdp_session(opened)
        tools.send("WebAuthn.enable")
        tools.send("WebAuthn.addVirtualAuthenticator", {"options": {
            "protocol": "ctap2", "transport": "usb", "hasResidentKey": False, "hasUserVerification": True,
            "isUserVerified": True, "automaticPresenceSimulation": True,
        }})  # fmt: skip
        yield opened


def by_password(page: Page, at: str, user: User) -> None:
    page.goto(f"{at}/account/login/")
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_a_key_is_enrolled_and_signs_in(page: Page, server: str, person: Callable[..., User]) -> None:
    user = person("member_state", "DE")
    user.set_password(PASSWORD)
    user.save()
    by_password(page, server, user)
    expect(page.get_by_role("heading", level=1)).to_have_text("Second factor")
    page.get_by_role("link", name="Add a security key").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Name").fill("Blue key")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"webauthn", "recovery_codes"}
    page.goto(f"{server}/account/factors/keys/")
    expect(page.get_by_role("rowheader", name="Blue key")).to_be_visible()

    page.context.clear_cookies()
    caches["default"].clear()
    by_password(page, server, user)
    page.get_by_role("button", name="security key").click()
    page.wait_for_url(f"{server}/desk/")
    expect(page.locator("body")).to_have_text("member_state")
