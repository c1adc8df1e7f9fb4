"""``fairshare ledger``: what it prints, and how it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from fairshare.cli.app import run
from fairshare.figures import cycles
from fairshare.ledger import parse
from fairshare.workbench.record.models import Cycle
from fairshare.workbench.record.seed import seed, shipped
from fairshare.workbench.record.triggers import LIFTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def held() -> Cycle:
    return seed(shipped(2026))


def test_a_record_that_holds(held: Cycle, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ledger", "verify"]) == 0
    assert capsys.readouterr().out == f"2026: 52 entries, last {held.head[:12]}: holds\n"


def test_a_record_that_was_changed_is_told_line_by_line(held: Cycle, capsys: pytest.CaptureFixture[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(LIFTS[connection.vendor][0])
        if connection.vendor == "postgresql":
            cursor.execute(LIFTS[connection.vendor][1])
        cursor.execute("UPDATE record_entry SET recorded = 'x' WHERE number IN (7, 9)")
    assert run(["ledger", "verify", "2026"]) == 1
    out, error = capsys.readouterr()
    assert error.splitlines() == [
        f"record of 2026:{number}: entry {number} was changed: its content has another digest" for number in (7, 9)
    ]
    assert out.endswith(": 2 faults\n")
    assert run(["ledger", "verify", "2026", "--json"]) == 1
    (cycle,) = json.loads(capsys.readouterr().out)["cycles"]
    assert [fault["entry"] for fault in cycle["faults"]] == [7, 9]


def test_it_goes_out_and_as_a_file_of_the_core(held: Cycle, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "2026.jsonl"
    assert run(["ledger", "export", "2026", "--out", str(out), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"year": 2026, "entries": 52, "file": str(out)}
    assert (len(out.read_text().splitlines()), out.stat().st_mode & 0o777) == (53, 0o600)
    assert run(["ledger", "file", "2026"]) == 0
    assert parse(capsys.readouterr().out).events == parse(cycles.text(2026)).events


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["verify", "2027"], "argument:1: YEAR: no cycle of 2027 is held; expected 2026"),
        (["verify", "soon"], "argument:1: YEAR: Invalid value for '[YEAR]': 'soon' is not a valid integer."),
        (["export", "2026", "--out", "/nowhere/file"], "argument:1: --out: '/nowhere/file' cannot be written"),
        (["export", "2026"], "argument:1: --out: Missing option '--out'."),
        (["import", "/nowhere/file"], "/nowhere/file:1: file: cannot be read (No such file or directory)"),
        (["import", "/"], "/:1: file: cannot be read (Is a directory)"),
        (["file", "2027"], "argument:1: YEAR: no cycle of 2027 is held; expected 2026"),
    ],
)
def test_bad_input_is_one_line(held: Cycle, capsys: Any, arguments: list[str], fault: str) -> None:
    assert run(["ledger", *arguments]) == 2
    out, error = capsys.readouterr()
    assert (out, error.count("\n")) == ("", 1)
    assert error.startswith(fault)
