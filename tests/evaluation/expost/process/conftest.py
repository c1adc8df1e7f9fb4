"""Lets the tests of the process import :mod:`cycles` and :mod:`evaluations`, the builders of short records."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3] / "ledger"))
