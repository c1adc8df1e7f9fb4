"""Who may do an action at all, by seat. What is forbidden and what does not exist read alike."""

from __future__ import annotations

from fairshare.workbench.actions.base import Action, Form
from fairshare.workbench.actions.registry import actions
from fairshare.workbench.people.seat import Seat


class ForbiddenError(PermissionError):
    """The seat may not do this. The text tells nothing of what others did."""


def permits(action: Action, seat: Seat, form: Form | None = None) -> bool:
    """Whether the seat may do this at all, or just this where there is a form; what the law asks beside it is the
    rule's to say."""
    return (
        seat.acts
        and seat.capacity in action.who
        and seat.function in action.functions
        and (seat.cleared or not action.is_restricted(form))
        and bool(seat.state or not action.own)
    )


def permitted(seat: Seat) -> tuple[Action, ...]:
    """The actions that a seat may do."""
    return tuple(action for action in actions().values() if permits(action, seat))


def found(name: str, seat: Seat) -> Action:
    """The action of a name, if the seat may do it. An unknown name and a forbidden one read alike."""
    action = actions().get(name)
    if action is None or not permits(action, seat):
        raise forbidden()
    return action


def forbidden() -> ForbiddenError:
    """The one answer to whoever may not."""
    return ForbiddenError("this is not for you to do")
