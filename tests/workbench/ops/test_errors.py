"""Error pages say what happened in words; those for when all fails need neither session nor database."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from fairshare.workbench.ops import errors

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
