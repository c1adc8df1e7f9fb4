"""What holds of every past cycle: a figure for each number, a source for each figure, an owner for each gap."""

from __future__ import annotations

import re

import pytest

from fairshare.evaluation.expost.catalogue import DEFINITIONS
from fairshare.evaluation.expost.document import Evaluation, Fig, Sentence, State, shown
from fairshare.evaluation.expost.past import PAST, SEARCHED
from fairshare.figures.reference import table
from fairshare.states import NAMES


@pytest.fixture(scope="module", params=sorted(PAST))
def told(request: pytest.FixtureRequest) -> Evaluation:
    return PAST[request.param].evaluation(table)


def test_every_figure_that_is_shown_is_there(told: Evaluation) -> None:
    keys = [part.key for part in shown(told) if isinstance(part, Fig)]
    assert keys and not [key for key in keys if key not in told.figures]


def test_no_text_holds_a_number_of_its_own(told: Evaluation) -> None:
    texts = [part.text for part in shown(told) if isinstance(part, Sentence)]
    assert not [text for text in texts if re.search(r"\d", text)]


def test_every_name_in_a_text_has_its_part_and_every_part_its_name(told: Evaluation) -> None:
    for part in shown(told):
        if isinstance(part, Sentence):
            assert set(re.findall(r"{(\w+)}", part.text)) == {name for name, _ in part.parts}, part.text


def test_every_state_that_is_named_is_one(told: Evaluation) -> None:
    assert {part.code for part in shown(told) if isinstance(part, State)} <= set(NAMES)


def test_a_figure_that_was_not_computed_has_a_source_and_a_day_and_one_that_was_has_inputs(told: Evaluation) -> None:
    for figure in told.figures.values():
        assert figure.inputs or (figure.sources and all(figure.sources)), figure.key
        assert figure.as_of[:2] == "20", figure.key


def test_what_was_computed_is_never_official(told: Evaluation) -> None:
    assert not [one.key for one in told.figures.values() if one.rule and one.status in {"official", "reported"}]


def test_every_gap_is_of_a_known_definition_and_somebody_owes_it(told: Evaluation) -> None:
    assert told.gaps
    assert not [gap for gap in told.gaps if gap.definition not in DEFINITIONS or not gap.owner]


def test_no_cause_is_claimed(told: Evaluation) -> None:
    words = re.compile(r"\b(caused|led to|thanks to|reduced by|because of|as a result)\b")
    assert not [part.text for part in shown(told) if isinstance(part, Sentence) and words.search(part.text)]


def test_it_answers_first_and_says_what_it_does_not_show(told: Evaluation) -> None:
    assert told.headline and told.sections and told.limits
    assert told.start < told.end < told.as_of == SEARCHED
    assert len({section.slug for section in told.sections}) == len(told.sections)


def test_its_inputs_are_named_with_their_sums(told: Evaluation) -> None:
    assert told.inputs and all(re.fullmatch(r"[0-9a-f]{64}", digest) for digest in told.inputs.values())
