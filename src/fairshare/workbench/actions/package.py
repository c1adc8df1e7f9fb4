"""The Commission's package: report, key, decision and proposal (Articles 9, 11, 12, 66), and credits of a crisis.

What is refused here may follow from the proposal, which is RESTREINT UE; so all but the decision is for cleared seats.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, ClassVar, Literal

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from fairshare.figures.key_figures import key_inputs
from fairshare.law.outcome import RefusedError
from fairshare.ledger.events import CreditGranted, DeterminationAdopted, Event, KeyFrozen, ProposalAdopted
from fairshare.ledger.procedure import ProposalDeclassified, ReportAdopted
from fairshare.workbench.actions.base import Context, EventAction, Form, PerState, asked, form_of, made
from fairshare.workbench.actions.capacities import COMMISSION
from fairshare.workbench.record.store import Step


class AdoptReport(EventAction):
    """The annual report, and after the year the one on how it went."""

    name = "report.adopt"
    label = _("Adopt the annual report")
    says = _("The decision and the proposal rest on it; both are due by 15 October.")
    cites = ("AMMR 9(4)", "AMMR 15(4)")
    who = COMMISSION
    restricted = True
    elsewhere = True
    event = ReportAdopted
    documents: ClassVar = {"contents": "report"}


class AdoptDetermination(EventAction):
    """The decision on labels."""

    name = "determination.adopt"
    label = _("Adopt the decision on the states")
    says = _("A state under migratory pressure may use the pool once the act is adopted.")
    cites = ("AMMR 11(1)", "AMMR 11(3)")
    who = COMMISSION
    elsewhere = True
    restricted = True  # one of an earlier day is refused where the proposal stands on another (12(5)): that would tell
    event = DeterminationAdopted


class FreezeKey(EventAction):
    """The snapshot of population and GDP from which the reference key follows."""

    name = "key.freeze"
    label = _("Freeze the reference key")
    says = _("The fair share of every state follows from it. Left empty, the figures held for the year serve.")
    cites = ("AMMR 66",)
    who = COMMISSION
    restricted = True
    elsewhere = True
    event = KeyFrozen
    form = form_of(
        KeyFrozen,
        population=(PerState[Fraction], Field(default_factory=dict)),
        gdp=(PerState[Fraction], Field(default_factory=dict)),
    )

    def entries(self, form: Form, context: Context) -> Sequence[Event | Step]:
        """The snapshot given, or the one held for the pool year with its source."""
        given = {name: value for name, value in asked(form).items() if value}
        if len(given) == 1:
            raise RefusedError("AMMR 66", "population and GDP are one snapshot: give both or neither")
        return (made(self, self.event, form, context, **given or _held(context.book.year)),)


def _held(year: int) -> dict[str, Any]:
    inputs = key_inputs(year)
    statuses = {source["status"] for source in inputs.sources.values()}
    return {name: {state: row[name] for state, row in inputs.values.items()} for name in ("population", "gdp")} | {
        "source": "; ".join(f"{source['source']}: {source['dataset']}" for source in inputs.sources.values()),
        "status": "official" if statuses == {"official"} else "inferred",
    }


class AdoptProposal(EventAction):
    """The proposal for the pool."""

    name = "proposal.adopt"
    label = _("Adopt the proposal for the pool")
    says = _("The High-Level Forum is convened within 15 days. The proposal is not public before the act.")
    cites = ("AMMR 12(2)", "AMMR 12(6)")
    who = COMMISSION
    restricted = True
    elsewhere = True
    event = ProposalAdopted
    form = form_of(ProposalAdopted, disclosure=(Literal["restricted", "statutory_floor"], "restricted"))


class DeclassifyProposal(EventAction):
    """The classification of the proposal is lifted."""

    name = "proposal.declassify"
    label = _("Declassify the proposal")
    says = _("Everybody may see the proposal from now on.")
    cites = ("AMMR 12(6)",)
    who = COMMISSION
    restricted = True
    event = ProposalDeclassified


class GrantCredit(EventAction):
    """A credit for more than the fair share given in a crisis."""

    name = "credit.grant"
    label = _("Grant a credit from a crisis")
    says = _("It lowers the fair share of the state in the acts of the next five years.")
    cites = ("CFMR 9(4)",)
    who = COMMISSION
    elsewhere = True
    event = CreditGranted
