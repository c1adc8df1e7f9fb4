"""Reading TopoJSON: its arcs, and the outline of several of its areas taken as one.

Neighbours share their arcs in this format, so an arc that two areas of a group run along is an inner border and falls
away; what stays is the outline. Format: TopoJSON Specification 1.0.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from fairshare.faults import bad_argument
from fairshare.workbench.charts.geometry import Point


def arcs_of(topology: Mapping[str, Any]) -> list[list[Point]]:
    """The arcs as lists of (longitude, latitude): whole-number steps turned into degrees."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            line.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        arcs.append(line)
    return arcs


def rings_of(area: Mapping[str, Any]) -> list[list[int]]:
    """The rings of a (multi)polygon, each as the numbers of its arcs (``~n`` is arc n run backwards)."""
    if area["type"] == "Polygon":
        return [list(ring) for ring in area["arcs"]]
    if area["type"] == "MultiPolygon":
        return [list(ring) for polygon in area["arcs"] for ring in polygon]
    raise bad_argument("topology", f"a {area['type']} is no area", "Polygon or MultiPolygon")


def outline(areas: Iterable[Mapping[str, Any]], arcs: Sequence[Sequence[Point]]) -> list[list[Point]]:
    """The rings around several areas taken as one, from their arcs' points. One that does not close is an error."""
    used = dict.fromkeys(arc for area in areas for ring in rings_of(area) for arc in ring)
    inner = {arc for arc in used if ~arc in used}
    starts: dict[Point, list[list[Point]]] = defaultdict(list)
    for arc in used:
        if arc not in inner:
            line = list(arcs[arc] if arc >= 0 else arcs[~arc][::-1])
            starts[line[0]].append(line)
    rings = []
    while starts:
        first = next(iter(starts))
        ring = _take(starts, first)
        while ring[-1] != first:
            ring += _take(starts, ring[-1])[1:]
        rings.append(ring[:-1])
    return rings


def _take(starts: dict[Point, list[list[Point]]], point: Point) -> list[Point]:
    """One line that starts at a point, taken out of the store. An outline that does not close is an error."""
    if point not in starts:
        raise bad_argument("topology", "an outline does not close", "areas that share whole arcs")
    line = starts[point].pop()
    if not starts[point]:
        del starts[point]
    return line
