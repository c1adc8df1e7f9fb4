"""The command line does what page and API do, and tells refusals in a line each."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from fairshare.cli import workbench
from fairshare.cli.act import act
from fairshare.cli.app import COMMANDS, run
from fairshare.workbench.actions.registry import actions
from fairshare.workbench.people.models import User
from fairshare.workbench.record.models import Cycle, Entry


@pytest.fixture(autouse=True)
def command(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command is listed, and works on the database of the test."""
    monkeypatch.setattr(workbench, "ready", lambda **_: None)
    monkeypatch.setattr(workbench, "migrated", lambda: None)
    monkeypatch.setitem(COMMANDS, "act", ("fairshare.cli.act:act", ""))


def test_an_action_is_done(person: Callable[..., User], cycle: Cycle, capsys: pytest.CaptureFixture[str]) -> None:
    user = person("commission")
    asked = ["state=IT", 'labels=["pressure"]', "--json"]
    assert run(["act", "consultation.open", "--year", "2027", "--as", "commission", "--user", user.email, *asked]) == 0
    assert json.loads(capsys.readouterr().out)["status"] == "done"
    assert Entry.unscoped.get().who == user.handle


def test_what_binds_is_confirmed_by_a_second_person(
    person: Callable[..., User], before_the_act: Callable[[], None], capsys: pytest.CaptureFixture[str]
) -> None:
    before_the_act()
    first, second = person("member_state", "FR"), person("member_state", "FR")
    arguments = ["--year", "2027", "--as", "member_state:FR", "--user", first.email, "measure=financial", "amount=5.5"]
    assert run(["act", "pledge.make", *arguments, "--json"]) == 0
    number = str(json.loads(capsys.readouterr().out)["motion"])
    assert run(["act", "confirm", number, "--user", first.email]) == 2
    assert capsys.readouterr().err == "refused: a second person confirms this\n"
    assert run(["act", "confirm", number, "--user", second.email]) == 0


def test_the_same_key_does_nothing_twice(person: Callable[..., User], cycle: Cycle, tmp_path: Path) -> None:
    file = tmp_path / "consultation.json"
    file.write_text('{"state": "IT", "labels": ["pressure"]}')
    arguments = ["--year", "2027", "--as", "commission", "--user", person("commission").email, "--key", "one-request"]
    assert [run(["act", "consultation.open", *arguments, "--file", str(file)]) for _ in range(2)] == [0, 0]
    assert Entry.unscoped.count() == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["proposal.adopt", "relocations=1", "financial=1"], "refused: .*AMMR 12"),
        (["pledge.make", "amount=1"], "refused: this is not for you to do\n"),
        (["no.such"], "refused: this is not for you to do\n"),
        (["determination.adopt"], "argument:1: labels: Field required\n"),
        (["determination.adopt", "labels={", "colour=red"], "argument:1: labels: "),
        (["determination.adopt", "labels={}", "colour=red", "on=today"], "argument:1: on: "),
        (["determination.adopt", "labels"], "argument:1: FIELD=VALUE: "),
        (["determination.adopt", "--file", "no-such-file.json"], "no-such-file.json:1: file: "),
        (["consultation.open", "state=IT", "on=2026-01-01"], "argument:1: on: is over: this is done by recording it"),
        (["determination.adopt", "labels={}", "--as", "council"], "argument:1: --as: "),
        (["determination.adopt", "labels={}", "--year", "2031"], "argument:1: --year: no cycle of 2031"),
        (["determination.adopt", "labels={}", "--user", "nobody@example.test"], "argument:1: --user: "),
    ],
)
def test_refusals_and_faults_are_told_in_a_line_and_nothing_is_written(
    person: Callable[..., User],
    cycle: Cycle,
    arguments: list[str],
    told: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    given = ["--year", "2027", "--as", "commission", "--user", person("commission").email]
    assert run(["act", arguments[0], *given, *arguments[1:]]) == 2
    err = capsys.readouterr().err
    assert re.match(told, err), err
    assert "Traceback" not in err
    assert not Entry.unscoped.exists()


def test_every_action_is_listed() -> None:
    shown = CliRunner().invoke(act, ["list", "--json"])
    assert [row["name"] for row in json.loads(shown.output)] == list(actions())
    assert CliRunner().invoke(act, ["list"]).exit_code == 0
