"""``{{ fields|wrong }}``: what of a form has problems; ``{{ motion.data|told }}``: a form as it was filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import urlencode

from django import template
from django.utils.translation import gettext

from fairshare.evaluation.agenda import Duty
from fairshare.states import NAMES
from fairshare.workbench.actions.registry import actions
from fairshare.workbench.pages.fields import Field
from fairshare.workbench.pages.words import LABELS, VALUES
from fairshare.workbench.record.levels_evaluation import OF_EVALUATIONS
from fairshare.workbench.tables.formats import count, state_name

register: Final = template.Library()


@register.filter
def wrong(fields: Iterable[Field]) -> list[Field]:
    """The fields that were not filled in as they must be."""
    return [field for field in fields if field.problems]


@register.filter
def action_label(name: str) -> str:
    """The label of an action, by its name."""
    return str(actions()[name].label)


@register.filter
def told(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What was filled in, as labels and words; what was left empty is left out."""
    return [(str(LABELS.get(name, name)), _words(value)) for name, value in data.items() if _is_filled_in(value)]


def _is_filled_in(value: Any) -> bool:
    return value not in (None, "", {}, []) and value is not False


def _words(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{_words(key)} {_words(part)}" for key, part in value.items() if _is_filled_in(part))
    if isinstance(value, list):
        return ", ".join(_words(part) for part in value)
    if value is True:
        return gettext("yes")
    if isinstance(value, int) or value.isdecimal():
        return count(int(value))
    return state_name(value) if value in NAMES else str(VALUES.get(value, value))


@register.filter
def named(about: str) -> str:
    """What a duty is about, in words: a state, a type of contribution, a vote, or a name as it stands."""
    subject, _, state = (part.strip() for part in about.partition(":"))
    return f"{_words(subject)}: {_words(state)}" if state else _words(about)


@register.filter
def given(duty: Duty) -> str:
    """The part of an address that fills in the field of a form by which a duty is told apart."""
    if duty.settles in OF_EVALUATIONS:
        return f"?{urlencode({'evaluation': duty.about.partition(':')[0]})}"
    field = _FIELD_OF.get(duty.settles, "") if duty.about else ""
    return f"?{urlencode({field: duty.about})}" if field else ""


_FIELD_OF: Final = {
    "vote_cast": "subject",
    "draw_agreed": "measure",
    "implemented": "towards",
    "in_kind_valued": "item",
    "offset_taken": "towards",
    "offset_answered": "towards",
    "catch_up_requested": "state",
    "pressure_decided": "state",
    "access_refused": "state",
    "deduction_assessed": "state",
    "deduction_decided": "state",
    "preparedness_answered": "measure",
    "action_reported": "name",
}
