"""Random actions by random people: what is accepted is in the book of the core, what is not leaves no trace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, ClassVar

import pytest
from cycle_2027 import YEAR, Table, opened
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from fairshare.ledger import fold
from fairshare.ledger.events import Event
from fairshare.ledger.notation import parse
from fairshare.states import state_code
from fairshare.workbench.actions.models import Motion
from fairshare.workbench.actions.perform import (
    ConflictError,
    Done,
    ForbiddenError,
    InvalidError,
    RefusedError,
    confirm,
    drop,
    perform,
    permits,
)
from fairshare.workbench.actions.registry import actions
from fairshare.workbench.people.models import DemoDay, User
from fairshare.workbench.record.chain import breaks
from fairshare.workbench.record.models import Cycle, Entry
from fairshare.workbench.record.payload import events_of
from fairshare.workbench.record.seed import cycle_file

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PEOPLE = ("DE", "FR", "AT", "BE", "IT", "EL", "PL", "commission", "council", "presidency", "coordinator", "EUAA")
STATE = st.sampled_from(["DE", "FR", "AT", "BE", "IT", "EL", "PL"])
BENEFITTING = st.sampled_from(["IT", "IT", "EL", "PL"])
PERSONS = st.integers(0, 60)
MONEY = st.sampled_from(["0", "20000", "250000.50", "3000000", "20000000"])
MEASURE = st.sampled_from(["relocation", "relocation", "financial", "alternative"])
ITEM = st.sampled_from(["officers", "tents"])
AMOUNTS = st.dictionaries(MEASURE, PERSONS, max_size=2)
ARTICLE = st.sampled_from(["61", "62"])
CONTENTS = ["deduction", "stabilisation", "other_type", "vulnerabilities", "capacity_limit", "reasoning"]
TEXT = st.sampled_from(["", "a text"])
SUBJECT = st.sampled_from(["act", "deduction-62:AT", "refusal:AT", "reconvening"])

ASKED: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "information.deliver": {"round": st.sampled_from(["june", "september"])},
    "consultation.open": {"state": STATE},
    "view.give": {"text": TEXT},
    "determination.adopt": {"labels": st.dictionaries(STATE, st.just(["pressure"]), max_size=2)},
    "forum.hold": {"reconvened": st.booleans(), "ground": st.just("higher_needs")},
    "pledge.make": {"measure": MEASURE, "amount": MONEY, "item": ITEM},
    "conclusion.reach": {"relocations": st.just(22_000), "financial": st.just(440_000_000)},
    "vote.cast": {"subject": SUBJECT, "position": st.sampled_from(["for", "against"])},
    "act.adopt": {},
    "notice.give": {},
    "needs.state": {"needs": AMOUNTS},
    "pressure.notify": {},
    "pressure.decide": {"state": STATE, "accepted": st.booleans()},
    "access.refuse": {"state": STATE, "ground": st.sampled_from(["capacity", "other_reasons"])},
    "technical_forum.hold": {"occasion": st.sampled_from(["first", "notice", "decision", "regular"])},
    "preferences.state": {"text": TEXT},
    "draw.agree": {"towards": BENEFITTING, "measure": MEASURE, "amount": PERSONS},
    "shortcomings.record": {"state": BENEFITTING, "ended": st.booleans()},
    "shield.waive": {"towards": BENEFITTING},
    "preparedness.ask": {"state": STATE, "measure": TEXT},
    "deduction.request": {"article": ARTICLE, "contents": st.just(CONTENTS)},
    "deduction.assess": {"state": STATE, "article": ARTICLE, "favourable": st.booleans()},
    "deduction.decide": {"state": STATE, "article": ARTICLE, "amounts": AMOUNTS},
    "relocation.accept": {"towards": BENEFITTING, "persons": PERSONS},
    "relocation.fail": {"towards": BENEFITTING, "persons": PERSONS},
    "contribution.deliver": {"towards": BENEFITTING, "measure": MEASURE, "amount": PERSONS, "item": ITEM},
    "in_kind.request": {"state": STATE, "item": ITEM},
    "in_kind.value": {"state": STATE, "item": ITEM, "value": MONEY},
    "offset.agree": {"state": STATE, "cases": PERSONS},
    "offset.take": {
        "towards": BENEFITTING,
        "cases": PERSONS,
        "paragraph": st.sampled_from(["63(2)", "63(4)", "63(5)"]),
    },
    "catch_up.request": {"state": STATE, "cases": PERSONS},
    "year.close": {},
    "delivery.confirm": {"levels": AMOUNTS},
    "settlement.settle": {"state": STATE, "amount": MONEY},
    "funds.allocate": {"towards": BENEFITTING, "amount": MONEY},
    "remainder.add": {"amount": MONEY},
}
NOT_DONE = (RefusedError, ForbiddenError, InvalidError, ConflictError)


class Sessions(RuleBasedStateMachine):
    """People at work on one cycle, from the day on which Italy gave notice."""

    table: ClassVar[Table]
    accepted: ClassVar[int] = 0

    @initialize()
    def begin(self) -> None:
        self.point = transaction.savepoint()
        self.day = date(YEAR, 1, 10)
        self.requests: list[tuple[str, User, dict[str, Any], Done]] = []

    def attempt(self, what: Callable[[], Done | None]) -> Done | None:
        """Do something: it is done and the book is that of the core, or nothing has changed."""
        before, book = self.table.traces, self.table.book
        try:
            done = what()
        except NOT_DONE:
            assert self.table.traces == before
            assert self.table.book is book or self.table.book == book
            return None
        entries = list(Entry.unscoped.filter(cycle_id=YEAR).order_by("number"))
        assert len(entries) == self.table.row.length == before[0] + len(done.events if done else ())
        assert self.table.book == fold(self.legal_order(entries), YEAR)
        type(self).accepted += bool(done and done.events)
        return done

    def legal_order(self, entries: list[Entry]) -> tuple[Event, ...]:
        """The events as they were written, in the order of their legal days."""
        rows = sorted(entries, key=lambda entry: (entry.payload.split('"date":"')[1][:10], entry.number))
        return events_of(YEAR, [entry.payload for entry in rows])

    def ask(self, who: User, name: str, given: dict[str, Any], at_once: bool = False) -> None:
        """One request, with a key of its own; ``at_once``: a second person confirms what it proposes."""
        done = self.attempt(lambda: perform(name, who, YEAR, given, f"r{len(self.requests)}"))
        if done is None:
            return
        self.requests.append((name, who, given, done))
        if at_once and done.motion is not None:
            self.second(Motion.objects.get(pk=done.motion))

    def second(self, motion: Motion) -> None:
        """The second person of whichever delegation confirms."""
        user = self.table.user(motion.to_state or motion.to_body or motion.to_capacity, 2)
        self.attempt(lambda: confirm(motion.pk, user))

    @rule(
        data=st.data(), name=st.sampled_from(sorted(ASKED)), late=st.sampled_from([0, 0, 0, 5]), at_once=st.booleans()
    )
    def somebody_who_may_acts(self, data: st.DataObject, name: str, late: int, at_once: bool) -> None:
        able = [who for who in PEOPLE if permits(actions()[name], self.table.user(who).seat)]
        given = {field: data.draw(strategy, field) for field, strategy in ASKED[name].items()}
        if actions()[name].elsewhere:
            given["on"] = (self.day - timedelta(late)).isoformat()
        self.ask(self.table.user(data.draw(st.sampled_from(able), "who")), name, given, at_once)

    @rule(data=st.data(), name=st.sampled_from(sorted(ASKED)), who=st.sampled_from(PEOPLE))
    def anybody_acts(self, data: st.DataObject, name: str, who: str) -> None:
        given = {field: data.draw(strategy, field) for field, strategy in ASKED[name].items()}
        self.ask(self.table.user(who), name, given)

    @rule(data=st.data())
    def the_second_person_confirms(self, data: st.DataObject) -> None:
        waiting = list(Motion.objects.filter(status=Motion.WAITING).order_by("made", "id"))
        if waiting:
            self.second(data.draw(st.sampled_from(waiting), "motion"))

    @rule(data=st.data(), who=st.sampled_from(PEOPLE), end=st.sampled_from([confirm, drop]))
    def anybody_ends_a_motion(self, data: st.DataObject, who: str, end: Callable[[int, User], Done | None]) -> None:
        known = list(Motion.objects.order_by("made", "id").values_list("pk", flat=True))
        motion = data.draw(st.sampled_from(known), "motion")
        self.attempt(lambda: end(motion, self.table.user(who)))

    @precondition(lambda self: bool(getattr(self, "requests", ())))
    @rule(data=st.data())
    def a_request_comes_again(self, data: st.DataObject) -> None:
        number = data.draw(st.integers(0, len(self.requests) - 1), "request")
        name, who, given, done = self.requests[number]
        before = self.table.traces
        assert perform(name, who, YEAR, given, f"r{number}") == done
        assert self.table.traces == before

    @rule(data=st.data())
    def somebody_corrects(self, data: st.DataObject) -> None:
        event = data.draw(st.sampled_from(self.table.book.events[-6:]), "event")
        who = data.draw(st.sampled_from([state_code(event.actor) or event.capacity, "commission"]), "who")
        self.ask(self.table.user(who), "correction.make", {"event_id": event.id}, at_once=True)

    @precondition(lambda self: self.table.book.balance("DE", "committed", "relocation", "IT") > 0)
    @rule(persons=st.integers(1, 40))
    def germany_delivers_to_italy(self, persons: int) -> None:
        for name, given in (
            ("relocation.accept", {"persons": persons}),
            ("contribution.deliver", {"measure": "relocation", "amount": persons}),
        ):
            self.ask(self.table.user("DE"), name, {"towards": "IT", **given})

    @rule(amount=st.integers(1, 99), measure=st.sampled_from(["relocation", "financial"]))
    def the_pool_is_drawn_on(self, amount: int, measure: str) -> None:
        lots = sorted(self.table.book.pledges)
        draw = {"towards": "IT", "measure": measure, "amount": amount, "lots": lots}
        self.ask(self.table.user("coordinator"), "draw.agree", draw, at_once=True)

    @rule(days=st.integers(1, 40))
    def time_passes(self, days: int) -> None:
        self.day += timedelta(days)
        DemoDay.pretend(self.day)

    @precondition(lambda self: len(getattr(self, "requests", ())) > 12)
    @rule()
    def the_year_ends(self) -> None:
        self.day = max(self.day, date(YEAR, 12, 31))
        DemoDay.pretend(self.day)
        self.ask(self.table.user("coordinator"), "year.close", {}, at_once=True)

    def teardown(self) -> None:
        row = self.table.row
        entries = Entry.unscoped.filter(cycle=row).order_by("number")
        assert not list(breaks(((e.sealed, e.hash) for e in entries), (row.length, row.head)))
        assert parse(cycle_file(row)).book() == self.table.book
        transaction.savepoint_rollback(self.point)


def test_the_book_is_always_that_of_the_core(person: Callable[..., User], cycle: Cycle) -> None:
    Sessions.table, Sessions.accepted = Table(person), 0
    opened(Sessions.table)
    Sessions.table.do("coordinator", "draw.agree", towards="IT", measure="relocation", amount=740)
    for who in PEOPLE:
        Sessions.table.user(who), Sessions.table.user(who, 2)
    run_state_machine_as_test(
        Sessions,
        settings=settings(
            max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
    assert Sessions.accepted > 100  # a machine that is refused everything proves nothing
