"""``fairshare pool import``: what a person gets from a page, what is written, and what stops it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from fairshare.cli.app import app
from fairshare.cli.app import run as run_app
from fairshare.faults import BadInputError
from fairshare.ledger.notation import parse
from fairshare.states import PART_IV

PAGE = str(Path(__file__).parents[1] / "data" / "annex" / "fictional_annex_en.html")
ACT = ["--year", "2026", "--adopted", "2025-12-20", "--relocations", "24000", "--financial", "480000000"]
SMALL = "State;Share of the key (%);Pledged relocations\nGermany;60,5;5\nFrance;30,5;6\nMalta;9,0;{}\n"

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    return lambda *arguments: CliRunner().invoke(app, ["pool", "import", *arguments])


def faults(result: Result) -> list[str]:
    assert isinstance(result.exception, BadInputError), result.output
    return [str(fault) for fault in result.exception.faults]


def test_without_the_figures_of_the_act_the_page_is_read_and_checked(run: Run) -> None:
    result = run(PAGE)
    assert result.exit_code == 0, result.output
    assert "26 states of 29 rows; names in English, 26 of 26" in result.stdout
    assert "DE Germany" in result.stdout and "7.0887" in result.stdout and "1,702" in result.stdout
    assert "For the events give --year, --adopted, --relocations and --financial" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 160  # tables stop at 100 columns; only titles are longer
    assert "event:" not in result.stdout


def test_the_events_go_to_standard_output_and_the_report_beside_them(run: Run) -> None:
    result = run(PAGE, *ACT)
    assert result.exit_code == 0
    loaded = yaml.safe_load(result.stdout)
    assert loaded["year"] == 2026 and len(loaded["events"]) == 71
    assert "Rows read" in result.stderr and "Rows read" not in result.stdout


@pytest.mark.law("AMMR 57(1)", "AMMR 57(3)")
def test_the_cycle_file_is_one_that_the_ledger_takes(run: Run, tmp_path: Path) -> None:
    """With the proposal and the Forum before it, the imported act folds into a book with its shares and adjustments."""
    out = tmp_path / "pool.yaml"
    assert run(PAGE, *ACT, "--out", str(out), "--source", "fictional").exit_code == 0
    equal = "{" + ", ".join(f"{state}: 1" for state in sorted(PART_IV)) + "}"
    before = (
        f"- {{event: key_frozen, date: 2025-11-11, actor: Commission, capacity: commission, basis: AMMR 66, "
        f"population: {equal}, gdp: {equal}}}\n"
        "- {event: proposal_adopted, date: 2025-11-11, actor: Commission, capacity: commission, basis: AMMR 12, "
        "relocations: 30000, financial: '600000000', disclosure: statutory_floor}\n"
        "- {event: forum_held, date: 2025-11-18, actor: Presidency, capacity: presidency, basis: AMMR 13}\n"
    )
    cycle = parse(out.read_text(encoding="utf-8").replace("events:\n", "events:\n" + before), "pool.yaml")
    book = cycle.book()
    assert book.fair["DE"].units == 1_702 and book.fair["MT"].units == 791
    assert {state: str(book.standing(state).adjusted) for state in book.adjusted} == {"EE": "1/2", "AT": "1", "PL": "1"}
    assert cycle.events[4].source == "fictional, annex row 3"


def test_the_json_names_every_row_cell_check_and_choice(run: Run) -> None:
    result = run(PAGE, *ACT, "--json")
    document = json.loads(result.stdout)
    assert result.stderr == ""
    assert [t["read"] for t in document["tables"]] == [False, False, True]
    assert [row["status"] for row in document["rows"]] == ["header"] * 2 + ["read"] * 26 + ["total"]
    first = document["rows"][2]
    assert (first["state"], first["line"], first["cells"][1]["value"]) == ("BE", 43, "0.025598")
    assert all(check["cite"] for check in document["checks"])
    assert document["choices"]["ROUNDING"] == "ceil" and document["choices"]["DEDUCTION_IN_POOL_ACT"] == "flagged"
    assert len(document["events"]) == 71 and document["faults"] == [] and document["out"] is None
    assert document["events"][0]["date"] == "2025-12-20"


def test_an_existing_file_is_kept_unless_forced(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "pool.yaml"
    out.write_text("mine", encoding="utf-8")
    assert "exists" in faults(run(PAGE, *ACT, "--out", str(out)))[0]
    assert out.read_text(encoding="utf-8") == "mine"
    assert run(PAGE, *ACT, "--out", str(out), "--force").exit_code == 0
    assert out.read_text(encoding="utf-8").startswith("year: 2026\nevents:\n- {event: act_adopted")
    assert [path.name for path in tmp_path.iterdir()] == ["pool.yaml"]


def test_nothing_is_written_while_anything_is_not_understood(run: Run, tmp_path: Path) -> None:
    page, out = tmp_path / "page.csv", tmp_path / "pool.yaml"
    page.write_text(SMALL.format("many"), encoding="utf-8")
    result = run(str(page), *ACT, "--out", str(out))
    assert faults(result) == [
        f"{page}:4: MT relocation (column 3): 'many' is not a number; "
        "expected a number of 0 or more, or a dash for nothing"
    ]
    assert "many (?)" in result.stdout and not out.exists()
    shown = run(str(page), *ACT, "--out", str(out), "--json")
    assert json.loads(shown.stdout)["faults"] == faults(shown) and not out.exists()
    kept = run(str(page), *ACT, "--out", str(out), "--accept-unread")
    assert kept.exit_code == 0 and "let stand:" in kept.stdout
    unknown = [e for e in yaml.safe_load(out.read_text(encoding="utf-8"))["events"] if e.get("amount", 0) is None]
    assert [event["state"] for event in unknown] == ["MT"]


def test_what_the_user_says_of_the_page(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.csv"
    page.write_text("A;B;C\nGermany;60;x\nFrance;30;y\nAtlantis;10;z\nMalta;0;z\n", encoding="utf-8")
    said = ["--columns", "relocation=2,skip=3", "--name", "Atlantis=SE", "--adjusted", "MT=1/3", "--source", "paper"]
    result = run(str(page), *ACT, *said)
    assert result.exit_code == 0, result.output
    loaded: dict[str, Any] = yaml.safe_load(result.stdout)
    pledges = {e["state"]: e["amount"] for e in loaded["events"] if e["event"] == "pledge_recorded"}
    assert pledges == {"DE": 60, "FR": 30, "SE": 10, "MT": 0}
    assert loaded["events"][-1]["part"] == "1/3"


def test_an_adjustment_is_refused_where_that_reading_is_chosen(run: Run) -> None:
    result = run(PAGE, *ACT, "--choice", "DEDUCTION_IN_POOL_ACT=refused")
    assert result.exit_code == 1 and "a deduction needs an act of its own" in str(result.exception)


@pytest.mark.parametrize(
    ("option", "value", "problem"),
    [
        ("--year", "1999", "is no pool year"),
        ("--adopted", "22.12.2025", "is no day"),
        ("--adopted", "2020-01-01", "lies before the Regulation"),
        ("--relocations", "-1", "is negative"),
        ("--relocations", "1.5", "is not whole"),
        ("--relocations", "21,000", "has a comma"),
        ("--relocations", "0", "is zero"),
        ("--financial", "nan", "is not a finite number"),
        ("--financial", "0.001", "is not whole"),
        ("--table", "x", "is no number of a table"),
        ("--table", "7", "there is no table 7"),
        ("--columns", "share", "has no '='"),
        ("--columns", "share=0", "is no number of a table or column"),
        ("--columns", "sahre=2", "sahre=2 is unknown"),
        ("--columns", "share=2,units=2", "is given twice"),
        ("--columns", "share=40", "column 40 is not in table 3"),
        ("--columns", "1:share=2", "table 1 is not read"),
        ("--name", "Atlantis", "has no '='"),
        ("--name", "Atlantis=ZZ", "is not a known state"),
        ("--adjusted", "AT=x", "is no part"),
        ("--adjusted", "AT=1/0", "is no part"),
        ("--adjusted", "AT=2", "ways that differ"),
        ("--adjusted", "DE=2", "a part from 0 to 1"),
        ("--adjusted", "DK=1", "DK is not in the annex"),
        ("--choice", "ROUNDING=sideways", "is not an answer"),
        ("--out", "/no/such/folder/pool.yaml", "is in no folder"),
        ("--out", "/", "is a folder"),
        ("--out", "a\0b", "is in no folder"),
    ],
)
def test_bad_options_are_faults(run: Run, option: str, value: str, problem: str) -> None:
    assert problem in "\n".join(faults(run(PAGE, *ACT, option, value)))


def test_a_file_to_write_needs_the_figures_of_the_act(run: Run, tmp_path: Path) -> None:
    assert "events need the figures of the act" in faults(run(PAGE, "--out", str(tmp_path / "pool.yaml")))[0]


@pytest.mark.parametrize("content", [b"", b"\x00\x01\xff", b"%PDF-1.4", b"no table here", None])
def test_unusable_files_are_one_fault_on_line_1(run: Run, tmp_path: Path, content: bytes | None) -> None:
    page, out = tmp_path / "page", tmp_path / "pool.yaml"
    if content is not None:
        page.write_bytes(content)
    found = faults(run(str(page), *ACT, "--out", str(out)))
    assert len(found) == 1 and found[0].startswith(f"{page}:1: ") and not out.exists()


def test_help_has_an_example(run: Run) -> None:
    assert "Example: fairshare pool import annex.html" in " ".join(run("--help").output.split())


def test_into_a_shipped_cycle_gives_a_cycle_that_folds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The one paste that closes the gap: the annex, put into the cycle of 2026, gives the whole pool."""
    out = tmp_path / "pool.yaml"
    assert run_app(["pool", "import", PAGE, *ACT, "--into", "2026", "--out", str(out)]) == 0
    capsys.readouterr()
    assert run_app(["pool", "--file", str(out), "--as-of", "2026-11-23", "--json"]) == 0
    pool = json.loads(capsys.readouterr().out)
    assert pool["states"]["BG"]["pledged"]["relocation"]["value"] == 505
    assert pool["states"]["ES"]["role"] == "benefitting"
    assert pool["hoover"] is not None


def test_into_a_cycle_that_is_not_held_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "pool.yaml"
    figures = ["--year", "2027", "--adopted", "2026-12-22", "--relocations", "24000", "--financial", "480000000"]
    assert run_app(["pool", "import", PAGE, *figures, "--into", "2027", "--out", str(out)]) == 2
    assert "no cycle of 2027 is held" in capsys.readouterr().err
    assert not out.exists()
