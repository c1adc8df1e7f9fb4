"""Reading TopoJSON: arcs that neighbours share are stored once, and fall away where they are taken as one."""

from __future__ import annotations

import pytest

from fairshare.faults import BadInputError
from fairshare.workbench.charts.geometry import area
from fairshare.workbench.charts.topology import arcs_of, outline, rings_of

TOPOLOGY = {
    "transform": {"scale": [2, 1], "translate": [-4, 10]},
    "arcs": [
        [[2, 0], [0, 2]],  # the border of west and east, northwards
        [[2, 2], [-2, 0], [0, -2], [2, 0]],  # west, round the other way
        [[2, 0], [2, 0], [0, 2], [-2, 0]],  # east
        [[9, 9], [1, 0], [0, 1], [-1, -1]],  # an island of the east
    ],
}
WEST = {"type": "Polygon", "arcs": [[0, 1]]}
EAST = {"type": "MultiPolygon", "arcs": [[[2, -1]], [[3]]]}


def test_steps_become_degrees() -> None:
    assert arcs_of(TOPOLOGY)[0] == [(0, 10), (0, 12)]


def test_an_arc_runs_backwards_for_one_of_two_neighbours() -> None:
    arcs = arcs_of(TOPOLOGY)
    assert [abs(area(ring)) for ring in outline([WEST], arcs)] == [8]
    assert sorted(abs(area(ring)) for ring in outline([EAST], arcs)) == [1, 8]


def test_two_neighbours_as_one_have_no_border_between_them() -> None:
    rings = outline([WEST, EAST], arcs_of(TOPOLOGY))
    assert sorted(abs(area(ring)) for ring in rings) == [1, 16]
    assert all(len(set(ring)) == len(ring) for ring in rings)


def test_what_is_no_area_or_does_not_close_is_refused() -> None:
    with pytest.raises(BadInputError, match="LineString is no area"):
        rings_of({"type": "LineString", "arcs": [0]})
    with pytest.raises(BadInputError, match="does not close"):
        outline([{"type": "Polygon", "arcs": [[0]]}], arcs_of(TOPOLOGY))
