"""The security log tells each what concerns them, and forgets from where after a time."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from fairshare.workbench.ops.logs import Lines
from fairshare.workbench.people import log
from fairshare.workbench.people.models import SecurityEvent, User

Person = Callable[..., User]
Enter = Callable[[Client, User], object]
LOGIN = "/account/login/"


def test_a_failure_names_the_account_and_the_address_it_came_from(client: Client, member: Person) -> None:
    user = member("commission")
    client.post(LOGIN, {"login": user.email, "password": "wrong"}, REMOTE_ADDR="192.0.2.7")
    event = SecurityEvent.objects.get()
    assert (event.kind, event.user, event.address) == (SecurityEvent.Kind.FAILED, user, "192.0.2.7")


def test_what_was_typed_for_an_unknown_account_is_not_kept(client: Client) -> None:
    for _ in range(2):
        client.post(LOGIN, {"login": "my-secret@example.test", "password": "wrong"})
    details = set(SecurityEvent.objects.values_list("detail", flat=True))
    assert len(details) == 1
    assert "secret" not in details.pop()


def test_an_event_is_a_line_of_the_server_as_well_without_the_address(
    client: Client, member: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "fairshare.security")
    user = member("commission")
    client.post(LOGIN, {"login": user.email, "password": "wrong"}, REMOTE_ADDR="192.0.2.7")
    line = Lines().format(caplog.records[-1])
    assert json.loads(line) | {"timestamp": ""} == {
        "levelname": "INFO", "name": "fairshare.security", "message": "security", "kind": "failed",
        "account": user.handle, "by": None, "timestamp": "",
    }  # fmt: skip


def test_each_sees_their_own_and_a_head_sees_the_seat(client: Client, member: Person, sign_in: Enter) -> None:
    head, colleague = member("member_state", "DE", function="head"), member("member_state", "DE")
    stranger = member("member_state", "FR")
    for user in (head, colleague, stranger):
        log.record(SecurityEvent.Kind.FAILED, None, user, detail=f"of {user.handle}")
    sign_in(client, colleague)
    own = client.get("/account/log/").content.decode()
    assert f"of {colleague.handle}" in own
    assert f"of {head.handle}" not in own
    assert client.get("/account/people/log/").status_code == 403
    sign_in(other := Client(), head)
    seat = other.get("/account/people/log/").content.decode()
    assert f"of {colleague.handle}" in seat
    assert f"of {head.handle}" in seat
    assert f"of {stranger.handle}" not in seat


def test_addresses_are_forgotten_after_the_retention_and_events_stay(member: Person) -> None:
    user, now = member("commission"), timezone.now()
    for days in (181, 179):
        SecurityEvent.objects.create(
            kind=SecurityEvent.Kind.SIGNED_IN, user=user, address="192.0.2.7", at=now - timedelta(days=days)
        )
    assert log.forget(now - log.RETENTION) == 1
    assert log.forget(now - log.RETENTION) == 0
    assert list(SecurityEvent.objects.values_list("address", flat=True)) == ["192.0.2.7", None]


def test_a_long_log_has_pages(client: Client, member: Person, sign_in: Enter) -> None:
    user = member("commission")
    SecurityEvent.objects.bulk_create(SecurityEvent(kind=SecurityEvent.Kind.FAILED, user=user) for _ in range(60))
    sign_in(client, user)
    assert client.get("/account/log/").content.decode().count("<time") == 50
    assert client.get("/account/log/?page=2").content.decode().count("<time") == 11
    assert client.get("/account/log/?page=nonsense").status_code == 200
