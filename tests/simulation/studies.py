"""A small study and its draws; and work that the workers of a cluster can import."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

from tests.simulation.worlds import YEARS, small_inputs

from fairshare.cli.simulate_inputs import assumptions
from fairshare.evaluation.mechanisms.draws import measured
from fairshare.law.mechanisms.catalogue import mechanism
from fairshare.simulation.behaviour import behaviour
from fairshare.simulation.ensemble import Draw, Study, outcomes
from fairshare.simulation.inputs import Floats

MECHANISMS = ("no-system", "dublin-as-applied", "ammr", "pure-key")


def study(*names: str, **changes: Any) -> Study:
    plain = Study(small_inputs(), tuple(mechanism(name) for name in names or MECHANISMS), YEARS, 1.0, 7)
    return replace(plain, **changes)


def draws(count: int) -> list[Draw]:
    parameters = assumptions()
    return [Draw(number, behaviour(parameters, 7, number)) for number in range(count)]


def slowly(study: Study, draw: Draw) -> Floats:
    """The measures of a draw, so slowly that a worker can be killed on the way."""
    time.sleep(0.3)
    return measured(study, draw, outcomes(study, draw))
