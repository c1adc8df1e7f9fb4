"""Lets the tests of this folder import :mod:`cycle_2027`, the builder of a cycle by its actors."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
