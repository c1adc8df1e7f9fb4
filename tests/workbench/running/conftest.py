"""A Workbench apart from that of the tests: its own folder, its own database, its own processes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import pytest

URL = os.environ.get("DATABASE_URL", "")
READY = "import django; django.setup()\n"


@dataclass
class Apart:
    """Runs Python and commands in processes that share one folder and one database."""

    home: Path
    url: str
    settings: dict[str, str] = field(default_factory=dict)
    running: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        own = {
            "FAIRSHARE_HOME": str(self.home),
            "DJANGO_SETTINGS_MODULE": "fairshare.workbench.settings",
        }
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("FAIRSHARE", "DATABASE"))}
        return kept | own | ({"DATABASE_URL": self.url} if self.url else {}) | self.settings

    def start(self, code: str, *arguments: str, **options: object) -> subprocess.Popen[str]:
        """Python code in a process of its own, with Django ready."""
        return self._start([sys.executable, "-c", READY + code, *arguments], **options)

    def command(self, *arguments: str) -> subprocess.Popen[str]:
        """``fairshare …`` in a process of its own."""
        return self._start([sys.executable, "-c", "from fairshare.cli import main; main()", *arguments])

    def _start(self, command: list[str], **options: object) -> subprocess.Popen[str]:
        process: subprocess.Popen[str] = subprocess.Popen(
            command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options,
        )  # type: ignore[call-overload]  # fmt: skip
        self.running.append(process)
        return process

    def python(self, code: str, *arguments: str, **options: object) -> str:
        """What Python code prints."""
        process = self.start(code, *arguments, **options)
        out, error = process.communicate(timeout=120)
        assert process.returncode == 0, error
        return out.strip()

    def fairshare(self, *arguments: str) -> tuple[int, str, str]:
        """Exit code, output and errors of a command."""
        process = self.command(*arguments)
        out, error = process.communicate(timeout=120)
        return process.returncode, out, error

    def another(self) -> Apart:
        """An empty Workbench beside this one, with nothing in its database."""
        home = self.home.with_name(f"{self.home.name}-{uuid4().hex[:8]}")
        home.mkdir()
        return Apart(home, database() if URL else "")

    def close(self) -> None:
        for process in self.running:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
            process.communicate()
        if self.url:
            drop(self.url)


def database(template: str = "") -> str:
    """A new database on the server of ``DATABASE_URL``: empty, or a copy."""
    import psycopg

    name = f"apart_{uuid4().hex[:12]}"
    with psycopg.connect(URL, autocommit=True) as connection:
        copied = f" TEMPLATE {urlsplit(template).path[1:]}" if template else ""
        connection.execute(f"CREATE DATABASE {name}{copied}")  # type: ignore[arg-type]
    return urlunsplit(urlsplit(URL)._replace(path=f"/{name}"))


def drop(url: str) -> None:
    import psycopg

    with psycopg.connect(URL, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {urlsplit(url).path[1:]} WITH (FORCE)")  # type: ignore[arg-type]


PREPARE = """
from django.core.management import call_command
from fairshare.workbench.people.models import User
from fairshare.workbench.record.seed import seed, shipped
call_command("migrate", verbosity=0, skip_checks=True)
seed(shipped(2026))
User.objects.create_user("owner@example.test", name="Owner", capacity="coordinator", function="head")
"""


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Apart]:
    """A Workbench with tables, the cycle of 2026 and one account, to be copied."""
    made = Apart(tmp_path_factory.mktemp("prepared"), database() if URL else "")
    made.python(PREPARE)
    yield made
    made.close()


@pytest.fixture
def apart(prepared: Apart, tmp_path: Path) -> Iterator[Apart]:
    """A Workbench of its own, with tables, the cycle of 2026 and one account."""
    home = tmp_path / "home"
    shutil.copytree(prepared.home, home)
    made = Apart(home, database(prepared.url) if URL else "")
    yield made
    made.close()


@pytest.fixture
def empty(apart: Apart) -> Iterator[Apart]:
    """A second one, with nothing in its database."""
    made = apart.another()
    yield made
    made.close()
