"""Error pages say what happened in words; those for when all fails need neither session nor database."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from types import ModuleType

import pytest
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from fairshare.workbench.api import guard, reads
from fairshare.workbench.api.problem import Problem
from fairshare.workbench.ops import errors
from fairshare.workbench.ops.logs import Lines

HANDLERS: dict[int, Callable[[HttpRequest], HttpResponse]] = {
    400: errors.bad_request,
    403: errors.denied,
    404: errors.missing,
    410: lambda request: errors.page(request, 410),
    413: lambda request: errors.bad_request(request, RequestDataTooBig()),
    429: errors.too_many,
    500: errors.failed,
}


def asked(**headers: str) -> HttpRequest:
    return RequestFactory().get("/somewhere", headers=headers)


@pytest.mark.parametrize("status", sorted(HANDLERS))
def test_every_fault_has_a_page_that_needs_no_database(status: int) -> None:
    """Outside ``django_db`` any query fails: where the frame needs one, the page does without its frame."""
    response = HANDLERS[status](asked())
    text = response.content.decode()
    assert response.status_code == status
    assert f"<h1>{errors.FAULTS[status].title}</h1>" in text
    assert "<main" in text
    assert text.count("<h1") == 1
    assert "<script>" not in text
    assert "style=" not in text


@pytest.mark.parametrize("status", sorted(HANDLERS))
def test_a_program_gets_a_problem(status: int) -> None:
    response = HANDLERS[status](asked(accept="application/json"))
    assert response["Content-Type"] == "application/problem+json"
    found = json.loads(response.content)
    assert (found["status"], found["title"]) == (status, str(errors.FAULTS[status].title))


def test_an_expired_form_is_told_as_such() -> None:
    response = errors.csrf_failure(asked(), reason="CSRF cookie not set.")
    text = response.content.decode()
    assert (response.status_code, "This form has expired" in text, "cookie" in text) == (403, True, False)


@pytest.mark.django_db
@pytest.mark.parametrize(("place", "name"), [(reads, "today"), (guard, "_arrived")])
def test_a_fault_of_the_api_is_a_problem_with_a_number_that_the_log_has(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, place: ModuleType, name: str
) -> None:
    """Within an operation and around it. What the fault says stands in neither."""

    def fails(*_: object) -> None:
        raise ValueError("password=hunter2")

    monkeypatch.setattr(place, name, fails)
    with caplog.at_level(logging.INFO):
        answer = Client(raise_request_exception=False).get("/api/cycles", headers={"accept": "text/html"})
    told = Problem.model_validate_json(answer.content)
    assert (answer.status_code, told.status, answer["Content-Type"]) == (500, 500, "application/problem+json")
    assert told.instance == f"urn:request:{answer['X-Request-ID']}"
    lines = [Lines().format(record) for record in caplog.records]
    found = [line for line in map(json.loads, lines) if line.get("request_id") == answer["X-Request-ID"]]
    assert any(line.get("exc_info", "").startswith("ValueError at ") for line in found)
    assert "hunter2" not in "".join(lines) + answer.content.decode()
