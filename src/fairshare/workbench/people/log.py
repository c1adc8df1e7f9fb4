"""The security log: who signed in, failed, changed a factor, was invited or deactivated, from where.

An address that somebody typed and that is no account is kept as a keyed digest only: people type passwords there.
Each event is a line of the log of the server as well, without the address: who owns the database cannot change that.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any, Final

from allauth.account import signals as account
from allauth.account.adapter import get_adapter
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from fairshare.workbench.people.models import SecurityEvent, User
from fairshare.workbench.people.seat import Seat

Kind = SecurityEvent.Kind
LOG: Final = logging.getLogger("fairshare.security")

RETENTION: Final = timedelta(days=180)
"""How long it is kept from which address something came."""


def address_of(request: HttpRequest | None) -> str | None:
    """The address of the caller, as far as it is known; behind a proxy the one that the proxy saw."""
    if request is None:
        return None
    try:
        return str(ip_address(get_adapter(request).get_client_ip(request)))
    except (PermissionDenied, ValueError):
        return None


def record(
    kind: SecurityEvent.Kind, request: HttpRequest | None, user: User | None, by: User | None = None, detail: str = ""
) -> SecurityEvent:
    """Note an event. ``request`` tells from where; the command line has none."""
    LOG.info("security", extra={"kind": kind.value, "account": user and user.handle, "by": by and by.handle})
    return SecurityEvent.objects.create(kind=kind, user=user, by=by, address=address_of(request), detail=detail[:200])


def digest_of(text: str) -> str:
    """What the log keeps of a text that it must not hold: the same for the same text, as long as the key is."""
    return salted_hmac("fairshare.people.log", text, algorithm="sha256").hexdigest()[:12]


def of_person(user: User) -> QuerySet[SecurityEvent]:
    """What concerns a person, newest first."""
    return SecurityEvent.objects.filter(Q(user=user) | Q(by=user)).select_related("user", "by")


def of_seat(seat: Seat) -> QuerySet[SecurityEvent]:
    """What concerns anybody of a seat, newest first."""
    return SecurityEvent.objects.filter(
        user__capacity=seat.capacity, user__state=seat.state, user__body=seat.body
    ).select_related("user", "by")


def forget(before: datetime) -> int:
    """Blank the addresses of events before a moment (now less :data:`RETENTION`, as a rule); how many were blanked."""
    return SecurityEvent.objects.filter(at__lt=before, address__isnull=False).update(address=None)


def _signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    record(Kind.SIGNED_IN, request, user)


def _signed_out(request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None and not getattr(request, "timed_out", False):
        record(Kind.SIGNED_OUT, request, user)


def _failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    typed = str(credentials.get("email") or credentials.get("username") or "").strip().lower()
    user = User.objects.filter(email=typed).first()
    record(Kind.FAILED, request, user, detail="" if user else digest_of(typed))


def _confirmed(request: HttpRequest, user: User, reauthenticated: bool = False, **_: Any) -> None:
    if reauthenticated:
        record(Kind.CONFIRMED, request, user)


def _password_set(request: HttpRequest, user: User, **_: Any) -> None:
    record(Kind.PASSWORD_SET, request, user)


def _factor(kind: SecurityEvent.Kind) -> Any:
    def note(request: HttpRequest, user: User, authenticator: Authenticator | None = None, **_: Any) -> None:
        record(kind, request, user, detail=authenticator.type if authenticator else "")

    return note


def connect() -> None:
    """Listen to Django and allauth; once, when the application starts."""
    listeners = (
        (user_logged_in, _signed_in),
        (user_logged_out, _signed_out),
        (user_login_failed, _failed),
        (account.authentication_step_completed, _confirmed),
        (account.password_set, _password_set),
        (account.password_changed, _password_set),
        (account.password_reset, _password_set),
        (mfa.authenticator_added, _factor(Kind.FACTOR_ADDED)),
        (mfa.authenticator_removed, _factor(Kind.FACTOR_REMOVED)),
        (mfa.authenticator_reset, _factor(Kind.CODES_RENEWED)),
        (mfa.authentication_failed, _factor(Kind.FACTOR_FAILED)),
    )
    for signal, listener in listeners:
        signal.connect(listener, weak=False, dispatch_uid=f"people.log.{listener.__qualname__}.{id(signal)}")
