"""What `deploy/` and the how-to name exists in the program: commands, options, settings, ports, folders."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
from django.core.management import get_commands
from django.urls import resolve

from fairshare.cli.app import app

HOME = Path(__file__).resolve().parents[3]
DEPLOY = HOME / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
CONTAINER = (DEPLOY / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
TEXTS = [*UNITS, DEPLOY / "Containerfile", DEPLOY / "README.md", HOME / "docs/how-to/run-the-workbench.md"]
BIN = "/opt/fairshare/bin/"
PORT = "8000"


def lines(unit: Path) -> list[tuple[str, str]]:
    """The settings of a unit, in order; some stand twice."""
    rows = unit.read_text(encoding="utf-8").splitlines()
    return [(row.partition("=")[0], row.partition("=")[2]) for row in rows if "=" in row and not row.startswith("#")]


def of(unit: Path, name: str) -> list[str]:
    return [value for key, value in lines(unit) if key.startswith(name)]


def settings_read() -> set[str]:
    """Every variable of the environment that the program asks for by name."""
    code = "".join(path.read_text(encoding="utf-8") for room in ("workbench", "cli")
                   for path in (HOME / "src/fairshare" / room).rglob("*.py"))  # fmt: skip
    return set(re.findall(r'"((?:FAIRSHARE|DATABASE|PROMETHEUS)_[A-Z_]+)"', code))


def parsed(words: list[str]) -> dict[str, object]:
    """What a command line of `fairshare` asks for; unknown options and values out of range are refused here."""
    command = app.get_command(click.Context(app), words[0])
    assert command is not None, words[0]
    return command.make_context(words[0], words[1:]).params


def commands() -> list[list[str]]:
    """Every command that a unit or the container runs, as words after its folder."""
    found = [value.removeprefix(BIN) for unit in UNITS for value in of(unit, "Exec")]
    found += re.findall(rf"{BIN}(python -m .+?)(?= &&|\n|$)", CONTAINER)
    words = [shlex.split(line) for line in found]
    return [*words, *(re.findall(r'"([^"]+)"', line) for line in re.findall(r"^CMD (.+)$", CONTAINER, re.M))]


def test_there_is_something_to_look_at() -> None:
    assert ([unit.name for unit in UNITS], len(commands())) == (["fairshare-worker.service", "fairshare.service"], 6)


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_is_one_of_the_program(words: list[str]) -> None:
    if words[0] == "fairshare":
        assert parsed(words[1:])
        return
    assert words[:2] == ["python", "-m"]
    if words[2] == "django":
        assert words[3] in get_commands()
        assert words[-2:] == ["--settings", "fairshare.workbench.settings"]
    else:
        subprocess.run([sys.executable, "-m", *words[2:], "--help"], check=True, capture_output=True)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_every_setting_is_one_that_the_program_reads(path: Path) -> None:
    named = set(re.findall(r"\b(?:FAIRSHARE|DATABASE|PROMETHEUS)_[A-Z_]+", path.read_text(encoding="utf-8")))
    assert named
    assert named - settings_read() == set()


def test_all_speak_of_one_port() -> None:
    found = {path.name: set(re.findall(r"(?:127\.0\.0\.1:|--port\W+|EXPOSE |\bport )(\d{4})", path.read_text("utf-8")))
             for path in TEXTS}  # fmt: skip
    assert found.pop("run-the-workbench.md") == {PORT, "8001"}  # the second is of the example of a port in use
    assert found.pop("fairshare-worker.service") == set()
    assert set(map(frozenset, found.values())) == {frozenset({PORT})}
    assert parsed(["serve"])["port"] == int(PORT)


def test_the_container_is_asked_at_an_address_that_answers() -> None:
    (path,) = re.findall(rf"http://127\.0\.0\.1:{PORT}(/\w+)", CONTAINER)
    assert resolve(path).url_name == "healthz"


def test_what_the_container_copies_exists_and_what_builds_it_is_locked() -> None:
    copied = " ".join(re.findall(r"^COPY (?!--from)(.+)$", CONTAINER, re.M)).split()
    assert {name for name in copied if not name.startswith(".")} >= {"src", "requirements.lock", "pyproject.toml"}
    assert [name for name in copied if not (HOME / name).exists()] == []
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["readme"] in copied
    lock = (HOME / "requirements.lock").read_text(encoding="utf-8")
    backends = [re.split(r"[<=>~\[]", name)[0] for name in project["build-system"]["requires"]]
    assert [name for name in backends if not re.search(rf"^{re.escape(name)}==", lock, re.M)] == []


def test_its_data_lie_on_its_volume_and_belong_to_its_account() -> None:
    (home,) = re.findall(r"FAIRSHARE_HOME=(/var\S+)", CONTAINER)
    (volume,) = re.findall(r"^VOLUME (.+)$", CONTAINER, re.M)
    (account,) = re.findall(r"^USER (\d+):\d+$", CONTAINER, re.M)
    assert home == volume
    assert f"--uid {account} --home-dir {home} --create-home" in CONTAINER
    assert len(set(re.findall(r"FAIRSHARE_STATIC=(\S+)", CONTAINER))) == 1


def test_both_units_are_shut_in_alike() -> None:
    """What follows the empty line in the middle of a unit is its sandbox; only how much memory it may use differs."""
    sandboxes = [unit.read_text(encoding="utf-8").partition("\nUMask=")[2] for unit in UNITS]
    assert "ProtectSystem=strict" in sandboxes[0]
    assert len({re.sub(r"MemoryMax=\w+", "", text) for text in sandboxes}) == 1
    assert [of(unit, "Environment=") for unit in UNITS[:1]] == [of(unit, "Environment=") for unit in UNITS[1:]]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_reads_the_units_without_a_word(tmp_path: Path) -> None:
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace(BIN, f"{Path(sys.executable).parent}/")
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", *map(str, tmp_path.iterdir())], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
