"""Reasons: the sentence, its places, the chain of each row."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pytest

from fairshare.law.responsibility import answers, trace
from fairshare.law.responsibility.codes import NONE, STATE_CODE
from fairshare.law.responsibility.days import NO_DAY
from fairshare.law.responsibility.trace import MET, NOTED, REASONS, SILENT, Link, Step, chains, flags_of, outcome_is


@pytest.fixture
def reasons() -> Iterator[tuple[int, int]]:
    """Two reasons that exist for one test."""
    before = len(REASONS)
    met = trace.reason("AMMR 33(1)", MET, "{0:state} entered on {1:day}, {2:number} days ago")
    noted = trace.reason("AMMR 75", NOTED, "a Sunday", flags=("ROLL_LOOKBACK",))
    yield met, noted
    del REASONS[before:]


def column(*values: int) -> np.ndarray:
    return np.array(values, np.int32)


def test_a_sentence_has_the_states_days_and_numbers_of_its_row(reasons: tuple[int, int]) -> None:
    met, _ = reasons
    assert trace.sentence(met, [STATE_CODE["EL"], 0, 7]) == "EL entered on 1970-01-01, 7 days ago"
    assert trace.sentence(met, [NONE, NO_DAY, 7]) == "no state entered on an unknown day, 7 days ago"


def test_the_chain_of_a_row_has_what_was_said_of_it_in_order(reasons: tuple[int, int]) -> None:
    met, noted = reasons
    first = Step(np.array([met, SILENT], np.int16), (column(0, 1), column(0, 0), column(1, 2)))
    second = Step(np.array([noted], np.int16), rows=np.array([1]))
    third = Step(np.array([met], np.int16), (column(0), column(0), column(3)), rows=np.array([0]))
    silent = Step(np.array([SILENT, SILENT], np.int16))
    told = chains([first, second, silent, third], 2)
    assert [link.why[-10:] for link in told[0]] == ["1 days ago", "3 days ago"]
    assert told[1] == [Link("AMMR 75", NOTED, "a Sunday")]
    assert flags_of([first, second], 2) == [set(), {"ROLL_LOOKBACK"}]
    assert flags_of([Step(np.array([noted, SILENT], np.int16))], 2) == [{"ROLL_LOOKBACK"}, set()]


def test_silence_has_no_outcome(reasons: tuple[int, int]) -> None:
    met, noted = reasons
    assert outcome_is(np.array([met, noted, SILENT], np.int16), MET).tolist() == [True, False, False]


# --- every sentence of the engine --------------------------------------------------------------------------------

assert answers.answer  # with it every rule is imported
DECLARED = tuple(REASONS)
WORDS_OF_THE_ENGINE = re.compile(r"\b[A-Z]+_[A-Z0-9_]+\b|\bNone\b|\bNaN\b|\bTrue\b|\bFalse\b|_")


@pytest.mark.parametrize("reason", DECLARED, ids=lambda one: f"{one.rule}: {one.text[:40]}")
def test_a_sentence_is_plain_and_its_places_are_known(reason: trace.Reason) -> None:
    plain = re.sub(r"\{\d:(state|day|number)\}", "", reason.text)
    assert "{" not in plain
    assert not WORDS_OF_THE_ENGINE.search(plain)
    assert not reason.text.endswith(".")
    assert re.fullmatch(r"[A-Z0-9]+ \S+", reason.rule)
