"""The pages on the Workbench are true: settings, commands and what they print."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

import pytest

from fairshare.cli.app import run
from fairshare.workbench.people.commands import demo_people
from fairshare.workbench.record.seed import seed, shipped

HOME = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(HOME / "docs"))

import examples  # noqa: E402  (docs is a folder of scripts, not a package)
import workbench_pages  # noqa: E402

PAGES = [HOME / "docs" / "how-to" / f"{name}-the-workbench.md" for name in ("run", "use")]
SHOWN = [
    (command.split(), printed)
    for page in PAGES
    for block in examples.blocks(page.read_text(encoding="utf-8"))
    if block.language == "text"
    for command, printed in re.findall(r"^\$ fairshare (.+)\n((?:(?!\$ ).+\n)+)", block.body, re.M)
    if command.split()[0] in {"ledger", "act"}
]


def loose(text: str) -> str:
    """What differs from one record to the next, and how a line is broken, left out."""
    return " ".join(re.sub(r"\b[0-9a-f]{12}\b", "DIGEST", text).split())


@pytest.mark.django_db
@pytest.mark.parametrize(("words", "printed"), SHOWN, ids=lambda value: value[0] if isinstance(value, list) else "")
def test_a_command_prints_what_the_page_shows(
    words: list[str], printed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    seed(shipped(2026))
    demo_people()
    run(words)
    told = capsys.readouterr()
    assert loose(told.out + told.err) == loose(printed)


def test_the_pages_show_commands() -> None:
    assert {words[0] for words, _ in SHOWN} == {"ledger", "act"}


def test_every_setting_of_the_environment_is_on_the_page() -> None:
    read = set()
    for name in ("environment.py", "settings.py", "ops/metrics.py"):
        text = (HOME / "src" / "fairshare" / "workbench" / name).read_text(encoding="utf-8")
        read |= set(re.findall(r'"((?:FAIRSHARE|DATABASE|PROMETHEUS)_[A-Z_]+)"', text))
    assert read == {name for name, _, _ in workbench_pages.ENVIRONMENT}


@pytest.mark.django_db
def test_the_first_head_is_made_as_the_page_says(capsys: pytest.CaptureFixture[str]) -> None:
    text = PAGES[0].read_text(encoding="utf-8")
    call = re.search(r"^\$ fairshare (people head .+)$", text, re.M)
    assert call and run(shlex.split(call[1])) == 0
    assert "/account/link/" in capsys.readouterr().out
