"""Plans of the states as on record: delivered, late, not on record; and progress by building block."""

from __future__ import annotations

from datetime import date

import pytest
from cycles import event, ledger

from fairshare.evaluation.expost.process.plans import blocks, plans
from fairshare.ledger.events import Event


def plan(on: str, kind: str = "strategy", state: str = "IT") -> Event:
    return event("plan_delivered", on, state=state, plan=kind)


def standing(events: list[Event], on: str, state: str = "IT", kind: str = "strategy") -> str:
    (row,) = [r for r in plans(ledger(events).book, date.fromisoformat(on)) if (r.state, r.plan) == (state, kind)]
    return row.standing


@pytest.mark.law("AMMR 7(3)", "AMMR 84(3)", "RCD 32")
def test_what_is_on_record_and_what_is_not() -> None:
    record = [plan("2025-06-01"), plan("2025-07-01", state="HU")]
    assert len(plans(ledger(record).book, date(2026, 1, 1))) == 26 * 3
    assert standing(record, "2026-01-01") == "delivered"
    assert standing(record, "2026-01-01", "HU") == "delivered_late"
    assert standing(record, "2026-01-01", "DE") == "not_on_record"
    assert standing(record, "2025-06-12", "DE") == "due"
    assert standing(record, "2025-06-30", "HU") == "not_on_record"
    assert standing(record, "2026-01-01", kind="contingency_plan") == "not_on_record"


@pytest.mark.law("AMMR 7(3)")
def test_after_five_years_the_first_strategy_does_not_do() -> None:
    assert standing([plan("2025-06-01")], "2030-07-01") == "not_on_record"
    assert standing([plan("2025-06-01"), plan("2030-05-01")], "2030-07-01") == "delivered"


def test_blocks_name_the_states_by_progress() -> None:
    def block(state: str, progress: str) -> Event:
        return event("block_assessed", "02-01", state=state, block="reception", progress=progress)

    found = blocks(ledger([block("IT", "done"), block("HU", "done"), block("AT", "under_way")]).book)
    assert found["reception"] == {"done": ("HU", "IT"), "under_way": ("AT",)}
    assert (len(found), found["eurodac"]) == (10, {})
