"""Deductions from pledges: request, assessment and decision (Articles 61 and 62)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fairshare.law.solidarity.deductions import check_contents, check_request_61, needs_vote
from fairshare.law.solidarity.documents import contents, request_document
from fairshare.ledger.book import Book
from fairshare.ledger.events import DeductionAssessed, DeductionDecided, DeductionRequested, Event
from fairshare.ledger.handlers.votes import DEDUCTION, DEDUCTION_ACT
from fairshare.workbench.actions.base import Context, EventAction, Form, asked, form_of, made
from fairshare.workbench.actions.capacities import COMMISSION, COUNCIL, STATE
from fairshare.workbench.actions.council import counted
from fairshare.workbench.record.store import Step

_LABELS: Final = ("pressure", "significant_situation")


class RequestDeduction(EventAction):
    """A state asks that its pledge be lowered."""

    name = "deduction.request"
    label = _("Request a deduction")
    says = _("The Commission assesses it within four weeks; the Council decides.")
    cites = ("AMMR 61(1)", "AMMR 62(1)", "AMMR 61(2)", "AMMR 62(2)", "AMMR 62(3)")
    who = STATE
    own = "state"
    event = DeductionRequested
    form = form_of(DeductionRequested, {"state"}, contents=(tuple[str, ...], ()))

    def options(self, field: str) -> tuple[tuple[str, str], ...]:
        """What any request may have to hold; which of it this one needs depends on the article and the label."""
        kinds = [(label, identified) for label in _LABELS for identified in (True, False)]
        items = (item for kind in kinds for item in contents(request_document(*kind)))
        return tuple({item.key: gettext(item.text) for item in items}.items()) if field == "contents" else ()

    def entries(self, form: Form, context: Context) -> Sequence[Event | Step]:
        """The request, on the paragraph of its article. The law is asked of today as well: who has asked for the pool
        by now does not get round that by an earlier legal day (61(1))."""
        values, standing = asked(form), context.book.standing(context.seat.state)
        if values["article"] == "61":
            check_request_61(standing, context.book.choices)
        check_contents(values["article"], standing.labels, values["contents"])
        return (made(self, self.event, form, context, basis=f"AMMR {values['article']}(1)", **values),)


class AssessDeduction(EventAction):
    """The Commission's assessment of a request."""

    name = "deduction.assess"
    label = _("Assess a request for a deduction")
    says = _("The Council decides; it is not bound by the assessment.")
    cites = ("AMMR 61(3)", "AMMR 62(4)")
    who = COMMISSION
    event = DeductionAssessed

    def entries(self, form: Form, context: Context) -> Sequence[Event | Step]:
        """The assessment, on the provision of its article."""
        values = asked(form)
        basis = self.cites[0] if values["article"] == "61" else self.cites[1]
        return (made(self, self.event, form, context, basis=basis, **values),)


class DecideDeduction(EventAction):
    """The Council's decision on a request."""

    name = "deduction.decide"
    label = _("Decide on a request for a deduction")
    says = _("What is granted is taken off the pledge; no other share rises.")
    cites = ("AMMR 61(4)", "AMMR 62(5)")
    who = COUNCIL
    exact = True
    elsewhere = True
    event = DeductionDecided
    left_out = frozenset({"against", "abstained"})

    def entries(self, form: Form, context: Context) -> Sequence[Event | Step]:
        """The decision, with the votes cast on the request where it takes a vote."""
        values, book = asked(form), context.book
        grants = any(values["amounts"].values())
        votes = _votes(book, values["state"], values["article"], grants) if needs_vote(grants, book.choices) else {}
        return (made(self, self.event, form, context, basis=DEDUCTION_ACT[values["article"]], **values, **votes),)


def _votes(book: Book, state: str, article: str, grants: bool) -> dict[str, tuple[str, ...]]:
    """The votes of the act: who is for the deduction is against an act that refuses it."""
    rule = book.choices["DEDUCTION_ACT_VOTE"]
    return counted(book, f"{DEDUCTION[article]}{state}", rule, DEDUCTION_ACT[article], turned=not grants)
