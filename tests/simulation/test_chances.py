"""The chances of a course: what stops transfers to a state stops requests, under every act and for everybody."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.simulation.worlds import DE, EL, IT, mechanism, people, small_behaviour, small_inputs

from fairshare.simulation.chances import open_to_requests
from fairshare.simulation.inputs import NOWHERE
from fairshare.simulation.outcome import Outcome
from fairshare.simulation.run import run

YEARS = (2010, 2011, 2012)
FEBRUARY_2011 = 13
"""The first whole month after the judgment of 21 January 2011, counted from January 2010."""


def test_greece_is_asked_until_the_judgment_and_from_the_day_of_the_recommendation() -> None:
    """M.S.S., 21 January 2011; Recommendation (EU) 2016/2256 speaks of those who enter from 15 March 2017."""
    greece = open_to_requests(range(2010, 2019))[:, EL]
    shut = np.flatnonzero(~greece)
    assert (shut[0], shut[-1]) == (FEBRUARY_2011, 12 * 7 + 2)  # February 2011, March 2017
    assert shut.size == shut[-1] - shut[0] + 1


def test_no_other_state_is_shut_and_nobody_before_or_after() -> None:
    may = open_to_requests(range(2008, 2026))
    assert np.flatnonzero(~may.all(axis=0)).tolist() == [EL]
    assert open_to_requests([2010, 2018, 2030]).all()


def course(entered: int, **kind: Any) -> Outcome:
    """What happens from 2010 to 2012 to people who applied in Germany and entered in one state."""
    inputs = small_inputs(years=YEARS, observed_until=YEARS[-1])
    who = replace(people(600, applied=DE, wished=DE, kin=NOWHERE, entered=entered), first_year=YEARS[0])
    return run(who, who.entered, mechanism(**kind), inputs, small_behaviour(request=1.0))


@pytest.mark.parametrize("regime", ["convention1990", "dublin3", "com2016", "ammr"])
@pytest.mark.parametrize("practice", ["observed", "written"])
def test_no_request_goes_to_greece_after_the_judgment(regime: str, practice: str) -> None:
    asked = course(EL, regime=regime, practice=practice).requests.sum(axis=(1, 2))
    assert asked[0] > 100
    assert asked[1] < asked[0] / 4  # January alone
    assert asked[2] == 0


def test_requests_to_others_go_on() -> None:
    asked = course(IT).requests.sum(axis=(1, 2))
    assert asked.min() > 100
