"""What is asked of every request: a session that is not too old, not too many, and of who acts a second factor."""

from __future__ import annotations

from collections.abc import Callable
from time import time
from typing import Any, Final

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone

from fairshare.workbench.people import log, reads
from fairshare.workbench.people.access import API, Access, seat_of
from fairshare.workbench.people.factors import missing
from fairshare.workbench.people.limits import bucket_of, caller, slowed, take
from fairshare.workbench.people.models import SecurityEvent, User

Answer = Callable[[HttpRequest], HttpResponse]

STEP: Final = 60
"""Seconds between two notes of when somebody was last seen; saves a write at every request."""

SINCE: Final = "signed_in_at"
SEEN: Final = "seen_at"


class SessionAgeMiddleware:
    """Ends sessions that are idle (``SESSION_IDLE_AGE``) or too old (``SESSION_COOKIE_AGE``, from signing in, whatever
    was done since); the request goes on as that of nobody."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sign out, or note that somebody was seen."""
        user = request.user
        if isinstance(user, User):
            now = time()
            since, seen = request.session.get(SINCE, now), request.session.get(SEEN, now)
            if now - since > settings.SESSION_COOKIE_AGE or now - seen > settings.SESSION_IDLE_AGE:
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


class AccountLogMiddleware:
    """Tells the log who asked: in the line of a request that is refused, and of a look at what is personal or
    restricted in one of its own."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then tell; a token has told who asks by then."""
        response = self.answer(request)
        if isinstance(request.user, User):
            request.account = request.user.handle  # type: ignore[attr-defined]
            reads.note(request, seat_of(request), response.status_code)
        return response


class LimitsMiddleware:
    """Tells who asks for pages too often to slow down, and notes in the security log, once a minute and address, that
    somebody was told so. The API counts for itself."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then note."""
        response = self.answer(request)
        if response.status_code == 429 and take("log", log.address_of(request) or "unknown"):
            user = request.user if isinstance(request.user, User) else None
            log.record(SecurityEvent.Kind.LIMITED, request, user, detail=request.path[:200])
        return response

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        """Count a page, by what it costs."""
        match = request.resolver_match
        if match is None or request.path.startswith(API):
            return None
        name = bucket_of(request, match.view_name)
        return None if name is None or take(name, caller(request)) else slowed(request, name)
