"""The Council implementing act on the pool: votes, and the act with the pledges it sets out (Article 57)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from fairshare.law.outcome import RefusedError
from fairshare.law.voting import QUALIFIED
from fairshare.ledger.events import ActAdopted, AdjustmentInAct, Event, PledgeRecorded, SharePublished
from fairshare.ledger.handlers.votes import ACT
from fairshare.ledger.procedure import VoteCast
from fairshare.workbench.actions.base import Context, EventAction, Form, PerState, asked, made
from fairshare.workbench.actions.capacities import COUNCIL, PRESIDENCY, STATE
from fairshare.workbench.actions.council import counted
from fairshare.workbench.record.store import Step


class CastVote(EventAction):
    """The position of a state on what is before the Council."""

    name = "vote.cast"
    label = _("Vote")
    says = _("The vote counts until the Council decides; a state that has not voted is not in favour.")
    cites = ("AMMR 57(1)", "AMMR 13(4)", "AMMR 59(6)", "AMMR 61(4)", "AMMR 62(5)")
    who = STATE
    own = "state"
    restricted = True
    event = VoteCast

    def is_restricted(self, form: Form | None = None) -> bool:
        """A vote on the act is, as the proposal; those on what comes after it are not."""
        return form is not None and asked(form)["subject"] == ACT

    def entries(self, form: Form, context: Context) -> Sequence[Event | Step]:
        """The vote; one on the act while the Council has not adopted it."""
        if asked(form)["subject"] == ACT:
            context.book.require_pledging("AMMR 57(1)")
        return super().entries(form, context)


class ActForm(Form):
    """The act. Reference numbers left out are those that the Forum concluded on; shares and units are as it prints
    them; adjustments are parts of the fair share that the act itself lowers."""

    relocations: int | None = None
    financial: Decimal | None = None
    rescue_percentage: Fraction | None = None
    shares: PerState[Fraction] = Field(default_factory=dict)
    units: PerState[int] = Field(default_factory=dict)
    adjustments: PerState[Fraction] = Field(default_factory=dict)


class AdoptAct(EventAction):
    """The act, with the votes cast and the pledges made at the Forum."""

    name = "act.adopt"
    label = _("Adopt the act on the pool")
    says = _("Fair shares and pledges bind; states under pressure may give notice.")
    cites = ("AMMR 57(1)", "AMMR 57(3)")
    who = COUNCIL | PRESIDENCY
    restricted = True
    exact = True
    elsewhere = True
    event = ActAdopted
    writes = (ActAdopted, SharePublished, PledgeRecorded, AdjustmentInAct)
    form = ActForm

    def entries(self, form: Form, context: Context) -> Sequence[Event | Step]:
        """The act, the shares that it prints, the pledges that it sets out, and its adjustments."""
        given, book = asked(form), context.book
        shares, units, adjustments = (given.pop(name) for name in ("shares", "units", "adjustments"))
        given |= _reference(given, book.conclusion)

        def event(kind: type[Event], **values: Any) -> Event:
            return made(self, kind, form, context, **values)

        return (
            event(ActAdopted, **given, **counted(book, ACT, QUALIFIED, "AMMR 57(1)")),
            *(
                event(SharePublished, state=state, share=shares.get(state), units=units.get(state), basis="AMMR 57(3)")
                for state in sorted(shares.keys() | units.keys())
            ),
            *(
                event(
                    PledgeRecorded, state=pledge.state, measure=pledge.measure, amount=pledge.amount, item=pledge.item,
                    discharge=pledge.discharge,
                )
                for _, pledge in sorted(book.pledged_at_forum.items())
            ),
            *(event(AdjustmentInAct, state=state, part=part) for state, part in sorted(adjustments.items())),
        )  # fmt: skip


def _reference(given: Mapping[str, Any], conclusion: Any) -> dict[str, Any]:
    """The reference numbers: as given, else as the Forum concluded."""
    numbers = {name: given[name] for name in ("relocations", "financial")}
    if None not in numbers.values():
        return numbers
    if conclusion is None:
        raise RefusedError("AMMR 57(3)", "the Forum has not concluded on reference numbers, and none are given")
    return {name: getattr(conclusion, name) if value is None else value for name, value in numbers.items()}
