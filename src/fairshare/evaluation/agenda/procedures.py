"""Duties that events of the year raise: answers, meetings, assessments, votes (11, 13, 14, 57 to 62, 64, 69)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from fairshare.evaluation.agenda.duty import Task
from fairshare.law.choices import CHOICES
from fairshare.law.solidarity.cycle import relative_due
from fairshare.ledger import Book
from fairshare.ledger.handlers.forums import ACT, DEDUCTION
from fairshare.states import PART_IV

_ASSESSED = {
    "61": ("assessment_under_pressure", "AMMR 61(3)", "AMMR 61(4)"),
    "62": ("assessment_significant_situation", "AMMR 62(4)", "AMMR 62(5)"),
}
_MEETINGS = {
    "notice": ("technical_forum_after_notice", "AMMR 58(3)"),
    "decision": ("technical_forum_after_decision", "AMMR 59(6)"),
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
            yield Task(
                who="member_state",
                state=state,
                what="View on the label that the Commission would give",
                cite="AMMR 11(1)",
                settles="view_given",
                due=asked.until,
                opens=asked.date,
                done=given.date if given else None,
                consequence="The Commission may decide without it.",
            )


def votes(book: Book) -> Iterator[Task]:
    """The vote of each member on what is before the Council."""
    if book.conclusion and (book.pledging or book.act_dates):
        yield from _votes(book, ACT, "Vote on the act on the pool", "AMMR 57(1)", book.conclusion.date, book.pledging)
    for (state, article), _ in sorted(book.requests.items()):
        assessed = book.milestones.get(("deduction_assessed", state, article))
        if assessed:
            cite = _ASSESSED[article][2]
            yield from _votes(book, f"{DEDUCTION}{state}", "Vote on a deduction", cite, assessed, True)


def _votes(book: Book, subject: str, what: str, cite: str, opens: date, pending: bool) -> Iterator[Task]:
    for state in sorted(PART_IV):
        cast = book.milestones.get(("vote_cast", subject, state)) if (subject, state) in book.votes_cast else None
        if cast or pending:
            yield Task(
                who="member_state",
                state=state,
                what=what,
                cite=cite,
                settles="vote_cast",
                about=subject,
                opens=opens,
                done=cast,
                consequence="Where a qualified majority is needed, no vote counts as not in favour.",
            )


def conclusion(book: Book) -> Iterator[Task]:
    """The conclusion of the Forum, and the amendment of the act after a reconvened one."""
    reached = book.conclusion.date if book.conclusion else None
    if reached or book.pledging:
        yield Task(
            who="presidency",
            what="Conclusion on the reference numbers of each type of contribution",
            cite="AMMR 57(3)",
            settles="conclusion_reached",
            opens=book.forum_dates[-1],
            done=reached,
        )
    if book.pledging and book.act_dates:
        yield Task(
            who="council",
            what="Amendment of the act by the further pledges of the reconvened Forum",
            cite="AMMR 13(4)",
            settles="act_adopted",
            opens=book.reconvened[-1],
            consequence="Further pledges count only once the act sets them out.",
        )


def meetings(book: Book) -> Iterator[Task]:
    """The Technical-Level Forum on each notice and on each decision."""
    for (occasion, state), (asked, held) in sorted(book.forums_asked.items()):
        limit, cite = _MEETINGS[occasion]
        yield Task(
            who="coordinator",
            what=f"Technical-Level Forum on a {occasion}",
            cite=cite,
            settles="technical_forum_held",
            about=state,
            due=relative_due(limit, asked).due,
            opens=asked,
            done=held,
        )


def notifications(book: Book) -> Iterator[Task]:
    """The Commission's decision on each notification, and the two weeks in which access may be refused."""
    for (state,), notified in sorted(_recorded(book, "pressure_notified").items()):
        standing = book.standing(state)
        decided = book.decided.get(state) if standing.accepted or standing.rejected else None
        yield Task(
            who="commission",
            what="Decision on a notification of pressure",
            cite="AMMR 59(4)",
            settles="pressure_decided",
            about=state,
            opens=notified,
            done=decided,
            consequence="Until it is taken the state has no access and owes its pledge.",
        )


def refusals(book: Book, on: date) -> Iterator[Task]:
    """Access may be refused within two weeks of a decision; when they have passed there is nothing left to do."""
    for state, decided in sorted(book.decided.items()):
        last = relative_due("refusal_of_access", decided).due
        refused = book.milestones.get(("access_refused", state))
        done = refused if refused and refused >= decided else None
        if book.standing(state).accepted and (done or on <= last):
            yield Task(
                who="council",
                what="Refusal of access, if capacity lacks or for other objective reasons",
                cite="AMMR 59(6)",
                settles="access_refused",
                about=state,
                due=last,
                opens=decided,
                done=done,
                consequence="After that day access stands.",
            )


def deductions(book: Book) -> Iterator[Task]:
    """The Commission's assessment of each request for a deduction, and the Council's act."""
    decided = _recorded(book, "deduction_decided")
    for state, article in sorted(book.requests.keys() | decided.keys()):
        limit, assessment, act = _ASSESSED[article]
        requested = book.requests.get((state, article))
        assessed = book.milestones.get(("deduction_assessed", state, article))
        if requested or assessed:
            yield Task(
                who="commission",
                what="Assessment of a request for a deduction",
                cite=assessment,
                settles="deduction_assessed",
                about=state,
                due=relative_due(limit, requested).due if requested else None,
                opens=requested,
                done=assessed,
                consequence="The Council is not bound by it.",
            )
        yield Task(
            who="council",
            what="Act on a deduction",
            cite=act,
            settles="deduction_decided",
            about=state,
            opens=requested,
            done=None if requested else decided[state, article],
            consequence="Without it the pledge stands as it is.",
        )


def offset_replies(book: Book) -> Iterator[Task]:
    """The answer to each request for responsibility offsets, those given included."""
    silence = CHOICES["OFFSET_REPLY_SILENCE"].meaning(book.choices["OFFSET_REPLY_SILENCE"])
    answered = _recorded(book, "offset_answered")
    for state, towards in sorted(book.offset_requests.keys() | answered.keys()):
        _, received = book.offset_requests.get((state, towards), (0, None))
        yield Task(
            who="member_state",
            state=state,
            what="Answer to a request for responsibility offsets",
            cite="AMMR 69(2)",
            settles="offset_answered",
            about=towards,
            due=relative_due("offset_reply", received, state).due if received else None,
            opens=received,
            done=None if received else answered[state, towards],
            consequence=silence,
        )


def needs(book: Book) -> Iterator[Task]:
    """What each state that gave notice or notified needs."""
    for state, standing in sorted(book.standings.items()):
        if standing.notice or standing.notified:
            told = book.needs.get(state)
            yield Task(
                who="member_state",
                state=state,
                what="Type and level of the measures needed",
                cite="AMMR 58(2)" if standing.notice else "AMMR 59(2)",
                settles="needs_stated",
                done=told.date if told else None,
                consequence="The balance among benefitting states is measured against what they need.",
            )


def preparedness(book: Book) -> Iterator[Task]:
    """The answer to each measure asked of a state."""
    for (state, measure), (asked, answered) in sorted(book.preparedness.items()):
        yield Task(
            who="member_state",
            state=state,
            what="Answer on a measure of preparedness",
            cite="AMMR 59(2)",
            settles="preparedness_answered",
            about=measure,
            due=asked.until,
            opens=asked.date,
            done=answered.date if answered else None,
            consequence="Access to the pool does not wait for it.",
        )


def progress(book: Book) -> Iterator[Task]:
    """The first report on the progress of each action in the inventory."""
    for (state, name), (action, reported) in sorted(book.actions.items()):
        yield Task(
            who="member_state",
            state=state,
            what="Progress of an action that financial contributions pay for",
            cite="AMMR 64(5)",
            settles="action_reported",
            about=name,
            opens=action.date,
            done=reported.date if reported else None,
        )
