"""Errors as answers: one shape for all of them (RFC 9457), and which error of the Workbench is which status."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError
from pydantic import BaseModel, ConfigDict, Field

from fairshare.faults import BadInputError
from fairshare.law.outcome import RefusedError
from fairshare.workbench.actions.perform import ForbiddenError, InvalidError
from fairshare.workbench.api.strict import written
from fairshare.workbench.record.store import ConflictError, NoCycleError

MEDIA_TYPE: Final = "application/problem+json"
NOTHING: Final = "there is nothing here that you may see"


class FieldProblem(BaseModel):
    """What is wrong with one field of a request."""

    model_config = ConfigDict(extra="forbid")

    field: str
    problem: str


class Problem(BaseModel):
    """Why a request was not done (RFC 9457). ``cite`` is the provision, where the law refuses; ``instance`` the number
    under which a fault of the server stands in its log (:mod:`fairshare.workbench.ops.errors` answers those)."""

    model_config = ConfigDict(extra="forbid")

    type: str = "about:blank"
    title: str
    status: int = Field(ge=400, le=599)
    detail: str
    cite: str = ""
    problems: list[FieldProblem] = Field(default_factory=list)
    instance: str | None = None


class ApiError(Exception):
    """A request that is not done: its status, why, and headers that belong to it."""

    def __init__(
        self,
        status: int,
        detail: str,
        cite: str = "",
        problems: tuple[tuple[str, str], ...] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.status, self.detail, self.cite, self.problems = status, detail, cite, problems
        self.headers = dict(headers or {})
        super().__init__(detail)


def nothing() -> ApiError:
    """What does not exist and what is hidden are answered alike."""
    return ApiError(404, NOTHING)


def response(error: ApiError) -> HttpResponse:
    """The answer to a request that is not done."""
    problem = Problem(
        title=HTTPStatus(error.status).phrase,
        status=error.status,
        detail=error.detail,
        cite=error.cite,
        problems=[FieldProblem(field=field, problem=text) for field, text in error.problems],
    )
    headers = {"Cache-Control": "no-store"} | error.headers
    return HttpResponse(
        written(problem.model_dump(exclude_none=True)), status=error.status, content_type=MEDIA_TYPE, headers=headers
    )


def _unread(error: ValidationError) -> ApiError:
    """Parameters that cannot be read: in the path they name nothing; in the query they are told one by one."""
    if any(part["loc"][0] == "path" for part in error.errors):
        return nothing()
    problems = tuple((".".join(map(str, part["loc"][1:])), str(part["msg"])) for part in error.errors)
    return ApiError(422, "the request cannot be read", problems=problems)


_KNOWN: Final[dict[type[Exception], Callable[[Any], ApiError]]] = {
    ApiError: lambda error: error,
    AuthenticationError: lambda _: ApiError(
        401, "sign in, or send a token", headers={"WWW-Authenticate": 'Bearer realm="Fairshare"'}
    ),
    ForbiddenError: lambda error: ApiError(403, str(error)),
    NoCycleError: lambda _: nothing(),
    ConflictError: lambda error: ApiError(409, str(error)),
    InvalidError: lambda error: ApiError(422, "the request is not filled in", problems=tuple(error.problems)),
    RefusedError: lambda error: ApiError(422, error.reason, error.cite),
    BadInputError: lambda error: ApiError(
        422, "the request cannot be read", problems=tuple((fault.field, fault.problem) for fault in error.faults)
    ),
    ValidationError: _unread,
}
"""What each error of the Workbench is to a client."""


def handle(api: NinjaAPI) -> None:
    """Answer every known error of ``api`` in the one shape."""
    for kind, turned in _KNOWN.items():

        def handler(_: HttpRequest, error: Any, turned: Callable[[Any], ApiError] = turned) -> HttpResponse:
            return response(turned(error))

        api.add_exception_handler(kind, handler)
