"""Adequate capacity for border procedures: Regulation (EU) 2024/1348, Articles 46 to 50 (section 6 of the law).

Published figures: Implementing Decision (EU) 2024/2150, as the press quotes it for five states.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairshare.faults import BadInputError
from fairshare.figures import reference
from fairshare.law.responsibility.border_capacity import (
    MAXIMUM_FROM,
    ROUNDINGS,
    STATES,
    BorderFigures,
    adequate_capacity,
    annual_maximum,
    capacity_reached,
    duties_left,
    maximum_reached,
)
from fairshare.states import PART_IV

KNOWN = {"IT": 8016, "HU": 7716, "ES": 3301, "EL": 2188, "PL": 1564}


def counts(**totals: int) -> dict[str, BorderFigures]:
    return {state: BorderFigures(total, 0, 0) for state, total in totals.items()}


@pytest.mark.law("APR 47(4)")
def test_a_state_s_figures_are_crossings_arrivals_and_refusals_together() -> None:
    assert BorderFigures(1, 20, 300).total == 321
    found = adequate_capacity({"IT": BorderFigures(1, 1, 1), "EL": BorderFigures(0, 0, 6)})
    assert (found.states["IT"].share, found.states["IT"].capacity) == (Fraction(1, 3), 10_000)


@pytest.mark.law("APR 46", "APR 47(4)")
@given(st.dictionaries(st.sampled_from(sorted(STATES)), st.integers(0, 10**6), min_size=1))
def test_largest_remainders_keep_the_sum_and_stay_within_one_of_the_exact_share(totals: dict[str, int]) -> None:
    if not any(totals.values()):
        return
    found = adequate_capacity(counts(**totals))
    assert found.union == 30_000 and sum(part.share for part in found.states.values()) == 1
    assert set(found.missing) == STATES - totals.keys()
    settled = [part.capacity for part in found.states.values() if part.capacity is not None]
    if found.needs_decision is None:
        assert sum(settled) == 30_000
    for part in found.states.values():
        assert part.exact == 30_000 * part.share
        assert part.capacity is None or abs(part.capacity - part.exact) < 1


@pytest.mark.law("APR 47(4)")
def test_the_published_capacities_are_the_shares_of_figures_in_their_proportion() -> None:
    """Whatever the figures were, they stand to each other as the capacities do, up to the open rounding."""
    rest = {"BG": 30_000 - sum(KNOWN.values())}
    for rounding in ROUNDINGS:
        found = adequate_capacity(counts(**KNOWN, **rest), rounding)
        assert {state: found.states[state].capacity for state in KNOWN} == KNOWN


@pytest.mark.parametrize(
    ("rounding", "expected"),
    [("hamilton", (10_000, 5000)), ("nearest", (10_000, 5000)), ("ceil", (10_000, 5001)), ("floor", (9999, 5000))],
)
def test_the_rounding_is_an_argument(rounding: str, expected: tuple[int, int]) -> None:
    """Of 30,000: 9,999.7; 5,000.3; the rest whole."""
    weights = {"IT": 99_997, "EL": 50_003, "ES": 150_000}
    found = adequate_capacity(counts(**weights), rounding)
    assert (found.states["IT"].capacity, found.states["EL"].capacity) == expected


def test_a_tie_of_remainders_waits_for_lots() -> None:
    tied = counts(IT=1, EL=1, ES=1, MT=1, CY=1, PL=1, HU=1)
    found = adequate_capacity(tied)
    assert found.needs_decision is not None and found.needs_decision.seats == 30_000 % 7
    assert {part.capacity for part in found.states.values()} == {None}
    drawn = adequate_capacity(tied, lots=["IT", "EL", "ES", "MT", "CY", "PL", "HU"])
    assert drawn.needs_decision is None
    assert [part.capacity for part in drawn.states.values()] == [4286] * 5 + [4285] * 2


@pytest.mark.parametrize(
    ("figures", "rounding", "said"),
    [
        (counts(IT=1), "up", "rounding: 'up' is unknown"),
        (counts(IT=1, DK=1, NO=2), "hamilton", "DK, NO have no adequate capacity"),
        (counts(IT=0), "hamilton", "no weight is above 0"),
        ({}, "hamilton", "no weight is above 0"),
    ],
)
def test_what_makes_no_capacity(figures: dict[str, BorderFigures], rounding: str, said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        adequate_capacity(figures, rounding)


def test_the_states_are_the_26() -> None:
    assert STATES == PART_IV


@pytest.mark.law("APR 47(1)")
@pytest.mark.parametrize(
    ("day", "times"),
    [
        (date(2026, 6, 11), None),
        (date(2026, 6, 12), 2),
        (date(2027, 6, 12), 2),
        (date(2027, 6, 13), 3),
        (date(2028, 6, 12), 3),
        (date(2028, 6, 13), 4),
        (date(2031, 1, 1), 4),
    ],
)
def test_the_maximum_grows_on_three_days(day: date, times: int | None) -> None:
    assert annual_maximum(8016, day) == (None if times is None else 8016 * times)


@pytest.mark.law("APR 47(1)")
@pytest.mark.parametrize("state", KNOWN)
def test_the_published_maxima_are_multiples_of_the_published_capacity(state: str) -> None:
    row = reference.adequate_capacity()[state]
    assert row["capacity"].number == KNOWN[state]
    for day in MAXIMUM_FROM[:2]:
        assert row[f"maximum_from_{day}"].number == annual_maximum(KNOWN[state], day)


def test_the_other_states_are_unknown_and_the_union_s_sum_is_official() -> None:
    table = reference.adequate_capacity()
    union = table.pop("EU")
    assert table.keys() == STATES and union["capacity"].number == 30_000 and union["capacity"].status == "official"
    assert {state for state, row in table.items() if row["capacity"].known} == set(KNOWN)
    assert {row[name].status for state, row in table.items() if state not in KNOWN for name in row} == {"unknown"}
    assert 30_000 - sum(KNOWN.values()) == 7215


NOTIFIED = date(2027, 3, 1)


@pytest.mark.law("APR 48(1)", "APR 48(2)", "APR 48(3)", "APR 48(4)", "APR 47(2)")
@pytest.mark.parametrize(
    ("capacity", "inside", "returning", "notified", "day", "met"),
    [
        (100, 60, 40, NOTIFIED, NOTIFIED + timedelta(days=1), True),
        (100, 60, 39, NOTIFIED, NOTIFIED + timedelta(days=1), False),  # inflow-outflow: not full
        (100, 200, 0, NOTIFIED, NOTIFIED, False),  # only from the day after
        (100, 200, 0, NOTIFIED, date(2027, 12, 31), True),
        (100, 200, 0, NOTIFIED, date(2028, 1, 1), False),  # to the end of the calendar year
        (100, 200, 0, None, NOTIFIED, False),
        (None, 200, 0, NOTIFIED, date(2027, 6, 1), None),
        (None, 200, 0, None, date(2027, 6, 1), False),
    ],
)
def test_a_full_state_that_notified_is_relieved_from_the_next_day(
    capacity: int | None, inside: int, returning: int, notified: date | None, day: date, met: bool | None
) -> None:
    test = capacity_reached(capacity, inside, returning, notified, day)
    assert test.met is met
    assert test.figures["in procedures"] == str(inside + returning)


@pytest.mark.law("APR 47(3)", "APR 50")
@pytest.mark.parametrize(
    ("maximum", "examined", "notified", "authorised", "day", "met"),
    [
        (200, 200, NOTIFIED, date(2027, 3, 20), date(2027, 3, 20), True),
        (200, 199, NOTIFIED, date(2027, 3, 20), date(2027, 3, 20), False),
        (200, 300, NOTIFIED, date(2027, 3, 20), date(2027, 3, 19), False),  # not yet authorised
        (200, 300, NOTIFIED, None, date(2027, 3, 20), False),
        (200, 300, None, date(2027, 3, 20), date(2027, 3, 20), False),
        (200, 300, date(2027, 3, 21), date(2027, 3, 20), date(2027, 4, 1), False),
        (200, 300, NOTIFIED, date(2027, 3, 20), date(2028, 1, 1), False),  # another calendar year
        (None, 300, NOTIFIED, date(2027, 3, 20), date(2027, 3, 20), None),
        (None, 300, NOTIFIED, None, date(2027, 3, 20), False),
    ],
)
def test_a_state_at_its_maximum_is_relieved_once_authorised(
    maximum: int | None, examined: int, notified: date | None, authorised: date | None, day: date, met: bool | None
) -> None:
    assert maximum_reached(maximum, examined, notified, authorised, day).met is met


@pytest.mark.law("APR 45(1)", "APR 47(2)", "APR 47(3)")
@pytest.mark.parametrize(
    ("full", "reached", "misleading", "low_recognition"),
    [
        (False, False, True, True),
        (True, False, True, False),
        (False, True, False, False),
        (None, False, True, None),
        (None, None, None, None),
        (None, True, False, False),
        (True, None, None, False),
    ],
)
def test_security_cases_stay_and_the_others_go_as_far_as_is_known(
    full: bool | None, reached: bool | None, misleading: bool | None, low_recognition: bool | None
) -> None:
    day = date(2027, 4, 1)
    stock = capacity_reached(None if full is None else 10 if full else 99, 20, 0, NOTIFIED, day)
    flow = maximum_reached(None if reached is None else 10 if reached else 99, 20, NOTIFIED, NOTIFIED, day)
    assert (stock.met, flow.met) == (full, reached)
    assert duties_left(stock, flow) == {
        "APR 42(1)(c)": misleading,
        "APR 42(1)(f)": True,
        "APR 42(1)(j)": low_recognition,
        "APR 42(3)(b)": True,
    }
