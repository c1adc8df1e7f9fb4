"""Figures of a simulation: from frames to arrays, from the bundled tables, and from the collected files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from fairshare.faults import BadInputError
from fairshare.figures.reference import table
from fairshare.figures.simulate import bundled, read
from fairshare.figures.simulate.applications import applications
from fairshare.figures.simulate.assembled import assembled
from fairshare.figures.simulate.bundled import FIT
from fairshare.figures.simulate.bundled import frames as bundled_frames
from fairshare.figures.simulate.frames import OTHER, STATES, Frames, carried, empty, scatter
from fairshare.figures.simulate.rates import LONGEST, decision_months, recognition, returned
from fairshare.figures.simulate.routes import entry, irregular, visa_free

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
DE, EL, ES, HU, IT, MT, UK = map(STATES.index, ("DE", "EL", "ES", "HU", "IT", "MT", "UK"))
YEARS = (2014, 2015, 2016)
ORIGINS = ("AFG", "SYR", OTHER)


def rows(columns: str, *given: tuple[Any, ...]) -> pl.DataFrame:
    """A frame from rows; the last column is the value."""
    names = [*columns.split(), "value"]
    return pl.DataFrame(list(given), schema=names, orient="row").with_columns(pl.col("value").cast(pl.Float64))


def made(**changed: pl.DataFrame) -> Frames:
    """The bundled frames, but for those that are given."""
    return replace(bundled_frames(), **changed)  # type: ignore[arg-type]


# --- applications -----------------------------------------------------------------------------------------------------


def test_applications_without_months_have_no_season() -> None:
    frames = made(
        applications=rows("year geo origin", (2015, "DE", "SYR", 120), (2015, "DE", "XXA", 12)),
        months=empty("year", "month", "geo"),
    )
    found = applications(frames, YEARS, ORIGINS)
    assert found[1, :, DE].tolist() == [[0, 10, 1]] * 12
    assert found.sum() == pytest.approx(132)


def test_twelve_months_of_eurostat_go_before_the_total_of_unhcr_and_give_the_season() -> None:
    months = rows("year month geo", *((2015, month, "DE", 20 if month > 6 else 0) for month in range(1, 13)))
    frames = made(
        applications=rows("year geo origin", (2015, "DE", "SYR", 50), (2015, "DE", "AFG", 50), (2016, "DE", "SYR", 60)),
        months=months,
    )
    found = applications(frames, YEARS, ORIGINS)
    assert found[1, :, DE, 1].tolist() == [0] * 6 + [10] * 6
    assert found[2, :, DE, 1].tolist() == pytest.approx([0] * 6 + [10] * 6)  # the average season


def test_months_that_are_held_are_kept_in_a_year_that_is_not_whole() -> None:
    flat = [(2015, month, "DE", 10) for month in range(1, 13)]
    begun = [(2016, month, "DE", 5) for month in range(1, 9)]
    frames = made(
        applications=rows("year geo origin", (2015, "DE", "SYR", 120), (2016, "DE", "SYR", 100)),
        months=rows("year month geo", *flat, *begun),
    )
    found = applications(frames, YEARS, ORIGINS)[2, :, DE, 1]
    assert found.tolist() == pytest.approx([5] * 8 + [15] * 4)


def test_a_state_that_unhcr_lacks_has_the_months_of_eurostat_with_its_mix_of_other_years() -> None:
    frames = made(
        applications=rows("year geo origin", (2016, "DE", "SYR", 75), (2016, "DE", "AFG", 25)),
        months=rows("year month geo", *((2014, month, "DE", 4) for month in range(1, 13))),
    )
    assert applications(frames, YEARS, ORIGINS)[0, :, DE].tolist() == [[1, 3, 0]] * 12


# --- crossings --------------------------------------------------------------------------------------------------------


def crossed(*given: tuple[Any, ...], sea: pl.DataFrame | None = None) -> tuple[Any, Any, Any]:
    """Part, states and ways of entry where 100 of each origin applied in each year."""
    frames = made(crossings=rows("year origin route border", *given), sea=empty("year", "geo") if sea is None else sea)
    return irregular(frames, YEARS, ORIGINS, np.full((3, 3), 100.0))


EVERY_YEAR = [(year, "SYR", "Western African Route", "sea", 40) for year in YEARS]


def test_detections_over_applications_are_the_part_that_was_detected() -> None:
    part, _entered, _sea = crossed(*EVERY_YEAR)
    assert part[:, 1] == pytest.approx([0.4] * 3)
    assert part[:, 0] == pytest.approx([0.0] * 3)


def test_a_part_is_cut_since_a_person_is_detected_more_than_once() -> None:
    part, _entered, _sea = crossed((2015, "SYR", "Western African Route", "sea", 5000))
    assert part[:, 1].max() == pytest.approx(0.95)


def test_a_route_leads_into_its_states_by_its_border() -> None:
    _part, entered, by_sea = crossed(*EVERY_YEAR)
    assert entered[1, 1, ES] == pytest.approx(1) and by_sea[1, 1, ES] == pytest.approx(1)
    assert entered[1, 0, ES] == pytest.approx(1)  # an origin without detections has the mix of all


@pytest.mark.parametrize(
    ("route", "first", "second", "usual"),
    [("Central Mediterranean Route", "IT", "MT", 0.95), ("Eastern Mediterranean Route", "EL", "CY", 0.98)],
)
def test_arrivals_by_sea_split_a_route_where_they_are_counted(
    route: str, first: str, second: str, usual: float
) -> None:
    given = [(year, "SYR", route, "sea", 1000) for year in YEARS]
    places = [STATES.index(first), STATES.index(second)]
    counted = rows("year geo", *((year, geo, n) for year in YEARS for geo, n in ((first, 60), (second, 40))))
    _part, entered, _sea = crossed(*given, sea=counted)
    assert entered[1, 1, places] == pytest.approx([0.6, 0.4])
    _part, entered, _sea = crossed(*given)
    assert entered[1, 1, places] == pytest.approx([usual, 1 - usual])


def test_the_western_balkans_count_only_who_was_not_detected_before() -> None:
    aegean = [(year, "SYR", "Eastern Mediterranean Route", "sea", 800) for year in YEARS]
    balkans = [(year, "SYR", "Western Balkan Route", "land", 700) for year in YEARS]
    other = [(year, "AFG", "Western Balkan Route", "land", 500) for year in YEARS]
    _part, entered, _sea = crossed(*aegean, *balkans, *other)
    assert entered[0, 1, HU] < 0.05 < 0.5 < entered[0, 0, HU]
    assert entered[0, 1, EL] > 0.9


def test_years_without_detections_have_those_of_the_nearest() -> None:
    part, entered, _sea = crossed((2015, "SYR", "Western African Route", "sea", 40))
    assert (part == part[1]).all() and (entered == entered[1]).all()


def test_every_route_has_states_for_every_period_and_a_reason() -> None:
    for name, rule in entry()["routes"].items():
        assert name.split("/")[1] in {"sea", "land"} and rule["why"]
        assert min(rule["from"]) == 2008
        for weights in rule["from"].values():
            assert set(weights) <= set(STATES) and sum(weights.values()) == 100, name


def test_nationals_need_no_visa_from_the_year_after_the_first_day() -> None:
    found = visa_free((2009, 2010, 2016, 2017, 2018), ("SRB", "UKR", "VEN", "SYR"))
    assert found.T.tolist() == [[0, 1, 1, 1, 1], [0, 0, 0, 0, 1], [1, 1, 1, 1, 1], [0, 0, 0, 0, 0]]


# --- rates ------------------------------------------------------------------------------------------------------------


def test_a_cell_with_few_decisions_has_the_rate_of_its_origin() -> None:
    frames = made(
        decisions=rows(
            "year geo origin outcome",
            *((2015, "DE", "SYR", "granted", 9800), (2015, "DE", "SYR", "refused", 200)),
            *((2015, "MT", "SYR", "refused", 1), (2015, "DE", "SYR", "closed", 5000)),
            *((2015, "IT", "AFG", "granted", 300), (2015, "IT", "AFG", "refused", 700)),
        )
    )
    found = recognition(frames, YEARS, ORIGINS)
    assert found[1, DE, 1] == pytest.approx(0.98, abs=0.001)
    assert found[1, MT, 1] == pytest.approx(20 / 21 * 0.98, abs=0.002)
    assert found[0, EL, 0] == pytest.approx(0.3, abs=0.02)  # no decision in the year
    assert 0.3 < found[1, DE, 2] < 0.98  # an origin of which nothing is known


def test_time_to_a_decision_is_pending_over_decided() -> None:
    frames = made(
        pending=rows("year geo", (2015, "DE", 100), (2015, "IT", 900), (2014, "DE", 10_000)),
        decisions=rows(
            "year geo origin outcome", (2015, "DE", "SYR", "granted", 100), (2015, "IT", "SYR", "closed", 9)
        ),
    )
    found = decision_months(frames)
    assert found[DE] == pytest.approx(12)
    assert found[IT] == LONGEST
    assert found[EL] == pytest.approx(LONGEST)  # that of all together is above the bound


def test_who_leaves_is_returned_over_refused_in_the_years_that_have_both() -> None:
    frames = made(
        returned=rows("year geo origin", (2015, "DE", "AFG", 1000), (2014, "DE", "AFG", 99_999)),
        decisions=rows(
            "year geo origin outcome", (2015, "DE", "AFG", "refused", 4000), (2015, "DE", "SYR", "refused", 4000)
        ),
    )
    assert returned(frames, ORIGINS) == pytest.approx([0.25, 0.02, 0.125], abs=0.001)


# --- together ---------------------------------------------------------------------------------------------------------


def parts(figures: Mapping[str, Any]) -> None:
    """What must hold of all figures, rough or not."""
    for name in ("detected", "entered", "by_sea", "visa_free", "recognition", "returned"):
        assert figures[name].min() >= 0 and figures[name].max() <= 1 + 1e-9, name
    assert np.allclose(figures["entered"].sum(axis=2), 1)
    for name in ("population", "gdp", "decision_months", "stock", "applications"):
        assert np.isfinite(figures[name]).all() and figures[name].min() >= 0, name
    assert (figures["population"] > 0).all() and (figures["gdp"] > 0).all()
    after = [year >= 2021 for year in figures["years"]]
    assert figures["applications"][after][:, :, UK].sum() == 0
    assert figures["origins"][-1] == OTHER


def test_the_bundled_tables_are_enough_and_say_that_they_are_rough() -> None:
    figures = bundled()
    parts(figures)
    assert figures["years"] == tuple(range(2014, 2026))
    total = figures["applications"].sum(axis=(1, 3))
    assert total[1, DE] == pytest.approx(float(table("applications_by_year")["DE/2015"].number))
    assert figures["notes"][0].startswith("bundled tables alone")
    asked = float(sum(row.number for row in table("dublin_2008_2012") if row.key.endswith("/requested")))
    assert figures["requested"].sum() == pytest.approx(asked)
    assert (np.diag(figures["requested"]) == 0).all()


def test_only_the_years_of_the_fit_are_used_of_dublin() -> None:
    frames = made(requested=rows("year geo partner", (2010, "DE", "IT", 5), (2014, "DE", "IT", 100)))
    assert assembled(frames, FIT)["requested"][DE, IT] == 5
    assert assembled(frames, (2013, 2015))["requested"][DE, IT] == 100


def test_a_frame_is_added_up_on_its_axes_and_what_is_on_none_is_left_out() -> None:
    frame = rows("year geo", (2015, "DE", 1), (2015, "DE", 2), (2015, "XX", 9), (1999, "DE", 9), (2015, "IT", None))
    found = scatter(frame, {"year": (2014, 2015), "geo": ("DE", "IT")}, missing=np.nan)
    assert np.array_equal(found, [[np.nan, np.nan], [3, np.nan]], equal_nan=True)


def test_a_figure_is_carried_on_and_back() -> None:
    assert carried(np.array([[np.nan], [1.0], [np.nan], [2.0]])).ravel().tolist() == [1, 1, 1, 2]


def test_a_folder_that_lacks_files_is_refused_and_they_are_named(tmp_path: Path) -> None:
    with pytest.raises(BadInputError) as error:
        read(tmp_path)
    assert "undesa_migrant_stock" in str(error.value) and "asylum_decisions" in str(error.value)


@pytest.mark.slow
@pytest.mark.skipif(not DATA.is_dir(), reason="the collected files are not here")
def test_the_collected_files_give_known_totals() -> None:
    figures = read(DATA)
    parts(figures)
    years, total = figures["years"], figures["applications"].sum(axis=(1, 3))
    assert years == tuple(range(2008, 2026)) and len(figures["origins"]) == 61
    eu = [place for place, state in enumerate(STATES) if state not in {"CH", "IS", "LI", "NO", "UK"}]
    assert total[years.index(2019)][eu].sum() == pytest.approx(631_285, rel=0.01)  # Eurostat, first-time, EU27
    assert total[years.index(2024)][eu].sum() == pytest.approx(912_000, rel=0.005)
    assert total[years.index(2024), DE] == pytest.approx(229_740, abs=1)  # UNHCR
    syria = figures["origins"].index("SYR")
    assert figures["entered"][years.index(2015), syria, EL] > 0.85
    assert figures["recognition"][years.index(2015), DE, syria] > 0.95
    season = figures["applications"][years.index(2015)].sum(axis=(1, 2))
    assert season.argmax() in (8, 9, 10)  # autumn of 2015
    fitted = figures["transferred"].sum() / figures["requested"].sum()
    assert 0.15 < fitted < 0.4
