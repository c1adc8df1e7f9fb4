"""The form of an observation: exact, sorted, one row a key; a checksum of the figures and of nothing else."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairshare.faults import BadInputError
from fairshare.figures.indicators.observations import KEY, SCHEMA, Extract, observations

rows = st.lists(
    st.tuples(
        st.sampled_from(("EL", "CY", "EU27_2020")),
        st.sampled_from(("", "SYR", "TOTAL")),
        st.sampled_from(("2024", "2024-02", "2024-Q3", "2024-02-29")),
        st.none() | st.decimals(0, 10**15, places=6),
        st.sampled_from(("", "p", "bc")),
    ),
    unique_by=lambda row: row[:3],
    max_size=12,
)


def frame(given_rows: list[tuple]) -> pl.DataFrame:
    columns = ("geo", "citizen", "period", "value", "flag")
    types = {"value": pl.Decimal(38, 10)}
    return pl.DataFrame(given_rows, schema={name: types.get(name, pl.String) for name in columns}, orient="row")


def extract(what: pl.DataFrame, **other: object) -> Extract:
    given_fields = {
        "series": "gdp",
        "access": "eurostat",
        "dataset": "nama_10_gdp",
        "filters": {"unit": "CP_MEUR"},
        "unit": "million EUR",
        "updated": "2026-10-01",
        "url": "",
        "years": (2024,),
        "rows": what,
    }
    return Extract(**(given_fields | other))  # type: ignore[arg-type]


@given(rows)
def test_figures_come_back_as_they_went_in_and_sorted(given_rows: list[tuple]) -> None:
    found = observations(frame(given_rows))
    assert dict(found.schema) == dict(SCHEMA)
    assert found.select(KEY).rows() == sorted(found.select(KEY).rows())
    held = {row[:3]: row[3:] for row in found.select("geo", "citizen", "period", "value", "flag").iter_rows()}
    assert held == {row[:3]: row[3:] for row in given_rows}


@given(rows, st.randoms(use_true_random=False))
def test_the_checksum_depends_on_the_figures_not_on_order_stamp_or_address(given_rows: list[tuple], random) -> None:
    shuffled = random.sample(given_rows, len(given_rows))
    one = extract(observations(frame(given_rows)))
    assert one.checksum == extract(observations(frame(shuffled)), updated="later", url="elsewhere").checksum


def test_a_changed_figure_flag_filter_year_or_dataset_changes_the_checksum() -> None:
    first = [("EL", "", "2024", Decimal(5), "")]
    others = [
        [("EL", "", "2024", Decimal(6), "")],
        [("EL", "", "2024", Decimal(5), "p")],
        [("EL", "", "2024", None, "")],
    ]
    checksums = {extract(observations(frame(each))).checksum for each in (first, *others)}
    whole = observations(frame(first))
    for other in ({"filters": {}}, {"years": (2023, 2024)}, {"dataset": "demo_gind"}):
        checksums.add(extract(whole, **other).checksum)
    assert len(checksums) == 7
    assert extract(observations(frame([("EL", "", "2024", Decimal("5.000"), "")]))).checksum == extract(whole).checksum


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (("", "", "2024", Decimal(1), ""), "without geo"),
        ((None, "", "2024", Decimal(1), ""), "without geo"),
        (("EL", "", "24", Decimal(1), ""), "period in another form"),
        (("EL", "", "2024-13", Decimal(1), ""), "period in another form"),
        (("EL", "", "2024-02-40", Decimal(1), ""), "period in another form"),
        (("EL", "", "2025-02-30", Decimal(1), ""), "a day that is none"),
        (("EL", "", "2024", Decimal(-1), ""), "negative"),
    ],
)
def test_what_is_no_observation(row: tuple, why: str) -> None:
    with pytest.raises(BadInputError, match=why):
        observations(frame([row]))


def test_a_row_that_stands_twice_is_refused_and_named() -> None:
    twice = [("EL", "SYR", "2024", Decimal(1), ""), ("EL", "SYR", "2024", Decimal(2), "p")]
    with pytest.raises(BadInputError, match=r"stands twice \(EL, , SYR, , 2024\)"):
        observations(frame(twice))


def test_columns_of_another_name_or_without_the_three_that_matter_are_refused() -> None:
    with pytest.raises(BadInputError, match="columns"):
        observations(frame([]).rename({"flag": "status"}))
    with pytest.raises(BadInputError, match="columns"):
        observations(frame([]).drop("period"))


def test_a_value_that_no_column_can_hold_is_refused() -> None:
    with pytest.raises(BadInputError, match="value"):
        observations(pl.DataFrame({"geo": ["EL"], "period": ["2024"], "value": ["many"]}))


def test_rows_of_a_year_that_is_not_covered_are_refused() -> None:
    with pytest.raises(BadInputError, match="rows of 2024 are not in them"):
        extract(observations(frame([("EL", "", "2024", Decimal(1), "")])), years=(2023,))
    with pytest.raises(TypeError, match="observations"):
        extract(frame([]))
