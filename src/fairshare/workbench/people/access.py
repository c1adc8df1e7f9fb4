"""Who may open a page: every view declares it, and a view that forgot is found.

>>> from django.http import HttpResponse
>>> @acting("commission")
... def desk(request):
...     return HttpResponse()
>>> desk.access.capacities
frozenset({'commission'})
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from importlib import import_module
from typing import Any, Final, Literal

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import URLPattern, URLResolver
from ninja.operation import PathView

from fairshare.workbench.people.factors import missing
from fairshare.workbench.people.models import User
from fairshare.workbench.people.seat import PUBLIC, Capacity, Seat

View = Callable[..., Any]

API: Final = "/api/"
"""Under this path refusals are JSON, not pages."""


@dataclass(frozen=True, slots=True)
class Access:
    """The declaration of a view. ``capacities``: those that may, where it is for who acts (empty: every one of them);
    ``own``: a page of the account itself, open also to who has yet to set a password or a second factor."""

    kind: Literal["public", "signed_in", "acting"]
    capacities: frozenset[Capacity] = frozenset()
    own: bool = False

    def admits(self, seat: Seat, known: bool) -> bool:
        """Whether a seat may; ``known``: somebody is signed in."""
        if self.kind == "public":
            return True
        if self.kind == "signed_in":
            return known
        return seat.acts and (not self.capacities or seat.capacity in self.capacities)


def seat_of(request: HttpRequest) -> Seat:
    """In what capacity somebody looks. Who is not signed in, or still owes a second factor, is the public."""
    user = getattr(request, "user", None)
    return user.seat if isinstance(user, User) and missing(request) is None else PUBLIC


def require(request: HttpRequest, *capacities: Capacity) -> Seat:
    """The seat of a request, if it acts in one of the capacities (none named: in any). Raises ``PermissionDenied``."""
    seat = seat_of(request)
    if not Access("acting", frozenset(capacities)).admits(seat, known=True):
        raise PermissionDenied
    return seat


def public_page(view: View) -> View:
    """Declare: anybody may."""
    return _declared(view, Access("public"))


def signed_in(view: View) -> View:
    """Declare: whoever is signed in may."""
    return _declared(view, Access("signed_in"))


def acting(*capacities: Capacity) -> Callable[[View], View]:
    """Declare: only a seat that acts, in one of the capacities (none named: in any)."""
    return lambda view: _declared(view, Access("acting", frozenset(capacities)))


def entrance(view: View) -> View:
    """Declare: anybody may, also who is signed in and still owes a second factor (signing in and out)."""
    return _declared(view, Access("public", own=True))


def own_page(view: View) -> View:
    """Declare: a page of one's own account, open also to who still owes a second factor."""
    return _declared(view, Access("signed_in", own=True))


def _declared(view: View, access: Access) -> View:
    if hasattr(view, "access"):
        raise TypeError(f"{view.__module__}.{view.__qualname__} declares its access twice")

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        known = request.user.is_authenticated and (access.own or missing(request) is None)
        seat = PUBLIC if access.kind != "acting" else seat_of(request)
        if not access.admits(seat, known):
            return _refused(request)
        return view(request, *args, **kwargs)

    guarded.access = access  # type: ignore[attr-defined]
    guarded.__signature__ = inspect.signature(view, eval_str=True)  # type: ignore[attr-defined]
    return guarded


def _refused(request: HttpRequest) -> HttpResponseBase:
    """Signing in helps only who is not signed in."""
    if request.path.startswith(API):
        known = request.user.is_authenticated
        return JsonResponse({"detail": "forbidden" if known else "sign in first"}, status=403 if known else 401)
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.get_full_path())


def unguarded(urlconf: str) -> list[str]:
    """The views of a URL configuration that carry no declaration, each as ``route → module.name``, in their order.

    Views of the API count by operation."""
    return [
        f"{route} → {view.__module__}.{getattr(view, '__qualname__', type(view).__name__)}"
        for route, callback in _views(import_module(urlconf).urlpatterns)
        for view in _parts(callback)
        if not isinstance(getattr(view, "access", None), Access)
    ]


def _views(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, View]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _views(pattern.url_patterns, route)
        else:
            yield route, pattern.callback


def _parts(callback: View) -> list[View]:
    """A view as it is, or the operations that one path of the API joins."""
    bound = inspect.getclosurevars(callback).nonlocals.get("self") if inspect.isfunction(callback) else None
    return [operation.view_func for operation in bound.operations] if isinstance(bound, PathView) else [callback]
