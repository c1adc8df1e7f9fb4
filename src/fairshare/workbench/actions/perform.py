"""Doing an action: permission, what was asked, the law's own refusal, the entries, all in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from django.db import transaction
from django.utils import timezone

from fairshare.law.outcome import RefusedError
from fairshare.workbench.actions.asking import InvalidError, check_key, effect, read, writer
from fairshare.workbench.actions.base import Action, Context, Form
from fairshare.workbench.actions.models import Motion
from fairshare.workbench.actions.permission import ForbiddenError, forbidden, found, permits, permitted
from fairshare.workbench.clock import today
from fairshare.workbench.people.models import User
from fairshare.workbench.people.seat import Seat
from fairshare.workbench.record.ledgers import Folded, folded
from fairshare.workbench.record.models import Receipt
from fairshare.workbench.record.store import ConflictError, append, locked, sealed

_USED: Final = "this key was used for another request"


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an action: ``done`` with the ids of its events, or ``waiting`` for a second person."""

    status: Literal["done", "waiting"]
    events: tuple[str, ...] = ()
    motion: int | None = None
    answer: Mapping[str, Any] | None = None

    def to_json(self) -> dict[str, Any]:
        """The outcome as JSON."""
        return {"status": self.status, "events": list(self.events), "motion": self.motion, **(self.answer or {})}


def key_of(year: int, seat: Seat, key: str) -> str:
    """What receipts and motions keep of a request's key: one person's key in one cycle is no other's."""
    return f"{year}:{seat.who}:{key}"


def perform(name: str, user: User, year: int, data: Mapping[str, Any], key: str, version: str | None = None) -> Done:
    """Do an action for somebody: at once, or where it binds, as a motion that a second person confirms.

    ``key`` names the request of that person in that cycle: the same key does nothing twice. ``version`` is that of the
    :class:`Cut` which the person saw. Raises :class:`ForbiddenError`, :class:`InvalidError`, :class:`RefusedError`
    (with the article), :class:`ConflictError`, :class:`NoCycleError`; whatever is raised, nothing was written."""
    action, seat = found(name, user.seat), user.seat
    check_key(key)
    form = read(action, data)
    if not permits(action, seat, form):
        raise forbidden()
    named = key_of(year, seat, key)
    if action.binding:
        return _move(action, user, year, form, named, version)
    with transaction.atomic():
        locked(year)
        if Motion.objects.filter(key=named).exists():
            raise ConflictError(_USED)
        return _done(action, seat, year, form, named, version)


def _done(action: Action, seat: Seat, year: int, form: Form, key: str, version: str | None) -> Done:
    request = [action.name, form.model_dump(mode="json")]
    with transaction.atomic():
        before = folded(locked(year))
        written = append(year, seat, key, request, writer(action, seat, form, version))
        if not written.repeated:
            action.after(form, Context(seat, before, today()), written)
    known = dict(zip(written.after.numbers, written.after.ledger.events, strict=True))
    return Done("done", tuple(known[n].id for n in written.numbers if n in known), answer=written.answer)


def _move(action: Action, user: User, year: int, form: Form, key: str, version: str | None) -> Done:
    """Keep a motion, after seeing that the law would allow it now."""
    data, seat = form.model_dump(mode="json"), user.seat
    if not action.elsewhere:
        data["on"] = None  # it is done on the day on which the second person confirms
    with transaction.atomic():
        cycle = locked(year)
        motion = Motion.objects.filter(key=key).first()
        if motion is None and not Receipt.objects.filter(pk=key).exists():
            before, digest = try_out(action, seat, year, form, version)
            context = Context(seat, before, today())
            to = action.seconds(form, context)
            motion = Motion.objects.create(
                cycle=cycle, action=action.name, data=data, by=user, key=key, effect=digest,
                capacity=seat.capacity, state=seat.state, body=seat.body,
                to_capacity=to.capacity, to_state=to.state, to_body=to.body, restricted=action.hides(form, context),
            )  # fmt: skip
        elif motion is None or (motion.action, motion.data) != (action.name, data):
            raise ConflictError(_USED)
    return Done("waiting", motion=motion.pk)


def try_out(action: Action, seat: Seat, year: int, form: Form, version: str | None = None) -> tuple[Folded, str]:
    """The ledger as it stands and a digest of what the action would do to it now; raises what doing it would raise.
    Nothing is written."""
    cycle = locked(year)
    before = folded(cycle)
    drafts, _ = writer(action, seat, form, version)(before, cycle)
    _, after = sealed(before, cycle, seat, "trial", drafts)
    return before, effect(before, after, drafts)


def confirm(motion_id: int, user: User) -> Done:
    """Do what a colleague proposed. Another person of the same delegation confirms, never the one who proposed; what
    two states do jointly is confirmed by the other state. The law is asked again. The key of the entries is that of
    the motion, so that the chain names both: who proposed in the key, who confirmed as the one who did it."""
    with transaction.atomic():
        motion = _waiting(motion_id, user.seat)
        if not motion.waits_for(user.seat) or motion.by_id == user.pk:
            raise ForbiddenError("a second person confirms this")
        action = found(motion.action, user.seat)
        form = read(action, motion.data)
        if not (motion.is_of(motion.by.seat) and permits(action, motion.by.seat, form)):
            raise ConflictError("who proposed this may not do it any more: drop it and propose it anew")
        seat = replace(user.seat, capacity=motion.capacity, state=motion.state, body=motion.body)  # type: ignore[arg-type]
        if action.exact and try_out(action, seat, motion.cycle_id, form)[1] != motion.effect:
            raise ConflictError("what this would do has changed since it was proposed: drop it and propose it anew")
        done = _done(action, seat, motion.cycle_id, form, motion.key, None)
        _end(motion, user, Motion.CONFIRMED)
    return done


def drop(motion_id: int, user: User) -> None:
    """Take a motion off the table: whoever of the delegations may act."""
    with transaction.atomic():
        motion = _waiting(motion_id, user.seat)
        _end(motion, user, Motion.DROPPED)


def _waiting(motion_id: int, seat: Seat) -> Motion:
    """A motion that waits, its cycle locked. One that the seat may not know of reads like one that does not exist."""
    row = Motion.objects.filter(pk=motion_id).values_list("cycle_id", flat=True).first()
    if row is not None:
        locked(row)
    motion = Motion.known_to(seat).filter(pk=motion_id).select_related("by").first()
    if motion is None:
        raise forbidden()
    found(motion.action, seat)
    if motion.status != Motion.WAITING:
        raise ConflictError("this was confirmed or dropped already")
    return motion


def _end(motion: Motion, user: User, status: str) -> None:
    motion.status, motion.second, motion.ended = status, user, timezone.now()
    motion.save(update_fields=["status", "second", "ended"])


__all__ = [
    "ConflictError", "Done", "ForbiddenError", "InvalidError", "RefusedError", "confirm", "drop", "found", "perform",
    "permits", "permitted", "read", "try_out",
]  # fmt: skip
