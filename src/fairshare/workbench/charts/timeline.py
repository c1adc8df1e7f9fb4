"""The stages of a cycle in their order: what is done, what is late, what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fairshare.workbench.tables.formats import day
from fairshare.workbench.tables.model import Column, Table, Text

Status = Literal["done", "done-late", "late", "next", "coming"]

STATUSES: Final[Mapping[str, Text]] = {
    "done": gettext_lazy("done"),
    "done-late": gettext_lazy("done after its day"),
    "late": gettext_lazy("late"),
    "next": gettext_lazy("next"),
    "coming": gettext_lazy("to come"),
}
"""What is said of a stage."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage: the day by which it is due and the day on which it was done, if there are any, its article, its page."""

    label: Text
    due: date | None = None
    done: date | None = None
    cite: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A stage as it is drawn: its status and what is said about its days."""

    stage: Stage
    status: Status
    word: Text
    days: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A cycle's stages with all that the template needs."""

    template: ClassVar[str] = "charts/timeline.html"
    name: str
    title: Text
    points: tuple[Point, ...]
    notes: tuple[Text, ...]
    table: Table


def timeline(
    stages: Sequence[Stage], *, today: date, title: Text, notes: tuple[Text, ...] = (), name: str = "timeline"
) -> Timeline:
    """The stages as they stand today: the first that is neither done nor late is the next one."""
    rest = [place for place, stage in enumerate(stages) if stage.done is None and not _overdue(stage, today)]
    points = []
    for place, stage in enumerate(stages):
        status = _status(stage, today, is_next=place in rest[:1])
        points.append(Point(stage, status, STATUSES[status], _days(stage, today)))
    columns = (
        Column("stage", _("Stage"), "text"),
        Column("due", _("Due"), "text"),
        Column("done", _("Done"), "text"),
        Column("status", _("Status"), "text", words=STATUSES),
        Column("cite", _("Article"), "text"),
    )
    rows = tuple(
        {
            "stage": str(stage.label),
            "due": day(stage.due) if stage.due else _("no fixed day"),
            "done": day(stage.done) if stage.done else _("not yet"),
            "status": point.status,
            "cite": stage.cite,
        }
        for stage, point in zip(stages, points, strict=True)
    )
    return Timeline(name, title, tuple(points), notes, Table(f"{name}-values", title, columns, rows))


def _overdue(stage: Stage, today: date) -> bool:
    return stage.done is None and stage.due is not None and stage.due < today


def _status(stage: Stage, today: date, *, is_next: bool) -> Status:
    if stage.done is not None:
        return "done-late" if stage.due is not None and stage.done > stage.due else "done"
    if _overdue(stage, today):
        return "late"
    return "next" if is_next else "coming"


def _days(stage: Stage, today: date) -> str:
    """What there is to say about the days of a stage."""
    due = _("due %(day)s") % {"day": day(stage.due)} if stage.due else _("no fixed day")
    if stage.done:
        return _("%(day)s (%(due)s)") % {"day": day(stage.done), "due": due}
    if stage.due is None:
        return due
    apart = (stage.due - today).days
    if apart < 0:
        late = ngettext("%(number)d day late", "%(number)d days late", -apart) % {"number": -apart}
        return _("%(due)s, %(late)s") % {"due": due, "late": late}
    left = ngettext("%(number)d day left", "%(number)d days left", apart) % {"number": apart}
    return _("%(due)s, %(left)s") % {"due": due, "left": left}
