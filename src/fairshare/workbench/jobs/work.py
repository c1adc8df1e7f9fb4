"""What is cleared when it has been kept long enough: ended jobs with their files, and what let somebody in once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db.models import QuerySet
from django.db.models.functions import Now

from fairshare.workbench.api.models import Token
from fairshare.workbench.jobs.models import ENDED, Job
from fairshare.workbench.jobs.registry import Report, job
from fairshare.workbench.people.models import SignInLink
from fairshare.workbench.record.models import Receipt


@dataclass(frozen=True, slots=True)
class Rule:
    """Rows that are kept for a time after the moment that a field names."""

    rows: Callable[[], QuerySet[Any]]
    since: str
    kept: timedelta

    def clear(self) -> int:
        """Delete those whose time is over, and how many there were."""
        return self.rows().filter(**{f"{self.since}__lt": Now() - self.kept}).delete()[0]


RULES: Final[Mapping[str, Rule]] = {
    "jobs": Rule(lambda: Job.unscoped.filter(status__in=ENDED), "ended", timedelta(days=90)),
    "links": Rule(SignInLink.objects.all, "expires", timedelta(days=30)),
    "tokens": Rule(Token.objects.all, "expires", timedelta(days=90)),
    "sessions": Rule(UserSession.objects.all, "last_seen_at", timedelta(days=1)),
    "receipts": Rule(Receipt.objects.all, "at", timedelta(days=90)),
}
"""What is cleared, and after how long. Without its receipt a request that comes again is refused, as its entry has the
key still. A session is over hours before its row goes: the row tells its owner from where it was."""


@job("spent.clear", every=timedelta(days=1))
def clear(arguments: Mapping[str, Any], report: Report) -> dict[str, Any]:
    """Delete what every rule lets go, and the files of jobs that are no more."""
    return {name: rule.clear() for name, rule in RULES.items()} | {"folders": clear_files()}


def clear_files() -> int:
    """Delete the folders of jobs that are no more, and how many there were. A job has its row before its folder."""
    found = [folder for folder in (Path(settings.HOME) / "jobs").glob("*-*") if folder.is_dir()]
    known = set(map(str, Job.unscoped.values_list("pk", flat=True)))
    gone = [folder for folder in found if folder.name.partition("-")[0] not in known]
    for folder in gone:
        shutil.rmtree(folder)
    return len(gone)
