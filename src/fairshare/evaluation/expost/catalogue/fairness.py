"""Fairness: net responsibility by instrument, how uneven it is against the key, and what a pool can reach."""

from __future__ import annotations

from typing import Final

from fairshare.evaluation.expost.catalogue.definition import Definition

DEFINITIONS: Final[tuple[Definition, ...]] = ()
