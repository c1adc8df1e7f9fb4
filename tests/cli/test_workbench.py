"""Commands of the Workbench say in one line what they lack."""

from __future__ import annotations

import sys

import pytest
from django.db import OperationalError

from fairshare.cli.app import run
from fairshare.workbench.ops import health


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(sys.modules, "granian", None)
    assert run(["ledger", "verify"]) == 1
    expected = "the Workbench needs granian, which is not installed: pip install 'fairshare[workbench]'\n"
    assert capsys.readouterr() == ("", expected)


def test_a_database_that_lacks_tables_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(health, "unapplied", lambda: ["record.0001_initial", "record.0002_guards"])
    assert run(["ledger", "verify"]) == 2
    expected = "argument:1: database: 2 migrations are not applied; expected a run of `fairshare serve` first\n"
    assert capsys.readouterr().err == expected


def test_a_database_that_is_away_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def away() -> None:
        raise OperationalError("connection refused\nmore lines")

    monkeypatch.setattr(health, "unapplied", away)
    assert run(["backup", "--out", "backup.tar"]) == 1
    assert capsys.readouterr().err == "the database cannot be reached: connection refused\n"
