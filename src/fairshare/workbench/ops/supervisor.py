"""One process that keeps the others running: it starts them, restarts those that die, and takes them with it.

Each child is told to die with its parent (``PR_SET_PDEATHSIG`` on Linux), so that none is left behind when the
supervisor is killed. A child that dies again and again ends the whole.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event
from time import monotonic
from typing import Final

STEADY: Final = 60.0
"""Seconds after which a child that runs counts as healthy again."""

DEATHS: Final = 5
"""Deaths in a row after which the whole ends."""

GRACE: Final = 10.0
"""Seconds that children have to end by themselves."""

_PR_SET_PDEATHSIG: Final = 1


@dataclass(slots=True)
class Child:
    """One program to keep running."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    begun: float = 0.0
    deaths: int = 0
    due: float = 0.0

    def start(self, environment: Mapping[str, str]) -> None:
        """Start the program in a session of its own, so that a Ctrl-C reaches the supervisor only."""
        self.begun = monotonic()
        self.process = subprocess.Popen(
            self.command, env=dict(environment), preexec_fn=_dies_with(os.getpid()), start_new_session=True
        )

    def died(self) -> int | None:
        """The exit code of a program that ran and has ended."""
        return None if self.process is None else self.process.poll()


def _dies_with(parent: int) -> Callable[[], None] | None:
    """What a child does before it becomes its program: ask the kernel to end it when its parent ends."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None, use_errno=True)

    def ask() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it ended before the kernel was asked
            os._exit(1)

    return ask


@dataclass(slots=True)
class Supervisor:
    """Keeps children running until it is told to stop. ``say`` tells a person what happens."""

    children: list[Child]
    environment: Mapping[str, str]
    say: Callable[[str], None]
    grace: float = GRACE
    stop: Event = field(default_factory=Event)

    def run(self) -> int:
        """Run until SIGINT or SIGTERM (0), or until a child has died too often (1)."""
        with _told_to_stop(self.stop):
            try:
                for child in self.children:
                    child.start(self.environment)
                while not self.stop.is_set():
                    if not all(self._looked_after(child) for child in self.children):
                        return 1
                    self.stop.wait(0.2)
                return 0
            finally:
                self._end()

    def _looked_after(self, child: Child) -> bool:
        """Restart a child that died, after a pause that doubles; false where it died too often."""
        now, code = monotonic(), child.died()
        if child.process is None:
            if now >= child.due:
                child.start(self.environment)
        elif code is not None:
            _kill_session(child.process.pid)  # what it started itself does not outlive it
            child.process = None
            child.deaths = 1 if now - child.begun > STEADY else child.deaths + 1
            if child.deaths >= DEATHS:
                self.say(f"{child.name} ended {DEATHS} times (last code {code}): giving up")
                return False
            pause = 0.5 * 2 ** (child.deaths - 1)
            child.due = now + pause
            self.say(f"{child.name} ended with code {code}: it starts again in {pause:g} s")
        return True

    def _end(self) -> None:
        """Ask every child to end, and after the grace kill what is left of its session."""
        alive = [child.process for child in self.children if child.process is not None]
        for process in alive:
            if process.poll() is None:
                process.terminate()
        until = monotonic() + self.grace
        for process in alive:
            try:
                process.wait(max(0.0, until - monotonic()))
            except subprocess.TimeoutExpired:
                self.say("a child does not end: it is killed; its job is taken up again")
            _kill_session(process.pid)
            process.wait()


def _kill_session(leader: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)


@contextmanager
def _told_to_stop(stop: Event) -> Iterator[None]:
    numbers = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
