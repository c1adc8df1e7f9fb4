"""Somebody who asks the API, by session or by token."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from django.test import Client

from fairshare.workbench.people import limits
from fairshare.workbench.people.models import User
from fairshare.workbench.record.models import Cycle
from fairshare.workbench.record.seed import seed, shipped

_keys = count(1)


def new_key() -> str:
    """An idempotency key that no other request has."""
    return f"test-key-{next(_keys):06}"


@dataclass
class Caller:
    """Asks the API and reads its answers."""

    client: Client

    def get(self, path: str, **headers: str) -> Any:
        """The answer to a read."""
        return self.client.get(f"/api{path}", headers=headers)

    def act(self, name: str, year: int = 2027, key: str | None = None, match: str | None = None, **data: Any) -> Any:
        """The answer to an action."""
        return self.post(f"/cycles/{year}/actions/{name}", data, key, match)

    def post(self, path: str, data: Any = None, key: str | None = None, match: str | None = None) -> Any:
        """The answer to a request with a body of JSON (or of bytes as they are)."""
        headers = {"Idempotency-Key": new_key() if key is None else key} | ({"If-Match": match} if match else {})
        return self.client.post(f"/api{path}", data or {}, content_type="application/json", headers=headers)

    def version(self, year: int = 2027) -> str:
        """The version of a cycle, as an exact action asks it."""
        return str(self.get(f"/cycles/{year}").json()["version"])


@pytest.fixture(autouse=True)
def unlimited(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody is told to slow down."""
    monkeypatch.setitem(limits.BUCKETS, "api", limits.Bucket(1e9, 1e9, "local"))
    yield


@pytest.fixture
def public(db: None) -> Caller:
    """Who is not signed in."""
    return Caller(Client())


@pytest.fixture
def sits(person: Callable[..., User]) -> Callable[..., Caller]:
    """Somebody signed in to a seat: ``sits("member_state", "DE")``; the account is ``.client.user``."""

    def make(*seat: str, **fields: Any) -> Caller:
        client = Client()
        user = person(*seat, **fields)
        client.force_login(user)
        client.user = user  # type: ignore[attr-defined]
        return Caller(client)

    return make


@pytest.fixture
def cycle_2026(db: None) -> Cycle:
    """The real cycle of 2026."""
    return seed(shipped(2026))


PROPOSED = {"relocations": 31_337, "financial": "626740000"}
"""A proposal with numbers that stand nowhere else."""


@pytest.fixture
def before_the_act(
    cycle: Cycle, day: Callable[[str], None], act: Callable[..., Any], person: Callable[..., User]
) -> Callable[[], None]:
    """The cycle of 2027 with key, report and decision; called, the restricted proposal and the Forum follow."""
    day("2026-10-20")
    commission, presidency = person("commission"), person("presidency")
    act(commission, "key.freeze")
    act(commission, "report.adopt")
    act(commission, "determination.adopt", labels={"IT": ["pressure"], "PL": ["at_risk"]})

    def restricted() -> None:
        act(commission, "proposal.adopt", **PROPOSED)
        act(presidency, "forum.hold")
        act(person("member_state", "DE"), "pledge.make", measure="relocation", amount="4321")

    return restricted
