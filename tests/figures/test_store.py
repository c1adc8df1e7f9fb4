"""Snapshots: whole or not at all, never twice, verified when read; and what changed between two."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fairshare.faults import BadInputError
from fairshare.figures.eurostat import Extract, Observation
from fairshare.figures.store import Change, Snapshot, Store, changes, read_snapshot
from fairshare.states import EU27

ROWS = (Observation("DE", 2025, Decimal(83577140)), Observation("FR", 2025, Decimal(68882600), "bp"))
KEYS = st.tuples(st.sampled_from(["DE", "FR", "MT"]), st.integers(2023, 2026))
FIGURES = st.dictionaries(KEYS, st.fractions(1, 1000), max_size=8)
OBSERVATIONS = st.lists(
    st.builds(
        Observation,
        st.sampled_from(sorted(EU27)),
        st.integers(2000, 2030),
        st.decimals("0.000001", "1e15", places=6),
        st.sampled_from(["", "p", "bep"]),
    ),
    unique_by=lambda row: (row.state, row.year),
    max_size=6,
)


def snapshot(rows=ROWS, at="2026-11-23T08:00:00Z", updated="2026-04-28", table="population"):
    extract = Extract("demo_gind", {"indic_de": "JAN"}, "persons", updated, "https://example.eu/demo_gind", tuple(rows))
    return Snapshot.of(table, extract, at)


def test_what_is_saved_is_what_is_read_with_flags_stamp_and_checksum(tmp_path):
    store, saved = Store(tmp_path), snapshot()
    path = store.save(saved)
    assert path is not None and read_snapshot(path) == saved == store.latest("population")
    held = json.loads(path.read_text())
    assert held["dataset"] == "demo_gind" and held["filters"] == {"indic_de": "JAN"} and held["updated"] == "2026-04-28"
    assert held["retrieved_at"] == "2026-11-23T08:00:00Z" and held["sha256"] == saved.checksum
    assert held["observations"] == [["DE", 2025, "83577140", ""], ["FR", 2025, "68882600", "bp"]]


def test_a_retry_writes_nothing_and_doubles_no_row(tmp_path):
    store = Store(tmp_path)
    assert store.save(snapshot()) is not None
    assert store.save(snapshot()) is None
    assert store.save(snapshot(at="2026-12-01T08:00:00Z", updated="2026-11-30")) is None
    assert len(store.files()) == 1


def test_revised_figures_are_a_new_snapshot_beside_the_old_one(tmp_path):
    store = Store(tmp_path)
    store.save(snapshot())
    revised = snapshot([ROWS[0]], at="2026-12-01T08:00:00Z")
    store.save(revised)
    assert store.latest("population") == revised
    assert store.snapshots("population") == (snapshot(), revised)


def test_figures_that_return_to_an_earlier_state_are_the_latest_again(tmp_path):
    store = Store(tmp_path)
    for day, rows in enumerate((ROWS, ROWS[:1], ROWS), start=1):
        store.save(snapshot(rows, at=f"2026-11-0{day}T00:00:00Z"))
    assert len(store.files()) == 3 and store.latest("population").observations == ROWS


def test_tables_do_not_mix(tmp_path):
    store = Store(tmp_path)
    store.save(snapshot())
    store.save(snapshot(table="gdp"))
    assert store.latest("gdp").table == "gdp" and len(store.files("population")) == 1 and len(store.files()) == 2


def test_an_empty_store_holds_nothing_and_is_not_created(tmp_path):
    store = Store(tmp_path / "none")
    assert store.latest("gdp") is None and store.snapshots() == () and not store.folder.exists()


def test_a_crash_while_writing_leaves_no_trace(tmp_path, monkeypatch):
    store = Store(tmp_path)
    store.save(snapshot())

    def crash(self, target):
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", crash)
    with pytest.raises(KeyboardInterrupt):
        store.save(snapshot(ROWS[:1], at="2026-12-01T08:00:00Z"))
    assert [path.name for path in (tmp_path / "snapshots").iterdir()] == [store.files()[0].name]
    assert store.latest("population") == snapshot()


def test_writers_at_the_same_time_leave_one_whole_file(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: Store(tmp_path).save(snapshot()), range(16)))
    assert len(list((tmp_path / "snapshots").iterdir())) == 1 and Store(tmp_path).latest("population") == snapshot()


def test_a_folder_that_cannot_be_written_is_bad_input(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(BadInputError, match=r"--store: .* cannot be written"):
        Store(tmp_path / "file").save(snapshot())


@given(OBSERVATIONS, st.randoms(use_true_random=False))
def test_the_checksum_does_not_depend_on_the_order_of_rows_or_the_time_of_reading(rows, random):
    shuffled = random.sample(rows, len(rows))
    assert snapshot(rows).checksum == snapshot(shuffled, at="2027-01-01T00:00:00Z", updated="later").checksum


def test_the_checksum_does_not_depend_on_how_a_number_is_written():
    assert snapshot([Observation("DE", 2025, Decimal("5.0"))]).checksum == (
        snapshot([Observation("DE", 2025, Decimal(5))]).checksum
    )


@pytest.mark.parametrize("value", ["83577141", "8E7"])
def test_a_changed_figure_flag_or_filter_changes_the_checksum(value):
    changed = [Observation("DE", 2025, Decimal(value)), ROWS[1]]
    flagged = [ROWS[0], Observation("FR", 2025, Decimal(68882600))]
    assert len({snapshot(rows).checksum for rows in (ROWS, changed, flagged, ROWS[:1])}) == 4


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=OBSERVATIONS)
def test_any_figures_come_back_as_they_went_in(tmp_path, rows):
    path = tmp_path / "population-x.json"
    path.write_text(json.dumps(snapshot(rows).as_json()))
    assert read_snapshot(path).values() == snapshot(rows).values()


# --- damaged files ----------------------------------------------------------------------------------------------------


def tampered(**other):
    return json.dumps(snapshot().as_json() | other)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        '"text"',
        "{}",
        tampered(format=2),
        tampered(sha256="0" * 64),
        tampered(observations=[["DE", 2025, "83577141", ""], ["FR", 2025, "68882600", "bp"]]),
        tampered(observations=[["DE", 2025]]),
        tampered(observations=[["DE", 2025, "NaN", ""]]),
        tampered(observations=[["XX", 2025, "1", ""]]),
        tampered(observations=[["DE", 2025, "many", ""]]),
        tampered(observations=5),
        tampered(filters=5),
        "[" * 100_000,
    ],
)
def test_a_damaged_snapshot_is_one_fault_that_names_the_file(tmp_path, content):
    path = tmp_path / "snapshots" / "population-20261123T080000Z-000000000000.json"
    path.parent.mkdir()
    path.write_text(content)
    with pytest.raises(BadInputError) as caught:
        Store(tmp_path).latest("population")
    assert len(caught.value.faults) == 1 and caught.value.faults[0].file == str(path)
    assert "\n" not in str(caught.value)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=100) | st.text(max_size=60).map(json.dumps).map(str.encode))
def test_any_bytes_are_a_snapshot_or_bad_input(tmp_path, content):
    path = tmp_path / "any.json"
    path.write_bytes(content)
    with pytest.raises(BadInputError):
        read_snapshot(path)


# --- what changed -----------------------------------------------------------------------------------------------------


def test_a_change_names_state_year_old_new_and_the_relative_change():
    old = {("DE", 2024): Fraction(100), ("FR", 2024): Fraction(50), ("IE", 2024): Fraction(7)}
    new = {("DE", 2024): Fraction(101), ("FR", 2024): Fraction(50), ("DE", 2025): Fraction(102)}
    assert changes(old, new) == (
        Change("DE", 2024, Fraction(100), Fraction(101)),
        Change("DE", 2025, None, Fraction(102)),
        Change("IE", 2024, Fraction(7), None),
    )
    assert [change.relative for change in changes(old, new)] == [Fraction(1, 100), None, None]


@given(FIGURES)
def test_the_same_figures_have_not_changed(figures):
    assert changes(figures, figures) == ()


@given(FIGURES, FIGURES)
def test_changes_lead_from_the_old_figures_to_the_new_ones(old, new):
    years = {year for _, year in new}
    result = {key: value for key, value in old.items() if key[1] in years}
    for change in changes(old, new):
        assert result.get((change.state, change.year)) == change.old != change.new
        if change.new is None:
            del result[change.state, change.year]
        else:
            result[change.state, change.year] = change.new
    assert result == new
