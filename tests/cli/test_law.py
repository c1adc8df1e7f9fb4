"""``fairshare law`` and ``fairshare law choices``."""

from __future__ import annotations

import json

import pytest

from fairshare.cli.app import run
from fairshare.law.choices import CHOICES


def test_the_whole_register_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["law", "--json"]) == 0
    listed = {entry["provision"]: entry for entry in json.loads(capsys.readouterr().out)}
    entry = listed["AMMR 63(3)"]
    assert "fairshare.law.solidarity.offsets.mandatory_offsets" in entry["functions"]
    assert {"MANDATORY_OFFSET_THRESHOLD", "MANDATORY_OFFSET_TARGET"} <= set(entry["choices"])
    assert "I29" in entry["invariants"]
    assert entry["required"]


def test_one_article_with_its_details(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["law", "--article", "65"]) == 0
    out = capsys.readouterr().out
    assert "AMMR 65(2)" in out
    assert "AMMR 66" not in out
    assert "fairshare.law.solidarity.in_kind.duplication_fault" in out
    assert max(map(len, out.splitlines())) <= 100


def test_missing_lists_what_is_not_built_and_succeeds_while_nothing_required_is_on_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["law", "--missing", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert all(not entry["functions"] and not entry["required"] for entry in listed)


def test_a_required_gap_is_an_error(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The gate must be able to fail: hide the rules of one required paragraph."""
    from fairshare.law import register

    real = register.provisions
    monkeypatch.setattr(
        register, "provisions", lambda rules: real({n: r for n, r in rules.items() if "AMMR 58(1)" not in r.provisions})
    )
    assert run(["law", "--missing"]) == 2
    assert "AMMR 58(1)" in capsys.readouterr().err


def test_the_table_fits_a_page_and_an_unknown_article_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["law"]) == 0
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 100
    assert run(["law", "--article", "99"]) == 2
    assert "'99' is not in the list" in capsys.readouterr().err


def test_nothing_missing_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["law", "--missing", "--article", "63"]) == 0
    assert capsys.readouterr().out == "Provisions that no function carries out: none\n"


def test_choices_are_listed_with_their_default_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["law", "choices", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [entry["name"] for entry in listed] == list(CHOICES)
    assert all(entry["default"] == next(iter(entry["options"])) for entry in listed)
    assert run(["law", "choices", "ROUNDING"]) == 0
    assert "nearest" in capsys.readouterr().out
    assert run(["law", "choices", "NONSENSE"]) == 2
