"""A Dask cluster gives the bytes of one process, also when a worker is killed on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.simulation.studies import draws, slowly, study

from fairshare.cli.simulate_engine import Here, engine
from fairshare.evaluation.mechanisms.draws import all_scores
from fairshare.faults import BadInputError
from fairshare.simulation.ensemble import in_order

distributed = pytest.importorskip("distributed")

pytestmark = [
    pytest.mark.slow,
    # the library's own clean-up of its loops and sockets
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning"),
]
HOME = Path(__file__).resolve().parents[2]


def test_a_local_cluster_gives_the_bytes_of_one_process() -> None:
    expected = [one.tobytes() for one in all_scores(study("ammr", "tradable-quotas"), draws(6), Here(), 1)]
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        engine(None, cluster.scheduler_address) as using,
    ):
        assert using.workers == 2
        found = [
            one.tobytes()
            for one in all_scores(study("ammr", "tradable-quotas"), draws(6), using.executor, using.workers)
        ]
        assert found == expected


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler with two workers, each a process of its own; the workers."""
    environment = {**os.environ, "PYTHONPATH": str(HOME)}
    file = tmp_path / "scheduler.json"
    log = (tmp_path / "log").open("wb")

    def begin(*command: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_" + command[0], *command[1:]],
            cwd=tmp_path,
            env=environment,
            stdout=log,
            stderr=log,
        )

    scheduler = begin("scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", str(file))
    options = ("--nthreads", "1", "--no-nanny", "--no-dashboard")
    workers = [begin("worker", "--scheduler-file", str(file), *options, "--name", f"w{n}") for n in range(2)]
    try:
        with distributed.Client(scheduler_file=str(file), timeout="60s", set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
            address = client.scheduler.address
        yield address, workers
    finally:
        for process in (*workers, scheduler):
            process.terminate()
        for process in (*workers, scheduler):
            process.wait(30)
        log.close()


def test_a_worker_that_is_killed_changes_nothing(cluster: tuple[str, list[subprocess.Popen[bytes]]]) -> None:
    address, workers = cluster
    expected = [one.tobytes() for one in all_scores(study("ammr", "tradable-quotas"), draws(12), Here(), 1)]
    with engine(None, address) as using:
        assert using.workers == 2
        found = in_order(using.executor, slowly, ((study("ammr", "tradable-quotas"), draw) for draw in draws(12)), 8)
        got = [next(found).tobytes() for _ in range(3)]
        os.kill(workers[0].pid, signal.SIGKILL)
        got += [one.tobytes() for one in found]
    assert workers[0].wait(10) == -signal.SIGKILL
    assert got == expected


@pytest.mark.parametrize("address", ["nonsense", "tcp://host:port", "http://host:8786"])
def test_what_is_no_address_is_refused_at_once(address: str) -> None:
    began = time.monotonic()
    with pytest.raises(BadInputError, match=f"--cluster: {address} does not answer"), engine(None, address):
        pass
    assert time.monotonic() - began < 10


def test_a_cluster_without_workers_or_at_no_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fairshare.cli.simulate_engine.WAIT", "1s")
    with (
        pytest.raises(BadInputError, match=r"--cluster: tcp://127\.0\.0\.1:1 does not answer"),
        engine(None, "tcp://127.0.0.1:1"),
    ):
        pass
    with distributed.LocalCluster(n_workers=0, dashboard_address=None) as cluster:
        began = time.monotonic()
        with pytest.raises(BadInputError, match="has no worker"), engine(None, cluster.scheduler_address):
            pass
        assert time.monotonic() - began < 30
