"""The daily work on accounts forgets what is old and leaves the rest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

from django.contrib.sessions.models import Session
from django.utils import timezone

from fairshare.workbench.people import log
from fairshare.workbench.people.models import SecurityEvent, User
from fairshare.workbench.people.work import forget


def test_what_is_old_goes_and_what_is_not_stays(member: Callable[..., User]) -> None:
    now, user, left = timezone.now(), member("commission"), member("commission")
    User.objects.filter(pk=left.pk).update(is_active=False)
    old = now - log.RETENTION - timedelta(days=1)
    for at, whose in ((now, user), (old, user), (old, left)):
        SecurityEvent.objects.create(kind=SecurityEvent.Kind.DEACTIVATED, user=whose, at=at, address="192.0.2.7")
    for days in (-1, 1):
        Session.objects.create(session_key=f"key-{days}", expire_date=now + timedelta(days=days))
    assert forget({}, cast(Any, None)) == {"addresses": 2, "people": 1, "sessions": 1, "sealed": 0}
    assert SecurityEvent.objects.get(address="192.0.2.7").at == now
    assert Session.objects.get().session_key == "key-1"
