"""What the public sees of a cycle: its cut, published as of the end of the last month."""

from __future__ import annotations

from datetime import date, timedelta

from fairshare.workbench.clock import today
from fairshare.workbench.people.seat import PUBLIC
from fairshare.workbench.public.publication import published
from fairshare.workbench.record.cut import Cut, cut_of
from fairshare.workbench.record.ledgers import folded
from fairshare.workbench.record.models import Cycle

_last: dict[int, Cut] = {}
"""By year what was published last."""


def seen(cycle: Cycle) -> Cut:
    """What is published today of a cycle as its row says it stands."""
    until = month_end_before(today())
    view = cut_of(cycle, PUBLIC)
    return view.kept(("published", until), lambda shared: _as_before(published(folded(cycle).ledger, shared, until)))


def _as_before(view: Cut) -> Cut:
    """The same view as last published, with all that was made of it, where nothing of it changed."""
    before = _last.get(view.year)
    _last[view.year] = before if before == view else view
    return _last[view.year]


def month_end_before(day: date) -> date:
    """The last day of the month before that of ``day``.

    >>> month_end_before(date(2027, 3, 31))
    datetime.date(2027, 2, 28)
    """
    return day.replace(day=1) - timedelta(days=1)
