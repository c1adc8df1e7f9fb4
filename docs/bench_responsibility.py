"""How fast ``fairshare responsible`` is: one case from a cold start, and the criteria over millions of cases.

Part of ``docs/bench.py``. The cases are random (``docs/plain_cases.py``), each with about two of the facts that the
criteria ask for. The same criteria in plain Python, one case at a time (``docs/plain_ladder.py``), run beside them.
"""

from __future__ import annotations

import io
import json
import sys
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np
import plain_cases
import plain_ladder

CORES: Final = 2
CHUNK: Final = 65_536
SMALL, LARGE = 1_000_000, 10_000_000
EXPLAINED: Final = 400_000
PLAIN: Final = 40_000

CASE: Final = {
    "id": "one",
    "applicant": "a",
    "persons": [{"id": "a", "birth_date": "1995-05-05"}],
    "entries": [{"person": "a", "state": "ES", "date": "2026-07-10", "mode": "irregular"}],
    "registrations": [{"person": "a", "state": "FR", "registered": "2026-09-14", "first": True}],
}

Row = tuple[str, str, str]
Clock = Callable[..., float]
Program = Callable[..., Callable[[], object]]


def cold(clock: Clock, program: Program, command: str, runs: int) -> Iterator[Row]:
    """One case, as a caseworker waits for it."""
    python = clock(program(sys.executable, "-c", "pass"), runs)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.json"
        path.write_text(json.dumps(CASE), encoding="utf-8")
        one = clock(program(command, "responsible", str(path), "--json"), runs)
    yield "`fairshare responsible`, one case, cold", f"{one:.2f} s", f"{one / python:.0f} times `python -c pass`"


def columns(rows: int) -> Any:
    """A case table of so many random cases, drawn in pieces so that drawing needs little memory."""
    from fairshare.law.responsibility.table import case_table

    step = min(rows, 500_000)
    scalars: dict[str, Any] = {}
    groups: dict[str, dict[str, Any]] = {}
    for start in range(0, rows, step):
        drawn, slots = plain_cases.columns(step, seed=start)
        for name, column in drawn.items():
            _put(scalars, name, column, rows, start)
        for group, held in slots.items():
            for name, column in held.items():
                _put(groups.setdefault(group, {}), name, column, rows, start)
    return case_table(rows, scalars, groups)


def _put(columns: dict[str, Any], name: str, part: Any, rows: int, start: int) -> None:
    whole = columns.setdefault(name, np.empty((*part.shape[:-1], rows), part.dtype))
    end = min(start + part.shape[-1], rows)
    whole[..., start:end] = part[..., : end - start]


def criteria(table: Any) -> tuple[Any, Any, Any]:
    """State, reason and whether a person must decide, of every case by Articles 16(4) and 24 to 34, without chains."""
    from fairshare.law.choices import DEFAULTS
    from fairshare.law.responsibility.regimes import AMMR, designate, scope_of_first
    from fairshare.law.responsibility.table import take

    state, why, human = (np.empty(table.rows, kind) for kind in (np.int8, np.int16, np.bool_))

    def work(start: int) -> None:
        rows = slice(start, start + CHUNK)
        part = take(table, rows)
        found = designate(part, scope_of_first(part, AMMR, DEFAULTS), AMMR, traced=False)
        state[rows], why[rows], human[rows] = found.state, found.why, found.human

    with ThreadPoolExecutor(CORES) as pool:
        list(pool.map(work, range(0, table.rows, CHUNK)))
    return state, why, human


def memory(rows: int) -> tuple[Any, float]:
    """A table of random cases, and the most bytes a case that were in use at once: its columns, work and answers."""
    tracemalloc.start()
    table = columns(rows)
    tracemalloc.reset_peak()
    criteria(table)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return table, most / rows


def bulk(clock: Clock, runs: int = 5) -> Iterator[Row]:
    """The criteria over millions of cases, with the same in plain Python beside them."""
    from fairshare.law.responsibility.table import take

    table, size = memory(LARGE)
    small = take(table, slice(0, SMALL))
    short, long = clock(lambda: criteria(small), runs), clock(lambda: criteria(table), 3)
    facts = list(islice(plain_cases.facts_of(take(small, slice(0, PLAIN))), PLAIN))
    plain = clock(lambda: [plain_ladder.responsible(one) for one in facts]) / PLAIN
    yield (
        f"criteria of {SMALL:,} cases, {CORES} cores",
        f"{short:.2f} s",
        f"{SMALL / short / 1e6:.2f} million cases a second",
    )
    yield (
        f"criteria of {LARGE:,} cases, {CORES} cores",
        f"{long:.2f} s",
        f"{LARGE / long / 1e6:.2f} million a second; {long / short:.1f} times {SMALL:,}: "
        f"{LARGE // SMALL} would be linear; {size:.0f} bytes a case at most",
    )
    yield (
        f"the same in plain Python, {PLAIN:,} cases, 1 core",
        f"{plain * PLAIN:.2f} s",
        f"{1 / plain / 1e6:.2f} million cases a second: the engine is {plain * SMALL / short:.0f} times as fast",
    )


def explained(clock: Clock) -> Iterator[Row]:
    """Whole answers from file to file, without and with the chain of reasons."""
    import pyarrow.parquet as pq

    from fairshare.cli.responsible_bulk import answer_to_file
    from fairshare.law.time_limits import BUILT_IN

    with tempfile.TemporaryDirectory() as folder:
        source, target = str(Path(folder) / "cases.parquet"), str(Path(folder) / "answers.parquet")
        pq.write_table(plain_cases.flat_table(EXPLAINED), source)
        for chain, label in ((False, "without"), (True, "with")):
            work = partial(answer_to_file, source, target, chain=chain, chosen={}, calendar=BUILT_IN)
            with redirect_stderr(io.StringIO()):  # it tells what it wrote
                taken = clock(work)
            yield (
                f"file to file, {EXPLAINED:,} cases, {label} chains",
                f"{taken:.2f} s",
                f"{EXPLAINED / taken / 1e3:.0f} thousand cases a second, {CORES} cores",
            )
