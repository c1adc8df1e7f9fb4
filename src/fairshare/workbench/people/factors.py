"""What a person has yet to set up before they may act: a password, then a second factor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest

from fairshare.workbench.people.models import User

SECOND = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
"""What counts as a second factor. Recovery codes stand in for one and are none."""


View = Callable[..., Any]

confirmed: Callable[[View], View] = reauthentication_required(allow_get=True, enabled=lambda _: not settings.DEMO)
"""Of a view: who sends its form confirms first who they are, if they did not within five minutes; looking is free.
In a demonstration nobody has a password to confirm by."""


def has_second_factor(user: User) -> bool:
    """Whether an app or a security key is enrolled."""
    return bool(is_mfa_enabled(user, SECOND))


def missing(request: HttpRequest) -> str | None:
    """The name of the page where the next thing is set up, or nothing if all is there; looked up once a request.

    In a demonstration nothing is asked. Who only reads, and nothing that is restricted, needs no second factor."""
    user = getattr(request, "user", None)
    if settings.DEMO or not isinstance(user, User):
        return None
    cached: tuple[int, str | None] | None = getattr(request, "_missing_factor", None)
    if cached is None or cached[0] != user.pk:
        cached = (user.pk, _missing(user))
        request._missing_factor = cached  # type: ignore[attr-defined]
    return cached[1]


def _missing(user: User) -> str | None:
    if not user.has_usable_password():
        return "account_set_password"
    if user.seat.needs_second_factor and not has_second_factor(user):
        return "mfa_index"
    return None
