"""The catalogue of indicators, one file a theme."""

from __future__ import annotations

from typing import Final

from fairshare.evaluation.expost.catalogue import (
    chain,
    changes,
    claims,
    delivery,
    fairness,
    history,
    process,
    voluntary,
)
from fairshare.evaluation.expost.catalogue.definition import Criterion, Definition, Step, Unit

__all__ = ["DEFINITIONS", "THEMES", "Criterion", "Definition", "Step", "Unit"]

THEMES: Final = (chain, changes, delivery, fairness, process, history, voluntary, claims)

DEFINITIONS: Final[dict[str, Definition]] = {one.name: one for theme in THEMES for one in theme.DEFINITIONS}
"""Every indicator by name; a name stands in one theme only."""
