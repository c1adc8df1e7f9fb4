"""The cycle of 2027 with everybody at the table: people are seated when they first act, and binding acts get their
second person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from fairshare.law.outcome import RefusedError
from fairshare.ledger.book import Book
from fairshare.states import NAMES, PART_IV
from fairshare.workbench.actions.models import Motion
from fairshare.workbench.actions.perform import Done, confirm, perform
from fairshare.workbench.people.models import DemoDay, User
from fairshare.workbench.people.seat import AGENCIES
from fairshare.workbench.record.ledgers import folded
from fairshare.workbench.record.models import Cycle, Entry, Receipt

YEAR = 2027


class Table:
    """Everybody at the table of one cycle, named by state, body or office."""

    def __init__(self, person: Callable[..., User]) -> None:
        self._person = person
        self._people: dict[tuple[str, int], User] = {}
        self._requests = 0

    @property
    def row(self) -> Cycle:
        """The cycle as its row stands."""
        return Cycle.objects.get(pk=YEAR)

    @property
    def book(self) -> Book:
        """The book as it stands."""
        return folded(self.row).ledger.book

    @property
    def traces(self) -> tuple[int, str, int, int, int]:
        """All that an action may leave behind."""
        row = self.row
        return row.length, row.head, Entry.unscoped.count(), Receipt.objects.count(), Motion.objects.count()

    def user(self, who: str, number: int = 1) -> User:
        """The first or second person of a delegation."""
        if (who, number) not in self._people:
            seat = (
                ("member_state", who, "") if who in NAMES else ("agency", "", who) if who in AGENCIES else (who, "", "")
            )
            self._people[who, number] = self._person(*seat)
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
        if done.motion is None:
            return done
        motion = Motion.objects.get(pk=done.motion)
        return confirm(done.motion, self.user(motion.to_state or motion.to_body or motion.to_capacity, 2))

    def refused(self, who: str, action: str, **data: Any) -> str:
        """The provision by which an action is refused; it must have left nothing behind."""
        before = self.traces
        with pytest.raises(RefusedError) as error:
            self.do(who, action, **data)
        assert self.traces == before
        return error.value.cite

    def of(self, state: str, account: str, measure: str = "relocation") -> int:
        """What a state has on an account, towards whomever, in persons or EUR."""
        amount = int(self.book.total(state, account, measure))
        return amount if measure == "relocation" else amount // 100


PLEDGES = (
    ("DE", "relocation", 4_000, ""), ("FR", "relocation", 3_000, ""), ("AT", "relocation", 400, ""),
    ("SE", "financial", 15_000_000, ""), ("NL", "financial", 20_000_000, ""),
    ("BE", "alternative", 3_000_000, "officers"), ("LU", "alternative", 500_000, "tents"),
)  # fmt: skip
"""What the states pledge at the Forum: state, type, amount, item."""


def package(table: Table) -> None:
    """The Commission's package of October 2026."""
    table.on("2026-10-15")
    table.do("commission", "report.adopt", contents=["past_year", "outlook"])
    labels = {"IT": ["pressure"], "EL": ["pressure"], "AT": ["significant_situation"]}
    table.do("commission", "determination.adopt", labels=labels)
    table.do("commission", "key.freeze")
    table.do("commission", "proposal.adopt", relocations=30_000, financial=600_000_000)


def forum(table: Table) -> None:
    """The High-Level Forum with its pledges and its conclusion."""
    table.on("2026-10-27")
    table.do("presidency", "forum.hold")
    for state, measure, amount, item in PLEDGES:
        table.do(state, "pledge.make", measure=measure, amount=amount, item=item)
    table.do("presidency", "conclusion.reach", relocations=21_000, financial=420_000_000)


def act(table: Table) -> None:
    """The votes of the states and the act."""
    table.on("2026-12-08")
    for state in sorted(PART_IV - {"HU", "SK", "CZ"}):
        table.do(state, "vote.cast", subject="act", position="for")
    table.do("HU", "vote.cast", subject="act", position="against")
    table.do("SK", "vote.cast", subject="act", position="abstain")
    table.do("council", "act.adopt")


def opened(table: Table) -> None:
    """The pool as it stands in January 2027, from which Italy benefits."""
    package(table)
    forum(table)
    act(table)
    table.on("2027-01-10")
    table.do("IT", "notice.give")
