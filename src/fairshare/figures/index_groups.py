"""The section ``levels`` of the file of a composite indicator: groups and their members, in any plain layout."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import yaml

from fairshare.figures.index_nodes import ALIASES, OPTIONS, Nodes
from fairshare.figures.index_tree import TOP, GroupEntry

_NAMES: Final = ("name", "group", "level")
_ITEM: Final = (*_NAMES, "indicator", "code", "id")
_HOLDS: Final = ("members", "groups")
_WORDS: Final = ("title", "description")
_SCOPED: Final = ("denominator", "normalise", "impute", "outliers")


class Groups(NamedTuple):
    """Groups as they are found, and the names of those whose members are all written inside them."""

    found: list[GroupEntry]
    levels: set[str]


def read_levels(nodes: Nodes, node: yaml.Node, line: int) -> Groups:
    """All groups of the section."""
    reading = _Reading(nodes)
    if isinstance(node, yaml.SequenceNode):
        items = [one for item in node.value for one in (item.value if _is_list(item) else [item])]
        for item in items:
            reading.item(item, item is items[-1])
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

    def item(self, node: yaml.Node, last: bool) -> None:
        """One entry of a list of levels: a group or a level by its members, or groups by their names."""
        line = node.start_mark.line + 1
        pairs = self.nodes.pairs(node, "levels.", line)
        keys = [name for name, _, _ in pairs]
        if not any(key in _HOLDS for key in keys):
            for name, body, at in pairs:
                self.group(name, body, at, {}, 0)
            return
        names = [self.nodes.word(key, value, at) for key, value, at in pairs if key in ("name", "group")]
        if len(names) > 1:
            self.nodes.fault(line, names[1], "is a second name", "name or group")
        names += [self.nodes.word(key, value, at) for key, value, at in pairs if key == "level"]
        name = names[0] if names and "groups" not in keys else f" level on line {line}"
        self.group(name, node, line, {}, 0)
        if name.startswith(" ") and name not in self.groups.levels:
            self._name_it(name, line, last)

    def _name_it(self, name: str, line: int, last: bool) -> None:
        """A group without a name is the top if it stands last."""
        if not last:
            self.nodes.fault(line, "levels", "holds a group without a name", "name: … beside members")
        place = next(k for k, group in enumerate(self.groups.found) if group.name == name)
        group = self.groups.found[place]
        self.groups.found[place] = GroupEntry(TOP, group.members, group.aggregate, group.scope)
        self.nodes.lines[TOP] = line

    def group(self, name: str, body: yaml.Node, line: int, scope: dict[str, Any], depth: int) -> None:
        """A group: a list of members, or a mapping of options and members."""
        nodes = self.nodes
        if nodes.is_too_deep(depth, name, line):
            return
        nodes.lines.setdefault(name, line)
        pairs = nodes.pairs(body, f"{name}.", line) if not isinstance(body, yaml.SequenceNode) else []
        holders = [(value, at) for key, value, at in pairs if key in _HOLDS]
        scope, own = dict(scope), list[tuple[str, str, yaml.Node, int]]()
        written: list[tuple[str, yaml.Node | None, int]] = []
        for key, value, at in pairs:
            option = ALIASES.get(key, key)
            if option in OPTIONS or option == "aggregate":
                own.append((key, option, value, at))
            elif not holders or key not in (*_HOLDS, *_NAMES, *_WORDS):
                written.append((key, value, at))
        if len(holders) > 1:
            nodes.fault(line, name, "has members and groups", "one of both")
        if holders or isinstance(body, yaml.SequenceNode):
            for key, _, at in written:
                nodes.fault(at, f"{name}.{key}", "is unknown", "members, aggregate, " + ", ".join(OPTIONS))
            written = self._members(name, *(holders[0] if holders else (body, line)))
        for key, option, value, at in own:
            if option in ("aggregate", *_SCOPED) and not isinstance(value, yaml.SequenceNode):
                self._scoped(name, option, value, at, scope)
            else:
                self._of_members(name, key, option, value, at, [member for member, _, _ in written])
        self._add(name, written, scope, line, depth)

    def _scoped(self, name: str, option: str, value: yaml.Node, line: int, scope: dict[str, Any]) -> None:
        """An option that holds for all below, or by name of member."""
        if option == "aggregate":
            scope[option] = self.nodes.word(f"{name}.aggregate", value, line)
        elif isinstance(value, yaml.MappingNode) and option in ("denominator", "normalise"):
            self.nodes.by_name(option, value, line)
        else:
            scope[option] = self.nodes.value(f"{name}.{option}", option, value, line)

    def _of_members(self, name: str, key: str, option: str, value: yaml.Node, line: int, members: list[str]) -> None:
        """An option of members, as a list or by name. One value is of the group; in the plural, of all members."""
        if isinstance(value, yaml.MappingNode):
            self.nodes.by_name(option, value, line)
            return
        if isinstance(value, yaml.SequenceNode):
            if option == "aggregate" or len(value.value) != len(members):
                problem = f"has {len(value.value)} values for {len(members)} members"
                self.nodes.fault(line, f"{name}.{key}", problem, "one for each member, or one value")
            else:
                for member, one in zip(members, value.value, strict=True):
                    self.nodes.option(member, option, one, one.start_mark.line + 1)
            return
        if option == "weight" and value.value == "equal":
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
                for option, value, option_at in self.nodes.entries(said, f"{member}.", at, (*OPTIONS, *_ITEM, *_WORDS)):
                    if option in OPTIONS:
                        self.nodes.option(member, option, value, option_at)
        members = tuple(member for member, _, _ in written)
        if not members:
            self.nodes.fault(line, name.strip(), "has no member", "at least one")
        if members and inside == len(members):
            self.groups.levels.add(name)
        self.groups.found.append(GroupEntry(name, members, scope.get("aggregate"), scope))

    @staticmethod
    def _is_group(node: yaml.Node) -> bool:
        """Whether a member is a group that is written inside: a list, or a mapping that has more than options.

        An item of a list that names itself is one only if it holds members."""
        if isinstance(node, yaml.SequenceNode):
            return True
        keys = {ALIASES.get(str(key.value), str(key.value)) for key, _ in node.value}
        if keys & {*_ITEM}:
            return bool(keys & {*_HOLDS})
        return bool(keys - {*OPTIONS, *_WORDS})
