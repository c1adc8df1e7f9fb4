"""The crowd of ``docs/bench_workbench.py``: accounts of every role, each with a session and a token, made directly in
the database; a cycle of 2027 that stands at its High-Level Forum; and what the crowd asks. Prints it as JSON.

The accounts have a password and a second factor, as outside a demonstration: the server checks both at every request.
"""

from __future__ import annotations

import json
import random
import secrets
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import cycle, islice
from typing import Any, Final

import django

Person = dict[str, str]
Ask = tuple[str, str, dict[str, str], bytes]
"""Method, path, headers and body."""

STAGES: Final = ("preparation", "act", "year", "deductions", "contributions", "offsets", "closing", "evaluation")

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


# --- what is asked ----------------------------------------------------------------------------------------------------


def page(path: str) -> Callable[[Person, random.Random], Ask]:
    """Look at a page, as a browser with its session does. ``{…}`` of the path is filled in by who asks."""

    def ask(who: Person, dice: random.Random) -> Ask:
        state = who["state"] or dice.choice(("DE", "IT", "FR", "SE"))
        filled = path.format(state=state, stage=dice.choice(STAGES), year=dice.choice((2026, 2026, 2027)))
        return "GET", filled, {"Cookie": f"sessionid={who['session']}"} if who["session"] else {}, b""

    return ask


def read(path: str) -> Callable[[Person, random.Random], Ask]:
    """Read from the API by token."""

    def ask(who: Person, dice: random.Random) -> Ask:
        filled = path.format(state=who["state"] or "DE")
        return "GET", filled, {"Authorization": f"Bearer {who['token']}"} if who["token"] else {}, b""

    return ask


def act(year: int, name: str, **data: Any) -> Callable[[Person, random.Random], Ask]:
    """Do an action through the API. A tuple among the values is a range of whole numbers."""

    def ask(who: Person, dice: random.Random) -> Ask:
        chosen = {key: dice.randint(*value) if isinstance(value, tuple) else value for key, value in data.items()}
        headers = {
            "Authorization": f"Bearer {who['token']}",
            "Idempotency-Key": f"load-{dice.getrandbits(64):016x}",
            "Content-Type": "application/json",
        }
        return "POST", f"/api/cycles/{year}/actions/{name}", headers, json.dumps(chosen).encode()

    return ask


def confirmed(motion: int, who: Person) -> Ask:
    """The second person confirms."""
    headers = {"Authorization": f"Bearer {who['token']}", "Content-Type": "application/json"}
    return "POST", f"/api/motions/{motion}/confirm", headers, b"{}"


def anybody(_: Person) -> bool:
    """Signed in or not."""
    return True


def signed_in(who: Person) -> bool:
    """Has a session."""
    return bool(who["session"])


def acts(who: Person) -> bool:
    """May act in the cycle."""
    return who["function"] in {"head", "delegate"}


def of_state(who: Person) -> bool:
    """May act for a state."""
    return acts(who) and who["capacity"] == "member_state"


def benefits(who: Person) -> bool:
    """May act for a state that uses the pool of 2026."""
    return of_state(who) and who["state"] in {"EL", "IT", "ES", "CY"}


MIX: Final[tuple[tuple[str, int, Callable[[Person], bool], Callable[[Person, random.Random], Ask]], ...]] = (
    ("desk", 14, signed_in, page("/desk/")),
    ("stage of a cycle", 16, signed_in, page("/cycles/{year}/{stage}/")),
    ("pool", 9, anybody, page("/pool/2026/")),
    ("state", 8, anybody, page("/pool/2026/{state}/")),
    ("record", 5, signed_in, page("/cycles/{year}/record/")),
    ("motions", 4, acts, page("/motions/")),
    ("form of an action", 4, of_state, page("/cycles/2027/do/pledge.make/")),
    ("table filtered and sorted", 5, anybody, page("/pool/2026/?pool-q=a&pool-sort=-state")),
    ("table as CSV", 3, anybody, page("/pool/2026/?pool-format=csv")),
    ("API: pool", 6, anybody, read("/api/cycles/2026/pool")),
    ("API: events", 5, signed_in, read("/api/cycles/2027/events")),
    ("API: duties", 5, signed_in, read("/api/cycles/2027/duties")),
    ("API: account", 4, anybody, read("/api/cycles/2026/states/{state}")),
    ("style sheet", 4, anybody, page("/static/workbench.css")),
    ("act: information", 2, of_state, act(2027, "information.deliver", round="september", contents=["own_estimate"])),
    ("act: needs", 2, benefits, act(2026, "needs.state", needs={"relocation": 900})),
    ("act: pledge, and its confirmation", 2, of_state,
     act(2027, "pledge.make", measure="financial", amount=(1, 9_000_000))),
    ("act: shield waived, refused by the law", 1, of_state, act(2026, "shield.waive", towards="IT")),
)  # fmt: skip
"""Kind, weight, who asks it, and what is asked."""

EXPECTED: Final = {"act: shield waived, refused by the law": {422}}
"""Statuses that are right beside 200, 202 and 304."""


# --- who asks ---------------------------------------------------------------------------------------------------------


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
    from allauth.mfa.adapter import get_adapter
    from allauth.mfa.models import Authenticator

    from fairshare.workbench.api.models import Token
    from fairshare.workbench.people.models import User

    cleared = capacity != "agency" and function != "caseworker"
    user = User(email=f"crowd-{number}@example.test", name=f"{state or body or capacity} {number}", cleared=cleared,
                password=password, **seat)  # fmt: skip
    user.save()
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt("-")})
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
