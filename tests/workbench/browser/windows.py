"""A window of a real browser on the Workbench, which notes whatever the browser complains about."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

from fairshare.workbench.people.models import SignInLink, User

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
TOKENS = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PICTURES = Path(os.environ.get("FAIRSHARE_ARTEFACTS", "build/screenshots"))


def needs(path: Path, what: str) -> None:
    """Skip where something is not installed; in continuous integration that is a failure."""
    if not path.exists():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(what)


@dataclass
class Window:
    """One window. ``refused``: statuses of pages that the test expects to be refused with."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    refused: set[int] = field(default_factory=set)
    user: User | None = None

    def watch(self) -> Window:
        """Note errors of the console and of scripts, requests that fail, and requests to anywhere else."""
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self._note(f"script: {error}"))
        self.page.on("requestfailed", self._failed)
        self.page.on("request", self._asked)
        self.page.on("response", self._answered)
        return self

    def _note(self, text: str) -> None:
        self.complaints.append(f"{self.page.url.removeprefix(self.address)}: {text}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self._note(f"console: {message.text}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # what the browser itself gave up: a download, a page left
            self._note(f"failed: {request.url} {request.failure}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:")):
            self._note(f"elsewhere: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.refused:
            self._note(f"{response.status}: {response.url}")

    def open(self, path: str) -> Page:
        """The page at a path."""
        self.page.goto(self.address + path)
        return self.page

    def sign_in(self, user: User) -> Window:
        """Sign somebody in by a one-time link."""
        self.open(f"/account/link/{SignInLink.issue(user)}/")
        self.page.locator("main form button").click()
        self.page.wait_for_url("**/desk/")
        self.user = user
        return self

    def content(self) -> str:
        """What the page holds between its frame: all of it where it has no ``main``; without the tokens of its forms,
        which are others each time."""
        whole = "(document.querySelector('main') || document.documentElement).outerHTML"
        return TOKENS.sub("", str(self.page.evaluate(whole)))

    def picture(self, name: str, full: bool = True) -> None:
        """Keep a picture of the page."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{name}.png", full_page=full)

    def cell(self, table: str, row: str, column: str) -> str:
        """The text of a cell: in the table of a name, where a row has a cell ``row``, under a heading."""
        grid = self.page.locator(f"#table-{table}")
        headings = [text.strip() for text in grid.locator("thead th").all_inner_texts()]
        line = grid.locator("tbody tr").filter(has=self.page.locator("th, td").filter(has_text=row)).first
        return line.locator("th, td").nth(headings.index(column)).inner_text().strip()

    def axe(self, *rules: str) -> list[str]:
        """What axe finds wrong on the page (by ``rules`` if named), all that can be opened being open; a line each."""
        needs(AXE, "axe-core is not installed: run `npm ci` in tests/workbench/browser")
        self.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        if self.page.evaluate("typeof axe === 'undefined'"):
            self.page.evaluate(_axe())
        found = self.page.evaluate(
            "(only) => axe.run({runOnly: only, resultTypes: ['violations']})", list(rules) or RULES
        )
        return [f"{v['id']}: {node['html'][:300]}" for v in found["violations"] for node in v["nodes"][:2]]


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")


def windowed(browser: Browser, address: str, scheme: str = "light", width: int = 1280, **options: Any) -> Window:
    """A new window, in a profile of its own."""
    context = browser.new_context(
        color_scheme="dark" if scheme == "dark" else "light", viewport={"width": width, "height": 900},
        locale="en-GB", timezone_id="Europe/Brussels", **options,
    )  # fmt: skip
    return Window(context.new_page(), address).watch()
