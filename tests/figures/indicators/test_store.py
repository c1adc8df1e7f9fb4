"""Snapshots: whole or not at all, never twice, verified when read; and what was known on a day."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairshare.faults import BadInputError
from fairshare.figures.indicators.observations import Extract, observations
from fairshare.figures.indicators.readings import changes, readings, serving
from fairshare.figures.indicators.store import Store, read_head, read_rows

Rows = dict[tuple[str, str], int | None]


def extract(rows: Rows, years: tuple[int, ...] = (2023, 2024), dataset: str = "migr_eirfs", **other: object) -> Extract:
    frame = observations(
        pl.DataFrame(
            {
                "geo": [geo for geo, _ in rows],
                "period": [period for _, period in rows],
                "value": [None if value is None else Decimal(value) for value in rows.values()],
                "flag": ["c" if value is None else "" for value in rows.values()],
            },
            schema_overrides={"value": pl.Decimal(38, 10), "geo": pl.String, "period": pl.String, "flag": pl.String},
        )
    )
    fields = {"filters": {"border": "TOTAL"}, "unit": "persons", "updated": "2026-04-28", "url": "https://example.eu"}
    return Extract("refused_entry", "eurostat", dataset, years=years, rows=frame, **(fields | other))  # type: ignore[arg-type]


FIRST: Rows = {("EL", "2023"): 10, ("EL", "2024"): 20, ("PL", "2024"): None}


def files(store: Store) -> list[Path]:
    return sorted((store.folder / "snapshots").rglob("*"))


def known(store: Store, as_of: date | None = None) -> Rows:
    (reading,) = readings(store, "refused_entry", as_of)
    return {(geo, period): value for geo, period, value in reading.rows.select("geo", "period", "value").iter_rows()}


def test_what_is_saved_is_what_is_read_with_flags_stamp_and_checksum(tmp_path: Path) -> None:
    saved = extract(FIRST, notes=("2025 is not out",))
    head = Store(tmp_path).save(saved, "2026-11-23T08:00:00Z")
    assert head is not None
    assert head.path is not None
    assert head == read_head(head.path)
    assert read_rows(head).equals(saved.rows)
    assert head.as_json() == saved.as_json() | {"retrieved_at": "2026-11-23T08:00:00Z"} | {"years": (2023, 2024)}
    assert head.path.parent.name == "refused_entry"


def test_a_retry_writes_nothing_and_doubles_no_row(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert store.save(extract(FIRST), "2026-11-23T08:00:00Z") is not None
    assert store.save(extract(FIRST), "2026-11-23T08:00:00Z") is None
    assert store.save(extract(FIRST, updated="2026-11-30"), "2026-12-01T08:00:00Z") is None
    assert known(store) == FIRST


def test_figures_that_return_to_an_earlier_state_are_the_latest_again(tmp_path: Path) -> None:
    store = Store(tmp_path)
    other: Rows = FIRST | {("EL", "2024"): 21}
    for day, rows in enumerate((FIRST, other, FIRST), start=1):
        store.save(extract(rows), f"2026-11-0{day}T00:00:00Z")
    assert len(store.heads()) == 3
    assert known(store) == FIRST


def test_figures_of_a_year_that_return_after_another_reading_are_kept(tmp_path: Path) -> None:
    """Once they were taken for unchanged, since the last snapshot of the same years held them."""
    store = Store(tmp_path)
    store.save(extract(FIRST), "2026-10-01T00:00:00Z")
    store.save(extract({("EL", "2024"): 22}, (2024,)), "2026-10-20T00:00:00Z")
    assert store.save(extract(FIRST), "2026-10-25T00:00:00Z") is not None
    assert known(store) == FIRST


def test_an_earlier_reading_taken_in_later_is_kept(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.save(extract(FIRST), "2026-11-20T00:00:00Z")
    assert store.save(extract(FIRST), "2026-10-01T00:00:00Z") is not None
    assert known(store, date(2026, 10, 15)) == FIRST


def test_of_two_readings_of_one_day_the_later_taken_in_serves(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.save(extract(FIRST), "2026-10-01T00:00:00Z")
    second: Rows = FIRST | {("EL", "2024"): 99}
    head = store.save(extract(second), "2026-10-01T00:00:00Z")
    assert head is not None
    assert (head.day, known(store)) == ("2026-10-01", second)
    assert store.save(extract(second), "2026-10-01T00:00:00Z") is None


def test_what_did_we_know_on_15_october(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.save(extract(FIRST), "2026-10-15T23:59:59Z")
    store.save(extract(FIRST | {("EL", "2024"): 25}), "2026-10-16T00:00:00Z")
    assert known(store, date(2026, 10, 15)) == FIRST
    assert known(store, date(2026, 10, 16))["EL", "2024"] == 25
    assert readings(store, "refused_entry", date(2026, 10, 14)) == ()


def test_a_reading_of_one_year_leaves_the_others_as_they_were(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.save(extract(FIRST), "2026-10-01T00:00:00Z")
    store.save(extract({("EL", "2024"): 22}, (2024,)), "2026-11-01T00:00:00Z")
    assert known(store) == {("EL", "2023"): 10, ("EL", "2024"): 22}  # Poland was withdrawn
    (reading,) = readings(store, "refused_entry")
    assert [head.years for head in reading.heads] == [(2023, 2024), (2024,)]
    assert reading.rows["snapshot"].to_list() == [0, 1]
    assert reading.years == (2023, 2024)


snapshots = st.lists(st.tuples(st.sets(st.integers(2020, 2023), min_size=1), st.integers(0, 9)), min_size=1, max_size=6)


@given(snapshots)
def test_each_year_is_served_by_the_newest_snapshot_that_covers_it(taken: list[tuple[set[int], int]]) -> None:
    """Against the slow way round: replay the snapshots and let each overwrite the years that it covers."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        store, replayed = Store(Path(folder)), {}
        for moment, (years, value) in enumerate(taken):
            rows: Rows = {("EL", str(year)): value * 10 + moment for year in years}
            store.save(extract(rows, tuple(sorted(years))), f"2026-01-01T00:00:{moment:02}Z")
            replayed |= rows
        assert known(store) == replayed
        assert set(serving(store.heads())) == {int(period) for _, period in replayed}


def test_datasets_do_not_mix_and_stand_in_the_order_of_the_catalogue(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.save(extract(FIRST, dataset="another"), "2026-10-01T00:00:00Z")
    store.save(extract(FIRST), "2026-09-01T00:00:00Z")
    assert [reading.dataset for reading in readings(store, "refused_entry")] == ["migr_eirfs", "another"]


def test_the_bundled_table_serves_where_nothing_else_is_held(tmp_path: Path) -> None:
    (reading,) = readings(Store(tmp_path), "population")
    assert reading.dataset == "bundled table population"
    assert reading.heads[0].path is None
    germany = reading.rows.filter(pl.col("geo") == "DE", pl.col("period") == "2024")["value"].item()
    assert germany == Decimal(83456045)
    assert readings(Store(tmp_path), "population", date(2025, 1, 1)) == ()


def test_an_empty_store_holds_nothing_and_is_not_created(tmp_path: Path) -> None:
    store = Store(tmp_path / "none")
    assert store.heads() == ()
    assert readings(store, "refused_entry") == ()
    assert not store.folder.exists()


def test_a_crash_while_writing_leaves_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path)
    store.save(extract(FIRST), "2026-11-23T08:00:00Z")
    before = files(store)

    def crash(self: Path, target: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", crash)
    with pytest.raises(KeyboardInterrupt):
        store.save(extract({("EL", "2024"): 1}), "2026-12-01T08:00:00Z")
    assert files(store) == before


def test_writers_at_the_same_time_leave_one_whole_file(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: Store(tmp_path).save(extract(FIRST), "2026-11-23T08:00:00Z"), range(16)))
    assert len([path for path in files(Store(tmp_path)) if path.is_file()]) == 1
    assert known(Store(tmp_path)) == FIRST


def test_a_folder_that_cannot_be_written_is_bad_input(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(BadInputError, match=r"--store: .* cannot be written"):
        Store(tmp_path / "file").save(extract(FIRST), "2026-11-23T08:00:00Z")


# --- damaged files ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"", b"text", b"PAR1", b"\0" * 64])
def test_a_file_that_is_no_snapshot_is_one_fault_that_names_it(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "snapshots" / "refused_entry" / "20261123T080000Z-000000000000.parquet"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    with pytest.raises(BadInputError) as caught:
        Store(tmp_path).heads()
    assert len(caught.value.faults) == 1
    assert caught.value.faults[0].file == str(path)
    assert "\n" not in str(caught.value)


def test_a_table_of_somebody_else_is_no_snapshot(tmp_path: Path) -> None:
    path = tmp_path / "other.parquet"
    pl.DataFrame({"geo": ["EL"]}).write_parquet(path)
    with pytest.raises(BadInputError, match="is damaged"):
        read_head(path)
    pl.DataFrame({"geo": ["EL"]}).write_parquet(path, metadata={"fairshare": '{"format": "fairshare snapshot 1"}'})
    with pytest.raises(BadInputError, match="format is unknown"):
        read_head(path)


def test_a_changed_figure_does_not_fit_the_checksum(tmp_path: Path) -> None:
    head = Store(tmp_path).save(extract(FIRST), "2026-11-23T08:00:00Z")
    assert head is not None
    assert head.path is not None
    metadata = pl.read_parquet_metadata(head.path)
    rows = pl.read_parquet(head.path).with_columns(pl.col("value") + 1)
    rows.write_parquet(head.path, metadata={"fairshare": metadata["fairshare"]})
    with pytest.raises(BadInputError, match="the checksum does not fit the rows"):
        readings(Store(tmp_path), "refused_entry")


# --- what changed -----------------------------------------------------------------------------------------------------


def test_a_change_names_what_is_new_what_is_revised_and_what_is_withdrawn() -> None:
    new: Rows = {("EL", "2024"): 21, ("CY", "2024"): 1}
    found = changes(extract(FIRST).rows, extract(new, (2024,)).rows)
    assert found.select("geo", "period", "old", "new").rows() == [
        ("CY", "2024", None, Decimal(1)),
        ("EL", "2024", Decimal(20), Decimal(21)),
    ]
    withdrawn = changes(extract({("EL", "2024"): 20, ("PL", "2024"): 7}).rows, extract({("EL", "2024"): 20}).rows)
    assert withdrawn.select("geo", "old", "new").rows() == [("PL", Decimal(7), None)]
