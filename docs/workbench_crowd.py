"""The crowd of ``docs/bench_workbench.py``: accounts of every role, each with a session and a token, made directly in
the database; and a cycle of 2027 that stands at its High-Level Forum. Prints the crowd as JSON.

The accounts have a password and a second factor, as outside a demonstration: the server checks both at every request.
"""

from __future__ import annotations

import json
import secrets
import sys
from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle, islice
from typing import Any, Final

import django

YEAR: Final = 2027
PACKAGE: Final[tuple[tuple[str, str, str, dict[str, Any]], ...]] = (
    ("commission", "report.adopt", "2026-10-15", {"contents": ["past_year", "outlook"]}),
    ("commission", "determination.adopt", "2026-10-15",
     {"labels": {"IT": ["pressure"], "EL": ["pressure"], "AT": ["significant_situation"]}}),
    ("commission", "key.freeze", "2026-10-15", {}),
    ("commission", "proposal.adopt", "2026-10-15", {"relocations": 30_000, "financial": 600_000_000}),
    ("presidency", "forum.hold", "2026-10-27", {}),
)  # fmt: skip
"""Capacity, action, legal day and what it asks, up to the Forum."""


def seats() -> Iterator[tuple[str, str, str, str]]:
    """Capacity, state, body and function, for ever: of each state two that act, a caseworker and a reader; of each
    office more; some are visitors who are not signed in."""
    from fairshare.states import PART_IV
    from fairshare.workbench.people.seat import AGENCIES

    states = [
        ("member_state", state, "", function)
        for function in ("head", "delegate", "caseworker", "reader")
        for state in sorted(PART_IV)
    ]
    offices = [
        (capacity, "", "", function)
        for function in ("head", "delegate", "delegate")
        for capacity in ("commission", "presidency", "council", "coordinator")
    ]
    agencies = [("agency", "", body, "delegate") for body in AGENCIES]
    others = cycle([*offices, *agencies, ("public", "", "", "")])
    for one in cycle(states):
        yield one
        yield next(others)


def crowd(users: int) -> list[dict[str, str]]:
    """The accounts, with what a client sends to be them. Shapes: one plain dictionary each."""
    from django.contrib.auth.hashers import make_password

    password = make_password(secrets.token_urlsafe(24))
    return [person(number, password, *seat) for number, seat in enumerate(islice(seats(), users))]


def person(number: int, password: str, capacity: str, state: str, body: str, function: str) -> dict[str, str]:
    """One of the crowd."""
    seat = {"capacity": capacity, "state": state, "body": body, "function": function}
    if capacity == "public":
        return {**seat, "session": "", "token": ""}
    from allauth.mfa.models import Authenticator

    from fairshare.workbench.api.models import Token
    from fairshare.workbench.people.models import User

    cleared = capacity != "agency" and function != "caseworker"
    user = User(email=f"crowd-{number}@example.test", name=f"{state or body or capacity} {number}", cleared=cleared,
                password=password, **seat)  # fmt: skip
    user.save()
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": ""})
    return {**seat, "session": session_of(user), "token": Token.issue(user, "load", "act", timedelta(days=1))}


def session_of(user: Any) -> str:
    """The key of a new session of somebody."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def forum() -> None:
    """The package of 2027 and a meeting of the Forum, each step with its two persons where it binds."""
    from fairshare.workbench.actions.perform import confirm, perform
    from fairshare.workbench.people.models import User
    from fairshare.workbench.record.models import Cycle

    Cycle.objects.get_or_create(year=YEAR)
    for place, (capacity, action, day, data) in enumerate(PACKAGE):
        first, second = User.objects.filter(capacity=capacity, function__in=("head", "delegate"))[:2]
        done = perform(action, first, YEAR, {"on": day, **data}, f"crowd-{place}")
        if done.motion is not None:
            confirm(done.motion, second)


def main() -> None:
    """Make everything, and print the crowd."""
    django.setup()
    from django.core.management import call_command

    from fairshare.workbench.record.seed import seed, shipped

    call_command("migrate", verbosity=0, skip_checks=True)
    seed(shipped(2026))
    people = crowd(int(sys.argv[1]))
    forum()
    json.dump(people, sys.stdout)


if __name__ == "__main__":
    main()
