"""Moves of a job, each one conditional UPDATE: whoever changes the row first has moved it, on either database.

All times are those of the database, so that the clocks of workers need not agree. ``attempt`` fences: a worker whose
lease ran out holds an older number than the row, and what it still wants to write changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.core.cache import cache
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_noop

from fairshare.workbench.jobs.models import Job, Status, Worker
from fairshare.workbench.jobs.registry import EVERY, KINDS
from fairshare.workbench.people.models import User
from fairshare.workbench.people.seat import Seat

LEASE: Final = timedelta(seconds=30)
"""How long a job stays with a worker that is not heard of."""

GAVE_UP: Final = gettext_noop(
    "The work was taken up %(attempts)s times and its worker stopped each time; it will not be tried again."
)


@dataclass(frozen=True, slots=True)
class Hold:
    """A job that one worker holds, by the number of its attempt."""

    pk: int
    attempt: int
    kind: str
    arguments: Mapping[str, Any]


def enqueue(kind: str, arguments: Mapping[str, Any], owner: User, max_attempts: int = 3) -> Job:
    """Put work into the queue for the seat of ``owner``."""
    if kind not in KINDS:
        raise LookupError(f"there is no job of the kind {kind}")
    seat = owner.seat
    return Job.unscoped.create(
        kind=kind, arguments=dict(arguments), owner=owner, max_attempts=max_attempts,
        capacity=seat.capacity, state=seat.state, body=seat.body,
    )  # fmt: skip


def enqueue_due(at: float) -> list[Job]:
    """Put into the queue what is due of its own at a moment (seconds since 1970), once a period however many workers
    ask; the Coordinator's office sees these jobs. A period that no worker saw is not made up for."""
    made = []
    for kind, every in EVERY.items():
        period = int(at // every.total_seconds())
        if cache.add(f"due:{kind}:{period}", 1, timeout=int(2 * every.total_seconds())):
            made.append(Job.unscoped.create(kind=kind, capacity="coordinator"))
    return made


def of_seat(seat: Seat) -> QuerySet[Job]:
    """The jobs that a seat may see: those of its own delegation; the Coordinator sees all; the public none."""
    if seat.capacity == "coordinator":
        return Job.unscoped.all()
    if seat.capacity == "public":
        return Job.unscoped.none()
    return Job.unscoped.filter(capacity=seat.capacity, state=seat.state, body=seat.body)


def cancel(pk: int, seat: Seat) -> bool:
    """Ask that a job stops, if the seat may see it: at once where it waits, at its next report where it runs.

    Returns whether there was such a job that had not ended."""
    mine = of_seat(seat).filter(pk=pk)
    if mine.filter(status=Status.QUEUED).update(status=Status.CANCELLED, cancel_asked=True, ended=Now()):
        return True
    return bool(mine.filter(status=Status.RUNNING).update(cancel_asked=True))


def claim(lease: timedelta = LEASE) -> Hold | None:
    """Take up the next job: one that waits, or whose lease ran out. ``None`` when there is none."""
    _bury(lease)
    free = Q(status=Status.QUEUED) | _lost(lease)
    while (found := Job.unscoped.filter(free, attempt__lt=F("max_attempts")).order_by("pk").first()) is not None:
        taken = Job.unscoped.filter(free, pk=found.pk, attempt=found.attempt).update(
            status=Status.RUNNING, attempt=found.attempt + 1, heartbeat=Now(), lease_until=Now() + lease,
            started=Coalesce(F("started"), Now()), done=0, total=0, text="",
        )  # fmt: skip
        if taken:
            return Hold(found.pk, found.attempt + 1, found.kind, found.arguments)
    return None


def _lost(lease: timedelta) -> Q:
    """Jobs whose worker is not heard of: the lease ran out, or the clock that gave it was set back since."""
    return Q(status=Status.RUNNING) & (Q(lease_until__lt=Now()) | Q(heartbeat__gt=Now() + lease))


def _bury(lease: timedelta) -> None:
    """End the jobs whose worker died and that nobody shall take up again."""
    lost = Job.unscoped.filter(_lost(lease))
    lost.filter(cancel_asked=True).update(status=Status.CANCELLED, ended=Now(), lease_until=None)
    for attempts in set(lost.filter(attempt__gte=F("max_attempts")).values_list("attempt", flat=True)):
        lost.filter(attempt=attempts, max_attempts__lte=attempts).update(
            status=Status.FAILED, reason=GAVE_UP, reason_values={"attempts": attempts}, ended=Now(), lease_until=None
        )


def _held(hold: Hold) -> QuerySet[Job]:
    return Job.unscoped.filter(pk=hold.pk, attempt=hold.attempt, status=Status.RUNNING)


def renew(hold: Hold, lease: timedelta = LEASE, **progress: Any) -> bool | None:
    """Keep a job for another while. Returns whether somebody asked that it stop; ``None`` if it is no longer held."""
    if not _held(hold).update(heartbeat=Now(), lease_until=Now() + lease, **progress):
        return None
    return Job.unscoped.filter(pk=hold.pk).values_list("cancel_asked", flat=True).get()


def end(hold: Hold, status: Status, **outcome: Any) -> bool:
    """End a job with its result or reason. False, and nothing changed, if it is no longer held."""
    return bool(_held(hold).update(status=status, ended=Now(), lease_until=None, **outcome))


def hand_back(hold: Hold) -> bool:
    """Put a job back at its place in the queue; this attempt does not count against it."""
    return bool(
        _held(hold).update(
            status=Status.QUEUED, lease_until=None, max_attempts=F("max_attempts") + 1, done=0, total=0, text=""
        )
    )


def sign_on(name: str) -> None:
    """Say that a worker is alive, and forget those that were not heard of for a day."""
    Worker.objects.update_or_create(name=name, defaults={"seen": Now()})
    Worker.objects.filter(seen__lt=Now() - timedelta(days=1)).delete()


def sign_off(name: str) -> None:
    """Say that a worker has ended."""
    Worker.objects.filter(name=name).delete()
