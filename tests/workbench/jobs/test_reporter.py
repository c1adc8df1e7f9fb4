"""What a job is told when it reports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError

from fairshare.workbench.jobs import queue
from fairshare.workbench.jobs.queue import Hold
from fairshare.workbench.jobs.registry import CancelledError, HandedBackError, LostLeaseError
from fairshare.workbench.jobs.worker import Reporter

Answer = bool | None | Exception


@pytest.fixture
def reporter(monkeypatch: pytest.MonkeyPatch) -> Callable[[Answer], Reporter]:
    """A reporter to which the database answers what a test says: ``False`` go on, ``True`` stop, ``None`` not yours."""

    def make(answer: Answer, lease: timedelta = queue.LEASE) -> Reporter:
        def renew(*_: Any, **__: Any) -> bool | None:
            if isinstance(answer, Exception):
                raise answer
            return answer

        monkeypatch.setattr(queue, "renew", renew)
        return Reporter(Hold(1, 1, "test.any", {}), lease, Event())

    return make


def test_a_job_that_is_wanted_goes_on(reporter: Any) -> None:
    reporter(False).progress(1, 2, "half")


@pytest.mark.parametrize(("answer", "told"), [(True, CancelledError), (None, LostLeaseError)])
def test_a_job_is_told_to_end(reporter: Any, answer: Answer, told: type[Exception]) -> None:
    with pytest.raises(told):
        reporter(answer).progress(1, 2)


def test_a_job_of_a_worker_that_is_stopped_is_handed_back(reporter: Any) -> None:
    one = reporter(False)
    one.stop.set()
    with pytest.raises(HandedBackError):
        one.progress(1, 2)


@pytest.mark.parametrize("error", [OperationalError("server closed the connection"), InterfaceError("closed")])
def test_a_database_that_is_away_for_less_than_the_lease_is_borne(reporter: Any, error: Exception) -> None:
    reporter(error).progress(1, 2)
    with pytest.raises(LostLeaseError):
        reporter(error, timedelta(0)).progress(1, 2)
