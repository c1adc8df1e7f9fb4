"""Deductions from pledges: request, assessment and decision (Articles 61 and 62)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fairshare.law.outcome import RefusedError
from fairshare.law.solidarity.deductions import check_request_61
from fairshare.law.solidarity.documents import contents, missing_contents, request_document
from fairshare.ledger.book import Book
from fairshare.ledger.events import DeductionAssessed, DeductionDecided, DeductionRequested, Event
from fairshare.ledger.handlers.forums import DEDUCTION
from fairshare.workbench.actions.base import Context, EventAction, Form, asked, form_of, made
from fairshare.workbench.actions.capacities import COMMISSION, COUNCIL, STATE
from fairshare.workbench.actions.council import counted
from fairshare.workbench.record.store import Step

_LABELS: Final = {"61": "pressure", "62": "significant_situation"}
_DECIDED_UNDER: Final = {"61": "AMMR 61(4)", "62": "AMMR 62(5)"}


class RequestDeduction(EventAction):
    """A state asks that its pledge be lowered."""

    name = "deduction.request"
    label = _("Request a deduction")
    says = _("The Commission assesses it within four weeks; the Council decides.")
    cites = ("AMMR 61(1)", "AMMR 62(1)", "AMMR 61(2)", "AMMR 62(2)", "AMMR 62(3)")
    who = STATE
    own = "state"
    binding = True
    event = DeductionRequested
    form = form_of(DeductionRequested, {"state"}, contents=(tuple[str, ...], ()))

    def options(self, field: str) -> tuple[tuple[str, str], ...]:
        """What any request may have to hold; which of it this one needs depends on the article and the label."""
        kinds = [(label, identified) for label in _LABELS.values() for identified in (True, False)]
        items = (item for kind in kinds for item in contents(request_document(*kind)))
        return tuple({item.key: gettext(item.text) for item in items}.items()) if field == "contents" else ()

    def entries(self, form: Form, context: Context) -> Sequence[Event | Step]:
        """The request, if it holds what the law asks of it. Who has asked for the pool by now does not get round that
        by an earlier legal day (61(1))."""
        values = asked(form)
        article, given = values["article"], values.pop("contents")
        label, standing = _LABELS[article], context.book.standing(context.seat.state)
        if article == "61":
            check_request_61(standing, context.book.choices)
        identified = label in standing.labels
        if lacks := missing_contents(request_document(label, identified), given):
            told = "; ".join(f"{item.text} ({item.cite})" for item in lacks)
            raise RefusedError(lacks[0].cite, f"the request lacks: {told}")
        return (made(self, self.event, form, context, basis=f"AMMR {article}(1)", **values),)


class AssessDeduction(EventAction):
    """The Commission's assessment of a request."""

    name = "deduction.assess"
    label = _("Assess a request for a deduction")
    says = _("The Council decides; it is not bound by the assessment.")
    cites = ("AMMR 61(3)", "AMMR 62(4)")
    who = COMMISSION
    binding = True
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
    binding = True
    exact = True
    event = DeductionDecided
    left_out = frozenset({"against", "abstained"})

    def entries(self, form: Form, context: Context) -> Sequence[Event | Step]:
        """The decision, with the votes cast on the request."""
        values = asked(form)
        votes = _votes(context.book, values["state"], values["article"]) if any(values["amounts"].values()) else {}
        return (made(self, self.event, form, context, basis=_DECIDED_UNDER[values["article"]], **values, **votes),)


def _votes(book: Book, state: str, article: str) -> dict[str, tuple[str, ...]]:
    """The votes of an act that takes something off. Where nothing is taken off there is no act to vote."""
    return counted(book, f"{DEDUCTION}{state}", book.choices["DEDUCTION_ACT_VOTE"], _DECIDED_UNDER[article])
