"""The actions by name. An action that is not listed here does not exist for any page, answer or command."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from typing import Final

from fairshare.workbench.actions.base import Action, EventAction

STAGES: Final = (
    "preparation",
    "package",
    "forum",
    "act",
    "year",
    "deductions",
    "contributions",
    "offsets",
    "cases",
    "closing",
    "evaluation",
)
"""The files with actions, in the order of the cycle."""


@cache
def actions() -> dict[str, Action]:
    """Every action by its name."""
    for stage in STAGES:
        import_module(f"fairshare.workbench.actions.{stage}")
    found = {cls.name: cls() for cls in _leaves(Action) if "name" in cls.__dict__}
    return dict(sorted(found.items(), key=lambda pair: STAGES.index(pair[1].stage or _stage(pair[1]))))


def _stage(action: Action) -> str:
    return type(action).__module__.rpartition(".")[2]


def stage_of(action: Action) -> str:
    """The stage of the cycle to which an action belongs: its file."""
    return action.stage or _stage(action)


def _leaves(cls: type[Action]) -> Iterable[type[Action]]:
    for sub in cls.__subclasses__():
        if sub is not EventAction:
            yield sub
        yield from _leaves(sub)
