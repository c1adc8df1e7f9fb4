"""Groups of a composite indicator in their order, from the bottom to the top."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
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


def ordered(groups: list[GroupEntry], levels: Collection[str], aggregate: str) -> tuple[GroupEntry, ...]:
    """Groups with each after its members, the top last; a top is added where several groups stand in no other.

    ``levels``: groups whose members are all written inside them. Such a group is a level and no group if it has no name
    (it begins with a blank), or if one of its members stands in another group too."""
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
    return tuple(GroupEntry(g.name, g.members, g.aggregate or aggregate, g.scope) for g in done)


def _is_level(group: GroupEntry, groups: list[GroupEntry], levels: Collection[str]) -> bool:
    if group.name not in levels:
        return False
    elsewhere = {member for other in groups if other is not group for member in other.members}
    return group.name.startswith(" ") or any(member in elsewhere for member in group.members)
