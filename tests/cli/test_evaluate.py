"""``fairshare evaluate``: the answer for a person, the JSON, the reports in a folder, and the same bytes again."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fairshare.cli.app import run
from fairshare.cli.evaluate_manifest import code_checksum, differences
from fairshare.figures import cycles

Call = Callable[..., tuple[int, str, str]]
SMALL = "malta-2009"


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    def done(*arguments: str) -> tuple[int, str, str]:
        code = run(["evaluate", *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return done


def test_the_list_has_pool_years_and_past_cycles_the_latest_first(call: Call) -> None:
    code, out, _err = call("--list", "--json")
    names = [one["name"] for one in json.loads(out)]
    assert code == 0 and names[0] == str(max(cycles.years()))
    assert {"relocation-2015", "voluntary-2022", "malta-2009", "ships-2018"} <= set(names)
    assert SMALL in call("--list")[1]


def test_a_person_reads_the_headline_the_short_tables_and_what_is_not_known(call: Call) -> None:
    code, out, _err = call("relocation-2015")
    assert code == 0 and out.startswith("Emergency relocation from Italy and Greece\n")
    for part in ("34,705", "160,000", "The chain, in persons", "Not known, owed by European Commission:", "--out DIR"):
        assert part in out, part
    assert max(map(len, out.splitlines())) <= 100


def test_a_pool_year_is_evaluated_as_its_record_stood(call: Call) -> None:
    late, early = call("2026", "--json")[1], call("2026", "--json", "--as-of", "2025-12-31")[1]
    assert json.loads(early)["as_of"] == "2025-12-31" < json.loads(late)["as_of"]
    assert "21,000" in call("2026")[1]


@pytest.mark.parametrize(("section", "cite"), [("15(4)", "AMMR 15(4)"), ("79", "AMMR 79")])
def test_what_a_year_gives_to_a_report_of_the_regulation_stands_alone(call: Call, section: str, cite: str) -> None:
    code, out, _err = call("2026", "--section", section, "--json")
    found = json.loads(out)
    assert code == 0 and len(found["sections"]) == 1 and any(one.startswith(cite) for one in found["cites"])


def test_an_own_cycle_is_evaluated(call: Call, tmp_path: Path) -> None:
    own = tmp_path / "mine.yaml"
    own.write_text(cycles.text(2026), encoding="utf-8")
    code, out, _err = call("--file", str(own), "--json")
    assert code == 0 and json.loads(out)["name"] == "2026"


def test_choices_are_told(call: Call) -> None:
    assert json.loads(call("2026", "--json", "--choice", "ROUNDING=floor")[1])["choices"]["ROUNDING"] == "floor"


def test_reports_are_written_with_a_manifest_that_makes_them_again(call: Call, tmp_path: Path) -> None:
    first, second = tmp_path / "new" / "first", tmp_path / "second"
    code, out, _err = call(SMALL, "--out", str(first), "--lang", "fr")
    assert code == 0 and out.startswith("5 files and manifest.json in")
    manifest = read(first)
    assert set(manifest["files"]) == {path.name for path in first.iterdir()} - {"manifest.json"}
    for name, checksum in manifest["files"].items():
        assert hashlib.sha256((first / name).read_bytes()).hexdigest() == checksum
    assert 'lang="fr"' in (first / "report.html").read_text(encoding="utf-8")

    code, out, _err = call("--manifest", str(first / "manifest.json"), "--out", str(second))
    assert code == 0 and "The same as in the manifest, byte for byte." in out
    assert (second / "manifest.json").read_bytes() == (first / "manifest.json").read_bytes()


def read(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "manifest.json").read_text(encoding="utf-8")))


def test_a_difference_to_the_manifest_is_said(call: Call, tmp_path: Path) -> None:
    assert call(SMALL, "--out", str(tmp_path / "a"), "--format", "json")[0] == 0
    manifest = read(tmp_path / "a")
    manifest["files"]["report.json"] = manifest["code"] = "0" * 64
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    code, out, err = call("--manifest", str(tmp_path / "manifest.json"), "--out", str(tmp_path / "b"), "--json")
    assert code == 1 and json.loads(out)["differences"] == ["report.json", "code"]
    assert err == "not the same as in the manifest: report.json, code\n"


def test_an_own_file_is_told_by_its_name_and_given_again(call: Call, tmp_path: Path) -> None:
    own = tmp_path / "mine.yaml"
    own.write_text(cycles.text(2026), encoding="utf-8")
    assert call("--file", str(own), "--out", str(tmp_path / "a"), "--format", "json")[0] == 0
    assert read(tmp_path / "a")["request"]["path"] == "mine.yaml"
    again = ("--manifest", str(tmp_path / "a" / "manifest.json"), "--out", str(tmp_path / "b"))
    assert call(*again)[2].startswith("argument:1: --file: does not fit the manifest; expected mine.yaml")
    assert "The same as in the manifest" in call(*again, "--file", str(own))[1]


def test_inputs_are_named_where_files_differ() -> None:
    before = {"files": {"a": "1"}, "inputs": {"t": "1"}, "code": "1", "version": "1"}
    assert differences(before, before) == []
    assert differences(before, {**before, "files": {"a": "2"}, "inputs": {"t": "2"}}) == ["a", "input t"]


def test_the_checksum_of_the_code_is_that_of_a_process_with_other_hashes() -> None:
    program = "from fairshare.cli.evaluate_manifest import code_checksum; print(code_checksum())"
    done = subprocess.run([sys.executable, "-c", program], env={**os.environ, "PYTHONHASHSEED": "7"},
                          capture_output=True, text=True, check=True)  # fmt: skip
    assert done.stdout.strip() == code_checksum()


def test_a_terminal_and_json_need_no_django() -> None:
    program = (
        "import sys; from fairshare.cli.app import run; "
        f"run(['evaluate', '{SMALL}']); run(['evaluate', '{SMALL}', '--json']); print('django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"


@pytest.mark.slow
def test_the_command_alone_writes_every_format_without_home_or_secret(tmp_path: Path) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("FAIRSHARE", "DJANGO"))}
    command = [str(Path(sys.executable).with_name("fairshare")), "evaluate", SMALL, "--out", str(tmp_path / "a")]
    done = subprocess.run(command, env=clean | {"HOME": str(tmp_path / "home")}, capture_output=True, text=True)
    assert done.returncode == 0 and done.stderr == ""
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ((), "NAME: neither a cycle nor --file"),
        (("nix",), "NAME: 'nix' is no cycle"),
        (("1999",), "YEAR: no cycle of 1999"),
        ((SMALL, "--as-of", "2012-01-01"), "--as-of: does not go with"),
        ((SMALL, "--choice", "ROUNDING=floor"), "--choice: does not go with"),
        (("2026", "--as-of", "soon"), "--as-of: 'soon' is no day"),
        (("2026", "--section", "16"), "--section: '16' is no such report"),
        (("2026", "--format", "pdf"), "--format: is given without --out"),
        (("2026", "--lang", "fr"), "--lang: is given without --out"),
        (("2026", "--lang", "xx"), "--lang: "),
        (("2026", "--format", "odt", "--out", "OUT"), "--format: 'odt' is no format"),
        (("--manifest", "BAD", "--out", "OUT"), "--manifest: BAD is no JSON"),
        (("--manifest", "EMPTY", "--out", "OUT"), "--manifest: EMPTY is no manifest"),
        (("--manifest", "EMPTY"), "--out: is missing"),
        ((SMALL, "--out", "BAD"), "--out: BAD is a file"),
    ],
)
def test_bad_input_is_one_line_and_leaves_nothing(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], fault: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("BAD").write_text("{", encoding="utf-8")
    Path("EMPTY").write_text("{}", encoding="utf-8")
    code, out, err = call(*arguments)
    assert (code, out) == (2, "") and err.startswith(f"argument:1: {fault}") and err.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["BAD", "EMPTY"]


@pytest.mark.parametrize("beside", [(SMALL,), ("--lang", "fr"), ("--format", "pdf"), ("--choice", "ROUNDING=floor")])
def test_nothing_goes_with_a_manifest(call: Call, tmp_path: Path, beside: tuple[str, ...]) -> None:
    assert call(SMALL, "--out", str(tmp_path / "a"), "--format", "json")[0] == 0
    code, _out, err = call("--manifest", str(tmp_path / "a" / "manifest.json"), "--out", str(tmp_path / "b"), *beside)
    assert code == 2 and "does not go with --manifest" in err and not (tmp_path / "b").exists()
