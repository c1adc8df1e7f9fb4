"""One row for each mechanism: figures recounted by hand, and nothing above the bound."""

from __future__ import annotations

from itertools import count

import numpy as np
import pytest
from hypothesis import given, settings
from instances import problem, problems

from fairshare.faults import BadInputError
from fairshare.matching.measures import compare, measure
from fairshare.matching.mechanisms.catalogue import MECHANISMS
from fairshare.matching.mechanisms.preferences import derive
from fairshare.matching.problem import Placement, Problem

pytestmark = pytest.mark.law("AMMR 67(4)")
FAMILIES = [(2, "IT", True, {"DE": 0.5}), (1, "IT", False, {"FR": 1.0}), (3, "EL", False, {}), (1, "EL", True, {})]


def test_a_row_counted_by_hand() -> None:
    """The first goes to Germany by its link, the third to France; the vulnerable one in Greece stays behind."""
    given_ = problem(FAMILIES, {"DE": 4, "FR": 3}, ineligible=[1])
    row = measure(Placement(given_, np.array([0, -1, 2, -1]), "by hand"), derive(given_), bound=60.0, seconds=1.5)
    assert given_.states == ("DE", "EL", "FR", "IT")
    assert (row.families, row.persons, row.links, row.link_weight) == (2, 5, 1, 1.0)
    assert (row.vulnerable, row.vulnerable_share, row.unfilled) == (2, 2 / 3, 2)
    assert (row.value, row.share) == (2 * 13 + 3 * 8, 50 / 60)
    assert row.least_served == 3 / 4
    assert row.seconds == 1.5


@given(problems(max_families=5, max_states=3))
@settings(max_examples=15)
def test_no_mechanism_is_worth_more_than_the_bound(instance: Problem) -> None:
    rows = list(compare(instance, seed=2))
    assert [row.mechanism for row in rows] == list(MECHANISMS)
    assert all(row.value <= rows[0].value + 1e-6 for row in rows)
    assert all(0 <= row.unfilled <= instance.places.sum() for row in rows)
    assert all(row.strong_envy <= row.envy <= instance.families for row in rows)
    assert all(row.strong_envy == 0 for row in rows if row.mechanism in {"tmda", "cmda"})


def test_the_best_is_always_in_the_table_and_the_clock_is_the_callers() -> None:
    ticks = count()
    rows = list(compare(problem(FAMILIES, {"DE": 4}), ["greedy"], clock=lambda: float(next(ticks))))
    assert [(row.mechanism, row.seconds) for row in rows] == [("max-weight", 1.0), ("greedy", 1.0)]


def test_an_unknown_name_is_told() -> None:
    with pytest.raises(BadInputError, match="'lottery' is unknown"):
        list(compare(problem(FAMILIES, {"DE": 4}), ["lottery"]))


def test_nobody_and_nothing() -> None:
    rows = list(compare(problem([], {"DE": 1})))
    assert all((row.value, row.share, row.least_served, row.mean_rank) == (0, 1, 1, None) for row in rows)
