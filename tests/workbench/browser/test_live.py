"""While a pledge is typed, its distance to the fair share is shown; without JavaScript a button shows it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from fairshare.workbench.actions.models import Motion

from . import scenes
from .conftest import Open
from .scenes import YEAR

pytestmark = pytest.mark.slow


@pytest.fixture
def pledging(held: Callable[[str], None]) -> None:
    """The Forum is held; Germany has pledged 4,000 of 6,500 units."""
    held("early")
    hands = scenes.Hands()
    scenes.package(hands)
    hands.on("2026-10-27")
    hands.do("presidency", "forum.hold")
    hands.do("DE", "pledge.make", measure="relocation", amount=4_000)


def fill(page: Page, measure: str, amount: str) -> None:
    """Type a pledge."""
    page.get_by_label("Type of contribution").select_option(measure)
    page.get_by_label("Amount").press_sequentially(amount)


@pytest.mark.usefixtures("pledging")
def test_the_distance_follows_what_is_typed(open_window: Open) -> None:
    window = open_window("de-head")
    page = window.open(f"/cycles/{YEAR}/do/pledge.make/")
    shown = page.locator("#live")
    expect(shown).to_contain_text("2,500 units short")
    fill(page, "financial", "20000000")
    expect(shown).to_contain_text("1,500 units short")
    expect(page.get_by_label("Amount")).to_be_focused()
    page.get_by_label("Amount").fill("plenty")
    expect(shown).to_contain_text("Please give a number")
    assert page.url.endswith("/pledge.make/")  # no address tells of a pledge
    assert window.axe() == []


@pytest.mark.usefixtures("pledging")
def test_a_button_shows_it_without_javascript_and_nothing_is_proposed(open_window: Open) -> None:
    window = open_window("de-head", java_script_enabled=False)
    page = window.open(f"/cycles/{YEAR}/do/pledge.make/")
    fill(page, "relocation", "6500")
    page.get_by_role("button", name="Show the distance").click()
    expect(page.locator("#live")).to_contain_text("Fair share reached")
    expect(page.get_by_label("Amount")).to_have_value("6500")
    assert page.url.endswith("/pledge.make/")
    assert Motion.objects.filter(status=Motion.WAITING).count() == 0
    page.get_by_role("button", name="Propose").click()
    expect(page.get_by_role("status").first).to_contain_text("waits for a second person")
