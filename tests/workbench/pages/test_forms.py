"""How a form that was filled in, what is wrong with it, and what a duty is about are told in words."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.http import QueryDict
from django.utils import translation

from fairshare.workbench.actions.asking import InvalidError, read
from fairshare.workbench.actions.registry import actions
from fairshare.workbench.pages.fields import data_of, fields_of, plain
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
    [
        ("IT", "Italy"),
        ("relocation", "Relocation"),
        ("deduction-62:AT", "Deduction (Article 62): Austria"),
        ("tents", "tents"),
    ],
)
def test_what_a_duty_is_about(about: str, words: str) -> None:
    assert named(about) == words


def test_a_duty_fills_in_the_field_by_which_it_is_told_apart() -> None:
    assert given(SimpleNamespace(settles="vote_cast", about="deduction-62:AT")) == "?subject=deduction-62%3AAT"  # type: ignore[arg-type]
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


@pytest.mark.parametrize(
    ("lang", "typed", "read_as"),
    [("en", "4,000", "4000"), ("de", "4.000", "4000"), ("fr", "4\u202f000", "4000"), ("de", "0,5", "0.5"),
     ("en", "0.5", "0.5"), ("de", "1.5", "1.5"), ("en", "4.000.000", "4.000.000"), ("de", "viele", "viele")],
)  # fmt: skip
def test_numbers_are_read_as_the_language_of_the_reader_writes_them(lang: str, typed: str, read_as: str) -> None:
    sent = QueryDict(mutable=True)
    sent.update({"measure": "relocation", "amount": typed, "item": "4.000", "note": " 4.000 "})
    with translation.override(lang):
        data = data_of(actions()["pledge.make"], sent)
    assert data == {"measure": "relocation", "amount": read_as, "item": "4.000", "note": "4.000"}


def test_numbers_by_type_are_read_so_too() -> None:
    with translation.override("de"):
        data = data_of(actions()["needs.state"], QueryDict("needs.relocation=2.000&needs.financial=10.000.000,50"))
    assert data["needs"] == {"relocation": "2000", "financial": "10000000.50"}


@pytest.mark.parametrize(
    ("amount", "told"),
    [("1e9", "Please give a number, such as 1500 or 0.25."), ("9" * 25, "Please give a number, such as 1500 or 0.25."),
     ("many", "Please give a number, such as 1500 or 0.25."), ("a\x00b", "Please use characters of plain text.")],
)  # fmt: skip
def test_problems_with_a_number_are_told_in_plain_words(amount: str, told: str) -> None:
    with pytest.raises(InvalidError) as error:
        read(actions()["pledge.make"], {"measure": "relocation", "amount": amount})
    assert [plain(text) for _, text in error.value.problems] == [told]


def test_many_parts_that_nobody_needs_are_folded_away_until_one_is_filled_in() -> None:
    def parts(**given: object) -> bool:
        return next(one for one in fields_of(actions()["draw.agree"], given) if one.name == "parts").folded

    assert parts()
    assert not parts(parts={"DE": "100"})
    assert not next(one for one in fields_of(actions()["understanding.reach"]) if one.name == "parts").folded
    assert not next(one for one in fields_of(actions()["deduction.decide"]) if one.name == "amounts").folded
