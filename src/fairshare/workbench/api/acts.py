"""Acting: one operation per action of the registry, and motions that wait for a second person."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any, Final

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Path, Router

from fairshare.workbench.actions.base import Action
from fairshare.workbench.actions.models import Motion
from fairshare.workbench.actions.perform import Done, confirm, drop, key_of, perform, permits, read
from fairshare.workbench.actions.registry import actions, stage_of
from fairshare.workbench.api import shapes, strict
from fairshare.workbench.api.document import operation_id
from fairshare.workbench.api.forms import check
from fairshare.workbench.api.identity import Asker, actor, actor_for, asker_of, somebody
from fairshare.workbench.api.problem import ApiError
from fairshare.workbench.api.reads import Year
from fairshare.workbench.people.access import acting, signed_in
from fairshare.workbench.people.seat import Seat
from fairshare.workbench.record import cut
from fairshare.workbench.record.ledgers import folded
from fairshare.workbench.record.models import Receipt
from fairshare.workbench.record.store import locked

router = Router(auth=actor)
Number = Annotated[int, Path(ge=1, lt=2**63, description="The number of a motion.", examples=[1])]
KEY: Final = r"[A-Za-z0-9._~-]{8,60}"
"""What an idempotency key looks like."""


def add_actions(to: Router) -> None:
    """Add the operation of every action."""
    for action in actions().values():
        to.post(
            f"/cycles/{{year}}/actions/{action.name}",
            auth=actor_for(action),
            response={200: shapes.Outcome, 202: shapes.Outcome},
            operation_id=operation_id(action),
            summary=str(action.label),
            description=_description(action),
            tags=[stage_of(action)],
        )(_operation(action))


def _description(action: Action) -> str:
    notes = (
        "Binds: waits for a second person of the delegation." if action.binding else "",
        "Send the version that you saw as `If-Match`." if action.exact else "",
    )
    return " ".join(part for part in (str(action.says), f"({'; '.join(action.cites)})", *notes) if part)


def _operation(action: Action) -> Callable[..., HttpResponse]:
    """The view of an action."""

    @acting(*sorted(action.who))
    def operation(request: HttpRequest, year: Year) -> HttpResponse:
        return _outcome(_act(request, asker_of(request), action, year))

    return operation


def _act(request: HttpRequest, asker: Asker, action: Action, year: int) -> Done:
    """Do an action as a request asks it."""
    key, version = _key(request), _version(request)
    if action.exact and version is None:
        raise ApiError(428, "send the version of the record that you saw as If-Match")
    try:
        data = strict.read(request.body)
    except strict.SyntaxFaultError as error:
        raise ApiError(400, str(error)) from None
    check(action, data)
    read(action, data)
    with transaction.atomic():
        if version is not None:
            _expect(year, asker.seat, key, version)
        return perform(action.name, asker.account, year, data, key, version)


def _key(request: HttpRequest) -> str:
    key = request.headers.get("Idempotency-Key", "")
    if not re.fullmatch(KEY, key):
        raise ApiError(400, "send an Idempotency-Key of 8 to 60 letters, digits and . _ ~ -")
    return key


def _version(request: HttpRequest) -> str | None:
    """The version in ``If-Match``: alone, or the first part of the tag of any answer about the cycle."""
    tag = request.headers.get("If-Match")
    return None if tag is None else tag.strip().strip('"').partition("-")[0]


def _expect(year: int, seat: Seat, key: str, version: str) -> None:
    """Refuse where the record, under the lock, is not as the seat saw it. A request that was done before is let
    through: it gets its first answer, whatever happened since."""
    cycle, name = locked(year), key_of(year, seat, key)
    if Receipt.objects.filter(pk=name).exists() or Motion.objects.filter(key=name).exists():
        return
    if cut.of(folded(cycle), seat).version != version:
        raise ApiError(412, "the record has moved on since you looked: look again, then decide")


def _outcome(done: Done) -> HttpResponse:
    return HttpResponse(
        strict.written(done.to_json()), status=200 if done.status == "done" else 202, content_type="application/json"
    )


# --- motions ----------------------------------------------------------------------------------------------------------


@router.get(
    "/motions",
    response=shapes.Motions,
    auth=somebody,
    operation_id="motions",
    summary="What waits for a second person",
    tags=["motions"],
)
@signed_in
def motions(request: HttpRequest) -> HttpResponse:
    """Of your delegation, or for it to confirm where two states act jointly; the newest first."""
    asker, known = asker_of(request), actions()
    waiting = Motion.known_to(asker.seat).filter(status=Motion.WAITING).select_related("by")
    rows = [
        _motion(motion, known[motion.action], asker)
        for motion in waiting
        if motion.action in known and permits(known[motion.action], asker.seat)
    ]
    return HttpResponse(strict.written({"motions": rows}), content_type="application/json")


@router.post(
    "/motions/{number}/confirm",
    response=shapes.Outcome,
    operation_id="confirm",
    summary="Confirm what a colleague proposed",
    tags=["motions"],
)
@signed_in
def confirmed(request: HttpRequest, number: Number) -> HttpResponse:
    """Do it: the law is asked again at this moment. Nobody confirms a motion of their own."""
    return _outcome(confirm(number, asker_of(request).account))


@router.post(
    "/motions/{number}/drop",
    response=shapes.Dropped,
    operation_id="drop",
    summary="Take a motion off the table",
    tags=["motions"],
)
@signed_in
def dropped(request: HttpRequest, number: Number) -> HttpResponse:
    """Whoever of the delegation may do the action may drop it."""
    drop(number, asker_of(request).account)
    return HttpResponse(strict.written({"status": "dropped", "motion": number}), content_type="application/json")


def _motion(motion: Motion, action: Action, asker: Asker) -> dict[str, Any]:
    return {
        "motion": motion.pk,
        "year": motion.cycle_id,
        "action": motion.action,
        "label": str(action.label),
        "by": motion.by.name,
        "made": motion.made.isoformat(timespec="seconds"),
        "yours": motion.waits_for(asker.seat) and motion.by_id != asker.account.pk,
        "data": motion.data,
    }
