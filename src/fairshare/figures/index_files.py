"""The file that specifies a composite indicator (contract 6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from fairshare.faults import BadInputError, Fault
from fairshare.figures.index_groups import Groups, read_levels
from fairshare.figures.index_nodes import OPTIONS, Nodes
from fairshare.figures.index_tree import TOP, GroupEntry, ordered, parents_of
from fairshare.figures.tables import read_mapping, read_text

_ROOT = ("levels", "indicators", "screen", "aggregate", "impute_by", "name", "title", "description", "source", *OPTIONS)


@dataclass(frozen=True, slots=True)
class SpecFile:
    """A specification as it is written, with every default filled in.

    ``groups``: bottom to top, the last is the top. ``indicators``: by name the options ``direction``, ``denominator``,
    ``normalise``, ``impute`` and ``outliers``. ``weights``: by name of indicator or group. What the file sets of
    ``limits`` (``skew``, ``kurtosis``, ``points``, ``log``) and ``screen`` (``units``, ``indicators``, ``leave_out``).
    ``lines``: the line on which a name stands."""

    file: str
    groups: tuple[GroupEntry, ...]
    indicators: Mapping[str, Mapping[str, Any]]
    weights: Mapping[str, Fraction]
    impute_by: str | None
    limits: Mapping[str, Any]
    screen: Mapping[str, Any]
    lines: Mapping[str, int]


def read_spec(path: str | Path) -> SpecFile:
    """Read SPEC.yaml. The layout, every part of which but ``levels`` may be left out::

        normalise: minmax          # minmax, zscore, rank or percentile
        aggregate: arithmetic      # arithmetic, geometric or copeland
        impute: {method: group-mean, by: region}     # none, mean, median or group-mean
        outliers: {method: winsorise, skew: 2, kurtosis: 3.5, points: 5, log: true}   # or none
        screen: {units: 0.66, indicators: 0.5, leave_out: true}
        indicators:
          arrivals: {direction: 1, denominator: population, normalise: rank, weight: 2}
        levels:
          - pressure: {members: [arrivals, requests], weights: [2, 1], aggregate: geometric}
            capacity: {members: {staff: 1, places: 3}, direction: -1}
          - index: [pressure, capacity]

    * ``levels`` is a list from the bottom to the top, or one mapping. A group is written as ``name: members``,
      ``name: {members: …, …}`` or ``{name: …, members: …}``. Members are names, ``name: weight``, ``name: {options}``,
      or groups written inside. A level may be ``{groups: {…}, aggregate: …}``.
    * ``weights``, ``direction`` and ``denominator`` may stand with a name (in ``indicators`` or as a member), in its
      group (a list in the order of members, or by name) or at the top of the file (by name). ``normalise``, ``impute``,
      ``outliers``, ``denominator`` and ``aggregate`` hold for all that is below them unless that says otherwise. A
      ``direction`` of a group turns all that is below it.
    * A name that is no group is a column of the data: direction 1, weight 1, no denominator, ``minmax``. Groups that no
      other group holds make a top named ``index``. Without ``levels`` all indicators make one group.

    Raises :class:`~fairshare.faults.BadInputError` with every fault and its line: an unknown or repeated name, a value
    that does not fit, two values for one thing. What a structure may not be is for who builds it to say.
    """
    read_mapping(path)  # names what is no YAML, or no mapping
    nodes = Nodes(str(path))
    root = yaml.compose(read_text(path), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    entries = {name: (value, line) for name, value, line in nodes.entries(root, "", 1, _ROOT)}
    for name, (value, line) in entries.items():
        if name in OPTIONS:
            nodes.option_for_all(name, value, line)
    if "impute_by" in entries:
        nodes.by = nodes.word("impute_by", *entries["impute_by"])
    described = _indicators(nodes, *entries["indicators"]) if "indicators" in entries else []
    if "levels" in entries:
        groups = read_levels(nodes, *entries["levels"])
    else:
        nodes.lines.setdefault(TOP, 1)
        groups = Groups([GroupEntry(TOP, tuple(described), None, {})], set())
    aggregate = nodes.word("aggregate", *entries["aggregate"]) if "aggregate" in entries else "arithmetic"
    screen = nodes.screen(*entries["screen"]) if "screen" in entries else {}
    if nodes.faults:
        raise BadInputError(nodes.faults)
    return _resolved(nodes, ordered(groups.found, groups.levels, aggregate), described, screen)


def _indicators(nodes: Nodes, node: yaml.Node, line: int) -> list[str]:
    """The section ``indicators``: options by name, a list of names, or a list of options with ``name``."""
    names = []
    for name, value, at in nodes.named(node, "indicators", line):
        names.append(name)
        nodes.lines.setdefault(name, at)
        if value is not None and not nodes.is_empty(value):
            for option, inner, inner_line in nodes.entries(value, f"{name}.", at, (*OPTIONS, "name")):
                if option != "name":
                    nodes.option(name, option, inner, inner_line)
    return names


def _resolved(nodes: Nodes, groups: tuple[GroupEntry, ...], described: list[str], screen: dict[str, Any]) -> SpecFile:
    """Every default filled in from the nearest place above."""
    own = {group.name: group for group in groups}
    parent = parents_of(groups)
    names = dict.fromkeys([*described, *(member for group in groups for member in group.members if member not in own)])
    indicators = {name: _options(nodes, name, own, parent) for name in names}
    named = [*names, *own]
    unused = [name for name in nodes.options if name not in named]
    if unused:
        faults = (
            Fault(nodes.file, nodes.lines.get(name, 1), name, "is no indicator and no group", "a name of the levels")
            for name in unused
        )
        raise BadInputError(faults)
    default = nodes.for_all.get("weight", Fraction(1))
    weights = {name: nodes.options.get(name, {}).get("weight", default) for name in named}
    return SpecFile(nodes.file, groups, indicators, weights, nodes.by, nodes.limits, screen, nodes.lines)


_DEFAULTS = {"direction": 1, "denominator": None, "normalise": "minmax", "impute": "none", "outliers": "none"}


def _options(nodes: Nodes, name: str, groups: Mapping[str, GroupEntry], parent: Mapping[str, str]) -> dict[str, Any]:
    """The options of one indicator: its own, else of the nearest group above, else of the file, else the default."""
    above = []
    step = parent.get(name)
    while step is not None and step not in above:
        above.append(step)
        step = parent.get(step)
    found = {}
    for option, default in _DEFAULTS.items():
        places = [nodes.options.get(name, {}), *(groups[group].scope for group in above), nodes.for_all]
        found[option] = next((place[option] for place in places if option in place), default)
    for group in above:
        found["direction"] *= nodes.options.get(group, {}).get("direction", 1)
    return found
