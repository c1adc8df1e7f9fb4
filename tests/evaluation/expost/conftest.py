"""Lets these tests import :mod:`cycles`, the builder of short cycles, and the year that :mod:`test_story` plays."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "ledger"))
