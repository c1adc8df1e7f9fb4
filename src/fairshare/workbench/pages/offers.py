"""What a form offers to choose from where its field is a name on record: nobody is to type it from memory.

It offers, it does not check: what fits is for the rule to say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from fairshare.ledger.events import Event
from fairshare.ledger.handlers.votes import before_council
from fairshare.workbench.actions.base import Action
from fairshare.workbench.clock import today
from fairshare.workbench.pages import offers_evaluation as evaluation
from fairshare.workbench.pages.offers_evaluation import Offer, of_one
from fairshare.workbench.record.cut import Cut
from fairshare.workbench.record.sentences import sentence
from fairshare.workbench.record.sentences_words import subject_of
from fairshare.workbench.tables.formats import day, state_name

NEWEST: Final = 200
"""So many entries are offered for correction."""


def offers_of(action: Action, view: Cut, given: Mapping[str, Any] | None = None) -> dict[str, tuple[Offer, ...]]:
    """By field of the action's form, what of the record, as the seat sees it, may be meant; of the evaluation that is
    named in what was ``given`` where it is a step of one."""
    found = {field: tuple(make(view)) for (name, field), make in OFFERS.items() if name == action.name}
    return found | of_one(action.name, view, (given or {}).get("evaluation", ""))


def subjects(view: Cut) -> Iterable[Offer]:
    """What is before the Council today."""
    for subject, cite in before_council(view.book, today()).items():
        yield subject, f"{_subject(subject)} ({cite})"


def _subject(subject: str) -> str:
    words = subject_of(subject)
    return words[:1].upper() + words[1:]


def in_words(data: Mapping[str, Any], view: Cut) -> dict[str, Any]:
    """What was filled in, with the subject of a vote and the entry to correct in words."""
    told = dict(data)
    if "subject" in told:
        told["subject"] = _subject(told["subject"])
    if "event_id" in told:
        told["event_id"] = next((_entry(event) for event in view.events if event.id == told["event_id"]), "")
    return told


def entries(view: Cut) -> Iterable[Offer]:
    """The newest entries of the record, by their day and in words."""
    return ((event.id, _entry(event)) for event in reversed(view.events[-NEWEST:]))


def _entry(event: Event) -> str:
    return f"{day(event.date)}: {sentence(event)}"


def pledged_items(view: Cut) -> Iterable[Offer]:
    """The measures in kind that the own state pledges at the Forum."""
    own = (item for state, _measure, item in view.book.pledged_at_forum if state == view.seat.state and item)
    return ((item, "") for item in sorted(set(own)))


def items(view: Cut) -> Iterable[Offer]:
    """The measures in kind that the act sets out, each with its contributor."""
    return ((item, state_name(state)) for state, item in sorted(view.book.items))


def asked(view: Cut) -> Iterable[Offer]:
    """The measures of preparedness asked of the own state."""
    return ((measure, "") for state, measure in sorted(view.book.preparedness) if state == view.seat.state)


def funded(view: Cut) -> Iterable[Offer]:
    """The funded actions of the own state."""
    return ((name, "") for state, name in sorted(view.book.actions) if state == view.seat.state)


OFFERS: Final[dict[tuple[str, str], Callable[[Cut], Iterable[Offer]]]] = {
    ("vote.cast", "subject"): subjects,
    ("correction.make", "event_id"): entries,
    ("pledge.make", "item"): pledged_items,
    ("in_kind.request", "item"): items,
    ("in_kind.value", "item"): items,
    ("contribution.deliver", "item"): items,
    ("preparedness.answer", "measure"): asked,
    ("action.report", "name"): funded,
    ("evidence.record", "entries"): entries,
    ("finding.record", "entries"): entries,
    **evaluation.OFFERS,
}
"""By action and field."""
