"""The preparation of a pool: information, assessments, consultation, report (9 to 11), the proposal's secrecy (12(6)).

Nothing here moves a balance. What the law does not allow is refused; what comes late or lacks something is flagged.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from fairshare.law.choices import DEFAULTS, Choices
from fairshare.law.citation import cites
from fairshare.law.outcome import RefusedError
from fairshare.law.solidarity.cycle import calendar, due_day, preparation
from fairshare.law.solidarity.determination import Determination
from fairshare.law.solidarity.documents import contents, missing_contents
from fairshare.ledger.book import Book
from fairshare.ledger.handlers.registry import handles
from fairshare.ledger.postings import Leg
from fairshare.ledger.procedure import (
    AssessmentMade,
    ConsultationOpened,
    InformationDelivered,
    ProposalDeclassified,
    ReportAdopted,
    ViewGiven,
)
from fairshare.states import PART_IV

ROUNDS: Final = {"june": ("information", "AMMR 9(7)"), "september": ("information-update", "AMMR 9(9)")}
"""The step of the calendar and the provision of each round of information."""
ASSESSMENTS: Final = {
    "initial": ("initial-assessment", "AMMR 9(8)"),
    "consolidated": ("consolidated-assessment", "AMMR 9(10)"),
}

_OF_BODIES: Final = {
    "EUAA": ("recommendations", "agency_support"),
    "Frontex": ("recommendations", "agency_support", "vulnerability_assessment"),
    "Europol": ("agency_support",),
    "FRA": ("rights_bulletins",),
}


def require_bound(state: str, cite: str) -> None:
    """Refuse what a state would do that Part IV does not bind."""
    if state not in PART_IV:
        raise RefusedError(cite, f"Part IV does not bind {state}")


def require_text(text: str, cite: str, what: str) -> None:
    """Refuse an event that says nothing."""
    if not text.strip():
        raise RefusedError(cite, f"{what} is empty")


def flag_late(book: Book, cite: str, what: str, due: date | None, on: date, state: str = "") -> None:
    """Flag what came after its last day; a day once recorded stands (I10)."""
    if due is not None and on > due:
        book.flag(cite, f"{what} came after {due}", state)


@cites("AMMR 9(2)", "AMMR 9(3)", "AMMR 10(2)", choices=("INFORMATION_OF_EACH",))
def expected_contents(who: str, choices: Choices = DEFAULTS) -> tuple[str, ...]:
    """Keys of what a state or a body is asked to deliver: a state the indicators of 9(3)(a) and its own estimate
    (10(2)(a)), a body what only it holds (10(2)); or each of them all of it. Nothing is refused by this.

    >>> len(expected_contents("EL")), expected_contents("FRA")
    (18, ('rights_bulletins',))
    """
    indicators = (item.key for item in contents("report") if item.cite.startswith("AMMR 9(3)(a)"))
    if choices["INFORMATION_OF_EACH"] == "all-of-it":
        others = (item.key for item in contents("information") if item.cite.startswith("AMMR 10(2)"))
        return tuple(dict.fromkeys((*indicators, *others)))
    return _OF_BODIES.get(who) or (*indicators, "own_estimate")


def lacking(book: Book, who: str, round: str) -> tuple[str, ...]:
    """Keys that a state or body has yet to deliver in a round: all of them where nothing came. What was delivered in
    June need not come again in September."""
    rounds = ("june", "september") if round == "september" and (who, round) in book.information else (round,)
    given = {key for name in rounds for event in book.information.get((who, name), ()) for key in event.contents}
    return tuple(key for key in expected_contents(who, book.choices) if key not in given)


def package(book: Book) -> date | None:
    """The day on which the last of decision and proposal was adopted, or ``None``.

    The decision is taken together with the report (11(1)), so a record that lacks the report is not held up by it."""
    decided = _decided(book)
    return max(decided, book.proposal.date) if decided and book.proposal else None


@handles(InformationDelivered)
@cites("AMMR 9(7)", "AMMR 9(9)", "AMMR 10(1)", "AMMR 10(2)")
def information_delivered(book: Book, event: InformationDelivered) -> Iterable[Leg]:
    """Keep a delivery; flag one that comes late or lacks something."""
    step, cite = ROUNDS[event.round]
    if bool(event.state) == bool(event.body):
        raise RefusedError(cite, "a state or a body delivers information, one of the two")
    if event.state:
        require_bound(event.state, cite)
    known = {item.key for document in ("information", "report") for item in contents(document)}
    if strange := sorted(set(event.contents) - known):
        raise RefusedError("AMMR 10(2)", f"{', '.join(strange)}: no content of the information of Article 10")
    who = event.state or event.body
    book.information[who, event.round] = (*book.information.get((who, event.round), ()), event)
    flag_late(book, cite, f"information of {who}", due_day(step, book.year), event.date, event.state)
    if lacks := lacking(book, who, event.round):
        book.flag("AMMR 10(2)", f"the information of {who} lacks {', '.join(lacks)}", event.state)
    return ()


@handles(AssessmentMade)
@cites("AMMR 9(8)", "AMMR 9(10)")
def assessment_made(book: Book, event: AssessmentMade) -> Iterable[Leg]:
    """Note a meeting of the mechanism, each once; the first meets from 1 to 15 July."""
    step, cite = ASSESSMENTS[event.round]
    if ("assessment_made", event.round) in book.milestones:
        raise RefusedError(cite, f"the {event.round} assessment is made already")
    if event.round == "initial" and ("assessment_made", "consolidated") in book.milestones:
        raise RefusedError(cite, "the initial assessment comes before the consolidated one")
    book.milestones["assessment_made", event.round] = event.date
    opens = next(row.opens for row in calendar(book.year) if row.step == step)
    if opens and event.date < opens:
        book.flag(cite, f"the {event.round} assessment came before {opens}")
    flag_late(book, cite, f"the {event.round} assessment", due_day(step, book.year), event.date)
    return ()


@handles(ConsultationOpened)
@cites("AMMR 11(1)", invariants=("I21",))
def consultation_opened(book: Book, event: ConsultationOpened) -> Iterable[Leg]:
    """The Commission asks a state for its view; asking again begins anew."""
    require_bound(event.state, "AMMR 11(1)")
    Determination({event.state: event.labels}, event.date)
    if event.until is not None and event.until < event.date:
        raise RefusedError("AMMR 11(1)", f"the limit {event.until} lies before the consultation")
    book.consultations[event.state] = event
    book.views.pop(event.state, None)
    return ()


@handles(ViewGiven)
@cites("AMMR 11(1)")
def view_given(book: Book, event: ViewGiven) -> Iterable[Leg]:
    """The state answers; flagged after its limit, or after the decision that it was to be heard on."""
    asked = book.consultations.get(event.state)
    if asked is None:
        raise RefusedError("AMMR 11(1)", f"{event.state} is not consulted")
    require_text(event.text, "AMMR 11(1)", "the view")
    flag_late(book, "AMMR 11(1)", f"the view of {event.state}", asked.until, event.date, event.state)
    decided = _decided(book)
    if decided is not None and asked.date <= decided:
        flag_late(book, "AMMR 11(1)", f"the view of {event.state}", decided, event.date, event.state)
    book.views[event.state] = event
    return ()


def _decided(book: Book) -> date | None:
    return book.milestones.get(("determination_adopted",))


@handles(ReportAdopted)
@cites("AMMR 9(3)", "AMMR 9(1)", "AMMR 9(4)", "AMMR 9(5)", "AMMR 15(4)", "AMMR 64(6)")
def report_adopted(book: Book, event: ReportAdopted) -> Iterable[Leg]:
    """Keep the report on which the decision and the proposal rest; after the pool year the one that follows it."""
    lacks = missing_contents("report", event.contents)
    if (book.closing_report if book.closed else book.report) is not None:
        raise RefusedError("AMMR 9(4)", "the report is adopted already")
    if book.closed:
        book.closing_report = event
        flag_late(book, "AMMR 15(4)", "the report", due_day("report-on-implementation", book.year), event.date)
    else:
        proposed = book.proposal.date if book.proposal else event.date
        timing = preparation(book.year, event.date, _decided(book) or event.date, proposed)[0]
        book.report = event
        flag_late(book, "AMMR 9(4)", "the report", timing.due, event.date)
    if lacks:
        book.flag("AMMR 9(3)", f"the report lacks {', '.join(item.key for item in lacks)}")
    return ()


@handles(ProposalDeclassified)
@cites("AMMR 12(6)", choices=("PROPOSAL_AFTER_ACT",), invariants=("I9",))
def proposal_declassified(book: Book, event: ProposalDeclassified) -> Iterable[Leg]:
    """A person lifts the classification: only after the act, and once."""
    if book.proposal is None or not book.act_dates:
        raise RefusedError("AMMR 12(6)", "the proposal is not made public before the act on the pool is adopted")
    if book.proposal.disclosure == "declassified":
        raise RefusedError("AMMR 12(6)", "the proposal is declassified already")
    book.proposal = replace(book.proposal, disclosure="declassified")
    return ()
