"""The log tells who looked at what is personal or restricted, and who was refused what; never what was shown."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from fairshare.workbench.api.application import patterns
from fairshare.workbench.api.models import Token
from fairshare.workbench.cases.urls import urlpatterns as of_cases
from fairshare.workbench.ops.logs import Lines
from fairshare.workbench.pages.urls import urlpatterns as of_pages
from fairshare.workbench.people import reads
from fairshare.workbench.people.models import User
from fairshare.workbench.record.models import Cycle

Person = Callable[..., User]
Enter = Callable[[Client, User], object]
CASE = "/cases/2026/case/k7q2/"


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Callable[[str], list[dict[str, Any]]]:
    """``lines("fairshare.reads")``: what one logger wrote, as it stands in the log."""
    caplog.set_level("INFO")
    return lambda name: [json.loads(Lines().format(record)) for record in caplog.records if record.name == name]


def told(line: dict[str, Any]) -> dict[str, Any]:
    return {name: line[name] for name in ("account", "route", "year", "case") if name in line}


def test_a_look_at_a_case_names_who_looked_and_the_case_by_a_digest(
    client: Client, member: Person, sign_in: Enter, lines: Callable[[str], list[dict[str, Any]]]
) -> None:
    user = member("coordinator")
    sign_in(client, user)
    for _ in range(2):
        assert client.get(CASE).status_code == 200
    first, second = lines("fairshare.reads")
    assert told(first) == {"account": user.handle, "route": "case", "year": 2026, "case": first["case"]}
    assert first["case"] == second["case"]
    assert "k7q2" not in f"{first}{second}"


@pytest.mark.parametrize(("cleared", "noted"), [(True, [2027]), (False, [])])
def test_a_look_at_a_cycle_is_noted_of_who_may_see_the_proposal(
    client: Client, member: Person, sign_in: Enter, lines: Callable[[str], list[dict[str, Any]]],
    cleared: bool, noted: list[int],
) -> None:  # fmt: skip
    sign_in(client, member("member_state", "DE", cleared=cleared))
    client.get("/cycles/2027/")
    assert [line["year"] for line in lines("fairshare.reads")] == noted


def test_who_was_refused_stands_in_the_line_of_the_refusal_and_in_no_other(
    client: Client, member: Person, sign_in: Enter, lines: Callable[[str], list[dict[str, Any]]]
) -> None:
    user = member("member_state", "DE")
    sign_in(client, user)
    assert [client.get(path).status_code for path in (CASE, "/nowhere/")] == [403, 404]
    assert [(line["account"], line["route"]) for line in lines("django.request")] == [
        (user.handle, "case"), (user.handle, "unmatched"),
    ]  # fmt: skip
    assert lines("fairshare.reads") == []
    assert all("account" not in line for line in lines("fairshare.access"))


def test_whoever_is_not_signed_in_has_no_name(client: Client, lines: Callable[[str], list[dict[str, Any]]]) -> None:
    client.get("/nowhere/")
    assert "account" not in lines("django.request")[-1]


def test_a_look_by_a_token_is_that_of_its_owner(
    member: Person, settings: Settings, cycle: Cycle, lines: Callable[[str], list[dict[str, Any]]]
) -> None:
    settings.ROOT_URLCONF = "fairshare.workbench.urls"
    user = member("commission")
    token = Token.issue(user, "program", "read", timedelta(days=1))
    assert Client().get("/api/cycles/2027", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    assert [(line["account"], line["year"]) for line in lines("fairshare.reads")] == [(user.handle, "2027")]


def test_every_address_that_shows_cases_or_a_cycle_is_among_those_noted() -> None:
    assert [str(one.pattern) for one in of_cases if not str(one.pattern).startswith(reads.PERSONAL)] == []
    pages = [str(one.pattern) for one in of_pages] + [f"api/{one.pattern}" for one in patterns()]
    rest = {route for route in pages if not route.startswith(reads.RESTRICTED)}
    assert rest == {"demo/day/", "api/me", "api/", "api/^"}
