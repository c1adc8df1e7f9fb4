"""Everybody at the table of 2027, where nothing happened yet or where the pool is open.

Lets the tests of this folder import :mod:`cycle_2027`, the builder of a cycle by its actors."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fairshare.workbench.people.models import User
from fairshare.workbench.record.models import Cycle

sys.path.insert(0, str(Path(__file__).parent))

from cycle_2027 import Table, opened


@pytest.fixture
def table(person: Callable[..., User], cycle: Cycle) -> Table:
    """The beginning of the cycle."""
    return Table(person)


@pytest.fixture
def pool(person: Callable[..., User], cycle: Cycle) -> Table:
    """The pool as it stands in January 2027, when Italy has given notice."""
    table = Table(person)
    opened(table)
    return table
