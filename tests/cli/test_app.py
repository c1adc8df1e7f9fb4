"""The command line as a whole: names, help, exit codes, and one line for everything that goes wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction

import click
import pytest

from fairshare import __version__
from fairshare.cli import app as module
from fairshare.cli import main
from fairshare.cli.app import COMMANDS, app, run
from fairshare.cli.next_steps import STEPS
from fairshare.cli.output import chosen, emit, given_choices, percent, table
from fairshare.faults import BadInputError
from fairshare.law.outcome import RefusedError


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[BaseException]]:
    """A command that raises what is put into the list."""
    what: list[BaseException] = []

    @click.command()
    def command() -> None:
        raise what[0]

    monkeypatch.setattr(module, "failing_command", command, raising=False)
    monkeypatch.setitem(COMMANDS, "fail", ("fairshare.cli.app:failing_command", "Fails."))
    yield what


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([name, "--help"]) == 0
    text = capsys.readouterr().out
    assert max(map(len, text.split("\n"))) <= 100
    assert name == "next" or "fairshare " + name in text.split("Options", 1)[-1] or "Try:" in text or "Example:" in text


def test_the_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    text = capsys.readouterr().out
    for name, (_, line) in COMMANDS.items():
        assert f"{name} " in text
        assert line.split(".")[0][:40] in text
    assert "Exit codes: 0 done, 2 bad input, 1 anything else." in text
    assert app.list_commands(click.Context(app)) == list(COMMANDS)


def test_without_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    assert "Usage: fairshare" in "".join(capsys.readouterr())


def test_version(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"fairshare {__version__}\n"
    monkeypatch.setattr(sys, "argv", ["fairshare", "--version"])
    main()
    assert capsys.readouterr().out == f"fairshare {__version__}\n"


def test_main_exits_with_the_code(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["fairshare", "pool", "1999"])
    with pytest.raises(SystemExit) as leaving:
        main()
    assert leaving.value.code == 2
    assert capsys.readouterr().err.startswith("argument:1: YEAR: no cycle of 1999")


def test_unknown_commands_and_options_are_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["asylum"]) == 2
    assert "No such command 'asylum'" in capsys.readouterr().err
    assert run(["--colour"]) == 2
    assert "No such option" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (BadInputError([]), 2, ""),
        (RefusedError("AMMR 57(1)", "no act"), 2, "refused: no act (AMMR 57(1))\n"),
        (click.Abort(), 1, "stopped\n"),
        (KeyboardInterrupt(), 1, "stopped\n"),
        (click.ClickException("no"), 1, "no\n"),
        (click.UsageError("no"), 2, "argument:1: usage: no; try `fairshare fail --help`\n"),
        (ZeroDivisionError("oops"), 1, "fairshare failed: ZeroDivisionError('oops') (FAIRSHARE_DEBUG=1 shows"),
    ],
)
def test_exit_codes(
    failing: list[BaseException], capsys: pytest.CaptureFixture[str], error: BaseException, code: int, said: str
) -> None:
    failing.append(error)
    assert run(["fail"]) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err
    assert "Traceback" not in captured.err


def test_the_traceback_is_shown_to_who_asks(failing: list[BaseException], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAIRSHARE_DEBUG", "1")
    failing.append(ZeroDivisionError("oops"))
    with pytest.raises(ZeroDivisionError):
        run(["fail"])


def test_a_reader_that_goes_away_is_no_failure() -> None:
    code = "import sys; from fairshare.cli.app import run; sys.exit(run(['pool', '2026', '--json']))"
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout and process.stderr
    process.stdout.read(10)
    process.stdout.close()
    error = process.stderr.read()
    process.stderr.close()
    assert (process.wait(), error) == (0, b"")


def test_help_imports_no_command() -> None:
    code = "import sys; from fairshare.cli.app import run; run(['--help']); " + (
        "sys.exit(any(name in sys.modules for name in ('fairshare.cli.pool', 'polars', 'rich', 'yaml', 'pydantic')))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


# --- what to try next --------------------------------------------------------------------------------


def test_next(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["next"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("Next, try:\n")
    assert max(map(len, text.split("\n"))) <= 100
    assert text.count("\n") == 1 + len(STEPS)


@pytest.mark.parametrize("command", [command for command, _ in STEPS])
def test_every_next_step_works(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(command.removeprefix("fairshare ").split()) == 0
    assert capsys.readouterr().out


# --- how commands print ------------------------------------------------------------------------------


def test_json_is_strict(capsys: pytest.CaptureFixture[str]) -> None:
    emit({"Ελλάδα": ["0.1", None, 1]})
    text = capsys.readouterr().out
    assert json.loads(text) == {"Ελλάδα": ["0.1", None, 1]}
    assert "Ελλάδα" in text
    for value in (float("nan"), float("inf")):
        with pytest.raises(ValueError, match="not JSON compliant"):
            emit({"value": value})


def test_tables_fit_the_page_and_keep_every_word(capsys: pytest.CaptureFixture[str]) -> None:
    table("Title [bold]", {"name": "left", "number": "right"}, [["[red]x[/red]", 5], ["word " * 60, None]], ["a note"])
    lines = capsys.readouterr().out.split("\n")
    assert lines[0] == "Title [bold]"
    assert max(map(len, lines)) <= 100
    assert sum(line.count("word") for line in lines) == 60
    assert any("[red]x[/red]" in line and line.endswith("5") for line in lines)
    assert lines[-2] == "a note"


def test_per_cent() -> None:
    assert percent(Fraction(21689, 100_000)) == "21.69 %"
    assert percent(0.5, 0) == "50 %"


def test_choices_given_and_chosen() -> None:
    assert given_choices(["ROUNDING=ceil", " ROUNDING = floor "], None) == {"ROUNDING": "floor"}
    assert given_choices([], None) == {}
    assert chosen(["ROUNDING=floor"], None)["ROUNDING"] == "floor"
    assert chosen([], None)["ROUNDING"] == "ceil"
    with pytest.raises(BadInputError, match="'ROUNDING' has no '='"):
        given_choices(["ROUNDING"], None)


@pytest.mark.parametrize("name", ["assess", "data", "forecast"])
def test_a_group_without_a_command_says_what_there_is(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([name]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"Usage: fairshare {name}")
    assert "Commands:" in captured.err
