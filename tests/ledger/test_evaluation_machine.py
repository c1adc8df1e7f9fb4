"""Random events of evaluations on a record: they move no balance, nothing refuses in the name of the AMMR, and what is
refused changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from cycles import YEAR, ledger, notice, prepared
from evaluations import CLOSED, COORDINATION
from hypothesis import given, settings
from hypothesis import strategies as st

from fairshare.law.outcome import RefusedError
from fairshare.ledger import dump, fold, parse
from fairshare.ledger.events import Event

RECORD = ledger([*prepared(), notice("IT")])
NAMES = st.sampled_from(["italy", "italy", "union"])
CHANGES: dict[str, st.SearchStrategy[Any]] = {
    "evaluation": NAMES,
    "state": st.sampled_from(["IT", "IT", "IT", "DE", ""]),
    "text": st.sampled_from(["x", "x", ""]),
    "serious": st.booleans(),
    "meeting": st.booleans(),
    "adequate": st.booleans(),
}


@st.composite
def happened(draw: st.DrawFn) -> list[Event]:
    """Events of both templates, some left out, some twice, some with another state, text or evaluation."""
    chosen = draw(st.lists(st.integers(0, 19), min_size=1, max_size=24).map(sorted))
    found: list[Event] = []
    for place, number in enumerate(chosen):
        event = [*CLOSED, *COORDINATION][number % (len(CLOSED) + len(COORDINATION))]
        of = {name: draw(values) for name, values in CHANGES.items() if hasattr(event, name) and draw(st.booleans())}
        found.append(replace(event, **of, date=date(2027, 2, 1) + timedelta(days=20 * place)))
    return found


@given(happened())
@settings(max_examples=60, deadline=None)
def test_evaluations_beside_a_pool(events: list[Event]) -> None:
    held = RECORD
    for event in events:
        before = held.book.copy()
        try:
            held = held.append(event)
        except RefusedError as refusal:
            assert not refusal.cite.startswith("AMMR")
            assert "\n" not in str(refusal)
            assert held.book == before
    assert held.book.balances == RECORD.book.balances
    assert fold(held.events, YEAR).evaluations == held.book.evaluations
    written = parse(dump(YEAR, held.events)).book().evaluations
    assert {name: len(record.events) for name, record in written.items()} == {
        name: len(record.events) for name, record in held.book.evaluations.items()
    }
