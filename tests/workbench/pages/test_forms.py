"""How a form that was filled in, what is wrong with it, and what a duty is about are told in words."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from fairshare.workbench.actions.asking import InvalidError, read
from fairshare.workbench.actions.registry import actions
from fairshare.workbench.pages.fields import fields_of
from fairshare.workbench.pages.templatetags.forms import _FIELD_OF, given, named, told, wrong


def test_a_form_is_told_by_labels_and_words_without_what_was_left_empty() -> None:
    data = {
        "measure": "relocation", "amount": "20000", "state": "EL", "note": "", "favourable": True, "ended": False,
        "persons": 0, "labels": {"IT": ["pressure"], "FR": []}, "needs": {"financial": "10000000"},
    }  # fmt: skip
    assert told(data) == [
        ("Type of contribution", "Relocation"),
        ("Amount", "20,000"),
        ("State", "Greece"),
        ("Favourable", "yes"),
        ("Persons", "0"),
        ("Findings by state", "Italy Under migratory pressure"),
        ("What is needed", "Financial contribution 10,000,000"),
    ]


@pytest.mark.parametrize(
    ("about", "words"),
    [("IT", "Italy"), ("relocation", "Relocation"), ("deduction:AT", "Deduction: Austria"), ("tents", "tents")],
)
def test_what_a_duty_is_about(about: str, words: str) -> None:
    assert named(about) == words


def test_a_duty_fills_in_the_field_by_which_it_is_told_apart() -> None:
    assert given(SimpleNamespace(settles="vote_cast", about="deduction:AT")) == "?subject=deduction%3AAT"  # type: ignore[arg-type]
    assert given(SimpleNamespace(settles="vote_cast", about="")) == ""  # type: ignore[arg-type]
    assert given(SimpleNamespace(settles="act_adopted", about="act")) == ""  # type: ignore[arg-type]


def test_such_a_field_is_one_of_the_form_of_its_action() -> None:
    from fairshare.ledger.notation import tag

    fields = {
        tag(event): set(action.form.model_fields)
        for action in actions().values()
        if (event := getattr(action, "event", None)) is not None
    }
    assert {event: field for event, field in _FIELD_OF.items() if field not in fields[event]} == {}


def test_what_is_wrong_is_told_in_plain_words_at_its_field() -> None:
    action = actions()["consultation.open"]
    with pytest.raises(InvalidError) as error:
        read(action, {"labels": ["pressure"], "until": "soon"})
    marked = {field.name: field.problems for field in wrong(fields_of(action, {}, error.value.problems))}
    assert marked == {"state": ("Please fill this in.",), "until": ("Please give a day of the calendar.",)}
