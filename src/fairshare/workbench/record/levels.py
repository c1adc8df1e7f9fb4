"""Who sees which kind of entry, before and after the act on the pool is adopted. What is not listed nobody sees.

The Commission's proposal is RESTREINT UE/EU RESTRICTED, and nothing that follows from it may tell of it before the
act (12(6), I9): until then only cleared seats see the proposal and what happens at the Forum.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from fairshare.law.choices import Choices
from fairshare.law.solidarity.proposal import may_show
from fairshare.ledger import Ledger
from fairshare.ledger.events import ActAdopted, Corrected, Event, ProposalAdopted
from fairshare.ledger.handlers.votes import ACT
from fairshare.ledger.notation import tag
from fairshare.ledger.procedure import ConclusionReached, PledgeMade, ProposalDeclassified, VoteCast
from fairshare.workbench.people.seat import PUBLIC, Seat
from fairshare.workbench.record.levels_evaluation import OF_EVALUATIONS, Inquiry, inquiries

Rule = Callable[[Seat, Event], bool]


def _everyone(_: Seat, __: Event) -> bool:
    return True


def _participants(seat: Seat, _: Event) -> bool:
    return seat.capacity != "public"


def _cleared(seat: Seat, _: Event) -> bool:
    return seat.cleared


def _concerned(seat: Seat, event: Event) -> bool:
    """The state that the entry is about, the Commission and the Coordinator."""
    about = {getattr(event, "state", ""), getattr(event, "towards", "")} - {""}
    return seat.capacity in {"commission", "coordinator"} or (seat.capacity == "member_state" and seat.state in about)


def _nobody(_: Seat, __: Event) -> bool:
    return False


def _of_persons(seat: Seat, event: Event) -> bool:
    """A delivery: where it is of persons, the two states and the Coordinator alone. One is one family on one day, so
    that its size is an attribute of that case (67); to the Commission balances tell what it settles."""
    of_persons = getattr(event, "measure", "relocation") == "relocation"
    return _concerned(seat, event) and not (of_persons and seat.capacity == "commission")


_OPEN: Final = (_everyone, _everyone)
_CYCLE: Final = (_participants, _participants)
_FORUM: Final = (_cleared, _everyone)
_PARTIES: Final = (_concerned, _concerned)

LEVELS: Final[dict[str, tuple[Rule, Rule]]] = {
    **dict.fromkeys(
        (
            "key_frozen", "report_adopted", "determination_adopted", "act_adopted", "share_published",
            "pledge_recorded", "adjustment_in_act", "credit_granted", "notice_received", "pressure_notified",
            "pressure_decided", "access_refused", "deduction_requested", "deduction_assessed", "deduction_decided",
            "shortcomings_recorded", "shield_waived", "draw_agreed",
            "in_kind_requested", "in_kind_valued", "year_closed", "delivery_confirmed", "settled", "corrected",
            "action_identified", "action_reported", "action_appraised", "plan_delivered", "block_assessed",
        ),
        _OPEN,
    ),
    **dict.fromkeys(
        (
            "information_delivered", "assessment_made", "technical_forum_held", "preferences_stated",
            "understanding_reached", "needs_stated",
            # how many persons one state asks of another, or how much of a payment is left
            "offset_requested", "offset_answered", "offset_agreed", "catch_up_requested", "funds_allocated",
            "remainder_added", "indicator_reported",
        ),
        _CYCLE,
    ),
    **dict.fromkeys(
        ("forum_held", "conclusion_reached", "pledge_made", "vote_cast", "proposal_declassified"), _FORUM
    ),
    **dict.fromkeys(("consultation_opened", "view_given", "preparedness_asked", "preparedness_answered"), _PARTIES),
    **dict.fromkeys(
        ("relocation_accepted", "relocation_failed", "implemented", "offset_taken"), (_of_persons, _of_persons)
    ),
    "proposal_adopted": (_cleared, _cleared),
    **dict.fromkeys(OF_EVALUATIONS, (_nobody, _nobody)),  # which step of which evaluation, Inquiry.shows tells
}  # fmt: skip
"""By kind of entry: who sees it before the act, and after it."""


_BLANK: Final = Event(date=date.min, actor="", capacity="public_source", basis="")
"""Tells of nobody: who sees it sees every entry of its kind."""


def unseen(seat: Seat) -> frozenset[str]:
    """The kinds of entries, by tag, of which a seat is not shown all once the act is adopted: they cannot be counted
    for it."""
    return frozenset(kind for kind, (_, after) in LEVELS.items() if not after(seat, _BLANK))


Proposals = dict[str, tuple[ProposalAdopted, bool]]
"""By id, each proposal that counts as it stands, and whether an act on the pool followed it."""


def proposals(events: Sequence[Event]) -> Proposals:
    """The proposals of a record, in their order. Each has a classification of its own: what is lifted is that of the
    one that stood on that day, and a later proposal waits for the act that amends."""
    found: Proposals = {}
    void = corrected(events)
    for event in events:
        if event.id in void:
            continue
        if isinstance(event, ProposalAdopted):
            found[event.id] = event, False
        elif isinstance(event, ProposalDeclassified):
            proposal, followed = found.popitem()[1]
            found[proposal.id] = replace(proposal, disclosure="declassified"), followed
        elif isinstance(event, ActAdopted):
            found = {key: (proposal, True) for key, (proposal, _) in found.items()}
    return found


def corrected(events: Sequence[Event]) -> set[str]:
    """Ids of the entries without effect: corrected by one that is not corrected in turn."""
    found: set[str] = set()
    for event in reversed(events):
        if isinstance(event, Corrected) and event.id not in found:
            found.add(event.event_id)
    return found


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides on secrecy in a record: its proposals, whether an act is adopted, by id what was said of a later
    proposal that waits for the act that amends, and by id of each step of an evaluation what decides on it."""

    proposals: Proposals
    act_adopted: bool
    waiting: frozenset[str]
    choices: Choices
    inquiries: Mapping[str, Inquiry]

    def own(self, seat: Seat) -> frozenset[str]:
        """The ids of the steps of those evaluations in which a seat takes part."""
        return frozenset(step for step, inquiry in self.inquiries.items() if inquiry.has_party(seat))

    @property
    def is_open(self) -> bool:
        """Whether no proposal waits for its act."""
        return self.act_adopted and all(followed for _, followed in self.proposals.values())


def standing(ledger: Ledger) -> Standing:
    """How a record stands."""
    known, events = proposals(ledger.events), ledger.events
    void = corrected(events)
    acts = [place for place, event in enumerate(events) if isinstance(event, ActAdopted) and event.id not in void]
    since = events[acts[-1] + 1 :] if acts and not all(followed for _, followed in known.values()) else ()
    waiting = frozenset(event.id for event in since if _is_of_the_act(event))
    return Standing(known, bool(acts), waiting, ledger.book.choices, inquiries(events, void))


def _is_of_the_act(event: Event) -> bool:
    """Whether it is said at the Forum or in the Council on an act, from which its proposal could be told."""
    return isinstance(event, (ConclusionReached, PledgeMade)) or (isinstance(event, VoteCast) and event.subject == ACT)


def sees(seat: Seat, event: Event, how: Standing) -> bool:
    """Whether a seat may see an entry."""
    kind = tag(type(event))
    before, after = LEVELS.get(kind, (_nobody, _nobody))
    if kind in OF_EVALUATIONS:  # it looks back on a pool: before there is an act it could only tell of the proposal
        inquiry = how.inquiries.get(event.id)
        return how.act_adopted and inquiry is not None and inquiry.shows(seat, kind)
    if isinstance(event, ProposalAdopted):
        return _sees_proposal(seat, *how.proposals.get(event.id, (event, False)), how.choices)
    return (after if how.act_adopted and event.id not in how.waiting else before)(seat, event)


def is_classified(proposal: ProposalAdopted, known: Proposals, choices: Choices) -> bool:
    """Whether a proposal is for cleared seats only."""
    return not _sees_proposal(PUBLIC, *known.get(proposal.id, (proposal, False)), choices)


def _sees_proposal(seat: Seat, proposal: ProposalAdopted, act_adopted: bool, choices: Choices) -> bool:
    """Before the act the cleared only; after it, whoever the rule on disclosure lets see the figures."""
    if not act_adopted:
        return seat.cleared
    figures = "statutory_floor" if proposal.disclosure == "statutory_floor" else "proposal"
    lifted = proposal.disclosure == "declassified"
    return may_show(figures, authorised=seat.cleared, act_adopted=True, declassified=lifted, choices=choices).shown
