"""What is done daily with accounts: what is old is forgotten, and secrets are sealed by the key of the day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.utils import timezone

from fairshare.workbench.jobs.registry import Report, job
from fairshare.workbench.people import log
from fairshare.workbench.people.adapters import reseal
from fairshare.workbench.people.own_data import forget_closed


@job("people.forget", every=timedelta(days=1))
def forget(arguments: Mapping[str, Any], report: Report) -> dict[str, Any]:
    """Blank old addresses of the security log and whom closed accounts belonged to, delete sessions that are over, and
    seal anew what an earlier secret key sealed."""
    now = timezone.now()
    blanked, people = log.forget(now - log.RETENTION), forget_closed(now - log.RETENTION)
    over, _ = Session.objects.filter(expire_date__lt=now).delete()
    return {"addresses": blanked, "people": people, "sessions": over, "sealed": reseal()}
