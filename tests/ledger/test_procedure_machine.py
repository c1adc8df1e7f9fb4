"""Random events of the procedure on a record: they move no balance, and what is refused changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from cycles import YEAR, act, event, forum, key, labels, notice, pledge, proposal
from hypothesis import given, settings
from hypothesis import strategies as st

from fairshare.law.outcome import RefusedError
from fairshare.ledger import Ledger, dump, fold, parse
from fairshare.ledger.events import MEASURES, Event

STATES = st.sampled_from(["IT", "IT", "HU", "DE", "DK"])
TEXTS = st.sampled_from(["", "centre", "centre"])
AMOUNTS = st.integers(0, 5) | st.just(-1)
POSITIONS = st.sampled_from(["for", "against", "abstain"])

PROCEDURE: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "information_delivered": {"round": st.sampled_from(["june", "september"]), "state": STATES},
    "assessment_made": {"round": st.sampled_from(["initial", "consolidated"])},
    "consultation_opened": {"state": STATES},
    "view_given": {"state": STATES, "text": TEXTS},
    "report_adopted": {},
    "proposal_declassified": {},
    "conclusion_reached": {"relocations": AMOUNTS, "financial": AMOUNTS},
    "pledge_made": {"state": STATES, "measure": st.sampled_from(MEASURES), "amount": AMOUNTS, "item": TEXTS},
    "vote_cast": {
        "state": STATES,
        "subject": st.sampled_from(["act", "deduction:ES", "deduction:DE", "refusal:HU", "reconvening"]),
        "position": POSITIONS,
    },
    "technical_forum_held": {"occasion": st.sampled_from(["first", "first", "notice", "decision", "regular"])},
    "preferences_stated": {"state": STATES, "text": TEXTS},
    "understanding_reached": {
        "measure": st.sampled_from(MEASURES),
        "parts": st.dictionaries(STATES, st.sampled_from(["0.5", "1", "-1"]), max_size=2),
    },
    "needs_stated": {"state": STATES, "needs": st.dictionaries(st.sampled_from(MEASURES), AMOUNTS, max_size=2)},
    "preparedness_asked": {"state": STATES, "measure": TEXTS},
    "preparedness_answered": {"state": STATES, "measure": TEXTS, "done": st.booleans()},
    "action_identified": {
        "state": STATES,
        "name": TEXTS,
        "amount": st.just(3),
        "programme": st.sampled_from(["AMIF", "BMVI"]),
        "purpose": st.just("reception"),
        "focus": st.sampled_from(["", "", "anti_smuggling"]),
    },
    "action_reported": {
        "state": STATES,
        "name": TEXTS,
        "progress": st.sampled_from(["planned", "running", "done", "stopped"]),
        "spent": AMOUNTS,
    },
}
ANY = st.one_of([st.tuples(st.just(kind), st.fixed_dictionaries(values)) for kind, values in sorted(PROCEDURE.items())])
CYCLE = [
    key(),
    labels(IT="pressure", ES="pressure"),
    proposal(),
    forum(),
    act(),
    pledge("DE", "relocation", 60),
    pledge("ES", "relocation", 30),
    notice("IT"),
    event("pressure_notified", "01-11", state="HU"),
    event("pressure_decided", "01-12", state="HU", accepted=True),
    event("deduction_requested", "01-13", state="ES", article="61"),
    forum("02-01", reconvened=True),
]
"""The cycle into which events of the procedure are mixed; it posts on its own."""


@st.composite
def records(draw: Any) -> list[Event]:
    """The cycle with events of the procedure between its steps and after them."""
    mixed: list[Event] = []
    for step in (*CYCLE, None):
        for kind, values in draw(st.lists(ANY, min_size=1 if step else 12, max_size=4 if step else 25)):
            on = mixed[-1].date if mixed else date(YEAR - 1, 5, 30)
            if step is None:
                on += timedelta(days=len(values))
            mixed.append(event(kind, on.isoformat(), **values))
        mixed += [step] if step else []
    return [replace(entry, id=f"e{number}") for number, entry in enumerate(mixed)]


@pytest.mark.law("AMMR 13(3)", "AMMR 57(1)", "AMMR 60(1)")
@settings(max_examples=40)
@given(records())
def test_the_procedure_moves_no_balance_and_a_refusal_changes_nothing(record: list[Event]) -> None:
    kinds = {type(step) for step in CYCLE}
    held, plain = Ledger.of((), YEAR), fold(CYCLE, YEAR)
    for entry in record:
        before = held.book.copy()
        try:
            grown = held.append(entry)
        except RefusedError as refusal:
            assert type(entry) not in kinds, str(refusal)
            assert held.book == before
            continue
        assert type(entry) in kinds or grown.book.balances == held.book.balances
        assert held.book == before
        held = grown
    assert held.book.balances == plain.balances
    assert [posting.legs for posting in held.book.journal] == [posting.legs for posting in plain.journal]
    assert parse(dump(YEAR, held.events)).book() == held.book
