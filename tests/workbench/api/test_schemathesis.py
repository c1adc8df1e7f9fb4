"""What a machine makes of the document, good and bad, is answered as the document declares, and never with a 500."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from fairshare.workbench.api.models import Token
from fairshare.workbench.people.models import User
from fairshare.workbench.record.models import Cycle

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance, negative_data_rejection,
]  # fmt: skip
EXAMPLES = 10
"""Requests of each operation and seat, half of them meant to be wrong."""


@pytest.fixture
def document(cycle_2026: Cycle, before_the_act: Callable[[], None]) -> Iterator[Any]:
    """The document as it is served by the application, over a record of two cycles. The connection with the test's
    transaction outlives requests."""
    before_the_act()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize(
    "seat",
    [
        (),
        ("commission",),
        ("council",),
        ("presidency",),
        ("coordinator",),
        ("member_state", "IT"),
        ("agency", "", "FRA"),
    ],
    ids="-".join,
)
def test_every_operation_keeps_to_its_document(
    document: Any, person: Callable[..., User], seat: tuple[str, ...]
) -> None:
    headers = {}
    if seat:
        token = Token.issue(person(*seat, function="head"), "machine", "act", timedelta(days=1))
        headers = {"Authorization": f"Bearer {token}"}
    faults = [fault for operation in document.get_all_operations() for fault in faults_of(operation.ok(), headers)]
    assert not faults, "\n\n".join(faults)


def faults_of(operation: Any, headers: dict[str, str]) -> list[str]:
    """What is wrong with the answers of an operation, if anything."""

    @given(case=operation.as_strategy() | operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE))
    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def ask(case: Any) -> None:
        case.call_and_validate(headers=headers, checks=CHECKS)

    try:
        ask()
    except (Exception, FailureGroup) as error:
        return [f"{operation.label}: {error}"]
    return []
