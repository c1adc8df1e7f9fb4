"""Many write to one cycle at once: every accepted event is there once, in one order, and receipts agree with it.

On PostgreSQL thirty processes write at once, each with its own connection; on SQLite one process writes with as many
threads, because there one writer at a time is what the database allows."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from .conftest import Apart

pytestmark = pytest.mark.slow

WRITERS = 30
REQUESTS = 20

PEOPLE = """
import json, sys
from fairshare.states import PART_IV
from fairshare.workbench.people.models import User
from fairshare.workbench.record.models import Cycle
Cycle.objects.create(year=2027)
for number in range(int(sys.argv[1])):
    state = sorted(PART_IV)[number % 26]
    User.objects.create_user(f"w{number}@example.test", name=f"Writer {number}", capacity="member_state", state=state,
                             function="delegate")
"""
WRITE = """
import json, sys
from random import Random
from time import sleep
from django.db import connections
from fairshare.workbench.actions.perform import perform
from fairshare.workbench.people.models import User

def requests(number, count):
    '''Requests of one writer in random order: all different ones, a quarter of them sent again.'''
    dice = Random(number)
    fresh = [f"request-{number}-{place}" for place in range(count - count // 4)]
    return dice.sample([*fresh, *dice.sample(fresh, count // 4)], count)

def write(number, count):
    user, told = User.objects.get(email=f"w{number}@example.test"), []
    for key in requests(number, count):
        data = {"round": "june", "contents": ["own_estimate"], "note": key}
        done = perform("information.deliver", user, 2027, data, key)
        told.append([key, list(done.events)])
    connections.close_all()
    return told
"""
ALONE = WRITE + "print(json.dumps(write(int(sys.argv[1]), int(sys.argv[2]))))"
TOGETHER = (
    WRITE
    + """
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(int(sys.argv[1])) as pool:
    found = pool.map(write, range(int(sys.argv[1])), [int(sys.argv[2])] * int(sys.argv[1]))
print(json.dumps([row for rows in found for row in rows]))
"""
)
SHOW = """
import json
from fairshare.workbench.record.ledgers import folded
from fairshare.workbench.record.models import Cycle, Entry, Receipt
row = Cycle.objects.get(pk=2027)
state = folded(row)
print(json.dumps({
    "numbers": list(Entry.unscoped.filter(cycle=row).order_by("number").values_list("number", flat=True)),
    "keys": list(Entry.unscoped.filter(cycle=row).values_list("key", flat=True)),
    "events": [[event.note, event.id] for event in state.ledger.events],
    "receipts": dict(Receipt.objects.filter(key__startswith="2027:").values_list("key", "answer__entries")),
    "length": row.length,
}))
"""


def written(apart: Apart) -> list[tuple[str, tuple[str, ...]]]:
    """What all writers were told, request by request."""
    if not apart.url:
        told = json.loads(apart.python(TOGETHER, str(WRITERS), str(REQUESTS)))
    else:
        writers = [apart.start(ALONE, str(number), str(REQUESTS)) for number in range(WRITERS)]
        answers = [(writer.communicate(timeout=300), writer.returncode) for writer in writers]
        assert not [error for (_, error), code in answers if code], "no writer fails"
        told = [row for (out, _), _ in answers for row in json.loads(out)]
    return [(key, tuple(events)) for key, events in told]


def test_every_accepted_event_is_present_once_in_one_order(apart: Apart) -> None:
    apart.python(PEOPLE, str(WRITERS))
    told = written(apart)
    found: dict[str, Any] = json.loads(apart.python(SHOW))
    distinct = dict(told)
    assert len(told) == WRITERS * REQUESTS
    assert len(distinct) == WRITERS * (REQUESTS - REQUESTS // 4)
    assert all(distinct[key] == events for key, events in told), "a request sent again gets the first answer"
    assert found["numbers"] == list(range(1, len(distinct) + 1)), "no number is missing or stands twice"
    assert Counter(note for note, _ in found["events"]) == Counter(distinct.keys())
    assert {note: (event,) for note, event in found["events"]} == distinct
    assert found["length"] == len(found["keys"]) == len(found["receipts"]) == len(distinct)
    assert sorted(n for numbers in found["receipts"].values() for n in numbers) == found["numbers"]
    assert apart.fairshare("ledger", "verify", "2027")[0] == 0


BOTH = """
import json, sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from django.db import connections
from django.test import Client
from fairshare.workbench.people.models import User
from fairshare.workbench.record.models import Cycle

Cycle.objects.create(year=2027)
start = Barrier(2)

def act(state):
    user = User.objects.create_user(f"{state}@example.test", name=state, capacity="member_state", state=state,
                                    function="delegate")
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    version = client.get("/api/cycles/2027").json()["version"]
    match = {"If-Match": version} if sys.argv[1] == "insists" else {}
    start.wait()
    try:
        return client.post("/api/cycles/2027/actions/information.deliver", {"round": "june"},
                           content_type="application/json", headers={"Idempotency-Key": f"key-of-{state}", **match},
                           ).status_code
    finally:
        connections.close_all()

with ThreadPoolExecutor(2) as pool:
    print(json.dumps(sorted(pool.map(act, ("DE", "FR")))))
"""


@pytest.mark.parametrize(
    ("how", "answers", "length"),
    [
        ("does not mind", [200, 200], 2),  # what one does does not hang on the other: both succeed
        ("insists", [200, 412], 1),  # each insists on the version that it saw: the second is told
    ],
)
def test_two_delegations_act_at_once_on_what_both_saw(apart: Apart, how: str, answers: list[int], length: int) -> None:
    apart.settings["FAIRSHARE_DEMO"] = "1"  # no second factor
    assert json.loads(apart.python(BOTH, how)) == answers
    assert json.loads(apart.python(SHOW))["length"] == length
    assert apart.fairshare("ledger", "verify", "2027")[0] == 0
