"""How fast the simulation is: person-months a second, memory a person, and other programs on the plain part.

Part of ``docs/bench.py``; ``python docs/bench_simulation.py [FOLDER]`` runs it alone, on the collected figures of a
folder or on the bundled tables. A person-month: a month in which a person is in the process (neither awaited nor left).
Each measurement has a process of its own; the rivals are in ``docs/movers.py``. The league is timed on a few draws, and
two Dask workers against one on the same draws.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, Final

SAMPLES: Final = (0.01, 0.1, 0.5, 1.0)
SPANS: Final = (2, 4, 8, 14)
RIVALS: Final = (("flee", 100_000, 12), ("mesa", 1_000_000, 12), ("numpy", 10_000_000, 12))
DRAWS: Final = 16

Row = tuple[str, str, str]


def one_run(folder: str, sample: float, years: int, mechanism: str = "ammr") -> dict[str, Any]:
    """A run of a mechanism without matching over the last years to 2027: seconds, person-months, bytes a person."""
    from fairshare.cli.simulate_inputs import assumptions, inputs_for
    from fairshare.law.mechanisms.catalogue import CATALOGUE
    from fairshare.simulation.behaviour import central
    from fairshare.simulation.chances import chances
    from fairshare.simulation.facts import responsible
    from fairshare.simulation.outcome import Stage
    from fairshare.simulation.population import synthesise
    from fairshare.simulation.run import run

    span = tuple(range(2028 - years, 2028))
    inputs, assumed = inputs_for(folder or None, span), central(assumptions())
    odds, kind = chances(inputs, assumed), CATALOGUE[mechanism]
    warm = synthesise(inputs, assumed, 1, 0, 0.001, years=span)
    run(warm, responsible(warm, kind.regime), kind, inputs, assumed, odds)
    Path("/proc/self/clear_refs").write_text("5")  # the peak of memory is counted from here
    before = memory("VmRSS")
    start = perf_counter()
    people = synthesise(inputs, assumed, 1, 0, sample, years=span)
    made = perf_counter()
    named = responsible(people, kind.regime)
    judged = perf_counter()
    outcome = run(people, named, kind, inputs, assumed, odds)
    done = perf_counter()
    peak = memory("VmHWM")
    return {
        "persons": len(people),
        "months": int(outcome.stocks[Stage.TRANSFER : Stage.LEFT].sum()),
        "population": made - start,
        "facts": judged - made,
        "run": done - judged,
        "bytes": (peak - before) * 1024 / max(len(people), 1),
    }


def memory(name: str) -> int:
    """Kilobytes of this process that Linux tells by a name: ``VmRSS`` now, ``VmHWM`` at the peak."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


def league(folder: str, workers: int) -> dict[str, Any]:
    """The league on a few draws, 14 years at 1 %, on a Dask cluster of so many worker processes."""
    from dask.distributed import Client, LocalCluster

    from fairshare.cli.simulate_inputs import assumptions, inputs_for
    from fairshare.evaluation.mechanisms.draws import all_scores
    from fairshare.law.mechanisms.catalogue import CATALOGUE
    from fairshare.simulation.behaviour import behaviour
    from fairshare.simulation.ensemble import Draw, Study

    span = tuple(range(2014, 2028))
    study = Study(inputs_for(folder or None, span), tuple(CATALOGUE.values()), span, 0.01, 1)
    draws = [Draw(number, behaviour(assumptions(), 1, number)) for number in range(DRAWS)]
    cluster = LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None)
    with cluster, Client(cluster) as client:
        executor = client.get_executor()
        list(all_scores(study, draws[: 2 * workers], executor, workers))  # modules and tables are loaded
        start = perf_counter()
        found = list(all_scores(study, draws, executor, workers))
        return {"seconds": perf_counter() - start, "draws": len(found), "mechanisms": len(study.mechanisms)}


def apart(*arguments: object) -> dict[str, Any]:
    """What a measurement in a process of its own says."""
    told = [sys.executable, *map(str, arguments)]
    done = subprocess.run(told, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def often(times: int, *arguments: object) -> dict[str, Any]:
    """The median of several measurements, figure by figure."""
    found = [apart(*arguments) for _ in range(times)]
    return {name: median(one[name] for one in found) for name in found[0]}


def simulation(folder: str = "") -> Iterator[Row]:
    """The rows of the table: what, how fast, beside what."""
    here = Path(__file__)
    for sample, years in [(sample, 14) for sample in SAMPLES] + [(1.0, span) for span in SPANS[:-1]]:
        found = often(3 if sample < 1 else 1, here, "run", folder, sample, years)
        speed = found["months"] / found["run"] / 1e6
        whole = found["months"] / (found["run"] + found["population"] + found["facts"]) / 1e6
        yield (
            f"AMMR, {found['persons']:,.0f} persons x {12 * years} months",
            f"{found['run']:.2f} s ({speed:.1f} million person-months a second)",
            f"with population and facts {whole:.1f} million; {found['bytes']:.0f} bytes a person at the peak",
        )
    for method, persons, months in RIVALS:
        found = often(3, here.with_name("movers.py"), method, persons, months)
        speed = found["person_months"] / found["seconds"] / 1e6
        told = f"{speed:.3f} million a second, moves only"
        yield f"{method}, {persons:,} persons x {months} months", f"{found['seconds']:.2f} s", told
    one, two = (apart(here, "league", folder, workers) for workers in (1, 2))
    yield (
        f"league, {one['draws']} draws x {one['mechanisms']} mechanisms x 14 years at 1 %, two Dask workers",
        f"{two['seconds']:.1f} s",
        f"one worker {one['seconds']:.1f} s ({one['seconds'] / two['seconds']:.2f} times)",
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["run"]:
        print(json.dumps(one_run(sys.argv[2], float(sys.argv[3]), int(sys.argv[4]))))
    elif sys.argv[1:2] == ["league"]:
        print(json.dumps(league(sys.argv[2], int(sys.argv[3]))))
    else:
        for row in simulation(*sys.argv[1:2]):
            print("| " + " | ".join(row) + " |", flush=True)
