"""A clock that jumps, a disk that is full and a PostgreSQL server that can be killed, for tests of faults.

The clock of processes is moved by a small library that stands between them and the kernel (``LD_PRELOAD``): it adds to
the time of day what a shared file says. It is compiled when the test begins."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

import psutil

CLOCK: Final = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
static volatile long *ahead;
static int (*real)(clockid_t, struct timespec *);
__attribute__((constructor)) static void begin(void) {
    int file = open(getenv("CLOCK_AHEAD"), O_RDONLY);
    void *page = mmap(NULL, sizeof(long), PROT_READ, MAP_SHARED, file, 0);
    real = dlsym(RTLD_NEXT, "clock_gettime");
    if (page != MAP_FAILED) ahead = page;
}
int clock_gettime(clockid_t id, struct timespec *now) {
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    int code = real(id, now);
    if (ahead && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)) now->tv_sec += *ahead;
    return code;
}
int gettimeofday(struct timeval *restrict day, void *restrict zone) {
    struct timespec now;
    int code = clock_gettime(CLOCK_REALTIME, &now);
    day->tv_sec = now.tv_sec; day->tv_usec = now.tv_nsec / 1000;
    return code;
}
time_t time(time_t *kept) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (kept) *kept = now.tv_sec;
    return now.tv_sec;
}
"""


@dataclass
class Clock:
    """The clock of the processes that run under it."""

    folder: Path

    def __post_init__(self) -> None:
        source, self.library, self.file = (self.folder / name for name in ("clock.c", "clock.so", "ahead"))
        source.write_text(CLOCK)
        self.set(0)
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", self.library, source, "-ldl"], check=True)
        self.folder.chmod(0o755)

    def set(self, seconds: int) -> None:
        """Put the clock that many seconds ahead of the kernel's, or behind it. It jumps."""
        with self.file.open("r+b" if self.file.exists() else "wb") as file:
            file.write(seconds.to_bytes(8, sys.byteorder, signed=True))

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs to run under this clock."""
        return {"LD_PRELOAD": str(self.library), "CLOCK_AHEAD": str(self.file)}


# --- a disk that can be full ------------------------------------------------------------------------------------------


@dataclass
class Disk:
    """A folder: a small file system of its own where one may be mounted, which is for root only."""

    folder: Path
    mounted: bool = False

    def __post_init__(self) -> None:
        self.folder.mkdir()
        if os.geteuid() == 0:
            mount = ["mount", "-t", "tmpfs", "-o", "size=192m", "tmpfs", str(self.folder)]
            self.mounted = subprocess.run(mount, capture_output=True).returncode == 0

    @contextmanager
    def full(self) -> Iterator[None]:
        """There is room for nothing more."""
        ballast = self.folder / "ballast"
        with ballast.open("wb", buffering=0) as file:
            for block in (b"x" * 2**20, b"x" * 4096):
                with suppress(OSError):
                    while True:
                        file.write(block)
        try:
            yield
        finally:
            ballast.unlink()

    def close(self) -> None:
        """Give the file system back."""
        if self.mounted:
            subprocess.run(["umount", "--lazy", str(self.folder)], check=True)


@contextmanager
def no_growth(pids: list[int], size: int) -> Iterator[None]:
    """No file that these processes write may grow beyond a size: what a full disk is where none may be mounted."""
    _limit(pids, str(size))
    try:
        yield
    finally:
        _limit(pids, "unlimited")


def _limit(pids: list[int], size: str) -> None:
    """Under the account of each process: root in a container may not limit those of others."""
    for pid in pids:
        with suppress(psutil.NoSuchProcess):
            user = _under(psutil.Process(pid).username())
            command = [*user, "prlimit", f"--fsize={size}:unlimited", "--pid", str(pid)]
            subprocess.run(command, capture_output=True, cwd="/")  # the process may be gone by now


def _under(account: str) -> list[str]:
    """What puts a command under an account, where only root could ask for that."""
    return ["runuser", "-u", account, "--"] if os.geteuid() == 0 else []


# --- a server of PostgreSQL that can be killed ------------------------------------------------------------------------


@dataclass
class Postgres:
    """A server that syncs what it writes."""

    binaries: Path
    folder: Path
    clock: Clock

    def __post_init__(self) -> None:
        self.data = self.folder / "data"
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        self._run("initdb", "-D", str(self.data), "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8",
                  "--wal-segsize=1")  # fmt: skip
        self.start()

    @property
    def url(self) -> str:
        """The address of its database."""
        return f"postgresql://postgres@/postgres?host={quote(str(self.folder), safe='')}"

    def _run(self, tool: str, *arguments: str) -> None:
        command = [
            *_under("postgres"),
            "env",
            *(f"{k}={v}" for k, v in self.clock.environment.items()),
            str(self.binaries / tool),
        ]
        subprocess.run([*command, *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/")

    def start(self) -> None:
        """Start it, or start it again: it recovers what was acknowledged from its log."""
        options = f"-k {self.folder} -c listen_addresses='' -c max_wal_size=32MB -c restart_after_crash=off"
        log = self.folder.with_name("postgres.log")
        log.touch()
        log.chmod(0o666)
        try:
            self._run("pg_ctl", "-w", "-D", str(self.data), "-l", str(log), "-o", options, "start")
        except subprocess.CalledProcessError as error:
            raise AssertionError(f"no PostgreSQL: {error.stderr}\n{log.read_text()[-3000:]}") from None

    @property
    def pids(self) -> list[int]:
        """The postmaster and all it started."""
        try:
            first = psutil.Process(int((self.data / "postmaster.pid").read_text().splitlines()[0]))
            return [first.pid, *(child.pid for child in first.children(recursive=True))]
        except (OSError, psutil.NoSuchProcess, IndexError):
            return []

    def kill(self) -> None:
        """Kill all of it at once, and start it again."""
        killed = self.pids
        for pid in killed:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        psutil.wait_procs([psutil.Process(pid) for pid in killed if psutil.pid_exists(pid)], timeout=10)
        self.start()

    def close(self) -> None:
        """Stop it."""
        for pid in self.pids[:1]:
            os.kill(pid, signal.SIGQUIT)
            with suppress(psutil.NoSuchProcess):
                psutil.Process(pid).wait(20)
