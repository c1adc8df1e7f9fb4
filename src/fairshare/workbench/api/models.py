"""Personal tokens for programs."""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import ClassVar, Final, Literal

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fairshare.workbench.people.models import User

Scope = Literal["read", "act"]
LONGEST: Final = timedelta(days=90)
PREFIX: Final = "fairshare_"
"""What every token begins with, so that one that leaks is recognised."""


class Token(models.Model):
    """A token by which a program asks as its owner, in the seat that the owner has at that moment.

    Only its digest is kept. ``scope`` "read" looks; "act" acts too."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens")
    name = models.CharField(_("name"), max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    scope = models.CharField(
        _("scope"), max_length=4, choices=[("read", _("read")), ("act", _("read and act"))], default="read"
    )
    made = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    revoked = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-made", "-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def valid(self) -> bool:
        """Whether it still opens anything."""
        return self.revoked is None and self.expires > timezone.now()

    @classmethod
    def issue(cls, user: User, name: str, scope: Scope, valid: timedelta) -> str:
        """A new token; it is shown once. Raises ``ValueError`` for a life that is none or above 90 days."""
        if not timedelta() < valid <= LONGEST:
            raise ValueError(f"a token lives at most {LONGEST.days} days")
        token = PREFIX + secrets.token_urlsafe(32)
        cls.objects.create(
            user=user, name=name, digest=cls.digest_of(token), scope=scope, expires=timezone.now() + valid
        )
        return token

    @classmethod
    def of(cls, token: str) -> Token | None:
        """The valid token that a text is, if it is one and its owner's account is open."""
        found = cls.objects.select_related("user").filter(digest=cls.digest_of(token)).first()
        return found if found is not None and found.valid and found.user.is_active else None

    @staticmethod
    def digest_of(token: str) -> str:
        """What is kept of a token."""
        return sha256(token.encode()).hexdigest()
