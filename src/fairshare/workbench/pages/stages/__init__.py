"""The stages of a cycle as pages: one file a stage, each with ``panels(view, today)``, in the order of the cycle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fairshare.workbench.pages.panels import Panel
from fairshare.workbench.record.cut import Cut


@dataclass(frozen=True, slots=True)
class StagePage:
    """A stage: its address, its name, one line on what the law does there, and its articles.

    ``restricted``: shown to cleared seats only until the act is adopted (12(6)). ``by_seat``: what it shows depends on
    the seat itself, not only on the entries that the seat is shown."""

    slug: str
    label: str | Promise
    says: str | Promise
    cite: str
    restricted: bool = False
    by_seat: bool = False

    @property
    def panels(self) -> Callable[[Cut, date], list[Panel]]:
        """What the page shows."""
        found: Callable[[Cut, date], list[Panel]] = import_module(f"{__name__}.{self.slug}").panels
        return found


PAGES: Final = (
    StagePage(
        "preparation",
        _("Information"),
        _("What the states and bodies deliver, the two assessments, and the consultation of each state concerned."),
        "AMMR 9-11",
    ),
    StagePage(
        "package",
        _("Package"),
        _("The Commission's report, its decision on each state, and its proposal for the pool."),
        "AMMR 9, 11, 12",
    ),
    StagePage(
        "forum",
        _("High-Level Forum"),
        _("The states examine the package, conclude on the reference number, and pledge."),
        "AMMR 13, 57(3)",
        restricted=True,
    ),
    StagePage("act", _("Act"), _("The Council adopts the act on the pool by qualified majority."), "AMMR 57"),
    StagePage(
        "year", _("Pool year"), _("Who uses the pool, what is needed, what is drawn and delivered."), "AMMR 58-60, 67"
    ),
    StagePage(
        "deductions",
        _("Deductions"),
        _("States under pressure or in a significant situation ask that their pledge be lowered."),
        "AMMR 61, 62",
    ),
    StagePage(
        "contributions",
        _("Money and kind"),
        _("Funded actions and measures in kind: requested, valued together, reported."),
        "AMMR 64, 65",
    ),
    StagePage(
        "offsets",
        _("Offsets"),
        _("Taking responsibility instead of a relocation: the tests of Article 63 and what was asked and taken."),
        "AMMR 63, 69",
    ),
    StagePage(
        "closing",
        _("Year end"),
        _("Close, January confirmations, settlement, catch-up offsets, reports."),
        "AMMR 60(6), 63(5), 64",
    ),
    StagePage(
        "evaluation",
        _("Evaluation"),
        _("What the cycle achieved, how fair the result was, what should change, and whether it did."),
        "AMMR 15(4), 64(6), 79",
        by_seat=True,
    ),
)
"""The stages in the order of the cycle."""

BY_SLUG: Final = {page.slug: page for page in PAGES}
