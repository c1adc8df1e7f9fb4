"""The OpenAPI document, and a plain page made from it."""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from itertools import groupby
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from fairshare.workbench.api.application import schema
from fairshare.workbench.api.document import operations
from fairshare.workbench.api.strict import written
from fairshare.workbench.people.access import public_page

_CODE: Final = re.compile("`+")
"""What stands before and after code in a description."""


@cache
def _served() -> tuple[bytes, str]:
    """The document as it is sent, and its tag."""
    body = written(schema())
    return body, f'"{sha256(body).hexdigest()[:24]}"'


@public_page
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI 3.1 document."""
    body, tag = _served()
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        return HttpResponseNotModified(headers=headers)
    return HttpResponse(body, content_type="application/json", headers=headers)


@public_page
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Every operation, by tag, with what it asks and answers."""
    document = schema()
    order = [tag["name"] for tag in document["tags"]]
    rows = sorted(
        (_row(method, path, operation, document) for method, path, operation in operations(document)),
        key=lambda row: order.index(row["tag"]),
    )
    told = {tag["name"]: tag["description"] for tag in document["tags"]}
    groups = [(name, told[name], list(part)) for name, part in groupby(rows, key=lambda row: row["tag"])]
    return render(request, "api/docs.html", {"groups": groups, "says": _paragraphs(document["info"]["description"])})


def _row(method: str, path: str, operation: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    name = body.get("$ref", "").rpartition("/")[2]
    form = document["components"]["schemas"].get(name, {})
    asked = set(form.get("required", []))
    return {
        "method": method,
        "path": path,
        "tag": operation["tags"][0],
        "id": operation["operationId"],
        "summary": operation["summary"],
        "says": _paragraphs(operation.get("description", "")),
        "fields": [(field, field in asked, _kind(part)) for field, part in form.get("properties", {}).items()],
        "answers": [(code, _parts(answer["description"])) for code, answer in operation["responses"].items()],
    }


def _paragraphs(text: str) -> list[list[tuple[str, bool]]]:
    """The paragraphs of a description, however its lines are wrapped."""
    return [_parts(" ".join(paragraph.split())) for paragraph in text.split("\n\n") if paragraph.strip()]


def _parts(text: str) -> list[tuple[str, bool]]:
    """A text in parts, each with whether it is code."""
    return [(part, place % 2 == 1) for place, part in enumerate(_CODE.split(text))]


def _kind(schema: dict[str, Any]) -> str:
    """What a field takes, in a few words."""
    if "anyOf" in schema:
        return ", ".join(dict.fromkeys(_kind(part) for part in schema["anyOf"]))
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    return str(schema.get("format") or schema.get("type") or schema.get("$ref", "").rpartition("/")[2])
