"""The quality of a cycle: time, links, money, measures in kind, refusals, preparedness, rights, workload."""

from __future__ import annotations

from typing import Final

from fairshare.evaluation.expost.catalogue.definition import Definition

DEFINITIONS: Final[tuple[Definition, ...]] = ()
