"""Relocation ship by ship: what the Commission, the Agency and a ministry counted, and what follows."""

from __future__ import annotations

import pytest

from fairshare.evaluation.expost.catalogue import DEFINITIONS
from fairshare.evaluation.expost.document import Evaluation
from fairshare.evaluation.expost.past import past
from fairshare.figures.reference import table


@pytest.fixture(scope="module")
def told() -> Evaluation:
    return past("ships-2018").evaluation(table)


@pytest.mark.parametrize(
    ("key", "value", "status"),
    [
        ("relocated", 3000, "official"),
        ("operations", 39, "official"),
        ("left.MT", 1509, "official"),
        ("left.IT", 1273, "official"),
        ("landed.IT", 67_760, "reported"),
        ("landed.MT", 7127, "reported"),
        ("committed.DE.IT", 778, "official"),
        ("committed.DE.MT", 536, "official"),
        ("relocated.DE.IT", 393, "official"),
        ("relocated.DE.MT", 452, "official"),
        ("deadline", 28, "reported"),
        ("relocated.FR.2021", 268, "reported"),
    ],
)
def test_a_figure_is_as_published(told: Evaluation, key: str, value: int, status: str) -> None:
    assert told.figures[key].value == value and told.figures[key].status == status


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("rate.DE", 0.643),
        ("rate.DE.IT", 0.505),
        ("rate.DE.MT", 0.843),
        ("rate.DE.2019-09", 0.398),
        ("rate_landed", 0.037),
        ("rate_landed.MT", 0.212),
        ("part.MT", 0.542),
    ],
)
def test_a_part_of_a_whole(told: Evaluation, key: str, value: float) -> None:
    figure = told.figures[key]
    assert figure.value is not None
    assert float(figure.value) == pytest.approx(value, abs=5e-4) and figure.status == "inferred"


def test_those_who_landed_are_not_said_to_have_been_rescued(told: Evaluation) -> None:
    says = DEFINITIONS[told.figures["landed.IT"].definition].says
    assert "whether or not" in says and any("rescued at sea is not told" in one.text for one in told.headline)


def test_the_german_pledges_by_origin_make_the_published_total(told: Evaluation) -> None:
    assert told.figures["committed.DE"].value == 1314 and told.figures["relocated.DE"].value == 845


def test_the_counts_by_origin_are_within_the_round_total(told: Evaluation) -> None:
    counted, whole = told.figures["left"].value, told.figures["relocated"]
    assert counted == 2782 and whole.value is not None and counted < whole.value
    assert whole.note.startswith("about")


def test_states_that_took_part_without_a_number_are_shown_and_owed(told: Evaluation) -> None:
    unknown = {key[-2:] for key, figure in told.figures.items() if figure.value is None}
    assert unknown == {"FI", "IE", "LU", "PT"}
    assert unknown == {gap.state for gap in told.gaps if gap.definition == "relocated"}


def test_the_time_to_the_transfer_is_a_gap(told: Evaluation) -> None:
    assert "transfer_days" in {gap.definition for gap in told.gaps}
    assert "transfer_days" not in {figure.definition for figure in told.figures.values()}


def test_the_scheme_reached_one_in_two_hundred_of_those_who_would_have_to_move(told: Evaluation) -> None:
    reach, move = told.figures["reach"], told.figures["to_move"]
    assert reach.value is not None and move.value is not None
    assert round(move.value) == 538_264 and float(reach.value) == pytest.approx(3000 / 538_264, abs=1e-8)
