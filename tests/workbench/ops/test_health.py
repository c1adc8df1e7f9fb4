"""Health asks nothing of the database; readiness says what is missing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory

from fairshare.workbench.jobs import queue
from fairshare.workbench.ops import health
from fairshare.workbench.record.triggers import LIFTS


def ready() -> tuple[int, dict[str, object]]:
    response = health.readyz(RequestFactory().get("/readyz"))
    return response.status_code, json.loads(response.content)


def test_health_needs_no_database() -> None:
    """Outside ``django_db`` any query fails."""
    assert health.healthz(RequestFactory().get("/healthz")).content == b"ok\n"


@pytest.mark.django_db
def test_a_server_without_a_worker_is_ready_and_says_so() -> None:
    assert ready() == (
        200, {"ready": True, "database": "ok", "migrations": "ok", "guards": "ok", "worker": "no worker"}
    )  # fmt: skip


@pytest.mark.django_db
def test_a_worker_that_was_heard_of_shows() -> None:
    queue.sign_on("one")
    assert ready()[1]["worker"] == "ok"


@pytest.mark.django_db
def test_a_database_whose_guards_were_lifted_is_not_ready() -> None:
    with connection.cursor() as cursor:
        cursor.execute(LIFTS[connection.vendor][0])
    status, found = ready()
    assert (status, found["ready"], found["guards"]) == (503, False, "missing")


@pytest.mark.django_db
def test_a_database_that_lacks_a_migration_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "unapplied", lambda: ["record.0009_more"])
    assert (ready()[0], ready()[1]["migrations"]) == (503, "1 not applied")


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def refuse() -> None:
        raise OperationalError('connection to server at "db.example" failed for user "fairshare"')

    monkeypatch.setattr(health, "unapplied", refuse)
    yield


def test_a_database_that_is_away_is_told_without_its_name(away: None) -> None:
    assert ready() == (503, {"ready": False, "database": "cannot be reached"})


@pytest.mark.urls("fairshare.workbench.ops.urls")
def test_a_probe_asks_by_address_and_over_plain_http(settings: Any) -> None:
    """In production, where every other request is sent to HTTPS and to the name of the server."""
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["pool.example"], True
    settings.PRODUCTION, settings.SECURE_REDIRECT_EXEMPT = True, [r"^healthz$", r"^readyz$", r"^metrics$"]
    settings.MIDDLEWARE = [
        "fairshare.workbench.ops.middleware.RequestLog",
        "django.middleware.security.SecurityMiddleware",
        "fairshare.workbench.ops.middleware.Probes",
        "django.middleware.common.CommonMiddleware",
    ]
    client = Client(headers={"host": "10.0.0.7:8000"})
    assert client.get("/healthz").content == b"ok\n"
    assert client.post("/healthz").status_code == 405
    assert client.get("/metrics").status_code == 404
    assert client.get("/elsewhere").status_code == 400
