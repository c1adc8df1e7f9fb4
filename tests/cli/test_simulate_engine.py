"""Where draws are computed: here or in processes, and what is said when one of these ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

from fairshare.cli.simulate_engine import Here, cores, engine


def test_one_worker_computes_in_this_process() -> None:
    with engine(1, None) as using:
        assert isinstance(using.executor, Here) and using.workers == 1
        assert using.executor.submit(os.getpid).result() == os.getpid()


def test_several_are_processes_of_their_own() -> None:
    with engine(2, None) as using:
        assert using.workers == 2
        assert using.executor.submit(os.getpid).result() != os.getpid()


def test_there_is_a_worker_for_each_core_unless_told_otherwise() -> None:
    assert cores() >= 1
    with engine(None, None) as using:
        assert using.workers == cores()


def test_a_process_that_ends_is_told_with_what_to_do() -> None:
    with pytest.raises(click.ClickException, match="ended, which is mostly want of memory"), engine(2, None) as using:
        using.executor.submit(os._exit, 1).result()


def test_a_task_that_fails_here_keeps_its_error_for_who_asks() -> None:
    failed = Here().submit(divmod, 1, 0)
    with pytest.raises(ZeroDivisionError):
        failed.result()


ABANDONED = """
import os
from fairshare.cli.simulate_engine import engine
if __name__ == "__main__":
    with engine(2, None) as using:
        print(using.executor.submit(os.getpid).result(), flush=True)
        os.kill(os.getpid(), 9)
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")
def test_processes_end_where_the_one_that_began_them_was_killed(tmp_path: Path) -> None:
    script = tmp_path / "abandoned.py"
    script.write_text(ABANDONED)
    killed = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=False)
    assert killed.returncode == -signal.SIGKILL
    until = time.monotonic() + 10
    while running(int(killed.stdout)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not running(int(killed.stdout))


def running(process: int) -> bool:
    """Whether a process is there, and not only waiting to be taken note of."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")")[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
