"""What the head of a delegation, body or institution does for its own people: invite, deactivate, reactivate.

An account is never deleted: the record names its handle. Nobody makes heads here; the command line does.
"""

from __future__ import annotations

from typing import Any, Final

from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fairshare.workbench.people.models import FORGOTTEN, SecurityEvent, SignInLink, User

INVITED: Final[dict[str, Any]] = {"delegate": _("delegate"), "caseworker": _("caseworker"), "reader": _("reader")}
"""The functions that a head may give, with their labels."""


class TakenError(ValueError):
    """There is an account of this address already."""


def colleagues(head: User) -> QuerySet[User]:
    """Everybody of the head's seat who is not forgotten, those who may act first. Raises ``PermissionDenied`` for who
    is no head."""
    if not (head.is_active and head.seat.acts and head.function == "head"):
        raise PermissionDenied
    return User.objects.of_seat(head.seat).exclude(email__endswith=FORGOTTEN).order_by("-is_active", "name")


def invite(head: User, email: str, name: str, function: str, cleared: bool) -> tuple[User, str]:
    """A new account in the head's own seat and the token of its invitation, which is shown once.

    ``cleared`` is given only by who has it. Raises ``PermissionDenied``, :class:`TakenError`."""
    colleagues(head)
    if function not in INVITED or (cleared and not head.cleared):
        raise PermissionDenied
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                email, name=name.strip(), function=function, cleared=cleared, invited_by=head, language=head.language,
                capacity=head.capacity, state=head.state, body=head.body,
            )  # fmt: skip
            return user, SignInLink.issue(user, SignInLink.INVITATION, head)
    except IntegrityError:
        raise TakenError(_("There is an account of this address already.")) from None


def renew(head: User, handle: str) -> tuple[User, str]:
    """A new invitation for who never set a password; the earlier one is void."""
    user = _colleague(head, handle)
    if user.has_usable_password() or not user.is_active:
        raise PermissionDenied
    return user, SignInLink.issue(user, SignInLink.INVITATION, head)


def deactivate(head: User, handle: str) -> User:
    """Close somebody's account: sessions end, links and tokens are void. Nobody closes their own: a head is left.

    Two heads who close each other at once: the second finds that they are no longer a head."""
    with transaction.atomic():
        rows = {user.handle: user for user in colleagues(head).order_by("pk").select_for_update()}
        fresh, user = rows[head.handle], rows.get(handle)
        colleagues(fresh)
        if user is None or user.pk == head.pk:
            raise PermissionDenied
        user.is_active = False
        user.save(update_fields=["is_active"])
        shut_out(user)
    return user


def shut_out(user: User) -> None:
    """End every session of an account, void its links and revoke its tokens: none of them comes back with it."""
    user.links.filter(used=None).delete()
    user.tokens.filter(revoked=None).update(revoked=timezone.now())
    for session in UserSession.objects.filter(user=user):
        session.end()


def reactivate(head: User, handle: str) -> User:
    """Open a closed account again, with the password and the second factor that it had."""
    user = _colleague(head, handle)
    user.is_active = True
    user.save(update_fields=["is_active"])
    return user


def _colleague(head: User, handle: str) -> User:
    user = colleagues(head).filter(handle=handle).first()
    if user is None or user.pk == head.pk:
        raise PermissionDenied
    return user


NOTED: Final = {
    "deactivate": SecurityEvent.Kind.DEACTIVATED,
    "reactivate": SecurityEvent.Kind.REACTIVATED,
}
"""How the log calls what a head did."""
