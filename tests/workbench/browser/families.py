"""Relocation cases to look at: one proposed to Germany, one that a finished run places, one that nobody matched yet."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Any

from fairshare.workbench.actions.perform import perform
from fairshare.workbench.cases.models import Case
from fairshare.workbench.jobs.models import Job
from fairshare.workbench.jobs.registry import KINDS
from fairshare.workbench.people.models import DemoDay

from .scenes import YEAR, user

FAMILY = {"persons": 3, "security": False, "nationality": "ER", "family": "no"}
_keys = count(1)


class Quiet:
    """A report that nobody reads."""

    def progress(self, done: int, total: int, text: str = "") -> None:
        """Nothing."""

    def file(self, name: str) -> Path:
        """No job of cases writes a file."""
        raise NotImplementedError


def registered() -> list[str]:
    """The pseudonyms of three families that Italy registers; the first is proposed to Germany."""
    done = _do("case.register", cases=[FAMILY] * 3)
    assert done is not None
    names = [str(name) for name in done["cases"]]
    for step in ("case.inform", "case.link"):
        _do(step, cases=names[:2])
    Case.unscoped.filter(public=names[0]).update(status="matched", destination="DE", proposed=DemoDay.current())
    return names


def matched() -> str:
    """A run, done as a worker would."""
    done = _do("case.match")
    assert done is not None
    for job in Job.unscoped.filter(status="queued"):
        KINDS[job.kind](job.arguments, Quiet())
        Job.unscoped.filter(pk=job.pk).update(status="done")
    return str(done["run"])


def _do(action: str, **data: Any) -> Any:
    return perform(action, user("IT", "caseworker"), YEAR, data, f"family-{next(_keys)}").answer
