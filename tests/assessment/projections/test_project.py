"""A whole projection: an example by hand, what always holds, years, and real figures."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hierarchies import CROSSED

from fairshare.assessment.projections.hierarchy import Hierarchy
from fairshare.assessment.projections.panel import Floats, Panel, panel
from fairshare.assessment.projections.project import Projection, project, total
from fairshare.assessment.projections.reconcile import METHODS
from fairshare.faults import BadInputError

NAN = float("nan")
START = date(2021, 1, 1)
SHARED = Path(__file__).parents[4] / "shared" / "data"
FRONTEX = SHARED / "borders" / "frontex_ibc_monthly_route_nationality_2009_2025M04.csv.gz"


def counts(rows: int = 4, months: int = 42, seed: int = 0) -> Floats:
    rng = np.random.default_rng(seed)
    return rng.poisson(np.exp(3 + rng.normal(0, 0.2, (rows, months)).cumsum(axis=1))).astype(float)


def crossed(model: str = "random_walk", values: Floats | None = None, **options: object) -> Projection:
    given_ = counts() if values is None else values
    return project(Panel(CROSSED.bottom, START, given_), CROSSED, model, 6, draws=100, **options)  # type: ignore[arg-type]


def test_the_random_walk_by_hand() -> None:
    values = counts()
    values[:, -1] = [1, 2, 3, 4]
    found = crossed(values=values)
    assert found.points[:, 5].tolist() == [10, 7, 3, 6, 4, 1, 2, 3, 4]
    assert (found.months[0], found.months[-1]) == (date(2024, 7, 1), date(2024, 12, 1))
    assert found.verdict == dict.fromkeys(range(1, 7), "not evaluated")
    assert "the last figure" in found.method
    assert "seed 0" in found.method


@pytest.mark.parametrize("method", sorted(METHODS))
def test_points_add_up_and_are_held_by_intervals_that_nest(method: str) -> None:
    pytest.importorskip("statsforecast")
    found = crossed("theta", reconcile=method)
    np.testing.assert_array_equal(found.points, CROSSED.all_nodes(found.points[CROSSED.groups :]))
    assert (found.lower[0] <= found.points).all()
    assert (found.points <= found.upper[0]).all()
    assert (np.diff(found.lower, axis=0) <= 0).all()
    assert (np.diff(found.upper, axis=0) >= 0).all()
    assert (found.lower >= 0).all()


def test_same_seed_same_figures_whatever_the_workers() -> None:
    pytest.importorskip("statsforecast")
    one, three, other = (crossed("theta", seed=seed, workers=workers) for seed, workers in ((1, 1), (1, 3), (2, 1)))
    assert one.to_frame().equals(three.to_frame())
    assert not one.to_frame().equals(other.to_frame())


def test_long_form() -> None:
    frame = crossed(levels=(0.8, 0.5)).to_frame()
    assert frame.columns == ["series", "month", "horizon", "point", "lo50", "hi50", "lo80", "hi80"]
    assert frame.height == len(CROSSED.names) * 6
    assert frame.row(6)[:3] == ("state:CY", date(2024, 7, 1), 1)
    assert frame.null_count().sum_horizontal().item() == 0


def test_a_year_is_the_sum_of_its_months_path_by_path() -> None:
    """Good and bad months offset each other in part: a year is surer than its months one by one."""
    found = crossed()
    half = total(found, date(2024, 7, 1), date(2024, 12, 1))
    np.testing.assert_allclose(half.points, found.points.sum(axis=1))
    assert (half.lower >= found.lower.sum(axis=2) - 6).all()
    assert (half.upper <= found.upper.sum(axis=2) + 6).all()
    month = total(found, date(2024, 9, 1), date(2024, 9, 1))
    np.testing.assert_array_equal(month.upper, found.upper[:, :, 2])


@pytest.mark.parametrize(("first", "last"), [((2024, 6), (2024, 8)), ((2024, 9), (2024, 8)), ((2024, 8), (2025, 1))])
def test_a_year_that_is_not_projected(first: tuple[int, int], last: tuple[int, int]) -> None:
    with pytest.raises(BadInputError, match="is not all projected"):
        total(crossed(), date(*first, 1), date(*last, 1))


def test_one_series_alone_is_its_own_total() -> None:
    found = project(Panel(("EL",), START, counts(1)), Hierarchy.of({}, ["EL"]), "random_walk", 3, draws=50)
    assert found.names == ("total", "EL")
    np.testing.assert_array_equal(found.points[0], found.points[1])
    np.testing.assert_array_equal(found.upper[:, 0], found.upper[:, 1])


def test_gaps_late_figures_and_ended_series_do_not_hide_the_total() -> None:
    values = counts()
    values[0, 20] = NAN
    values[1, -2:] = NAN
    values[2, 20:] = NAN
    values[3, :-1] = NAN
    found = crossed(values=values)
    assert found.points[0, 0] == values[0, -1] + values[1, -3] + 0 + values[3, -1]
    assert found.fallbacks["CY/SYR"] == "no figure in the last year: 0"
    assert (found.upper[:, CROSSED.names.index("CY/SYR")] == 0).all()


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"horizon": 0}, "1 to 18"),
        ({"horizon": 19}, "1 to 18"),
        ({"levels": ()}, "cannot be used"),
        ({"levels": (80,)}, "cannot be used"),
        ({"reconcile": "magic"}, "'magic' is unknown"),
        ({"model": "oracle"}, "'oracle' is unknown"),
        ({"draws": 0}, "below 1"),
    ],
)
def test_what_cannot_be_asked(options: dict[str, object], why: str) -> None:
    asked: dict[str, object] = {"model": "random_walk", "horizon": 3} | options
    with pytest.raises(BadInputError, match=why):
        project(Panel(CROSSED.bottom, START, counts()), CROSSED, **asked)  # type: ignore[arg-type]


@pytest.mark.skipif(not FRONTEX.exists(), reason="detections at the borders are not on this machine")
def test_what_intervals_covered_at_the_borders() -> None:
    """Nine routes of Frontex and their total, projected every half year from 2014 on, one to twelve months ahead.

    What was measured, so that a change shows: wider than claimed in the middle (the past holds wilder years than the
    present mostly is, routes are often at 0, and ends are rounded outwards), and a little narrower in the tail (breaks
    such as 2015 have no like in the past)."""
    rows = pl.read_csv(FRONTEX).group_by("route", "period").agg(pl.col("detections").sum())
    frame = rows.select(series="route", month=pl.col("period").str.to_date("%Y-%m"), value="detections")
    known = panel(frame)
    whole = Panel(known.names, known.start, np.nan_to_num(known.values))
    hierarchy = Hierarchy.of({}, whole.names)
    inside = []
    for origin in range(60, whole.months - 12, 6):
        found = project(whole.until(origin), hierarchy, "random_walk", 12, draws=300, workers=1)
        came = hierarchy.all_nodes(whole.values[:, origin : origin + 12])
        inside.append((found.lower <= came) & (came <= found.upper))
    covered = np.mean(inside, axis=(0, 2, 3))
    assert len(inside) >= 20
    np.testing.assert_allclose(covered, [0.65, 0.87, 0.93], atol=0.02)
