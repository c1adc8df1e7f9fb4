"""Flows between states as a picture: ribbons from the states on the left to those on the right, as wide as they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

WIDTH: Final = 720
_LEFT, _RIGHT, _NODE = 150, 570, 12
_GAP: Final = 5
_LEAST: Final = 14  # a name needs this height


@dataclass(frozen=True, slots=True)
class Node:
    """A state at one side: its code, where its bar starts and how high it is, and where its name stands."""

    code: str
    x: int
    y: float
    height: float
    text_x: int
    anchor: str

    @property
    def middle(self) -> float:
        """The height at which the name stands."""
        return round(self.y + self.height / 2, 1)


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A flow: from, to, the key of its figure, and its outline."""

    origin: str
    target: str
    key: str
    d: str


@dataclass(frozen=True, slots=True)
class Picture:
    """All that the template draws."""

    height: float
    nodes: tuple[Node, ...]
    ribbons: tuple[Ribbon, ...]
    width: int = WIDTH


def picture(cells: Mapping[tuple[str, str], str], values: Mapping[str, Fraction | None]) -> Picture:
    """The picture of flows by (from, to), with the values of their keys. Unknown and empty flows are not drawn."""
    sizes = {pair: float(values[key] or 0) for pair, key in cells.items() if (values[key] or 0) > 0}
    origins = _totals((pair[0], size) for pair, size in sizes.items())
    targets = _totals((pair[1], size) for pair, size in sizes.items())
    scale = 30 * max(len(targets), len(origins), 6) / (2 * (sum(origins.values()) or 1))
    left = _column(origins, scale, _LEFT - _NODE, _LEFT - _NODE - 8, "end")
    right = _column(targets, scale, _RIGHT, _RIGHT + _NODE + 8, "start")
    from_y, to_y = {node.code: node.y for node in left}, {node.code: node.y for node in right}
    ribbons = []
    for origin in origins:
        for target in targets:
            size = sizes.get((origin, target), 0) * scale
            if size:
                outline = _outline(from_y[origin], to_y[target], size)
                ribbons.append(Ribbon(origin, target, cells[origin, target], outline))
                from_y[origin] += size
                to_y[target] += size
    bottom = max((node.y + max(node.height, _LEAST) for node in (*left, *right)), default=0)
    return Picture(round(bottom + _GAP, 1), (*left, *right), tuple(ribbons))


def _totals(parts: Iterable[tuple[str, float]]) -> dict[str, float]:
    """The sum by state, the largest first."""
    found: dict[str, float] = {}
    for code, size in parts:
        found[code] = found.get(code, 0) + size
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))


def _column(totals: Mapping[str, float], scale: float, x: int, text_x: int, anchor: str) -> tuple[Node, ...]:
    nodes, y = [], float(_GAP)
    for code, total in totals.items():
        height = total * scale
        nodes.append(Node(code, x, round(y, 1), round(height, 1), text_x, anchor))
        y += max(height, _LEAST) + _GAP
    return tuple(nodes)


def _outline(left: float, right: float, size: float) -> str:
    middle = (_LEFT + _RIGHT) // 2
    up = f"M{_LEFT} {left:.1f}C{middle} {left:.1f} {middle} {right:.1f} {_RIGHT} {right:.1f}"
    low_left, low_right = left + size, right + size
    return f"{up}V{low_right:.1f}C{middle} {low_right:.1f} {middle} {low_left:.1f} {_LEFT} {low_left:.1f}Z"
