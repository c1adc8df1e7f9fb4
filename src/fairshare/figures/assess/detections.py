"""Detections by route, attributed to the states whose external border the route crosses: an assumption, told as one.

Frontex publishes no split by state. On land the detections of a route are shared by the length of the borders that it
crosses, at sea by arrivals by sea, or by coast where a state of the route has no figure of arrivals.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from fairshare.faults import bad_argument

Border = Literal["land", "sea"]


@dataclass(frozen=True, slots=True)
class Route:
    """The states at whose coast a route ends, and those whose land border with some neighbours it crosses."""

    sea: tuple[str, ...] = ()
    land: Mapping[str, tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Borders:
    """Lengths in km: of the land border of a state with a neighbour, and of a state's coast."""

    land: Mapping[tuple[str, str], float]
    coast: Mapping[str, float]

    def external(self, state: str) -> float:
        """Land border and coast of a state together."""
        return sum(km for (one, _), km in self.land.items() if one == state) + self.coast.get(state, 0.0)


def shares(route: Route, border: Border, borders: Borders, arrivals: Mapping[str, float]) -> dict[str, float]:
    """Each state's part of the detections of a route at one kind of border; empty where the route names no state.

    >>> borders = Borders({("EL", "TR"): 192.0, ("BG", "TR"): 223.0}, {})
    >>> shares(Route(land={"EL": ("TR",), "BG": ("TR",)}), "land", borders, {})["EL"]
    0.46265060240963857
    """
    if border == "land":
        lengths = {
            state: sum(borders.land[state, neighbour] for neighbour in neighbours)
            for state, neighbours in (route.land or {}).items()
        }
        return _parts(lengths)
    counted = {state: arrivals[state] for state in route.sea if state in arrivals}
    if len(counted) == len(route.sea) and any(counted.values()):
        return _parts(counted)
    return _parts({state: borders.coast[state] for state in route.sea})


def _parts(amounts: Mapping[str, float]) -> dict[str, float]:
    total = sum(amounts.values())
    return {state: amount / total for state, amount in amounts.items()} if total else {}


def attribute(
    detections: Mapping[tuple[str, Border], float],
    routes: Mapping[str, Route],
    borders: Borders,
    arrivals: Mapping[str, float],
) -> tuple[dict[str, float], float]:
    """Detections by state, and those that no state can be named for, from detections by route and kind of border.

    Nothing is lost: the two add up to what was given. Raises :class:`~fairshare.faults.BadInputError` for a negative
    number of detections."""
    found = dict.fromkeys(
        sorted({state for route in routes.values() for state in (*route.sea, *(route.land or {}))}), 0.0
    )
    left = 0.0
    for (name, border), count in sorted(detections.items()):
        if count < 0:
            raise bad_argument("detections", f"are {count} on the {name}", "0 or more")
        parts = shares(routes.get(name, Route()), border, borders, arrivals)
        for state, part in parts.items():
            found[state] += part * count
        left += 0.0 if parts else count
    return found, left


def border_share(
    borders: Borders, workload: Mapping[tuple[str, Border], float], states: tuple[str, ...]
) -> dict[str, float]:
    """Each state's part of the external border in the manner of Regulation (EU) 2021/1148, Annex I: land 30 and sea 35,
    each by length (70 %) and workload (30 %). Parts sum to 1.

    The factors that weigh lengths (point 10), airports and consular posts are not in it: no public figure is held.
    ``workload`` are detections by state and kind of border."""
    land = _parts({state: sum(km for (one, _), km in borders.land.items() if one == state) for state in states})
    coast = _parts({state: borders.coast.get(state, 0.0) for state in states})
    on_land = _parts({state: workload.get((state, "land"), 0.0) for state in states})
    at_sea = _parts({state: workload.get((state, "sea"), 0.0) for state in states})
    weights = ((land, 0.30 * 0.70), (on_land, 0.30 * 0.30), (coast, 0.35 * 0.70), (at_sea, 0.35 * 0.30))
    total = sum(weight for part, weight in weights if part)
    return {
        state: sum(weight * part.get(state, 0.0) for part, weight in weights) / total if total else 0.0
        for state in states
    }
