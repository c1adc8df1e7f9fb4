"""How fast ``fairshare match`` is: whole commands over synthetic families, and general solvers on the same instances.

Part of ``docs/bench.py``; ``python docs/bench_matching.py [SIZE …]`` runs it alone. Families are those of ``fairshare
match sample``: links for 45 % of families, places for 95 % of persons; *dense*: a link of every family to every
state. The whole command reads CSV files, solves, explains and writes. Rivals get the arrays in memory, in processes
of their own (``docs/rivals.py``)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, Final

import numpy as np

COMMAND: Final = str(Path(sys.executable).with_name("fairshare"))
RIVALS: Final = Path(__file__).with_name("rivals.py")
SIZES: Final = (1_000, 10_000, 30_000, 100_000, 1_000_000)
DENSE: Final = (1_000, 10_000, 100_000)
LIMIT: Final = {"highs-milp": 10_000, "scipy-milp": 10_000, "ortools-flow": 1_000_000}
"""The most families that each rival is asked to place: beyond, it does not end in the time allowed."""
SECONDS: Final = 150.0

Row = tuple[str, str, str]


def command(folder: Path, out: Path) -> dict[str, Any]:
    """One whole command: its document, seconds and megabytes (peak)."""
    files = [part for name in ("cases", "links", "quotas") for part in (f"--{name}", str(folder / f"{name}.csv"))]
    start = perf_counter()
    process = subprocess.Popen(
        [COMMAND, "match", *files, "--out", str(out), "--json"], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    document = json.loads(process.stdout.read())
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0
    return document | {"whole": perf_counter() - start, "peak": usage.ru_maxrss / 1024}


def instance(folder: Path, path: Path) -> None:
    """The arrays of the files of a sample, for the rivals."""
    from fairshare.cli.match_inputs import read_inputs

    files = {name: str(folder / f"{name}.csv") for name in ("cases", "links", "quotas")}
    problem = read_inputs(files | {"exclusions": None, "policy": None}).problem
    places = np.zeros(len(problem.states), np.int64)
    places[problem.row_state] = problem.places
    may = problem.may_go(problem.link_family, problem.link_state)
    np.savez(
        path,
        persons=problem.persons,
        base=problem.base,
        allowed=problem.allowed,
        places=places,
        link_family=problem.link_family[may],
        link_state=problem.link_state[may],
        link_value=problem.link_value[may],
    )


def rival(method: str, path: Path) -> dict[str, float] | None:
    """What a rival made of an instance; nothing where it did not end in time."""
    arguments = [sys.executable, str(RIVALS), method, str(path), str(SECONDS)]
    try:
        done = subprocess.run(arguments, capture_output=True, text=True, check=True, timeout=2 * SECONDS)
    except subprocess.TimeoutExpired:
        return None
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def rows(families: int, dense: bool, runs: int = 3) -> Iterator[Row]:
    """The command and its rivals on one sample."""
    kind = f"{families:,} families{', dense' if dense else ''}"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        options = ["--dense"] if dense else []
        made = [COMMAND, "match", "sample", str(families), "--seed", "1", *options, "--out", str(folder / "sample")]
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
        found = [command(folder / "sample", folder / "out") for _ in range(runs)]
        solve, whole = (median(run) for run in ([f["seconds"]["solve"] for f in found], [f["whole"] for f in found]))
        last = found[-1]
        yield (
            f"`fairshare match`, {kind}",
            f"{solve:.2f} s solve, {whole:.2f} s whole",
            f"gap {last['gap']:.1e}, {last['passes']} passes, rest of {last['rest']:,}, {last['nodes']} nodes,"
            f" {last['peak']:,.0f} MB",
        )
        instance(folder / "sample", folder / "instance.npz")
        for method, most in LIMIT.items():
            if families <= most:
                yield from _rival(method, folder / "instance.npz", kind, float(last["bound"]), solve)


def _rival(method: str, path: Path, kind: str, bound: float, solve: float) -> Iterator[Row]:
    other = rival(method, path)
    if other is None:
        yield f"{method}, {kind}", f"no answer in {2 * SECONDS:.0f} s", ""
        return
    below = (bound - other["value"]) / bound
    yield (
        f"{method}, {kind}",
        f"{other['seconds']:.2f} s",
        f"{below:.1e} below the optimum; {other['seconds'] / solve:.1f} times the solve of Fairshare",
    )


def matching(sizes: tuple[int, ...] = SIZES, dense: tuple[int, ...] = DENSE) -> Iterator[Row]:
    """All sizes, sparse and dense."""
    for families in sizes:
        yield from rows(families, False)
    for families in dense:
        yield from rows(families, True)


if __name__ == "__main__":
    chosen = tuple(int(size) for size in sys.argv[1:])
    for row in matching(chosen or SIZES, () if chosen else DENSE):
        print("| " + " | ".join(row) + " |", flush=True)
