"""``fairshare match sample``: files that the matching reads, the same bytes for the same seed, and what is in them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from fairshare.cli.app import run
from fairshare.cli.match_inputs import read_inputs
from fairshare.cli.match_sample import known_shares
from fairshare.matching.policy import Policy
from fairshare.matching.sample import problem, sample
from fairshare.states import PART_IV

NAMES = ["README.json", "cases.csv", "links.csv", "quotas.csv"]


def drawn(folder: Path, *options: str) -> int:
    return run(["match", "sample", "300", "--seed", "5", "--out", str(folder), *options])


def inputs(folder: Path, ending: str = "csv") -> dict[str, str | None]:
    barred = folder / "exclusions.csv"
    return {
        "cases": str(folder / f"cases.{ending}"),
        "links": str(folder / f"links.{ending}"),
        "quotas": str(folder / "quotas.csv"),
        "exclusions": str(barred) if barred.exists() else None,
        "policy": None,
    }


def test_a_sample_is_three_files_and_a_note(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert drawn(tmp_path / "new" / "sample") == 0
    assert "300 families of" in capsys.readouterr().out
    found = {path.name: path for path in (tmp_path / "new" / "sample").iterdir()}
    assert sorted(found) == NAMES
    cases = pl.read_csv(found["cases.csv"])
    assert cases.columns == ["case", "persons", "present_in", "vulnerable", "nationality"]
    assert cases["case"].to_list() == [f"F{n:07d}" for n in range(1, 301)]
    assert set(cases["present_in"]) <= {"CY", "EL", "ES", "IT"}
    assert pl.read_csv(found["links.csv"]).columns == ["case", "state", "kind", "strength"]
    quotas = pl.read_csv(found["quotas.csv"])
    assert quotas.columns == ["state", "places", "present_in"]
    assert set(quotas["state"]) == PART_IV - {"CY", "EL", "ES", "IT"}


def test_the_note_names_seed_version_assumptions_and_sources(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert drawn(tmp_path / "s", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    note = json.loads((tmp_path / "s" / "README.json").read_text())
    assert told == note
    assert (note["seed"], note["options"]["n"], note["counts"]["families"]) == (5, 300, 300)
    assert note["assumptions"]["places"] == "19/20"
    assert any("UNHCR" in source for source in note["sources"]["nationality and state of presence"])
    assert [source.split(",")[0] for source in note["sources"]["links"]] == ["United Nations", "Eurostat"]


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    options = ("--agreements", "--exclusions", "0.1")
    assert drawn(tmp_path / "one", *options) == drawn(tmp_path / "two", *options) == 0
    for name in [*NAMES, "exclusions.csv"]:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


@pytest.mark.parametrize("ending", ["csv", "parquet"])
@pytest.mark.parametrize("dense", [False, True])
def test_the_matching_reads_the_problem_that_was_drawn(tmp_path: Path, ending: str, dense: bool) -> None:
    options = ["--agreements", "--exclusions", "0.1", "--format", ending, *(["--dense"] if dense else [])]
    assert drawn(tmp_path / "s", *options) == 0
    read = read_inputs(inputs(tmp_path / "s", ending)).problem
    meant = problem(sample(300, 5, known_shares(), dense=dense, agreements=True, exclusions=0.1), Policy())
    for name in ("persons", "vulnerable", "eligible", "link_family", "barred_family", "places"):
        assert (getattr(read, name) == getattr(meant, name)).all(), name
    assert read.link == pytest.approx(meant.link)
    for name in ("present_in", "link_state", "barred_state", "row_state"):
        codes = [np.array(one.states)[getattr(one, name)].tolist() for one in (read, meant)]
        assert codes[0] == codes[1], name


def test_a_sample_can_be_matched_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert drawn(tmp_path / "s") == 0
    capsys.readouterr()
    files = [text for name, path in inputs(tmp_path / "s").items() if path for text in (f"--{name}", path)]
    assert run(["match", *files, "--out", str(tmp_path / "r"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["gap"] == 0


def test_a_few_states_are_asked_for_far_above_their_places() -> None:
    """The skew of diasporas is real: Portugal, Sweden and Belgium are over-asked, Poland and Czechia hardly named."""
    found = sample(20_000, 1, known_shares())
    asked = np.bincount(found.link_state, weights=found.persons[found.link_family], minlength=26)
    places = np.bincount(found.row_state, weights=found.places, minlength=26)
    ratio = {state: asked[i] / places[i] for i, state in enumerate(found.states) if places[i]}
    assert {"PT", "SE", "BE"} <= {state for state, part in ratio.items() if part > 1}
    assert {"PL", "CZ"} <= {state for state, part in ratio.items() if part < 0.2}
    assert asked[[found.states.index(state) for state in ("DE", "FR")]].sum() > asked.sum() / 2


def test_an_earlier_sample_is_replaced_whole_and_nothing_else_ever(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert drawn(tmp_path / "s", "--exclusions", "0.1", "--format", "parquet") == 0
    assert drawn(tmp_path / "s") == 0
    assert sorted(path.name for path in (tmp_path / "s").iterdir()) == NAMES
    (tmp_path / "s" / "thesis.txt").write_text("dear")
    assert drawn(tmp_path / "s") == 2
    assert "argument:1: --out:" in capsys.readouterr().err
    assert (tmp_path / "s" / "thesis.txt").read_text() == "dear"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--places", "much"], "argument:1: --places: 'much' is not a number"),
        (["--places", "101"], "argument:1: places: 101 is out of range"),
        (["--exclusions", "2"], "argument:1: exclusions: 2.0 is no part of a whole"),
        (["--seed", "-1"], "argument:1: --seed: Invalid value"),
        (["--format", "xlsx"], "argument:1: --format:"),
    ],
)
def test_bad_options_are_one_line_and_write_nothing(
    tmp_path: Path, options: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert drawn(tmp_path / "s", *options) == 2
    err = capsys.readouterr().err
    assert err.startswith(said)
    assert err.count("\n") == 1
    assert not (tmp_path / "s").exists()
