"""The map and the charts in a real browser under the Workbench's policy, in light and dark, wide and narrow."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from ..browser.windows import AXE, RULES, needs


def opened(chromium: Browser, address: str, scheme: str = "light", width: int = 1200, script: bool = True) -> Page:
    """The page, which fails the test if the browser complains about anything on it."""
    context = chromium.new_context(
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 900},
        java_script_enabled=script,
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    assert complaints == []
    return page


@pytest.mark.parametrize("width", [1200, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(chromium: Browser, address: str, scheme: str, width: int) -> None:
    needs(AXE, "axe-core is not installed: see tests/workbench/browser")
    page = opened(chromium, address, scheme, width)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    found = page.evaluate("(tags) => axe.run({runOnly: tags})", RULES)
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found["violations"]] == []


def test_a_narrow_page_does_not_scroll_sideways(chromium: Browser, address: str) -> None:
    page = opened(chromium, address, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_small_states_are_large_enough_to_hit(chromium: Browser, address: str) -> None:
    page = opened(chromium, address, width=320)
    for state in ("Malta", "Luxembourg", "Cyprus"):
        box = page.locator(f'#shares [aria-label^="{state}"]').bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24, state


def test_the_words_follow_focus_and_pointer_and_escape_closes_them(chromium: Browser, address: str) -> None:
    page = opened(chromium, address)
    tip = page.locator(".tip")
    page.locator('#shares [aria-label^="Germany"]').focus()
    expect(tip).to_have_text("Germany (DE): 21.7%")
    page.keyboard.press("Tab")
    expect(tip).to_have_text("Greece (EL): 2.0%")
    page.keyboard.press("Escape")
    expect(tip).to_have_count(0)
    page.locator('#shares [aria-label^="Malta"]').hover()
    expect(tip).to_have_text("Malta (MT): unknown")
    page.mouse.move(2, 2)
    expect(tip).to_have_count(0)


def test_without_javascript_every_state_can_still_be_reached(chromium: Browser, address: str) -> None:
    page = opened(chromium, address, script=False)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Past the map, to its table")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("aria-label", "Austria (AT): 3.0%")
    assert page.locator("#shares [data-words] > title").count() == 26


def test_dark_is_dark(chromium: Browser, address: str) -> None:
    fills = {}
    for scheme in ("light", "dark"):
        page = opened(chromium, address, scheme)
        fills[scheme] = page.evaluate("getComputedStyle(document.querySelector('#shares .sea')).fill")
    assert fills["light"] != fills["dark"]


def test_the_table_is_printed_though_it_is_closed(chromium: Browser, address: str) -> None:
    page = opened(chromium, address)
    cell = page.locator("#shares-table tbody th").first
    expect(cell).to_be_hidden()
    page.emulate_media(media="print")
    expect(cell).to_be_visible()


@pytest.mark.parametrize("width", [1200, 320])
def test_bars_stand_under_their_axis(chromium: Browser, address: str, width: int) -> None:
    page = opened(chromium, address, width=width)
    axis = page.locator("#pledges .axis svg").bounding_box()
    bars = [bar.bounding_box() for bar in page.locator("#pledges .bars svg").all()]
    assert axis is not None
    assert {(bar["x"], bar["width"]) for bar in bars if bar} == {(axis["x"], axis["width"])}
