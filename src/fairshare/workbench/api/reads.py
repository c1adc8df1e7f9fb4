"""Reading: every answer rests on the cut of the seat that asks. What it may not see is not there."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date
from hashlib import sha256
from typing import Annotated, Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags
from ninja import Path, Query, Router

from fairshare import __version__
from fairshare.evaluation.agenda import stage
from fairshare.evaluation.pool import PoolReport
from fairshare.evaluation.pool.report import explain
from fairshare.law.outcome import RefusedError
from fairshare.states import state_code
from fairshare.workbench.actions.perform import permitted
from fairshare.workbench.api import shapes
from fairshare.workbench.api.identity import Asker, anybody, asker_of
from fairshare.workbench.api.problem import ApiError, nothing
from fairshare.workbench.api.strict import written
from fairshare.workbench.clock import today
from fairshare.workbench.people.access import public_page
from fairshare.workbench.people.seat import Seat
from fairshare.workbench.public.seen import seen
from fairshare.workbench.record.cut import Cut, cut_of
from fairshare.workbench.record.due import due
from fairshare.workbench.record.models import Cycle
from fairshare.workbench.record.payload import payload_of
from fairshare.workbench.record.pool import pool_of

router = Router(auth=anybody, tags=["record"])
Year = Annotated[int, Path(ge=2024, le=2100, description="The year of the pool.", examples=[2026])]
State = Annotated[str, Path(description="The Eurostat code of a state.", examples=["DE"])]
FIRST_PAGE: Final = 100
LONGEST_PAGE: Final = 500


@router.get("/cycles", response=shapes.CyclesShape, operation_id="cycles", summary="Cycles that are held")
@public_page
def cycles(request: HttpRequest) -> HttpResponse:
    """Every cycle, with its stage and the version of what you see of it."""
    seat, on = asker_of(request).seat, today()
    body = written({"cycles": [_cycle(_seen(row, seat), on) for row in Cycle.objects.order_by("year")]})
    return _answer(request, f'"{sha256(body).hexdigest()[:24]}"', lambda: body)


@router.get("/cycles/{year}", response=shapes.CycleShape, operation_id="cycle", summary="One cycle as it stands")
@public_page
def cycle(request: HttpRequest, year: Year) -> HttpResponse:
    """Its stage, whether the act is adopted, and the version that an action sends back as ``If-Match``."""
    return _read(request, year, lambda view: _cycle(view, today()))


@router.get("/cycles/{year}/pool", response=shapes.PoolShape, operation_id="pool", summary="The pool of a year")
@public_page
def pool(request: HttpRequest, year: Year) -> HttpResponse:
    """The document of ``fairshare pool YEAR --json``; there is none before the act on the pool is adopted (57(1))."""
    return _read(request, year, lambda view: _report(view).to_json())


@router.get("/cycles/{year}/tests", response=shapes.TestsShape, operation_id="tests", summary="Tests of Article 63")
@public_page
def tests(request: HttpRequest, year: Year) -> HttpResponse:
    """The thresholds of Article 63 with the numbers on both sides, by paragraph."""
    return _read(request, year, lambda view: {"year": year, "tests": _report(view).to_json()["tests"]})


@router.get(
    "/cycles/{year}/states/{state}",
    response=shapes.AccountShape,
    operation_id="state",
    summary="The account of a state",
)
@public_page
def state(request: HttpRequest, year: Year, state: State) -> HttpResponse:
    """What a state owes, pledged and delivered, and the events behind every balance."""
    return _read(request, year, lambda view: _account(view, state))


@router.get("/cycles/{year}/events", response=shapes.EventsShape, operation_id="events", summary="Events of the record")
@public_page
def events(
    request: HttpRequest,
    year: Year,
    after: Annotated[str | None, Query(max_length=64, description="The id of the last event that you have.")] = None,
    limit: Annotated[int, Query(ge=1, le=LONGEST_PAGE, description="Events in a page.")] = FIRST_PAGE,
) -> HttpResponse:
    """The events that you may see, in the order of their legal dates, page by page."""
    return _read(request, year, lambda view: _page(view, after, limit))


@router.get("/cycles/{year}/duties", response=shapes.DutiesShape, operation_id="duties", summary="What is due")
@public_page
def duties(request: HttpRequest, year: Year) -> HttpResponse:
    """What is due in the cycle, with who, by when, and under which provision, as it stands today: your own duties
    first, then those of others whose end you would see."""
    return _read(request, year, lambda view: _duties(view, today()))


@router.get("/me", response=shapes.Me, operation_id="me", summary="Who you are here", tags=["you"])
@public_page
def me(request: HttpRequest) -> HttpResponse:
    """Your seat, and the actions that it may do. Without sign-in: the public."""
    asker = asker_of(request)
    seat = asdict(asker.seat)
    seat.pop("who")
    allowed = permitted(asker.seat) if asker.scope == "act" else ()
    plain = {
        "signed_in": asker.user is not None,
        "scope": asker.scope if asker.user else "read",
        "seat": seat,
        "actions": [action.name for action in allowed],
    }
    return HttpResponse(written(plain), content_type="application/json")


# --- answers ----------------------------------------------------------------------------------------------------------


def _read(request: HttpRequest, year: int, make: Callable[[Cut], Any]) -> HttpResponse:
    """The answer made of the cut of a cycle. What the law does not let be shown yet is as if it were not there."""
    asker = asker_of(request)
    row = Cycle.objects.filter(pk=year).first()
    if row is None:
        raise nothing()
    view = _seen(row, asker.seat)

    def body() -> bytes:
        try:
            return written(make(view))
        except RefusedError:
            raise nothing() from None

    return _answer(request, _etag(request, view, asker), body)


def _seen(row: Cycle, seat: Seat) -> Cut:
    """What a seat sees of a cycle; the public what is published of it."""
    return seen(row) if seat.capacity == "public" else cut_of(row, seat)


def _etag(request: HttpRequest, view: Cut, asker: Asker) -> str:
    """Names an answer: what is seen of the record, the address, whose duties, and the day on which they are judged."""
    seat = replace(asker.seat, who="")
    rest = (request.get_full_path(), repr(seat), today().isoformat(), __version__)
    return f'"{view.version}-{sha256(repr(rest).encode()).hexdigest()[:8]}"'


def _answer(request: HttpRequest, etag: str, body: Callable[[], bytes]) -> HttpResponse:
    """An answer with its tag, or word that the client has it already."""
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if known == ["*"]:
        body()  # refuses where there is nothing
    if known == ["*"] or etag in (tag.removeprefix("W/") for tag in known):
        return HttpResponseNotModified(headers=headers)
    return HttpResponse(body(), content_type="application/json", headers=headers)


def _cycle(view: Cut, on: date) -> dict[str, Any]:
    return {
        "year": view.year,
        "stage": stage(view.book, on).name,
        "version": view.version,
        "act_adopted": view.act_adopted,
        "events": len(view.events),
    }


def _report(view: Cut) -> PoolReport:
    """The report on the pool on the last day on record, as the command shows it."""
    return pool_of(view, max((max(e.date, e.recorded or e.date) for e in view.events), default=None))


def _account(view: Cut, name: str) -> dict[str, Any]:
    code = state_code(name) if name.isascii() else None
    report = _report(view)
    row = next((row for row in report.rows if row.state == code), None)
    if row is None or code is None:
        raise nothing()
    return {"year": view.year, "state": code, "account": row.to_json(), "explanation": explain(report, code)}


def _page(view: Cut, after: str | None, limit: int) -> dict[str, Any]:
    ids = [event.id for event in view.events]
    if after is not None and after not in ids:
        raise ApiError(422, "the request cannot be read", problems=(("after", "is no event that you may see"),))
    start = 0 if after is None else ids.index(after) + 1
    shown = view.events[start : start + limit]
    return {
        "year": view.year,
        "events": [
            {"index": start + place, "id": event.id, "event": json.loads(payload_of(event))}
            for place, event in enumerate(shown, start=1)
        ],
        "next": shown[-1].id if start + limit < len(ids) else None,
    }


def _duties(view: Cut, on: date) -> dict[str, Any]:
    rows = [
        {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(duty).items()}
        for duty in sum(due(view, on), ())
    ]
    return {"year": view.year, "on": on.isoformat(), "duties": rows}
