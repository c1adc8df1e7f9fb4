"""The examples in the pages of this folder: what is in them, how they run, and how they are written anew.

Three kinds of block run, in the order of the page, in a folder of their own:

- a fenced block with ``title="NAME"`` becomes the file NAME;
- a ``console`` block holds commands (``$ fairshare …``, ``$ cat FILE``, ``$ echo $?``) and what they print; a line
  ``...`` stands for any lines;
- a ``python`` block with ``>>>`` runs as a session, one without it as code that must not fail.
"""

from __future__ import annotations

import doctest
import io
import os
import re
import shlex
import shutil
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

DOCS: Final = Path(__file__).resolve().parent
ANNEXES: Final = DOCS.parent / "tests" / "data" / "annex"
_FENCE: Final = re.compile(
    r"^(?P<indent> *)```(?P<language>[\w-]+)?(?P<info>[^\n`]*)\n(?P<body>.*?)^(?P=indent)```", re.M | re.S
)
_TITLE: Final = re.compile(r'title="([^"]+)"')


@dataclass(frozen=True)
class Block:
    """One fenced block: its language, the file that it becomes (or ""), its text, and where it stands."""

    language: str
    title: str
    body: str
    line: int
    span: tuple[int, int]


def pages() -> list[Path]:
    """Every page of the documentation, and the README."""
    return [DOCS.parent / "README.md", *sorted(DOCS.rglob("*.md"))]


def blocks(text: str) -> list[Block]:
    """The fenced blocks of a page."""
    found = []
    for match in _FENCE.finditer(text):
        title = _TITLE.search(match["info"])
        line = text.count("\n", 0, match.start()) + 1
        body = match["body"]
        found.append(Block(match["language"] or "", title[1] if title else "", body, line, match.span("body")))
    return found


@dataclass
class Session:
    """What a page has so far: the exit code of the last command, and the names of its Python."""

    code: int
    names: dict[str, Any]

    def console(self, body: str) -> Iterator[tuple[str, str, str]]:
        """Each command of a console block with what the page shows and what it prints in fact."""
        for part in re.split(r"^(?=\$ )", body, flags=re.M):
            if part.strip():
                command, shown = _command(part)
                yield command, shown, self._printed(command)

    def _printed(self, command: str) -> str:
        words = shlex.split(command)
        if words == ["echo", "$?"]:
            return f"{self.code}\n"
        if words[0] == "cat":
            return "".join(Path(name).read_text(encoding="utf-8") for name in words[1:])
        if words[0] != "fairshare":
            raise ValueError(f"a page may run fairshare, cat and echo $?, not {words[0]}")
        from fairshare.cli.app import run

        printed = io.StringIO()
        with redirect_stdout(printed), redirect_stderr(printed):
            self.code = run(words[1:])
        return "\n".join(line.rstrip() for line in printed.getvalue().splitlines()) + "\n"

    def python(self, body: str, name: str, line: int) -> str:
        """Run a Python block; what a session printed otherwise than the page shows, or ""."""
        if ">>>" not in body:
            exec(compile(body, name, "exec"), self.names)
            return ""
        report = io.StringIO()
        test = doctest.DocTestParser().get_doctest(body, self.names, name, name, line)
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE, verbose=False)
        runner.run(test, out=report.write, clear_globs=False)
        self.names.update(test.globs)
        return report.getvalue()


def _command(part: str) -> tuple[str, str]:
    """The command (over several lines with a backslash) and what stands below it."""
    lines = part.splitlines(keepends=True)
    count = 1
    while lines[count - 1].rstrip("\n").endswith("\\"):
        count += 1
    command = "".join(line.rstrip("\n").removesuffix("\\") for line in lines[:count])
    return command.removeprefix("$ ").strip(), "".join(lines[count:])


def agrees(shown: str, printed: str) -> bool:
    """Whether a page shows what was printed; a line ``...`` stands for any lines, or none."""
    chunks: list[list[str]] = [[]]
    for line in shown.strip("\n").split("\n"):
        if line.strip() == "...":
            chunks.append([])
        else:
            chunks[-1].append(line.rstrip())
    left = printed.strip("\n").split("\n")
    if len(chunks) == 1:
        return chunks[0] == left
    first, *middle, last = chunks
    if left[: len(first)] != first:
        return False
    left = left[len(first) :]
    for chunk in middle:
        place = next((i for i in range(len(left) + 1) if left[i : i + len(chunk)] == chunk), None)
        if place is None:
            return False
        left = left[place + len(chunk) :]
    return not last or (left[len(left) - len(last) :] == last and len(left) >= len(last))


@contextmanager
def workplace() -> Iterator[Path]:
    """A folder of its own, with the annexes of the tests in the place where pages name them, and no snapshots."""
    home = os.environ.get("FAIRSHARE_HOME")
    with TemporaryDirectory() as name, chdir(name):
        shutil.copytree(ANNEXES, Path(name) / "tests" / "data" / "annex")
        os.environ["FAIRSHARE_HOME"] = str(Path(name) / "snapshots")
        try:
            yield Path(name)
        finally:
            os.environ.pop("FAIRSHARE_HOME")
            if home is not None:
                os.environ["FAIRSHARE_HOME"] = home


def failures(page: Path) -> list[str]:
    """Run the examples of a page; what each one that fails shows and prints."""
    found = []
    session = Session(0, {})
    with workplace():
        for block in blocks(page.read_text(encoding="utf-8")):
            place = f"{page.relative_to(DOCS.parent)}:{block.line}"
            if block.title:
                Path(block.title).write_text(block.body, encoding="utf-8")
            elif block.language == "console":
                for command, shown, printed in session.console(block.body):
                    if not agrees(shown, printed):
                        found.append(f"{place}: $ {command}\n--- the page shows\n{shown}--- printed\n{printed}")
            elif block.language == "python":
                report = session.python(block.body, place, block.line)
                found += [f"{place}:\n{report}"] if report else []
    return found


def renew(page: Path) -> bool:
    """Write what the commands of a page print into it, keeping ``...``; whether that changed the page.

    A block keeps as many lines before and after its ``...`` as it had."""
    text = page.read_text(encoding="utf-8")
    session, pieces, end = Session(0, {}), [], 0
    with workplace():
        for block in blocks(text):
            if block.title:
                Path(block.title).write_text(block.body, encoding="utf-8")
            elif block.language == "console":
                pieces += [text[end : block.span[0]], _renewed(session, block.body)]
                end = block.span[1]
    new = "".join([*pieces, text[end:]])
    page.write_text(new, encoding="utf-8")
    return new != text


def _renewed(session: Session, body: str) -> str:
    parts = [part for part in re.split(r"^(?=\$ )", body, flags=re.M) if part.strip()]
    done = []
    for part, (_, shown, printed) in zip(parts, list(session.console(body)), strict=True):
        command = part.removesuffix(shown)
        lines, got = shown.rstrip("\n").split("\n"), printed.strip("\n").split("\n")
        gaps = [number for number, line in enumerate(lines) if line.strip() == "..."]
        if agrees(shown, printed) or len(gaps) > 1:
            done.append(part)
        elif gaps:
            head, tail = gaps[0], len(lines) - gaps[0] - 1
            done.append(command + "\n".join([*got[:head], "...", *got[len(got) - tail :]]) + "\n")
        else:
            done.append(command + "\n".join(got).lstrip("\n") + "\n" * bool(printed.strip()))
    return "".join(done)
