"""Lets the tests of this folder import :mod:`office`, and seats the states of a pool of 2027 with places drawn."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from fairshare.workbench.people.models import User

sys.path.insert(0, str(Path(__file__).parent))

from office import Office


@pytest.fixture(autouse=True)
def served(settings: Settings) -> None:
    """WhiteNoise has its folder."""
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)


@pytest.fixture
def office(person: Callable[..., User]) -> Office:
    """Italy and Greece benefit; Germany, France and the Netherlands have drawn places for them."""
    return Office(person)
