"""One's own account, and its security log."""

from __future__ import annotations

import json
from typing import Final

from django.core.paginator import Paginator
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from fairshare.workbench.people import log
from fairshare.workbench.people.access import acting, own_page
from fairshare.workbench.people.colleagues import colleagues
from fairshare.workbench.people.factors import has_second_factor
from fairshare.workbench.people.models import SecurityEvent, User
from fairshare.workbench.people.own_data import kept, own_data
from fairshare.workbench.people.words import CAPACITIES, FUNCTIONS, place
from fairshare.workbench.tables.downloads import attachment

A_PAGE: Final = 50
"""Events on one page of the log."""


@own_page
@never_cache
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Who one is here, what can be changed and what is kept; ``?format=json`` is all of it as a file."""
    user = request.user
    assert isinstance(user, User)
    if request.GET.get("format") == "json":
        text = json.dumps(own_data(user), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        return attachment(text.encode(), "account.json", "application/json")
    return render(request, "people/account.html", {
        "place": place(user.seat), "capacity": CAPACITIES[user.capacity], "function": FUNCTIONS[user.function],
        "second_factor": has_second_factor(user), "can_confirm": user.has_usable_password(),
        "kept": kept(),
    })  # fmt: skip


@own_page
@never_cache
@require_safe
def own_log(request: HttpRequest) -> HttpResponse:
    """What happened to one's own account."""
    assert isinstance(request.user, User)
    return _log(request, log.of_person(request.user), _("Security log of your account"))


@acting()
@never_cache
@require_safe
def seat_log(request: HttpRequest) -> HttpResponse:
    """What happened to the accounts of the seat, for its head."""
    assert isinstance(request.user, User)
    colleagues(request.user)
    return _log(request, log.of_seat(request.user.seat), _("Security log of your colleagues"))


def _log(request: HttpRequest, events: QuerySet[SecurityEvent], title: object) -> HttpResponse:
    page = Paginator(events, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/log.html", {"page": page, "title": title, "days": log.RETENTION.days})
