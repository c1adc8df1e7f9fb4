"""Who asks: nobody, somebody signed in (with the CSRF token where something is written), or a token."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import Any, Final, Literal, cast

from django.conf import settings
from django.http import HttpRequest
from ninja.errors import AuthenticationError
from ninja.utils import check_csrf

from fairshare.workbench.actions.base import Action
from fairshare.workbench.actions.permission import forbidden, found
from fairshare.workbench.api.models import Token
from fairshare.workbench.api.problem import ApiError
from fairshare.workbench.people.access import seat_of
from fairshare.workbench.people.factors import has_second_factor, missing
from fairshare.workbench.people.limits import BUCKETS, caller, take
from fairshare.workbench.people.models import User
from fairshare.workbench.people.seat import PUBLIC, Seat

Security = list[dict[str, list[str]]]
OPEN: Final[Security] = [{}, {"session": []}, {"token": []}]
SIGNED_IN: Final[Security] = [{"session": []}, {"token": []}]
ACTING: Final[Security] = [{"session": [], "csrf": []}, {"token": []}]
"""What operations ask, in the words of OpenAPI: of anybody, of somebody signed in, of whoever acts."""

_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, in which seat, and whether a token limits it to reading."""

    seat: Seat
    user: User | None = None
    scope: Literal["read", "act"] = "act"

    @property
    def account(self) -> User:
        """The account that asks. Raises ``AuthenticationError`` where nobody is signed in."""
        if self.user is None:
            raise AuthenticationError
        return self.user


def asker_of(request: HttpRequest) -> Asker:
    """Who asks, as the check of the operation found it."""
    return cast(Asker, cast(Any, request).auth)


def anybody(request: HttpRequest) -> Asker:
    """Whoever asks; a token that is not valid is refused rather than ignored. Counts the request."""
    header = request.headers.get("Authorization", "")
    asker = _by_token(request, header) if header else _by_session(request)
    if not take("api", caller(request)):
        wait = ceil(1 / BUCKETS["api"].rate)
        raise ApiError(429, "too many requests: try again later", headers={"Retry-After": str(wait)})
    if asker is None:
        raise AuthenticationError
    return asker


def somebody(request: HttpRequest) -> Asker:
    """Who asks, where nobody else is answered, nor who still owes a second factor."""
    asker = anybody(request)
    if asker.account and missing(request) is not None:
        raise ApiError(403, "set up a second factor first")
    return asker


def actor(request: HttpRequest) -> Asker:
    """Who asks to act: in a seat that acts (with its second factor), with the CSRF token where it is a session, and by
    no token for reading only."""
    asker = somebody(request)
    if not asker.seat.acts:
        raise forbidden()
    if asker.scope != "act":
        raise ApiError(403, "this token is for reading only")
    return asker


def actor_for(action: Action) -> Callable[[HttpRequest], Asker]:
    """The check of one action: who may not do it learns nothing else."""

    def check(request: HttpRequest) -> Asker:
        asker = actor(request)
        found(action.name, asker.seat)
        return asker

    return check


def _by_session(request: HttpRequest) -> Asker:
    user = request.user
    if not isinstance(user, User):
        return Asker(PUBLIC)
    if request.method not in _SAFE and check_csrf(request) is not None:
        raise ApiError(403, "the CSRF token is missing or wrong")
    return Asker(seat_of(request), user)


def _by_token(request: HttpRequest, header: str) -> Asker | None:
    """The owner of a token, in the seat of this moment; a token outlives neither the account nor its second factor."""
    kind, _, text = header.partition(" ")
    token = Token.of(text.strip()) if kind.lower() == "bearer" and text.isascii() else None
    if token is None or not (settings.DEMO or has_second_factor(token.user)):
        return None
    request.user = token.user
    return Asker(seat_of(request), token.user, "act" if token.scope == "act" else "read")
