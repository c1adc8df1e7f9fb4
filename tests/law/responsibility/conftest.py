"""Lets the tests of this folder, and of the folders below, import :mod:`strategies`, which draws whole random cases."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
