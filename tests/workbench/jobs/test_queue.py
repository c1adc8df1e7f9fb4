"""A job is moved by whoever changes its row first; whoever lost it changes nothing more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from fairshare.workbench.jobs import queue
from fairshare.workbench.jobs.models import Job, Status, UnscopedError
from fairshare.workbench.jobs.queue import Hold, cancel, claim, enqueue, of_seat
from fairshare.workbench.jobs.registry import KINDS, job
from fairshare.workbench.people.models import User
from fairshare.workbench.people.seat import PUBLIC

pytestmark = pytest.mark.django_db

GONE = timedelta(seconds=-1)
"""A lease that has run out before it began: what a killed worker leaves."""

People = Callable[..., User]


@pytest.fixture(autouse=True)
def kind() -> Iterator[None]:
    """A kind of job to put into the queue."""
    job("test.any")(lambda arguments, report: {})
    yield
    del KINDS["test.any"]


@pytest.fixture
def owner(person: People) -> User:
    return person("member_state", "DE")


def put(owner: User, **options: Any) -> Job:
    return enqueue("test.any", {"n": 1}, owner, **options)


def status_of(job: Job) -> str:
    return Job.unscoped.get(pk=job.pk).status


def taken(lease: timedelta = queue.LEASE) -> Hold:
    hold = claim(lease)
    assert hold is not None
    return hold


def test_jobs_are_taken_in_the_order_in_which_they_came(owner: User) -> None:
    first, second = put(owner), put(owner)
    assert [taken().pk, taken().pk, claim()] == [first.pk, second.pk, None]


def test_a_job_of_no_kind_is_not_queued(owner: User) -> None:
    with pytest.raises(LookupError, match=r"no job of the kind test\.none"):
        enqueue("test.none", {}, owner)


def test_a_job_whose_worker_died_is_taken_up_again_and_its_late_result_is_refused(owner: User) -> None:
    put(owner)
    dead, alive = taken(GONE), taken()
    assert (dead.pk, dead.attempt, alive.attempt) == (alive.pk, 1, 2)
    assert queue.renew(dead) is None
    assert not queue.hand_back(dead)
    assert not queue.end(dead, Status.DONE, result={"by": "dead"})
    assert queue.end(alive, Status.DONE, result={"by": "alive"})
    assert Job.unscoped.get().result == {"by": "alive"}


def test_a_job_ends_once(owner: User) -> None:
    put(owner)
    hold = taken()
    assert queue.end(hold, Status.DONE, result={})
    assert not queue.end(hold, Status.FAILED, reason="late")


def test_a_job_whose_workers_died_each_time_fails_and_says_so(owner: User) -> None:
    row = put(owner, max_attempts=2)
    assert [taken(GONE).attempt, taken(GONE).attempt, claim()] == [1, 2, None]
    found = Job.unscoped.get(pk=row.pk)
    assert (found.status, found.ended is not None) == (Status.FAILED, True)
    assert found.problem.startswith("The work was taken up 2 times and its worker stopped each time")


def test_a_job_handed_back_keeps_its_place_and_its_attempts(owner: User) -> None:
    first, _ = put(owner, max_attempts=1), put(owner)
    assert queue.hand_back(taken())
    again = taken()
    assert (again.pk, again.attempt) == (first.pk, 2)


def test_a_job_that_waits_is_cancelled_at_once(owner: User) -> None:
    row = put(owner)
    assert cancel(row.pk, owner.seat)
    assert (status_of(row), claim()) == (Status.CANCELLED, None)
    assert not cancel(row.pk, owner.seat)


def test_a_job_that_runs_is_told(owner: User) -> None:
    row = put(owner)
    hold = taken()
    assert queue.renew(hold) is False
    assert cancel(row.pk, owner.seat)
    assert queue.renew(hold, done=1) is True


def test_a_cancelled_job_whose_worker_died_is_not_taken_up_again(owner: User) -> None:
    row = put(owner)
    taken(GONE)
    cancel(row.pk, owner.seat)
    assert (claim(), status_of(row)) == (None, Status.CANCELLED)


def test_a_job_is_seen_by_its_delegation_and_the_coordinator(person: People, owner: User) -> None:
    row = put(owner)
    seats = [person("member_state", "DE", function="reader"), person("coordinator"), person("member_state", "FR"),
             person("commission"), person("agency", body="EUAA")]  # fmt: skip
    assert [of_seat(user.seat).filter(pk=row.pk).exists() for user in seats] == [True, True, False, False, False]
    assert not of_seat(PUBLIC).exists()


def test_others_do_not_cancel_it(person: People, owner: User) -> None:
    row = put(owner)
    assert not cancel(row.pk, person("member_state", "FR").seat)
    assert status_of(row) == Status.QUEUED


def test_jobs_cannot_be_asked_for_without_a_scope() -> None:
    with pytest.raises(UnscopedError):
        Job.objects.all()


def test_a_job_that_has_not_ended_is_not_deleted(owner: User) -> None:
    with pytest.raises(ValueError, match="is cancelled, not deleted"):
        put(owner).delete()


def test_two_functions_are_not_one_kind() -> None:
    with pytest.raises(ValueError, match=r"two functions .* test\.any"):
        job("test.any")(lambda arguments, report: {})


def test_workers_sign_on_and_off() -> None:
    from fairshare.workbench.ops.health import worker

    assert worker() == "no worker"
    queue.sign_on("one")
    assert worker() == "ok"
    queue.sign_off("one")
    assert worker() == "no worker"
