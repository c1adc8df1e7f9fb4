"""The API itself: reads, one operation per action, motions; its document is made once."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from django.urls import URLPattern, re_path
from django.utils.translation import override
from ninja import NinjaAPI

from fairshare import __version__
from fairshare.workbench.api import acts, document, problem, reads
from fairshare.workbench.api.guard import guarded, lost

DESCRIPTION: Final = """The annual cycle of the solidarity mechanism of Regulation (EU) 2024/1351 (AMMR) as a record of
events. Every figure names its provision. You see what your seat may see: what it may not is not there.

Money and shares are decimal texts, states are Eurostat codes (Greece is EL), days are ISO 8601. A request that changes
something carries an Idempotency-Key: sent again, it gets the first answer and does nothing, for 90 days; later its key
is refused. What the law does not allow is refused with 422 and the provision in `cite`."""


@cache
def api() -> NinjaAPI:
    """The API with an operation for every action of the registry."""
    made = NinjaAPI(
        title="Fairshare Workbench",
        version=__version__,
        description=DESCRIPTION,
        openapi_url=None,
        docs_url=None,
        urls_namespace="api",
    )
    problem.handle(made)
    made.add_router("", reads.router)
    with override("en"):
        acts.add_actions(acts.router)
    made.add_router("", acts.router)
    return made


@cache
def schema() -> dict[str, Any]:
    """The OpenAPI 3.1 document."""
    return document.finished(api().get_openapi_schema(path_prefix="/api/"))


def patterns() -> list[URLPattern]:
    """The addresses of the API below ``/api/``, each guarded; whatever else is asked there is answered as a problem."""
    made = [
        URLPattern(route.pattern, guarded(route.callback), route.default_args)  # no name: those of pages are alike
        for route in api().urls[0]
        if isinstance(route, URLPattern)
    ]
    return [*made, re_path(r"^", lost)]
