"""Series from a folder of files that were collected by hand: see ``files.yaml`` for what each file is."""

from __future__ import annotations

from fairshare.figures.collected.folder import load, missing, read

__all__ = ["load", "missing", "read"]
