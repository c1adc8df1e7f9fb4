"""What a test of faults is played on: a Workbench that runs, writers that never stop asking, jobs, and a hand that
looks into the database. What breaks stands in :mod:`faults`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic, sleep
from typing import Any, Final

import psutil

from .conftest import READY, Apart
from .machine import Clock, Disk, Postgres

# --- writers ----------------------------------------------------------------------------------------------------------


@dataclass
class Writer:
    """Sends one request after the other; one that is not acknowledged it sends again under the same key."""

    port: int
    token: str
    name: str
    acknowledged: dict[str, list[str]] = field(default_factory=dict)
    statuses: list[int] = field(default_factory=list)
    gate: Lock = field(default_factory=Lock)
    over: Event = field(default_factory=Event)
    deaf: Event = field(default_factory=Event)

    def run(self) -> None:
        """Write until told that it is over."""
        number = 0
        while not self.over.is_set():
            key = f"{self.name}-{number:06}"
            with self.gate:
                found = self._ask(key)
            if found is not None:
                self.acknowledged[key] = found
                number += 1
            sleep(0.02 if found is not None else 0.2)

    def _ask(self, key: str) -> list[str] | None:
        """The events of a request that is acknowledged; nothing where it is not."""
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key, "Content-Type": "application/json"}
        body = json.dumps({"round": "june", "note": f"{key} " + "x" * 2_000})
        connection = HTTPConnection("127.0.0.1", self.port, timeout=40)
        try:
            connection.request("POST", "/api/cycles/2027/actions/information.deliver", body, headers)
            if self.deaf.is_set():
                self.deaf.clear()
                raise ConnectionAbortedError
            answer = connection.getresponse()
            status, text = answer.status, answer.read()
        except (OSError, HTTPException):
            status, text = 0, b""
        finally:
            connection.close()
        self.statuses.append(status)
        return list(json.loads(text)["events"]) if status == 200 else None


# --- the stage --------------------------------------------------------------------------------------------------------

HAND: Final = """
import json, sys
from django.db import DatabaseError, close_old_connections, connection
from django.db.models import Sum
from fairshare.workbench.jobs.models import Job
from fairshare.workbench.jobs.queue import enqueue
from fairshare.workbench.jobs.registry import job
from fairshare.workbench.people.models import User
from fairshare.workbench.record.models import Entry, Receipt
from fairshare.workbench.record.verify import verify

job("chaos")(lambda arguments, report: None)

def state():
    cycle, problems = verify(2027)
    return {
        "problems": [problem.problem for problem in problems],
        "length": cycle.length,
        "keys": list(Entry.unscoped.filter(cycle=2027).order_by("number").values_list("key", flat=True)),
        "receipts": list(Receipt.objects.filter(key__startswith="2027:").values_list("key", flat=True)),
        "jobs": {pk: rest for pk, *rest in Job.unscoped.values_list("pk", "status", "kind", "result", "attempt")},
    }

def running():
    return dict(Job.unscoped.filter(kind="chaos", status="running").values_list("pk", "attempt"))

def again():
    return Job.unscoped.filter(attempt__gt=1).aggregate(Sum("attempt"))["attempt__sum"] or 0

def put():
    return enqueue("chaos", {"steps": 2}, User.objects.get(email="owner@example.test"), max_attempts=10_000).pk

def truncate():
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

KNOWN = {function.__name__: function for function in (state, put, running, again, truncate)}
for line in sys.stdin:
    close_old_connections()
    try:
        print(json.dumps(KNOWN[line.strip()]()), flush=True)
    except DatabaseError as error:
        print(json.dumps({"error": str(error)}), flush=True)
"""
WORKER: Final = """
from datetime import timedelta
from time import sleep
from fairshare.workbench.jobs.registry import job
from fairshare.workbench.jobs.worker import work

@job("chaos")
def chaos(arguments, report):
    for step in range(arguments["steps"]):
        report.progress(step, arguments["steps"])
        sleep(0.3)
    return {"steps": arguments["steps"]}

work(lease=timedelta(seconds=5), poll=0.1)
"""
CROWD: Final = """
import json, secrets, sys
from datetime import timedelta
from allauth.mfa.models import Authenticator
from fairshare.workbench.api.models import Token
from fairshare.workbench.people.models import User
from fairshare.workbench.record.models import Cycle
Cycle.objects.create(year=2027)
tokens = {}
for state in sys.argv[1:]:
    user = User.objects.create_user(f"{state}@example.test", secrets.token_urlsafe(20), name=state, function="delegate",
                                    capacity="member_state", state=state)
    Authenticator.objects.create(user=user, type="totp", data={"secret": ""})
    tokens[state] = Token.issue(user, "chaos", "act", timedelta(days=90))
print(json.dumps(tokens))
"""


@dataclass
class Stage:
    """A running Workbench with its writers, job workers and hand, on one database."""

    apart: Apart
    clock: Clock
    disk: Disk
    postgres: Postgres | None
    port: int
    log: Path
    writers: list[Writer] = field(default_factory=list)
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    ended: dict[str, list[Any]] = field(default_factory=dict)
    orphans: dict[str, int] = field(default_factory=dict)

    def begin(self, states: tuple[str, ...]) -> None:
        """Bring up server, workers, hand and writers."""
        self.apart.settings |= self.clock.environment
        tokens = json.loads(self.apart.python(CROWD, *states))
        servers = "2" if self.postgres else "1"
        self.server = self.run([sys.executable, "-c", "from fairshare.cli import main; main()", "serve", "--no-demo",
                                "--no-worker", "--port", str(self.port), "--workers", servers])  # fmt: skip
        self.hire()
        self.hand = subprocess.Popen([sys.executable, "-c", READY + HAND], env=self.apart.environment, text=True,
                                     stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # fmt: skip
        self.writers = [Writer(self.port, token, state) for state, token in tokens.items()]
        for writer in self.writers:
            Thread(target=writer.run, daemon=True).start()
        self.progress()
        for writer in self.writers:
            writer.statuses.clear()  # those from before the server was there

    def hire(self) -> None:
        """Start two job workers in place of those that were."""
        for worker in self.workers:
            worker.kill()
        for worker in self.workers:
            worker.wait()
        self.workers = [self.run([sys.executable, "-c", READY + WORKER]) for _ in range(2)]

    def run(self, command: list[str]) -> subprocess.Popen[bytes]:
        """A process of the Workbench, its output kept in the log."""
        with self.log.open("ab") as log:
            return subprocess.Popen(command, env=self.apart.environment, stdout=log, stderr=log)

    def ask(self, what: str, seconds: float = 90) -> Any:
        """What the hand answers, once the database is there."""
        until = monotonic() + seconds
        while True:
            self.hand.stdin.write(what + "\n")  # type: ignore[union-attr]
            self.hand.stdin.flush()  # type: ignore[union-attr]
            found = json.loads(self.hand.stdout.readline())  # type: ignore[union-attr]
            if not (isinstance(found, dict) and "error" in found):
                return found
            assert monotonic() < until, f"the database does not come back: {found['error']}"
            sleep(0.2)

    def wait(self, true: Callable[[], bool], seconds: float) -> bool:
        """Wait until something is so. False where it has not come to that."""
        until = monotonic() + seconds
        while not true():
            if monotonic() > until:
                return False
            if self.postgres is not None and not self.postgres.pids:
                self.postgres.start()  # it stops itself where it cannot write its log; an operator starts it again
            sleep(0.02)
        return True

    def progress(self, seconds: float = 120) -> None:
        """Wait until every writer has had a request acknowledged from now on."""
        before = [len(writer.acknowledged) for writer in self.writers]
        served = self.wait(lambda: all(len(w.acknowledged) > n for w, n in zip(self.writers, before, strict=True)),
                           seconds)  # fmt: skip
        assert served, f"no service: {[writer.statuses[-5:] for writer in self.writers]}"

    def at_work(self) -> dict[str, int]:
        """The jobs that run, with their attempts, as soon as one does."""
        found: dict[str, int] = {}
        while not (found := self.ask("running")):
            self.ask("put")
            self.wait(lambda: bool(self.ask("running")), 5)
        return found

    @property
    def refused(self) -> int:
        """How many requests were not acknowledged."""
        return sum(status != 200 for writer in self.writers for status in list(writer.statuses))

    def check(self) -> None:
        """With all writers held: what was acknowledged is there once, and what is there is whole."""
        with held(self.writers):
            found = self.ask("state")
            acknowledged = {key for writer in self.writers for key in writer.acknowledged}
        keys = [key.removesuffix("/0").rpartition(":")[2] for key in found["keys"]]
        assert found["problems"] == []
        assert len(set(keys)) == len(keys) == found["length"], "an entry stands twice"
        assert acknowledged <= set(keys), "what was acknowledged is lost"
        assert len(set(keys) - acknowledged) <= len(self.writers), "more is there than was asked for"
        assert sorted(f"{key}/0" for key in found["receipts"]) == sorted(found["keys"]), "something is half-written"
        self.judge(found["jobs"])

    def judge(self, jobs: dict[str, list[Any]]) -> None:
        """A job that has ended stays as it ended."""
        for pk, outcome in self.ended.items():
            assert jobs[pk] == outcome, f"job {pk} ended twice"
        self.ended |= {pk: outcome for pk, outcome in jobs.items() if outcome[0] in {"done", "failed", "cancelled"}}

    def settle(self, seconds: float = 60) -> None:
        """With all writers held, wait until every job has ended, as long as some do; each must end as it should."""
        until = monotonic() + seconds
        with held(self.writers):
            while len(self.ended) < len(jobs := self.ask("state")["jobs"]):
                assert monotonic() < until, f"jobs never end: {[job for job in jobs.values() if job[0] != 'done']}"
                before = len(self.ended)
                self.judge(jobs)
                until = until if len(self.ended) == before else monotonic() + seconds
                sleep(0.5)
        outcomes = [(status, result) for status, kind, result, _ in self.ended.values() if kind == "chaos"]
        assert outcomes
        assert all(outcome == ("done", {"steps": 2}) for outcome in outcomes)

    @property
    def adopted(self) -> int:
        """How many of the jobs whose worker was killed were taken up by another."""
        return sum(self.ended[pk][3] > attempt for pk, attempt in self.orphans.items())

    def web_workers(self) -> list[int]:
        """The processes that answer requests: children of the server, which is a child of the command."""
        with suppress(psutil.NoSuchProcess):
            found = [one for parent in psutil.Process(self.server.pid).children() for one in parent.children()]
            return [one.pid for one in found if "resource_tracker" not in " ".join(one.cmdline())]
        return []

    def close(self) -> None:
        """End everything."""
        for writer in self.writers:
            writer.over.set()
        self.server.terminate()
        for process in (*self.workers, self.hand):
            process.kill()
        for process in (self.server, *self.workers, self.hand):
            process.wait(30)
        for pipe in (self.hand.stdin, self.hand.stdout):
            pipe.close()  # type: ignore[union-attr]


@contextmanager
def held(writers: list[Writer]) -> Iterator[None]:
    """No writer has a request under way."""
    for writer in writers:
        writer.gate.acquire()
    try:
        yield
    finally:
        for writer in writers:
            writer.gate.release()
