"""Starts the security log, and what follows from it, with the application."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The application of accounts."""

    name = "fairshare.workbench.people"

    def ready(self) -> None:
        """Listen to what touches security."""
        from fairshare.workbench.people import log, react

        log.connect()
        react.connect()
