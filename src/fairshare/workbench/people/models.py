"""Accounts, each with one seat; one-time links to sign in; the log of sign-ins and of what touches security."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, timedelta
from typing import Any, ClassVar, Final

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fairshare.workbench.people.seat import PUBLIC, Seat

FORGOTTEN: Final = "@forgotten.invalid"
"""How the address of an account ends whose person is forgotten: such a host never exists (RFC 2606)."""


def new_handle() -> str:
    """The name of an account in the record: it tells nothing of the person, and outlives the account."""
    return secrets.token_hex(6)


class Accounts(BaseUserManager["User"]):
    """Makes accounts; an address is kept in lower case, so that no two differ by case only."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A new account. Without a password nobody can sign in by one."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """The account of an address."""
        return self.get(email=(username or "").strip().lower())

    def of_seat(self, seat: Seat) -> models.QuerySet[User]:
        """Everybody who sits, or sat, for the same state or body."""
        return self.filter(capacity=seat.capacity, state=seat.state, body=seat.body)


class User(AbstractBaseUser, PermissionsMixin):
    """An account: one person in one seat."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    handle = models.CharField(max_length=12, unique=True, default=new_handle, editable=False)
    capacity = models.CharField(_("capacity"), max_length=20)
    state = models.CharField(_("state"), max_length=2, blank=True)
    body = models.CharField(_("body"), max_length=20, blank=True)
    function = models.CharField(_("function"), max_length=12, default="reader")
    cleared = models.BooleanField(_("authorised for RESTREINT UE"), default=False)
    language = models.CharField(_("language"), max_length=5, default="", blank=True)
    invited_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="invited")
    is_active = models.BooleanField(default=True)
    is_staff: ClassVar[bool] = False
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = Accounts()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name", "capacity"]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def seat(self) -> Seat:
        """For whom this person acts."""
        if not self.is_active:
            return PUBLIC
        return Seat(
            self.capacity, self.state, self.body, self.function, self.cleared, self.handle, self.name  # type: ignore[arg-type]
        )  # fmt: skip


class SignInLink(models.Model):
    """A link that signs one person in once. Only the digest of its token is kept."""

    INVITATION, DEMONSTRATION = "invitation", "demonstration"
    VALID: ClassVar[dict[str, timedelta]] = {INVITATION: timedelta(days=3), DEMONSTRATION: timedelta(hours=8)}

    user = models.ForeignKey(User, models.CASCADE, related_name="links")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    purpose = models.CharField(max_length=13)
    digest = models.CharField(max_length=64, unique=True)
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"link for {self.user}"

    @classmethod
    def issue(cls, user: User, purpose: str = DEMONSTRATION, by: User | None = None) -> str:
        """A new token for a person; it is shown once and never again. Earlier ones that nobody used are void."""
        token = secrets.token_urlsafe(32)
        expires = timezone.now() + cls.VALID[purpose]
        cls.objects.filter(user=user, used=None).delete()
        cls.objects.create(user=user, by=by, purpose=purpose, digest=cls.digest_of(token), expires=expires)
        return token

    @staticmethod
    def digest_of(token: str) -> str:
        """What is kept of a token."""
        return hashlib.sha256(token.encode()).hexdigest()

    @classmethod
    def _fresh(cls, token: str) -> models.QuerySet[SignInLink]:
        purposes = [cls.INVITATION, cls.DEMONSTRATION] if settings.DEMO else [cls.INVITATION]
        return cls.objects.filter(
            digest=cls.digest_of(token), purpose__in=purposes, used=None, expires__gt=timezone.now(),
            user__is_active=True,
        )  # fmt: skip

    @classmethod
    def holds(cls, token: str) -> bool:
        """Whether a token would sign somebody in now; it is not used up by asking."""
        return cls._fresh(token).exists()

    @classmethod
    def redeem(cls, token: str) -> SignInLink | None:
        """The link of an unused, valid token, which is used up by it, also where two ask at once. Outside a
        demonstration only invitations sign in."""
        link = cls._fresh(token).select_related("user").first()
        # The condition stands in the statement that writes, on the row itself: the second of two finds it no more.
        if link is None or cls.objects.filter(pk=link.pk, used=None).update(used=timezone.now()) != 1:
            return None
        return link


class SecurityEvent(models.Model):
    """A sign-in, a failure, a change of a factor or of an account. Kept apart from the record of the cycle.

    ``user``: whom it concerns, if known; ``by``: who did it, if another person; ``address``: from where, blanked after
    a time (:func:`fairshare.workbench.people.log.forget`)."""

    class Kind(models.TextChoices):
        """What can happen."""

        SIGNED_IN = "signed_in", _("signed in")
        FAILED = "failed", _("sign-in failed")
        SIGNED_OUT = "signed_out", _("signed out")
        TIMED_OUT = "timed_out", _("signed out after a time")
        CONFIRMED = "confirmed", _("identity confirmed again")
        FACTOR_ADDED = "factor_added", _("second factor added")
        FACTOR_REMOVED = "factor_removed", _("second factor removed")
        CODES_RENEWED = "codes_renewed", _("recovery codes renewed")
        FACTOR_FAILED = "factor_failed", _("second factor refused")
        PASSWORD_SET = "password_set", _("password set")
        LINK_USED = "link_used", _("sign-in link used")
        INVITED = "invited", _("invited")
        ACCEPTED = "accepted", _("invitation accepted")
        DEACTIVATED = "deactivated", _("account deactivated")
        REACTIVATED = "reactivated", _("account reactivated")
        STARTED_OVER = "started_over", _("password and factors removed")
        TOKEN_MADE = "token_made", _("token made")
        TOKEN_REVOKED = "token_revoked", _("token revoked")
        LIMITED = "limited", _("too many attempts")

    at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    kind = models.CharField(max_length=14, choices=Kind.choices)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="security_events")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    address = models.GenericIPAddressField(null=True)
    detail = models.CharField(max_length=200, blank=True)

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind}"


class DemoDay(models.Model):
    """The day that a demonstration pretends it is; one row, and never outside a demonstration."""

    day = models.DateField()

    def __str__(self) -> str:
        return str(self.day)

    @classmethod
    def current(cls) -> date | None:
        """The day set, if any."""
        return cls.objects.values_list("day", flat=True).first()

    @classmethod
    def pretend(cls, day: date | None) -> None:
        """Set the day, or go back to the real one."""
        cls.objects.all().delete()
        if day is not None:
            cls.objects.create(day=day)
