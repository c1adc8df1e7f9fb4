"""Sentences for what happens in the pool year and after it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.utils.translation import gettext

from fairshare.ledger import events, procedure
from fairshare.ledger.events import Event
from fairshare.workbench.record.sentences_words import (
    applications,
    contribution,
    contributions,
    percent_of,
    persons,
    places,
)
from fairshare.workbench.tables.formats import day, eur

_MEETING: Final[dict[str, Callable[[], str]]] = {
    "first": lambda: gettext("The Technical-Level Forum meets for the first time in the cycle."),
    "notice": lambda: gettext("The Technical-Level Forum meets on a notice of use of the pool."),
    "decision": lambda: gettext("The Technical-Level Forum meets on a decision of the Commission."),
    "regular": lambda: gettext("The Technical-Level Forum meets."),
}
_PROGRESS: Final[dict[str, Callable[[], str]]] = {
    "planned": lambda: gettext("%(state)s reports that the action “%(name)s” is planned; %(spent)s spent so far."),
    "running": lambda: gettext("%(state)s reports that the action “%(name)s” is running; %(spent)s spent so far."),
    "done": lambda: gettext("%(state)s reports that the action “%(name)s” is done; %(spent)s spent in all."),
    "stopped": lambda: gettext("%(state)s reports that the action “%(name)s” is stopped; %(spent)s spent so far."),
}

_REFUSED: Final[dict[str, Callable[[], str]]] = {
    "": lambda: gettext("Access to the pool is refused to %(state)s."),
    "capacity": lambda: gettext("Access to the pool is refused to %(state)s: its capacity does not suffice."),
    "other_reasons": lambda: gettext("Access to the pool is refused to %(state)s for other objective reasons."),
}


def _decided(e: events.PressureDecided) -> str:
    if e.accepted:
        return gettext("The Commission finds that %(state)s is under migratory pressure.") % places(e)
    return gettext("The Commission rejects the notification of %(state)s.") % places(e)


def _assessed(e: events.DeductionAssessed) -> str:
    if e.favourable:
        return gettext("The Commission is in favour of the deduction that %(state)s requests.") % places(e)
    return gettext("The Commission is not in favour of the deduction that %(state)s requests.") % places(e)


def _deducted(e: events.DeductionDecided) -> str:
    if not any(e.amounts.values()):
        return gettext("The Council takes nothing off the pledge of %(state)s.") % places(e)
    values = places(e) | {"contributions": contributions(e.amounts)}
    return gettext("The Council takes off the pledge of %(state)s: %(contributions)s.") % values


def _shortcomings(e: events.ShortcomingsRecorded) -> str:
    if e.ended:
        return gettext("The systemic shortcomings of %(state)s have ended.") % places(e)
    return gettext("Systemic shortcomings of %(state)s are recorded: nobody need deliver to it.") % places(e)


def _asked(e: procedure.PreparednessAsked) -> str:
    values = places(e) | {"measure": e.measure, "until": day(e.until)}
    if e.until is None:
        return gettext("%(state)s is asked for a measure of preparedness: %(measure)s.") % values
    return gettext("%(state)s is asked for a measure of preparedness until %(until)s: %(measure)s.") % values


def _answered(e: procedure.PreparednessAnswered) -> str:
    values = places(e) | {"measure": e.measure}
    if e.done:
        return gettext("%(state)s has carried out the measure that was asked of it: %(measure)s.") % values
    return gettext("%(state)s has not yet carried out the measure that was asked of it: %(measure)s.") % values


def _implemented(e: events.Implemented) -> str:
    values = places(e) | {"contribution": contribution(e.measure, e.amount, e.item)}
    return gettext("%(state)s delivers to %(towards)s: %(contribution)s.") % values


def _offset_answered(e: events.OffsetAnswered) -> str:
    if not e.cases:
        return gettext("%(state)s declines the offsets that %(towards)s requests.") % places(e)
    values = places(e) | {"applications": applications(e.cases)}
    return gettext("%(state)s accepts offsets for %(towards)s: %(applications)s.") % values


def _with(message: Callable[[], str], **parts: Callable[[Any], str]) -> Callable[[Any], str]:
    """A sentence of the states of an event and some of its other parts."""
    return lambda e: message() % (places(e) | {name: part(e) for name, part in parts.items()})


def _cases(e: Any) -> str:
    return applications(e.cases)


def _persons(e: Any) -> str:
    return persons(e.persons)


YEAR: Final[dict[type[Event], Callable[[Any], str]]] = {
    events.NoticeReceived: _with(lambda: gettext("%(state)s gives notice that it will use the pool.")),
    procedure.NeedsStated: _with(
        lambda: gettext("%(state)s states what it needs: %(needs)s."), needs=lambda e: contributions(e.needs)
    ),
    events.PressureNotified: _with(lambda: gettext("%(state)s notifies that it is under migratory pressure.")),
    events.PressureDecided: _decided,
    events.AccessRefused: lambda e: _REFUSED[e.ground]() % places(e),
    procedure.TechnicalForumHeld: lambda e: _MEETING[e.occasion](),
    procedure.PreferencesStated: _with(lambda: gettext("%(state)s states its preferences.")),
    procedure.UnderstandingReached: _with(
        lambda: gettext("The Technical-Level Forum agrees on a distribution: %(parts)s."),
        parts=lambda e: percent_of(e.parts),
    ),
    events.DrawAgreed: _with(
        lambda: gettext("The pool commits to %(towards)s: %(contribution)s."),
        contribution=lambda e: contribution(e.measure, e.amount),
    ),
    events.ShortcomingsRecorded: _shortcomings,
    events.ShieldWaived: _with(
        lambda: gettext("%(state)s will deliver to %(towards)s although it need not.")
    ),
    procedure.PreparednessAsked: _asked,
    procedure.PreparednessAnswered: _answered,
    events.DeductionRequested: _with(
        lambda: gettext("%(state)s requests a deduction under Article %(article)s."), article=lambda e: e.article
    ),
    events.DeductionAssessed: _assessed,
    events.DeductionDecided: _deducted,
    events.RelocationAccepted: _with(
        lambda: gettext("%(state)s confirms relocations from %(towards)s: %(persons)s."), persons=_persons
    ),
    events.RelocationFailed: _with(
        lambda: gettext("Relocations from %(towards)s to %(state)s come to nothing: %(persons)s."), persons=_persons
    ),
    events.Implemented: _implemented,
    events.InKindRequested: _with(
        lambda: gettext("%(towards)s asks %(state)s for a measure in kind: %(item)s."), item=lambda e: e.item
    ),
    events.InKindValued: _with(
        lambda: gettext("%(state)s and %(towards)s agree the value of %(item)s: %(money)s."),
        item=lambda e: e.item, money=lambda e: eur(e.value),
    ),
    procedure.ActionIdentified: _with(
        lambda: gettext("%(state)s submits the action “%(name)s” for %(money)s."),
        name=lambda e: e.name, money=lambda e: eur(e.amount),
    ),
    procedure.ActionReported: lambda e: (
        _PROGRESS[e.progress]() % (places(e) | {"name": e.name, "spent": eur(e.spent)})
    ),
    events.FundsAllocated: _with(
        lambda: gettext("%(money)s are allocated to actions of %(towards)s."), money=lambda e: eur(e.amount)
    ),
    events.RemainderAdded: _with(
        lambda: gettext("%(money)s that are not allocated are added to the thematic facility of AMIF."),
        money=lambda e: eur(e.amount),
    ),
    events.OffsetRequested: _with(
        lambda: gettext("%(towards)s asks %(state)s to take over responsibility: %(applications)s."),
        applications=_cases,
    ),
    events.OffsetAnswered: _offset_answered,
    events.OffsetAgreed: _with(
        lambda: gettext("%(state)s and %(towards)s agree on offsets: %(applications)s."), applications=_cases
    ),
    events.OffsetTaken: _with(
        lambda: gettext("%(state)s becomes responsible in place of %(towards)s: %(applications)s."),
        applications=_cases,
    ),
    events.CatchUpRequested: _with(
        lambda: gettext("%(towards)s asks %(state)s for offsets in place of relocations: %(applications)s."),
        applications=_cases,
    ),
    events.YearClosed: lambda e: gettext("The pool year is closed."),
    events.DeliveryConfirmed: _with(
        lambda: gettext("%(state)s confirms what it implemented: %(levels)s."), levels=lambda e: contributions(e.levels)
    ),
    events.Settled: _with(
        lambda: gettext("%(state)s transfers %(money)s to the Union budget."), money=lambda e: eur(e.amount)
    ),
}  # fmt: skip
"""By type of event, its sentence."""
