"""Relocation from Malta: what was published of its two phases, and what follows."""

from __future__ import annotations

import pytest

from fairshare.evaluation.expost.document import Evaluation, Grid, Paragraph, State
from fairshare.evaluation.expost.past import past
from fairshare.figures.reference import table

FIRST = {"DE", "FR", "HU", "LU", "PL", "PT", "RO", "SI", "SK", "UK"}
RECEIVED = {"DE", "FR", "LU", "PT", "SI", "UK"}


@pytest.fixture(scope="module")
def told() -> Evaluation:
    return past("malta-2009").evaluation(table)


@pytest.mark.parametrize(
    ("key", "value", "status"),
    [
        ("states_pledging.1", 10, "reported"),
        ("states_receiving.1", 6, "reported"),
        ("committed.1", 255, "official"),
        ("relocated.1", 227, "reported"),
        ("committed.2", 323, "reported"),
        ("committed.2.DE", 100, "reported"),
        ("relocated.2", 234, "reported"),
        ("states_joined", 12, "official"),
        ("states_joined.bilateral", 8, "official"),
        ("states_apart", 10, "official"),
        ("relocated.1.DE", 100, "official"),
        ("relocated.1.FR", 92, "official"),
    ],
)
def test_a_figure_is_as_published(told: Evaluation, key: str, value: int, status: str) -> None:
    assert told.figures[key].value == value and told.figures[key].status == status


@pytest.mark.parametrize(
    ("key", "value"), [("rate.1", 0.890), ("rate.2", 0.724), ("rate", 0.798), ("rate.submitted", 0.471)]
)
def test_a_part_of_a_whole(told: Evaluation, key: str, value: float) -> None:
    figure = told.figures[key]
    assert figure.value is not None
    assert float(figure.value) == pytest.approx(value, abs=6e-4) and figure.status == "inferred"


def test_the_phases_add_up(told: Evaluation) -> None:
    assert told.figures["committed"].value == 578 and told.figures["relocated"].value == 461


def test_what_is_left_for_the_states_without_a_number(told: Evaluation) -> None:
    left = told.figures["relocated.1.others"]
    assert left.value == 227 - 100 - 92 and left.inputs == ("relocated.1", "relocated.1.DE", "relocated.1.FR")


def test_ten_states_pledged_in_the_first_phase_and_six_received(told: Evaluation) -> None:
    rows = {row.key: row.value for row in table("malta_2009")}
    first = {key[:2]: value for key, value in rows.items() if key.endswith("/phase/1") and value != "no"}
    assert set(first) == FIRST
    assert {state for state, value in first.items() if value == "received"} == RECEIVED


def test_four_states_received_an_unknown_number_and_each_is_a_gap(told: Evaluation) -> None:
    unknown = {key[-2:] for key, figure in told.figures.items() if figure.value is None}
    assert unknown == RECEIVED - {"DE", "FR"}
    assert unknown == {gap.state for gap in told.gaps if gap.definition == "relocated"}


def test_a_state_that_only_pledged_has_no_number_of_persons(told: Evaluation) -> None:
    (grid,) = [
        block for section in told.sections for block in section.blocks
        if isinstance(block, Grid) and block.name == "by-state"
    ]  # fmt: skip
    poland = next(row for row in grid.rows if row[0] == State("PL"))
    assert poland[2] is None and poland[1] is not None


def test_fairness_is_not_told_before_2014(told: Evaluation) -> None:
    assert not [key for key in told.figures if key.startswith(("hoover", "reach", "to_move"))]
    (fairness,) = [section for section in told.sections if section.slug == "fairness"]
    (paragraph,) = fairness.blocks
    assert isinstance(paragraph, Paragraph) and "unknown" in paragraph.sentences[0].text
    assert "first_time" in {gap.definition for gap in told.gaps}
