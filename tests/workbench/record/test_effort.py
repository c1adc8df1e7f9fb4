"""How much a look at the record asks of the database: as much for a long record as for a short one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fairshare.workbench.people.models import User
from fairshare.workbench.record.cut import cut
from fairshare.workbench.record.ledgers import folded
from fairshare.workbench.record.models import Cycle
from fairshare.workbench.record.pool import pool_of
from fairshare.workbench.record.seed import seed, shipped

pytestmark = pytest.mark.django_db


def asked_by(look: Callable[[], Any]) -> list[str]:
    """The questions to the database of the second look, when memory holds what the first one read; without those for
    the day that a demonstration pretends it is."""
    look()
    with CaptureQueriesContext(connection) as asked:
        look()
    return [sql for query in asked if "people_demoday" not in (sql := query["sql"])]


@pytest.fixture
def delegate(person: Callable[..., User], client: Client) -> User:
    """A delegate of Italy, signed in, with the cycles of 2026 and 2027."""
    seed(shipped(2026))
    Cycle.objects.create(year=2027)
    user = person("member_state", "IT")
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return user


@pytest.mark.parametrize(
    ("path", "most"),
    [("/desk/", 8), ("/desk/2026/", 7), ("/cycles/2026/year/", 5), ("/cycles/2026/record/", 5), ("/pool/2026/", 5)],
)
def test_a_page_asks_few_questions_and_reads_no_entry_again(
    delegate: User, client: Client, path: str, most: int
) -> None:
    asked = asked_by(lambda: client.get(path))
    assert client.get(path).status_code == 200
    assert 0 < len(asked) <= most
    assert not [sql for sql in asked if "record_entry" in sql]


def test_after_an_event_no_entry_is_read_where_it_was_written(delegate: User, act: Callable[..., Any]) -> None:
    cut(2026, delegate.seat)
    act(delegate, "needs.state", year=2026, needs={"relocation": 900})
    with CaptureQueriesContext(connection) as asked:
        view = cut(2026, delegate.seat)
    assert view.events[-1].needs == {"relocation": 900}  # type: ignore[attr-defined]
    assert len(asked) == 1


def test_what_another_process_wrote_is_read_and_nothing_before_it(
    delegate: User, act: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = folded(Cycle.objects.get(year=2026))
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr("fairshare.workbench.record.store.remember", lambda year, state: state)
        act(delegate, "needs.state", year=2026, needs={"relocation": 900})
    with CaptureQueriesContext(connection) as asked:
        after = folded(Cycle.objects.get(year=2026))
    assert len(after.ledger.events) == len(before.ledger.events) + 1
    (read,) = [query["sql"] for query in asked if '"record_entry"."payload"' in query["sql"]]
    assert f'"record_entry"."number" > {before.length}' in read


def test_the_report_of_a_cut_is_made_once_however_its_day_is_told(delegate: User) -> None:
    view = cut(2026, delegate.seat)
    last = max(max(event.date, event.recorded or event.date) for event in view.events)
    assert pool_of(view) is pool_of(view, last)
    assert pool_of(view, date(2026, 1, 1)) is not pool_of(view)
