"""Indicators of voluntary schemes: Malta's pilots, disembarkations, the Voluntary Declaration."""

from __future__ import annotations

from typing import Final

from fairshare.evaluation.expost.catalogue.definition import Definition

DEFINITIONS: Final[tuple[Definition, ...]] = ()
