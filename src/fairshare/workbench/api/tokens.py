"""The page of one's own tokens: made here, shown once, revoked here."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from fairshare.workbench.api.models import LONGEST, Token
from fairshare.workbench.people import log
from fairshare.workbench.people.access import signed_in
from fairshare.workbench.people.factors import confirmed, has_second_factor
from fairshare.workbench.people.models import SecurityEvent, User


class TokenForm(forms.Form):
    """What is asked for a token."""

    name = forms.CharField(label=_("Name"), max_length=60, help_text=_("What it is for."))
    scope = forms.ChoiceField(label=_("May"), choices=[("read", _("read")), ("act", _("read and act"))])
    days = forms.IntegerField(label=_("Days"), min_value=1, max_value=LONGEST.days, initial=30)


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
@confirmed
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens of who is signed in, and a form for a new one, which is shown this once. A new one
    takes that its owner confirmed who they are."""
    user = cast(User, request.user)
    allowed = settings.DEMO or has_second_factor(user)
    form = TokenForm(request.POST if request.method == "POST" else None)
    made = ""
    if request.method == "POST" and allowed and form.is_valid():
        asked = form.cleaned_data
        made = Token.issue(user, asked["name"], asked["scope"], timedelta(days=asked["days"]))
        log.record(SecurityEvent.Kind.TOKEN_MADE, request, user)
        form = TokenForm()
    context = {"form": form, "made": made, "tokens": Token.objects.filter(user=user), "allowed": allowed}
    refused = request.method == "POST" and not made
    return render(request, "api/tokens.html", context, status=(422 if allowed else 403) if refused else 200)


@signed_in
@require_POST
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """Revoke a token of one's own; one that is none or somebody else's is left as it is."""
    user = cast(User, request.user)
    if Token.objects.filter(pk=number, user=user, revoked=None).update(revoked=timezone.now()):
        log.record(SecurityEvent.Kind.TOKEN_REVOKED, request, user)
    return HttpResponseRedirect(reverse("tokens"))
