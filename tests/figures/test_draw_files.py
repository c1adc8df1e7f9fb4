"""Files of draws: agreements, and where the draws of a year stand; read back as written, every fault by its place."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest

from fairshare.faults import BadInputError
from fairshare.figures.draw_files import CARRIED, carried_rows, read_agreements, read_so_far
from fairshare.law.apportionment import DrawState
from fairshare.law.solidarity.draws import SoFar, allot

HEAD = ",".join(CARRIED) + "\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "t.csv"


def faults(path: Path, text: str) -> list[str]:
    path.write_text(text)
    with pytest.raises(BadInputError) as caught:
        read_so_far(path)
    return [f"{fault.line}: {fault.field}: {fault.problem}" for fault in caught.value.faults]


def test_agreements_are_places_by_pair(path: Path) -> None:
    path.write_text("state,present_in,places\nGermany,IT,20\nFR,GR,0\n")
    assert read_agreements(path) == {("DE", "IT"): 20, ("FR", "EL"): 0}


def test_where_draws_stand_is_read_back_exactly(path: Path) -> None:
    so_far = allot(10, {"DE": 60, "FR": 40}, {"EL": 30, "IT": 17}).so_far
    assert so_far.pairs.entitlement["DE|EL"].denominator > 1
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([CARRIED, *carried_rows(so_far)])
    assert read_so_far(path) == so_far


def test_contributors_benefitting_states_and_pairs_are_told_apart_by_what_is_empty(path: Path) -> None:
    path.write_text(HEAD + "DE,,2.4,2\n,IT,12/5,3\nDE,IT,1,1\n")
    assert read_so_far(path) == SoFar(
        DrawState({"DE": Fraction(12, 5)}, {"DE": 2}),
        DrawState({"IT": Fraction(12, 5)}, {"IT": 3}),
        DrawState({"DE|IT": Fraction(1)}, {"DE|IT": 1}),
    )


def test_every_fault_is_told_by_its_place(path: Path) -> None:
    text = HEAD + "DE,,x,2\nXX,IT,1,1\nDE,IT,-1,1\nFR,,1/0,1.5\nFR,IT,1,1\nFR,IT,1,1\n"
    assert faults(path, text) == [
        "2: entitlement: 'x' is not a number",
        "3: state: 'XX' is not a known state",
        "4: entitlement: '-1' is negative",
        "5: entitlement: '1/0' is not a number",
        "5: units: '1.5' is not whole",
        "7: state: FR|IT stands above already",
    ]


def test_a_row_of_nobody_is_refused(path: Path) -> None:
    assert faults(path, HEAD + ",,1,1\n") == ["2: state: is empty, and so is present_in"]
