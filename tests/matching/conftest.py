"""Lets the tests of this folder, and of the folders below, import :mod:`instances`, which draws small instances."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
