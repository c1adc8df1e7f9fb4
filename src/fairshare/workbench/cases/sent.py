"""A form on cases that a page sent: its action is done, or the page is shown again with what is wrong."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from pydantic import BaseModel

from fairshare.law.outcome import RefusedError
from fairshare.workbench.actions.base import Action
from fairshare.workbench.actions.perform import ConflictError, Done, ForbiddenError, InvalidError, perform
from fairshare.workbench.cases import fields
from fairshare.workbench.pages.fields import plain


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of an action that a page tried; nothing yet where the page is only asked for."""

    action: Action
    done: Done | None = None
    problems: tuple[tuple[str, str], ...] = ()
    refusal: RefusedError | None = None
    status: int = 200


def attempt(request: HttpRequest, year: int, action: Action, given: Mapping[str, Any]) -> Tried:
    """Do an action with what a page sent. An action that is not for the seat is a page that does not exist."""
    tried = Tried(action)
    if request.method != "POST":
        return tried
    try:
        done = perform(action.name, request.user, year, given, request.POST.get("key", ""))  # type: ignore[arg-type]
        return replace(tried, done=done)
    except ForbiddenError:
        raise Http404 from None
    except InvalidError as error:
        return replace(tried, problems=tuple(error.problems), status=422)
    except RefusedError as refusal:
        return replace(tried, refusal=refusal, status=422)
    except ConflictError as conflict:
        messages.error(request, str(conflict))
        return replace(tried, status=409)


def shown(
    request: HttpRequest, template: str, year: int, tried: Tried, form: type[BaseModel], given: Mapping[str, Any],
    more: Mapping[str, Any],
) -> HttpResponse:  # fmt: skip
    """The page of a form, filled with what was given and with what is wrong with it."""
    context = {
        "year": year, "action": tried.action, "refusal": tried.refusal, "other_problems": _others(form, tried.problems),
        "fields": fields.fields_of(form, given, tried.problems),
        "key": request.POST.get("key") or secrets.token_urlsafe(16), **more,
    }  # fmt: skip
    return render(request, template, context, status=tried.status)


def _others(form: type[BaseModel], problems: tuple[tuple[str, str], ...]) -> list[str]:
    """The problems of no field that is shown, in plain words; those of a link with its number."""
    inputs = {name for name in form.model_fields if name not in fields.LEFT_TO_PAGES}
    return [
        f"{_('Link')} {int(place.split('.')[1]) + 1}: {plain(text)}" if place.startswith("links.") else plain(text)
        for place, text in problems
        if place.rpartition(".")[2] not in inputs
    ]
