"""The evaluation itself: findings, recommendations, and what became of them."""

from __future__ import annotations

from typing import Final

from fairshare.evaluation.expost.catalogue.definition import Definition

DEFINITIONS: Final[tuple[Definition, ...]] = ()
