"""A small record to act on, and people in every seat."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connections
from django.utils import translation
from playwright.sync_api import Browser, sync_playwright

from fairshare.states import PART_IV
from fairshare.workbench.actions.perform import Done, confirm, perform
from fairshare.workbench.people.models import DemoDay, User
from fairshare.workbench.people.seat import AGENCIES
from fairshare.workbench.record.models import Cycle

from .browser.windows import CHROMIUM, FLAGS, needs

CLEARED = {"commission", "council", "presidency", "coordinator", "member_state"}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser, one for all tests of a process: a second one is refused while the first runs."""
    needs(CHROMIUM, "Chromium is not installed: apt-get install chromium")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright runs a loop in this thread
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS.split())
        yield browser
        browser.close()
        connections.close_all()  # those of the loop: nothing else reaches them once it is gone


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """A request in another language does not leave it behind for the next test."""
    with translation.override("en"):
        yield


@pytest.fixture
def person(db: None) -> Callable[..., User]:
    """Somebody in a seat, made when asked for: ``person("member_state", "DE")``, ``person("agency", body="EUAA")``."""

    def make(capacity: str, state: str = "", body: str = "", function: str = "delegate", **fields: Any) -> User:
        fields.setdefault("cleared", capacity in CLEARED)
        number = User.objects.count()
        return User.objects.create_user(
            f"{capacity}.{state or body or 'office'}.{number}@example.test".lower(),
            name=f"{state or body or capacity} {function} {number}",
            capacity=capacity,
            state=state,
            body=body,
            function=function,
            **fields,
        )

    return make


@pytest.fixture
def day(db: None) -> Iterator[Callable[[date | str], None]]:
    """Sets the day on which the Workbench believes to be."""

    def pretend(when: date | str) -> None:
        DemoDay.pretend(date.fromisoformat(when) if isinstance(when, str) else when)

    yield pretend


@pytest.fixture
def cycle(db: None) -> Cycle:
    """The cycle of 2027 with an empty record."""
    return Cycle.objects.create(year=2027)


@pytest.fixture
def act(person: Callable[..., User]) -> Callable[..., Done]:
    """Do an action with both pairs of eyes: ``act(user, "notice.give", year=2027, ...)``; keys are made up."""
    count = iter(range(1_000_000))

    def do(user: User, name: str, year: int = 2027, **data: Any) -> Done:
        done = perform(name, user, year, data, f"test-{next(count)}")
        if done.motion is None:
            return done
        second = person(user.capacity, user.state, user.body, cleared=user.cleared)
        return confirm(done.motion, second)

    return do


SEATS = [
    *(("member_state", state, "") for state in sorted(PART_IV)),
    ("commission", "", ""), ("council", "", ""), ("presidency", "", ""), ("coordinator", "", ""),
    *(("agency", "", body) for body in AGENCIES),
]  # fmt: skip
"""Every seat that takes part in a cycle."""
