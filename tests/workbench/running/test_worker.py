"""Real workers: killed, stopped, cancelled, side by side."""

from __future__ import annotations

import json
import signal
from time import monotonic, sleep
from typing import Any

import pytest

KINDS = '''
import os, sys, time
from datetime import timedelta
from pathlib import Path
from threading import Event
from django.conf import settings
from fairshare.workbench.jobs.registry import JobError, job

def note(text):
    """One line, written at once, so that lines of several processes never mix."""
    with open(Path(settings.HOME) / "notes", "a") as file:
        file.write(f"{text}\\n")

@job("test.slow")
def slow(arguments, report):
    note(f"begun {os.getpid()}")
    for step in range(arguments["steps"]):
        report.progress(step, arguments["steps"], f"step {step}")
        time.sleep(0.1)
    note(f"ended {os.getpid()}")
    return {"steps": arguments["steps"]}

@job("test.silent")
def silent(arguments, report):
    """Says nothing for longer than its lease, as a solver does."""
    note("begun")
    time.sleep(arguments["seconds"])
    note("ended")
    return {"ok": True}

@job("test.short")
def short(arguments, report):
    note(f"ran {arguments['n']}")
    return {}

@job("test.told")
def told(arguments, report):
    raise JobError("there is no place for family %(family)s", family="F-3")

@job("test.untold")
def untold(arguments, report):
    raise ValueError("password=hunter2")

@job("test.odd")
def odd(arguments, report):
    return {"not json": object()}

@job("test.file")
def file(arguments, report):
    path = report.file("../answer.csv")
    path.write_text("a,b\\n")
    return path
'''
WORK = (
    KINDS
    + """
from fairshare.workbench.jobs.worker import work
work(once=sys.argv[1] == "once", lease=timedelta(seconds=float(sys.argv[2])), poll=0.1)
"""
)
PUT = (
    KINDS
    + """
import json
from fairshare.workbench.jobs.queue import enqueue
from fairshare.workbench.people.models import User
owner = User.objects.get(email="owner@example.test")
for kind, arguments in json.loads(sys.argv[1]):
    enqueue(kind, arguments, owner)
"""
)
SHOW = """
import json
from fairshare.workbench.jobs.models import Job
fields = ("kind", "status", "attempt", "done", "total", "text", "result", "problem", "file")
jobs = Job.unscoped.filter(kind__startswith="test.").order_by("pk")
print(json.dumps([{field: getattr(job, field) for field in fields} for job in jobs]))
"""
CANCEL = """
from fairshare.workbench.jobs.queue import cancel
from fairshare.workbench.jobs.models import Job
from fairshare.workbench.people.models import User
cancel(Job.unscoped.get(kind__startswith="test.").pk, User.objects.get(email="owner@example.test").seat)
"""


def put(apart: Any, *jobs: tuple[str, dict[str, Any]]) -> None:
    apart.python(PUT, json.dumps(jobs))


def shown(apart: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(apart.python(SHOW))
    return found


def notes(apart: Any) -> list[str]:
    file = apart.home / "notes"
    return file.read_text().splitlines() if file.exists() else []


def wait_for_note(apart: Any, count: int = 1, seconds: float = 60) -> None:
    until = monotonic() + seconds
    while len(notes(apart)) < count:
        assert monotonic() < until, "nothing happened"
        sleep(0.05)


def test_what_comes_of_jobs(apart: Any) -> None:
    """Results, files and failures: a failure tells its owner what was written for a reader, and nothing else."""
    put(apart, *((f"test.{kind}", {"steps": 2}) for kind in ("slow", "told", "untold", "odd", "file")))
    process = apart.start(WORK, "once", "30")
    _, log = process.communicate(timeout=60)
    slow, told, untold, odd, file = shown(apart)
    assert (slow["status"], slow["result"], slow["attempt"], slow["text"]) == ("done", {"steps": 2}, 1, "step 1")
    assert (told["status"], told["problem"]) == ("failed", "there is no place for family F-3")
    assert untold["problem"].startswith("An unexpected error (ValueError). Tell the operator the number of the job: ")
    assert odd["problem"].startswith("An unexpected error (TypeError).")
    assert (file["status"], file["file"]) == ("done", "jobs/5-1/answer.csv")
    assert (apart.home / file["file"]).read_text() == "a,b\n"
    assert not [row for row in shown(apart) if "hunter2" in str(row) or "Traceback" in str(row)]
    assert "hunter2" not in log


@pytest.mark.slow
def test_the_job_of_a_killed_worker_is_taken_up_again_and_done_once(apart: Any) -> None:
    put(apart, ("test.slow", {"steps": 20}))
    first = apart.start(WORK, "always", "1.5")
    wait_for_note(apart)
    first.kill()
    first.wait()
    second = apart.start(WORK, "always", "1.5")
    wait_for_note(apart, 3)
    second.send_signal(signal.SIGTERM)
    assert second.wait(timeout=30) == 0
    (job,) = shown(apart)
    assert (job["status"], job["attempt"], job["result"]) == ("done", 2, {"steps": 20})
    assert [line.split()[0] for line in notes(apart)] == ["begun", "begun", "ended"]


@pytest.mark.slow
def test_a_silent_job_keeps_its_lease(apart: Any) -> None:
    """It says nothing for three leases; the heartbeat speaks for it, and another worker finds nothing to do."""
    put(apart, ("test.silent", {"seconds": 9}))
    workers = [apart.start(WORK, "always", "3") for _ in range(2)]
    wait_for_note(apart, 2)
    sleep(1)
    for worker in workers:
        worker.send_signal(signal.SIGTERM)
        worker.wait(timeout=30)
    (job,) = shown(apart)
    assert (job["status"], job["attempt"], notes(apart)) == ("done", 1, ["begun", "ended"])


@pytest.mark.slow
def test_a_frozen_worker_that_wakes_up_changes_nothing(apart: Any) -> None:
    put(apart, ("test.slow", {"steps": 10}))
    first = apart.start(WORK, "always", "1.5")
    wait_for_note(apart)
    first.send_signal(signal.SIGSTOP)
    sleep(2)
    second = apart.start(WORK, "always", "60")
    wait_for_note(apart, 2)
    second.send_signal(signal.SIGSTOP)  # it holds the job when the first wakes up
    first.send_signal(signal.SIGCONT)
    sleep(1.5)
    second.send_signal(signal.SIGCONT)
    wait_for_note(apart, 3)
    for worker in (first, second):
        worker.send_signal(signal.SIGTERM)
        worker.wait(timeout=30)
    (job,) = shown(apart)
    assert (job["status"], job["attempt"]) == ("done", 2)
    assert notes(apart)[2] == f"ended {second.pid}"


@pytest.mark.slow
def test_a_worker_that_is_stopped_hands_its_job_back(apart: Any) -> None:
    put(apart, ("test.slow", {"steps": 300}))
    worker = apart.start(WORK, "always", "30")
    wait_for_note(apart)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=10) == 0
    (job,) = shown(apart)
    assert (job["status"], job["attempt"]) == ("queued", 1)
    worker = apart.start(WORK, "always", "30")
    wait_for_note(apart, 2)
    apart.python(CANCEL)
    sleep(1)
    worker.send_signal(signal.SIGTERM)
    worker.wait(timeout=10)
    assert shown(apart)[0]["status"] == "cancelled"


@pytest.mark.slow
def test_two_workers_never_run_one_job_twice(apart: Any) -> None:
    put(apart, *(("test.short", {"n": n}) for n in range(150)))
    workers = [apart.start(WORK, "once", "30") for _ in range(2)]
    for worker in workers:
        assert worker.wait(timeout=120) == 0, worker.stderr.read()
    assert sorted(notes(apart)) == sorted(f"ran {n}" for n in range(150))
    assert {(job["status"], job["attempt"]) for job in shown(apart)} == {("done", 1)}
