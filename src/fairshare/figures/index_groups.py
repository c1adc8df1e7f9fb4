"""The section ``levels`` of the file of a composite indicator: groups and their members, in any plain layout."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final, NamedTuple

import yaml

from fairshare.figures.index_nodes import ALIASES, OPTIONS, STEPS, WORDS, Nodes, method_of
from fairshare.figures.index_tree import TOP, GroupEntry, listing_of

_NAMES: Final = ("name", "group", "level")
_ITEM: Final = (*_NAMES, "indicator", "code", "id")
_HOLDS: Final = ("members", "groups", "indicators")
_SCOPED: Final = ("aggregate", "denominator", "normalise", *STEPS)


class Groups(NamedTuple):
    """Groups as they are found, and the names of those whose members are all written inside them, or say
    that another group is their parent."""

    found: list[GroupEntry]
    levels: set[str]


def read_levels(nodes: Nodes, node: yaml.Node, line: int) -> Groups:
    """All groups of the section."""
    reading = _Reading(nodes)
    if isinstance(node, yaml.SequenceNode):
        items = [one for item in node.value for one in (item.value if _is_list(item) else [item])]
        for item in items:
            reading.item(item)
        reading.name_them()
    else:
        for name, body, at in nodes.pairs(node, "levels.", line):
            reading.group(name, body, at, {}, 0)
    if not reading.groups.found and not nodes.faults:
        nodes.fault(line, "levels", "hold no group", "at least one group with its members")
    return reading.groups


def _is_list(node: yaml.Node) -> bool:
    return isinstance(node, yaml.SequenceNode)


class _Reading:
    def __init__(self, nodes: Nodes) -> None:
        self.nodes = nodes
        self.groups = Groups([], set())

    def item(self, node: yaml.Node) -> None:
        """One entry of a list of levels: a group or a level by its members, or groups by their names."""
        line = node.start_mark.line + 1
        pairs = self.nodes.pairs(node, "levels.", line)
        keys = [name for name, _, _ in pairs]
        named = any(key in _NAMES and isinstance(value, yaml.ScalarNode) for key, value, _ in pairs)
        if not any(key in _HOLDS for key in keys):
            if not named:
                for name, body, at in pairs:
                    self.group(name, body, at, {}, 0)
                return
            inner = [(key, value) for key, value in node.value if key.value not in (*_NAMES, *WORDS)]
            node = yaml.MappingNode(node.tag, inner, node.start_mark)
        names = [self.nodes.word(key, value, at) for key, value, at in pairs if key in ("name", "group")]
        if len(names) > 1:
            self.nodes.fault(line, names[1], "is a second name", "name or group")
        names += [self.nodes.word(key, value, at) for key, value, at in pairs if key == "level"]
        name = names[0] if names and "groups" not in keys else f" level on line {line}"
        self.group(name, node, line, {}, 0)

    def name_them(self) -> None:
        """A group without a name is the top if it stands last; the first may list the indicators."""
        found, listing = self.groups.found, listing_of(self.groups.found)
        for place, group in enumerate(found):
            if not group.name.startswith(" ") or group.name in self.groups.levels or group is listing:
                continue
            line = self.nodes.lines[group.name]
            if place < len(found) - 1:
                self.nodes.fault(line, "levels", "holds a group without a name", "name: … beside members")
            found[place] = replace(group, name=TOP)
            self.nodes.lines[TOP] = line

    def group(self, name: str, body: yaml.Node, line: int, scope: dict[str, Any], depth: int) -> None:
        """A group: a list of members, a mapping of options and members, or a weight of one whose members name it."""
        nodes = self.nodes
        if nodes.is_too_deep(depth, name, line):
            return
        nodes.lines.setdefault(name, line)
        scope, own = dict(scope), list[tuple[str, yaml.Node, int]]()
        written: list[tuple[str, yaml.Node | None, int]] = []
        if isinstance(body, yaml.SequenceNode):
            written = self._members(name, body, line)
        elif isinstance(body, yaml.MappingNode):
            own, written = self._body(name, body, line)
        elif not nodes.is_empty(body):
            nodes.option(name, "weight", body, line)
        for key, value, at in own:
            option = ALIASES.get(key, key)
            if option in _SCOPED and not isinstance(value, yaml.SequenceNode):
                self._scoped(name, option, value, at, scope)
            else:
                self._of_members(name, key, option, value, at, [member for member, _, _ in written])
        self._add(name, written, scope, line, depth)

    def _body(
        self, name: str, body: yaml.Node, line: int
    ) -> tuple[list[tuple[str, yaml.Node, int]], list[tuple[str, yaml.Node | None, int]]]:
        """The options of a group, and its members."""
        nodes, pairs = self.nodes, self.nodes.pairs(body, f"{name}.", line)
        own = [pair for pair in pairs if ALIASES.get(pair[0], pair[0]) in OPTIONS]
        holders = [(value, at) for key, value, at in pairs if key in _HOLDS]
        others = [pair for pair in pairs if pair not in own]
        if not holders:
            return own, [*others]
        if len(holders) > 1:
            nodes.fault(line, name, "has members and groups", "one of both")
        for key, _, at in others:
            if key not in (*_HOLDS, *_NAMES, *WORDS):
                nodes.fault(at, f"{name}.{key}", "is unknown", "members, " + ", ".join(OPTIONS))
        return own, self._members(name, *holders[0])

    def _scoped(self, name: str, option: str, value: yaml.Node, line: int, scope: dict[str, Any]) -> None:
        """An option that holds for all below, or by name of member."""
        value = method_of(option, value)
        if isinstance(value, yaml.MappingNode) and option not in STEPS:
            self.nodes.by_name(option, value, line)
            return
        scope[option] = self.nodes.value(f"{name}.{option}", option, value, line)
        if option == "aggregate" and not name.startswith(" "):
            self.nodes.option(name, option, value, line)

    def _of_members(self, name: str, key: str, option: str, value: yaml.Node, line: int, members: list[str]) -> None:
        """An option of members, as a list or by name. One value is of the group; in the plural, of all members."""
        if isinstance(value, yaml.MappingNode):
            self.nodes.by_name(option, value, line)
            return
        if isinstance(value, yaml.SequenceNode):
            self.nodes.in_order(f"{name}.{key}", members, option, value, line)
            return
        if option == "weight" and value.value.lower() == "equal":
            return
        for target in members if key == f"{option}s" else [name]:
            self.nodes.option(target, option, value, line)

    def _members(self, name: str, node: yaml.Node, line: int) -> list[tuple[str, yaml.Node | None, int]]:
        """Members with what is said of each."""
        nodes = self.nodes
        if isinstance(node, yaml.MappingNode):
            return [*nodes.pairs(node, f"{name}.", line)]
        if not isinstance(node, yaml.SequenceNode):
            nodes.fault(line, f"{name}.members", "is no list of members", "[NAME, NAME] or NAME: weight")
            return []
        found: list[tuple[str, yaml.Node | None, int]] = []
        for item in node.value:
            at = item.start_mark.line + 1
            if isinstance(item, yaml.ScalarNode):
                found.append((nodes.word(f"{name}.members", item, at), None, at))
                continue
            pairs = nodes.pairs(item, f"{name}.members.", at)
            names = [nodes.word(key, value, at) for key, value, at in pairs if key in _ITEM]
            found += [(names[0], item, at)] if names else [(key, value, at) for key, value, at in pairs]
        return found

    def _add(
        self,
        name: str,
        written: list[tuple[str, yaml.Node | None, int]],
        scope: dict[str, Any],
        line: int,
        depth: int,
    ) -> None:
        """Put a group down, after the groups that are written inside it."""
        inside = 0
        for member, said, at in written:
            self.nodes.lines.setdefault(member, at)
            if said is None or self.nodes.is_empty(said):
                continue
            if isinstance(said, yaml.ScalarNode):
                self.nodes.option(member, "weight", said, at)
            elif self._is_group(said):
                inside += 1
                self.group(member, said, at, scope, depth + 1)
            else:
                inside += self._described(member, said, at, name)
        members = tuple(member for member, _, _ in written)
        if members and inside == len(members):
            self.groups.levels.add(name)
        self.groups.found.append(GroupEntry(name, members, scope.get("aggregate"), scope))

    def _described(self, member: str, said: yaml.Node, line: int, group: str) -> bool:
        """Set the options of a member. Whether it says that its parent is another group."""
        nodes, parent = self.nodes, group
        for option, value, at in nodes.entries(said, f"{member}.", line, (*OPTIONS, *_ITEM, *WORDS)):
            if option in OPTIONS:
                nodes.option(member, option, value, at)
                parent = str(value.value) if option == "parent" else parent
        return parent != group

    @staticmethod
    def _is_group(node: yaml.Node) -> bool:
        """Whether a member is a group that is written inside: a list, or a mapping that has more than options.

        An item of a list that names itself is one only if it holds members."""
        if isinstance(node, yaml.SequenceNode):
            return True
        keys = {ALIASES.get(str(key.value), str(key.value)) for key, _ in node.value}
        if keys & {*_ITEM}:
            return bool(keys & {*_HOLDS})
        return bool(keys - {*OPTIONS, *WORDS})
