"""Where draws are computed: in this process, in several on this machine, or on a Dask cluster; and what goes wrong."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Any, Final

import click

from fairshare import __version__
from fairshare.faults import bad_argument

WAIT: Final = "10s"
"""How long a cluster may take to answer."""


@dataclass(frozen=True, slots=True)
class Engine:
    """What computes, and how many tasks it works on at once."""

    executor: Executor
    workers: int


class Here(Executor):
    """Each task at once, in this process."""

    def submit(self, work: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """The finished task."""
        done: Future[Any] = Future()
        try:
            done.set_result(work(*args, **kwargs))
        except Exception as error:
            done.set_exception(error)
        return done


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def engine(workers: int | None, cluster: str | None) -> Iterator[Engine]:
    """The engine that the options ask for, ended whatever happens.

    A worker that ends is told as it is (``ClickException``, exit 1). Raises
    :class:`~fairshare.faults.BadInputError` for a cluster that does not answer."""
    try:
        if cluster:
            yield from _cluster(cluster)
        elif (workers or cores()) == 1:
            yield Engine(Here(), 1)
        else:
            yield from _processes(workers or cores())
    except BrokenExecutor:
        raise click.ClickException(
            "a worker process ended, which is mostly want of memory: fewer --workers, a smaller --sample or more "
            "--parts; with --out, what was done is kept and the same call goes on from there"
        ) from None


def _processes(workers: int) -> Iterator[Engine]:
    """Processes begun anew (spawn), so that nothing of this one is in them."""
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _begin)
    try:
        yield Engine(pool, workers)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin() -> None:
    """The main process ends the workers; Ctrl-C is for that one. Where it is killed, they end by themselves."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _cluster(address: str) -> Iterator[Engine]:
    try:
        from distributed import Client
        from distributed.comm.addressing import get_address_host_port
        from distributed.scheduler import KilledWorker
    except ImportError:
        raise bad_argument("--cluster", "needs Dask", "pip install 'fairshare[cluster]'") from None
    try:
        check: Any = get_address_host_port  # the library has no types
        check(address)  # or else a client waits a minute before it says so
        connect: Any = Client
        client = connect(address, timeout=WAIT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise bad_argument("--cluster", f"{address} does not answer ({error})", "tcp://HOST:8786") from None
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise bad_argument("--cluster", f"{address} has no worker", "a scheduler with workers: dask worker ADDRESS")
        if other := set(client.run(_version).values()) - {__version__}:
            raise bad_argument("--cluster", f"{address} runs fairshare {', '.join(sorted(other))}", __version__)
        try:
            yield Engine(client.get_executor(pure=False), threads)
        except KilledWorker as error:
            raise BrokenExecutor(str(error)) from None


def _version() -> str:
    """What a worker of a cluster answers."""
    return __version__
