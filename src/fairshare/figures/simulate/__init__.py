"""Figures for a simulation: read from a folder of collected files, or from the bundled tables alone (rougher)."""

from __future__ import annotations

from fairshare.figures.simulate.bundled import bundled
from fairshare.figures.simulate.folder import read

__all__ = ["bundled", "read"]
