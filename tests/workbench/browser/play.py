"""Plays a cycle in windows of a browser: each person in a window of their own, every step through the pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from playwright.sync_api import Locator, Page, expect

from fairshare.workbench.actions.models import Motion

from .conftest import Open
from .scenes import YEAR, short
from .windows import Window

PUBLIC = "public"


class Windows:
    """Plays through the pages: forms are filled in and sent, and a second person confirms what binds."""

    def __init__(self, open_window: Open) -> None:
        self._open = open_window
        self._windows: dict[str, Window] = {}
        self._count = 0

    def of(self, who: str, function: str = "delegate") -> Window:
        """The window of a person of a state, body or office, or of the public."""
        name = "" if who == PUBLIC else short(who, function)
        if name not in self._windows:
            self._windows[name] = self._open(name)
        return self._windows[name]

    def pictures(self, name: str, **paths: str) -> None:
        """Keep a picture of a page for each person, ``who=path``, numbered in the order of the play."""
        for who, path in paths.items():
            self._count += 1
            window = self.of(who.upper() if len(who) == 2 or who == "euaa" else who)
            window.open(path)
            window.picture(f"{self._count:02}-{name}-{who}")

    def leave(self) -> None:
        """Close the windows of everybody."""
        for window in self._windows.values():
            window.page.context.close()
        self._windows.clear()

    def on(self, day: str) -> None:
        """The day comes: somebody sets it on the page, as one may in a demonstration."""
        page = self.of(PUBLIC).open("/method/")
        page.get_by_label("It is").fill(day)
        page.get_by_role("button", name="Set the day").click()
        expect(page.get_by_label("It is")).to_have_value(day)

    def do(self, who: str, action: str, **data: Any) -> None:
        """Fill in the form of an action and send it; a second person confirms where it binds."""
        page = self.of(who).open(f"/cycles/{YEAR}/do/{action}/")
        for name, value in data.items():
            fill(page, name, value)
        page.locator("main form.stack .actions button").first.click()
        if told(page) == "warning":
            motion = Motion.objects.order_by("made").last()
            assert motion is not None
            self._confirm(motion)

    def _confirm(self, motion: Motion) -> None:
        page = self.of(motion.to_state or motion.to_body or motion.to_capacity, "head").open("/motions/")
        page.locator(f'form[action$="/motions/{motion.pk}/confirm/"] button').click()
        assert told(page) == "success"


def told(page: Page) -> str:
    """The kind of the page's message on what was done; what it says where that was refused."""
    answer = page.locator("main").locator(".message, .refusal, .error").first
    expect(answer).to_be_visible()
    kind = (answer.get_attribute("class") or "").removeprefix("message ")
    return kind if kind in {"success", "warning"} else answer.inner_text()


def fill(page: Page, name: str, value: Any) -> None:
    """Fill in one field, by its kind."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            fill(page, f"{name}.{key}", part)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for one in value:
            page.locator(f'[name="{name}"][value="{one}"]').check()
    else:
        _fill(page.locator(f'[name="{name}"]'), value)


def _fill(field: Locator, value: Any) -> None:
    kind = field.evaluate("(one) => one.type")
    if kind == "select-one":
        field.select_option(str(value))
    elif kind == "checkbox":
        field.set_checked(bool(value))
    else:
        field.fill(str(value))
