"""How fast the program is, on this machine: ``make bench``. Prints a Markdown table of medians of several runs.

Ratios compare within one run, so that they hold on other machines too. ``docs/reference/speed.md`` holds one.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import cycle as endless
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, Final

RUNS: Final = 9
SMALL, LARGE = 25_000, 100_000
COMMAND: Final = str(Path(sys.executable).with_name("fairshare"))


def clock(work: Callable[[], object], runs: int = 3) -> float:
    """Median seconds of several runs."""
    taken = []
    for _ in range(runs):
        start = perf_counter()
        work()
        taken.append(perf_counter() - start)
    return median(taken)


def program(*arguments: str) -> Callable[[], object]:
    """A call of another program that must succeed, with what it prints thrown away."""
    return lambda: subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL)


# --- a long record ----------------------------------------------------------------------------------------------------


def record(size: int) -> Iterator[dict[str, Any]]:
    """A cycle of ``size`` events as a year makes them: key, act, pledges, notices, draws, relocations one by one."""
    from fairshare.figures.reference import gdp, population
    from fairshare.states import PART_IV

    benefitting = ("CY", "EL", "ES", "IT")
    contributors = sorted(PART_IV - set(benefitting))
    common = {"capacity": "council", "basis": "AMMR 57(1)", "actor": "Council"}

    def event(kind: str, on: str, **values: Any) -> dict[str, Any]:
        return {"event": kind, "date": on, **common, **values}

    head = [
        event(
            "key_frozen",
            "2026-10-15",
            population={s: int(population(2024)[s].number) for s in sorted(PART_IV)},
            gdp={s: int(gdp(2024)[s].number) for s in sorted(PART_IV)},
        ),
        event("determination_adopted", "2026-10-15", labels={state: ["pressure"] for state in benefitting}),
        event("proposal_adopted", "2026-10-15", relocations=30000, financial="600000000", disclosure="statutory_floor"),
        event("forum_held", "2026-10-28"),
        event("act_adopted", "2026-12-15", relocations=4_000_000, financial="80000000000"),
        *(
            event("pledge_recorded", "2026-12-15", state=state, measure="relocation", amount="60000")
            for state in contributors
        ),
        *(event("notice_received", "2027-01-04", state=state) for state in benefitting),
    ]
    per_draw = 100 * len(contributors)
    accounts = [(state, towards) for towards in benefitting for state in contributors]
    body = size - len(head)
    draws = max(1, -(-body // (2 * per_draw)) + len(benefitting))
    days = (date(2027, 1, 10) + timedelta(days=n * 350 // body) for n in range(body))
    yield from head
    made = 0
    for _, towards in zip(range(draws), endless(benefitting), strict=False):
        yield event("draw_agreed", next(days).isoformat(), towards=towards, measure="relocation", amount=str(per_draw))
        made += 1
        for state, _ in islice(endless([pair for pair in accounts if pair[1] == towards]), per_draw):
            for kind, more in (
                ("relocation_accepted", {"persons": 1}),
                ("implemented", {"measure": "relocation", "amount": "1"}),
            ):
                if made == body:
                    return
                yield event(kind, next(days).isoformat(), state=state, towards=towards, **more)
                made += 1


def json_lines(size: int) -> str:
    """The record as the text of a JSON Lines file."""
    lines = [{"year": 2027}, *record(size)]
    return "\n".join(json.dumps(line) for line in lines) + "\n"


# --- what is measured -------------------------------------------------------------------------------------------------


def commands() -> Iterator[tuple[str, str, str]]:
    """Start-up and the report, as a user sees them."""
    python = clock(program(sys.executable, "-c", "pass"), RUNS)
    version = clock(program(COMMAND, "--version"), RUNS)
    pool = clock(program(COMMAND, "pool", "2026", "--json"), RUNS)
    yield "`python -c pass`", f"{python * 1000:.0f} ms", ""
    yield "`fairshare --version`", f"{version * 1000:.0f} ms", f"{version / python:.1f} times `python -c pass`"
    yield "`fairshare pool 2026 --json`", f"{pool:.2f} s", f"{pool / python:.0f} times `python -c pass`"


def ledger() -> Iterator[tuple[str, str, str]]:
    """Reading and folding of long records."""
    from fairshare.figures.tables import read_text
    from fairshare.ledger import parse

    small = parse(json_lines(SMALL))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.jsonl"
        path.write_text(json_lines(LARGE), encoding="utf-8")
        large = parse(read_text(path), path.name)
        reading = clock(lambda: parse(read_text(path), path.name))
    assert (len(small.events), len(large.events)) == (SMALL, LARGE)
    short, long = clock(small.book), clock(large.book)
    yield f"fold {SMALL:,} events", f"{short:.2f} s", f"{short / SMALL * 1e6:.0f} µs an event"
    yield (
        f"fold {LARGE:,} events",
        f"{long:.2f} s",
        f"{long / short:.1f} times {SMALL:,}: {LARGE // SMALL} would be linear",
    )
    yield f"read {LARGE:,} events, JSON Lines", f"{reading:.2f} s", f"{reading / LARGE * 1e6:.0f} µs an event"


def units() -> Iterator[tuple[str, str, str]]:
    """Whole units: a very large apportionment, and one draw of a whole pool."""
    from fairshare.figures.key_figures import key_inputs
    from fairshare.law.apportionment import METHODS, DrawState, apportion, draw
    from fairshare.law.keys import key_shares

    shares = {state: row.share for state, row in key_shares("ammr", key_inputs(2026).values).states.items()}
    taken, slowest = max(
        (clock(lambda method=method: apportion(method, 10**12, shares)), method)  # type: ignore[misc]
        for method in METHODS
    )
    yield (
        "apportion 10^12 units over 26 states",
        f"{taken * 1000:.1f} ms",
        f"the slowest of {len(METHODS)} methods, {slowest}",
    )
    pledges = {state: Fraction(share) for state, share in shares.items()}
    taken = clock(lambda: draw(21_000, pledges, DrawState()), RUNS)
    yield "draw of 21,000 units from 26 states", f"{taken * 1000:.1f} ms", ""


def responsibility() -> Iterator[tuple[str, str, str]]:
    """Which state is responsible: one case, and many."""
    import bench_responsibility

    yield from bench_responsibility.cold(clock, program, COMMAND, RUNS)
    yield from bench_responsibility.bulk(clock)
    yield from bench_responsibility.explained(clock)


def matching() -> Iterator[tuple[str, str, str]]:
    """Families to places, and general solvers on the same families."""
    import bench_matching

    yield from bench_matching.matching()


def assessment() -> Iterator[tuple[str, str, str]]:
    """Snapshots, indices, and the shadow of the determination."""
    import bench_assessment

    yield from bench_assessment.assessment()


def simulation() -> Iterator[tuple[str, str, str]]:
    """Persons through a mechanism, and other programs on the plain part."""
    import bench_simulation

    yield from bench_simulation.simulation()


def main() -> None:
    """Print the table."""
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()}, {date.today()}\n")
    print("| what | median | |\n| --- | --- | --- |")
    for part in (commands, ledger, units, responsibility, matching, assessment, simulation):
        for row in part():
            print("| " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    main()
