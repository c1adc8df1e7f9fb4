"""Lets the tests of the agenda import :mod:`cycles`, the builder of short cycles."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "ledger"))
