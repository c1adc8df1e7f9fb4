"""The fold is linear in the number of events: 100,000 of them take about four times as long as 25,000."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from itertools import cycle as around

import pytest
from cycles import YEAR, draw, event, notice, pledge, prepared

from fairshare.ledger import Ledger, fold
from fairshare.ledger.events import Event

CONTRIBUTORS = (
    "AT", "BE", "BG", "CZ", "DE", "EE", "FI", "FR", "HR", "HU", "IE", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO",
    "SE", "SI", "SK",
)  # fmt: skip


def record(number: int) -> list[Event]:
    """A year in which 22 states relocate from three: a draw, then families accepted, moved or not arrived, in kind."""
    events = prepared()
    for state in CONTRIBUTORS:
        events += [pledge(state, "relocation", 10**6), pledge(state, "financial", 10**8)]
        events += [pledge(state, "alternative", 10**7, item="experts")]
    benefitting = ("EL", "ES", "IT")
    events += [notice(state) for state in benefitting]
    towards = around(benefitting)
    events += [
        event("in_kind_requested", "01-20", state=s, towards=next(towards), item="experts") for s in CONTRIBUTORS
    ]
    towards = around(benefitting)
    events += [
        event("in_kind_valued", "01-21", state=s, towards=next(towards), item="experts", value=10**7)
        for s in CONTRIBUTORS
    ]
    asked = dict(zip(CONTRIBUTORS, around(benefitting), strict=False))
    while len(events) < number:
        whom = next(towards)
        events.append(draw(whom, 22 * 20, "02-01", lots=CONTRIBUTORS))
        for _ in range(4):
            for state in CONTRIBUTORS:
                events += [
                    event("relocation_accepted", "02-01", state=state, towards=whom, persons=5),
                    event("implemented", "02-01", state=state, towards=whom, measure="relocation", amount=3),
                    event("relocation_failed", "02-01", state=state, towards=whom, persons=1),
                    event("implemented", "02-01", state=state, towards=whom, measure="relocation", amount=1),
                    event(
                        "implemented", "02-01", state=state, towards=asked[state], measure="alternative", amount=1,
                        item="experts",
                    ),
                ]  # fmt: skip
    return events[:number]


def seconds(work: Callable[[], object]) -> float:
    """Least processor time of three runs: other programs on the machine do not count."""
    times = []
    for _ in range(3):
        gc.collect()
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


@pytest.mark.slow
def test_a_hundred_thousand_events() -> None:
    events = record(100_000)
    few, many = seconds(lambda: fold(events[:25_000], YEAR)), seconds(lambda: fold(events, YEAR))
    print(f"fold: 25,000 events in {few:.2f} s, 100,000 in {many:.2f} s of processor time")
    assert many / few < 6
    assert many < 4  # about half a second where this was written; slow machines have room


@pytest.mark.slow
def test_one_more_event_on_a_long_record() -> None:
    """Appending copies the book: quick enough for a person who records events by hand."""
    long = Ledger.of(record(100_000), YEAR)
    one = event("relocation_accepted", "02-02", state="DE", towards="IT", persons=1)
    assert seconds(lambda: long.append(one) if long.book.balance("DE", "committed", "relocation", "IT") else None) < 1
