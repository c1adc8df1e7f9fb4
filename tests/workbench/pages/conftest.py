"""The cycle of 2027 to look at, played by its actors: :mod:`cycle_2027` of the tests of actions."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "actions"))

from cycle_2027 import Table

from fairshare.workbench.people.models import User
from fairshare.workbench.record.models import Cycle


@pytest.fixture
def table(person: Callable[..., User], cycle: Cycle) -> Table:
    """Everybody at the table of 2027, where nothing happened yet."""
    return Table(person)
