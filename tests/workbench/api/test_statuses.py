"""Every status that an action can be answered with, by an example."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from fairshare.workbench.people import limits
from fairshare.workbench.record.models import Cycle, Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def commission(sits: Callable[..., Any], cycle: Cycle) -> Any:
    return sits("commission")


def problem(answer: Any, status: int) -> Any:
    """The problem that an answer tells, seen to have the one shape of errors."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert set(told) == {"type", "title", "status", "detail", "cite", "problems"}
    assert told["status"] == status
    return told


def test_200_done(commission: Any) -> None:
    answer = commission.act("consultation.open", state="IT", labels=["pressure"])
    assert answer.status_code == 200
    assert answer.json()["status"] == "done"
    assert answer.json()["events"] == [row["id"] for row in commission.get("/cycles/2027/events").json()["events"]]


def test_202_waits_for_a_second_person_and_is_confirmed_by_one(
    sits: Callable[..., Any], before_the_act: Callable[[], None]
) -> None:
    before_the_act()
    first, second, foreign = sits("member_state", "FR"), sits("member_state", "FR"), sits("member_state", "ES")
    asked = first.act("pledge.make", measure="financial", amount="1000000")
    assert (asked.status_code, asked.json()["status"]) == (202, "waiting")
    number = asked.json()["motion"]
    assert [(row["motion"], row["yours"]) for row in second.get("/motions").json()["motions"]] == [(number, True)]
    assert [row["yours"] for row in first.get("/motions").json()["motions"]] == [False]
    assert foreign.get("/motions").json() == {"motions": []}
    problem(first.post(f"/motions/{number}/confirm"), 403)
    assert foreign.post(f"/motions/{number}/confirm").content == foreign.post("/motions/987654/confirm").content
    done = second.post(f"/motions/{number}/confirm")
    assert (done.status_code, done.json()["status"]) == (200, "done")
    problem(second.post(f"/motions/{number}/drop"), 409)


def test_a_motion_is_dropped(sits: Callable[..., Any], before_the_act: Callable[[], None]) -> None:
    before_the_act()
    first = sits("member_state", "FR")
    number = first.act("pledge.make", measure="financial", amount="1").json()["motion"]
    assert first.post(f"/motions/{number}/drop").json() == {"status": "dropped", "motion": number}
    assert first.get("/motions").json() == {"motions": []}


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b'{"a": 1, "a": 2}', b'{"a": NaN}', b'{"a": -Infinity}', b"\xff\xfe", b"{" * 4000,
        b'{"a":' * 2000 + b"1" + b"}" * 2000, b'{"on": 1e999999}', b'{"on": 1' + b"0" * 5000 + b"}",
        b'{"on": 0.12345678901234567}', b"\xef\xbb\xbf{}",
    ],
)  # fmt: skip
def test_400_the_body_is_no_json_as_it_is_read_here(commission: Any, body: bytes) -> None:
    answer = commission.client.post(
        "/api/cycles/2027/actions/determination.adopt",
        body,
        content_type="application/json",
        headers={"Idempotency-Key": "a-new-key"},
    )
    problem(answer, 400)


@pytest.mark.parametrize("key", ["", "short", "x" * 61, "with space", "größer-als", "a/b-c/d-e/f"])
def test_400_without_a_key_for_the_request(commission: Any, key: str) -> None:
    problem(commission.act("determination.adopt", key=key, labels={}), 400)


def test_401_nobody_is_signed_in(public: Any, cycle: Cycle) -> None:
    told = public.act("determination.adopt", labels={})
    problem(told, 401)
    assert told["WWW-Authenticate"].startswith("Bearer")
    problem(public.get("/motions"), 401)


def test_403_the_seat_may_not_and_learns_no_more(sits: Callable[..., Any], cycle: Cycle) -> None:
    germany = sits("member_state", "DE")
    refused = germany.act("determination.adopt", labels={"nonsense": 1})
    assert problem(refused, 403)["problems"] == []
    assert germany.act("determination.adopt", year=2031).content == refused.content


def test_403_a_session_without_the_csrf_token(person: Callable[..., Any], cycle: Cycle) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person("commission"))
    headers = {"Idempotency-Key": "a-new-key"}
    path = "/api/cycles/2027/actions/determination.adopt"
    answer = client.post(path, {"labels": {}}, content_type="application/json", headers=headers)
    assert "CSRF" in problem(answer, 403)["detail"]
    assert not Entry.unscoped.exists()
    assert client.get("/api/me").json()["signed_in"]


def test_404_no_such_cycle(commission: Any) -> None:
    problem(commission.act("determination.adopt", year=2031, labels={}), 404)
    problem(commission.act("determination.adopt", year=1, labels={}), 404)
    problem(commission.post("/nothing"), 404)


def test_405_another_method(commission: Any) -> None:
    answer = commission.client.delete("/api/cycles/2027")
    assert (problem(answer, 405)["detail"], answer["Allow"]) == ("only GET here", "GET")


def test_409_the_key_was_used_for_another_request(commission: Any) -> None:
    assert commission.act("consultation.open", key="one-and-only", state="IT").status_code == 200
    problem(commission.act("consultation.open", key="one-and-only", state="EL"), 409)
    assert commission.act("determination.adopt", key="the-other", labels={}).status_code == 202
    problem(commission.act("determination.adopt", key="the-other", labels={"IT": ["pressure"]}), 409)


def test_412_the_record_has_moved_on(commission: Any) -> None:
    seen = commission.version()
    assert commission.act("consultation.open", match=f'"{seen}"', state="IT").status_code == 200
    for action, asked in (("consultation.open", {"state": "EL"}), ("determination.adopt", {"labels": {}})):
        problem(commission.act(action, match=f'"{seen}"', **asked), 412)
    assert commission.get("/cycles/2027").json()["events"] == 1


def test_the_tag_of_any_answer_about_the_cycle_serves_as_its_version(commission: Any) -> None:
    tag = commission.get("/cycles/2027/duties")["ETag"]
    assert commission.act("consultation.open", match=tag, state="IT").status_code == 200


def test_413_too_long(commission: Any) -> None:
    problem(commission.act("determination.adopt", note="x" * 1_000_001), 413)


def test_415_another_type(commission: Any) -> None:
    answer = commission.client.post("/api/cycles/2027/actions/determination.adopt", {"labels": "x"})
    problem(answer, 415)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "labels"),
        ({"labels": {}, "colour": "red"}, "colour"),
        ({"labels": {"XX": ["pressure"]}}, "labels.XX"),
        ({"labels": {"IT": "pressure"}}, "labels.IT"),
        ({"labels": {"IT": ["lucky"]}}, "labels.IT.0"),
        ({"labels": {}, "on": 0}, "on"),
        ({"labels": {}, "on": "2026-01-01T00:00:00"}, "on"),
        ({"labels": {}, "on": "2999-01-01"}, "on"),
        ({"labels": {}, "note": "\ud800"}, "note"),
        ({"labels": {}, "note": "\x00"}, "note"),
    ],
)
def test_422_not_filled_in(commission: Any, data: dict[str, Any], field: str) -> None:
    told = problem(commission.act("determination.adopt", **data), 422)
    assert any(fault["field"].startswith(field) for fault in told["problems"]), told
    assert told["cite"] == ""


def test_422_another_day_than_today_for_what_is_done_here(commission: Any) -> None:
    told = problem(commission.act("consultation.open", state="IT", on="2026-01-01"), 422)
    assert [fault["field"] for fault in told["problems"]] == ["on"]
    assert not Entry.unscoped.exists()


@pytest.mark.parametrize("amount", ["1e9", "1e999999999", "NaN", "Infinity", "9" * 25, " 1", "1_0", True, [], "x"])
def test_422_an_amount_that_is_none(sits: Callable[..., Any], cycle: Cycle, amount: Any) -> None:
    told = problem(sits("commission").act("funds.allocate", towards="IT", amount=amount), 422)
    assert [fault["field"] for fault in told["problems"]] == ["amount"]


def test_422_refused_by_the_law_with_its_provision(commission: Any) -> None:
    told = problem(commission.act("proposal.adopt", relocations=1, financial="1"), 422)
    assert told["cite"].startswith("AMMR 12")
    assert not Entry.unscoped.exists()


def test_428_an_exact_action_without_the_version_seen(sits: Callable[..., Any], cycle: Cycle) -> None:
    council = sits("council")
    problem(council.act("act.adopt", relocations=1, financial="1"), 428)
    told = problem(council.act("act.adopt", match=council.version(), relocations=1, financial="1"), 422)
    assert told["cite"]


def test_429_too_often(public: Any, cycle: Cycle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.BUCKETS, "api", limits.Bucket(2, 0.2, "local"))
    public.client.defaults["REMOTE_ADDR"] = "192.0.2.7"
    assert [public.get("/cycles").status_code for _ in range(3)] == [200, 200, 429]
    answer = public.get("/me")
    problem(answer, 429)
    assert answer["Retry-After"] == "5"


def test_head_is_answered_like_get(public: Any, cycle: Cycle) -> None:
    answer = public.client.head("/api/cycles/2027")
    assert (answer.status_code, answer.content) == (200, b"")
