"""``fairshare match draw``: from pledges and needs to QUOTAS, draw after draw, and what a person still decides."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fairshare.cli.app import run

PLEDGES = "state,pledge\nDE,4555\nFrance,3361\nAT,300\nIT,2800\n"
NEEDS = "state,need,sar,arrivals\nCY,400,0,3\nGR,2500,0,5\nES,2000,1,5\nIT,3000,1,9\n"

Draw = Any


@pytest.fixture
def draw(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Draw:
    """Draw with some options; a word that ends in .csv is a file of the test's folder. The exit code and the output."""
    (tmp_path / "pledges.csv").write_text(PLEDGES)
    (tmp_path / "needs.csv").write_text(NEEDS)

    def call(*options: str) -> tuple[int, str, str]:
        given = [
            str(tmp_path / word) if word.endswith(".csv") else word for word in ("pledges.csv", "needs.csv", *options)
        ]
        code = run(["match", "draw", *given])
        return code, *capsys.readouterr()

    return call


def document(result: tuple[int, str, str]) -> dict[str, Any]:
    assert result[0] == 0, result[2]
    found: dict[str, Any] = json.loads(result[1], parse_constant=pytest.fail)
    return found


@pytest.mark.law("AMMR 60(2)", "AMMR 60(3)(2)")
def test_a_draw_is_split_by_pledges_and_needs(draw: Draw) -> None:
    """Of 500: 158/395 of the need are EL's and DE has 4555/8216 of the pledges; IT benefits and gives nothing."""
    found = document(draw("--units", "500", "--json"))
    assert {state: row["units"] for state, row in found["benefitting"].items()} == {
        "CY": 25, "EL": 158, "ES": 127, "IT": 190,
    }  # fmt: skip
    assert {one: row["units"] for one, row in found["contributors"].items()} == {"AT": 18, "DE": 277, "FR": 205}
    assert sum(row["units"] for row in found["pairs"]) == 500
    assert found["balance"]["cite"] == "AMMR 60(2)"
    assert float(found["balance"]["spread"]) < 0.002
    assert float(found["largest_deviation"]) < 1
    assert (found["moved"], found["choices"]) == ({}, {"DRAW_ORDER": "largest-claim"})


@pytest.mark.law("AMMR 60(2)")
def test_a_person_confirms_and_the_search_and_rescue_share_is_only_told(draw: Draw) -> None:
    plain, told = document(draw("--units", "500", "--json")), document(draw("--units", "500", "--sar", "0.7", "--json"))
    assert plain["search_and_rescue"] is None
    assert told["search_and_rescue"]["met"] is False
    assert told["search_and_rescue"]["figures"] == {"indicative": "350", "units": "317", "of": "500"}
    assert told["pairs"] == plain["pairs"]
    (question,) = told["needs_decision"]
    assert question["options"][0] == "confirm"
    assert "Coordinator" in question["who"]


def test_all_that_is_needed_and_left_is_drawn_unless_told(draw: Draw, tmp_path: Path) -> None:
    assert document(draw("--json"))["units"] == 7900
    (tmp_path / "pledges.csv").write_text("state,pledge\nDE,60\n")
    assert document(draw("--json"))["units"] == 60


def test_another_measure_is_a_column_of_the_needs(draw: Draw) -> None:
    found = document(draw("--units", "22", "--by", "arrivals", "--json"))
    assert found["measure"] == "arrivals"
    assert [row["units"] for row in found["benefitting"].values()] == [3, 5, 5, 9]


def test_draws_carry_over_by_file(draw: Draw) -> None:
    """Three draws of 7 and one of 479 give each contributor what one draw of 500 gives, and nobody is a unit off."""
    for turn, units in enumerate((7, 7, 7, 479)):
        before = ["--so-far", f"c{turn - 1}.csv"] if turn else []
        found = document(draw("--units", str(units), *before, "--carry", f"c{turn}.csv", "--json"))
        assert float(found["largest_deviation"]) < 1
    assert {one: row["so_far"] for one, row in found["contributors"].items()} == {"AT": 18, "DE": 277, "FR": 205}


def test_quotas_are_rows_by_pair_or_general_ones_and_agreements_stay_apart(draw: Draw, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("state,present_in,places\nFR,IT,90\n")
    assert draw("--units", "500", "--agreements", "a.csv", "--out", "q.csv")[0] == 0
    rows = [line.split(",") for line in (tmp_path / "q.csv").read_text().splitlines()]
    assert rows[0] == ["state", "places", "present_in"]
    assert ["FR", "90", "IT"] in rows
    assert sum(int(row[1]) for row in rows[1:]) == 500
    assert draw("--units", "500", "--agreements", "a.csv", "--general", "--out", "g.csv")[0] == 0
    assert (tmp_path / "g.csv").read_text() == "state,places,present_in\nAT,18,\nDE,277,\nFR,115,\nFR,90,IT\n"


@pytest.mark.law("AMMR 60(3)(4)")
def test_a_shielded_state_gets_places_only_from_who_opts_in(draw: Draw) -> None:
    found = document(draw("--units", "500", "--shield", "Greece", "--opt-in", "DE:EL", "--json"))
    assert {row["state"] for row in found["quotas"] if row["present_in"] == "EL"} == {"DE"}
    assert document(draw("--shield", "EL", "--units", "50", "--json"))["benefitting"]["EL"]["units"] == 0


def test_equal_claims_are_asked_and_write_nothing_until_lots_are_drawn(draw: Draw, tmp_path: Path) -> None:
    (tmp_path / "needs.csv").write_text("state,need\nES,20\nIT,20\n")
    found = document(draw("--units", "1", "--out", "q.csv", "--json"))
    assert found["needs_decision"][0]["options"] == ["ES", "IT"]
    assert not (tmp_path / "q.csv").exists()
    code, out, _ = draw("--units", "1")
    assert (code, "draw lots among ES, IT" in out) == (0, True)
    assert draw("--units", "1", "--lots", "IT,ES", "--out", "q.csv")[0] == 0
    assert (tmp_path / "q.csv").read_text() == "state,places,present_in\nDE,1,IT\n"


def test_a_person_may_decide_on_what_rounding_leaves(draw: Draw) -> None:
    found = document(draw("--units", "500", "--choice", "DRAW_ORDER=needs-decision", "--json"))
    assert (len(found["needs_decision"]), found["choices"]) == (2, {"DRAW_ORDER": "needs-decision"})


def test_the_table_names_who_decides_and_fits_the_page(draw: Draw, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("state,present_in,places\nAT,IT,40\n")
    code, out, _ = draw("--units", "500", "--sar", "0.42", "--shield", "CY", "--agreements", "a.csv")
    assert code == 0
    assert "NEEDS DECISION (EU Solidarity Coordinator" in out
    assert "Search and rescue: 333 of 500, indicative 210.0" in out
    assert "AT gives +22 against its part" in out
    assert max(map(len, out.splitlines())) <= 100


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--units", "-1"], "argument:1: units: -1 is negative"),
        (["--units", "9000"], "refused: a draw of 9000 units exceeds the 7900"),
        (["--sar", "a"], "argument:1: --sar: 'a' is not a number"),
        (["--sar", "2"], "argument:1: share: 2 is no part of a whole"),
        (["--by", "weight"], "needs.csv:1: weight: column is missing"),
        (["--shield", "Atlantis"], "argument:1: --shield: 'Atlantis' is not a known state"),
        (["--opt-in", "DE"], "argument:1: --opt-in: 'DE' has no ':'"),
        (["--lots", "Atlantis"], "argument:1: --lots: 'Atlantis' is not a known state"),
        (["--agreements", "none.csv"], "none.csv:1: file: cannot be read"),
        (["--so-far", "none.csv"], "none.csv:1: file: cannot be read"),
    ],
)
def test_what_cannot_be_used_is_one_line_and_writes_nothing(
    draw: Draw, tmp_path: Path, options: list[str], said: str
) -> None:
    code, out, err = draw(*options, "--out", "q.csv")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err
    assert not (tmp_path / "q.csv").exists()


def test_faults_of_the_files_are_told_by_line(draw: Draw, tmp_path: Path) -> None:
    (tmp_path / "pledges.csv").write_text("state,pledge\nDE,1.5\nDE,2\n")
    assert "pledges.csv:2: pledge: '1.5' is not whole" in draw()[2]
    (tmp_path / "pledges.csv").write_text(PLEDGES)
    (tmp_path / "needs.csv").write_text("state,need,zero\nEL,5,0\n")
    assert "needs.csv:1: zero: sums to 0" in draw("--by", "zero")[2]
