"""Groups of a composite indicator in their order, from the bottom to the top."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

TOP: Final = "index"


@dataclass(frozen=True, slots=True)
class GroupEntry:
    """A group as it is written. ``aggregate`` is ``None`` where nothing is said; ``scope`` holds for what is below."""

    name: str
    members: tuple[str, ...]
    aggregate: str | None
    scope: Mapping[str, Any]


def parents_of(groups: Iterable[GroupEntry]) -> dict[str, str]:
    """The group in which each name stands first."""
    found: dict[str, str] = {}
    for group in groups:
        for member in group.members:
            found.setdefault(member, group.name)
    return found


def listing_of(groups: list[GroupEntry]) -> GroupEntry | None:
    """The first group, if it is a level that lists the indicators: those that the others hold, and no other."""
    if not groups:
        return None
    first, held = groups[0], {member for group in groups[1:] for member in group.members}
    leaves = held - {group.name for group in groups}
    return first if leaves and set(first.members) == leaves and first.name not in held else None


def with_parents(groups: list[GroupEntry], parents: Mapping[str, str]) -> list[GroupEntry]:
    """Groups with those members too that name them as their parent, and the groups that only members name."""
    named: dict[str, list[str]] = {}
    for member, parent in parents.items():
        named.setdefault(parent, []).append(member)
    found = {group.name for group in groups}
    return [
        replace(group, members=tuple(dict.fromkeys([*group.members, *named[group.name]])))
        if group.name in named
        else group
        for group in [*groups, *(GroupEntry(name, (), None, {}) for name in named if name not in found)]
    ]


def heights(groups: Iterable[GroupEntry]) -> dict[str, int]:
    """The level of each group, from 1, of groups in their order."""
    found: dict[str, int] = {}
    for group in groups:
        found[group.name] = 1 + max((found.get(member, 0) for member in group.members), default=0)
    return found


def ordered(groups: list[GroupEntry], levels: Collection[str]) -> tuple[GroupEntry, ...]:
    """Groups with each after its members, the top last; a top is added where several groups stand in no other.

    ``levels``: groups whose members are all written inside them, or name another parent. Such a group is a level and
    no group if it has no name (it begins with a blank), or if one of its members stands in another group too."""
    kept = [group for group in groups if not _is_level(group, groups, levels)]
    if len(kept) < len(groups):  # written level by level: the last level may hold the top alone
        kept = [group for group in kept if group.name not in levels or len(group.members) > 1]
    inside = {member for group in kept for member in group.members}
    roots = [group.name for group in kept if group.name not in inside]
    if len(roots) > 1:
        kept.append(GroupEntry(TOP, tuple(roots), None, {}))
    names = {group.name for group in kept}
    done: list[GroupEntry] = []
    while len(done) < len(kept):
        known = {group.name for group in done}
        ready = [g for g in kept if g.name not in known and all(m in known or m not in names for m in g.members)]
        done += ready or [g for g in kept if g not in done]  # a circle: left as it is written
    return tuple(done)


def _is_level(group: GroupEntry, groups: list[GroupEntry], levels: Collection[str]) -> bool:
    if group.name not in levels:
        return False
    elsewhere = {member for other in groups if other is not group for member in other.members}
    return group.name.startswith(" ") or any(member in elsewhere for member in group.members)
