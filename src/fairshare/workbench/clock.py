"""Today, for the Workbench: the day in Brussels, or in a demonstration the day that somebody set."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """The legal day on which something happens now (Europe/Brussels)."""
    if settings.DEMO:
        from fairshare.workbench.people.models import DemoDay

        day = DemoDay.current()
        if day is not None:
            return day
    return timezone.localdate()
