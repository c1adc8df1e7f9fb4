"""What is kept long enough is cleared; what is younger, or still in use, stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.db.models import QuerySet
from django.utils import timezone

from fairshare.workbench.api.models import Token
from fairshare.workbench.jobs.models import Job, Status
from fairshare.workbench.jobs.registry import EVERY
from fairshare.workbench.jobs.work import RULES, clear
from fairshare.workbench.people.models import SignInLink, User
from fairshare.workbench.record.models import Cycle, Receipt

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def user(person: Callable[..., User]) -> User:
    return person("member_state", "DE")


def run() -> dict[str, Any]:
    return clear({}, None)  # type: ignore[arg-type]  # it is done too soon to report


def made(name: str, user: User) -> QuerySet[Any]:
    """One row of each kind, as it is made."""
    if name == "jobs":
        return Job.unscoped.filter(pk=Job.unscoped.create(kind="test.any", status=Status.DONE, capacity="council").pk)
    if name == "links":
        SignInLink.issue(user)
        return SignInLink.objects.all()
    if name == "tokens":
        Token.issue(user, "test", "read", timedelta(days=1))
        return Token.objects.all()
    if name == "sessions":
        UserSession.objects.create(user=user, session_key="test", ip="192.0.2.1", user_agent="test")
        return UserSession.objects.all()
    Receipt.objects.create(key="2027:test", who="test", digest="", answer={})
    return Receipt.objects.all()


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_row_goes_when_its_time_is_over(name: str, user: User) -> None:
    rows, rule = made(name, user), RULES[name]
    rows.update(**{rule.since: timezone.now() - rule.kept + HOUR})
    assert (run()[name], rows.count()) == (0, 1)
    rows.update(**{rule.since: timezone.now() - rule.kept - HOUR})
    assert (run()[name], rows.count()) == (1, 0)


def test_it_is_done_every_day() -> None:
    assert EVERY["spent.clear"] == timedelta(days=1)


@pytest.mark.parametrize("status", [Status.QUEUED, Status.RUNNING])
def test_a_job_that_has_not_ended_stays(status: Status) -> None:
    Job.unscoped.create(kind="test.any", status=status, capacity="council", ended=timezone.now() - timedelta(days=999))
    assert (run()["jobs"], Job.unscoped.count()) == (0, 1)


def test_files_go_with_their_job_those_of_every_attempt(home: Path) -> None:
    old, new = (Job.unscoped.create(kind="test.any", status=Status.DONE, capacity="council") for _ in range(2))
    Job.unscoped.filter(pk=old.pk).update(ended=timezone.now() - RULES["jobs"].kept - HOUR)
    for name in (f"{old.pk}-1", f"{old.pk}-2", f"{new.pk}-1"):
        (home / "jobs" / name).mkdir(parents=True)
        (home / "jobs" / name / "answer.csv").write_text("a,b\n")
    assert run()["folders"] == 2
    assert [file.parent.name for file in home.rglob("*.csv")] == [f"{new.pk}-1"]


def test_files_whose_job_went_before_a_fault_go_the_next_time(home: Path) -> None:
    (home / "jobs" / "999999-1").mkdir(parents=True)
    assert (run()["folders"], run()["folders"]) == (1, 0)


def test_a_request_that_comes_again_after_its_receipt_went_does_nothing_twice(
    person: Callable[..., User], cycle: Cycle
) -> None:
    from fairshare.workbench.actions.perform import perform
    from fairshare.workbench.record.store import ConflictError

    user, asked = person("member_state", "IT", function="head"), {"round": "june", "note": "figures"}
    perform("information.deliver", user, cycle.year, asked, "a-key-for-june")
    Receipt.objects.update(at=timezone.now() - RULES["receipts"].kept - HOUR)
    assert run()["receipts"] == 1
    with pytest.raises(ConflictError, match="this key was used before"):
        perform("information.deliver", user, cycle.year, asked, "a-key-for-june")
    cycle.refresh_from_db()
    assert cycle.length == 1
