"""What is read is what the record holds for the seat, as the rules and the commands show it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fairshare.cli.app import app
from fairshare.workbench.api.models import Token
from fairshare.workbench.people.models import User
from fairshare.workbench.record.models import Cycle

READS = (
    "/cycles", "/cycles/2026", "/cycles/2026/pool", "/cycles/2026/tests", "/cycles/2026/states/DE",
    "/cycles/2026/events", "/cycles/2026/duties", "/me",
)  # fmt: skip


def test_the_pool_is_the_document_of_the_command(public: Any, cycle_2026: Cycle) -> None:
    shown = CliRunner().invoke(app, ["pool", "2026", "--json"]).output
    assert public.get("/cycles/2026/pool").json() == json.loads(shown)


def test_the_account_of_a_state_comes_with_the_events_behind_it(public: Any, cycle_2026: Cycle) -> None:
    answer = public.get("/cycles/2026/states/DE").json()
    assert answer["account"] == public.get("/cycles/2026/pool").json()["states"]["DE"]
    known = {row["id"] for row in public.get("/cycles/2026/events?limit=500").json()["events"]}
    assert answer["explanation"] and {line["id"] for line in answer["explanation"]} <= known


def test_events_are_read_page_by_page_without_a_gap(public: Any, cycle_2026: Cycle) -> None:
    whole = public.get("/cycles/2026/events?limit=500").json()["events"]
    pages, after = [], ""
    while after is not None:
        page = public.get(f"/cycles/2026/events?limit=7{after and f'&after={after}'}").json()
        pages += page["events"]
        after = page["next"]
    assert pages == whole
    assert [row["index"] for row in whole] == list(range(1, len(whole) + 1))
    assert len(whole) == public.get("/cycles/2026").json()["events"]


def test_shares_have_twelve_digits_or_more_and_money_is_text(public: Any, cycle_2026: Cycle) -> None:
    state = public.get("/cycles/2026/pool").json()["states"]["DE"]
    assert len(state["computed_share"]["value"].partition(".")[2]) >= 12
    assert state["fair_share_eur"]["value"].endswith(".00")


@pytest.mark.parametrize("path", READS[:-1])
def test_an_answer_that_the_client_has_is_not_sent_again(public: Any, cycle_2026: Cycle, path: str) -> None:
    first = public.get(path)
    assert first.status_code == 200
    for known in (first["ETag"], f"W/{first['ETag']}", f'"other", {first["ETag"]}'):
        again = public.get(path, **{"If-None-Match": known})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert public.get(path, **{"If-None-Match": '"other"'}).status_code == 200


def test_tags_change_with_the_record(
    public: Any, act: Callable[..., Any], person: Callable[..., User], cycle: Cycle
) -> None:
    before = public.get("/cycles/2027")
    act(person("commission"), "determination.adopt", labels={"IT": ["pressure"]})
    after = public.get("/cycles/2027", **{"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert after["ETag"] != before["ETag"]


@pytest.mark.parametrize(
    "path",
    [
        "/cycles/2031", "/cycles/1999", "/cycles/99999999999999999999", "/cycles/abc", "/cycles/2027/pool",
        "/cycles/2027/tests", "/cycles/2027/states/DE", "/cycles/2026/states/XX", "/cycles/2026/states/UK",
        "/cycles/2026/states/%00", "/nothing", "/cycles/2026/pool/more", "/cycles/2031/events?after=x",
    ],
)  # fmt: skip
def test_what_is_not_there_reads_like_what_is_hidden(public: Any, cycle: Cycle, cycle_2026: Cycle, path: str) -> None:
    answer, unknown = public.get(path), public.get("/cycles/2030")
    assert (answer.status_code, answer.content) == (404, unknown.content)


@pytest.mark.parametrize("path", READS)
def test_reading_writes_nothing(person: Callable[..., User], public: Any, cycle_2026: Cycle, path: str) -> None:
    token = Token.issue(person("agency", body="EUAA"), "reader", "read", timedelta(days=1))
    for headers in ({}, {"Authorization": f"Bearer {token}"}):
        with CaptureQueriesContext(connection) as queries:
            assert public.get(path, **headers).status_code == 200
        assert not [q["sql"] for q in queries if not q["sql"].lstrip().upper().startswith("SELECT")]


def test_nothing_is_kept_by_a_shared_cache(public: Any, cycle_2026: Cycle) -> None:
    for path in READS:
        answer = public.get(path)
        assert "public" not in answer["Cache-Control"]
        assert {"Cookie", "Authorization"} <= {name.strip() for name in answer["Vary"].split(",")}


def test_a_seat_reads_who_it_is_and_what_it_may_do(sits: Callable[..., Any], public: Any) -> None:
    germany = sits("member_state", "DE").get("/me").json()
    assert germany["seat"]["state"] == "DE"
    assert "pledge.make" in germany["actions"]
    assert public.get("/me").json()["actions"] == []
