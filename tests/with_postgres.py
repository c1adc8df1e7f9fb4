"""Runs a command against a PostgreSQL server of its own: ``python tests/with_postgres.py pytest tests/workbench``.

The server listens on a socket in a folder that goes when the command has ended, and syncs nothing to the disk unless
``--durable`` is given first. ``DATABASE_URL`` names it. As root it runs under the account ``postgres``, because
PostgreSQL refuses to run as root. Exit code: that of the command; 3 where there is no PostgreSQL.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

ACCOUNT = "postgres"
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def binaries() -> Path | None:
    """The folder of ``initdb``: on the path, or the newest of Debian's."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name))
    return next((folder for folder in reversed(folders) if (folder / "initdb").exists()), None)


def _run(bin_: Path, tool: str, *arguments: str) -> None:
    command = [str(bin_ / tool), *arguments]
    if os.geteuid() == 0:
        command = ["runuser", "-u", ACCOUNT, "--", *command]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


@contextmanager
def server(bin_: Path, durable: bool = False) -> Iterator[str]:
    """A running server; yields its ``DATABASE_URL``. It is stopped and its folder removed at the end."""
    with tempfile.TemporaryDirectory(prefix="fairshare-pg-") as name:
        folder = Path(name)
        if os.geteuid() == 0:
            account = pwd.getpwnam(ACCOUNT)
            os.chown(folder, account.pw_uid, account.pw_gid)
        data = folder / "data"
        _run(
            bin_,
            "initdb",
            "-D",
            str(data),
            "-U",
            ACCOUNT,
            "--auth=trust",
            "--no-sync",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        )
        options = f"-k {folder} -c listen_addresses='' {'' if durable else FAST}"
        _run(bin_, "pg_ctl", "-w", "-D", str(data), "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql://{ACCOUNT}@/{ACCOUNT}?host={quote(str(folder), safe='')}"
        finally:
            _run(bin_, "pg_ctl", "-w", "-D", str(data), "-m", "immediate", "stop")


def main(arguments: Sequence[str]) -> int:
    """Run the command with the server, and return its exit code."""
    durable = arguments[:1] == ["--durable"]
    command = list(arguments[durable:])
    bin_ = binaries()
    if not command or bin_ is None:
        print("usage: with_postgres.py [--durable] COMMAND…" if bin_ else "no PostgreSQL server found", file=sys.stderr)
        return 3
    with server(bin_, durable) as url:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
