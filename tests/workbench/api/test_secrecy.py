"""Before the act, no answer tells of the Commission's proposal to anybody who is not cleared (12(6), I9).

Two ways to see it: the numbers of the proposal, and what follows from them, stand in no answer; and no answer differs
by a byte from what it was before there was a proposal."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction
from itertools import chain
from math import ceil
from typing import Any

import pytest

from fairshare.figures.key_figures import key_inputs
from fairshare.workbench.actions.registry import actions
from fairshare.workbench.api.application import schema
from fairshare.workbench.api.document import operations
from fairshare.workbench.api.models import Token
from fairshare.workbench.people.models import User

from .conftest import PROPOSED, Caller

UNCLEARED = (
    ("member_state", "DE"), ("member_state", "IT"), ("commission",), ("council",), ("presidency",), ("coordinator",),
    ("agency", "", "EUAA"),
)  # fmt: skip
PATHS = tuple(
    path.removeprefix("/api").replace("{year}", "2027").replace("{state}", state)
    for method, path, _ in operations(schema())
    if method == "GET"
    for state in (("DE", "IT", "MT") if "{state}" in path else ("",))
)


@pytest.fixture
def askers(public: Caller, sits: Callable[..., Caller], before_the_act: Callable[[], None]) -> list[Caller]:
    """The public, and somebody without clearance in every capacity."""
    return [public, *(sits(*seat, cleared=False) for seat in UNCLEARED)]


def secrets() -> set[str]:
    """The numbers of the proposal and the fair shares that they would make, as a program or a page may write them."""
    relocations, money = Fraction(PROPOSED["relocations"]), Fraction(PROPOSED["financial"])
    key = _shares()
    derived = [ceil(relocations * share) for share in key.values()] + [int(money * share) for share in key.values()]
    plain = {int(relocations), int(money), int(relocations / 2), int(money / 2), 4321, *derived}
    return set(chain.from_iterable((str(n), f"{n:,}") for n in plain if n > 999))


def _shares() -> dict[str, Fraction]:
    inputs = key_inputs(2027).values
    population, gdp = ({state: row[name] for state, row in inputs.items()} for name in ("population", "gdp"))
    people, wealth = sum(population.values()), sum(gdp.values())
    return {s: Fraction(population[s]) / people / 2 + Fraction(gdp[s]) / wealth / 2 for s in inputs}


def told(answer: Any) -> str:
    """Everything that an answer tells: status, headers, body. The number of the request is drawn at random."""
    headers = sorted((name, value) for name, value in answer.items() if name != "X-Request-ID")
    return f"{answer.status_code}\n{headers}\n{answer.content.decode()}"


def test_no_read_differs_by_a_byte_once_there_is_a_proposal(
    askers: list[Caller], before_the_act: Callable[[], None]
) -> None:
    before = {(n, path): told(asker.get(path)) for n, asker in enumerate(askers) for path in PATHS}
    before_the_act()
    after = {(n, path): told(asker.get(path)) for n, asker in enumerate(askers) for path in PATHS}
    assert after == before
    assert len(PATHS) >= 10


def test_whoever_is_cleared_sees_it(sits: Callable[..., Caller], before_the_act: Callable[[], None]) -> None:
    before_the_act()
    assert str(PROPOSED["relocations"]) in told(sits("member_state", "FR").get("/cycles/2027/events"))


def test_no_number_of_it_stands_in_any_answer(askers: list[Caller], before_the_act: Callable[[], None]) -> None:
    before_the_act()
    hidden = secrets()
    assert len(hidden) > 60
    answers = [told(asker.get(path)) for asker in askers for path in PATHS]
    for asker in askers:
        answers += [told(answer) for answer in refused(asker)]
    alone = re.compile(r"(?<![0-9a-z.,])(?:" + "|".join(sorted(hidden)) + r")(?![0-9a-z])")
    assert not {found for answer in answers for found in alone.findall(answer)}


def refused(asker: Caller) -> list[Any]:
    """The answers to every action tried with nothing, and of those that the seat may do, to one that is filled in."""
    guess = {"state": "DE", "towards": "IT", "amount": "1", "measure": "relocation", "cases": 1, "article": "61"}
    mine, found = asker.get("/me").json()["actions"], []
    for name, action in actions().items():
        found.append(asker.act(name, match=asker.version() if action.exact else None))
        if name in mine:
            fitting = {field: value for field, value in guess.items() if field in action.form.model_fields}
            found.append(asker.act(name, match=asker.version(), **fitting))
    return found


def test_a_token_sees_no_more_than_its_owner(
    public: Caller, person: Callable[..., User], before_the_act: Callable[[], None]
) -> None:
    token = Token.issue(person("member_state", "DE", cleared=False), "reader", "read", timedelta(days=1))
    headers = {"Authorization": f"Bearer {token}"}
    before = [told(public.get(path, **headers)) for path in PATHS]
    before_the_act()
    assert [told(public.get(path, **headers)) for path in PATHS] == before
