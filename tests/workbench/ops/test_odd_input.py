"""Odd input is refused on either engine: PostgreSQL holds no NUL in texts and no number of 30 digits."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from fairshare.workbench.people.models import User
from fairshare.workbench.record.models import Cycle

ODD = ("%00", "a%00b", "9" * 30, "%F0%9F%98%80", "..%2F..", "%27%22")
PATHS = (
    "/cases/2027/case/{}/", "/cases/2027/case/{}.json", "/cases/2027/case/{}/case.send/", "/cases/2027/runs/{}/",
    "/cases/?case={}", "/cases/2027/?case={}", "/cases/{}/", "/pool/2027/{}/", "/pool/{}/", "/data/2027/{}.csv",
    "/cycles/2027/{}/", "/cycles/{}/record/", "/cycles/2027/do/{}/", "/cycles/2027/record/?record-q={}&record-page={}",
    "/cycles/2027/account-{}.pdf", "/desk/{}/", "/account/log/?page={}", "/account/link/{}/",
    "/api/cycles/{}", "/api/cycles/2027/states/{}", "/api/cycles/2027/events?after={}", "/api/motions/{}/confirm",
    "/cases/2027/runs/?runs-page={}", "/jobs/?page={}", "/?lang={}", "/account/login/?next={}",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_odd_addresses_are_answered(person: Callable[..., User], cycle: Cycle, path: str) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(person("member_state", "IT", function="head"))
    for odd in ODD:
        assert client.get(path.replace("{}", odd)).status_code < 500, odd


@pytest.mark.parametrize("path", ["/account/people/", "/account/tokens/", "/account/login/", "/cases/2027/new/",
                                  "/cases/2027/runs/", "/cases/2027/agreements/", "/cycles/2027/do/pledge.make/",
                                  "/cycles/2027/do/correction.make/", "/i18n/setlang/", "/demo/day/",
                                  "/motions/1/confirm/", "/account/password/reset/"])  # fmt: skip
def test_odd_forms_are_answered(person: Callable[..., User], cycle: Cycle, path: str) -> None:
    client = Client(raise_request_exception=False)
    names = (
        "email", "login", "name", "password", "function", "scope", "days", "key", "version", "on", "note", "amount",
        "measure", "item", "event_id", "language", "next", "day", "mechanism", "seed", "present_in", "destination",
        "persons", "kind", "nationality", "public",
    )  # fmt: skip
    for odd in ("\x00", "a\x00@example.test", "9" * 30, "\U0001f600", "-1", "NaN", "9" * 5000):
        client.force_login(person("member_state", "IT", function="head"))
        assert client.post(path, dict.fromkeys(names, odd)).status_code < 500, odd[:40]
