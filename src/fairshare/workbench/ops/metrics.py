"""Numbers for Prometheus: requests by the name of their address, their latency, jobs by status.

No number of entries, motions or acts is among them: a count may tell of the proposal before the act (AMMR 12(6)).
With several server processes ``PROMETHEUS_MULTIPROC_DIR`` names a folder in which they share their numbers.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from hmac import compare_digest
from typing import Final

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from fairshare.workbench.jobs.models import Job, Status

disable_created_metrics()  # type: ignore[no-untyped-call]
_SHARED: Final = "PROMETHEUS_MULTIPROC_DIR" in os.environ
_own: Final = CollectorRegistry()
REQUESTS: Final = Counter(
    "fairshare_requests", "Requests answered", ("route", "method", "status"), registry=None if _SHARED else _own
)
SECONDS: Final = Histogram(
    "fairshare_request_seconds", "Time to an answer", ("route",), registry=None if _SHARED else _own,
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2.5, 5, 10),
)  # fmt: skip
_FORWARDED: Final = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_REAL_IP")


class Jobs(Collector):
    """Jobs by status, counted when asked."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """One gauge; nothing where the database is away."""
        gauge = GaugeMetricFamily("fairshare_jobs", "Jobs by status", labels=("status",))
        try:
            found = dict(Job.unscoped.order_by().values_list("status").annotate(Count("pk")))
        except DatabaseError:
            return
        for status in Status:
            gauge.add_metric((status.value,), found.get(status.value, 0))
        yield gauge


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The numbers, for the machine itself or whoever holds the token; for all others there is no such page."""
    if not _may_read(request):
        raise Http404
    registry = CollectorRegistry()
    if _SHARED:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    registry.register(Jobs())
    told = generate_latest(registry) if _SHARED else generate_latest(_own) + generate_latest(registry)
    return HttpResponse(told, content_type=CONTENT_TYPE_LATEST)


def _may_read(request: HttpRequest) -> bool:
    """A proxy on this machine makes everybody a caller from loopback: then, and in production, the token is needed.

    The name that was asked for is checked too, so that no page in a browser here reads them by a name of its own."""
    token = os.environ.get("FAIRSHARE_METRICS_TOKEN", "")
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and compare_digest(given.encode(), token.encode()):
        return True
    near = request.META.get("REMOTE_ADDR", "") in {"127.0.0.1", "::1"}
    if not near or settings.PRODUCTION or any(name in request.META for name in _FORWARDED):
        return False
    return bool(request.get_host())
