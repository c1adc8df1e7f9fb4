"""Whether this process lives, and whether it can serve: database, migrations, guards, workers. For machines."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from fairshare.workbench.jobs.models import Worker
from fairshare.workbench.record.triggers import TABLE

STALE: Final = timedelta(seconds=60)
"""A worker that was not heard of for so long is late."""

_TRIGGERS: Final = {
    "sqlite": ("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", 2),
    "postgresql": (
        "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal AND tgenabled = 'O'",
        2,
    ),
}


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """What serving needs, by name; 503 where something is missing. No worker is told, and is no fault of the server."""
    try:
        found = {
            "database": "ok",
            "migrations": f"{len(unapplied())} not applied" if unapplied() else "ok",
            "guards": "ok" if guarded() else "missing",
            "worker": worker(),
        }
    except DatabaseError:
        found = {"database": "cannot be reached"}
    good = all(found.get(part) == "ok" for part in ("database", "migrations", "guards"))
    return JsonResponse({"ready": good, **found}, status=200 if good else 503)


def unapplied() -> list[str]:
    """The migrations that the database lacks."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def guarded() -> bool:
    """Whether the triggers that keep the record from being changed are there and on."""
    statement, wanted = _TRIGGERS[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(statement, [TABLE])
        return len(cursor.fetchall()) == wanted


def worker() -> str:
    """Whether some worker was heard of: ``ok``, ``late`` or ``no worker``."""
    if Worker.objects.filter(seen__gt=Now() - STALE).exists():
        return "ok"
    return "late" if Worker.objects.exists() else "no worker"
