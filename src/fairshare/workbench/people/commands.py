"""What the command line does with accounts: the first heads, who is locked out, and the people of a demonstration."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, get_args

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from fairshare.faults import BadInputError, Fault, bad_argument
from fairshare.states import NAMES, PART_IV
from fairshare.workbench.people import log
from fairshare.workbench.people.colleagues import shut_out
from fairshare.workbench.people.models import SecurityEvent, SignInLink, User
from fairshare.workbench.people.seat import AGENCIES, Capacity

CAPACITIES: Final = tuple(name for name in get_args(Capacity) if name != "public")
"""The capacities of heads."""


def create_head(
    email: str, name: str, capacity: str, state: str = "", body: str = "", *, cleared: bool = False
) -> tuple[User, str]:
    """The head of a delegation (``state``), an agency (``body``) or an institution, and the token of the invitation.

    Raises ``BadInputError`` with every argument that does not fit; nothing is written then."""
    faults = _faults(email, name, capacity, state, body)
    if faults:
        raise BadInputError(faults)
    with transaction.atomic():
        user = User.objects.create_user(
            email, name=name.strip(), capacity=capacity, state=state, body=body, function="head", cleared=cleared
        )
        log.record(SecurityEvent.Kind.INVITED, None, user, detail="command line")
        return user, SignInLink.issue(user, SignInLink.INVITATION)


def start_over(email: str) -> tuple[User, str]:
    """For who lost the password or the second factor and cannot be helped by mail: both are removed, sessions end,
    tokens are revoked, and a new invitation lets the person set them again. Only the command line does this: a head who
    could would be able to act as a colleague. Raises ``BadInputError`` where there is no such open account."""
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        raise bad_argument("email", f"{email!r} has no open account", "the address of an account")
    with transaction.atomic():
        user.set_unusable_password()
        user.save(update_fields=["password"])
        Authenticator.objects.filter(user=user).delete()
        shut_out(user)
        log.record(SecurityEvent.Kind.STARTED_OVER, None, user, detail="command line")
        return user, SignInLink.issue(user, SignInLink.INVITATION)


def _faults(email: str, name: str, capacity: str, state: str, body: str) -> list[Fault]:
    """What does not fit. A state is asked of Member States only, a body of agencies only."""
    states = sorted(PART_IV) if capacity == "member_state" else [""]
    bodies = list(AGENCIES) if capacity == "agency" else [""]
    checks = (
        ("email", _is_address(email), f"{email!r} is no e-mail address", "name@host"),
        ("email", not _taken(email), f"{email!r} has an account already", "another address"),
        ("name", bool(name.strip()), "is empty", "the name of the person"),
        ("capacity", capacity in CAPACITIES, f"{capacity!r} is unknown", ", ".join(CAPACITIES)),
        ("state", state in states, f"{state!r} does not fit {capacity}", ", ".join(states) or "none"),
        ("body", body in bodies, f"{body!r} does not fit {capacity}", ", ".join(bodies) or "none"),
    )
    return [Fault("argument", 1, field, problem, expected) for field, right, problem, expected in checks if not right]


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return True


def _taken(email: str) -> bool:
    return User.objects.filter(email=email.strip().lower()).exists()


HOST: Final = "demonstration.invalid"
"""The host of made-up addresses: it never exists (RFC 2606)."""

INSTITUTIONS: Final = (
    ("commission", "European Commission", "commission"),
    ("coordinator", "EU Solidarity Coordinator's office", "coordinator"),
    ("council", "Council secretariat", "council"),
    ("presidency", "Council Presidency", "presidency"),
)
"""Short name, name and capacity of the institutions."""


def demo_people() -> list[User]:
    """The people of a demonstration, made where they are missing: of every delegation a head, a delegate and a
    caseworker; of every institution a head and a delegate; of every agency a delegate. Their names are made up, and
    nobody signs in by a password."""
    with transaction.atomic():
        return [_person(*row) for row in _demo_rows()]


def _demo_rows() -> Iterable[tuple[str, str, str, str, str, str]]:
    """Short name, name, capacity, state, body and function of each."""
    for state in sorted(PART_IV):
        for function, words in (("head", "head of delegation"), ("delegate", "delegate"), ("caseworker", "caseworker")):
            yield f"{state.lower()}-{function}", f"{NAMES[state]}, {words}", "member_state", state, "", function
    for short, name, capacity in INSTITUTIONS:
        for function in ("head", "delegate"):
            yield f"{short}-{function}", f"{name}, {function}", capacity, "", "", function
    for body in AGENCIES:
        yield body.lower(), f"{body}, delegate", "agency", "", body, "delegate"


def _person(short: str, name: str, capacity: str, state: str, body: str, function: str) -> User:
    email = f"{short}@{HOST}"
    found = User.objects.filter(email=email).first()
    cleared = capacity != "agency" and function != "caseworker"
    return found or User.objects.create_user(
        email, name=name, capacity=capacity, state=state, body=body, function=function, cleared=cleared
    )


def demo_links(names: Iterable[str]) -> list[tuple[str, str]]:
    """For each short name (``de-head``, ``commission-delegate``, ``frontex``) the person's name and a fresh token.

    Raises ``BadInputError`` for a name that nobody has."""
    people = {user.email.removesuffix(f"@{HOST}"): user for user in User.objects.filter(email__endswith=f"@{HOST}")}
    asked = list(names)
    unknown = [name for name in asked if name not in people]
    if unknown:
        raise bad_argument("names", f"{', '.join(unknown)}: nobody is called so", ", ".join(sorted(people)) or "none")
    return [(people[name].name, SignInLink.issue(people[name])) for name in asked]
