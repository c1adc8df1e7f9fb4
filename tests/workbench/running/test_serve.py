"""One command brings the Workbench up, and takes all of it down again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

pytestmark = pytest.mark.slow


@pytest.fixture
def port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        found: int = one.getsockname()[1]
        return found


def answer(port: int, path: str) -> tuple[int, str]:
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as response:
            return response.status, response.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""


def wait_until(true: Any, seconds: float = 60) -> None:
    until = monotonic() + seconds
    while not true():
        assert monotonic() < until, "it did not come to that"
        sleep(0.1)


def processes_of(apart: Any) -> list[int]:
    """Processes whose folder is that of the Workbench; the kernel knows best."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if str(apart.home).encode() in (folder / "environ").read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def serve(apart: Any, port: int, *options: str) -> subprocess.Popen[str]:
    process: subprocess.Popen[str] = apart.command("serve", "--port", str(port), "--no-demo", *options)
    wait_until(lambda: '"worker": "ok"' in answer(port, "/readyz")[1] or process.poll() is not None)
    assert process.poll() is None, process.stderr.read()  # type: ignore[union-attr]
    return process


def test_it_serves_an_empty_folder_and_ends_with_all_it_started(empty: Any, port: int) -> None:
    process = serve(empty, port)
    assert answer(port, "/healthz") == (200, "ok\n")
    assert answer(port, "/readyz")[0] == 200
    assert len(processes_of(empty)) >= 3
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "Annual Solidarity Pool 2026" in out
    assert f"The Workbench is at http://localhost:{port}/" in out
    assert processes_of(empty) == []


def test_a_demonstration_prints_a_link_for_each_role(apart: Any, port: int) -> None:
    process = apart.command("serve", "--port", str(port), "--no-worker")
    wait_until(lambda: answer(port, "/healthz")[0] == 200)
    process.terminate()
    out, error = process.communicate(timeout=30)
    links = [line.split()[-1] for line in out.splitlines() if f"http://localhost:{port}/account/link/" in line]
    assert len(links) == len(set(links)) == 9, error


def test_a_busy_port_is_an_error(apart: Any) -> None:
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # as a server of its own kind would
        one.bind(("127.0.0.1", 0))
        one.listen()
        port = one.getsockname()[1]
        code, _, error = apart.fairshare("serve", "--port", str(port))
    assert (code, error) == (2, f"argument:1: --port: {port} cannot be used (Address already in use); expected a port "
                                "that is free\n")  # fmt: skip


def test_nothing_is_left_when_the_supervisor_is_killed(apart: Any, port: int) -> None:
    process = serve(apart, port)
    process.kill()
    wait_until(lambda: processes_of(apart) == [], 20)


def test_a_child_that_dies_is_started_again(apart: Any, port: int) -> None:
    process = serve(apart, port)
    servers = [p for p in processes_of(apart) if b"granian" in Path(f"/proc/{p}/cmdline").read_bytes()]
    for one in servers:
        os.kill(one, signal.SIGKILL)
    wait_until(lambda: answer(port, "/healthz")[0] == 0)
    wait_until(lambda: answer(port, "/healthz")[0] == 200)
    process.terminate()
    _, error = process.communicate(timeout=30)
    assert "the server ended with code -9: it starts again in 0.5 s" in error
    assert processes_of(apart) == []


@pytest.mark.parametrize(
    ("options", "hosts", "fault"),
    [
        (("--host", "0.0.0.0", "--demo"), "", "--demo: a demonstration listens on loopback only"),
        (("--host", "0.0.0.0"), "", "--host: '0.0.0.0' is not loopback"),
        (("--demo",), "pool.example", "--demo: a demonstration listens on loopback only"),
        (("--host", "nowhere.invalid"), "pool.example", "--host: 'nowhere.invalid' is no address"),
    ],
)
def test_it_lets_nobody_in_by_mistake(apart: Any, options: tuple[str, ...], hosts: str, fault: str) -> None:
    apart.settings["FAIRSHARE_HOSTS"] = hosts
    code, _, error = apart.fairshare("serve", *options)
    assert (code, error.count("\n")) == (2, 1)
    assert error.startswith(f"argument:1: {fault}")
