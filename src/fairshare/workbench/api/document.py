"""The OpenAPI document, finished: every answer of every operation, forms of actions, examples, security, tags."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, Final

from django.conf import settings

from fairshare.workbench.actions.base import Action
from fairshare.workbench.actions.registry import actions
from fairshare.workbench.api.examples import example_of
from fairshare.workbench.api.forms import schema_of
from fairshare.workbench.api.identity import ACTING, OPEN, SIGNED_IN
from fairshare.workbench.api.problem import MEDIA_TYPE, Problem

JSON = dict[str, Any]
_REF: Final = "#/components/schemas/{model}"

ERRORS: Final = {
    400: "The body is no JSON as this API reads it, or the Idempotency-Key is missing.",
    401: "Nobody is signed in, or the token is not valid.",
    403: "The seat may not do this, a second factor or the CSRF token is missing, or the token is for reading only.",
    404: "There is nothing here that you may see.",
    409: "The key was used for another request, or the motion was ended already.",
    412: "The record has moved on since you looked.",
    413: "The request is too long.",
    415: "The body is no application/json.",
    422: "Refused by the law, with the provision in `cite`; or not filled in, with what is wrong in `problems`.",
    428: "This action needs the version that you saw, as If-Match.",
    429: "Too many requests: wait for the seconds in Retry-After.",
}
"""Why a request is not done, by status."""

_TAGGED: Final = (304, 401, 404, 429)
_MOTION: Final = (401, 403, 404, 409, 413, 415, 422, 429)
_ACT: Final = (400, 401, 403, 404, 409, 412, 413, 415, 422, 429)
ANSWERS: Final[dict[str, tuple[int, ...]]] = {
    "cycles": (304, 401, 429),
    "me": (401, 429),
    "motions": (401, 403, 429),
    "events": (*_TAGGED, 422),
    "confirm": _MOTION,
    "drop": _MOTION,
}
"""Answers of an operation beside those done; reads of a cycle have those of ``_TAGGED``, actions those of ``_ACT``."""

_TAGS: Final = {
    "record": "What the record holds, as your seat may see it.",
    "you": "Who asks.",
    "motions": "What binds waits for a second person of the delegation.",
    "preparation": "Information, assessments and consultation (AMMR 9, 10).",
    "package": "Report, decision and proposal of the Commission (AMMR 9, 11, 12).",
    "forum": "High-Level Forum and pledges (AMMR 13).",
    "act": "The Council's act on the pool (AMMR 57).",
    "year": "Notices, notifications and access to the pool (AMMR 58 to 60).",
    "deductions": "Full and partial deductions (AMMR 61, 62).",
    "contributions": "Draws, relocations, measures in kind and money (AMMR 60, 64, 65, 67).",
    "offsets": "Responsibility offsets (AMMR 63, 69).",
    "cases": "Cases by pseudonym and the procedure of relocation (AMMR 67).",
    "closing": "Close of the year, confirmations and settlement (AMMR 57, 60; IR 30).",
    "evaluation": "Indicators, plans, and the steps of an evaluation (AMMR 15, 64, 79; models: 2022/922, TFEU 148).",
}

_SECURITY: Final[JSON] = {
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": settings.SESSION_COOKIE_NAME,
        "description": "The session of a browser.",
    },
    "csrf": {"type": "apiKey", "in": "header", "name": "X-CSRFToken", "description": "With a session, to act."},
    "token": {"type": "http", "scheme": "bearer", "description": "A personal token, made at /account/tokens/."},
}


def finished(document: JSON) -> JSON:
    """The document with everything that a client needs; what it was made from stays as it was."""
    schemas = dict(document["components"]["schemas"]) | _hoisted(
        "Problem", Problem.model_json_schema(ref_template=_REF)
    )
    for action in actions().values():
        schemas[_form_name(action)] = schema_of(action)
    by_operation = {operation_id(action): action for action in actions().values()}
    paths = {
        path: {
            method: _operation(operation, by_operation.get(operation["operationId"]), schemas)
            for method, operation in methods.items()
        }
        for path, methods in document["paths"].items()
    }
    used = {tag for methods in paths.values() for operation in methods.values() for tag in operation["tags"]}
    return document | {
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "tags": [{"name": name, "description": _TAGS[name]} for name in _TAGS if name in used],
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": _SECURITY},
        "servers": [{"url": "/"}],
    }


def operation_id(action: Action) -> str:
    """The name of the operation of an action, fit for the name of a function."""
    return "act_" + action.name.replace(".", "_").replace("-", "_")


def operations(document: JSON) -> Iterator[tuple[str, str, JSON]]:
    """Method, path and operation of everything in a document."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def _form_name(action: Action) -> str:
    return "".join(part.capitalize() for part in operation_id(action).split("_")[1:]) + "Form"


def _hoisted(name: str, schema: JSON) -> JSON:
    """A schema with those that it refers to, each under its name."""
    inner: JSON = schema.pop("$defs", {})
    return inner | {name: schema}


def _operation(operation: JSON, action: Action | None, schemas: JSON) -> JSON:
    name, acts = operation["operationId"], action is not None
    codes = (*_ACT, *((428,) if action.exact else ())) if action else ANSWERS.get(name, _TAGGED)
    done = {
        code: answer | {"content": _with_examples(answer["content"], schemas)} | _headers(code, codes)
        for code, answer in operation["responses"].items()
    }
    plain = operation | {
        "responses": {str(code): answer for code, answer in sorted((done | _declined(codes)).items())},
        "security": ACTING if acts or name in {"confirm", "drop"} else SIGNED_IN if name == "motions" else OPEN,
        "parameters": [*operation["parameters"], *_parameters(action, codes)],
    }
    if action is None:
        return plain
    schema = {"$ref": _REF.format(model=_form_name(action))}
    body = {"application/json": {"schema": schema, "example": example_of(schema, schemas)}}
    return plain | {"requestBody": {"required": True, "content": body}}


def _with_examples(content: JSON, schemas: JSON) -> JSON:
    return {kind: part | {"example": example_of(part["schema"], schemas)} for kind, part in content.items()}


def _headers(code: int, codes: tuple[int, ...]) -> JSON:
    tag = {"description": "Names this answer.", "schema": {"type": "string"}}
    return {"headers": {"ETag": tag}} if 304 in codes and code == 200 else {}


def _declined(codes: tuple[int, ...]) -> dict[int, JSON]:
    """The answers to what is not done."""
    found: dict[int, JSON] = {code: {"description": ERRORS[code]} for code in codes if code != 304}
    for code, answer in found.items():
        answer["content"] = {
            MEDIA_TYPE: {
                "schema": {"$ref": _REF.format(model="Problem")},
                "example": _problem(code),
            }
        }
    if 429 in found:
        wait = {"description": "Seconds to wait.", "schema": {"type": "integer"}}
        found[429]["headers"] = {"Retry-After": wait}
    return found | ({304: {"description": "You have this answer already."}} if 304 in codes else {})


def _problem(code: int) -> JSON:
    cite = "AMMR 57(1)" if code == 422 else ""
    detail = "no act on the pool is adopted" if code == 422 else ERRORS[code]
    made = Problem(title=HTTPStatus(code).phrase, status=code, detail=detail, cite=cite)
    return made.model_dump(exclude_none=True)


def _parameters(action: Action | None, codes: tuple[int, ...]) -> list[JSON]:
    """Headers that an operation reads."""
    if action is not None:
        return [
            {
                "in": "header",
                "name": "Idempotency-Key",
                "required": True,
                "description": "Names the request, so that sending it again does nothing twice.",
                "schema": {"type": "string", "pattern": "^[A-Za-z0-9._~-]{8,60}$"},
                "example": "3f1c9d2e-pledge-1",
            },
            {
                "in": "header",
                "name": "If-Match",
                "required": action.exact,
                "description": "The version of the cycle that you saw.",
                "schema": {"type": "string"},
                "example": '"0123456789abcdef"',
            },
        ]
    if 304 not in codes:
        return []
    return [
        {
            "in": "header",
            "name": "If-None-Match",
            "required": False,
            "description": "The ETag of the answer that you have.",
            "schema": {"type": "string"},
        }
    ]
