"""A pool of 2027 with places drawn, and caseworkers who act on cases in it, named by state or office."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from fairshare.law.outcome import RefusedError
from fairshare.ledger.book import Book
from fairshare.ledger.events import Event
from fairshare.ledger.notation import EVENT_TYPES
from fairshare.states import PART_IV
from fairshare.workbench.actions.models import Motion
from fairshare.workbench.actions.perform import Done, confirm, perform
from fairshare.workbench.cases.facts import Facts
from fairshare.workbench.cases.models import Case
from fairshare.workbench.jobs.models import Job
from fairshare.workbench.jobs.registry import KINDS
from fairshare.workbench.people.models import DemoDay, User
from fairshare.workbench.people.seat import Seat
from fairshare.workbench.record.ledgers import folded
from fairshare.workbench.record.models import Cycle, Entry
from fairshare.workbench.record.store import append

YEAR = 2027
WEIGHTS = {state: Fraction(200 if state in {"DE", "FR"} else 25) for state in PART_IV}
"""Germany and France are eight times as large as the others."""


def event(kind: str, on: str, **given: Any) -> Event:
    """An event by its name in a file; who acted does not matter to the rules."""
    who: dict[str, Any] = {"actor": "test", "capacity": "coordinator", "basis": "test"}
    return EVENT_TYPES[kind](date=date.fromisoformat(on), **who, **given)


def drawn(towards: str, **parts: int) -> Event:
    """Places for people present in a state, as the Forum agreed them."""
    amounts = {state: Decimal(part) for state, part in parts.items()}
    return event("draw_agreed", "2027-02-01", towards=towards, measure="relocation",
                 amount=sum(amounts.values(), Decimal(0)), parts=amounts)  # fmt: skip


def pool() -> list[Event]:
    """Two states that benefit, three that pledged relocations, and the first draws."""
    pledges = {"DE": 400, "FR": 300, "NL": 100}
    return [
        event("key_frozen", "2026-10-15", population=WEIGHTS, gdp=WEIGHTS),
        event("determination_adopted", "2026-10-15", labels={"IT": ("pressure",), "EL": ("pressure",)}),
        event("proposal_adopted", "2026-10-15", relocations=30_000, financial=Decimal(600_000_000)),
        event("forum_held", "2026-10-28"),
        event("act_adopted", "2026-12-10", relocations=30_000, financial=Decimal(600_000_000)),
        *(event("pledge_recorded", "2026-12-10", state=state, measure="relocation", amount=Decimal(amount))
          for state, amount in pledges.items()),
        event("notice_received", "2027-01-10", state="IT"),
        event("notice_received", "2027-01-10", state="EL"),
        drawn("IT", DE=40, FR=30, NL=10),
        drawn("EL", DE=20, FR=15, NL=5),
    ]  # fmt: skip


class Office:
    """Everybody who acts on cases."""

    def __init__(self, person: Callable[..., User]) -> None:
        self._person, self._people, self._requests = person, dict[tuple[str, int], User](), 0
        Cycle.objects.create(year=YEAR)
        append(YEAR, Seat("commission", who="history"), "pool", [], lambda *_: (pool(), {}))
        self.on("2027-02-10")

    def happens(self, kind: str, on: str, **given: Any) -> None:
        """Something is recorded beside the cases."""
        append(YEAR, Seat("commission", who="history"), f"{kind}-{on}", [], lambda *_: ([event(kind, on, **given)], {}))

    def user(self, who: str, number: int = 1) -> User:
        """The first or second caseworker of a state, or of an office."""
        if (who, number) not in self._people:
            seat = ("member_state", who) if who in PART_IV else (who, "")
            self._people[who, number] = self._person(*seat, function="caseworker")
        return self._people[who, number]

    def on(self, day: str) -> None:
        """The day comes."""
        DemoDay.pretend(date.fromisoformat(day))

    def proposed(self, who: str, action: str, **data: Any) -> Done:
        """Do an action as one person."""
        self._requests += 1
        return perform(action, self.user(who), YEAR, data, f"request-{self._requests}")

    def do(self, who: str, action: str, **data: Any) -> Done:
        """Do an action, with a second person where it binds."""
        done = self.proposed(who, action, **data)
        return done if done.motion is None else confirm(done.motion, self.user(who, 2))

    def refused(self, who: str, action: str, **data: Any) -> str:
        """The provision by which an action is refused; it must have left nothing behind."""
        before = self.traces
        with pytest.raises(RefusedError) as error:
            self.do(who, action, **data)
        assert self.traces == before
        return error.value.cite

    @property
    def traces(self) -> tuple[object, ...]:
        """All that an action may leave behind."""
        return Entry.unscoped.count(), Motion.objects.count(), list(Case.unscoped.order_by("pk").values())

    @property
    def book(self) -> Book:
        """The book as it stands."""
        return folded(Cycle.objects.get(pk=YEAR)).ledger.book

    def places(self, to: str, account: str, present: str = "IT") -> int:
        """Relocations on an account of the ledger."""
        return int(self.book.balance(to, account, "relocation", present))

    def family(self, present: str = "IT", **given: Any) -> str:
        """The pseudonym of a new case that nothing keeps from relocation."""
        usual: dict[str, Any] = {"persons": 3, "security": False, "nationality": "ER"}
        if given.get("kind") != "beneficiary":
            usual["family"] = "no"
        done = self.do(present, "case.register", cases=[usual | given])
        assert done.answer is not None
        (public,) = done.answer["cases"]
        return str(public)

    def facts(self, case: str) -> Facts:
        """A case as its row stands."""
        return Case.unscoped.get(public=case).facts

    def matched(self, to: str = "DE", present: str = "IT", **given: Any) -> str:
        """A case that is proposed to a state, as a run that an officer confirmed would have left it."""
        case = self.family(present, **given)
        self.do(present, "case.inform", cases=[case])
        self.do(present, "case.link", cases=[case])
        today = DemoDay.current()
        Case.unscoped.filter(public=case).update(status="matched", destination=to, proposed=today)
        return case

    def received(self, day: str, to: str = "DE", present: str = "IT", **given: Any) -> str:
        """A case whose form the state of relocation received on a day, which becomes today."""
        case = self.matched(to, present, **given)
        self.on(day)
        self.do(present, "case.send", cases=[case])
        self.do(present, "case.receive", cases=[case])
        return case

    def notified(self, to: str = "DE", **given: Any) -> str:
        """A case that was confirmed on 4 March, decided on the 5th and notified on the 8th, which is today."""
        self.on("2027-02-10")
        case = self.received("2027-03-02", to, **given)
        for day, who, step in (("04", to, "confirm"), ("05", "IT", "decide"), ("08", "IT", "notify")):
            self.on(f"2027-03-{day}")
            self.do(who, f"case.{step}", cases=[case])
        return case


class Quiet:
    """A report that nobody reads."""

    def progress(self, done: int, total: int, text: str = "") -> None:
        """Nothing."""

    def file(self, name: str) -> Path:
        """No job of cases writes a file."""
        raise NotImplementedError


def work() -> None:
    """Do the jobs that wait, as a worker would."""
    for job in Job.unscoped.filter(status="queued"):
        KINDS[job.kind](job.arguments, Quiet())
        Job.unscoped.filter(pk=job.pk).update(status="done")


def all_text() -> str:
    """Everything in every table of the database, as text."""
    texts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            texts.append(f"{table}: {cursor.fetchall()!r}")
    return "\n".join(texts)
