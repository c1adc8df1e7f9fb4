"""Detections by route, attributed to states: by length on land, by arrivals at sea, and nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairshare.faults import BadInputError
from fairshare.figures.assess.detections import Borders, Route, attribute, border_share, shares

BORDERS = Borders(
    {("EL", "TR"): 192.0, ("BG", "TR"): 223.0, ("PL", "UA"): 498.0, ("PL", "BY"): 375.0}, {"EL": 9000.0, "CY": 1000.0}
)
ROUTES = {
    "East": Route(("EL", "CY"), {"EL": ("TR",), "BG": ("TR",)}),
    "Land": Route(land={"PL": ("UA", "BY")}),
    "Far": Route(("CY",)),
}


def test_on_land_by_length_at_sea_by_arrivals_and_by_coast_where_one_has_no_figure() -> None:
    assert shares(ROUTES["East"], "land", BORDERS, {}) == pytest.approx({"EL": 192 / 415, "BG": 223 / 415})
    assert shares(ROUTES["East"], "sea", BORDERS, {"EL": 30.0, "CY": 10.0}) == {"EL": 0.75, "CY": 0.25}
    assert shares(ROUTES["East"], "sea", BORDERS, {"EL": 30.0}) == {"EL": 0.9, "CY": 0.1}
    assert shares(ROUTES["Far"], "land", BORDERS, {}) == {}


counts = st.dictionaries(
    st.tuples(st.sampled_from((*ROUTES, "Other")), st.sampled_from(("land", "sea"))), st.floats(0, 1e7), max_size=8
)


@given(counts)
def test_nothing_is_lost(detections: dict) -> None:
    found, left = attribute(detections, ROUTES, BORDERS, {"EL": 3.0, "CY": 1.0})
    assert sum(found.values()) + left == pytest.approx(sum(detections.values()))
    assert min((left, *found.values())) >= 0


def test_a_route_of_no_state_is_left_and_told() -> None:
    assert attribute({("Other", "sea"): 7.0, ("Land", "land"): 5.0}, ROUTES, BORDERS, {}) == (
        {"BG": 0.0, "CY": 0.0, "EL": 0.0, "PL": 5.0},
        7.0,
    )
    with pytest.raises(BadInputError, match="on the East"):
        attribute({("East", "sea"): -1.0}, ROUTES, BORDERS, {})


def test_the_border_share_weighs_land_30_and_sea_35_and_length_70_workload_30() -> None:
    """Regulation (EU) 2021/1148, Annex I, points 1(c), 2 and 3, for two states: one has all land, one all sea."""
    borders = Borders({("PL", "BY"): 100.0}, {"EL": 50.0})
    assert border_share(borders, {("PL", "land"): 1.0, ("EL", "sea"): 1.0}, ("EL", "PL")) == pytest.approx(
        {"EL": 35 / 65, "PL": 30 / 65}
    )
    without = border_share(borders, {}, ("EL", "PL"))
    assert without == pytest.approx({"EL": 35 / 65, "PL": 30 / 65})
    busy = border_share(borders, {("PL", "land"): 1.0, ("PL", "sea"): 1.0}, ("EL", "PL"))
    assert busy["EL"] == pytest.approx(0.35 * 0.70 / 0.65)


@given(st.dictionaries(st.tuples(st.sampled_from(("EL", "PL")), st.sampled_from(("land", "sea"))), st.floats(0, 1e6)))
def test_parts_of_the_border_sum_to_one(workload: dict) -> None:
    assert sum(border_share(BORDERS, workload, ("BG", "CY", "EL", "PL")).values()) == pytest.approx(1)
