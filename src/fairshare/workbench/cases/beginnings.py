"""How cases come in, and how they are matched: registration, agreements on beneficiaries, runs and their proposals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from fairshare.law.outcome import RefusedError
from fairshare.ledger.events import Event
from fairshare.workbench.actions.asking import InvalidError
from fairshare.workbench.actions.base import Context
from fairshare.workbench.actions.permission import forbidden
from fairshare.workbench.cases import forms, scope
from fairshare.workbench.cases.actions import CaseAction, CaseStep
from fairshare.workbench.cases.around import Surroundings
from fairshare.workbench.cases.facts import Around, Facts
from fairshare.workbench.cases.machine import Status, opened
from fairshare.workbench.cases.models import FACTS, Agreement, Case, Placement, Run
from fairshare.workbench.cases.moves import PREFIX, Move, told, trace
from fairshare.workbench.jobs.queue import enqueue
from fairshare.workbench.people.models import User
from fairshare.workbench.record.store import Step, Written

READY: Final = (Status.LINKED, Status.REFUSED)
"""With these a case is a candidate of a matching."""


class Register(CaseAction):
    """The benefitting state registers families that it may propose."""

    name = "case.register"
    label, cites = _("Register cases"), ("AMMR 67(3)",)
    says = _("By pseudonym, with what the rules need. Names and documents stay in DubliNet.")
    form = forms.Register

    def new(self, form: Any, context: Context) -> list[Facts]:
        """The cases as they begin."""
        day, state, surroundings = form.on or context.today, context.seat.state, Surroundings.of(context.book)
        given = [
            Facts(**case.model_dump(), public=case.public, present_in=state, status=Status.CANDIDATE, latest=day)
            for case in form.cases
        ]
        return [opened(facts, surroundings.around(facts)) for facts in given]

    def entries(self, form: Any, context: Context) -> Sequence[Event | Step]:
        """One step a case."""
        return [told("register", facts) for facts in self.new(form, context)]

    def answer(self, form: Any, context: Context) -> dict[str, Any]:
        """The pseudonyms, in the order of the cases."""
        return {"cases": [case.public for case in form.cases]}

    def after(self, form: Any, context: Context, written: Written) -> None:
        """Save the cases."""
        year = context.book.year
        rows = [{name: getattr(facts, name) for name in FACTS} for facts in self.new(form, context)]
        Case.unscoped.bulk_create([Case(cycle_id=year, **row) for row in rows], batch_size=500)
        trace(written.numbers, year)


class Agree(CaseAction):
    """One of two states records that they agreed to relocate beneficiaries; it counts once both did."""

    name = "case.agree"
    label, cites = _("Record an agreement on beneficiaries"), ("AMMR 56(2)(a)(ii)",)
    form = forms.Agree
    functions = frozenset({"head", "delegate"})

    def entries(self, form: Any, context: Context) -> Sequence[Event | Step]:
        """What the state says, once."""
        pair = {"cycle_id": context.book.year, "present_in": form.present_in, "destination": form.destination}
        if context.seat.state not in {form.present_in, form.destination}:
            raise forbidden()
        if form.present_in == form.destination:
            raise InvalidError([("destination", "is the state where they are")])
        if Agreement.objects.filter(**pair, said_by=context.seat.state).exists():
            raise RefusedError("AMMR 56(2)(a)(ii)", "this agreement is on record already")
        day = (form.on or context.today).isoformat()
        states = sorted({form.present_in, form.destination})
        return [Step(f"{PREFIX}agreement", {"step": "agreement", "day": day, "states": states})]

    def after(self, form: Any, context: Context, written: Written) -> None:
        """Save what the state says."""
        Agreement.objects.create(
            cycle_id=context.book.year, present_in=form.present_in, destination=form.destination,
            said_by=context.seat.state,
        )  # fmt: skip


class Match(CaseAction):
    """Start a matching of the candidates with the places drawn: by the benefitting state for its own cases, by the
    Coordinator for all."""

    name = "case.match"
    label, cites = _("Start a matching"), ("AMMR 67(3)", "AMMR 67(4)")
    says = _("It proposes; an officer of the benefitting state confirms.")
    form = forms.Match
    who = frozenset({"member_state", "coordinator"})

    def entries(self, form: Any, context: Context) -> Sequence[Event | Step]:
        """That a run was started, on which cases, by which mechanism."""
        state, book = context.seat.state, context.book
        if state and not book.standing(state).uses_pool:
            raise RefusedError("AMMR 67(3)", f"{state} has no access to the pool, so it identifies nobody to relocate")
        states = [state] if state else sorted(s for s in book.standings if book.standing(s).uses_pool)
        values = {"run": form.public, "step": "match", "mechanism": form.mechanism, "seed": form.seed}
        return [Step(f"{PREFIX}match", {**values, "day": context.today.isoformat(), "states": states})]

    def answer(self, form: Any, context: Context) -> dict[str, Any]:
        """The name of the run."""
        return {"run": form.public}

    def after(self, form: Any, context: Context, written: Written) -> None:
        """Save the run and put it into the queue."""
        policy = {name: str(getattr(form, name)) for name in POLICY}
        run = Run.unscoped.create(
            cycle_id=context.book.year, public=form.public, present_in=context.seat.state,
            mechanism=form.mechanism, policy=policy, seed=form.seed, by=context.seat.who, made=context.today,
        )  # fmt: skip
        job = enqueue("match.run", {"run": form.public}, User.objects.get(handle=context.seat.who))
        run.job = job.pk
        run.save(update_fields=["job"])


POLICY: Final = ("place", "vulnerable", "links", "family", "cultural", "language", "study", "stay")
"""The weights of a policy as the form asks them."""


class Propose(CaseStep):
    """An officer of the benefitting state confirms a run: its placements are proposed, save those taken out."""

    name, step = "case.propose", "propose"
    label, cites = _("Propose the placements of a run"), ("AMMR 67(3)", "AMMR 67(4)")
    says = _("A second officer confirms. Each case is then proposed to its state; its form is still to be sent.")
    form = forms.Propose
    binding = True

    def asked(self, form: Any, context: Context) -> list[tuple[Case, Any]]:
        """The officer's own cases that still wait for a placement, each with the state where it is placed."""
        found = [(placement.case, _Placed(form.on, placement.state)) for placement in self.open(form, context)]
        if not found:
            raise RefusedError("AMMR 67(3)", "nothing is left of this run to propose")
        return found

    def open(self, form: Any, context: Context) -> list[Placement]:
        """The placements that would be proposed, less those taken out."""
        run = scope.runs(context.seat).filter(cycle_id=context.book.year, public=form.run).first()
        if run is None or run.result is None:
            raise forbidden()
        mine = scope.placements(context.seat, run).exclude(state="").order_by("case__public")
        out = {taken.case for taken in form.left_out}
        unknown = out - {placement.case.public for placement in mine}
        if unknown:
            raise InvalidError([("left_out", "names a case that the run does not place")])
        return [one for one in mine if one.case.public not in out and one.case.status in READY]

    def chosen(self, form: Any, facts: Facts, around: Around) -> tuple[Facts, str]:
        """To the state of the placement."""
        return replace(facts, destination=form.state), self.step

    def answer(self, form: Any, context: Context) -> dict[str, Any]:
        """How many were proposed, and how many of the run were not."""
        run = scope.runs(context.seat).get(public=form.run)
        placed = scope.placements(context.seat, run).exclude(state="").count()
        proposed = len(self.open(form, context))
        return {"proposed": proposed, "not_proposed": placed - proposed}

    def beside(self, form: Any, context: Context, moves: list[Move]) -> None:
        """Save which placements were proposed."""
        placed = Placement.unscoped.filter(run__public=form.run, case__in=[move.row for move in moves])
        placed.update(proposed=form.on or context.today)


@dataclass(frozen=True, slots=True)
class _Placed:
    """One placement, as the step of its case asks for it."""

    on: date | None
    state: str
