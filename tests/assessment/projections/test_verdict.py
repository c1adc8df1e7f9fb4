"""The line that is printed wherever a projection is used."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from fairshare.assessment.projections.comparison import Comparison
from fairshare.assessment.projections.hierarchy import Hierarchy
from fairshare.assessment.projections.leaderboard import LOSSES, REFERENCE, Leaderboard, Standing
from fairshare.assessment.projections.panel import Panel
from fairshare.assessment.projections.project import project
from fairshare.assessment.projections.verdict import judged, verdict
from fairshare.faults import BadInputError


def board(origins: int = 40, **beaten: set[int]) -> Leaderboard:
    """Models that beat the random walk at some of 1, 3, 6 and 12 months, by absolute error only."""
    rows = tuple(
        Standing(
            model,
            horizon,
            "all",
            5,
            origins - horizon,
            100,
            0,
            dict.fromkeys(LOSSES, 1.0),
            {},
            {
                loss: Comparison(0.1, 3.0, 0.01, 0.01 if horizon in where and loss == "mase" else 0.2, origins)
                for loss in LOSSES
            },
        )
        for model, where in ({REFERENCE: set()} | beaten).items()
        for horizon in (1, 3, 6, 12)
    )
    return Leaderboard(rows, REFERENCE, origins, {}, ())


def test_what_fails_is_named() -> None:
    found = verdict(board(48, theta={1, 3}), "theta", 12)
    assert found.text == "theta does not beat the random walk at 6 and 12 months (36 origins)"
    assert (found.beats, found.fails, found.warn) == ((1, 3), (6, 12), True)


def test_what_beats_everywhere_is_said_and_is_no_warning() -> None:
    found = verdict(board(48, theta={1, 3, 6, 12}), "theta", 12)
    assert found.text == "theta beats the random walk at 1, 3, 6 and 12 months (36 origins)"
    assert not found.warn


def test_only_horizons_up_to_the_projection_count() -> None:
    assert not verdict(board(48, theta={1, 3}), "theta", 5).warn
    assert verdict(board(48, theta={1, 3}), "theta", 11).fails == (6,)


def test_one_month_is_no_plural() -> None:
    assert verdict(board(48, theta={1}), "theta", 1).text == "theta beats the random walk at 1 month (47 origins)"


def test_few_origins_warn_even_where_the_model_beats() -> None:
    found = verdict(board(40, theta={1, 3, 6, 12}), "theta", 12)
    assert found.warn
    assert found.text.endswith("(28 origins, fewer than 36)")


def test_each_loss_has_its_own_verdict() -> None:
    assert verdict(board(48, theta={1, 3, 6, 12}), "theta", 12, loss="crps").fails == (1, 3, 6, 12)


def test_the_random_walk_is_what_others_have_to_beat() -> None:
    found = verdict(board(48), REFERENCE, 12)
    assert found.text == "random_walk is the random walk itself, which others have to beat (36 origins)"
    assert found.warn


def test_a_projection_carries_its_verdict() -> None:
    """What was scored is answered by months ahead, the rest stays open, and the warning joins those that are there."""
    values = np.random.default_rng(0).poisson(50, (2, 40)).astype(float)
    panel = Panel(("EL", "CY"), date(2020, 1, 1), values)
    made = project(panel, Hierarchy.of({"state": panel.names}), "drift", 6, draws=20, workers=1)
    found = judged(replace(made, warnings=("late figures",)), board(48, drift={1, 3}), group="all")
    assert found.verdict == {1: "yes", 2: "not evaluated", 3: "yes", 4: "not evaluated", 5: "not evaluated", 6: "no"}
    assert found.warnings == ("late figures", "drift does not beat the random walk at 6 months (42 origins)")
    assert judged(made, board(48, drift={1, 3, 6})).warnings == ()


def test_a_model_that_was_not_scored_is_told() -> None:
    with pytest.raises(BadInputError, match="ets was not scored in all at 12 months or less"):
        verdict(board(48), "ets", 12)
