"""Who sees which entry of an evaluation: what is said to and by the evaluated state stays with the parties.

The Regulation is silent on it. As in the Schengen evaluation (2022/922, 20) a report is public once it is adopted;
until then its findings are seen by the parties alone: the Commission, the Coordinator, the states of the team and the
evaluated state. Of an unannounced evaluation the evaluated state learns when the visit ends.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Final, Literal

from fairshare.ledger.evaluation import ActivityEnded, EvaluationProgrammed, EvaluationReportAdopted
from fairshare.ledger.evaluation_record import EvaluationRecord
from fairshare.ledger.events import Event
from fairshare.workbench.people.seat import Seat

Until = Literal["never", "report", "always"]

OF_EVALUATIONS: Final[dict[str, Until]] = {
    **dict.fromkeys(
        (
            "questionnaire_sent", "questionnaire_answered", "evidence_recorded", "draft_report_sent", "comments_given",
            "drafting_meeting_held",
        ),
        "always",
    ),
    **dict.fromkeys(
        (
            "activity_ended", "finding_recorded", "recommendation_addressed", "action_plan_submitted",
            "action_plan_assessed", "progress_reported", "recommendation_closed", "evaluation_closed",
        ),
        "report",
    ),
    **dict.fromkeys(("evaluation_programmed", "guidelines_adopted", "evaluation_report_adopted"), "never"),
}  # fmt: skip
"""By kind of entry, how long it is for the parties alone; for everyone afterwards. A recommendation on a serious
deficiency comes before the report, and so may what follows from it."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What of an evaluation decides who sees it: whom it is about (all states where ``state`` is empty), who is in the
    team, whether it is still unannounced, and whether its report is adopted."""

    state: str
    team: tuple[str, ...]
    unannounced: bool
    adopted: bool = False

    def has_party(self, seat: Seat) -> bool:
        """Whether a seat takes part in it."""
        if seat.capacity in {"commission", "coordinator"}:
            return True
        evaluated = self.state in {"", seat.state} and not self.unannounced
        return seat.capacity == "member_state" and (evaluated or seat.state in self.team)

    def shows(self, seat: Seat, kind: str) -> bool:
        """Whether a seat sees its entries of a kind."""
        until = OF_EVALUATIONS[kind]
        is_open = not self.unannounced and (until == "never" or (until == "report" and self.adopted))
        return is_open or self.has_party(seat)


def inquiries(events: Iterable[Event], void: Collection[str]) -> dict[str, Inquiry]:
    """By id of each step, the evaluation that it belongs to. A step that was corrected (``void``: ids) opens nothing;
    of an evaluation that was corrected itself its parties still see that it was, and one that takes its name later
    opens nothing of it."""
    begun: dict[str, str] = {}
    found: dict[str, Inquiry] = {}
    programme_of: dict[str, str] = {}
    for event in events:
        name = getattr(event, "evaluation", "")
        if isinstance(event, EvaluationProgrammed):
            begun[name] = event.id
            found[event.id] = Inquiry(event.state, event.team, event.form == "unannounced")
        elif name not in begun:
            continue
        elif isinstance(event, (ActivityEnded, EvaluationReportAdopted)) and event.id not in void:
            adopted = isinstance(event, EvaluationReportAdopted)
            found[begun[name]] = replace(found[begun[name]], unannounced=False, adopted=adopted)
        programme_of[event.id] = begun[name]
    return {step: found[programme] for step, programme in programme_of.items()}


def told(
    records: Mapping[str, EvaluationRecord], seen: Collection[str], own: Collection[str]
) -> dict[str, EvaluationRecord]:
    """The evaluations of a book for who sees the entries ``seen`` (ids): whole for the parties (``own``: ids of their
    programmes), none for others until the report is adopted, whether or not a step was taken; then with the days alone
    of the steps that stay with the parties."""
    found: dict[str, EvaluationRecord] = {}
    for name, record in records.items():
        if record.programmed.id in own:
            found[name] = record
        elif record.programmed.id in seen and "evaluation_report_adopted" in record.done:
            events = tuple(event if event.id in seen else _day_of(event) for event in record.events)
            found[name] = EvaluationRecord(record.programmed, events)
    return found


def _day_of(event: Event) -> Event:
    """A step of which only the day, and the state that took it, is told."""
    kept = {"date", "evaluation", "state", "capacity", "recorded", "status"}
    emptied = {field.name: type(getattr(event, field.name))() for field in fields(event) if field.name not in kept}
    return replace(event, **emptied)
