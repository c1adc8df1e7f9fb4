"""Runs jobs, one at a time a process.

Why not a library: of those that work on SQLite and PostgreSQL without a broker, the one that fits
(``django-tasks-db``) leaves a task RUNNING for ever when its worker is killed, and has no lease, progress or
cancelling. Here a job belongs to a worker only as long as its lease is renewed: a heartbeat does that from a thread,
so that a solver which says nothing for minutes keeps its job, and one that was killed loses it after ``LEASE``.
A job may therefore be begun twice; it ends once (see :mod:`~fairshare.workbench.jobs.queue`).
"""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from time import monotonic, time
from typing import Any, Final

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import Error as DatabaseError
from django.db import close_old_connections, connection
from django.utils.translation import gettext_noop

from fairshare.faults import BadInputError
from fairshare.law.outcome import RefusedError
from fairshare.workbench.jobs import queue
from fairshare.workbench.jobs.models import Status
from fairshare.workbench.jobs.queue import LEASE, Hold
from fairshare.workbench.jobs.registry import KINDS, CancelledError, HandedBackError, JobError, LostLeaseError
from fairshare.workbench.ops.logs import described

log = logging.getLogger("fairshare.jobs")

POLL: Final = 1.0
"""Seconds between two looks into an empty queue."""

_json: Final = DjangoJSONEncoder(allow_nan=False).encode

READABLE: Final = (BadInputError, RefusedError)
"""Errors whose text was written for a person; of all others but :class:`JobError` only the kind is told."""

UNKNOWN: Final = gettext_noop("This version knows no job of the kind %(kind)s.")
UNEXPECTED: Final = gettext_noop("An unexpected error (%(error)s). Tell the operator the number of the job: %(job)s.")


@dataclass(slots=True)
class Reporter:
    """What a job reports by, and what the heartbeat and the signal handler tell it."""

    hold: Hold
    lease: timedelta
    stop: Event
    lost: Event = field(default_factory=Event)
    cancelled: Event = field(default_factory=Event)
    renewed: float = field(default_factory=monotonic)

    def progress(self, done: int, total: int, text: str = "") -> None:
        """See :class:`~fairshare.workbench.jobs.registry.Report`. A database that is away for less than the lease does
        not end the job."""
        try:
            self.renew(done=done, total=total, text=text[:200])
        except DatabaseError as error:
            log.warning("a report was missed", extra={"job": self.hold.pk, "error": type(error).__name__})
            connection.close()
        if self.lost.is_set() or monotonic() - self.renewed > self.lease.total_seconds():
            raise LostLeaseError
        if self.cancelled.is_set():
            raise CancelledError
        if self.stop.is_set():
            raise HandedBackError

    def renew(self, **progress: Any) -> None:
        """Renew the lease, and take note of what the row says."""
        begun = monotonic()
        asked = queue.renew(self.hold, self.lease, **progress)
        self.renewed = begun
        if asked is None:
            self.lost.set()
        elif asked:
            self.cancelled.set()

    def file(self, name: str) -> Path:
        """See :class:`~fairshare.workbench.jobs.registry.Report`."""
        folder = Path(settings.HOME) / "jobs" / f"{self.hold.pk}-{self.hold.attempt}"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder / Path(name).name


def work(once: bool = False, lease: timedelta = LEASE, poll: float = POLL, stop: Event | None = None) -> int:
    """Run jobs until a signal comes (SIGTERM, SIGINT), or with ``once`` until none waits. Returns how many ended.

    A database that is away is waited for."""
    stop = stop or Event()
    name, ended = f"{socket.gethostname()[:60]}-{os.getpid()}", 0
    with _signals(stop), _beating(lambda: queue.sign_on(name), min(lease.total_seconds() / 3, 10)):
        while not stop.is_set():
            close_old_connections()
            try:
                queue.enqueue_due(time())
                hold = queue.claim(lease)
                if hold is not None:
                    ended += run_one(hold, lease, stop)
                elif once:
                    break
            except DatabaseError as error:
                log.warning("the database is away", extra={"error": type(error).__name__})
                connection.close()
                hold = None
            if hold is None:
                stop.wait(poll)
    try:
        queue.sign_off(name)
    except DatabaseError:
        connection.close()
    return ended


def run_one(hold: Hold, lease: timedelta, stop: Event) -> bool:
    """Run a job that was claimed, and write what came of it. Returns whether it ended by this worker's hand."""
    report = Reporter(hold, lease, stop)
    extra = {"job": hold.pk, "kind": hold.kind, "attempt": hold.attempt}
    log.info("job begins", extra=extra)
    with _beating(report.renew, lease.total_seconds() / 3):
        try:
            status, outcome = Status.DONE, _outcome(KINDS[hold.kind](hold.arguments, report))
        except HandedBackError:
            log.info("job handed back", extra=extra)
            queue.hand_back(hold)
            return False
        except LostLeaseError:
            log.warning("job lost: its lease ran out", extra=extra)
            return False
        except CancelledError:
            status, outcome = Status.CANCELLED, {}
        except Exception as error:
            reason, values = reason_of(error, hold)
            status, outcome = Status.FAILED, {"reason": reason[:500], "reason_values": values}
            log.error("job failed", extra={**extra, "error": described(error)})
    ended = _end(hold, status, outcome)
    log.info("job ends" if ended else "late result refused", extra={**extra, "status": str(status)})
    return ended


def _end(hold: Hold, status: Status, outcome: dict[str, Any]) -> bool:
    """Write the outcome; a database that fails once gets it again over a new connection."""
    try:
        return queue.end(hold, status, **outcome)
    except DatabaseError:
        connection.close()
        return queue.end(hold, status, **outcome)


def reason_of(error: Exception, hold: Hold) -> tuple[str, dict[str, str | int]]:
    """What its owner reads of a failure: a text that was written for persons, or only its kind; and its values."""
    if isinstance(error, JobError):
        return error.reason, error.values
    if isinstance(error, READABLE):
        return str(error), {}
    if isinstance(error, KeyError) and hold.kind not in KINDS:
        return UNKNOWN, {"kind": hold.kind}
    return UNEXPECTED, {"error": type(error).__name__, "job": hold.pk}


def _outcome(result: Any) -> dict[str, Any]:
    """What is kept of what a job returned. What is no JSON fails here, as a fault of the job."""
    if not isinstance(result, Path):
        return {"result": None if result is None else json.loads(_json(dict(result)))}
    return {"file": str(result.resolve().relative_to(Path(settings.HOME).resolve()))}


@contextmanager
def _signals(stop: Event) -> Iterator[None]:
    """SIGTERM and SIGINT ask the worker to stop, where it runs as a process of its own (in the main thread)."""
    try:
        before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGTERM, signal.SIGINT)}
    except ValueError:  # not the main thread: whoever runs it sets ``stop``
        before = {}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _beating(beat: Any, every: float) -> Iterator[None]:
    """Call ``beat`` now and then from a thread with a connection of its own."""
    over = Event()

    def loop() -> None:
        while not over.is_set():
            begun = monotonic()
            try:
                beat()
            except DatabaseError as error:
                log.warning("a heartbeat was missed", extra={"error": type(error).__name__})
                connection.close()
            over.wait(max(0.0, every - (monotonic() - begun)))
        connection.close()

    thread = Thread(target=loop, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(timeout=5)
