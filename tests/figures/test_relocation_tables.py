"""The tables of the relocation of 2015 to 2017: the figures collected from public sources, typed without a slip."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest

from fairshare.figures.reference import table
from fairshare.law.parameters import table as parameters

FACTS = Path(__file__).parents[3] / "shared" / "facts"
NEEDS_FACTS = pytest.mark.skipif(
    not FACTS.exists(), reason="needs the collected facts (../shared/facts) beside the checkout"
)
_ASSOCIATED = {
    "Norway (associated)": "NO", "Switzerland (associated)": "CH", "Liechtenstein (associated)": "LI",
}  # fmt: skip


def collected(name: str) -> list[Mapping[str, str]]:
    with (FACTS / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def number(name: str, key: str) -> str:
    return table(name)[key].text().replace(",", "")


@NEEDS_FACTS
def test_allotments_and_commitments_by_state_are_the_collected_ones() -> None:
    for row in collected("relocation_2015_allocations.csv"):
        state = {"GR": "EL"}.get(row["iso2"], row["iso2"])
        if state == "EU":
            continue
        columns = {
            "annex_1": "d1601_annex1_from_italy",
            "annex_2": "d1601_annex2_from_greece",
            "july_2015": "d1523_pledge_resolution_20jul2015",
            "committed_italy": "commitment_from_italy",
        }
        for field, column in columns.items():
            assert number("relocation_2015_states", f"{state}/{field}") == row[column], (state, field)


@NEEDS_FACTS
def test_flows_are_the_collected_ones_and_slovenia_s_are_by_difference() -> None:
    codes = {row["member_state"]: row["iso2"] for row in collected("relocation_2015_allocations.csv")} | _ASSOCIATED
    for row in collected("relocation_2015.csv"):
        state = codes.get(row["state"])
        if state is None:
            continue
        for origin, name in (("IT", "italy"), ("EL", "greece")):
            datum = table("relocation_2015_flows")[f"2017-07-13/{origin}/{state}"]
            published = row[f"relocated_2017_07_13_from_{name}"]
            assert (datum.status == "inferred") == (not published), state
            if published:
                assert datum.number == int(published), state


@NEEDS_FACTS
def test_totals_by_day_are_the_collected_ones() -> None:
    for row in collected("relocation_totals.csv"):
        if row["state"] == "TOTAL" and row["snapshot_date"] in {"2017-09-01", "2018-02-05"}:
            for origin, column in (("IT", "from_italy"), ("EL", "from_greece")):
                assert number("relocation_2015", f"relocated/{row['snapshot_date']}/{origin}") == row[column]


@NEEDS_FACTS
def test_no_last_figure_of_a_state_is_below_one_that_was_collected_earlier() -> None:
    """Sources differ by day; a later figure may be higher, never lower."""
    codes = {row["member_state"]: row["iso2"] for row in collected("relocation_2015_allocations.csv")}
    rows = {row.key: row for row in table("relocation_2015_states")}
    for row in collected("relocation_2015.csv"):
        state = codes.get(row["state"], "")
        told = rows.get(f"{state}/relocated")
        for column in ("relocated_2017_07_13_total", "relocated_2017_09_01_total", "relocated_2017_12_total"):
            if told is not None and row[column]:
                assert told.number >= int(row[column]), (state, column)


def test_allotments_are_those_of_the_mechanism() -> None:
    """The simulated mechanism holds the same acts in its parameters: two copies may not drift apart."""
    for state, row in parameters("mechanisms")["relocation_2015"]["states"].items():
        if state in _ASSOCIATED.values():
            continue
        fields = ("july_2015", "annex_1", "annex_2")
        held = [table("relocation_2015_states")[f"{state}/{field}"].number for field in fields]
        assert held == [row[0], row[3], row[4]], state


def test_no_end_figure_of_the_mechanism_is_below_what_a_source_tells_of_the_state() -> None:
    """The simulated mechanism holds what states took in the end, mostly from memory; the table what was told."""
    told = {row.key: row.number for row in table("relocation_2015_states") if row.unit == "persons"}
    for state, row in parameters("mechanisms")["relocation_2015"]["states"].items():
        ends = {"relocated_italy": row[5], "relocated_greece": row[6], "relocated": row[5] + row[6]}
        for field, end in ends.items():
            assert end >= told.get(f"{state}/{field}", 0), (state, field)


def test_every_day_of_the_totals_has_both_states_of_departure() -> None:
    keys = [row.key.split("/") for row in table("relocation_2015")]
    days = {(parts[0], parts[1]) for parts in keys if len(parts) == 3}
    assert len(days) == 7
    assert all([name, day, origin] in keys for name, day in days for origin in ("IT", "EL"))
