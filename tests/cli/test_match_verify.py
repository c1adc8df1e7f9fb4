"""``fairshare match verify``: an honest answer passes, and each kind of tampering is found without the solver."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from fairshare.cli.app import run

pytestmark = pytest.mark.law("AMMR 67(4)", "AMMR 67(6)")

INPUTS = {
    "cases": "case,persons,present_in,vulnerable,eligible\n"
    "A,2,IT,1,1\nB,3,IT,0,1\nC,1,EL,0,1\nD,2,EL,1,1\nE,4,IT,0,0\n",
    "links": "case,state,kind,strength\nA,DE,family,1\nB,FR,study,1\nD,FR,language,1\n",
    "quotas": "state,places,present_in\nDE,4,\nFR,4,IT\n",
    "exclusions": "case,state,reason\nC,DE,security\n",
}
"""The example of the certificate: A and D go to Germany, B to France by the agreement; C and E stay."""
ROWS = "case,state,value,link,reason\nA,DE,28,1,r\nB,FR,27,0.5,r\nC,,0,0,r\nD,DE,24,0,r\nE,,0,0,r\n"
RESULT = {
    "objective": "79",
    "bound": "79",
    "bound_by": "prices",
    "gap": 0.0,
    "placed_cases": 3,
    "placed_persons": 7,
    "linked_honoured": 2,
    "vulnerable_placed_persons": 4,
    "prices": {"DE": "0", "FR|IT": "0"},
    "usable": {"DE": 4, "FR|IT": 3},
}
POLICY = {
    "place": "8",
    "vulnerable": "4",
    "links": "2",
    "kinds": {"family": "1", "cultural": "0.5", "language": "0.4", "study": "0.5", "stay": "0.3"},
}


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class Answer:
    """The files of an honest run in a folder; a test changes what it likes, and verifies."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        self.options: list[str] = []
        for name, text in INPUTS.items():
            self.write(f"{name}.csv", text)
            self.options += [f"--{name}", str(folder / f"{name}.csv")]
        (folder / "out").mkdir()
        self.write("out/assignment.csv", ROWS)
        self.write("out/result.json", json.dumps(RESULT))
        manifest = {
            "policy": POLICY,
            "inputs": {name: {"file": f"{name}.csv", "sha256": sha256(text)} for name, text in INPUTS.items()},
            "outputs": {"assignment.csv": sha256(ROWS)},
        }
        self.write("out/manifest.json", json.dumps(manifest))

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def rows(self, old: str, new: str) -> None:
        """Change the assignment, and the manifest with it: the hand that tampers knows of checksums."""
        assert old in ROWS
        self.write("out/assignment.csv", ROWS.replace(old, new))
        manifest = json.loads((self.folder / "out" / "manifest.json").read_text(encoding="utf-8"))
        self.write("out/manifest.json", json.dumps({**manifest, "outputs": {"x": sha256(ROWS.replace(old, new))}}))

    def result(self, **changes: Any) -> None:
        self.write("out/result.json", json.dumps({**RESULT, **changes}))

    def verify(self, *more: str) -> tuple[int, str, str]:
        """Exit code, standard output and standard error."""
        code = run(["match", "verify", *self.options, *more, str(self.folder / "out")])
        printed = self._capsys.readouterr()
        return code, printed.out, printed.err

    def failed(self) -> dict[str, str]:
        """What fails, and what was found there; the lines of standard error say the same."""
        code, out, err = self.verify("--json")
        document = json.loads(out)
        wrong = {check["what"]: check["found"] for check in document["checks"] if not check["passed"]}
        assert document["passed"] == (not wrong) == (code == 0)
        assert code in {0, 1} and len(err.splitlines()) == len(wrong)
        for line, what in zip(err.splitlines(), wrong, strict=True):
            assert line.startswith(f"{self.folder / 'out'}: {what}: {wrong[what]}; expected ")
        return wrong


@pytest.fixture
def answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Answer:
    return Answer(tmp_path, capsys)


# --- what is right ----------------------------------------------------------------------------------------------------


def test_an_honest_answer_passes_every_check(answer: Answer) -> None:
    code, out, err = answer.verify()
    assert (code, err) == (0, "")
    assert "all checks passed" in out and " NO" not in out
    assert "Not checked: whether cases without links were shared fairly" in out
    assert answer.failed() == {}


def test_an_assignment_in_parquet_passes_too(answer: Answer) -> None:
    frame = pl.read_csv(ROWS.encode()).with_columns(pl.col("state").fill_null(""))
    (answer.folder / "out" / "assignment.csv").unlink()
    (answer.folder / "out" / "manifest.json").unlink()
    frame.sample(fraction=1, shuffle=True, seed=1).write_parquet(answer.folder / "out" / "assignment.parquet")
    assert answer.failed() == {}
    assert "there is no manifest.json" in answer.verify()[1]


def test_what_branch_and_bound_proved_is_said_not_to_be_repeated(answer: Answer) -> None:
    answer.result(prices={"DE": "14", "FR|IT": "0"}, bound_by="branch and bound")
    assert answer.failed() == {}
    assert "Not repeated: branch and bound" in answer.verify()[1]


def test_a_mechanism_without_a_proof_is_checked_for_what_it_claims(answer: Answer) -> None:
    kept = {name: value for name, value in RESULT.items() if name not in {"prices", "usable", "bound", "gap"}}
    answer.write("out/result.json", json.dumps({**kept, "mechanism": "deferred acceptance"}))
    assert answer.failed() == {}
    assert "Not checked: optimality; the mechanism 'deferred acceptance' claims none." in answer.verify()[1]
    answer.rows("D,DE,24", "D,DE,25")
    assert set(answer.failed()) == {"cases with a wrong value"}


def test_a_policy_counts(answer: Answer) -> None:
    answer.write("policy.yaml", "links: 3\ntime_limit: 5\n")
    answer.options += ["--policy", str(answer.folder / "policy.yaml")]
    wrong = answer.failed()
    assert {"policy", "objective", "cases with a wrong value", "UB(p)"} <= set(wrong)


# --- what is tampered with --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("C,,0,0,r\n", "", {"cases without a row"}),
        ("C,,0,0,r\n", "C,,0,0,r\nC,,0,0,r\n", {"cases with more than one row"}),
        ("C,,0,0,r\n", "C,,0,0,r\nZ,,0,0,r\n", {"rows of no case"}),
        ("C,,0,0,r\n", "C,XX,0,0,r\n", {"rows with an unknown state"}),
        ("B,FR,27,0.5", "B,FR,28,0.5", {"cases with a wrong value"}),
        ("B,FR,27,0.5", "B,FR,27,0.6", {"cases with a wrong link"}),
        ("A,DE,28", "A,IT,28", {"cases placed where they are"}),
        ("C,,0,0", "C,DE,8,0", {"cases placed against an exclusion"}),
        ("E,,0,0", "E,DE,32,0", {"placed cases that are not eligible"}),
        ("D,DE,24,0", "D,FR,25.6,0.4", {"cases placed without a row of quotas"}),
        ("C,,0,0", "C,NO,8,0", {"cases placed without a row of quotas"}),
        ("B,FR,27,0.5", "B,DE,24,0", {"persons within places"}),
        ("B,FR,27,0.5", "B,,0,0", {"objective", "placed_cases", "placed_persons", "linked_honoured"}),
    ],
)
def test_a_changed_row_is_found(answer: Answer, old: str, new: str, expected: set[str]) -> None:
    answer.rows(old, new)
    assert expected <= set(answer.failed())


def test_the_cases_at_fault_are_named(answer: Answer) -> None:
    answer.rows("B,FR,27,0.5", "B,FR,28,0.5")
    code, out, err = answer.verify()
    assert code == 1 and "FAILED" in out
    assert err.splitlines()[0].endswith("cases with a wrong value: 1; expected 0 (B)")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"objective": "80"}, {"objective", "bound", "gap"}),
        ({"placed_cases": 4}, {"placed_cases"}),
        ({"placed_persons": 8}, {"placed_persons"}),
        ({"linked_honoured": 3}, {"linked_honoured"}),
        ({"vulnerable_placed_persons": 5}, {"vulnerable_placed_persons"}),
        ({"prices": {"DE": "-1", "FR|IT": "0"}}, {"prices"}),
        ({"prices": {"DE": "13", "FR|IT": "0"}}, {"UB(p)"}),
        ({"prices": {"DE": "0"}}, {"rows with a price"}),
        ({"prices": {"DE": "0", "FR|IT": "0", "FR": "0"}}, {"rows with a price"}),
        ({"usable": {"DE": 4, "FR|IT": 4}}, {"usable places"}),
        ({"usable": {"DE": 4}}, {"rows with usable places", "usable places"}),
        ({"bound": "80"}, {"UB(p)", "gap"}),
        ({"bound": "80", "gap": 0.0125}, {"UB(p)"}),
        ({"bound": "78", "gap": -1 / 78}, {"bound", "UB(p)"}),
        ({"bound": "78", "gap": -1 / 78, "bound_by": "branch and bound"}, {"bound"}),
        ({"bound": "80", "gap": 0.0125, "bound_by": "branch and bound"}, {"UB(p)"}),
        ({"gap": 1e-6}, {"gap"}),
    ],
)
def test_a_changed_figure_is_found(answer: Answer, changes: dict[str, Any], expected: set[str]) -> None:
    answer.result(**changes)
    assert set(answer.failed()) == expected


def test_a_bound_that_prices_do_not_prove_must_say_so(answer: Answer) -> None:
    answer.result(prices={"DE": "14", "FR|IT": "0"})
    assert answer.failed() == {"UB(p)": "79.0"}


def test_a_changed_input_is_found(answer: Answer) -> None:
    answer.write("quotas.csv", INPUTS["quotas"].replace("DE,4", "DE,3"))
    assert {"file of --quotas", "persons within places"} <= set(answer.failed())


def test_an_input_that_is_left_out_is_found(answer: Answer) -> None:
    answer.options = answer.options[:-2]
    assert answer.failed()["file of --exclusions"] == "not given"


def test_a_change_that_only_the_checksum_shows_is_found(answer: Answer) -> None:
    answer.write("out/assignment.csv", ROWS.replace("B,FR,27,0.5,r", "B,FR,27,0.5,another reason"))
    assert answer.failed() == {"assignment": "changed since"}


# --- bad input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda a: a.write("cases.csv", INPUTS["cases"].replace("A,2", "A,0")), "cases.csv:2: persons: '0' is zero"),
        (lambda a: a.write("out/assignment.csv", ROWS.replace("27", "x")), "assignment.csv:3: value: 'x' is not a"),
        (lambda a: a.write("out/result.json", "{"), "result.json:1: json: is broken"),
        (lambda a: a.result(bound=None), "result.json:1: bound: is missing; expected a number"),
        (lambda a: (a.folder / "out" / "assignment.csv").unlink(), "out:1: folder: has 0 assignments"),
        (lambda a: (a.folder / "out" / "result.json").unlink(), "result.json:1: file: cannot be read"),
        (lambda a: a.write("out/manifest.json", "[]"), "manifest.json:1: json: is no object"),
        (lambda a: a.options.pop(0) and a.options.pop(0), "argument:1: --cases: is missing; expected a file"),
    ],
)
def test_what_cannot_be_read_is_bad_input(answer: Answer, change: Callable[[Answer], Any], told: str) -> None:
    change(answer)
    code, out, err = answer.verify()
    assert (code, out) == (2, "")
    assert told in err and len(err.splitlines()) == 1


def test_faults_of_the_policy_and_of_the_files_are_told_together(answer: Answer) -> None:
    answer.write("policy.yaml", "place: -1\n")
    answer.options += ["--policy", str(answer.folder / "policy.yaml")]
    code, _, err = answer.verify()
    assert code == 2 and len(err.splitlines()) == 1
    answer.write("links.csv", "case,state,kind,strength\nA,DE,friend,1\n")
    err = answer.verify()[2]
    assert "links.csv:2: kind: 'friend' is unknown" in err and "policy.yaml:1: place: '-1' is negative" in err
