"""The kinds of jobs, and what a job is given to report by. ``@job("match.run")`` before a function makes it a kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar


class JobError(Exception):
    """A job cannot be done, for a reason that its owner may read: the English source of a translated text
    (``gettext_noop``), whose places (``%(name)s``) the values fill."""

    def __init__(self, reason: str, **values: str | int) -> None:
        self.reason, self.values = reason, values
        super().__init__(reason % values if values else reason)


class CancelledError(Exception):
    """The job was told to stop: somebody cancelled it."""


class LostLeaseError(Exception):
    """The job is no longer this worker's: its lease ran out, and another may have taken it up."""


class HandedBackError(Exception):
    """The worker is being stopped: the job goes back to the queue."""


class Report(Protocol):
    """What a job reports by."""

    def progress(self, done: int, total: int, text: str = "") -> None:
        """Say how far it is, and what it is at (``gettext_noop``); this renews the lease too. Raises what a job must
        let pass: :class:`CancelledError`, :class:`LostLeaseError`, :class:`HandedBackError`."""

    def file(self, name: str) -> Path:
        """Where to write a result that is too large for the table. Return this path from the job."""


Result = Mapping[str, Any] | Path | None
Run = Callable[[Mapping[str, Any], Report], Result]
_R = TypeVar("_R", bound=Run)

KINDS: Final[dict[str, Run]] = {}
"""The function of each kind of job. It may be run again after a worker died, so it must bear being run twice."""


EVERY: Final[dict[str, timedelta]] = {}
"""How often the kinds of jobs that nobody starts by hand are due."""


def job(kind: str, every: timedelta | None = None) -> Callable[[_R], _R]:
    """Make a function ``run(arguments, report)`` a kind of job. It returns a small result or ``report.file(…)``.

    With ``every`` workers put it into the queue themselves, once in each such period."""

    def register(run: _R) -> _R:
        if kind in KINDS and KINDS[kind] is not run:
            raise ValueError(f"two functions for jobs of the kind {kind}")
        KINDS[kind] = run
        if every is not None:
            EVERY[kind] = every
        return run

    return register
