"""How often something may be tried: token buckets on Django's cache.

What guards a secret (links, invitations) counts in the shared cache, a table of the database, because a count of each
worker by itself would multiply the guesses by the number of workers. What guards the capacity of a worker (the API)
counts in the memory of that worker: it costs no write, and it is that worker which must not be flooded.
A bucket is read and written without a lock: two requests at the same instant may take one token. That is enough for
tokens of 256 bits; guesses at passwords and codes are counted by allauth, under a lock.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from ipaddress import ip_network
from time import time
from typing import Any, Final

from django.core.cache import caches
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from ninja.throttling import BaseThrottle

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
    "api": Bucket(120, 20, "local"),
}
"""What is limited: redeeming links by address, inviting by person, notes of limits by address, the API by caller."""


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
        return f"user:{request.user.pk}"
    address = address_of(request)
    return f"address:{ip_network(f'{address}/64', strict=False) if address and ':' in address else address}"


def limited(name: str) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Limit how often a caller may send a form; looking at it is free. Too often is answered with 429."""

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST" and not take(name, caller(request)):
                return render(request, "429.html", status=429)
            return view(request, *args, **kwargs)

        return counted

    return decorate


class ApiThrottle(BaseThrottle):
    """The limit of the API, for django-ninja."""

    def allow_request(self, request: HttpRequest) -> bool:
        """Whether the caller has a token left."""
        return take("api", caller(request))

    def wait(self) -> float:
        """Seconds until the next token."""
        return 1 / BUCKETS["api"].rate
