"""Signing in by a link, and a forgotten password.

Looking at a link uses nothing up, as programs that check mail look too; the button does.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from fairshare.workbench.people import log
from fairshare.workbench.people.access import entrance
from fairshare.workbench.people.limits import limited
from fairshare.workbench.people.models import SecurityEvent, SignInLink


@entrance
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("token")
@limited("link")
def link(request: HttpRequest, token: str) -> HttpResponseBase:
    """Ask to go on, then sign in. An unknown, a used and an expired link are answered alike."""
    if request.method != "POST":
        return _asked(request) if SignInLink.holds(token) else _gone(request)
    redeemed = SignInLink.redeem(token)
    return _gone(request) if redeemed is None else _entered(request, redeemed)


def _asked(request: HttpRequest) -> HttpResponse:
    return render(request, "people/link.html")


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "people/link_gone.html", status=410)


def _entered(request: HttpRequest, redeemed: SignInLink) -> HttpResponse:
    """Sign in by allauth, so that an enrolled second factor is asked, in a session with a new key."""
    user = redeemed.user
    if request.user.is_authenticated and request.user != user:
        logout(request)
    accepted = redeemed.purpose == SignInLink.INVITATION
    kind = SecurityEvent.Kind.ACCEPTED if accepted else SecurityEvent.Kind.LINK_USED
    log.record(kind, request, user, by=redeemed.by)
    record_authentication(request, user, method="link")
    answer: HttpResponse = perform_login(request, Login(user=user, email_verification="none"))
    return answer


@entrance
def forgotten(request: HttpRequest) -> HttpResponseBase:
    """Mail a link to set a new password; the answer is the same for an address without an account."""
    if not settings.EMAIL_CONFIG:
        return render(request, "people/no_mail.html")
    answer: HttpResponseBase = account.password_reset(request)
    return answer
