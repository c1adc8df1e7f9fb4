"""The supervisor restarts what dies, and gives up on what dies again and again."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from threading import Timer

import pytest

from fairshare.workbench.ops import supervisor
from fairshare.workbench.ops.supervisor import Child, Supervisor


def program(code: str) -> list[str]:
    return [sys.executable, "-S", "-c", code]


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(supervisor, "DEATHS", 3)
    return []


def test_a_child_that_dies_again_and_again_ends_the_whole(said: list[str]) -> None:
    steady = Child("the steady one", program("import time; time.sleep(60)"))
    keeper = Supervisor([steady, Child("the weak one", program("raise SystemExit(7)"))], os.environ, said.append)
    assert keeper.run() == 1
    assert said == [
        "the weak one ended with code 7: it starts again in 0.5 s",
        "the weak one ended with code 7: it starts again in 1 s",
        "the weak one ended 3 times (last code 7): giving up",
    ]
    assert steady.process is not None
    assert steady.process.returncode == -15


def test_it_ends_with_zero_when_told_to_stop(said: list[str]) -> None:
    keeper = Supervisor([Child("the steady one", program("import time; time.sleep(60)"))], os.environ, said.append)
    Timer(0.3, keeper.stop.set).start()
    assert (keeper.run(), said) == (0, [])


def test_a_child_that_does_not_end_is_killed(said: list[str], tmp_path: Path) -> None:
    deaf = f"""
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
open({str(tmp_path / "deaf")!r}, "w").close()
time.sleep(60)
"""
    child = Child("the deaf one", program(deaf))
    keeper = Supervisor([child], os.environ, said.append, grace=0.3)

    def stop_when_deaf() -> None:
        while not (tmp_path / "deaf").exists():
            time.sleep(0.02)
        keeper.stop.set()

    Timer(0, stop_when_deaf).start()
    assert keeper.run() == 0
    assert child.process is not None
    assert child.process.returncode == -9
    assert said == ["a child does not end: it is killed; its job is taken up again"]
