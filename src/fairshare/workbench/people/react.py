"""What follows by itself when something touches security: other sessions end, and the holder is told."""

from __future__ import annotations

from typing import Any

from allauth.mfa import signals as mfa
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import override

from fairshare.workbench.people.adapters import send
from fairshare.workbench.people.limits import take
from fairshare.workbench.people.models import User


def end_other_sessions(request: HttpRequest, user: User, **_: Any) -> None:
    """A factor that is taken away may be one that was lost: what was opened by it ends."""
    for session in UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key):
        session.end()


def warn_of_a_refused_factor(user: User, **_: Any) -> None:
    """Somebody got as far as the second factor, and not past it: the holder is told, once an hour at most."""
    if settings.EMAIL_CONFIG and take("warning", user.handle):
        with override(user.language or settings.LANGUAGE_CODE):
            send(EmailMessage(*refused_factor(), to=[user.email]))


def refused_factor() -> tuple[str, str]:
    """Subject and text of the warning, in the language of the moment."""
    return _("A second factor was refused in the Workbench"), _(
        "Your second factor was asked for in the Workbench, and what was given was wrong or had been used before."
        " If this was not you, somebody may know your password: change it, and look at your security log."
    )


def connect() -> None:
    """Listen to allauth; once, when the application starts."""
    mfa.authenticator_removed.connect(end_other_sessions, weak=False, dispatch_uid="people.react.sessions")
    mfa.authentication_failed.connect(warn_of_a_refused_factor, weak=False, dispatch_uid="people.react.warning")
