"""How allauth is held here: no public sign-up, no mail of its own but resets, secrets of factors sealed at rest."""

from __future__ import annotations

import base64
import logging
from smtplib import SMTPException
from threading import Thread
from threading import enumerate as enumerate_threads
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib import messages
from django.contrib.sites.shortcuts import get_current_site
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest
from django.utils.encoding import force_bytes
from django.utils.translation import gettext as _

from fairshare.workbench.people import log
from fairshare.workbench.people.factors import has_second_factor
from fairshare.workbench.people.limits import take
from fairshare.workbench.people.models import SecurityEvent, User

LOG: Final = logging.getLogger(__name__)
SENDER: Final = "account mail"
SEALED: Final = frozenset({"secret", "seed"})
"""What is sealed of a factor: the secret of an app, and the seed of recovery codes."""


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come from invitations and from the command line only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Where somebody may be sent after signing in: only within this site, and only by path."""
        return bool(url) and url.startswith("/") and super().is_safe_url(url)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count an attempt, and note when there were too many."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            if take("log", log.address_of(request) or "unknown"):
                log.record(SecurityEvent.Kind.LIMITED, request, None, detail=request.path)
            raise

    def add_message(
        self, request: HttpRequest, level: int, template: str | None = None, *told: Any, **named: Any
    ) -> None:
        """Who signed in is told how long it lasts; all else as allauth says it."""
        if template != "account/messages/logged_in.txt":
            super().add_message(request, level, template, *told, **named)
            return
        text = _(
            "You are signed out after %(minutes)d minutes without a request, and after %(hours)d hours in any case."
        )
        spans = {"minutes": settings.SESSION_IDLE_AGE // 60, "hours": settings.SESSION_COOKIE_AGE // 3600}
        messages.info(request, text % spans)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send in the background: how long an answer takes must not tell whether there was somebody to write to."""
        request = self.request
        known = {"request": request, "email": email, "current_site": get_current_site(request), **context}
        send(self.render_mail(template_prefix, email, known))

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """How somebody confirms who they are. Who has a second factor confirms by it, not by the password alone."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if isinstance(user, User) and has_second_factor(user):
            return [method for method in methods if method["id"] != "reauthenticate"]
        return methods


class SealedAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Seals the secrets of factors with the secret key; earlier keys (``SECRET_KEY_FALLBACKS``) still open."""

    def encrypt(self, text: str) -> str:
        """Seal."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open."""
        return _box().decrypt(encrypted_text.encode()).decode()


def reseal() -> int:
    """Seal with the present key what an earlier one sealed, so that the earlier one may go; how many factors it was."""
    return sum(_resealed(pk) for pk in Authenticator.objects.values_list("pk", flat=True))


def _resealed(pk: int) -> bool:
    """The row is locked: a code that is used up at this moment stays used."""
    present, box = _fernet(settings.SECRET_KEY), _box()
    with transaction.atomic():
        factor = Authenticator.objects.select_for_update().filter(pk=pk).first()
        old = {name: text for name, text in (factor.data if factor else {}).items() if _is_old(name, text, present)}
        if factor is None or not old:
            return False
        factor.data |= {name: box.rotate(text.encode()).decode() for name, text in old.items()}
        factor.save(update_fields=["data"])
        return True


def _is_old(name: str, sealed: Any, present: Fernet) -> bool:
    if name not in SEALED:
        return False
    try:
        present.decrypt(sealed.encode())
    except InvalidToken:
        return True
    return False


def send(message: EmailMessage) -> None:
    """Send in the background."""
    Thread(target=_send, args=(message,), name=SENDER).start()


def sending() -> list[Thread]:
    """The mails that are under way."""
    return [thread for thread in enumerate_threads() if thread.name == SENDER]


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except (SMTPException, OSError) as failure:
        LOG.error("a mail was not sent: %s", failure.__class__.__name__)


def _box() -> MultiFernet:
    return MultiFernet([_fernet(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _fernet(secret: str | bytes) -> Fernet:
    derived = HKDF(SHA256(), 32, salt=None, info=b"fairshare second factors").derive(force_bytes(secret))
    return Fernet(base64.urlsafe_b64encode(derived))
