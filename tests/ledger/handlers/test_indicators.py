"""Indicators, appraisals of actions, plans and building blocks: the latest stands, what is unknown is refused."""

from __future__ import annotations

from typing import Any

import pytest
from cycles import event, ledger, notice, prepared, refused, texts

from fairshare.ledger.events import Event


def indicator(on: str = "02-01", value: Any = 40, **more: Any) -> Event:
    return event("indicator_reported", on, value=value, **{"indicator": "time_to_transfer", "state": "IT"} | more)


@pytest.mark.law("AMMR 15(5)", "AMMR 64(5)")
def test_the_latest_value_of_an_indicator_stands() -> None:
    held = ledger([indicator(), indicator("02-02", 35), indicator("02-03", 50, towards="DE"), indicator(state="")][:3])
    assert {key: one.value for key, one in held.book.indicators.items()} == {
        ("time_to_transfer", "IT", ""): 35,
        ("time_to_transfer", "IT", "DE"): 50,
    }
    refused([], indicator(indicator=" "), "AMMR 15(5)", "is empty")
    refused([], indicator(state="XX"), "AMMR 15(5)", "XX: no state")
    refused([], indicator(state="", towards="DE"), "AMMR 15(5)", "names both states")
    assert ledger([indicator(state="")]).book.indicators


@pytest.mark.law("AMMR 64(2)")
def test_an_action_of_the_inventory_is_appraised() -> None:
    given = {"state": "IT", "name": "beds", "hinders_access": False, "serves_third_country": True}
    action = event(
        "action_identified", "02-01", state="IT", name="beds", amount=3, programme="AMIF", purpose="reception"
    )
    held = ledger([*prepared(), notice("IT"), action, event("action_appraised", "02-02", **given)])
    assert held.book.appraisals["IT", "beds"].serves_third_country
    refused([*prepared(), notice("IT"), action], event("action_appraised", "02-02", **given | {"name": "boats"}),
            "AMMR 64(2)", "no action 'boats' of IT")  # fmt: skip


@pytest.mark.law("AMMR 7(3)", "AMMR 84(3)", "RCD 32")
def test_a_plan_is_kept_and_flagged_where_it_is_late() -> None:
    def plan(on: str, kind: str = "strategy", state: str = "IT") -> Event:
        return event("plan_delivered", on, state=state, plan=kind)

    held = ledger([plan("2024-12-12", "implementation_plan"), plan("2025-06-12"), plan("2025-06-13", state="HU")])
    assert texts(held.book) == ["AMMR 7(3): National strategy came after 2025-06-12"]
    assert held.book.plans.keys() == {("IT", "implementation_plan"), ("IT", "strategy"), ("HU", "strategy")}
    refused([], plan("2025-06-12", state="DK"), "AMMR 7(3)", "does not bind DK")


@pytest.mark.law("AMMR 84(3)")
def test_progress_by_building_block() -> None:
    def block(on: str, name: str = "reception", **more: Any) -> Event:
        return event("block_assessed", on, **{"state": "IT", "block": name, "progress": "under_way"} | more)

    held = ledger([block("02-01"), block("03-01", progress="done")])
    assert held.book.blocks["IT", "reception"].progress == "done"
    refused([], block("02-01", "boats"), "AMMR 84(3)", "'boats' is no building block: eurodac, ")
    refused([], block("02-01", state="DK"), "AMMR 84(3)", "does not bind DK")
