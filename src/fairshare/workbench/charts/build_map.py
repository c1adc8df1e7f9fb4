"""Builds ``europe.json``, the outlines of the map, from Natural Earth's countries as TopoJSON.

``python -m fairshare.workbench.charts.build_map countries-50m.topo.json`` (scale 1:50 m; at 1:110 m Malta is missing).
Natural Earth is in the public domain. What the map shows differently from its source:

* Cyprus is the whole island, as in the Treaty (Natural Earth draws its north apart).
* All countries outside the map's states are one area without borders: the map takes no position on any of them.
* What lies outside the window is not drawn: the outermost regions, Svalbard and other overseas parts.
* Åland is not drawn: the pruned source of the project lacks it.
* Islands and enclaves under 80 km² are not drawn, unless they are a state's largest part.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from fairshare.states import NAMES
from fairshare.workbench.charts.geometry import Point, Ring, area, clip, label_place, laea, simplify
from fairshare.workbench.charts.topology import arcs_of, outline

UNIT: Final = 2_000.0
"""Metres per unit of the map."""

LOW: Final = (2_500_000.0, 1_310_000.0)
HIGH: Final = (6_560_000.0, 5_450_000.0)
"""Opposite corners of the window, metres in EPSG:3035."""

MARGIN: Final = 16
"""Units that land runs on outside the window, so that no cut edge is seen."""

TOLERANCE: Final = 0.7
SMALLEST: Final = 20.0
"""In units: how far a simplified border may lie from the true one; the area under which a part is not drawn."""

INSETS: Final = ("CY", "LI", "LU", "MT")
INSET_SIZE: Final = 120.0
"""States too small to point at, and the width or height in units of the pictures that they get of their own."""

SIZE: Final = (round((HIGH[0] - LOW[0]) / UNIT), round((HIGH[1] - LOW[1]) / UNIT))
_ISO_NUMBERS: Final = {"756": "CH", "352": "IS", "438": "LI", "578": "NO", "826": "UK"}
_PART_OF: Final = {"N. Cyprus": "CY"}


def code_of(country: Mapping[str, Any]) -> str | None:
    """The Eurostat code of the state that a country of the source belongs to, ``None`` outside the map's states."""
    properties = country["properties"]
    code = properties.get("geo") or _PART_OF.get(properties["name"]) or _ISO_NUMBERS.get(country.get("id", ""))
    return code if code in NAMES else None


def build(topology: Mapping[str, Any]) -> dict[str, Any]:
    """The map: ``width``, ``height``, ``land`` (a path), ``states`` (path, place and room of the label), ``insets``."""
    groups: dict[str | None, list[Mapping[str, Any]]] = {}
    for country in topology["objects"]["countries"]["geometries"]:
        groups.setdefault(code_of(country), []).append(country)
    metres = [[laea(*point) for point in arc] for arc in arcs_of(topology)]
    arcs = [simplify([_on_map(point) for point in arc], TOLERANCE) for arc in metres]
    rings = {code: _drawn(outline(countries, arcs)) for code, countries in groups.items()}
    return {
        "width": SIZE[0],
        "height": SIZE[1],
        "land": path(rings.pop(None)),
        "states": {code: _shape(rings[code]) for code in sorted(code for code in rings if code)},
        "insets": {code: _inset(outline(groups[code], metres)) for code in INSETS},
    }


def _on_map(point: Point) -> Point:
    return (point[0] - LOW[0]) / UNIT, (HIGH[1] - point[1]) / UNIT


def _drawn(rings: Iterable[Ring]) -> list[list[Point]]:
    """The parts inside the window, whole-numbered, the largest first, without the smallest ones."""
    low, high = (-MARGIN, -MARGIN), (SIZE[0] + MARGIN, SIZE[1] + MARGIN)
    parts = sorted((clip(ring, low, high) for ring in rings), key=lambda ring: (-abs(_area(ring)), ring))
    return [ring for i, ring in enumerate(map(_whole, parts)) if i == 0 or abs(_area(ring)) >= SMALLEST]


def _area(ring: Ring) -> float:
    return area(ring) if ring else 0.0


def _whole(ring: Ring) -> list[Point]:
    """A ring in whole numbers, without repeated points."""
    points = [(round(x), round(y)) for x, y in ring]
    return [point for i, point in enumerate(points) if point != points[i - 1]]


def _shape(rings: Sequence[Ring]) -> dict[str, Any]:
    (x, y), distance = label_place(rings[0])
    return {"d": path(rings), "x": round(x), "y": round(y), "room": round(distance)}


def _inset(rings: Sequence[Ring]) -> str:
    """The path of a state by itself about the origin, as large as the size of an inset allows."""
    sides = [(min(values), max(values)) for values in zip(*(point for ring in rings for point in ring), strict=True)]
    unit = max(high - low for low, high in sides) / INSET_SIZE
    x, y = [(low + high) / 2 for low, high in sides]
    return path(_whole([((u - x) / unit, (y - v) / unit) for u, v in ring]) for ring in rings)


def path(rings: Iterable[Ring]) -> str:
    """The rings as SVG path data in relative whole numbers."""
    pieces = []
    here = (0, 0)
    for ring in rings:
        points = [(round(x), round(y)) for x, y in ring]
        steps = [(x - u, y - v) for (u, v), (x, y) in zip([here, *points[:-1]], points, strict=True)]
        pieces.append("m" + " ".join(f"{x},{y}" for x, y in steps) + "z")
        here = points[0]
    return "".join(pieces).replace(",-", "-").replace(" -", "-")


def main(arguments: Sequence[str]) -> int:
    """Writes the map beside this file from the TopoJSON file named on the command line."""
    if len(arguments) != 1:
        print("usage: python -m fairshare.workbench.charts.build_map COUNTRIES.topo.json", file=sys.stderr)
        return 2
    topology = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    Path(__file__).with_name("europe.json").write_text(text(build(topology)), encoding="utf-8")
    return 0


def text(built: Mapping[str, Any]) -> str:
    """The map as the text of its file: one line per shape."""
    return json.dumps(built, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
