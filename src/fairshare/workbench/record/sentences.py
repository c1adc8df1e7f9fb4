"""Each entry as one sentence in the language of the reader, and who should be told of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.translation import gettext

from fairshare.ledger.events import Corrected, DeterminationAdopted, Event, ProposalAdopted
from fairshare.ledger.notation import tag
from fairshare.states import NAMES
from fairshare.workbench.people.seat import Seat
from fairshare.workbench.record.sentences_before import BEFORE
from fairshare.workbench.record.sentences_evaluation import EVALUATION
from fairshare.workbench.record.sentences_year import YEAR

SENTENCES: Final[dict[type[Event], Callable[[Any], str]]] = {**BEFORE, **YEAR, **EVALUATION}
"""By type of event, the sentence that tells it; a correction is told by what it corrects."""


def sentence(event: Event, known: Mapping[str, Event] | None = None) -> str:
    """An event in plain words, in the language that is active.

    ``known`` are the events that the reader sees, by id: with it a correction tells what it corrects."""
    if isinstance(event, Corrected):
        corrected = (known or {}).get(event.event_id)
        if corrected is None or isinstance(corrected, Corrected):
            return gettext("An earlier entry is corrected.")
        return gettext("Corrected, without effect: %(sentence)s") % {"sentence": sentence(corrected, known)}
    return SENTENCES[type(event)](event)


_ALSO: Final[dict[str, tuple[str, ...]]] = {
    "information_delivered": ("commission",),
    "view_given": ("commission",),
    "pledge_made": ("presidency", "commission"),
    "vote_cast": ("council", "presidency"),
    "notice_received": ("coordinator", "commission", "council"),
    "needs_stated": ("coordinator", "commission"),
    "pressure_notified": ("commission", "council"),
    "pressure_decided": ("coordinator", "council"),
    "access_refused": ("commission", "coordinator", "council", "presidency"),
    "preferences_stated": ("coordinator",),
    "preparedness_answered": ("commission",),
    "shortcomings_recorded": ("coordinator", "member_state"),
    "shield_waived": ("coordinator",),
    "deduction_requested": ("commission", "council", "presidency"),
    "deduction_assessed": ("council", "presidency"),
    "deduction_decided": ("commission", "coordinator"),
    "relocation_accepted": ("coordinator",),
    "relocation_failed": ("coordinator",),
    "implemented": ("coordinator",),
    "in_kind_requested": ("coordinator",),
    "in_kind_valued": ("coordinator",),
    "action_identified": ("coordinator", "commission"),
    "action_reported": ("coordinator", "commission"),
    "offset_requested": ("coordinator",),
    "offset_answered": ("coordinator",),
    "offset_agreed": ("coordinator",),
    "offset_taken": ("coordinator",),
    "catch_up_requested": ("coordinator",),
    "delivery_confirmed": ("commission", "coordinator"),
    "settled": ("coordinator",),
    "action_appraised": ("commission", "coordinator"),
    "plan_delivered": ("commission", "coordinator"),
    "questionnaire_answered": ("commission",),
    "comments_given": ("commission",),
    "action_plan_submitted": ("commission",),
    "progress_reported": ("commission",),
}
"""By kind of entry about one state: who is told beside the states that it names."""

_TO_ALL: Final = (DeterminationAdopted, ProposalAdopted)
"""Acts that name states and are for everybody all the same."""


def addressed(event: Event, seat: Seat) -> bool:
    """Whether a seat should be told of an entry that it may see: one about its state or for its office, a general act;
    never what it did itself."""
    if seat.capacity == "public" or _did(event, seat):
        return False
    named = states_of(event)
    if not named or isinstance(event, _TO_ALL):
        return not getattr(event, "body", "") or seat.capacity in _ALSO[tag(type(event))]
    return seat.state in named or seat.capacity in _ALSO.get(tag(type(event)), ())


def states_of(event: Event) -> frozenset[str]:
    """The states that an entry is about."""
    listed = [*getattr(event, "shortcomings", ())] if isinstance(event, DeterminationAdopted) else []
    keyed = [
        code
        for name in ("labels", "parts")
        if isinstance(getattr(event, name, None), dict)
        for code in getattr(event, name)
    ]
    return frozenset({getattr(event, "state", ""), getattr(event, "towards", ""), *listed, *keyed} - {""})


def _did(event: Event, seat: Seat) -> bool:
    alone = not (seat.state or seat.body)
    return event.capacity == seat.capacity and (alone or event.actor in {NAMES.get(seat.state), seat.body})
