"""How often something may be tried: token buckets on Django's cache.

What guards a secret (links, invitations) counts in the shared cache, a table of the database, because a count of each
worker by itself would multiply the guesses by the number of workers. What guards the capacity of a worker (pages,
papers, acts, the API) counts in the memory of that worker: it costs no write, and it is that worker which must not be
flooded.
A bucket is read and written without a lock: two requests at the same instant may take one token. That is enough for
tokens of 256 bits; guesses at passwords and codes are counted by allauth, under a lock.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from ipaddress import ip_network
from math import ceil
from time import time
from typing import Any, Final

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from fairshare.workbench.people.log import address_of


@dataclass(frozen=True, slots=True)
class Bucket:
    """``size`` tries at once, and ``rate`` more a second. ``cache``: the name of the cache that counts."""

    size: float
    rate: float
    cache: str = "default"


BUCKETS: Final[dict[str, Bucket]] = {
    "link": Bucket(10, 10 / 60),
    "invite": Bucket(20, 20 / 3600),
    "log": Bucket(1, 1 / 60),
    "warning": Bucket(1, 1 / 3600),
    "api": Bucket(120, 20, "local"),
    "page": Bucket(240, 10, "local"),
    "act": Bucket(60, 1, "local"),
    "paper": Bucket(30, 1, "local"),
}
"""What is limited: redeeming links by address, inviting by person, notes of limits by address, warnings by person; by
caller the API, and of pages those seen, forms sent, and papers (PDF, XLSX), which take long to make."""

PAPERS: Final = frozenset({"annex", "forum-papers", "account-pdf"})
"""The names of addresses that answer with a PDF."""


def take(name: str, key: str) -> bool:
    """Take one token of somebody's bucket; False if it is empty."""
    bucket = BUCKETS[name]
    cache = caches[bucket.cache]
    entry = f"bucket:{name}:{hashlib.sha256(key.encode()).hexdigest()}"
    now = time()
    left, at = cache.get(entry, (bucket.size, now))
    left = min(bucket.size, left + max(0.0, now - at) * bucket.rate)
    if left < 1:
        return False
    cache.set(entry, (left - 1, now), timeout=int(bucket.size / bucket.rate) + 1)
    return True


def caller(request: HttpRequest) -> str:
    """Who calls: the person, or the network of who is not signed in (of IPv6 the first 64 bits, which one host has)."""
    if request.user.is_authenticated:
        return f"user:{request.user.handle}"
    address = address_of(request)
    return f"address:{ip_network(f'{address}/64', strict=False) if address and ':' in address else address}"


def limited(name: str) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Limit how often a caller may send a form; looking at it is free. Too often is answered with 429."""

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST" and not take(name, caller(request)):
                return slowed(request, name)
            return view(request, *args, **kwargs)

        return counted

    return decorate


def slowed(request: HttpRequest, name: str) -> HttpResponse:
    """The answer to who asks too often, with the seconds until the next try."""
    answer = render(request, "429.html", status=429)
    answer.headers["Retry-After"] = str(ceil(1 / BUCKETS[name].rate))
    return answer


def bucket_of(request: HttpRequest, name: str) -> str | None:
    """The bucket of a page, by the name of its address. Whoever is not signed in is limited in papers only: a house
    has one address, and the proxy limits by addresses."""
    if name in PAPERS or any(key.endswith("-format") and kind == "xlsx" for key, kind in request.GET.items()):
        return "paper"
    if not request.user.is_authenticated:
        return None
    shows = request.method == "GET" or "show" in request.POST  # a form that is shown again while it is filled in
    return "page" if shows else "act"
