"""The actions on relocation cases, which stand with the cases."""

from __future__ import annotations

import fairshare.workbench.cases.actions
import fairshare.workbench.cases.beginnings  # noqa: F401
