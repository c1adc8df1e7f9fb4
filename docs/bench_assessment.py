"""How fast figures and assessments are: snapshots, indices under many weightings, the shadow of the determination.

Part of ``docs/bench.py``; ``python docs/bench_assessment.py`` runs it alone. The indicators are random: 27 units, 20
indicators in four groups. The observations are made up: 31 states, 150 citizenships, 120 months."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import numpy as np
import polars as pl
from bench import clock

Row = tuple[str, str, str]
DRAWS = 10_000
RUNS = 5


def weightings() -> Iterator[Row]:
    """Ranks of 27 units by 20 indicators under 10,000 weightings, and a whole shadow assessment."""
    from fairshare.assessment.composite.aggregate import rank_draws
    from fairshare.assessment.composite.data import UnitData
    from fairshare.assessment.composite.index import index
    from fairshare.assessment.composite.spec import Group, Indicator, Spec
    from fairshare.assessment.shadow import shadow, weightings

    random = np.random.default_rng(0)
    names = [f"i{number}" for number in range(20)]
    groups = [Group(f"g{part}", tuple(names[5 * part : 5 * part + 5]), (1.0,) * 5) for part in range(4)]
    spec = Spec(tuple(map(Indicator, names)), (*groups, Group("index", tuple(g.name for g in groups), (1.0,) * 4)))
    data = UnitData(tuple(f"u{n}" for n in range(27)), {name: random.lognormal(size=27) for name in names})
    for aggregate in ("arithmetic", "geometric", "copeland"):
        found = index(spec.with_methods(aggregate=aggregate), data)
        weights = weightings(found.tree, DRAWS, np.random.default_rng(1))
        taken = clock(lambda found=found, weights=weights: rank_draws(found.normalised, found.tree, weights), RUNS)
        yield f"{DRAWS:,} weightings of 27 x 20, {aggregate}", f"{taken:.3f} s", "four groups of five, and the top"
    taken = clock(lambda: shadow(spec, data, ["u0", "u1", "u2", "u3"], draws=DRAWS), 3)
    yield f"shadow of a class, {DRAWS:,} weightings", f"{taken:.2f} s", "by 12 pairs of methods and the own"


def snapshots() -> Iterator[Row]:
    """A snapshot of half a million observations written, and read with its checksum verified."""
    from fairshare.figures.indicators.observations import Extract, observations
    from fairshare.figures.indicators.readings import readings
    from fairshare.figures.indicators.store import Store

    states = pl.DataFrame({"geo": [f"S{n}" for n in range(31)]})
    citizens = pl.DataFrame({"citizen": [f"C{n:02}" for n in range(150)]})
    months = pl.DataFrame({"period": [f"{year}-{month:02}" for year in range(2015, 2025) for month in range(1, 13)]})
    frame = (
        states.join(citizens, how="cross")
        .join(months, how="cross")
        .with_columns(value=pl.int_range(pl.len()) * 7_919 % 1_000)
    )
    start = perf_counter()
    rows = observations(frame)
    made = perf_counter() - start
    extract = Extract("refused_entry", "files", "made up", {}, "persons", "", "", tuple(range(2015, 2025)), rows)
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        start = perf_counter()
        store.save(extract, "2026-11-29T00:00:00Z")
        saved = perf_counter() - start
        size = sum(path.stat().st_size for path in Path(folder).rglob("*.parquet"))
        read = clock(lambda: readings(store, "refused_entry"), 3)
    count = f"{len(rows):,} observations"
    yield f"{count} checked and sorted", f"{made:.2f} s", ""
    yield f"{count} kept as a snapshot", f"{saved:.2f} s", f"{size / 1e6:.1f} MB"
    yield f"{count} read, checksum verified", f"{read:.2f} s", ""


def assessment() -> Iterator[Row]:
    """All rows."""
    yield from weightings()
    yield from snapshots()


if __name__ == "__main__":
    for row in assessment():
        print("| " + " | ".join(row) + " |", flush=True)
