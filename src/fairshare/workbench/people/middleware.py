"""What is asked of every request: a session that is not too old, and of who acts a second factor."""

from __future__ import annotations

from collections.abc import Callable
from time import time
from typing import Any, Final

from allauth.usersessions.models import UserSession
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone

from fairshare.workbench.people import log
from fairshare.workbench.people.access import API, Access
from fairshare.workbench.people.factors import missing
from fairshare.workbench.people.limits import take
from fairshare.workbench.people.models import SecurityEvent, User

Answer = Callable[[HttpRequest], HttpResponse]

IDLE: Final = 3600
"""Seconds without a request after which somebody who acts is signed out."""

LONGEST: Final = 8 * 3600
"""Seconds after signing in when somebody who acts is signed out in any case."""

STEP: Final = 60
"""Seconds between two notes of when somebody was last seen; saves a write at every request."""

SINCE: Final = "signed_in_at"
SEEN: Final = "seen_at"


class SessionAgeMiddleware:
    """Ends sessions of acting seats that are idle or too old; the request goes on as that of nobody."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sign out, or note that somebody was seen."""
        user = request.user
        if isinstance(user, User) and user.seat.acts:
            now = time()
            since, seen = request.session.get(SINCE, now), request.session.get(SEEN, now)
            if now - since > LONGEST or now - seen > IDLE:
                log.record(SecurityEvent.Kind.TIMED_OUT, request, user)
                request.timed_out = True  # type: ignore[attr-defined]
                logout(request)
            elif SEEN not in request.session or now - seen > STEP:
                request.session[SINCE], request.session[SEEN] = since, now
                UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=timezone.now())
        response = self.answer(request)
        if isinstance(user, User):  # what somebody saw stays in no cache, of a browser either
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class SecondFactorMiddleware:
    """Keeps who still owes a password or a second factor to the pages where these are set up."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing is asked before it is known which page is meant."""
        return self.answer(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> HttpResponse | None:
        """Let the request pass, or send the person to enrol (the API answers 403)."""
        page = missing(request)
        declared = getattr(view, "access", None)
        if page is None or (isinstance(declared, Access) and declared.own):
            return None
        if request.path.startswith(API):
            return JsonResponse({"detail": "set up a second factor first"}, status=403)
        return HttpResponseRedirect(reverse(page))


class LimitLogMiddleware:
    """Notes in the security log when somebody was told to slow down, once a minute and address."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then note."""
        response = self.answer(request)
        if response.status_code == 429 and take("log", log.address_of(request) or "unknown"):
            user = request.user if isinstance(request.user, User) else None
            log.record(SecurityEvent.Kind.LIMITED, request, user, detail=request.path[:200])
        return response


__all__ = ["IDLE", "LONGEST", "LimitLogMiddleware", "SecondFactorMiddleware", "SessionAgeMiddleware"]
