"""Lets the tests of this folder import :mod:`publishers`, which plays the publishers that are not there."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
