"""Cases on the open questions of Part III (``open_questions.yaml``): what follows from each answer to each question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from fairshare.law.responsibility.answers import answer, documents
from fairshare.law.responsibility.notation import read_cases

SEEN = ("responsible", "basis", "status", "next_step", "human", "needs_decision", "regime")
"""What an answer is. Not the choices that it names, nor its flags and reasons: they may change with nothing behind."""

_COMMON = {"applicant": "a", "persons": [{"id": "a", "birth_date": "1995-05-05"}]}


@dataclass(frozen=True)
class Question:
    """One case on an open question, and what follows from each answer."""

    choice: str
    name: str
    law: tuple[str, ...]
    facts: Mapping[str, Any]
    answers: Mapping[str, Mapping[str, Any]]

    def answered(self, value: str | None) -> dict[str, Any]:
        """The answer of the engine if the question is answered so; ``None``: nobody answers it."""
        facts = {"id": self.name, **_COMMON, **self.facts, "choices": {} if value is None else {self.choice: value}}
        (found,) = documents(answer(read_cases([facts])))
        return found


def _plain(value: Any) -> Any:
    """YAML's days as ISO text, as JSON has them."""
    if isinstance(value, dict):
        return {_plain(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _read() -> Iterator[Question]:
    text = Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")
    for entry in _plain(yaml.safe_load(text)):
        yield Question(entry["choice"], entry["case"], tuple(entry["law"]), entry["facts"], entry["answers"])


QUESTIONS = tuple(_read())


def outcome(choice: str, value: str) -> list[dict[str, Any]]:
    """What the cases on a question come to with one answer to it."""
    found = [question.answered(value) for question in QUESTIONS if question.choice == choice]
    return [{name: one[name] for name in SEEN} for one in found]
