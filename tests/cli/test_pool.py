"""``fairshare pool``: the tables, the JSON of the contract, explanations, days, choices, and bad input line by line."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from fairshare.cli.app import run
from fairshare.figures import cycles
from fairshare.law.choices import CHOICES

Answer = Callable[..., Any]
WHO = "actor: a, capacity: council, basis: b"
WEIGHTS = "DE: 200, FR: 150, IT: 130, ES: 100, PL: 80, NL: 50, RO: 40, BE: 30, CZ: 25, EL: 25, PT: 25, SE: 25, AT: 20"
SMALL = "HU: 20, BG: 15, FI: 10, IE: 10, SK: 10, HR: 8, LT: 7, LV: 5, SI: 5, EE: 4, CY: 2, LU: 2, MT: 2"
CYCLE = f"""\
year: 2027
choices: {{ROUNDING: nearest}}
events:
- {{event: key_frozen, date: 2026-10-15, {WHO}, population: {{{WEIGHTS}, {SMALL}}}, gdp: {{{WEIGHTS}, {SMALL}}}}}
- {{event: determination_adopted, date: 2026-10-15, {WHO}, labels: {{IT: [pressure]}}}}
- {{event: proposal_adopted, date: 2026-10-15, {WHO}, relocations: 30000, financial: 600000000}}
- {{event: forum_held, date: 2026-10-28, {WHO}}}
- {{event: act_adopted, date: 2026-12-10, {WHO}, relocations: 21001, financial: 420020000}}
- {{event: pledge_recorded, date: 2026-12-10, {WHO}, state: DE, measure: relocation, amount: 4200}}
- {{event: pledge_recorded, date: 2026-12-10, {WHO}, state: NO, measure: financial, amount: 2500000.50}}
- {{event: notice_received, date: 2027-01-10, recorded: 2027-03-01, {WHO}, state: IT}}
- {{event: draw_agreed, date: 2027-02-01, recorded: 2027-03-01, {WHO}, towards: IT, measure: relocation, amount: 100}}
"""


@pytest.fixture
def own(tmp_path: Path) -> Callable[[str], str]:
    def write(text: str) -> str:
        path = tmp_path / "mine.yaml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


@pytest.fixture
def answer(capsys: pytest.CaptureFixture[str]) -> Answer:
    def call(*arguments: str) -> Any:
        assert run(["pool", *arguments, "--json"]) == 0
        captured = capsys.readouterr()
        assert captured.err == ""
        return json.loads(captured.out, parse_constant=pytest.fail)

    return call


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    def call(*arguments: str) -> str:
        assert run(["pool", *arguments]) == 0
        captured = capsys.readouterr()
        assert captured.err == ""
        assert max(map(len, captured.out.split("\n"))) <= 100 or "https://" in captured.out
        for line in captured.out.split("\n"):
            assert len(line) <= 100 or "https://" in line, line
            assert line == line.rstrip()
        return captured.out

    return call


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str]) -> Callable[..., list[str]]:
    def call(*arguments: str) -> list[str]:
        assert run(["pool", *arguments]) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        assert "Traceback" not in captured.err
        return captured.err.rstrip("\n").split("\n")

    return call


# --- the contract (section 10) -----------------------------------------------------------------------


@pytest.mark.law("AMMR 57(1)", "AMMR 57(3)", "AMMR 60(3)")
def test_the_pool_of_2026(answer: Answer) -> None:
    found = answer("2026", "--as-of", "2026-11-23")
    assert (found["reference_relocations"]["value"], found["reference_eur"]["value"]) == (21_000, "420000000.00")
    assert (found["effective_units"]["value"], found["effective_units"]["status"]) == (4695, "reported")
    assert found["effective_share"]["value"].startswith("0.22357142857142857")
    units = {state: row["fair_share_units"]["value"] for state, row in found["states"].items()}
    assert {state: units[state] for state in ("DE", "FR", "IE", "PT")} == {"DE": 4555, "FR": 3361, "IE": 463, "PT": 422}
    assert found["states"]["IE"]["fair_share_eur"]["value"] == "9260000.00"
    assert found["effective"]["explained_units"] == {"BE": 645, "IE": 463, "PT": 422, "SI": 90}
    assert found["effective"]["explained_total"] == 1620
    assert found["effective"]["unexplained"]["total"] == 3075
    assert {s for s, row in found["states"].items() if row["role"] == "benefitting"} == {"CY", "EL", "ES", "IT"}
    assert {name: test.get("met") for name, test in found["tests"].items()} == {
        "63(1)": False, "63(2)(a)": False, "63(3)": False, "63(4)": None, "63(2)(b)": True, "63(5)": None,
    }  # fmt: skip
    assert found["hoover"]["before"].startswith("0.2603")
    assert found["vote"]["met"] is True
    assert found["fair_share_units_sum"]["published"] == 21_009


def test_the_keys_of_the_contract(answer: Answer) -> None:
    found = answer("2026")
    wanted = {
        "reference_relocations",
        "reference_eur",
        "effective_units",
        "effective_share",
        "tests",
        "states",
        "hoover",
    }
    assert wanted <= found.keys()
    per_state = {
        "share", "fair_share_units", "fair_share_eur", "role", "pledged", "deducted", "released", "to_implement",
        "implemented", "offset", "converted", "carried_over", "outstanding",
    }  # fmt: skip
    for state, row in found["states"].items():
        assert per_state <= row.keys(), state
        assert set(row["pledged"]) == {"relocation", "financial", "alternative"}
        for name in per_state - {"role", "pledged"}:
            figure = row[name]
            assert figure["status"] in {"official", "reported", "inferred", "unknown"}, (state, name)
            assert figure["source"], (state, name)
            assert figure["cite"], (state, name)


def test_the_same_bytes_again(capsys: pytest.CaptureFixture[str]) -> None:
    texts = []
    for _ in range(2):
        assert run(["pool", "2026", "--as-of", "2026-06-12", "--json"]) == 0
        texts.append(capsys.readouterr().out)
    assert texts[0] == texts[1]


# --- days ------------------------------------------------------------------------------------------------


@pytest.mark.law("AMMR 58(1)")
def test_as_of(answer: Answer) -> None:
    before, after = answer("2026", "--as-of", "2026-06-30"), answer("2026", "--as-of", "2026-07-01")
    assert before["states"]["ES"]["role"] == "contributing"
    assert after["states"]["ES"]["role"] == "benefitting"
    assert before["as_of"] == "2026-06-30"


def test_known_on(answer: Answer, own: Callable[[str], str]) -> None:
    path = own(CYCLE)
    known = answer("--file", path, "--as-of", "2027-12-31", "--known-on", "2027-02-28")
    assert known["states"]["IT"]["role"] == "contributing"
    later = answer("--file", path, "--as-of", "2027-12-31", "--known-on", "2027-03-01")
    assert later["states"]["DE"]["committed"]["value"] == 100


def test_days_that_are_none(refused: Callable[..., list[str]]) -> None:
    for option in ("--as-of", "--known-on"):
        for day in ("tomorrow", "2026-02-30", "", "2026", "01/02/2026"):
            (line,) = refused("2026", option, day)
            assert line == f"argument:1: {option}: {day!r} is no day; expected a day such as 2026-01-31"


def test_before_the_act(refused: Callable[..., list[str]]) -> None:
    (line,) = refused("2026", "--as-of", "2025-12-21")
    assert line == "refused: no act on the pool is adopted by 2025-12-21: the act is of 2025-12-22 (AMMR 57(1))"


# --- one's own cycle -----------------------------------------------------------------------------------------


def test_a_file_of_ones_own(answer: Answer, printed: Callable[..., str], own: Callable[[str], str]) -> None:
    path = own(CYCLE)
    for arguments in (("--file", path), ("2027", "--file", path)):
        found = answer(*arguments, "--as-of", "2027-12-31")
        assert found["year"] == 2027
        assert found["states"]["DE"]["committed"]["value"] == 100
        assert found["states"]["NO"]["pledged"]["financial"]["value"] == "2500000.50"
        assert found["effective"]["unexplained"] == {}
        assert found["hoover"] is None or found["hoover"]["source"].startswith("2026")
    text = printed("--file", path, "--as-of", "2027-12-31")
    assert text.startswith(
        "Annual Solidarity Pool 2027, as of 2027-12-31\nReference number: 21,001 relocations or EUR 420"
    )
    assert "NO " in text


def test_json_lines(answer: Answer, tmp_path: Path) -> None:
    import yaml

    document = yaml.load(CYCLE, Loader=yaml.BaseLoader)
    path = tmp_path / "mine.jsonl"
    path.write_text("\n".join(map(json.dumps, [{"year": 2027}, *document["events"]])), encoding="utf-8")
    assert answer("--file", str(path), "--as-of", "2027-12-31")["states"]["DE"]["committed"]["value"] == 100


def test_after_the_year(answer: Answer, printed: Callable[..., str], own: Callable[[str], str]) -> None:
    closed = CYCLE + f"- {{event: year_closed, date: 2027-12-31, {WHO}}}\n"
    found = answer("--file", own(closed), "--as-of", "2028-01-01")
    assert found["tests"]["63(5)"]["figures"] == {"DE": 4200}
    assert "DE 4200" in printed("--file", own(closed), "--as-of", "2028-01-01")


# --- choices ---------------------------------------------------------------------------------------------------


def test_choices_of_the_command_line_stand_over_the_file(
    answer: Answer, own: Callable[[str], str], tmp_path: Path
) -> None:
    """Malta's 0.002 of 21,001 is 42.002: 42 to the nearest (the file), 43 up (the default, said by the user)."""
    path = own(CYCLE)

    def units(*arguments: str) -> int:
        found = answer("--file", path, "--as-of", "2027-12-31", *arguments)
        return found["states"]["MT"]["fair_share_units"]["value"]

    assert units() == 42
    assert units("--choice", "ROUNDING=ceil") == 43
    choices = tmp_path / "choices.yaml"
    choices.write_text("ROUNDING: ceil\n", encoding="utf-8")
    assert units("--choices", str(choices)) == 43
    assert units("--choices", str(choices), "--choice", "ROUNDING=floor") == 42


def test_choices_are_named_in_the_answer(answer: Answer) -> None:
    found = answer("2026", "--choice", "ROUNDING=nearest")
    assert found["choices"]["ROUNDING"] == "nearest"
    assert found["states"]["PL"]["fair_share_units"]["value"] == 1373
    later = answer("2026", "--as-of", "2026-06-11", "--choice", "MANDATORY_OFFSET_THRESHOLD=sixty-percent")
    assert later["tests"]["63(4)"]["figures"]["threshold"] == 12600


def test_choices_that_are_none(refused: Callable[..., list[str]], tmp_path: Path) -> None:
    assert refused("2026", "--choice", "ROUNDING") == [
        "argument:1: --choice: 'ROUNDING' has no '='; expected NAME=VALUE"
    ]
    assert refused("2026", "--choice", "ROUNDING=up")[0].startswith("--choice:1: ROUNDING: 'up' is not an answer")
    assert refused("2026", "--choice", "COLOUR=red")[0].startswith("--choice:1: COLOUR: is not a choice")
    path = tmp_path / "choices.yaml"
    path.write_text("COLOUR: red\n", encoding="utf-8")
    assert refused("2026", "--choices", str(path))[0].startswith(f"{path}:1: COLOUR: is not a choice")


@pytest.mark.law("AMMR 58(1)", "AMMR 85")
def test_every_reading_of_every_choice_can_be_computed_on_the_shipped_cycle(
    answer: Answer, refused: Callable[..., list[str]]
) -> None:
    """One answer makes the act of 2026 impossible, which is its point (A2): an act below the floors. No other does."""
    (line,) = refused("2026", "--choice", "COUNCIL_FLOOR=council-too")
    assert "below the floors" in line and line.endswith("(AMMR 12(2)-(3))")
    for choice in CHOICES.values():
        for value in set(choice.options) - {"council-too"}:
            assert len(answer("2026", "--choice", f"{choice.name}={value}")["states"]) == 26
    bound = answer("2026", "--choice", "DEDUCTION_IN_POOL_ACT=refused")
    assert bound["states"]["AT"]["role"] == "contributing"


def test_the_day_is_the_last_on_record_unless_another_is_asked(answer: Answer) -> None:
    """So that the same record gives the same bytes on any day."""
    assert answer("2026")["as_of"] == "2026-11-23"


def test_a_choice_under_which_an_event_is_not_allowed(own: Callable[[str], str], refused: Any) -> None:
    early = cycles.text(2026).replace("date: 2026-07-01", "date: 2026-06-20")
    (line,) = refused("--file", own(early), "--choice", "GENERAL_APPLICATION_DATE=2026-07-01")
    assert line.endswith("notice_received: refused: Article 58 applies from 2026-07-01 only (AMMR 85)")


@pytest.mark.law("AMMR 12(6)")
def test_the_commission_number_of_a_restricted_proposal(answer: Answer, own: Callable[[str], str]) -> None:
    path = own(CYCLE)
    assert answer("--file", path, "--as-of", "2027-12-31")["tests"]["63(1)"]["figures"]["proposed"] is None
    shown = answer("--file", path, "--as-of", "2027-12-31", "--authorised")
    assert shown["tests"]["63(1)"]["figures"]["proposed"] == 30_000


# --- what a person reads ------------------------------------------------------------------------------------------


def test_the_tables(printed: Callable[..., str]) -> None:
    text = printed("2026", "--as-of", "2026-11-23")
    for line in (
        "Annual Solidarity Pool 2026, as of 2026-11-23",
        "Reference number: 21,000 relocations or EUR 420 million (AMMR 57(1)); EUR 20,000 per unit (12(3))",
        "Effective: 4,695 units = 22.4 % of the pool (reported).",
        "  explained by known pledges: 1,620 (BE 645, IE 463, PT 422, SI 90)",
        "  unexplained: 3,075 = 962 relocations + 2,113 units of money",
        "Units add up to 21,021, +21 by rounding; the press counts 21,009.",
    ):
        assert line in text.split("\n"), line
    germany = next(line for line in text.split("\n") if line.startswith(" DE "))
    assert germany.split() == [
        "DE",
        "21.6890r",
        "21.6786",
        "4,555r",
        "91.10r",
        "contributing",
        "4,555r",
        "-",
        "-",
        "-",
        "4,555r",
    ]
    assert "lowered in the act on the pool, not by a" in text
    assert "Distance from the key: Hoover 0.2604" in text


def test_explain(printed: Callable[..., str], answer: Answer) -> None:
    text = printed("2026", "--explain", "Germany")
    assert text.startswith("Germany: events behind every balance of the pool of 2026\n")
    assert "PledgeRecorded" in text
    found = answer("2026", "--explain", "DE")
    assert found["state"] == "DE"
    assert found["events"][-1]["postings"][0] == {
        "account": "pledged", "measure": "relocation", "towards": "", "amount": -4555,
    }  # fmt: skip
    assert {"date", "event", "basis", "status", "source"} <= found["events"][0].keys()
    assert answer("2026", "--explain", "GR")["state"] == "EL"


def test_explain_towards_a_benefitting_state(printed: Callable[..., str], own: Callable[[str], str]) -> None:
    text = printed("--file", own(CYCLE), "--as-of", "2027-12-31", "--explain", "DE")
    assert "100 relocation: committed IT" in text


def test_what_cannot_be_explained(refused: Callable[..., list[str]]) -> None:
    assert refused("2026", "--explain", "DK") == ["refused: nothing is recorded of DK in the pool of 2026 (AMMR 57(1))"]
    assert refused("2026", "--explain", "Atlantis")[0].startswith(
        "argument:1: --explain: 'Atlantis' is not a known state"
    )


def test_a_pool_without_key_distance_and_flags(printed: Callable[..., str], own: Callable[[str], str]) -> None:
    bare = "".join(
        line + "\n" for line in CYCLE.split("\n")[:11] if "key_frozen" not in line and "ROUNDING" not in line
    )
    text = printed(
        "--file", own(bare.replace("21001", "30000").replace("420020000", "600000000")), "--as-of", "2027-01-01"
    )
    assert "Distance" not in text
    assert "Flags" not in text
    assert next(line for line in text.split("\n") if line.startswith(" DE ")).split()[:3] == [
        "DE",
        "unknown",
        "unknown",
    ]


def test_wide_figures_stay_within_the_page(printed: Callable[..., str], own: Callable[[str], str]) -> None:
    long = "a source with many words " * 20
    big = CYCLE.replace("amount: 4200", f"amount: 987654321, source: {long}, note: {'x' * 300}")
    text = printed("--file", own(big), "--as-of", "2027-12-31")
    assert "987,654,3" in text  # the rest of the figure stands below
    printed("--file", own(big), "--as-of", "2027-12-31", "--explain", "DE")


# --- bad input ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("year: 2027", "year: later", "1: year: 'later' is no pool year"),
        ("event: forum_held", "event: party_held", "7: event: 'party_held' is no type of event"),
        ("amount: 4200", "amount: NaN", "9: amount: 'NaN' is not a number"),
        ("amount: 4200", "amount: -1", "9: pledge_recorded: refused: a pledge is not negative (AMMR 57(1))"),
        ("amount: 4200", "amount: 4200.5", "9: pledge_recorded: refused: 4200.5 is not a whole number of persons"),
        ("amount: 4200", "amount: 1e999999", "9: amount: '1e999999' is not a number"),
        ("2500000.50", "2500000.505", "10: pledge_recorded: refused: EUR 2500000.505 is not a whole number of cents"),
        ("state: IT}", "state: DE}", "11: notice_received: refused: only a state identified"),
        ("date: 2027-02-01", "date: 2027-01-01", "12: date: 2027-01-01 lies before an earlier event"),
        ("DE: 200", "DE: -200", "4: key_frozen: refused: gdp DE is negative; population DE is negative (AMMR 66)"),
        ("events:", "events: {", "4: yaml: "),
        ("choices: {ROUNDING: nearest}", "choices: {ROUNDING: up}", "2: ROUNDING: 'up' is not an answer"),
    ],
)
def test_bad_events(
    refused: Callable[..., list[str]], own: Callable[[str], str], old: str, new: str, said: str
) -> None:
    assert old in CYCLE
    path = own(CYCLE.replace(old, new, 1 if old != "DE: 200" else -1))
    (line,) = refused("--file", path, "--as-of", "2028-12-31")
    assert line.startswith(f"{path}:{said}"), line


def test_every_fault_is_told(refused: Callable[..., list[str]], own: Callable[[str], str]) -> None:
    path = own(CYCLE.replace("amount: 4200", "amount: many").replace("state: IT", "state: Atlantis"))
    assert [line.split(": ")[0] for line in refused("--file", path)] == [f"{path}:9", f"{path}:11"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "1: file: is empty"),
        (b"\n  \n", "1: file: is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "1: file: is not UTF-8 text"),
        (b"year: \x00", "1: file: is a binary file"),
        (b"\xff\xfey\x00", "1: file: is not UTF-8 text"),
        (b"[" * 100_000, "1: yaml: nests deeper than 16 levels"),
        (b"just words", "1: yaml: is no mapping"),
        (b'{"year": 2027, "year": 2027}', "1: json: cannot be read (a name stands twice)"),
    ],
)
def test_files_that_are_no_cycle(refused: Callable[..., list[str]], tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_bytes(content)
    (line,) = refused("--file", str(path))
    assert line.startswith(f"{path}:{said}"), line
    assert list(tmp_path.iterdir()) == [path]  # nothing written


def test_a_file_with_a_byte_order_mark(answer: Answer, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + CYCLE.replace("\n", "\r\n").encode())
    assert answer("--file", str(path), "--as-of", "2027-12-31")["year"] == 2027


def test_arguments_that_do_not_fit(
    refused: Callable[..., list[str]], own: Callable[[str], str], tmp_path: Path
) -> None:
    assert refused("2027") == [
        "argument:1: YEAR: no cycle of 2027 is held; expected one of 2026, or a file of your own with --file"
    ]
    assert refused("--json") == [
        "argument:1: YEAR: neither a year nor --file is given; expected fairshare pool 2026, or --file FILE"
    ]
    assert refused("2026", "--file", own(CYCLE)) == ["argument:1: YEAR: the file holds the pool of 2027, not 2026"]
    assert "cannot be read" in refused("--file", str(tmp_path / "missing.yaml"))[0]
    assert "cannot be read" in refused("--file", str(tmp_path))[0]
    assert "is not a valid integer" in refused("twenty")[-1]
    assert "No such option" in refused("2026", "--colour")[-1]


# --- the group ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [["--help"], ["show", "--help"], ["import", "--help"]])
def test_help(capsys: pytest.CaptureFixture[str], arguments: Sequence[str]) -> None:
    assert run(["pool", *arguments]) == 0
    text = capsys.readouterr().out
    assert "fairshare pool" in text
    assert max(map(len, text.split("\n"))) <= 100


def test_pool_alone_shows_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["pool"]) == 2
    captured = capsys.readouterr()
    assert "import" in captured.out + captured.err


def test_show_can_be_named(answer: Answer) -> None:
    assert answer("show", "2026", "--as-of", "2026-06-12") == answer("2026", "--as-of", "2026-06-12")


def test_without_a_day_it_is_the_last_on_record(answer: Answer) -> None:
    """Not today: the same record gives the same bytes on any day."""
    assert answer("2026")["as_of"] == "2026-11-23"


def test_the_import_is_loaded_only_when_it_is_asked_for() -> None:
    import subprocess

    code = "import sys; from fairshare.cli.app import run; run(['pool', '2026', '--json']); " + (
        "sys.exit('fairshare.cli.pool_import' in sys.modules or 'rich' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env={**os.environ}, check=False)
    assert done.returncode == 0, done.stderr


def test_before_the_act_was_on_record(refused: Callable[..., list[str]]) -> None:
    (line,) = refused("2026", "--as-of", "2026-11-23", "--known-on", "2026-01-31")
    assert line == "refused: no act on the pool was on record on 2026-01-31: the act is of 2025-12-22 (AMMR 57(1))"
