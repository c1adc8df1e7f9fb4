"""Who sees a case: the two states concerned and the Coordinator. To all others it does not exist."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from office import YEAR, Office

from fairshare.states import PART_IV
from fairshare.workbench.actions.perform import ForbiddenError, perform
from fairshare.workbench.cases import scope
from fairshare.workbench.cases.lists import my_cases
from fairshare.workbench.cases.models import Case, Link, Placement, Run, UnscopedError
from fairshare.workbench.people.models import User
from fairshare.workbench.people.seat import AGENCIES, PUBLIC
from fairshare.workbench.record.cut import cut

pytestmark = pytest.mark.django_db

CONCERNED = {("member_state", "IT", ""), ("member_state", "DE", ""), ("coordinator", "", "")}
SEATS = [
    *(("member_state", state, "") for state in sorted(PART_IV)), ("commission", "", ""), ("council", "", ""),
    ("presidency", "", ""), ("coordinator", "", ""), *(("agency", "", body) for body in AGENCIES),
]  # fmt: skip
PLACES = ("case/{}/", "case/{}.json", "case/{}/case.confirm/", "case/{}/case.transfer/", "?case={}")


@pytest.mark.parametrize("model", [Case, Link, Placement, Run])
def test_what_is_personal_cannot_be_asked_for_without_a_scope(model: type[Case]) -> None:
    with pytest.raises(UnscopedError):
        model.objects.all()


@pytest.mark.parametrize(
    "function",
    ["caseworker", *(pytest.param(name, marks=pytest.mark.slow) for name in ("head", "delegate", "reader"))],
)
def test_every_seat_is_told_what_concerns_it_and_of_nothing_else(
    office: Office, person: Callable[..., User], function: str
) -> None:
    case, other = office.received("2027-03-02"), office.matched("NL", present="EL")
    for capacity, state, body in SEATS:
        client = Client()
        client.force_login(person(capacity, state, body, function=function))
        sees = (capacity, state, body) in CONCERNED and (function != "reader" or capacity == "coordinator")
        for place in PLACES[:2]:
            asked = f"/cases/{YEAR}/{place.format(case)}"
            answer = client.get(asked)
            told = answer.content.decode().replace(asked, "")  # the choice of a language leads back to it
            assert (answer.status_code, case in told) == ((200, True) if sees else (404, False))
        listed = client.get(f"/cases/{YEAR}/").content.decode()
        assert (case in listed) == sees
        assert (other in listed) == (capacity == "coordinator" or (state in {"EL", "NL"} and function != "reader"))


def test_to_others_a_case_that_exists_and_one_that_does_not_are_alike(office: Office) -> None:
    case, nothing = office.received("2027-03-02"), "zzzzzzzzzzzz"
    for who in ("FR", "commission"):
        client = Client()
        client.force_login(office.user(who))
        for place in PLACES:
            for method in (client.get, client.post):
                there = method(f"/cases/{YEAR}/{place.format(case)}")
                not_there = method(f"/cases/{YEAR}/{place.format(nothing)}")
                assert there.status_code == not_there.status_code
                assert bare(there, case) == bare(not_there, nothing)


def bare(answer: Any, case: str) -> str:
    """What is told, without the pseudonym asked for, the token against forged requests and the request's number."""
    token = re.compile(r"\b([0-9A-Za-z]{64}|[0-9a-f]{16})\b")
    return token.sub("", answer.content.decode().replace(case, ""))


def test_a_state_without_a_part_in_a_case_cannot_act_on_it(office: Office) -> None:
    case = office.received("2027-03-02")
    for name in (case, "zzzzzzzzzzzz"):
        with pytest.raises(ForbiddenError, match="this is not for you to do"):
            perform("case.confirm", office.user("FR"), YEAR, {"cases": [name]}, f"key-{name}")


@pytest.mark.parametrize(("who", "step"), [("DE", "decide"), ("IT", "confirm"), ("DE", "notify"), ("IT", "postpone")])
def test_neither_state_takes_the_steps_of_the_other(office: Office, who: str, step: str) -> None:
    case = office.received("2027-03-02")
    if step in {"decide", "notify"}:
        office.do("DE", "case.confirm", cases=[case])
    if step == "notify":
        office.do("IT", "case.decide", cases=[case])
    with pytest.raises(ForbiddenError):
        office.do(who, f"case.{step}", cases=[case])


def test_a_state_sees_a_case_once_it_is_proposed_to_it(office: Office) -> None:
    case = office.family()
    assert not scope.cases(office.user("DE").seat).exists()
    office.do("IT", "case.inform", cases=[case])
    office.do("IT", "case.link", cases=[case])
    Case.unscoped.filter(public=case).update(status="matched", destination="DE")
    assert [row.public for row in scope.cases(office.user("DE").seat)] == [case]


def test_a_second_state_is_not_told_who_refused_before(office: Office) -> None:
    case = office.received("2027-03-02")
    office.do("DE", "case.refuse", cases=[case], ground="pledge-used")
    Case.unscoped.filter(public=case).update(status="matched", destination="FR")
    office.do("IT", "case.send", cases=[case])
    row = Case.unscoped.get(public=case)
    assert [step.step for step in scope.history(row, office.user("FR").seat)] == ["send"]
    client = Client()
    client.force_login(office.user("FR"))
    document = json.loads(client.get(f"/cases/{YEAR}/case/{case}.json").content)
    assert "refusals" not in document and "DE" not in json.dumps(document)
    assert client.get(f"/cases/{YEAR}/case/{case}/").status_code == 200


def test_no_step_of_a_case_shows_in_any_cut_of_the_record(office: Office) -> None:
    case = office.received("2027-03-02")
    for seat in (PUBLIC, office.user("IT").seat, office.user("coordinator").seat):
        assert case not in repr(cut(YEAR, seat))


def test_a_caseworker_sees_first_what_is_late(office: Office) -> None:
    late, soon = office.received("2027-03-02"), office.family()
    office.do("DE", "case.confirm", cases=[late])
    office.on("2027-03-20")
    rows = my_cases(office.user("IT").seat, date(2027, 3, 20))
    assert [(row.facts.public, row.late) for row in rows] == [(late, True), (soon, False)]
    assert not my_cases(office.user("FR").seat, date(2027, 3, 20))
