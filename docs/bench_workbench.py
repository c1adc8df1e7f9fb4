"""How the Workbench bears a crowd: ``python docs/bench_workbench.py --rate 15 20 25 30 40 --seconds 300 --users 200``.

For each rate it starts a PostgreSQL server that syncs to the disk and ``fairshare serve`` with two workers, both on
this machine, and sends requests of mixed roles at random instants at the stated rate, whether or not earlier ones were
answered (open loop); a time counts from the instant at which the request was due. It stops at the first rate that is
not borne (an error, or a 95th percentile of 300 ms or more). Prints a row a rate, then a table by kind of request for
the highest rate that was borne. The client is one process of plain ``asyncio``; its own processor time and its delays
are printed too, because it must not be what is measured.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from time import monotonic, perf_counter, sleep
from typing import Final
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import psutil

HERE: Final = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests"))
from workbench_crowd import EXPECTED, MIX, Ask, Person, confirmed  # noqa: E402

import with_postgres  # noqa: E402

IDLE: Final = 20.0
"""Seconds for which a connection is kept without a request."""
FEWEST: Final = 110
WARM_UP: Final = 10.0
"""Seconds of load before anything is counted: each worker imports and compiles at its first requests."""

BEARABLE: Final = 300.0
"""Milliseconds within which 95 of 100 requests are to be answered."""

HEADINGS: Final = (
    "| rate | requests | errors | p50 ms | p95 ms | p99 ms | server cores | PostgreSQL cores | client cores "
    "| client late ms (p95) | load average |\n| --- |" + " ---: |" * 10
)


@dataclass
class Answers:
    """What came back of one kind of request: seconds from when it was due, and what was no answer."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


# --- the client -------------------------------------------------------------------------------------------------------


class Client:
    """Sends requests over connections that are kept, as many as are needed at once."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.idle: list[tuple[float, asyncio.StreamReader, asyncio.StreamWriter]] = []
        self.tags: dict[tuple[str, str], str] = {}

    async def send(self, ask: Ask) -> tuple[int, bytes]:
        """Status and body of the answer; a tag of an earlier answer is sent along."""
        method, path, headers, body = ask
        place = (headers.get("Authorization", ""), path)
        known = {"If-None-Match": self.tags[place]} if method == "GET" and place in self.tags else {}
        lines = {"Host": "localhost", "Content-Length": str(len(body)), "Accept-Encoding": "gzip", **headers, **known}
        reader, writer = await self.connection()
        head = f"{method} {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        writer.write(head.encode() + b"\r\n" + body)
        status, told = await answer_head(reader)
        text = await reader.readexactly(int(told.get("content-length", 0)))
        if "etag" in told:
            self.tags[place] = told["etag"]
        self.idle.append((monotonic(), reader, writer))
        return status, text

    async def connection(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """The connection that was used last, or a new one: the server closes those that are idle for 30 s."""
        while self.idle:
            since, reader, writer = self.idle.pop()
            if monotonic() - since < IDLE and not reader.at_eof():
                return reader, writer
            writer.close()
        return await asyncio.open_connection("127.0.0.1", self.port)


async def answer_head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    """Status and headers of an answer."""
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    pairs = (line.split(": ", 1) for line in lines[1:] if line)
    return int(lines[0].split()[1]), {name.lower(): value for name, value in pairs}


@dataclass
class Crowd:
    """The people, their client, and what came of their requests."""

    people: list[Person]
    client: Client
    dice: random.Random
    answers: dict[str, Answers] = field(default_factory=dict)
    late: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Who may ask what."""
        self.who = {kind: [person for person in self.people if may(person)] for kind, _, may, _ in MIX}

    async def load(self, rate: float, seconds: float) -> None:
        """Requests at random instants, ``rate`` a second on average, for so many seconds, and all their answers."""
        weights = [weight for _, weight, _, _ in MIX]
        begun, due, running = perf_counter(), 0.0, set()
        while (due := due + self.dice.expovariate(rate)) < seconds:
            await asyncio.sleep(max(0.0, begun + due - perf_counter()))
            self.late.append(perf_counter() - begun - due)
            ((kind, _, _, make),) = self.dice.choices(MIX, weights)
            who = self.dice.choice(self.who[kind])
            task = asyncio.create_task(self.one(kind, who, make(who, self.dice), begun + due))
            running.add(task)
            task.add_done_callback(running.discard)
        await asyncio.gather(*running)

    async def one(self, kind: str, who: Person, ask: Ask, due: float) -> None:
        """One request, and the confirmation of a second person where it is asked."""
        kept = self.answers.setdefault(kind, Answers())
        try:
            status, body = await asyncio.wait_for(self.client.send(ask), 30)
        except (TimeoutError, OSError, EOFError) as error:
            kept.errors.append(type(error).__name__)
            return
        kept.seconds.append(perf_counter() - due)
        if status not in {200, 202, 304} | EXPECTED.get(kind, set()):
            kept.errors.append(f"{status} {ask[1]} {body[:200].decode('utf-8', 'replace')}")
        if status == 202:
            seconds = [other for other in self.who[kind] if other["state"] == who["state"] and other is not who]
            second = self.dice.choice(seconds)
            await self.one(kind, second, confirmed(json.loads(body)["motion"], second), perf_counter())


# --- the server -------------------------------------------------------------------------------------------------------


@contextmanager
def workbench(url: str, users: int, workers: int, threads: int, port: int) -> Iterator[tuple[list[Person], int]]:
    """A Workbench with its crowd that answers on a port; yields the crowd and the process number."""
    with tempfile.TemporaryDirectory(prefix="fairshare-load-") as home:
        settings = {"FAIRSHARE_HOME": home, "DJANGO_SETTINGS_MODULE": "fairshare.workbench.settings"}
        environment = {**os.environ, "DATABASE_URL": url, **settings}
        made = subprocess.run([sys.executable, str(HERE / "workbench_crowd.py"), str(users)], env=environment,
                              stdout=subprocess.PIPE, check=True)  # fmt: skip
        command = [str(Path(sys.executable).with_name("fairshare")), "serve", "--no-demo", "--port", str(port),
                   "--workers", str(workers), "--threads", str(threads)]  # fmt: skip
        log = Path(home) / "log"
        with log.open("wb") as out:
            process = subprocess.Popen(command, env=environment, stdout=out, stderr=out)
        try:
            wait_for(port, process, log)
            yield json.loads(made.stdout), process.pid
        finally:
            process.terminate()
            process.wait()
            print(*[line for line in log.read_text().splitlines() if '"ERROR"' in line][:5], sep="\n", file=sys.stderr)


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the server answers."""
    until = monotonic() + 120
    while process.poll() is None and monotonic() < until:
        try:
            with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
                return
        except OSError:
            sleep(0.2)
    raise SystemExit(f"the server does not answer:\n{log.read_text()}")


def processor(pids: list[int]) -> float:
    """Seconds of processor time that processes and their children have used, those that ended among them."""
    total = 0.0
    for pid in pids:
        for one in (psutil.Process(pid), *psutil.Process(pid).children(recursive=True)):
            try:
                times = one.cpu_times()
            except psutil.NoSuchProcess:
                continue
            total += sum(times[:4])  # of its own, and of its children that ended
    return total


def postmaster(url: str) -> int:
    """The process number of the server of PostgreSQL."""
    folder = Path(parse_qs(urlsplit(url).query)["host"][0])
    return int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])


# --- the tables -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Run:
    """What one rate came to: seconds of the clock, and of processors by process; how late the client was itself."""

    rate: float
    answers: dict[str, Answers]
    wrong: list[str]
    taken: float
    processors: dict[str, float]
    late: list[float]
    load: tuple[float, float]

    @property
    def requests(self) -> int:
        """How many were answered."""
        return sum(len(found.seconds) for found in self.answers.values())

    @property
    def errors(self) -> list[str]:
        """What was no answer, while warming up or later."""
        return [*self.wrong, *(error for found in self.answers.values() for error in found.errors)]

    @property
    def borne(self) -> bool:
        """Whether all was answered, and in time."""
        return not self.errors and percentile(list(self.answers.values()), 95) < BEARABLE


def percentile(found: list[Answers], place: int) -> float:
    """Milliseconds within which so many of a hundred requests were answered."""
    seconds = [second for answers in found for second in answers.seconds]
    cuts = quantiles(seconds, n=100, method="inclusive") if len(seconds) > 1 else seconds * 99 or [float("nan")] * 99
    return cuts[place - 1] * 1000


def row(kind: str, found: list[Answers], *more: str) -> str:
    """A row of a table: requests, errors, percentiles in milliseconds, and whatever else."""
    requests, errors = (sum(map(len, column)) for column in zip(*((a.seconds, a.errors) for a in found), strict=True))
    told = (kind, str(requests), str(errors), *(f"{percentile(found, place):.0f}" for place in (50, 95, 99)), *more)
    return f"| {' | '.join(told)} |"


def of_rate(run: Run) -> str:
    """The row of a rate."""
    cores = (f"{seconds / run.taken:.2f}" for seconds in run.processors.values())
    late = quantiles(run.late, n=100)[94] * 1000
    load = f"{run.load[0]:.1f} to {run.load[1]:.1f}"
    return row(f"{run.rate:g} a second", list(run.answers.values()), *cores, f"{late:.0f}", load)


def by_kind(run: Run) -> str:
    """The table of one rate."""
    rows = [row(kind, [run.answers[kind]]) for kind, *_ in MIX if kind in run.answers]
    each = ", ".join(f"{name} {seconds / run.requests * 1000:.1f} ms" for name, seconds in run.processors.items())
    return "\n".join(
        [
            f"\n{run.rate:g} requests a second, {run.requests / run.taken:.1f} answered, for {run.taken:.0f} s. "
            f"Processor time a request: {each}.\n",
            "| what | requests | errors | p50 ms | p95 ms | p99 ms |\n| --- | ---: | ---: | ---: | ---: | ---: |",
            *rows,
            row("**all**", list(run.answers.values())),
        ]
    )


def used() -> float:
    """Seconds of processor time of this process."""
    mine = resource.getrusage(resource.RUSAGE_SELF)
    return mine.ru_utime + mine.ru_stime


async def measure(options: argparse.Namespace, rate: float, people: list[Person], pids: dict[str, int]) -> Run:
    """Warm up, then load."""

    def spent() -> dict[str, float]:
        return {**{name: processor([pid]) for name, pid in pids.items()}, "client": used()}

    crowd = Crowd(people, Client(options.port), random.Random(options.seed))
    await crowd.load(rate, WARM_UP)
    wrong = [error for found in crowd.answers.values() for error in found.errors]
    crowd.answers, crowd.late = {}, []
    before, begun, load = spent(), perf_counter(), os.getloadavg()[0]
    await crowd.load(rate, options.seconds)
    taken, after = perf_counter() - begun, spent()
    processors = {name: after[name] - seconds for name, seconds in before.items()}
    return Run(rate, crowd.answers, wrong, taken, processors, crowd.late, (load, os.getloadavg()[0]))


def run_at(rate: float, options: argparse.Namespace, binaries: Path) -> Run:
    """One rate, on a server and with a record of its own."""
    with (
        with_postgres.server(binaries, durable=True) as url,
        workbench(url, options.users, options.workers, options.threads, options.port) as (people, pid),
    ):
        return asyncio.run(measure(options, rate, people, {"server": pid, "PostgreSQL": postmaster(url)}))


def main() -> None:
    """Read the options and run."""
    reader = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    for name, default in (("users", 200), ("workers", 2), ("threads", 4), ("port", 8765), ("seed", 1)):
        reader.add_argument(f"--{name}", type=int, default=default)
    reader.add_argument("--rate", type=float, nargs="+", default=[15.0, 20.0, 25.0, 30.0, 40.0])
    reader.add_argument("--seconds", type=float, default=300.0)
    options = reader.parse_args()
    if options.users < FEWEST:
        reader.error(f"--users: {FEWEST} or more, so that every state has a second person")
    binaries = with_postgres.binaries()
    if binaries is None:
        raise SystemExit("no PostgreSQL server found")
    print(f"{options.users} users, {options.workers} workers, {options.seconds:g} s a rate; seed {options.seed}.\n")
    print(HEADINGS, flush=True)
    best = None
    for rate in options.rate:
        run = run_at(rate, options, binaries)
        print(of_rate(run), flush=True)
        print(*run.errors[:10], sep="\n", end="\n" if run.errors else "", file=sys.stderr)
        if not run.borne:
            break
        best = run
    print(by_kind(best or run))


if __name__ == "__main__":
    main()
