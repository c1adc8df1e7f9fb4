"""Which language a person reads: that of their account, else the cookie of the browser, else what it asks for."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.translation import get_language
from django.views.i18n import set_language

from fairshare.workbench.people.access import public_page
from fairshare.workbench.people.models import User


class OwnLanguage:
    """Speaks the language of the account to who is signed in. Comes after the middleware of sessions and of Django's
    choice by cookie and header, which serves everybody else."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the language of the account, if it has one that is still offered."""
        user = request.user
        if isinstance(user, User) and user.language in dict(settings.LANGUAGES) and user.language != get_language():
            translation.activate(user.language)
            request.LANGUAGE_CODE = user.language
        return self.answer(request)


@public_page
def choose(request: HttpRequest) -> HttpResponseBase:
    """Django's choice of a language, kept in the account too, so that it is the same on every device."""
    asked, user = request.POST.get("language", ""), request.user
    if isinstance(user, User) and asked in dict(settings.LANGUAGES):
        user.language = asked
        user.save(update_fields=["language"])
    return set_language(request)
