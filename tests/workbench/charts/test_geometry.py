"""Geometry for the map: the projection keeps areas, borders keep their shape, labels stand inside."""

from __future__ import annotations

from itertools import pairwise
from math import cos, hypot, pi, radians, sin, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairshare.workbench.charts.geometry import RADIUS, area, clip, inside, label_place, laea, room, simplify

SQUARE = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]
points = st.tuples(st.integers(-20, 20), st.integers(-20, 20))


@pytest.mark.parametrize(("west", "south"), [(-9, 37), (10, 47), (28, 65)])
def test_the_projection_keeps_areas(west: float, south: float) -> None:
    steps = [i / 50 for i in range(50)]
    edge = [(west + t, south) for t in steps] + [(west + 1, south + t) for t in steps]
    edge += [(west + 1 - t, south + 1) for t in steps] + [(west, south + 1 - t) for t in steps]
    on_sphere = RADIUS**2 * radians(1) * (sin(radians(south + 1)) - sin(radians(south)))
    assert area([laea(*point) for point in edge]) == pytest.approx(on_sphere, rel=1e-5)


@pytest.mark.parametrize(("longitude", "latitude", "x", "y"), [(5, 50, 3962799.45, 2999718.85)])
def test_the_projection_is_near_the_published_example_on_the_ellipsoid(
    longitude: float, latitude: float, x: float, y: float
) -> None:
    """EPSG Guidance Note 7-2, example of Lambert Azimuthal Equal Area for EPSG:3035."""
    there = laea(longitude, latitude)
    assert hypot(there[0] - x, there[1] - y) < 20_000


def test_what_lies_outside_is_cut_off() -> None:
    assert area(clip(SQUARE, (5, -5), (20, 4))) == 5 * 4
    assert clip(SQUARE, (11, 0), (20, 20)) == []
    assert clip(SQUARE, (-1, -1), (11, 11)) == SQUARE


@given(st.lists(points, min_size=2, max_size=30), st.floats(0.1, 5))
def test_a_simplified_line_stays_near_the_old_one(line: list[tuple[int, int]], tolerance: float) -> None:
    shorter = simplify(line, tolerance)
    assert (shorter[0], shorter[-1]) == (line[0], line[-1])
    pairs = list(pairwise(shorter))
    for point in line:
        assert min(abs(room(point, pair)) for pair in pairs) <= tolerance + 1e-9


def test_inside_is_inside() -> None:
    horseshoe = [(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (6.0, 9.0), (6.0, 3.0), (3.0, 3.0), (3.0, 9.0), (0.0, 9.0)]
    assert inside((1, 8), horseshoe)
    assert not inside((4.5, 8), horseshoe)


def test_the_label_of_a_horseshoe_stands_in_a_corner_of_it() -> None:
    """A circle that touches both sides and the inner corner: r = sqrt(2) (3 - r)."""
    horseshoe = [(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (6.0, 9.0), (6.0, 3.0), (3.0, 3.0), (3.0, 9.0), (0.0, 9.0)]
    place, distance = label_place(horseshoe, 0.001)
    assert inside(place, horseshoe)
    assert distance == pytest.approx(3 * sqrt(2) / (1 + sqrt(2)), abs=0.001)


def test_the_label_of_a_disc_stands_at_its_middle() -> None:
    disc = [(50 + 40 * cos(2 * pi * i / 90), 60 + 40 * sin(2 * pi * i / 90)) for i in range(90)]
    (x, y), distance = label_place(disc, 0.1)
    assert hypot(x - 50, y - 60) < 0.5
    assert distance == pytest.approx(40, abs=0.5)
