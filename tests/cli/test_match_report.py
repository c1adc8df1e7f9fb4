"""``fairshare match report``: one page for the authority, and the figures behind it as CSV."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from lxml import html

from fairshare.cli.app import run
from fairshare.cli.match_report_files import FILES, guarded

pytestmark = pytest.mark.law("AMMR 67(3)")

CASES = """case,persons,present_in,vulnerable,nationality,eligible,reason,third_state,third_state_basis
=F1+1,2,IT,0,SYR,1,,FR,AMMR 25(2)
F2,2,IT,1,SYR,1,,,
F3,1,EL,0,AFG,1,,DE,<b>AMMR 26</b>
F4,1,IT,0,AFG,0,security: a ground (AMMR 67(2)),,
F5,3,GR,0,,1,,,
F6,9,GR,0,,1,,,
F7,1,IT,0,AFG,0,<script>alert(1)</script>,,
"""
LINKS = """case,state,kind,strength
=F1+1,DE,family,0.5
F3,DE,study,1
F3,FR,language,0.5
"""
QUOTAS = """state,places,present_in
DE,2,
FR,2,
PT,4,EL
"""
EXCLUSIONS = """case,state,reason
F2,DE,=HYPERLINK("x")
"""
COMMAND = ["match", "report", "--cases", "cases.csv", "--links", "links.csv", "--quotas", "quotas.csv"]
COMMAND += ["--exclusions", "exclusions.csv", "--out", "out"]


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    given = {"cases": CASES, "links": LINKS, "quotas": QUOTAS, "exclusions": EXCLUSIONS}
    for name, content in given.items():
        Path(f"{name}.csv").write_text(content, encoding="utf-8")


def rows(name: str) -> list[dict[str, str]]:
    with Path("out", name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_page_says_first_that_an_authority_decides() -> None:
    assert run(COMMAND) == 0
    page = html.document_fromstring(Path("out/report.html").read_text(encoding="utf-8"))
    note = page.xpath("//*[@role='note']")[0].text_content()
    assert note.startswith("This is a proposal. An authority decides.")
    assert "67(3)" in note and "67(10)" in note
    assert page.xpath("//h2")[0].text_content() == "Possible double transfers"
    told = page.text_content()
    for said in ("place 8, vulnerable 4, links 2", "Seed of the lot: 0", "Fairshare 0.", "cases.csv"):
        assert said in told
    assert len(page.xpath("//section[@id='run']//code[string-length() = 64]")) == 4


def test_what_users_wrote_is_shown_as_text() -> None:
    assert run(COMMAND) == 0
    page = html.document_fromstring(Path("out/report.html").read_text(encoding="utf-8"))
    assert not page.xpath("//script | //b")
    assert {"<script>alert(1)</script>", '=HYPERLINK("x")'} <= {th.text for th in page.xpath("//tbody//th")}
    assert "<b>AMMR 26</b>" in [td.text for td in page.xpath("//td")]


def test_every_table_of_the_page_can_be_read_aloud() -> None:
    assert run([*COMMAND, "--sensitivity"]) == 0
    page = html.document_fromstring(Path("out/report.html").read_text(encoding="utf-8"))
    tables = page.xpath("//table")
    assert len(tables) >= 9
    for table in tables:
        assert table.xpath("./caption")[0].text_content()
        assert all(th.get("scope") in {"col", "row"} and th.text_content() for th in table.xpath(".//th"))
        widths = {len(tr.xpath("./th | ./td")) for tr in table.xpath(".//tr")}
        assert len(widths) == 1
    identifiers = page.xpath("//@id")
    assert len(identifiers) == len(set(identifiers))


@pytest.mark.law("AMMR 68(2)")
def test_double_transfers_are_told_with_those_at_risk_first() -> None:
    assert run(COMMAND) == 0
    found = rows("double_transfers.csv")
    assert [(row["case"], row["third_state"], row["state"]) for row in found] == [
        ("'=F1+1", "FR", "DE"),
        ("F3", "DE", "PT"),
    ]
    assert {row["second_transfer"] for row in found} == {"possible"}
    Path("quotas.csv").write_text("state,places\nDE,6\n", encoding="utf-8")
    assert run(COMMAND) == 0
    assert [(row["case"], row["second_transfer"]) for row in rows("double_transfers.csv")] == [
        ("'=F1+1", "possible"),
        ("F3", "no"),
    ]


def test_tables_agree_with_the_page_and_with_each_other() -> None:
    assert run(COMMAND) == 0
    placed = {row["eligible"]: row for row in rows("placed.csv")}
    flows = rows("flows.csv")
    assert sum(int(row["persons"]) for row in flows if row["state"]) == int(placed["all"]["placed_persons"])
    assert sum(int(row["filled"]) for row in rows("places.csv")) == int(placed["all"]["placed_persons"])
    reasons = {row["code"]: (row["cases"], row["cite"]) for row in rows("unplaced.csv")}
    assert reasons["security"] == ("1", "AMMR 67(2)")
    assert reasons["too-large"] == ("1", "AMMR 67(6)")
    assert rows("excluded.csv") == [{"reason": '\'=HYPERLINK("x")', "cite": "", "pairs": "1"}]
    assert rows("links.csv")[0] == {"kind": "family", "pairs": "1", "cases": "1", "honoured": "1"}
    assert rows("sensitivity.csv") == rows("mechanisms.csv") == []


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_no_cell_can_be_taken_for_a_formula(cell: str) -> None:
    assert guarded(cell) == "'" + cell
    assert guarded("a" + cell) == "a" + cell


def test_numbers_are_not_guarded() -> None:
    assert [guarded(cell) for cell in (-1, -0.5, 0.1 + 0.2)] == [-1, "-0.5", "0.3"]


def test_the_same_run_gives_the_same_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*COMMAND, "--sensitivity"]) == 0
    first = {name: Path("out", name).read_bytes() for name in FILES}
    lines = CASES.splitlines()
    Path("cases.csv").write_text("\n".join([lines[0], *reversed(lines[1:])]) + "\n", encoding="utf-8")
    capsys.readouterr()
    assert run([*COMMAND, "--sensitivity", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["files"] == list(FILES)
    again = {name: Path("out", name).read_bytes() for name in FILES}
    del first["report.html"], again["report.html"]  # it holds the checksum of the file of cases
    assert first == again


@pytest.mark.law("AMMR 67(4)")
def test_a_report_of_what_changes_with_a_weight() -> None:
    assert run([*COMMAND, "--sensitivity"]) == 0
    found = rows("sensitivity.csv")
    assert {(row["weight"], row["factor"]) for row in found} >= {("family", "0.9"), ("links", "1.1"), ("place", "0.9")}
    page = html.document_fromstring(Path("out/report.html").read_text(encoding="utf-8"))
    shown = page.xpath("//section[@id='sensitivity']//tbody/tr")
    assert len(shown) == len(found) == 16


def test_other_mechanisms_stand_beside_this_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*COMMAND, "--mechanisms", "greedy, tmda"]) == 0
    found = rows("mechanisms.csv")
    titles = ["Greatest total value", "Threshold deferred acceptance", "Best pair first"]
    assert list(dict.fromkeys(row["mechanism"] for row in found)) == titles
    values = [float(row["value"]) for row in found if row["figure"] == "value"]
    assert max(values) == values[0]
    assert run([*COMMAND, "--mechanisms", "dice"]) == 2
    assert "'dice' is unknown" in capsys.readouterr().err


def test_an_empty_matching_has_a_report() -> None:
    Path("cases.csv").write_text("case,persons,present_in,vulnerable\nF1,2,DE,0\n", encoding="utf-8")
    Path("links.csv").write_text("case,state,kind,strength\n", encoding="utf-8")
    Path("exclusions.csv").write_text("case,state,reason\n", encoding="utf-8")
    Path("quotas.csv").write_text("state,places\nDE,0\n", encoding="utf-8")
    assert run(COMMAND) == 0
    told = html.document_fromstring(Path("out/report.html").read_text(encoding="utf-8")).text_content()
    assert "nobody has looked, or nothing was found" in told
    assert [row["code"] for row in rows("unplaced.csv")] == ["no-offer"]


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (COMMAND[:-2], "--out: is missing"),
        (COMMAND[:4], "--links: is missing"),
        ([*COMMAND[:-1], "cases.csv"], "is a file"),
    ],
)
def test_wrong_use_is_told_and_writes_nothing(
    command: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(command if "--out" in command else [*command, *(["--out", "out"] if "links" in message else [])]) == 2
    assert message in capsys.readouterr().err
    assert not Path("out").exists()


def test_other_files_in_the_folder_are_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    Path("out").mkdir()
    Path("out/mine.txt").write_text("mine", encoding="utf-8")
    assert run(COMMAND) == 2
    assert "holds other files (mine.txt)" in capsys.readouterr().err
