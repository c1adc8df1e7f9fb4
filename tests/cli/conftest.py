"""What the tests of ``fairshare data`` and of the commands on its store share."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from fairshare.cli.app import run

ANSWERS = Path(__file__).parent.parent / "figures" / "answers"
Command = Callable[..., tuple[int, str, str]]


class Eurostat(BaseHTTPRequestHandler):
    """Serves ``answers/``, what a test put into ``instead``, or a 404; keeps what it was asked."""

    instead: dict[str, bytes] = {}  # noqa: RUF012 (replaced by the fixture, one for each test)
    asked: list[str] = []  # noqa: RUF012

    def do_GET(self):
        url = urlsplit(self.path)
        name = f"{url.path.rsplit('/', 1)[1]}_{parse_qs(url.query)['sinceTimePeriod'][0]}"
        self.asked.append(name)
        path = ANSWERS / f"{name}.json"
        body = self.instead.get(name) or (path.read_bytes() if path.exists() else None)
        self.send_response(404 if body is None else 200)
        self.end_headers()
        self.wfile.write(body or b'{"error": [{"status": 404, "id": 100, "label": "ERR_NOT_FOUND_4"}]}')

    def log_message(self, *arguments):
        """Say nothing: standard error belongs to the command."""


@pytest.fixture
def eurostat(monkeypatch):
    """A fake Eurostat that the command asks."""
    monkeypatch.setattr(Eurostat, "instead", {})
    monkeypatch.setattr(Eurostat, "asked", [])
    server = ThreadingHTTPServer(("127.0.0.1", 0), Eurostat)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    monkeypatch.setenv("FAIRSHARE_EUROSTAT_URL", f"http://127.0.0.1:{server.server_port}/data/")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    yield Eurostat
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def no_network(monkeypatch):
    """An address where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setenv("FAIRSHARE_EUROSTAT_URL", f"http://127.0.0.1:{port}/")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def command(capsys, tmp_path, monkeypatch) -> Command:
    """Run a command with a store of its own: exit code, output and errors."""
    monkeypatch.setenv("FAIRSHARE_HOME", str(tmp_path / "home"))

    def call(*arguments: str) -> tuple[int, str, str]:
        code = run(list(arguments))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


@pytest.fixture
def data(command) -> Command:
    """Run ``fairshare data …``."""
    return lambda *arguments: command("data", *arguments)


@pytest.fixture
def as_json() -> Callable[..., Any]:
    """The JSON document of a command that must go well and tell nothing else."""

    def call(command: Command, *arguments: str) -> Any:
        code, out, err = command(*arguments, "--json")
        assert (code, err) == (0, "")
        return json.loads(out)

    return call
