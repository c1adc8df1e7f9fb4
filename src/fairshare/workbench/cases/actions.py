"""The steps of a case as actions: one class a step, for one case or many at once; all of them move or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar, Final

from django.utils.translation import gettext_lazy as _

from fairshare.law.outcome import RefusedError
from fairshare.ledger.events import Event, Implemented, RelocationAccepted, RelocationFailed
from fairshare.workbench.actions.asking import InvalidError
from fairshare.workbench.actions.base import Action, Context, Form
from fairshare.workbench.actions.permission import forbidden
from fairshare.workbench.cases import forms, guards, scope
from fairshare.workbench.cases.around import Surroundings
from fairshare.workbench.cases.facts import Around, Facts
from fairshare.workbench.cases.machine import BEFORE, TABLE, Side, Status, advance, effect
from fairshare.workbench.cases.models import Case, Link, Refusal
from fairshare.workbench.cases.moves import Move, drafted, save, silence
from fairshare.workbench.people.seat import Capacity, Function, Seat
from fairshare.workbench.record.store import Step, Written

OF_CASES: Final[frozenset[Function]] = frozenset({"head", "delegate", "caseworker"})
STATES: Final[frozenset[Capacity]] = frozenset({"member_state"})


class CaseAction(Action):
    """An action on cases: by states, through caseworkers too."""

    who = STATES
    functions = OF_CASES
    stage = "cases"


class CaseStep(CaseAction):
    """A step of cases that are there already. ``step``: the step of the machine that it is; ``takes``: the several of
    which the form tells one."""

    form: ClassVar[type[Form]] = forms.Steps
    step: ClassVar[str] = ""
    takes: ClassVar[tuple[str, ...]] = ()
    writes: ClassVar[tuple[type[Event], ...]] = ()

    def chosen(self, form: Any, facts: Facts, around: Around) -> tuple[Facts, str]:
        """The facts that the form states, and the step of the machine that follows from them."""
        return facts, self.step

    def asked(self, form: Any, context: Context) -> list[tuple[Case, Any]]:
        """The cases, in order, each with the form for it."""
        return [(row, form) for row in scope.chosen(context.seat, context.book.year, form.cases)]

    def moves(self, form: Any, context: Context) -> list[Move]:
        """What the form does to each case, in order. Raises what the law, or the seat, does not allow."""
        surroundings, found = Surroundings.of(context.book), []
        for row, given in self.asked(form, context):
            move = self._move(row, given, context, surroundings)
            surroundings.moved(move.before, move.after)
            found.append(move)
        return found

    def _move(self, row: Case, form: Any, context: Context, surroundings: Surroundings) -> Move:
        before, book = row.facts, context.book
        facts, first = silence(before, context.today, book)
        stated, step = self.chosen(form, facts, surroundings.around(facts))
        rule = TABLE.get((Status(facts.status), step))
        if rule is None and first and (Status(before.status), step) in TABLE:
            raise RefusedError("AMMR 67(9)", f"silence confirmed this relocation on {facts.confirmed}")
        if rule is not None and rule.side not in sides(context.seat, row):
            raise forbidden()
        after = advance(stated, step, form.on or context.today, surroundings.around(stated))
        drafts = (*first, *drafted(step, facts, after, context.seat, context.today, book.year))
        if not effect(before.status, after.status):  # confirmed by silence and ended in one: no place moves
            drafts = tuple(draft for draft in drafts if isinstance(draft, Step))
        return Move(row, before, after, drafts)

    def entries(self, form: Form, context: Context) -> Sequence[Event | Step]:
        """The entries of all cases."""
        return [draft for move in self.moves(form, context) for draft in move.drafts]

    def after(self, form: Form, context: Context, written: Written) -> None:
        """Save the cases, and what hangs on them."""
        moves = self.moves(form, context)
        save(moves, written.numbers, context.book.year)
        self.beside(form, context, moves)

    def beside(self, form: Any, context: Context, moves: list[Move]) -> None:
        """Save what hangs on the cases that moved."""


def sides(seat: Seat, row: Case) -> tuple[Side, ...]:
    """On which side of a case a seat stands."""
    if seat.state == row.present_in:
        return "present", "either"
    return ("destination", "either") if seat.state == row.destination else ()


class Inform(CaseStep):
    """The family is told of the procedure and of its duties."""

    name, step = "case.inform", "inform"
    label, cites = _("Record that the family was informed"), ("AMMR 67(5)",)


class Links(CaseStep):
    """The family had the opportunity to state its links; what it stated replaces what was on record."""

    name, step = "case.link", "link"
    label, cites = _("Record the links stated"), ("AMMR 67(3)",)
    says = _("The family has the opportunity to state links; having none is an answer too.")
    form = forms.Links

    def beside(self, form: Any, context: Context, moves: list[Move]) -> None:
        """Save the links."""
        Link.unscoped.filter(case__in=[move.row for move in moves]).delete()
        Link.unscoped.bulk_create(
            [
                Link(case=move.row, kind=link.kind, state=link.state, strength=link.strength)
                for move in moves for link in form.links
            ]
        )  # fmt: skip


class Security(CaseStep):
    """The check of security before a relocation is begun; a threat excludes for ever."""

    name, takes = "case.security", ("exclude",)
    label, cites = _("Record the check of security"), ("AMMR 67(2)",)
    says = _("A threat to internal security excludes every relocation for ever.")
    form = forms.Security

    def chosen(self, form: Any, facts: Facts, around: Around) -> tuple[Facts, str]:
        """Clear, or a threat."""
        if form.result == "threat":
            return replace(facts, security=True), "exclude"
        if facts.security:
            raise RefusedError("AMMR 67(2)", "a threat on record excludes every relocation for ever")
        return _assessed(replace(facts, security=False), around)


class Assess(CaseStep):
    """What was found on family in the benefitting state, and the consent of beneficiaries."""

    name, takes = "case.assess", ("assess", "rule_out")
    label, cites = _("Record family and consent"), ("AMMR 67(5)", "AMMR 67(4)")
    form = forms.Assess

    def chosen(self, form: Any, facts: Facts, around: Around) -> tuple[Facts, str]:
        """What was found, of applicants and of beneficiaries."""
        wrong = ("consent", "applicants are not asked for consent") if facts.kind == "applicant" else (
            "family", "family in the benefitting state is asked of applicants"
        )  # fmt: skip
        if getattr(form, wrong[0]) is not None:
            raise InvalidError([wrong])
        family = facts.family if form.family is None else form.family
        consent = facts.consent if form.consent is None else form.consent == "yes"
        return _assessed(replace(facts, family=family, consent=consent), around)


def _assessed(facts: Facts, around: Around) -> tuple[Facts, str]:
    return facts, "assess" if guards.established(facts, around) is None else "rule_out"


class Recall(CaseStep):
    """A proposal is taken back before its form is sent."""

    name, step = "case.recall", "recall"
    label, cites = _("Take the proposal back"), ("AMMR 67(3)",)


class Send(CaseStep):
    """The form goes to the state of relocation."""

    name, step = "case.send", "send"
    label, cites = _("Record that the form was sent"), ("AMMR 67(7)",)
    says = _("The form itself, with the personal data, goes through DubliNet only.")


class Receive(CaseStep):
    """The form arrived: the clock starts. Either state records it, by the acknowledgement that both have."""

    name, step = "case.receive", "receive"
    label, cites = _("Record the receipt of the form"), ("AMMR 67(9)",)
    says = _("The week for the reply starts on this day.")


class Postpone(CaseStep):
    """The state of relocation tells in the first week that it needs the second."""

    name, step = "case.postpone", "postpone"
    label, cites = _("Postpone the reply"), ("AMMR 67(9)",)
    says = _("In exceptional cases only: a complex one, or many at once. The reply is due two weeks after the receipt.")


class Confirm(CaseStep):
    """The state of relocation confirms."""

    name, step = "case.confirm", "confirm"
    label, cites = _("Confirm the relocation"), ("AMMR 67(9)",)
    writes = (RelocationAccepted,)


class Refuse(CaseStep):
    """The state of relocation does not confirm, for a ground of the closed list."""

    name, takes = "case.refuse", ("refuse", "refuse_security")
    label, cites = _("Refuse the relocation"), ("AMMR 67(9)", "IR Annex IV")
    says = _("The list of grounds is closed: a profile that was not asked for, or a missing link, is none of them.")
    form = forms.Refuse

    def chosen(self, form: Any, facts: Facts, around: Around) -> tuple[Facts, str]:
        """A ground of security bars every later relocation."""
        if form.ground == "security":
            return replace(facts, ground=form.ground, security=True), "refuse_security"
        return replace(facts, ground=form.ground), "refuse"

    def beside(self, form: Any, context: Context, moves: list[Move]) -> None:
        """Save that this state is not asked again."""
        Refusal.unscoped.bulk_create(
            [Refusal(case=move.row, state=move.after.destination, ground=form.ground) for move in moves]
        )


class Decide(CaseStep):
    """The benefitting state takes the transfer decision."""

    name, step = "case.decide", "decide"
    label, cites = _("Record the transfer decision"), ("AMMR 67(10)",)


class Notify(CaseStep):
    """The family is notified of the decision in writing."""

    name, step = "case.notify", "notify"
    label, cites = _("Record the notification"), ("AMMR 67(10)",)


class Appeal(CaseStep):
    """An appeal is lodged; with a request to suspend, the transfer waits for the court."""

    name, takes = "case.appeal", ("appeal", "appeal_suspends")
    label, cites = _("Record an appeal"), ("AMMR 43(2)", "AMMR 43(3)", "AMMR 67(13)")
    form = forms.Appeal

    def chosen(self, form: Any, facts: Facts, around: Around) -> tuple[Facts, str]:
        """With or without a request to suspend."""
        return facts, "appeal_suspends" if form.suspension else "appeal"


class Suspend(CaseStep):
    """After the appeal, but within its period, a court is asked to suspend the transfer, which waits until it decides
    on that."""

    name, step = "case.suspend", "suspend"
    label, cites = _("Record a request to suspend the transfer"), ("AMMR 43(3)", "AMMR 67(13)")


class AppealDecided(CaseStep):
    """A court decided: on the suspension, or on the appeal."""

    name, takes = "case.appeal_decide", ("suspension_refused", "appeal_dismissed", "appeal_upheld")
    label, cites = _("Record what the court decided"), ("AMMR 43(3)", "AMMR 67(11)", "AMMR 46(3)")
    says = _("What a court undoes after the arrival stays counted until the event of the arrival is corrected.")
    form = forms.AppealDecided
    writes = (RelocationFailed,)

    def chosen(self, form: Any, facts: Facts, around: Around) -> tuple[Facts, str]:
        """By the outcome."""
        return facts, form.outcome if form.outcome in self.takes else f"appeal_{form.outcome}"


class Transfer(CaseStep):
    """The family is transferred."""

    name, step = "case.transfer", "transfer"
    label, cites = _("Record the transfer"), ("AMMR 67(11)",)


class Arrive(CaseStep):
    """The state of relocation tells that the family arrived."""

    name, step = "case.arrive", "arrive"
    label, cites = _("Record the arrival"), ("AMMR 68(1)",)
    writes = (Implemented,)


class NoShow(CaseStep):
    """The state of relocation tells that the family did not appear."""

    name, step = "case.no_show", "no_show"
    label, cites = _("Record that the family did not appear"), ("AMMR 68(1)",)
    writes = (RelocationFailed,)


class Determine(CaseStep):
    """What followed from the arrival: which state is responsible, or the status granted."""

    name, takes = "case.determine", ("responsible", "second_transfer", "shifted", "protected")
    label, cites = _("Record what followed"), ("AMMR 68(2)", "AMMR 68(3)", "AMMR 68(4)")
    form = forms.Determine

    def chosen(self, form: Any, facts: Facts, around: Around) -> tuple[Facts, str]:
        """By the outcome."""
        return facts, form.outcome


class Lapse(CaseStep):
    """The four weeks have lapsed, where that is read to end the relocation."""

    name, step = "case.lapse", "lapse"
    label, cites = _("Record that the time for the transfer lapsed"), ("AMMR 67(11)",)
    writes = (RelocationFailed,)


class Terminate(CaseStep):
    """A relocation ends before it is carried out: for security at any moment by either state, for want of a ground to
    go on, or of the place."""

    name, takes = "case.terminate", ("terminate", "withdraw", "place_lost")
    label = _("End the relocation")
    cites = ("AMMR 67(2)", "AMMR 67(1)", "AMMR 67(4)", "AMMR 67(5)", "AMMR 60(3)")
    says = _("A threat to internal security ends it at once, and excludes every relocation for ever.")
    form = forms.Terminate
    writes = (RelocationFailed,)

    def chosen(self, form: Any, facts: Facts, around: Around) -> tuple[Facts, str]:
        """Security excludes or terminates; a place may be lost; what else ends a relocation withdraws it."""
        if form.ground != "security":
            lost = form.ground in {why.code for why in guards.LOST}
            return replace(facts, ground=form.ground), "place_lost" if lost else "withdraw"
        step = "exclude" if facts.status in BEFORE else "terminate"
        return replace(facts, ground=form.ground, security=True), step


STEP_OF: Final[dict[str, str]] = {
    step: action.name for action in CaseStep.__subclasses__() for step in action.takes or (action.step,)
}
"""The action by which people take each step of the machine (``deem`` nobody takes, ``propose`` follows a run)."""
