"""How the Workbench bears a crowd: ``python docs/bench_workbench.py --rate 20 --seconds 300 --users 200``.

It starts a PostgreSQL server that syncs to the disk and ``fairshare serve`` with two workers, both on this machine,
and sends requests of mixed roles at random instants at the stated rate, whether or not earlier ones were answered
(open loop); a time counts from the instant at which the request was due. Prints a table by kind of request. The client
is one process of plain ``asyncio``; its own processor time and its delays are printed too, because it must not be what
is measured.
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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from time import monotonic, perf_counter, sleep
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import psutil

HERE: Final = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests"))
import with_postgres  # noqa: E402

Person = dict[str, str]
Ask = tuple[str, str, dict[str, str], bytes]
"""Method, path, headers and body."""

STAGES: Final = ("preparation", "act", "year", "deductions", "contributions", "offsets", "closing")
IDLE: Final = 20.0
"""Seconds for which a connection is kept without a request."""
FEWEST: Final = 110
WARM_UP: Final = 10.0
"""Seconds of load before anything is counted: each worker imports and compiles at its first requests."""


@dataclass
class Answers:
    """What came back of one kind of request: seconds from when it was due, and what was no answer."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


# --- what is asked ----------------------------------------------------------------------------------------------------


def page(path: str) -> Callable[[Person, random.Random], Ask]:
    """Look at a page, as a browser with its session does. ``{…}`` of the path is filled in by who asks."""

    def ask(who: Person, dice: random.Random) -> Ask:
        state = who["state"] or dice.choice(("DE", "IT", "FR", "SE"))
        filled = path.format(state=state, stage=dice.choice(STAGES), year=dice.choice((2026, 2026, 2027)))
        return "GET", filled, {"Cookie": f"sessionid={who['session']}"} if who["session"] else {}, b""

    return ask


def read(path: str) -> Callable[[Person, random.Random], Ask]:
    """Read from the API by token."""

    def ask(who: Person, dice: random.Random) -> Ask:
        filled = path.format(state=who["state"] or "DE")
        return "GET", filled, {"Authorization": f"Bearer {who['token']}"} if who["token"] else {}, b""

    return ask


def act(year: int, name: str, **data: Any) -> Callable[[Person, random.Random], Ask]:
    """Do an action through the API. A tuple among the values is a range of whole numbers."""

    def ask(who: Person, dice: random.Random) -> Ask:
        chosen = {key: dice.randint(*value) if isinstance(value, tuple) else value for key, value in data.items()}
        headers = {
            "Authorization": f"Bearer {who['token']}",
            "Idempotency-Key": f"load-{dice.getrandbits(64):016x}",
            "Content-Type": "application/json",
        }
        return "POST", f"/api/cycles/{year}/actions/{name}", headers, json.dumps(chosen).encode()

    return ask


def confirmed(motion: int, who: Person) -> Ask:
    """The second person confirms."""
    headers = {"Authorization": f"Bearer {who['token']}", "Content-Type": "application/json"}
    return "POST", f"/api/motions/{motion}/confirm", headers, b"{}"


def anybody(_: Person) -> bool:
    """Signed in or not."""
    return True


def signed_in(who: Person) -> bool:
    """Has a session."""
    return bool(who["session"])


def acts(who: Person) -> bool:
    """May act in the cycle."""
    return who["function"] in {"head", "delegate"}


def of_state(who: Person) -> bool:
    """May act for a state."""
    return acts(who) and who["capacity"] == "member_state"


def benefits(who: Person) -> bool:
    """May act for a state that uses the pool of 2026."""
    return of_state(who) and who["state"] in {"EL", "IT", "ES", "CY"}


MIX: Final[tuple[tuple[str, int, Callable[[Person], bool], Callable[[Person, random.Random], Ask]], ...]] = (
    ("desk", 14, signed_in, page("/desk/")),
    ("stage of a cycle", 16, signed_in, page("/cycles/{year}/{stage}/")),
    ("pool", 9, anybody, page("/pool/2026/")),
    ("state", 8, anybody, page("/pool/2026/{state}/")),
    ("record", 5, signed_in, page("/cycles/{year}/record/")),
    ("motions", 4, acts, page("/motions/")),
    ("form of an action", 4, of_state, page("/cycles/2027/do/pledge.make/")),
    ("table filtered and sorted", 5, anybody, page("/pool/2026/?pool-q=a&pool-sort=-state")),
    ("table as CSV", 3, anybody, page("/pool/2026/?pool-format=csv")),
    ("API: pool", 6, anybody, read("/api/cycles/2026/pool")),
    ("API: events", 5, signed_in, read("/api/cycles/2027/events")),
    ("API: duties", 5, signed_in, read("/api/cycles/2027/duties")),
    ("API: account", 4, anybody, read("/api/cycles/2026/states/{state}")),
    ("style sheet", 4, anybody, page("/static/workbench.css")),
    ("act: information", 2, of_state, act(2027, "information.deliver", round="september", contents=["own_estimate"])),
    ("act: needs", 2, benefits, act(2026, "needs.state", needs={"relocation": 900})),
    ("act: pledge, and its confirmation", 2, of_state,
     act(2027, "pledge.make", measure="financial", amount=(1, 9_000_000))),
    ("act: shield waived, refused by the law", 1, of_state, act(2026, "shield.waive", towards="IT")),
)  # fmt: skip
"""Kind, weight, who asks it, and what is asked."""

EXPECTED: Final = {"act: shield waived, refused by the law": {422}}
"""Statuses that are right beside 200, 202 and 304."""


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
    """Seconds of processor time that processes and their children have used."""
    total = 0.0
    for pid in pids:
        for one in (psutil.Process(pid), *psutil.Process(pid).children(recursive=True)):
            try:
                times = one.cpu_times()
            except psutil.NoSuchProcess:
                continue
            total += times.user + times.system
    return total


def postmaster(url: str) -> int:
    """The process number of the server of PostgreSQL."""
    folder = Path(parse_qs(urlsplit(url).query)["host"][0])
    return int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])


# --- the table --------------------------------------------------------------------------------------------------------


def row(kind: str, found: list[Answers]) -> str:
    """A row of the table: requests, errors, percentiles in milliseconds."""
    seconds = sorted(second for answers in found for second in answers.seconds)
    errors = sum(len(answers.errors) for answers in found)
    cuts = quantiles(seconds, n=100, method="inclusive") if len(seconds) > 1 else seconds * 99 or [float("nan")] * 99
    told = " | ".join(f"{cuts[place - 1] * 1000:.0f}" for place in (50, 95, 99))
    return f"| {kind} | {len(seconds)} | {errors} | {told} |"


def used() -> float:
    """Seconds of processor time of this process."""
    mine = resource.getrusage(resource.RUSAGE_SELF)
    return mine.ru_utime + mine.ru_stime


async def measure(options: argparse.Namespace, people: list[Person], pids: dict[str, int]) -> None:
    """Warm up, load, and print what was measured."""
    crowd = Crowd(people, Client(options.port), random.Random(options.seed))
    await crowd.load(options.rate, WARM_UP)
    wrong = [error for found in crowd.answers.values() for error in found.errors]
    crowd.answers, crowd.late = {}, []
    before, mine, begun = {name: processor([pid]) for name, pid in pids.items()}, used(), perf_counter()
    load = [os.getloadavg()[0]]
    await crowd.load(options.rate, options.seconds)
    taken = perf_counter() - begun
    load.append(os.getloadavg()[0])
    print("| what | requests | errors | p50 ms | p95 ms | p99 ms |\n| --- | ---: | ---: | ---: | ---: | ---: |")
    for kind, *_ in MIX:
        if kind in crowd.answers:
            print(row(kind, [crowd.answers[kind]]))
    print(row("**all**", list(crowd.answers.values())))
    count = sum(len(found.seconds) for found in crowd.answers.values())
    cores = {name: (processor([pid]) - before[name]) for name, pid in pids.items()}
    print(f"\n{options.rate:g} requests a second asked for, {count / taken:.1f} answered, for {taken:.0f} s, by "
          f"{options.users} users; seed {options.seed}.")  # fmt: skip
    told = ", ".join(f"{name} {s / taken:.2f} cores ({s / count * 1000:.1f} ms a request)" for name, s in cores.items())
    late = quantiles(crowd.late, n=100)
    print(f"Processor: {told}, client {(used() - mine) / taken:.2f} cores; the client was late by {late[94] * 1000:.1f}"
          f" ms (p95), {late[98] * 1000:.1f} ms (p99). Load average {load[0]:.1f} before, {load[1]:.1f} after; errors "
          f"while warming up: {len(wrong)}.")  # fmt: skip
    for error in [*wrong, *(error for found in crowd.answers.values() for error in found.errors)][:10]:
        print(error, file=sys.stderr)


def main() -> None:
    """Read the options and run."""
    reader = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    for name, default in (("users", 200), ("workers", 2), ("threads", 4), ("port", 8765), ("seed", 1)):
        reader.add_argument(f"--{name}", type=int, default=default)
    for name, given in (("rate", 20.0), ("seconds", 300.0)):
        reader.add_argument(f"--{name}", type=float, default=given)
    options = reader.parse_args()
    if options.users < FEWEST:
        reader.error(f"--users: {FEWEST} or more, so that every state has a second person")
    binaries = with_postgres.binaries()
    if binaries is None:
        raise SystemExit("no PostgreSQL server found")
    with (
        with_postgres.server(binaries, durable=True) as url,
        workbench(url, options.users, options.workers, options.threads, options.port) as (people, pid),
    ):
        asyncio.run(measure(options, people, {"server": pid, "PostgreSQL": postmaster(url)}))


if __name__ == "__main__":
    main()
