"""Faults at random while people write: nothing acknowledged is lost, nothing half-written is seen, the chain holds
after each, and every job ends once. Each kind of fault must have bitten: refused a request, or cost a job its worker.

``FAIRSHARE_FAULTS`` says how many faults (20), ``FAIRSHARE_SEED`` which. On PostgreSQL the test runs a server of its
own, because it kills it; two delegations write there, and one on SQLite."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import monotonic, sleep

import pytest

from .chaos import Stage
from .conftest import PREPARE, URL, Apart
from .faults import ANYWHERE, ON_POSTGRES, Fault
from .machine import Clock, Disk, Postgres
from .test_with_postgres import SCRIPT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="its clock and limits are those of Linux"),
    pytest.mark.skipif(shutil.which("cc") is None, reason="the clock of the test needs a C compiler"),
]
FAULTS = int(os.environ.get("FAIRSHARE_FAULTS", "20"))
SEED = int(os.environ.get("FAIRSHARE_SEED", "1"))


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        found: int = one.getsockname()[1]
        return found


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that another account may enter, under which PostgreSQL runs; those of pytest are closed."""
    with TemporaryDirectory(prefix="fairshare-chaos-") as name:
        made = Path(name)
        made.chmod(0o755)
        (made / "clock").mkdir()
        yield made


@pytest.fixture
def stage(folder: Path) -> Iterator[Stage]:
    """A Workbench that runs and is written to, on the kind of database that ``DATABASE_URL`` names."""
    clock, disk, home = Clock(folder / "clock"), Disk(folder / "disk"), folder / "disk"
    postgres = Postgres(binaries(), disk.folder, clock) if URL else None
    if postgres is not None:
        home = folder / "home"
        home.mkdir()
    apart = Apart(home, postgres.url if postgres else "")
    apart.python(PREPARE)
    made = Stage(apart, clock, disk, postgres, free_port(), folder / "chaos.log")
    try:
        made.begin(("DE", "FR") if postgres else ("DE",))
        yield made
    finally:
        made.close()
        if postgres is not None:
            postgres.close()
        disk.close()


def binaries() -> Path:
    """The folder of the programs of PostgreSQL."""
    import runpy

    found: Path = runpy.run_path(str(SCRIPT))["binaries"]()
    return found


def drawn(dice: Random) -> list[Fault]:
    """Every kind of fault that can be made here, in random order, as often as it takes."""
    kinds = [*ANYWHERE, *(ON_POSTGRES if URL else ())]
    rounds = [dice.sample(kinds, len(kinds)) for _ in range(-(-FAULTS // len(kinds)))]
    return [fault for one in rounds for fault in one][:FAULTS]


def test_nothing_acknowledged_is_lost_whatever_breaks(stage: Stage) -> None:
    dice, begun = Random(SEED), monotonic()
    faults, bites = drawn(dice), Counter[str]()
    for number, fault in enumerate(faults, start=1):
        stage.ask("put")
        sleep(dice.uniform(0, 0.3))
        bites[fault.name] += fault.strike(stage, dice)
        struck = monotonic()
        stage.progress()
        served = monotonic()
        stage.check()
        print(f"{number} {fault.name}: {monotonic() - begun:.1f} s "
              f"(served again {served - struck:.1f}, checked {monotonic() - served:.1f})", flush=True)  # fmt: skip
    stage.clock.set(0)
    stage.settle()
    stage.check()
    told = Counter(status for writer in stage.writers for status in writer.statuses)
    kinds = Counter(fault.name for fault in faults)
    print(f"{len(faults)} faults in {monotonic() - begun:.0f} s, seed {SEED}: {dict(kinds)}; bitten {dict(bites)}; "
          f"answers {dict(told)}; {len(stage.ended)} jobs, {stage.adopted} of {len(stage.orphans)} whose worker "
          "was killed were taken up by another")  # fmt: skip
    assert [kind for kind in kinds if not bites[kind]] == [], "these broke nothing, so nothing was tested"
    assert stage.adopted or not stage.orphans
