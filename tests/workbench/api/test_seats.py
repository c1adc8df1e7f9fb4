"""Every operation for every seat: the code that the document declares, and the one that the seat deserves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fairshare.workbench.actions.perform import permits
from fairshare.workbench.actions.registry import actions
from fairshare.workbench.api.application import schema
from fairshare.workbench.api.document import operation_id, operations
from fairshare.workbench.record.models import Cycle

from ..conftest import SEATS
from .conftest import Caller

OPERATIONS = tuple(operations(schema()))
ACTIONS = {operation_id(action): action for action in actions().values()}

FOREIGN = tuple(name for name in actions() if name.startswith("case."))
"""Actions on a case: whoever may do them is told of a case that it may not know what it is told of none."""


def ask(caller: Caller, method: str, path: str, body: Any, match: str | None) -> Any:
    """The answer to an operation, with what stands in its address made up."""
    place = path.removeprefix("/api").replace("{year}", "2027").replace("{state}", "DE").replace("{number}", "7")
    return caller.get(place) if method == "GET" else caller.post(place, body, match=match)


ALIKE = {seat for seat in SEATS if seat[0] == "member_state" and seat[1] not in {"DE", "IT", "MT"}}
"""States whose turn comes in the long run only."""


@pytest.mark.parametrize(
    "seat",
    [pytest.param(seat, marks=[pytest.mark.slow] if seat in ALIKE else []) for seat in (("public",), *SEATS)],
    ids="-".join,
)
def test_every_operation_answers_every_seat_as_declared(
    sits: Callable[..., Caller], public: Caller, cycle: Cycle, seat: tuple[str, ...]
) -> None:
    caller = public if seat == ("public",) else sits(*seat)
    for method, path, operation in OPERATIONS:
        example = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("example")
        action = ACTIONS.get(operation["operationId"])
        version = caller.version() if action is not None and action.exact else None
        answer = ask(caller, method, path, example, version)
        assert str(answer.status_code) in operation["responses"], (path, answer.status_code, answer.content)
        if action is not None and caller is public:
            assert answer.status_code == 401, path
        elif action is not None and not path.endswith(FOREIGN):
            may = permits(action, caller.client.user.seat)
            assert (answer.status_code == 403) is not may, (path, answer.status_code)


@pytest.mark.parametrize("function", ["reader", "caseworker"])
def test_who_only_reads_acts_nowhere(sits: Callable[..., Caller], cycle: Cycle, function: str) -> None:
    reader = sits("commission", function=function)
    acting = [path for method, path, _ in OPERATIONS if method == "POST" and "/actions/" in path]
    assert {ask(reader, "POST", path, {}, "x").status_code for path in acting} == {403}
