"""A line of the log tells what happened and where, and nothing of what a person typed, sent or is called."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from fairshare.workbench.ops import errors
from fairshare.workbench.ops.logs import Lines

SECRET = "hunter2"


def fails(request: HttpRequest, case: str) -> HttpResponse:
    """A page that fails as a database does: with the value in the text, and a cause behind it."""
    try:
        raise KeyError(f"Key (email)=({SECRET}) exists")
    except KeyError as error:
        raise ValueError(f"row {case} {SECRET}") from error


def too_large(request: HttpRequest) -> HttpResponse:
    return HttpResponse(len(request.body))


urlpatterns = [path("fails/<slug:case>/", fails, name="fails"), path("large", too_large, name="large")]
handler400, handler403, handler404 = errors.bad_request, errors.denied, errors.missing
handler500 = errors.failed

pytestmark = [pytest.mark.urls(__name__), pytest.mark.filterwarnings("ignore:No directory at:UserWarning")]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What would be written to the log, from every logger."""
    text, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(text)
    handler.setFormatter(Lines())
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield text
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def client(settings: Any) -> Client:
    """Only what is tested here stands between browser and page."""
    settings.MIDDLEWARE = ["fairshare.workbench.ops.middleware.RequestLog"]
    return Client(raise_request_exception=False, headers={"User-Agent": SECRET})


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_a_failure_is_one_line_by_kind_and_place(client: Client, log: io.StringIO) -> None:
    client.cookies["sessionid"] = SECRET
    response = client.post(f"/fails/case-77/?q={SECRET}", {"typed": SECRET}, REMOTE_ADDR="192.0.2.7")
    failure, access = lines(log)
    assert failure["route"] == access["route"] == "fails"
    assert failure["request_id"] == access["request_id"] == response["X-Request-ID"]
    assert failure["exc_info"].startswith("ValueError at fairshare.workbench") or "test_logs" in failure["exc_info"]
    assert "; from KeyError at " in failure["exc_info"]
    assert (access["method"], access["status"]) == ("POST", 500)
    for told in (SECRET, "case-77", "192.0.2.7"):
        assert told not in log.getvalue()
        assert told not in response.content.decode()


def test_an_address_that_there_is_not_is_not_written_down(client: Client, log: io.StringIO) -> None:
    response = client.get(f"/cases/{SECRET}/")
    *_, access, refused = lines(log)
    assert [response.status_code, refused["route"], access["status"]] == [404, "unmatched", 404]
    assert refused["request_id"] == access["request_id"]
    assert SECRET not in log.getvalue()


def test_what_is_too_large_is_told_as_such(client: Client, log: io.StringIO, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    response = client.post("/large", b"x" * 100, content_type="text/plain")
    assert (response.status_code, "This is too large" in response.content.decode()) == (413, True)


def test_numbers_of_requests_differ(client: Client) -> None:
    assert len({client.get("/nowhere")["X-Request-ID"] for _ in range(20)}) == 20
