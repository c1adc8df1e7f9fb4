"""Which measures of a league the site shows."""

from __future__ import annotations

from typing import Final

from fairshare.evaluation.mechanisms.measures import HEADLINE

SHOWN: Final = (
    HEADLINE,
    "hoover_rules",
    "hoover_relocated",
    "hoover_present",
    "reach_given",
    "delivery",
    "moved_twice",
)
"""The measures that the page of a mechanism tells, the first of them in pictures too."""
