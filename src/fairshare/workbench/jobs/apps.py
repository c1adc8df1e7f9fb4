"""The jobs of every other room: a room names its own in a module ``work``."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    """Knows every kind of job from the start, so that none is queued that nobody can run."""

    name = "fairshare.workbench.jobs"

    def ready(self) -> None:
        """Import the module ``work`` of each room that has one."""
        autodiscover_modules("work")
