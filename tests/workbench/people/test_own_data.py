"""Everybody gets what is kept about them as a file; of a closed account nothing of the person is left after a time."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from fairshare.workbench.people import log
from fairshare.workbench.people.colleagues import colleagues, deactivate
from fairshare.workbench.people.models import SecurityEvent, User
from fairshare.workbench.people.own_data import forget_closed

Person = Callable[..., User]
Enter = Callable[[Client, User], object]


def test_the_file_holds_what_concerns_oneself_and_no_secret(client: Client, member: Person, sign_in: Enter) -> None:
    user, other = member("commission"), member("commission")
    log.record(SecurityEvent.Kind.FAILED, None, other, detail="of another")
    sign_in(client, user)
    answer = client.get("/account/?format=json")
    assert answer.headers["content-disposition"] == 'attachment; filename="account.json"'
    text = answer.content.decode()
    told = json.loads(text)
    assert (told["account"]["email"], told["account"]["handle"]) == (user.email, user.handle)
    assert [factor["type"] for factor in told["factors"]] == ["totp"]
    assert len(told["sessions"]) == 1
    assert told["security_log"][0]["kind"] == "signed_in"
    for secret in (
        other.handle,
        other.email,
        "of another",
        user.password,
        Authenticator.objects.first().data["secret"],
    ):
        assert secret not in text


def closed(head: User, user: User, days: int) -> User:
    """An account that its head closed so many days ago."""
    deactivate(head, user.handle)
    event = log.record(SecurityEvent.Kind.DEACTIVATED, None, user, by=head)
    SecurityEvent.objects.filter(pk=event.pk).update(at=timezone.now() - timedelta(days=days))
    return user


def test_who_left_is_forgotten_after_the_retention_and_the_name_in_the_record_stays(member: Person) -> None:
    head = member("commission", function="head")
    old, recent = (closed(head, member("commission"), days) for days in (181, 179))
    email, handle = old.email, old.handle
    limit = timezone.now() - log.RETENTION
    assert [forget_closed(limit), forget_closed(limit)] == [1, 0]
    old.refresh_from_db()
    assert (old.name, old.handle, old.has_usable_password()) == (handle, handle, False)
    assert not User.objects.filter(email=email).exists()
    assert not Authenticator.objects.filter(user=old).exists()
    assert set(colleagues(head)) == {head, recent}


def test_an_account_that_was_opened_again_is_kept(member: Person) -> None:
    head = member("commission", function="head")
    user = closed(head, member("commission"), 400)
    User.objects.filter(pk=user.pk).update(is_active=True)
    assert forget_closed(timezone.now()) == 0
