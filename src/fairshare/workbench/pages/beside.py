"""What stands beside the form of an action, because whoever fills it in wants to see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext_lazy as _

from fairshare.workbench.actions.base import Action
from fairshare.workbench.pages.panels import Panel
from fairshare.workbench.pages.stages.act import vote_panels
from fairshare.workbench.pages.stages.forum import on_the_table, pledged
from fairshare.workbench.pages.stages.year import needs
from fairshare.workbench.record.cut import Cut


def beside(action: Action, view: Cut) -> list[Panel]:
    """The panels beside the form of an action, of what its seat may see."""
    return BESIDE[action.name](view) if action.name in BESIDE else []


def own_pledge(view: Cut) -> list[Panel]:
    """How far the pledges of one's own state are from its fair share, at the number on the table."""
    number = on_the_table(view.book)
    if number is None or not view.book.shares:
        return []
    table = pledged(view.book, number)
    own = tuple(row for row in table.rows if row["state"] == view.seat.state)
    return [Panel(_("Your pledges and your fair share"), table=replace(table, rows=own), cite="AMMR 57(3), 57(4), 66")]


def majority(view: Cut) -> list[Panel]:
    """The majority on the act as it stands."""
    return vote_panels(view.book)[:1] if view.book.population and not view.act_adopted else []


def needed(view: Cut) -> list[Panel]:
    """What benefitting states need, and what is committed to them."""
    return [Panel(_("Needs and what is committed to them"), table=needs(view.book), cite="AMMR 58(2), 59(2), 60(2)")]


BESIDE: Final[dict[str, Callable[[Cut], list[Panel]]]] = {
    "pledge.make": own_pledge,
    "vote.cast": majority,
    "act.adopt": majority,
    "draw.agree": needed,
    "understanding.reach": needed,
}
"""By action."""
