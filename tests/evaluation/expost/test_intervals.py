"""How far the answer depends on what is counted: every way to count by hand, and the interval over them."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from tests.evaluation.expost.loads_told import each

from fairshare.evaluation.expost.account import account
from fairshare.evaluation.expost.document import Fig, Grid, Paragraph
from fairshare.evaluation.expost.intervals import (
    KINDS,
    MEASURES,
    WAYS,
    Counts,
    bootstrap,
    counts,
    intervals,
    intervals_section,
)
from fairshare.evaluation.expost.loads import Loads, half_and_half
from fairshare.evaluation.expost.measured import Figures, collected
from fairshare.evaluation.expost.past.tables import rows_of, taken
from fairshare.evaluation.inequality import hoover
from fairshare.figures.reference import table
from fairshare.states import EU27, PART_IV

KEY = each("key", "key_share", {"DE": 5, "FR": 3, "PL": 2})
COUNTED = Counts(
    each("counted.first", "first_time", {"DE": 500, "FR": 400, "PL": 20}),
    each("counted.all", "all_applicants", {"DE": 600, "FR": 500, "PL": 30}),
    each("counted.protected", "protected_temporarily", {"DE": 1000, "FR": 50, "PL": 900}),
    each("counted.resettled", "resettled", {"DE": 60, "FR": 20, "PL": 0}),
)


def told(counted: Counts) -> Figures:
    return collected([*KEY.values(), *counted.figures, *intervals(counted, KEY)])


def test_each_way_adds_up_what_it_counts() -> None:
    figures = told(COUNTED)
    assert {way: int(figures[f"interval.total.{way}"].value or 0) for way in WAYS} == {
        "first": 920,
        "first-protected": 2870,
        "first-resettled": 1000,
        "first-protected-resettled": 2950,
        "all": 1130,
        "all-protected": 3080,
        "all-resettled": 1210,
        "all-protected-resettled": 3160,
    }
    borne = {"DE": 600 + 1000 + 60, "FR": 500 + 50 + 20, "PL": 30 + 900}
    index = hoover(borne, {"DE": 5, "FR": 3, "PL": 2})
    assert figures["interval.hoover.all-protected-resettled"].value == index
    assert figures["interval.to_move.all-protected-resettled"].value == index * 3160


def test_the_measures_of_a_way_are_those_of_an_account_of_what_it_counts() -> None:
    figures = told(COUNTED)
    found = {figure.key: figure.value for figure in account(Loads(COUNTED.all_applicants, KEY))}
    for measure in ("hoover", "gini", "theil"):
        assert figures[f"interval.{measure}.all"].value == found[f"{measure}.before"]
    assert figures["interval.to_move.all"].value == found["to_move"]


def test_each_figure_rests_on_what_its_way_counts_and_no_more() -> None:
    figures = told(COUNTED)
    assert set(figures["interval.hoover.first-resettled"].inputs) == {
        f"{name}.{state}" for name in ("counted.first", "counted.resettled", "key") for state in KEY
    }
    assert "seed" in figures["interval.hoover.low"].note


def test_the_interval_lies_over_the_ways_and_is_the_same_every_time() -> None:
    figures = told(COUNTED)
    again = told(COUNTED)
    for measure in MEASURES:
        ways = [figures[f"interval.{measure}.{way}"].value for way in WAYS]
        low, high = (figures[f"interval.{measure}.{end}"].value for end in ("low", "high"))
        known = [value for value in ways if value is not None]
        assert low is not None and high is not None and low < high
        assert min(known) * Fraction(95, 100) <= low <= sorted(known)[1] and high <= max(known) * Fraction(105, 100)
        assert again[f"interval.{measure}.low"].value == low


def test_a_draw_is_one_way_and_off_by_no_more_than_rounding_hides() -> None:
    """Each draw has the persons of one way, give or take 2 for each count of Eurostat's; UNHCR's are not rounded."""
    found = bootstrap(COUNTED, KEY, draws=400)
    totals = found["to_move"] / found["hoover"]
    sums = [920, 2870, 1000, 2950, 1130, 3080, 1210, 3160]
    nearest = np.array([min(sums, key=lambda way: abs(way - total)) for total in totals])
    assert set(nearest.tolist()) == set(sums)
    assert np.abs(totals - nearest).max() <= 2 * 2 * 3 + 1e-6
    off = np.abs(totals - nearest)
    exact = np.isin(nearest, [920, 1000])
    assert off[exact].max() < 1e-6 and off[~exact].max() > 2


def test_where_a_count_is_unknown_so_are_its_ways_and_the_interval() -> None:
    unknown = Counts(
        COUNTED.first_time,
        COUNTED.all_applicants,
        COUNTED.protected_temporarily,
        each("counted.resettled", "resettled", {"DE": 60, "FR": None, "PL": 0}),
    )
    figures = told(unknown)
    assert figures["interval.hoover.all-resettled"].value is None and figures["interval.hoover.low"].value is None
    assert figures["interval.hoover.all"].value is not None
    (paragraph, _) = intervals_section(figures).blocks
    assert isinstance(paragraph, Paragraph) and "cannot be told" in paragraph.sentences[0].text


# --- from the tables --------------------------------------------------------------------------------------------------


def test_the_counts_of_2024_are_of_all_states_and_add_up_to_the_stated_totals() -> None:
    """Temporary protection and first-time applications to the stated total; the other two as the tables have them."""
    found = counts(table, sorted(EU27))
    totals = {kind: sum(f.value or 0 for f in getattr(found, kind).values()) for kind in KINDS}
    assert totals["protected_temporarily"] == 4_189_990
    assert totals["first_time"] == 913_667
    assert totals["all_applicants"] == 997_425
    assert totals["resettled"] == 11_827
    assert all(len(getattr(found, kind)) == 27 for kind in KINDS)


def test_what_is_counted_in_2024_moves_the_index_by_more_than_a_third() -> None:
    """Most: temporary protection, which brings five times as many persons, to other states."""
    rows = {name: rows_of(table, name) for name in ("population", "gdp")}
    people = {s: taken(rows["population"][f"{s}/2024"], f"population.{s}", "population") for s in sorted(PART_IV)}
    output = {s: taken(rows["gdp"][f"{s}/2023"], f"gdp.{s}", "gdp") for s in sorted(PART_IV)}
    key = {f.key.partition(".")[2]: f for f in half_and_half(people, output) if f.key.startswith("key.")}
    found = {figure.key: float(figure.value or 0) for figure in intervals(counts(table, key), key)}
    assert found["interval.hoover.first"] == pytest.approx(0.2244, abs=1e-4)
    assert found["interval.hoover.all"] == pytest.approx(0.2063, abs=1e-4)
    assert found["interval.hoover.first-protected"] == pytest.approx(0.2888, abs=1e-4)
    assert found["interval.hoover.low"] == pytest.approx(0.2044, abs=1e-4)
    assert found["interval.hoover.high"] == pytest.approx(0.2888, abs=1e-4)


def test_the_section_has_a_row_for_each_way_and_only_figures_that_are_there() -> None:
    figures = told(COUNTED)
    paragraph, grid = intervals_section(figures).blocks
    assert isinstance(grid, Grid) and isinstance(paragraph, Paragraph)
    assert len(grid.rows) == len(WAYS) and len({row[0] for row in grid.rows}) == len(WAYS)
    cells = [cell.key for row in grid.rows for cell in row if isinstance(cell, Fig)]
    parts = [part.key for one in paragraph.sentences for _, part in one.parts if isinstance(part, Fig)]
    assert {*cells, *parts} <= figures.keys()
