"""What every page knows of the account of who looks."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from fairshare.workbench.people.factors import missing


def people(request: HttpRequest) -> dict[str, Any]:
    """``owes``: the name of the page where a password or a second factor is still to be set up, if any."""
    return {"owes": missing(request)}
