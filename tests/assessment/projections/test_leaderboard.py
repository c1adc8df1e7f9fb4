"""The leaderboard: recounted by hand and by a slow version; a winner for each loss; a no where nothing can be said."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairshare.assessment.projections.leaderboard import (
    LOSSES,
    REFERENCE,
    Leaderboard,
    leaderboard,
    series_groups,
    size_groups,
)
from fairshare.assessment.projections.origins import ERRORS, Entrant, Record, own_errors, roll
from fairshare.assessment.projections.panel import Floats, Panel
from fairshare.faults import BadInputError


def walk(known: Panel, horizon: int) -> Floats:
    return np.repeat(known.values[:, -1:], horizon, axis=1)


def level(known: Panel, horizon: int) -> Floats:
    """The mean of all months so far: right for counts that vary about a level, where the random walk chases noise."""
    return np.repeat(np.nanmean(known.values, axis=1, keepdims=True), horizon, axis=1)


def all_seen(known: Panel, points: Floats, said: Floats, came: Floats) -> Floats:
    return np.repeat(known.values[:, None, :], points.shape[1], axis=1)


def around(known: Panel, points: Floats, said: Floats, came: Floats) -> Floats:
    """Draws of the random walk: the last month, and all changes that were ever seen."""
    return points[..., None] + np.diff(known.values, axis=1)[:, None, :]


ENTRANTS = {REFERENCE: Entrant(walk, around), "level": Entrant(level, all_seen), "points-only": Entrant(level)}


def noise(series: int = 4, months: int = 100, seed: int = 0) -> Panel:
    """Counts about levels of 100, 400, 1,600 and so on."""
    means = 100.0 * 4 ** np.arange(series)[:, None]
    values = np.random.default_rng(seed).poisson(means, (series, months)).astype(float)
    return Panel(tuple("abcdefgh"[:series]), date(2015, 1, 1), values)


def rolled(panel: Panel, horizon: int = 6) -> Record:
    return roll(panel, ENTRANTS, range(36, panel.months), horizon)


def board(panel: Panel, **more: tuple[int, ...]) -> Leaderboard:
    return leaderboard(rolled(panel), {"all": tuple(range(len(panel.names)))} | more, horizons=(1, 6))


def test_one_series_recounted_slowly() -> None:
    panel = noise(1)
    row = board(panel).row("level", 6)
    values = panel.values[0]
    misses, squares = [], []
    for origin in range(36, 95):
        known = values[:origin]
        miss = values[origin + 5] - known.mean()
        misses.append(abs(miss) / np.abs(np.diff(known)).mean())
        squares.append(miss**2 / (np.diff(known) ** 2).mean())
    assert (row.series, row.origins, row.cells, row.lacking) == (1, 59, 59, 0)
    assert row.loss["mase"] == pytest.approx(np.mean(misses))
    assert row.loss["rmsse"] == pytest.approx(np.sqrt(np.mean(squares)))
    inside = [
        np.quantile(values[:origin], 0.25) <= values[origin + 5] <= np.quantile(values[:origin], 0.75)
        for origin in range(36, 95)
    ]
    assert row.coverage[50] is not None
    assert row.coverage[50].value == pytest.approx(np.mean(inside))


def test_the_level_beats_the_random_walk_where_there_is_only_noise() -> None:
    found = board(noise())
    for loss in LOSSES:
        assert found.row("level", 1).beats(loss)
        assert found.best(loss, 1) == "level"
    assert found.row("level", 1).coverage[95] is not None
    assert found.warnings == ()


def test_nothing_beats_the_random_walk_on_a_random_walk() -> None:
    steps = np.random.default_rng(2).normal(0, 20, (4, 100))
    panel = Panel(tuple("abcd"), date(2015, 1, 1), 5000 + np.cumsum(steps, axis=1))
    found = board(panel)
    assert not any(row.beats(loss) for row in found.rows for loss in LOSSES)
    assert found.best("mase", 6) == REFERENCE


def test_the_reference_does_not_beat_itself() -> None:
    row = board(noise()).row(REFERENCE, 1)
    assert [row.beats(loss) for loss in LOSSES] == [False] * 4
    assert row.against["mase"].note == "the reference"


def test_without_draws_there_is_no_crps_and_no_coverage() -> None:
    row = board(noise()).row("points-only", 1)
    assert (row.loss["crps"], row.loss["tail"], row.coverage) == (None, None, {50: None, 80: None, 95: None})
    assert (row.against["crps"].note, row.beats("crps"), row.beats("mase")) == ("no draws", False, True)


@given(st.integers(0, 5))
def test_thousands_or_persons(power: int) -> None:
    """MASE, RMSSE and scaled CRPS do not depend on the unit (powers of two keep floats exact)."""
    panel = noise(2, 60)
    other = Panel(panel.names, panel.start, panel.values * 2.0**power)
    assert board(panel).document() == board(other).document()


def test_pooled_differences_are_means_over_series_so_that_copies_are_no_evidence() -> None:
    """Four copies of a series say no more than one: a test that took cells as independent would halve the p value."""
    one = noise(1)
    copies = Panel(tuple("abcd"), one.start, np.repeat(one.values, 4, axis=0))
    single, pooled = board(one).row("level", 6), board(copies).row("level", 6)
    assert pooled.against["mase"].p == pytest.approx(single.against["mase"].p)
    assert pooled.loss["mase"] == pytest.approx(single.loss["mase"])


def test_a_constant_series_is_left_out_and_counted() -> None:
    panel = noise(2)
    constant = Panel(("a", "b", "c"), panel.start, np.vstack([panel.values, np.zeros(100)]))
    found = board(constant)
    assert found.unscaled == {"c": 64}
    assert found.row("level", 1).series == 2
    assert found.row("level", 1).loss == board(panel).row("level", 1).loss
    assert "1 series could not be scaled at some origins: c" in found.warnings


def test_all_models_are_scored_where_all_have_a_figure() -> None:
    """A model that says nothing of a series does not escape its hard months: no model is scored there."""

    def shy(known: Panel, horizon: int) -> Floats:
        return np.vstack([level(known, horizon)[:1], np.full((1, horizon), np.nan)])

    panel = noise(2)
    record = roll(panel, ENTRANTS | {"shy": Entrant(shy)}, range(36, 100), 1)
    found = leaderboard(record, {"all": (0, 1)}, horizons=(1,))
    assert [(row.series, row.cells) for row in found.rows] == [(1, 64)] * 4
    assert [row.lacking for row in found.rows] == [0, 0, 0, 64]
    assert "shy lacks up to 64 projections; no model is scored there" in found.warnings


def test_distributions_are_scored_where_all_models_that_have_them_have_them() -> None:
    """Past errors are there from the 25th origin on; absolute errors are scored from the first."""
    entrants = {REFERENCE: Entrant(walk, around), "level": Entrant(level, own_errors)}
    record = roll(noise(2), entrants, range(36, 100), 1)
    found = leaderboard(record, {"all": (0, 1)}, horizons=(1,))
    for row in found.rows:
        assert row.cells == 128
        assert row.coverage[80] is not None
        assert row.coverage[80].count == 2 * (64 - ERRORS)
    assert found.row("level", 1).against["crps"].origins == 64 - ERRORS


def test_a_model_without_any_figure_does_not_empty_the_table() -> None:
    mute = Entrant(lambda known, horizon: np.full((len(known.names), horizon), np.nan))
    record = roll(noise(2), ENTRANTS | {"mute": mute}, range(36, 100), 1)
    found = leaderboard(record, {"all": (0, 1)}, horizons=(1,))
    assert found.row("level", 1).cells == 128
    assert found.row("mute", 1).loss["mase"] is None
    assert not found.row("mute", 1).beats()


def test_gaps_and_months_to_come_are_not_scored() -> None:
    panel = noise(1)
    values = panel.values.copy()
    values[0, 50] = np.nan
    gap = Panel(panel.names, panel.start, values)
    record = roll(gap, {REFERENCE: Entrant(level)}, range(36, 100), 6)
    assert [leaderboard(record, {"all": (0,)}, horizons=(h,)).rows[0].cells for h in (1, 6)] == [63, 58]


def test_few_origins_are_a_warning() -> None:
    assert board(noise(1, 60)).warnings == ("fewer than 36 origins: 24 at 1 months, 19 at 6 months",)


def test_thirds_by_size_and_totals_apart() -> None:
    panel = noise(8)
    groups = size_groups(panel, ["h"])
    assert groups == {"all": tuple(range(7)), "h": (7,), "large": (6, 5, 4), "medium": (3, 2), "small": (1, 0)}
    assert set(size_groups(panel.rows([0, 1]))) == {"all"}
    assert series_groups(panel.rows([3, 1])) == {"d": (0,), "b": (1,)}
    unknown = Panel(("a", "b"), panel.start, np.vstack([panel.values[0], np.full(100, np.nan)]))
    assert size_groups(unknown) == {"all": (0,)}


def test_the_shape_of_the_json_and_the_frame() -> None:
    found = board(noise(2, 60), extra=(1,))
    document = json.loads(json.dumps(found.document(), allow_nan=False))
    assert set(document) == {"reference", "origins", "unscaled", "warnings", "best", "rows"}
    assert document["best"][0] == {"horizon": 1, "group": "all"} | dict.fromkeys(LOSSES, "level")
    frame = found.to_frame()
    assert frame.height == len(found.rows) == 3 * 2 * 2
    assert {"model", "horizon", "group", "mase", "p_mase", "p_strict_mase", "beats_crps", "coverage_95_low"} <= set(
        frame.columns
    )
    assert frame.columns == list(document["rows"][0])


@pytest.mark.parametrize(
    ("ask", "problem"),
    [
        (lambda record: leaderboard(record, {"all": (0,)}, reference="naive"), "naive is not among them"),
        (lambda record: leaderboard(record, {"all": (0,)}, horizons=(1, 9)), "9 months were not projected"),
        (lambda record: leaderboard(record, {"all": (0,)}, horizons=(1,)).row("level", 3), "level at 3 months in all"),
    ],
)
def test_what_was_not_rolled_is_told(ask: Callable[[Record], object], problem: str) -> None:
    with pytest.raises(BadInputError, match=problem):
        ask(rolled(noise(1, 60)))
