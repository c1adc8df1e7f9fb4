"""A writer that is killed, a disk that is full: what was acknowledged is there, and nothing is half-written."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

pytestmark = pytest.mark.slow

WRITE = """
import sys
from fairshare.workbench.people.seat import Seat
from fairshare.workbench.record.store import Step, append

def write(number):
    steps = [Step("case_step", {"number": number, "part": part, "text": "x" * 200}) for part in range(3)]
    append(2026, Seat("coordinator", who="writer"), f"fault-{sys.argv[1]}-{number}", number, lambda *_: (steps, {}))
"""
FOR_EVER = (
    WRITE
    + """
number = 0
while True:
    write(number)
    print(number, flush=True)
    number += 1
"""
)
UNTIL_FULL = (
    WRITE
    + """
import json, resource
from pathlib import Path
from django.conf import settings
from django.db import DatabaseError
from fairshare.workbench.record.models import Cycle, Entry

def limit(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

def held():
    return Cycle.objects.get(pk=2026).length, Entry.unscoped.count()

write(-1)
files = [path.stat().st_size for path in Path(settings.HOME).glob("*.sqlite3*")]
limit(max(files) + 200_000)
acknowledged, errors = 0, []
while not errors:
    try:
        write(acknowledged)
        acknowledged += 1
    except DatabaseError as error:
        errors.append(type(error).__name__)
full = held()
limit(resource.RLIM_INFINITY)
write(acknowledged)  # there is room again
print(json.dumps({"acknowledged": acknowledged, "errors": errors, "full": full, "after": held()}))
"""
)


def length(apart: Any) -> int:
    """How many entries there are, in a record that holds."""
    code, out, error = apart.fairshare("ledger", "verify", "2026", "--json")
    assert code == 0, error
    found: int = json.loads(out)["cycles"][0]["entries"]
    return found


def test_a_killed_writer_loses_nothing_that_it_acknowledged(apart: Any) -> None:
    held = length(apart)
    for turn in range(10):
        writer = apart.start(FOR_EVER, str(turn))
        acknowledged = 0
        for _ in range(random.Random(turn).randrange(1, 40)):
            acknowledged = int(writer.stdout.readline()) + 1
        writer.kill()
        acknowledged += len(writer.communicate()[0].splitlines())
        found = length(apart)
        assert (found - held) % 3 == 0, "a request of three entries was written in part"
        assert acknowledged <= (found - held) // 3 <= acknowledged + 1
        held = found


def test_a_full_disk_is_an_error_and_leaves_the_record_whole(apart: Any) -> None:
    if apart.url:
        pytest.skip("the server of PostgreSQL writes the files, which no limit of a client touches")
    before = length(apart)
    found = json.loads(apart.python(UNTIL_FULL, "full"))
    assert found["errors"] == ["OperationalError"]
    assert found["acknowledged"] > 10
    expected = before + 3 * (found["acknowledged"] + 1)
    assert found["full"] == [expected, expected]
    assert found["after"] == [expected + 3, expected + 3]
    assert length(apart) == expected + 3
