"""Plans that states owe, and the ten building blocks."""

from __future__ import annotations

from datetime import date

import pytest

from fairshare.faults import BadInputError
from fairshare.law.evaluation.plans import BUILDING_BLOCKS, PLANS, plan_rule


@pytest.mark.law("AMMR 7(3)", "AMMR 84(3)", "RCD 32")
def test_first_days() -> None:
    assert {name: plan_rule(name).due(date(2024, 1, 1)) for name in PLANS} == {
        "strategy": date(2025, 6, 12),
        "implementation_plan": date(2024, 12, 12),
        "contingency_plan": date(2025, 4, 12),
    }


@pytest.mark.law("AMMR 7(3)")
@pytest.mark.parametrize(
    ("on", "due"), [("2025-06-12", 2025), ("2030-06-11", 2025), ("2030-06-12", 2030), ("2036-01-01", 2035)]
)
def test_a_strategy_comes_every_five_years(on: str, due: int) -> None:
    assert plan_rule("strategy").due(date.fromisoformat(on)) == date(due, 6, 12)
    assert plan_rule("implementation_plan").due(date.fromisoformat(on)).year == 2024


@pytest.mark.law("AMMR 7(3)")
@pytest.mark.parametrize(
    ("delivered", "due"), [("2024-01-01", 2025), ("2027-06-01", 2025), ("2028-06-01", 2030), ("2031-02-01", 2030)]
)
def test_a_strategy_answers_the_nearest_day(delivered: str, due: int) -> None:
    assert plan_rule("strategy").answers(date.fromisoformat(delivered)) == date(due, 6, 12)
    assert plan_rule("contingency_plan").answers(date.fromisoformat(delivered)) == date(2025, 4, 12)


def test_a_plan_that_is_none() -> None:
    with pytest.raises(BadInputError, match="'wish' is unknown"):
        plan_rule("wish")


def test_there_are_ten_building_blocks() -> None:
    assert len(set(BUILDING_BLOCKS.values())) == 10
    assert list(BUILDING_BLOCKS)[6] == "solidarity"
