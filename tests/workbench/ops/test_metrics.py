"""Metrics are for the machine itself or for whoever holds the token, and count nothing that is restricted."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import DisallowedHost
from django.http import Http404, HttpRequest
from django.test import RequestFactory

from fairshare.workbench.ops.metrics import metrics

TOKEN = "a token of the tests"


def asked(**meta: str) -> HttpRequest:
    return RequestFactory().get("/metrics", **{"REMOTE_ADDR": "127.0.0.1"} | meta)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_the_machine_itself_reads_them() -> None:
    text = metrics(asked()).content.decode()
    assert 'fairshare_jobs{status="queued"} 0.0' in text
    assert "# TYPE fairshare_request_seconds histogram" in text


@pytest.mark.django_db
def test_no_count_tells_of_the_record() -> None:
    names = {line.split()[2] for line in metrics(asked()).content.decode().splitlines() if line.startswith("# TYPE")}
    assert names == {"fairshare_requests_total", "fairshare_request_seconds", "fairshare_jobs"}


STRANGERS: list[dict[str, Any]] = [
    {"REMOTE_ADDR": "192.0.2.7"},
    {"HTTP_X_FORWARDED_FOR": "192.0.2.7"},
    {"HTTP_FORWARDED": "for=192.0.2.7"},
    {"REMOTE_ADDR": ""},
    {"REMOTE_ADDR": "192.0.2.7", "HTTP_AUTHORIZATION": "Bearer a guess"},
    {"REMOTE_ADDR": "192.0.2.7", "HTTP_AUTHORIZATION": ""},
]


@pytest.mark.parametrize("meta", STRANGERS)
@pytest.mark.parametrize("token", [TOKEN, ""])
def test_for_others_there_is_no_such_page(monkeypatch: pytest.MonkeyPatch, meta: dict[str, str], token: str) -> None:
    monkeypatch.setenv("FAIRSHARE_METRICS_TOKEN", token)
    with pytest.raises(Http404):
        metrics(asked(**meta))


@pytest.mark.django_db
def test_whoever_holds_the_token_reads_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAIRSHARE_METRICS_TOKEN", TOKEN)
    request = asked(REMOTE_ADDR="192.0.2.7", HTTP_AUTHORIZATION=f"Bearer {TOKEN}")
    assert metrics(request).status_code == 200


def test_behind_a_name_the_token_is_needed(settings: Any) -> None:
    settings.PRODUCTION = True
    with pytest.raises(Http404):
        metrics(asked())


def test_a_page_in_a_browser_here_does_not_read_them_by_a_name_of_its_own() -> None:
    with pytest.raises(DisallowedHost):
        metrics(asked(HTTP_HOST="rebound.example"))
