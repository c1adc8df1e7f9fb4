"""``fairshare simulate run``: a scenario as tables, and every fault of a scenario by its path."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from fairshare.cli.app import run
from fairshare.cli.simulate_inputs import assumptions
from fairshare.cli.simulate_scenario import read_scenario
from fairshare.faults import BadInputError
from fairshare.states import PART_IV

SCENARIO = """
years: 2024-2025
mechanisms:
  - ammr
  - {name: mine, regime: ammr, pool: 30000, types: {relocation: 1}}
sample: 0.0005
draws: 2
parameters: {onward: 0.1, request: {low: 0.3, best: 0.4, high: 0.6}}
arrivals: {default: 1, Italy: 1.5}
capacity: {default: observed, DE: 400000}
"""
GOOD = "years: 2024\nmechanisms: [ammr]\n"

Read = Callable[[str], list[str]]


@pytest.fixture
def faults(tmp_path: Path) -> Read:
    """The faults of the text of a scenario, without the name of the file."""

    def call(text: str) -> list[str]:
        path = tmp_path / "scenario.yaml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(BadInputError) as error:
            read_scenario(str(path), assumptions())
        return [str(fault).removeprefix(f"{path}:") for fault in error.value.faults]

    return call


def test_a_scenario_is_read_with_its_states_and_ranges(tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_text(SCENARIO, encoding="utf-8")
    found = read_scenario(str(path), assumptions())
    assert found.years == (2024, 2025)
    assert [one.name for one in found.mechanisms] == ["ammr", "mine"]
    assert found.arrivals == {state: 1.5 if state == "IT" else 1.0 for state in sorted(PART_IV)}
    assert found.capacity == {"DE": 400_000.0}
    assert (found.parameters["onward"].low, found.parameters["onward"].high) == (0.1, 0.1)
    assert found.parameters["request"].best == 0.4


def test_matching_can_be_put_on_and_off(tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    for text, matching in (("on", True), ("off", False)):
        path.write_text(f"{GOOD}matching: {text}\n", encoding="utf-8")
        assert read_scenario(str(path), assumptions()).matching is matching


def test_all_faults_are_told_at_once_each_with_its_line_and_path(faults: Read) -> None:
    text = """years: 1990-2024
mechanisms: [ammr, ammr, dublin5, {name: mine, regime: dublin4}]
sample: 2
colour: red
parameters:
  request: 1.5
  onwardd: 0.1
  onward: {low: .nan, best: 0.1, high: 0.2}
  transfer_scale: {low: 3, best: 1, high: 2}
capacity: {DE: -4, IT: 100}
arrivals: {default: 1, XX: 2, GR: 1, EL: 2}
draws: 4
draws: 5
"""
    found = faults(text)
    assert [":".join(one.split(": ")[:2]) for one in found] == [
        "1:years",
        "2:mechanisms[1]",
        "2:mechanisms[2]",
        "2:mechanisms[3].regime",
        "3:sample",
        "4:colour",
        "6:parameters.request",
        "7:parameters.onwardd",
        "8:parameters.onward.low",
        "9:parameters.transfer_scale",
        "10:capacity.DE",
        "11:arrivals",
        "11:arrivals.XX",
        "13:draws",
    ]
    assert "expected `onward`" in found[7]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("draws: 0", "draws"),
        (
            "draws: 99999999999999999999",
            "draws: 99999999999999999999 cannot be used; expected less than or equal to 1000000",
        ),
        ("draws: 2.5", "draws: 2.5 cannot be used; expected a valid integer"),
        ("draws: yes", "draws"),
        ("seed: -1", "seed"),
        ("seed: 1e400", "seed"),
        ("sample: 0", "sample"),
        ("sample: .inf", "sample"),
        ("sample: tiny", "sample"),
        ("parts: 0", "parts"),
        ("matching: maybe", "matching"),
        ("parameters: [onward]", "parameters: is no mapping"),
        ("parameters: {onward: }", "parameters.onward: is no number"),
        ("parameters: {onward: {best: 0.1}}", "parameters.onward.low: is missing"),
        ("parameters: {cost_month: -1}", "parameters.cost_month: -1 is out of range"),
        ("parameters: {onward: 1.01}", "parameters.onward: 1.01 is out of range"),
        ("capacity: {DE: 1}", "capacity: leaves out AT, BE,"),
        ("capacity: {default: 1, DE: -1}", "capacity.DE: -1 cannot be used; expected greater than or equal to 0"),
        ("capacity: {default: 1e20}", "capacity.default"),
        ("capacity: {default: .nan}", "capacity.default"),
        ("arrivals: {default: observed}", "arrivals.default"),
        ("arrivals: {DE: 1, DE: 2, default: 1}", "arrivals.DE: stands on line 3 already"),
        ("mechanisms: [pure-key]", "mechanisms: stands on line 2 already"),
        ("1: 2", "is no name"),
        ("x: &a 1\ny: *a", "holds an alias"),
    ],
)
def test_one_fault_is_named_by_its_path(faults: Read, more: str, said: str) -> None:
    assert any(said in one for one in faults(GOOD + more + "\n"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "1: file: is empty"),
        ("\n# nothing\n", "1: file: does not hold a mapping"),
        ("- 1\n", "1: file: does not hold a mapping"),
        ("years: [\n", "yaml: is broken"),
        ("years: 2024\n", "1: mechanisms: is missing"),
        ("mechanisms: [ammr]\n", "1: years: is missing"),
        ("years: 2024\nmechanisms: []\n", "2: mechanisms: is empty"),
        ("years: 2024\nmechanisms: ammr\n", "2: mechanisms: is no list"),
        ("years: soon\nmechanisms: [ammr]\n", "1: years: is no span of years"),
        ("years: [2024, 2026]\nmechanisms: [ammr]\n", "1: years: does not run forward"),
        (f"years: {'9' * 5000}\nmechanisms: [ammr]\n", "cannot be read"),
        ("years: 2024-13-45\nmechanisms: [ammr]\n", "holds a date"),
    ],
)
def test_a_file_that_is_no_scenario_is_named(faults: Read, text: str, said: str) -> None:
    assert any(said in one for one in faults(text))


def test_a_bad_scenario_ends_with_2_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bad.yaml").write_text(GOOD + "capacity: {default: -1}\n", encoding="utf-8")
    assert run(["simulate", "run", "bad.yaml", "--out", "out"]) == 2
    printed = capsys.readouterr()
    assert printed.out == "" and "bad.yaml:3: capacity.default" in printed.err
    assert [path.name for path in tmp_path.iterdir()] == ["bad.yaml"]


def test_a_scenario_is_written_as_tables_with_their_checksums_the_same_to_the_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("scenario.yaml").write_text(SCENARIO, encoding="utf-8")
    for out in ("a", "b"):
        assert run(["simulate", "run", "scenario.yaml", "--out", out, "--workers", "1", "--json"]) == 0
    first, second = ({path.name: path.read_bytes() for path in Path(out).iterdir()} for out in ("a", "b"))
    assert first == second
    tables = {"state_months.parquet", "state_years.parquet", "flows.parquet", "measures.parquet"}
    assert set(first) == tables | {"manifest.json"}
    document = json.loads(first["manifest.json"])
    assert document["outputs"] == {name: hashlib.sha256(first[name]).hexdigest() for name in tables}
    months = pl.read_parquet("a/state_months.parquet")
    assert months.select("draw", "mechanism", "year", "month").n_unique() == 2 * 2 * 24
    applied = months.group_by("draw", "mechanism").agg(pl.col("applied").sum())
    assert applied.group_by("draw").agg(pl.col("applied").n_unique())["applied"].to_list() == [1, 1]
    told = json.loads(capsys.readouterr().out.split("\n}\n")[0] + "\n}")
    assert set(told["mechanisms"]) == {"ammr", "mine"}
    assert any("arrivals of" in note for note in told["notes"])


def test_a_folder_with_other_files_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("out").mkdir()
    Path("out/thesis.docx").write_text("mine", encoding="utf-8")
    Path("scenario.yaml").write_text(SCENARIO, encoding="utf-8")
    assert run(["simulate", "run", "scenario.yaml", "--out", "out"]) == 2
    assert "holds other files (thesis.docx)" in capsys.readouterr().err
