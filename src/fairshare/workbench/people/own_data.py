"""What is kept about the person of an account: told in words, and given as a file to keep (Articles 13, 15 and 20 of
Regulation (EU) 2016/679). After an account was closed for a time its person is forgotten; its name in the record
stays, which tells nothing of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from fairshare.workbench.people import log
from fairshare.workbench.people.models import FORGOTTEN, SecurityEvent, User

FIELDS: Final = (
    "email", "name", "handle", "capacity", "state", "body", "function", "cleared", "language", "is_active",
    "date_joined", "last_login",
)  # fmt: skip
"""What an account holds; its password only as a hash that is given to nobody."""


def kept() -> list[tuple[str, str]]:
    """What is kept about a person, with why and how long."""
    days = {"days": log.RETENTION.days}
    return [
        (
            _("Your name, address and seat"),
            _("To let you act and to show who did, until %(days)d days after your account is closed.") % days,
        ),
        (
            _("Sign-ins, failures, and changes to your account"),
            _("To find out about misuse; from which network address, for %(days)d days.") % days,
        ),
        (
            _("What you do in a cycle"),
            _("Under your name in the record, which tells nothing of you; for good, as it founds acts of law."),
        ),
        (
            _("When you look at cases or at what is restricted"),
            _("Under your name in the record, in the log of the server, as long as its administration keeps it."),
        ),
    ]


def own_data(user: User) -> dict[str, Any]:
    """Everything that the accounts hold about a person, without secrets."""
    events = log.of_person(user).values("at", "kind", "user__handle", "by__handle", "address", "detail")
    return {
        "account": {name: getattr(user, name) for name in FIELDS},
        "factors": list(Authenticator.objects.filter(user=user).values("type", "created_at", "last_used_at")),
        "sessions": list(
            UserSession.objects.filter(user=user).values("created_at", "last_seen_at", "ip", "user_agent")
        ),
        "tokens": list(user.tokens.values("name", "scope", "expires", "revoked")),
        "security_log": list(events),
    }


def forget_closed(before: datetime) -> int:
    """Blank name, address, password and factors of accounts that were closed before a moment; how many it was."""
    closed = Max("security_events__at", filter=Q(security_events__kind=SecurityEvent.Kind.DEACTIVATED))
    old = User.objects.filter(is_active=False).exclude(email__endswith=FORGOTTEN)
    people = list(old.annotate(closed=closed).filter(closed__lt=before))
    for user in people:
        user.name, user.email, user.language = user.handle, user.handle + FORGOTTEN, ""
        user.set_unusable_password()
        user.save(update_fields=["name", "email", "language", "password"])
        Authenticator.objects.filter(user=user).delete()
    return len(people)
