"""The OpenAPI document says of every operation what it asks and every answer that it can give."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from fairshare.workbench.actions.registry import actions
from fairshare.workbench.api.application import schema
from fairshare.workbench.api.document import operation_id, operations

from .conftest import Caller

OPERATIONS = {operation["operationId"]: (method, path, operation) for method, path, operation in operations(schema())}


def resolved(part: Any) -> Any:
    """A schema as one on its own, with the components that it refers to."""
    return {**part, "components": schema()["components"]}


def test_every_action_is_an_operation_of_its_own() -> None:
    made = {name for name, (method, path, _) in OPERATIONS.items() if "/actions/" in path and method == "POST"}
    assert made == {operation_id(action) for action in actions().values()}


def test_names_are_unique_and_fit_for_a_function() -> None:
    assert len(OPERATIONS) == len(list(operations(schema())))
    assert all(name.isidentifier() for name in OPERATIONS)


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_is_told_in_full(name: str) -> None:
    method, _, operation = OPERATIONS[name]
    assert operation["summary"] and operation["description"] and operation["security"]
    assert operation["tags"][0] in {tag["name"] for tag in schema()["tags"]}
    codes = set(operation["responses"])
    assert codes & {"200", "202"} and {"401", "429"} <= codes
    for code, answer in operation["responses"].items():
        assert answer["description"]
        for kind, content in answer.get("content", {}).items():
            assert kind == ("application/json" if int(code) < 400 else "application/problem+json")
            Draft202012Validator(resolved(content["schema"])).validate(content["example"])
    if method == "POST":
        assert {} not in operation["security"]


@pytest.mark.parametrize("action", actions().values(), ids=lambda action: action.name)
def test_the_form_of_an_action_comes_with_an_example_and_its_provision(action: Any) -> None:
    _, _, operation = OPERATIONS[operation_id(action)]
    assert all(cite in operation["description"] for cite in action.cites)
    body = operation["requestBody"]["content"]["application/json"]
    Draft202012Validator(resolved(body["schema"])).validate(body["example"])
    headers = {part["name"]: part["required"] for part in operation["parameters"] if part["in"] == "header"}
    assert headers == {"Idempotency-Key": True, "If-Match": action.exact}
    assert ("428" in operation["responses"]) is action.exact


def test_the_document_is_served_and_kept(public: Caller) -> None:
    first = public.get("/openapi.json")
    assert json.loads(first.content) == schema()
    assert schema()["openapi"].startswith("3.1")
    assert public.get("/openapi.json", **{"If-None-Match": first["ETag"]}).status_code == 304


def test_the_page_of_the_document_needs_nothing_from_elsewhere(public: Caller) -> None:
    page = public.client.get("/api/docs").content.decode()
    assert all(f'id="{name}"' in page for name in OPERATIONS)
    assert "<script>" not in page and " style=" not in page
    assert not [part for part in page.split('"') if part.startswith(("http://", "https://", "//"))]


def test_the_page_of_the_document_reads_as_text_whatever_the_lines_were(public: Caller) -> None:
    page = public.client.get("/api/docs").content.decode()
    assert "as a record of events. Every figure" in page
    assert "<p>Money and shares are decimal texts" in page
    assert "an action sends back as <code>If-Match</code>." in page
    assert "`" not in page and "<br>" not in page
