"""Sentences for what happens up to the act on the pool."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.utils.translation import gettext

from fairshare.ledger import events, procedure
from fairshare.ledger.events import Event
from fairshare.workbench.record.sentences_words import contribution, findings, places, pool, subject_of, units
from fairshare.workbench.tables.formats import day, percent, share, state_name

_PROVIDED: Final[dict[str, Callable[[], str]]] = {
    "june": lambda: gettext("%(who)s delivers its information to the Commission."),
    "september": lambda: gettext("%(who)s updates its information to the Commission."),
}
_ASSESSED: Final[dict[str, Callable[[], str]]] = {
    "initial": lambda: gettext("The first meeting of the Preparedness and Crisis mechanism makes its assessment."),
    "consolidated": lambda: gettext(
        "The second meeting of the Preparedness and Crisis mechanism makes its assessment."
    ),
}
_VOTED: Final[dict[str, Callable[[], str]]] = {
    "for": lambda: gettext("%(state)s votes for %(subject)s."),
    "against": lambda: gettext("%(state)s votes against %(subject)s."),
    "abstain": lambda: gettext("%(state)s abstains on %(subject)s."),
}

_AGAIN: Final[dict[str, Callable[[], str]]] = {
    "": lambda: gettext("The High-Level Forum meets again."),
    "insufficient_contributions": lambda: gettext(
        "The High-Level Forum meets again: the contributions do not meet the needs."
    ),
    "higher_needs": lambda: gettext(
        "The High-Level Forum meets again: a state under migratory pressure needs more than expected."
    ),
    "overall_situation": lambda: gettext(
        "The High-Level Forum meets again: the overall situation asks for further contributions."
    ),
}


def _information(e: procedure.InformationDelivered) -> str:
    return _PROVIDED[e.round]() % {"who": state_name(e.state) if e.state else e.body}


def _consultation(e: procedure.ConsultationOpened) -> str:
    values = places(e) | {"labels": findings({e.state: e.labels}), "until": day(e.until)}
    if not e.labels:
        return gettext("The Commission consults %(state)s, for which it would find nothing.") % values
    if e.until is None:
        return gettext("The Commission consults on what it would find: %(labels)s.") % values
    return gettext("The Commission consults until %(until)s on what it would find: %(labels)s.") % values


def _determination(e: events.DeterminationAdopted) -> str:
    found = findings(e.labels)
    if not found:
        return gettext("The Commission decides that no state is in any of the situations of Article 11.")
    return gettext("The Commission decides on the states: %(findings)s.") % {"findings": found}


def _share(e: events.SharePublished) -> str:
    values = places(e) | {"share": share(e.share), "units": units(e.units or 0)}
    if e.share is None:
        return gettext("The act prints the fair share of %(state)s: %(units)s.") % values
    if e.units is None:
        return gettext("The act prints the share of %(state)s: %(share)s.") % values
    return gettext("The act prints the share of %(state)s: %(share)s, %(units)s.") % values


def _pledge_recorded(e: events.PledgeRecorded) -> str:
    if e.measure is None or e.amount is None:
        return gettext("The act sets out a pledge of %(state)s; how much it is, is not known.") % places(e)
    values = places(e) | {"contribution": contribution(e.measure, e.amount, e.item)}
    if e.discharge == "offset":
        return gettext("The act sets out the pledge of %(state)s, to be met by offsets: %(contribution)s.") % values
    return gettext("The act sets out the pledge of %(state)s: %(contribution)s.") % values


def _pledge_made(e: procedure.PledgeMade) -> str:
    values = places(e) | {"contribution": contribution(e.measure, e.amount, e.item)}
    if not e.amount:
        return gettext("%(state)s withdraws a pledge.") % values
    if e.discharge == "offset":
        return gettext("%(state)s pledges %(contribution)s, to be met by offsets.") % values
    return gettext("%(state)s pledges %(contribution)s.") % values


def _forum(e: events.ForumHeld) -> str:
    return _AGAIN[e.ground]() if e.reconvened else gettext("The High-Level Forum meets.")


def _vote(e: procedure.VoteCast) -> str:
    return _VOTED[e.position]() % (places(e) | {"subject": subject_of(e.subject)})


BEFORE: Final[dict[type[Event], Callable[[Any], str]]] = {
    procedure.InformationDelivered: _information,
    procedure.AssessmentMade: lambda e: _ASSESSED[e.round](),
    procedure.ConsultationOpened: _consultation,
    procedure.ViewGiven: lambda e: gettext("%(state)s gives its view on the consultation.") % places(e),
    procedure.ReportAdopted: lambda e: gettext("The Commission adopts the annual report."),
    events.KeyFrozen: lambda e: gettext("The reference key is frozen: one snapshot of population and GDP."),
    events.CreditGranted: lambda e: (
        gettext("%(state)s gets a credit of %(units)s against its fair shares until %(until)s.")
        % (places(e) | {"units": units(e.units), "until": day(e.until)})
    ),
    events.DeterminationAdopted: _determination,
    events.ProposalAdopted: lambda e: gettext("The Commission proposes a pool of %(pool)s.") % {"pool": pool(e)},
    procedure.ProposalDeclassified: lambda e: gettext("The proposal of the Commission is declassified."),
    events.ForumHeld: _forum,
    procedure.PledgeMade: _pledge_made,
    procedure.ConclusionReached: lambda e: gettext("The Forum concludes on a pool of %(pool)s.") % {"pool": pool(e)},
    procedure.VoteCast: _vote,
    events.ActAdopted: lambda e: gettext("The Council adopts the act on a pool of %(pool)s.") % {"pool": pool(e)},
    events.SharePublished: _share,
    events.PledgeRecorded: _pledge_recorded,
    events.AdjustmentInAct: lambda e: (
        gettext("The act lowers the contribution of %(state)s by %(part)s of its fair share.")
        % (places(e) | {"part": percent(e.part)})
    ),
}  # fmt: skip
"""By type of event, its sentence."""
