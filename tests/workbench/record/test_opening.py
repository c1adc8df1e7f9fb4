"""A cycle is there when its first duty falls due."""

from __future__ import annotations

from datetime import date

import pytest

from fairshare.workbench.record.models import Cycle
from fairshare.workbench.record.opening import open_due

pytestmark = pytest.mark.django_db


@pytest.mark.law("AMMR 9(7)")
def test_the_cycle_of_a_pool_year_is_open_in_the_year_before() -> None:
    assert open_due(date(2026, 1, 1)) == [2026, 2027]
    assert open_due(date(2026, 12, 31)) == []
    assert open_due(date(2027, 1, 1)) == [2028]


def test_there_is_no_pool_before_the_first() -> None:
    assert open_due(date(2024, 6, 1)) == [] and not Cycle.objects.exists()
    assert open_due(date(2025, 6, 1)) == [2026]
