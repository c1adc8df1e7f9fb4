"""A backup: one tar file with a manifest, the database as its own tools copy it, and the files of jobs.

It holds everything that the database holds, second factors and restricted figures among it: keep it as carefully.
The secret key is no part of it; whoever restores on another machine signs everybody out by that.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection

from fairshare import __version__
from fairshare.workbench.environment import CONNECTION
from fairshare.workbench.ops.private import private_file

FORMAT: Final = "fairshare-backup/1"
DATABASE: Final = "database"
JOBS: Final = "jobs"
MANIFEST: Final = "manifest.json"


class ToolError(RuntimeError):
    """A tool of the database is missing or failed."""


def back_up(out: Path) -> dict[str, Any]:
    """Write a backup while the Workbench runs: the database at one moment, and the files of the jobs that it knows.

    Returns the manifest. The file is there whole or not at all."""
    with (
        tempfile.TemporaryDirectory(prefix="fairshare-backup-", dir=settings.HOME) as name,
        private_file(out, "--out") as part,
    ):
        folder = Path(name)
        _copy_database(folder / DATABASE)
        files = dict(_files(folder))
        manifest = {
            "format": FORMAT,
            "version": __version__,
            "engine": connection.vendor,
            "made": datetime.now(UTC).isoformat(timespec="seconds"),
            "files": {place: _sums(file) for place, file in files.items()},
        }
        (folder / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True), encoding="utf-8")
        with tarfile.open(part, "w") as tar:
            tar.add(folder / MANIFEST, MANIFEST, recursive=False)
            for place, file in files.items():
                tar.add(file, place, recursive=False)
    return manifest


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """The files of a backup by their place in it. Those of jobs are copied first: they may be cleared meanwhile."""
    yield DATABASE, folder / DATABASE
    jobs = Path(settings.HOME) / JOBS
    if not jobs.is_dir():
        return
    shutil.copytree(jobs, folder / JOBS, ignore_dangling_symlinks=True)
    for file in sorted((folder / JOBS).rglob("*")):
        if file.is_file() and not file.is_symlink():
            yield file.relative_to(folder).as_posix(), file


def _sums(file: Path) -> dict[str, Any]:
    with file.open("rb") as opened:
        return {"sha256": file_digest(opened, "sha256").hexdigest(), "bytes": file.stat().st_size}


def _copy_database(to: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(to)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        return
    tool("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={to}")


def tool(name: str, *arguments: str) -> None:
    """Run a tool of PostgreSQL on the database of the settings; the password is handed over by the environment.

    Raises :class:`ToolError` with the last line of what it said."""
    path = shutil.which(name) or next(
        (str(one) for one in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)), None
    )
    if path is None:
        raise ToolError(f"{name} is not installed: it comes with the client of PostgreSQL")
    given = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    environment = os.environ | {key: str(given[field]) for key, field in names.items() if given[field]}
    environment |= {CONNECTION[name]: value for name, value in given["OPTIONS"].items() if name in CONNECTION}
    done = subprocess.run([path, *arguments], env=environment, capture_output=True, text=True)
    if done.returncode:
        raise ToolError(f"{name} failed: {(done.stderr.strip().splitlines() or ['no reason given'])[-1][:200]}")
