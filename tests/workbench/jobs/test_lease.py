"""Whether a job has lost its worker, whichever way the clock went since the lease was given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db.models import F

from fairshare.workbench.jobs.models import Job
from fairshare.workbench.jobs.queue import LEASE, Hold, claim, enqueue, renew
from fairshare.workbench.jobs.registry import KINDS, job
from fairshare.workbench.people.models import User

pytestmark = pytest.mark.django_db

SECOND, WEEKS = timedelta(seconds=1), timedelta(weeks=4)


@pytest.fixture
def hold(person: Callable[..., User]) -> Iterator[Hold]:
    """A job that a worker has just taken up."""
    job("test.any")(lambda arguments, report: {})
    enqueue("test.any", {}, person("coordinator"))
    found = claim()
    assert found is not None
    yield found
    del KINDS["test.any"]


def set_clock(by: timedelta) -> None:
    """Set the clock of the database on, or back: what stands in the rows moves the other way."""
    Job.unscoped.update(heartbeat=F("heartbeat") - by, lease_until=F("lease_until") - by)


@pytest.mark.parametrize("by", [-(LEASE - SECOND), -SECOND, SECOND, LEASE - SECOND])
def test_a_clock_that_is_set_by_less_than_the_lease_costs_no_worker_its_job(hold: Hold, by: timedelta) -> None:
    set_clock(by)
    assert claim() is None


@pytest.mark.parametrize("by", [-WEEKS, -(LEASE + SECOND), LEASE + SECOND, WEEKS])
def test_a_job_is_taken_up_again_when_the_clock_was_set_by_more(hold: Hold, by: timedelta) -> None:
    """Set back, its lease would run for weeks: a worker that died would hold its job for as long."""
    set_clock(by)
    again = claim()
    assert again is not None
    assert (again.pk, again.attempt) == (hold.pk, 2)
    assert renew(hold) is None
    assert claim() is None


def test_a_worker_that_is_heard_of_after_the_clock_was_set_back_keeps_its_job(hold: Hold) -> None:
    set_clock(-WEEKS)
    assert renew(hold) is False
    assert claim() is None


def test_a_job_that_nobody_shall_take_up_again_is_ended_after_the_clock_was_set_back(hold: Hold) -> None:
    Job.unscoped.update(max_attempts=1)
    set_clock(-WEEKS)
    assert claim() is None
    assert Job.unscoped.get().status == "failed"
