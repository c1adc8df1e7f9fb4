"""Duties that events of the year raise: answers, meetings, assessments, votes (11, 13, 14, 57 to 62, 64, 69)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from fairshare.evaluation.agenda.duty import Task
from fairshare.law.choices import CHOICES
from fairshare.law.solidarity.cycle import relative_due
from fairshare.ledger import Book
from fairshare.ledger.handlers.votes import ACT, DEDUCTION, DEDUCTION_ACT
from fairshare.states import PART_IV

_TASKS: Final = {
    task.settles: task
    for task in (
        Task("member_state", "View on the label that the Commission would give", "AMMR 11(1)", "view_given",
             consequence="The Commission may decide without it."),
        Task("member_state", "Vote on the act on the pool", "AMMR 57(1)", "vote_cast", about=ACT,
             consequence="Where a qualified majority is needed, no vote counts as not in favour."),
        Task("presidency", "Conclusion on the reference numbers of each type of contribution", "AMMR 57(3)",
             "conclusion_reached"),
        Task("council", "Amendment of the act by the further pledges of the reconvened Forum", "AMMR 13(4)",
             "act_adopted", consequence="Further pledges count only once the act sets them out."),
        Task("presidency", "High-Level Forum on a pool whose capacity does not suffice", "AMMR 59(7)", "forum_held",
             consequence="The Council reconvenes it by a vote; without it nobody asks for further contributions."),
        Task("commission", "Decision on a notification of pressure", "AMMR 59(4)", "pressure_decided",
             consequence="Until it is taken the state has no access and owes its pledge."),
        Task("council", "Refusal of access, if capacity lacks or for other objective reasons", "AMMR 59(6)",
             "access_refused", consequence="After that day access stands."),
        Task("commission", "Assessment of a request for a deduction", "", "deduction_assessed",
             consequence="The Council is not bound by it."),
        Task("council", "Act on a deduction", "", "deduction_decided",
             consequence="Without it the pledge stands as it is."),
        Task("member_state", "Answer to a request for responsibility offsets", "AMMR 69(2)", "offset_answered"),
        Task("member_state", "Notice of use of the pool may be given", "AMMR 58(1)", "notice_received",
             consequence="Without it the state has no access to the pool."),
        Task("member_state", "Type and level of the measures needed", "AMMR 59(2)", "needs_stated",
             consequence="The balance among benefitting states is measured against what they need."),
        Task("member_state", "Answer on a measure of preparedness", "AMMR 59(2)", "preparedness_answered",
             consequence="Access to the pool does not wait for it."),
        Task("member_state", "Progress of an action that financial contributions pay for", "AMMR 64(5)",
             "action_reported"),
    )
}  # fmt: skip
"""What is asked, by the event that settles it; of whom, until when and whether it is done follows from the book."""
_MEETINGS: Final = {
    "notice": ("technical_forum_after_notice", "AMMR 58(3)"),
    "decision": ("technical_forum_after_decision", "AMMR 59(6)"),
}
_ASSESSED: Final = {
    "61": ("assessment_under_pressure", "AMMR 61(3)"),
    "62": ("assessment_significant_situation", "AMMR 62(4)"),
}


def _recorded(book: Book, kind: str) -> dict[tuple[str, ...], date]:
    """The days of one kind of milestone, by state and what it is about."""
    return {key[1:]: day for key, day in book.milestones.items() if key[0] == kind}


def views(book: Book) -> Iterator[Task]:
    """The view of each state consulted, as long as the Commission has not decided."""
    decided = book.milestones.get(("determination_adopted",), date.max)
    for state, asked in sorted(book.consultations.items()):
        given = book.views.get(state)
        if given or asked.date > decided or decided == date.max:
            yield replace(
                _TASKS["view_given"], state=state, due=asked.until, opens=asked.date, done=given.date if given else None
            )


def votes(book: Book) -> Iterator[Task]:
    """The vote of each member on what is before the Council: the act, and deductions that were assessed."""
    if book.conclusion and (book.pledging or book.act_dates):
        yield from _votes(book, replace(_TASKS["vote_cast"], opens=book.conclusion.date), book.pledging)
    for state, article in sorted(book.requests):
        assessed = book.milestones.get(("deduction_assessed", state, article))
        if assessed and not book.standing(state).uses_pool:
            vote = replace(_TASKS["vote_cast"], what="Vote on a deduction", cite=DEDUCTION_ACT[article], opens=assessed)
            yield from _votes(book, replace(vote, about=f"{DEDUCTION[article]}{state}"), True)


def _votes(book: Book, vote: Task, pending: bool) -> Iterator[Task]:
    for state in sorted(PART_IV):
        place = (vote.about, state)
        cast = book.milestones.get(("vote_cast", *place)) if place in book.votes_cast else None
        if cast or pending:
            yield replace(vote, state=state, done=cast)


def conclusion(book: Book) -> Iterator[Task]:
    """The conclusion of the Forum, and the amendment of the act after a reconvened one."""
    reached = book.conclusion.date if book.conclusion else None
    if reached or book.pledging:
        yield replace(_TASKS["conclusion_reached"], opens=book.forum_dates[-1], done=reached)
    if book.pledging and book.act_dates:
        yield replace(_TASKS["act_adopted"], opens=book.reconvened[-1])


def forums(book: Book) -> Iterator[Task]:
    """The High-Level Forum on each refusal of access for lack of capacity."""
    for state, (last, held) in sorted(book.forum_asked.items()):
        yield replace(
            _TASKS["forum_held"], about=state, due=last, opens=book.milestones["access_refused", state], done=held
        )


def meetings(book: Book) -> Iterator[Task]:
    """The Technical-Level Forum on each notice and on each decision."""
    for (occasion, state), (asked, held) in sorted(book.forums_asked.items()):
        limit, cite = _MEETINGS[occasion]
        what = f"Technical-Level Forum on a {occasion}"
        last = relative_due(limit, asked).due
        yield Task("coordinator", what, cite, "technical_forum_held", about=state, due=last, opens=asked, done=held)


def notifications(book: Book) -> Iterator[Task]:
    """The Commission's decision on each notification."""
    for (state,), notified in sorted(_recorded(book, "pressure_notified").items()):
        standing = book.standing(state)
        decided = book.decided.get(state) if standing.accepted or standing.rejected else None
        yield replace(_TASKS["pressure_decided"], about=state, opens=notified, done=decided)


def refusals(book: Book, on: date) -> Iterator[Task]:
    """Access may be refused within two weeks of a decision; when they have passed there is nothing left to do."""
    for state, decided in sorted(book.decided.items()):
        last = relative_due("refusal_of_access", decided).due
        refused = book.milestones.get(("access_refused", state))
        done = refused if refused and refused >= decided else None
        if book.standing(state).accepted and (done or on <= last):
            yield replace(_TASKS["access_refused"], about=state, due=last, opens=decided, done=done)


def deductions(book: Book) -> Iterator[Task]:
    """The Commission's assessment of each request for a deduction, and the Council's act. A state that benefits by now
    owes nothing that could be deducted."""
    decided = _recorded(book, "deduction_decided")
    for state, article in sorted(book.requests.keys() | decided.keys()):
        requested = book.requests.get((state, article))
        assessed = book.milestones.get(("deduction_assessed", state, article))
        if requested and book.standing(state).uses_pool:
            continue
        if requested or assessed:
            limit, cite = _ASSESSED[article]
            last = relative_due(limit, requested).due if requested else None
            yield replace(
                _TASKS["deduction_assessed"], cite=cite, about=state, due=last, opens=requested, done=assessed
            )
        done = None if requested else decided[state, article]
        yield replace(_TASKS["deduction_decided"], cite=DEDUCTION_ACT[article], about=state, opens=requested, done=done)


def offset_replies(book: Book, on: date) -> Iterator[Task]:
    """The answer to each request for responsibility offsets, those given included. Where silence has a meaning, it is
    the answer once the last day has passed."""
    reading = book.choices["OFFSET_REPLY_SILENCE"]
    silence = CHOICES["OFFSET_REPLY_SILENCE"].meaning(reading)
    answered = _recorded(book, "offset_answered")
    for state, towards in sorted(book.offset_requests.keys() | answered.keys()):
        reply = replace(_TASKS["offset_answered"], state=state, about=towards, consequence=silence)
        if (state, towards) in book.offset_requests:
            _, received = book.offset_requests[state, towards]
            last = relative_due("offset_reply", received, state).due
            if on <= last or reading == "no-rule":
                yield replace(reply, due=last, opens=received)
        else:
            yield replace(reply, done=answered[state, towards])


def notices(book: Book, on: date) -> Iterator[Task]:
    """Until the year ends a state identified as under pressure may give notice; nothing obliges it to."""
    for state, standing in sorted(book.standings.items()) if book.act_dates and on.year <= book.year else ():
        if "pressure" in standing.labels and not standing.uses_pool:
            yield replace(_TASKS["notice_received"], state=state, opens=max(book.act_dates[0], book.applies_from))


def needs(book: Book) -> Iterator[Task]:
    """What each state that gave notice or notified needs."""
    for state, standing in sorted(book.standings.items()):
        if standing.notice or standing.notified:
            told = book.needs.get(state)
            cite = "AMMR 58(2)" if standing.notice else "AMMR 59(2)"
            yield replace(_TASKS["needs_stated"], cite=cite, state=state, done=told.date if told else None)


def preparedness(book: Book) -> Iterator[Task]:
    """The answer to each measure asked of a state."""
    for (state, measure), (asked, answered) in sorted(book.preparedness.items()):
        done = answered.date if answered else None
        yield replace(
            _TASKS["preparedness_answered"], state=state, about=measure, due=asked.until, opens=asked.date, done=done
        )


def progress(book: Book) -> Iterator[Task]:
    """The first report on the progress of each action in the inventory."""
    for (state, name), (action, reported) in sorted(book.actions.items()):
        done = reported.date if reported else None
        yield replace(_TASKS["action_reported"], state=state, about=name, opens=action.date, done=done)
