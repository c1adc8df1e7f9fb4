"""A real browser, a running Workbench, and cycles of 2027 in three states to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from fairshare.ledger.notation import parse
from fairshare.workbench.people import limits
from fairshare.workbench.people.commands import HOST, demo_people
from fairshare.workbench.people.models import DemoDay, User
from fairshare.workbench.record.models import Cycle
from fairshare.workbench.record.seed import cycle_file, seed
from fairshare.workbench.record.triggers import GUARDS, LIFTS

from . import families, scenes
from .windows import Window, windowed

Open = Callable[..., Window]


def _run(statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def guarded_again(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The guards of the record, made anew after the tables were emptied."""
    yield
    with django_db_blocker.unblock():
        _run(GUARDS[connection.vendor])


@pytest.fixture
def tables(guarded_again: None, transactional_db: None) -> Iterator[None]:
    """Tables that may be emptied after the test: the guards of the record are lifted for it."""
    yield
    _run(LIFTS[connection.vendor])


@pytest.fixture
def server(chromium: Browser, tables: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a running Workbench with the people of a demonstration, who may sign in as often as they like."""
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)
    monkeypatch.setitem(limits.BUCKETS, "link", limits.Bucket(1_000, 1_000))
    demo_people()
    running = LiveServer("localhost")
    running.thread.httpd.daemon_threads = False  # so that stopping waits for what is still being answered
    yield running.url
    running.stop()


@pytest.fixture
def open_window(chromium: Browser, server: str) -> Iterator[Open]:
    """``open_window("de-head", scheme="dark")``: a window, somebody signed in. The test fails if any complained."""
    opened: list[Window] = []

    def make(who: str = "", **options: Any) -> Window:
        opened.append(windowed(chromium, server, **options))
        return opened[-1].sign_in(member(who)) if who else opened[-1]

    yield make
    for one in opened:
        one.page.context.close()
    assert [text for one in opened for text in one.complaints] == []


def member(short: str) -> User:
    """Somebody of the demonstration: ``de-head``, ``commission-delegate``, ``euaa``."""
    return User.objects.get(email=f"{short}@{HOST}")


@pytest.fixture(scope="session")
def cycle_files(django_db_setup: None, django_db_blocker: Any) -> dict[str, tuple[str, str]]:
    """The cycle of 2027 in three states, as a day and a cycle file: played once, and taken back."""
    kept: dict[str, tuple[str, str]] = {}
    with django_db_blocker.unblock(), transaction.atomic():
        demo_people()
        row = Cycle.objects.create(year=scenes.YEAR)
        hands = scenes.Hands()
        for name, parts in scenes.STATES.items():
            for scene in parts:
                scene(hands)
            row.refresh_from_db()
            kept[name] = (str(DemoDay.current()), cycle_file(row))
        transaction.set_rollback(True)
    return kept


@pytest.fixture
def held(server: str, cycle_files: dict[str, tuple[str, str]]) -> Callable[[str], None]:
    """``held("middle")``: the record of the cycle in one of its states, on the day on which it was so; in the middle
    with relocation cases."""

    def hold(name: str) -> None:
        day, text = cycle_files[name]
        seed(parse(text, name))
        scenes.Hands().on(day)
        if name == "middle":
            families.registered()
            families.matched()

    return hold
