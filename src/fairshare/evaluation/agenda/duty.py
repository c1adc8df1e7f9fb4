"""One thing that somebody has to do, and how it stands on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from fairshare.ledger.events import Capacity

StateOf = Literal["done", "open", "late", "upcoming"]
ORDER: Final[tuple[StateOf, ...]] = ("late", "open", "upcoming", "done")
"""What a reader sees first."""


@dataclass(frozen=True, slots=True)
class Duty:
    """What the law asks of somebody: until when, from when on, how it stands, by which event it is settled.

    ``due`` is ``None`` where the law sets no day, ``opens`` where it may be done at any time before. ``about`` says
    which state, measure or item it concerns. ``what`` and ``consequence`` are fixed texts, so that they can be
    translated; neither they nor ``about`` tells a figure of the Commission proposal (12(6))."""

    who: Capacity
    state: str
    body: str
    what: str
    due: date | None
    opens: date | None
    state_of: StateOf
    done_on: date | None
    cite: str
    settles: str
    consequence: str
    about: str


@dataclass(frozen=True, slots=True)
class Task:
    """A duty before it is judged by a day. ``ready``: what must come before it has come; ``done``: when it was done."""

    who: Capacity
    what: str
    cite: str
    settles: str
    state: str = ""
    body: str = ""
    about: str = ""
    due: date | None = None
    opens: date | None = None
    ready: bool = True
    done: date | None = None
    consequence: str = ""

    def on(self, day: date) -> Duty:
        """The duty as it stands on a day. What is done later than that day is not done yet."""
        done_on = self.done if self.done is not None and self.done <= day else None
        waits = not self.ready or (self.opens is not None and day < self.opens)
        late = self.due is not None and day > self.due
        state_of: StateOf = "done" if done_on else "late" if late else "upcoming" if waits else "open"
        return Duty(
            who=self.who,
            state=self.state,
            body=self.body,
            what=self.what,
            due=self.due,
            opens=self.opens,
            state_of=state_of,
            done_on=done_on,
            cite=self.cite,
            settles=self.settles,
            consequence=self.consequence,
            about=self.about,
        )
