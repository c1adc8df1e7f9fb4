"""Each open question of Part III decides the case that was written for it, each answer as the case says."""

from __future__ import annotations

from typing import Any

import pytest
from open_questions import QUESTIONS, Question

from fairshare.law.choices import CHOICES

EVERY = [
    pytest.param(
        question,
        value,
        expected,
        id=f"{question.choice}={value}: {question.name}",
        marks=pytest.mark.law(*question.law),
    )
    for question in QUESTIONS
    for value, expected in question.answers.items()
]


def holds(expected: Any, found: Any) -> bool:
    """Whether an answer has what is expected; of an object or a list only what is named."""
    if isinstance(expected, dict):
        return isinstance(found, dict) and all(holds(value, found[key]) for key, value in expected.items())
    return set(expected) <= set(found) if isinstance(expected, list) else bool(expected == found)


@pytest.mark.parametrize(("question", "value", "expected"), EVERY)
def test_an_open_question_is_decided_as_its_answer_says(question: Question, value: str, expected: Any) -> None:
    found = question.answered(value)
    chain = "\n".join(f"  {link['rule']}: {link['outcome']}: {link['why']}" for link in found["chain"])
    shown = {name: found[name] for name in expected}
    assert holds(expected, found), f"{expected} expected, {shown} found\n{chain}"
    used = found["choices"].get(question.choice, CHOICES[question.choice].default)
    assert used == value


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_a_case_on_an_open_question_has_every_answer_and_the_default_first(question: Question) -> None:
    assert list(question.answers) == list(CHOICES[question.choice].options)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_the_default_is_what_is_used_where_nothing_is_chosen(question: Question) -> None:
    default = CHOICES[question.choice].default
    assert holds(question.answers[default], question.answered(None))
