"""The people of a seat, for its head.

A head who changes something confirms first who they are: whoever could invite by a session that was left open would
have the second pair of eyes that a binding act asks for.
"""

from __future__ import annotations

from smtplib import SMTPException
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from fairshare.workbench.people import colleagues as people
from fairshare.workbench.people import log
from fairshare.workbench.people.access import acting
from fairshare.workbench.people.factors import confirmed
from fairshare.workbench.people.forms import InvitationForm
from fairshare.workbench.people.limits import limited
from fairshare.workbench.people.models import SecurityEvent, SignInLink, User
from fairshare.workbench.people.words import FUNCTIONS, place

CHANGES: Final = {"deactivate": people.deactivate, "reactivate": people.reactivate}
"""What a head changes about a colleague's account."""


@acting()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed
@limited("invite")
def colleagues(request: HttpRequest) -> HttpResponse:
    """Everybody of the seat; the form invites one more."""
    head = _head(request)
    people.colleagues(head)
    form = InvitationForm(head, request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = {"cleared": False, **form.cleaned_data}
        try:
            return _invited(request, *people.invite(head, **asked))
        except people.TakenError as taken:
            form.add_error("email", str(taken))
    return render(request, "people/colleagues.html", {
        "form": form, "place": place(head.seat), "rows": _rows(head),
    }, status=422 if form.is_bound else 200)  # fmt: skip


@acting()
@require_POST
@confirmed
@limited("invite")
def renew(request: HttpRequest, handle: str) -> HttpResponse:
    """A new invitation for who never came."""
    return _invited(request, *people.renew(_head(request), handle))


@acting()
@require_POST
@confirmed
def change(request: HttpRequest, handle: str, change: str) -> HttpResponse:
    """Close or open a colleague's account."""
    head = _head(request)
    user = CHANGES[change](head, handle)
    log.record(people.NOTED[change], request, user, by=head)
    told = _("The account of %(name)s is closed.") if change == "deactivate" else _("The account of %(name)s is open.")
    messages.success(request, told % {"name": user.name})
    return redirect("people_colleagues")


def _head(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _rows(head: User) -> list[tuple[User, str, bool]]:
    """Each colleague with the word for the function, and whether an invitation waits."""
    return [(user, str(FUNCTIONS[user.function]), not user.has_usable_password()) for user in people.colleagues(head)]


def _invited(request: HttpRequest, user: User, token: str) -> HttpResponse:
    """Show the link this once, and mail it where mail is set up."""
    link = request.build_absolute_uri(reverse("people_link", args=[token]))
    log.record(SecurityEvent.Kind.INVITED, request, user, by=_head(request))
    context = {"user": user, "link": link, "days": SignInLink.VALID[SignInLink.INVITATION].days}
    return render(request, "people/invited.html", {**context, "invited": user, "mailed": _mailed(user, context)})


def _mailed(user: User, context: dict[str, object]) -> bool:
    """Whether the invitation went out. A server that refuses costs nothing: the link is shown as well."""
    if not settings.EMAIL_CONFIG:
        return False
    with override(user.language or settings.LANGUAGE_CODE):
        text = render_to_string("people/invitation.txt", {**context, "place": place(user.seat)})
        subject = _("Your account in the Workbench")
    try:
        return send_mail(subject, text, None, [user.email]) == 1
    except (SMTPException, OSError):
        return False
