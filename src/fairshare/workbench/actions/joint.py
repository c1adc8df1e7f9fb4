"""What a contributing and a benefitting state do together: one proposes, a person of the other confirms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fairshare.ledger.book import Book
from fairshare.ledger.events import Event
from fairshare.workbench.actions.base import Context, EventAction, Form, StateCode, asked, form_of, made
from fairshare.workbench.people.seat import Seat
from fairshare.workbench.record.store import Step


class JointAction(EventAction):
    """An action of two states; the field ``state`` of its form names the other one."""

    own = "towards"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Make the form from the event, the two states aside."""
        cls.form = form_of(cls.event, {"state", "towards"}, state=(StateCode, ...))
        super().__init_subclass__(**kwargs)

    def seconds(self, form: Form, context: Context) -> Seat:
        """The other state."""
        return Seat("member_state", asked(form)["state"])

    def entries(self, form: Form, context: Context) -> Sequence[Event | Step]:
        """The event, its two states in their places."""
        values = asked(form)
        other = values.pop("state")
        return (made(self, self.event, form, context, **values, **parties(context.book, context.seat.state, other)),)


def parties(book: Book, own: str, other: str) -> dict[str, str]:
    """Which of two states contributes (``state``) and which benefits (``towards``): the one that uses the pool."""
    return {"state": other, "towards": own} if book.standing(own).uses_pool else {"state": own, "towards": other}
