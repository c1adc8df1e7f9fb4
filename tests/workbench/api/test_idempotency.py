"""A request sent again does nothing twice, also where it comes many times at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from fairshare.workbench.actions.models import Motion
from fairshare.workbench.people.models import User
from fairshare.workbench.record.models import Cycle, Entry
from fairshare.workbench.record.triggers import GUARDS, LIFTS

from .conftest import Caller


def run(statements: Iterable[str]) -> None:
    """Run statements of SQL."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def guarded_again(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The guards of the record, made anew after the test's tables were emptied."""
    yield
    with django_db_blocker.unblock():
        run(GUARDS[connection.vendor])


@pytest.fixture
def threads(guarded_again: None, transactional_db: None) -> Iterator[ThreadPoolExecutor]:
    """Eight threads, each with a connection of its own. The guards are lifted after them, so that the tables can be
    emptied."""
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        run(LIFTS[connection.vendor])
        pytest.skip("SQLite in memory knows no waiting: one table, one connection")
    with ThreadPoolExecutor(8) as pool:
        yield pool
    run(LIFTS[connection.vendor])


def test_the_same_request_again_gets_the_first_answer(sits: Callable[..., Caller], cycle: Cycle) -> None:
    commission = sits("commission")
    version = commission.version()
    first, again = (
        commission.act("consultation.open", key="once-only", match=version, state="IT", labels=["pressure"])
        for _ in range(2)
    )
    assert (again.status_code, again.content) == (first.status_code, first.content) == (200, first.content)
    assert Entry.unscoped.count() == 1


def test_the_same_motion_again_is_one_motion(sits: Callable[..., Caller], before_the_act: Callable[[], None]) -> None:
    before_the_act()
    france = sits("member_state", "FR")
    first, again = (france.act("pledge.make", key="a-pledge", measure="financial", amount="1") for _ in range(2))
    assert (again.status_code, again.content) == (202, first.content)
    assert Motion.objects.filter(key__endswith="a-pledge").count() == 1


def test_a_key_is_that_of_one_account_and_one_cycle(sits: Callable[..., Caller], cycle: Cycle) -> None:
    Cycle.objects.create(year=2028)
    for caller, year in ((sits("commission"), 2027), (sits("commission"), 2027), (sits("commission"), 2028)):
        answer = caller.act("consultation.open", year=year, key="shared-key", state="IT")
        assert (answer.status_code, len(answer.json()["events"])) == (200, 1)
    assert Entry.unscoped.count() == 3


def test_the_same_request_many_times_at_once_is_done_once(
    threads: ThreadPoolExecutor, person: Callable[..., User], cycle: Cycle
) -> None:
    user = person("commission")
    callers = []
    for _ in range(8):
        client = Client()
        client.force_login(user)
        callers.append(Caller(client))

    def send(caller: Caller) -> Any:
        try:
            answer = caller.act("consultation.open", key="all-at-once", state="IT", labels=["pressure"])
            return answer.status_code, answer.content
        finally:
            connections.close_all()

    answers = set(threads.map(send, callers))
    assert [status for status, _ in answers] == [200]
    assert Entry.unscoped.filter(cycle=cycle).count() == 1


def test_different_requests_at_once_are_all_done_in_one_order(
    threads: ThreadPoolExecutor, person: Callable[..., User], cycle: Cycle
) -> None:
    callers = []
    for _ in range(8):
        client = Client()
        client.force_login(person("commission"))
        callers.append(Caller(client))

    def send(caller: Caller) -> Any:
        try:
            return caller.act("consultation.open", state="IT", labels=["pressure"]).status_code
        finally:
            connections.close_all()

    assert set(threads.map(send, callers)) == {200}
    assert list(Entry.unscoped.order_by("number").values_list("number", flat=True)) == list(range(1, 9))
