"""The kinds of faults: what each breaks, how long it stays broken, and by what is seen that it bit.

A fault is struck again until it bites, for a while: a disk that is full for a moment, or a process that is killed while
it has nothing to do, would test nothing."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from random import Random
from time import monotonic
from typing import Final

from .chaos import Stage
from .machine import no_growth

WEEK: Final = 7 * 86_400
PATIENCE: Final = 30
"""Seconds until a fault that does not bite is given up."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind. ``scars`` counts what it has done; it has bitten when that grows within ``hold`` seconds."""

    name: str
    broken: Callable[[Stage, Random], AbstractContextManager[None]]
    scars: Callable[[Stage], int]
    hold: float = 1.0

    def strike(self, stage: Stage, dice: Random) -> bool:
        """Break it and mend it. Returns whether it bit."""
        before, until = self.scars(stage), monotonic() + PATIENCE
        while monotonic() < until:
            with self.broken(stage, dice):
                if stage.wait(lambda: self.scars(stage) > before, self.hold):
                    return True
        return False


def refused(stage: Stage) -> int:
    """Requests that were not acknowledged."""
    return stage.refused


def taken_again(stage: Stage) -> int:
    """Times that a job was taken up again."""
    found: int = stage.ask("again")
    return found


def orphaned(stage: Stage) -> int:
    """Jobs whose worker was killed; that another takes them up is seen in the end, when its lease has run out."""
    return len(stage.orphans)


@contextmanager
def killed_server(stage: Stage, dice: Random) -> Iterator[None]:
    """A process that answers requests is killed; the server starts another."""
    for pid in dice.sample(found, 1) if (found := stage.web_workers()) else []:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    yield


@contextmanager
def killed_workers(stage: Stage, _: Random) -> Iterator[None]:
    """The processes that run the jobs are killed in the midst of one; others take it up."""
    stage.orphans |= stage.at_work()
    stage.hire()
    yield


@contextmanager
def killed_postgres(stage: Stage, _: Random) -> Iterator[None]:
    """The whole database server is killed in the midst of writing, and started again."""
    assert stage.postgres is not None
    stage.postgres.kill()
    yield


@contextmanager
def cut_connections(stage: Stage, _: Random) -> Iterator[None]:
    """Every connection to the database is cut."""
    import psycopg

    with psycopg.connect(stage.apart.url, autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                           "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()")  # fmt: skip
    yield


@contextmanager
def lost_answer(stage: Stage, dice: Random) -> Iterator[None]:
    """A client that has sent its request hangs up before the answer."""
    dice.choice(stage.writers).deaf.set()
    yield


@contextmanager
def jumped_clock(stage: Stage, dice: Random) -> Iterator[None]:
    """While a job runs, the clock jumps, up to six weeks ahead or four behind: another worker believes it lost."""
    stage.at_work()
    stage.clock.set(dice.randint(-4 * WEEK, 6 * WEEK))
    yield


def full_disk(stage: Stage, dice: Random) -> AbstractContextManager[None]:
    """The disk of the database is full for a while. SQLite first gives back the room that it keeps for its log, as it
    does after erasure: some dozens of requests would fit into that."""
    stage.ask("truncate")
    if stage.disk.mounted:
        return stage.disk.full()
    writing = stage.postgres.pids if stage.postgres else stage.web_workers()
    return no_growth(writing, dice.choice((0, 2**16, 2**18))) if writing else nullcontext()


ANYWHERE: Final = (
    Fault("killed server", killed_server, refused),
    Fault("killed workers", killed_workers, orphaned),
    Fault("lost answer", lost_answer, refused),
    Fault("jumped clock", jumped_clock, taken_again),
    Fault("full disk", full_disk, refused, hold=PATIENCE),
)
ON_POSTGRES: Final = (
    Fault("killed PostgreSQL", killed_postgres, refused),
    Fault("cut connections", cut_connections, refused, hold=0.3),
)
