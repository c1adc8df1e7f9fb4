"""What is forgotten of accounts: addresses in the security log, and sessions that are over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.utils import timezone

from fairshare.workbench.jobs.registry import Report, job
from fairshare.workbench.people import log


@job("people.forget", every=timedelta(days=1))
def forget(arguments: Mapping[str, Any], report: Report) -> dict[str, Any]:
    """Blank old addresses of the security log, and delete sessions that are over."""
    now = timezone.now()
    blanked = log.forget(now - log.RETENTION)
    over, _ = Session.objects.filter(expire_date__lt=now).delete()
    return {"addresses": blanked, "sessions": over}
