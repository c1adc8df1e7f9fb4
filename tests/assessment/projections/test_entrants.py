"""Models in the evaluation: as they would have been projected, and what they did on the public record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from fairshare.assessment.projections.entrants import alone, as_projected
from fairshare.assessment.projections.hierarchy import Hierarchy
from fairshare.assessment.projections.leaderboard import REFERENCE, leaderboard, size_groups
from fairshare.assessment.projections.origins import ENOUGH, QUANTILES, choose_origins, roll
from fairshare.assessment.projections.panel import Panel, panel
from fairshare.assessment.projections.project import project
from fairshare.faults import BadInputError

DATA = Path(__file__).parents[4] / "shared" / "data"
DETECTIONS = DATA / "borders" / "frontex_ibc_monthly_route_nationality_2009_2025M04.csv.gz"
APPLICATIONS = DATA / "asylum" / "asylum_applications_monthly_state_2008_2020M08.csv.gz"


def counts(months: int = 60) -> Panel:
    values = np.random.default_rng(1).poisson([[400.0], [90.0], [20.0]], (3, months)).astype(float)
    return Panel(("EL", "CY", "MT"), date(2015, 1, 1), values)


@pytest.mark.parametrize("model", ["random_walk", "seasonal_naive", "drift"])
def test_a_past_projection_is_what_project_would_have_given(model: str) -> None:
    """Points and intervals of an origin are those of a projection from what was known then (quantiles of the paths are
    rounded outwards to whole persons there)."""
    bottom, hierarchy = counts(), Hierarchy.of({"state": counts().names})
    entrant = as_projected(model, hierarchy, draws=80, seed=3)
    past = roll(hierarchy.panel(bottom), {model: entrant}, [50], 6).past[model]
    then = project(bottom.until(50), hierarchy, model, 6, draws=80, seed=3, workers=1)
    np.testing.assert_allclose(past.points[0], then.points)
    assert past.quantiles is not None
    for place, level in enumerate((0.95, 0.8, 0.5)):
        low, high = past.quantiles[0, :, :, place], past.quantiles[0, :, :, -1 - place]
        assert QUANTILES[place] == pytest.approx((1 - level) / 2)
        at = then.levels.index(level)
        assert (np.abs(np.minimum(low, then.points) - then.lower[at]) <= 1).all()
        assert (np.abs(np.maximum(high, then.points) - then.upper[at]) <= 1).all()


def test_the_same_seed_gives_the_same_record() -> None:
    hierarchy = Hierarchy.of({"state": counts().names})
    one, other = (
        roll(hierarchy.panel(counts()), {"w": as_projected("random_walk", hierarchy, draws=40)}, [40, 50], 3).past["w"]
        for _ in range(2)
    )
    np.testing.assert_array_equal(one.crps, other.crps)


@pytest.mark.parametrize("make", [alone, lambda name: as_projected(name, Hierarchy.of({"state": ["EL", "CY"]}))])
def test_an_unknown_model_is_told_before_anything_is_rolled(make: Callable[[str], object]) -> None:
    with pytest.raises(BadInputError, match="'oracle' is unknown"):
        make("oracle")


def detections() -> Panel:
    """Frontex by route; a month without a row is a month without detections."""
    month = (pl.col("period") + "-01").str.to_date().alias("month")
    rows = pl.read_csv(DETECTIONS).group_by(pl.col("route").alias("series"), month)
    found = panel(rows.agg(pl.col("detections").sum().alias("value")))
    return Panel(found.names, found.start, np.nan_to_num(found.values))


def first_applications() -> Panel:
    """Eurostat by state; EU citizens are in it before 2014, when the series without them is not complete."""
    early = (pl.col("period") < "2014-01") & (pl.col("citizen") == "TOTAL")
    late = (pl.col("period") >= "2014-01") & (pl.col("citizen") == "EXT_EU27_2020")
    rows = pl.read_csv(APPLICATIONS).filter(pl.col("applicant") == "FIRST", early | late, pl.col("value").is_not_null())
    states = rows.filter(~pl.col("geo").is_in(["EU27_2020", "EU28", "TOTAL"]))
    return panel(
        states.select(pl.col("geo").alias("series"), (pl.col("period") + "-01").str.to_date().alias("month"), "value")
    )


@pytest.mark.slow
@pytest.mark.skipif(not DETECTIONS.exists() or not APPLICATIONS.exists(), reason="needs the bulk data")
@pytest.mark.parametrize(("read", "origins"), [(detections, 143), (first_applications, 99)])
def test_a_model_beats_the_random_walk_at_6_months_and_none_does_at_12(read: Callable[[], Panel], origins: int) -> None:
    """Boss et al. 2024 find models that beat it at 3 to 12 months. Here theta does, pooled over series, at 6 months (by
    absolute error and by both tests), and neither it nor drift nor the season at 12."""
    pytest.importorskip("statsforecast")
    known = read()
    chosen = choose_origins(known, 18)
    entrants = {name: alone(name) for name in (REFERENCE, "seasonal_naive", "drift", "theta")}
    board = leaderboard(roll(known, entrants, chosen, 18), size_groups(known))
    assert min(row.origins for row in board.rows) == origins > ENOUGH
    assert board.row("theta", 6).beats()
    assert not any(row.beats() for row in board.rows if row.group == "all" and row.horizon in (1, 12))
