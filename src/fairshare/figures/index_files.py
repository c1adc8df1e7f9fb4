"""The file that specifies a composite indicator (contract 6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from fairshare.faults import BadInputError, Fault
from fairshare.figures.index_groups import Groups, read_levels
from fairshare.figures.index_nodes import CODES, OPTIONS, WORDS, Nodes
from fairshare.figures.index_tree import TOP, GroupEntry, heights, listing_of, ordered, parents_of, with_parents
from fairshare.figures.tables import read_mapping, read_text

_ROOT = ("levels", "groups", "indicators", "screen", "impute_by", "name", "source", *WORDS, *OPTIONS)


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
    """Read SPEC.yaml. The layout, every part of which may be left out if a tree remains::

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
      ``indicators`` and ``groups`` are other words for ``members``, and ``groups`` for the section ``levels``.
    * The first level may list all indicators with their options; it is no group then.
    * A name may say its ``parent`` instead (an indicator also its ``group``): in ``indicators``, which may hold groups
      too, or in ``levels``. Groups are made of what is named so, and ``levels`` may be left out or hold options only.
    * ``weights``, ``direction`` and ``denominator`` may stand with a name (in ``indicators`` or as a member), in its
      group (a list in the order of members, or by name) or at the top of the file (by name). ``{GROUP: [2, 1]}`` or
      ``{GROUP: {NAME: 2}}`` says it of the members of that group. ``normalise``, ``impute``, ``outliers``,
      ``denominator`` and ``aggregate`` hold for all that is below them unless that says otherwise. A ``direction`` of a
      group turns all that is below it.
    * ``aggregate`` at the top of the file: a word, ``{method: word}``, words by name of group, or a list of words, one
      for each level from the bottom. Method words count without case, hyphens, underscores and blanks.
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
            nodes.lines[f" {name}"] = line
            nodes.option_for_all(name, value, line)
    if "impute_by" in entries:
        nodes.by = nodes.word("impute_by", *entries["impute_by"])
    described = _indicators(nodes, *entries["indicators"]) if "indicators" in entries else []
    read = Groups([], set())
    for section in ("groups", "levels"):
        found = read_levels(nodes, *entries[section]) if section in entries else Groups([], set())
        read = Groups(read.found + found.found, read.levels | found.levels)
    screen = nodes.screen(*entries["screen"]) if "screen" in entries else {}
    listing = listing_of(read.found)
    groups = _groups(nodes, read, listing, described)
    return _resolved(nodes, groups, listing, described, screen)


def _groups(nodes: Nodes, read: Groups, listing: GroupEntry | None, described: list[str]) -> tuple[GroupEntry, ...]:
    """The groups from the bottom to the top, with the members that name a parent; then every fault of the tree."""
    parents = {name: options["parent"] for name, options in nodes.options.items() if options.get("parent")}
    for name, parent in parents.items():
        nodes.lines.setdefault(parent, nodes.lines[f"{name}.parent"])
    written = with_parents([group for group in read.found if group is not listing], parents)
    if not written:
        nodes.lines.setdefault(TOP, 1)
        written = [GroupEntry(TOP, tuple(described), None, {})]
    for group in written:
        if not group.members:
            nodes.fault(nodes.lines.get(group.name, 1), group.name.strip(), "has no member", "at least one")
    if nodes.faults:
        raise BadInputError(nodes.faults)
    groups = ordered(written, read.levels)
    nodes.spread({group.name: group.members for group in (*read.found, *groups)})
    for group in groups:
        for member in group.members:
            if parents.get(member, group.name) != group.name:
                line, problem = nodes.lines[f"{member}.parent"], f"is {parents[member]!r}, and {group.name!r} holds it"
                nodes.fault(line, f"{member}.parent", problem, "one group for each")
    unused = _unused(nodes, groups, read, described)
    nodes.faults += (Fault(nodes.file, nodes.lines.get(name, 1), name, *said) for name, said in unused.items())
    aggregates = _aggregates(nodes, groups)
    if nodes.faults:
        raise BadInputError(nodes.faults)
    return tuple(replace(group, aggregate=aggregates[group.name]) for group in groups)


def _unused(
    nodes: Nodes, groups: tuple[GroupEntry, ...], read: Groups, described: list[str]
) -> dict[str, tuple[str, str]]:
    """Names for which something is set that they do not have."""
    own = {group.name for group in groups}
    named = own.union(described, *(group.members for group in groups))
    found = {}
    for name, options in nodes.options.items():
        if name not in named and not (name in read.levels and {*options} <= {"aggregate"}):
            found[name] = ("is no indicator and no group", "a name of the levels")
        elif "aggregate" in options and name not in own | read.levels:
            found[name] = ("is no group, and has an aggregation", "a group")
    return found


def _aggregates(nodes: Nodes, groups: tuple[GroupEntry, ...]) -> dict[str, str]:
    """The aggregation of each group: its own, else from above, else of its level or of the file."""
    height, default = heights(groups), nodes.for_all.get("aggregate", "arithmetic")
    levels = max(height.values(), default=1)
    by_level = default if isinstance(default, list) else [default] * levels
    if len(by_level) != levels:
        problem = f"has {len(by_level)} values for {levels} levels"
        nodes.fault(nodes.lines.get(" aggregate", 1), "aggregate", problem, "one for each level from the bottom")
        return {}
    return {
        group.name: nodes.options.get(group.name, {}).get("aggregate")
        or group.aggregate
        or by_level[height[group.name] - 1]
        for group in groups
    }


def _indicators(nodes: Nodes, node: yaml.Node, line: int) -> list[str]:
    """The section ``indicators``: options by name, a list of names, or a list of options with ``name``.

    ``group`` is another word for ``parent`` here."""
    names = []
    for name, value, at in nodes.named(node, "indicators", line):
        names.append(name)
        nodes.lines.setdefault(name, at)
        if value is not None and not nodes.is_empty(value):
            for key, inner, inner_line in nodes.entries(value, f"{name}.", at, (*OPTIONS, "group", *CODES, *WORDS)):
                option = "parent" if key == "group" else key
                if option in OPTIONS:
                    nodes.option(name, option, inner, inner_line)
    return names


def _resolved(
    nodes: Nodes,
    groups: tuple[GroupEntry, ...],
    listing: GroupEntry | None,
    described: list[str],
    screen: dict[str, Any],
) -> SpecFile:
    """Every default filled in from the nearest place above."""
    own = {group.name: group for group in groups}
    parent = parents_of(groups)
    all_names = dict.fromkeys([*described, *(member for group in groups for member in group.members)])
    names = [name for name in all_names if name not in own]
    listed = listing.scope if listing is not None else {}
    indicators = {name: _options(nodes, name, listed, own, parent) for name in names}
    default = nodes.for_all.get("weight", Fraction(1))
    weights = {name: nodes.options.get(name, {}).get("weight", default) for name in (*names, *own)}
    return SpecFile(nodes.file, groups, indicators, weights, nodes.by, nodes.limits, screen, nodes.lines)


_DEFAULTS = {"direction": 1, "denominator": None, "normalise": "minmax", "impute": "none", "outliers": "none"}


def _options(
    nodes: Nodes,
    name: str,
    listed: Mapping[str, Any],
    groups: Mapping[str, GroupEntry],
    parent: Mapping[str, str],
) -> dict[str, Any]:
    """The options of one indicator: its own, else of the level that lists it (``listed``), else of the nearest group
    above, else of the file, else the default."""
    above = []
    step = parent.get(name)
    while step is not None and step not in above:
        above.append(step)
        step = parent.get(step)
    found = {}
    for option, default in _DEFAULTS.items():
        places = [nodes.options.get(name, {}), listed, *(groups[group].scope for group in above), nodes.for_all]
        found[option] = next((place[option] for place in places if option in place), default)
    for group in above:
        found["direction"] *= nodes.options.get(group, {}).get("direction", 1)
    return found
