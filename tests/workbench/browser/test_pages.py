"""Pages for everybody: narrow and enlarged, by keyboard, without JavaScript, on paper, and when a form is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from fairshare.ledger.notation import parse
from fairshare.workbench.actions.perform import perform

from . import scenes
from .conftest import Open
from .play import Windows
from .scenes import YEAR
from .test_axe import ROLES, paths
from .windows import Window

pytestmark = pytest.mark.slow

MAIN = ["", "states/", f"pool/{YEAR}/IT/", "desk/", f"cycles/{YEAR}/forum/", f"cycles/{YEAR}/record/", "motions/"]
MAIN += ["method/", "data/", "account/", f"cycles/{YEAR}/do/pledge.make/", f"cycles/{YEAR}/do/deduction.request/"]


@pytest.fixture
def germany(held: Callable[[str], None], open_window: Open) -> Callable[..., Window]:
    """``germany(width=320)``: a window of Germany's head of delegation in the pool year."""
    held("middle")
    return lambda **options: open_window("de-head", **options)


def wider(page: Page) -> int:
    """By how much a page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("role", ["public", "contributor", "commission"])
def test_no_page_scrolls_sideways_where_it_is_narrow(role: str, held: Callable[[str], None], open_window: Open) -> None:
    held("middle")
    window = open_window(ROLES[role], width=320)
    window.refused |= {403, 404, 410}
    found = {path: wider(window.open(f"/{path}")) for path in paths("middle", window.user)}
    assert {path: by for path, by in found.items() if by > 0} == {}


def test_text_of_twice_the_size_fits(germany: Callable[..., Window]) -> None:
    window, found = germany(), {}
    for path in MAIN:
        page = window.open(f"/{path}")
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        found[path] = wider(page)
    window.picture("twice-the-size")
    assert {path: by for path, by in found.items() if by > 0} == {}


def test_every_link_leads_somewhere(germany: Callable[..., Window]) -> None:
    window = germany()
    found: set[str] = set()
    for path in (*MAIN, *(f"cycles/{YEAR}/{page}/" for page in ("package", "act", "year", "contributions"))):
        links = (
            window.open(f"/{path}")
            .locator("a[href]")
            .evaluate_all("(all) => all.map((one) => new URL(one.getAttribute('href'), location).href)")
        )
        found |= {urlsplit(link).path for link in links}
    assert len(found) > 30
    answers = {path: window.page.request.get(window.address + path) for path in sorted(found)}
    assert {path: answer.status for path, answer in answers.items() if not answer.ok} == {}
    assert [path for path in found if path.startswith("/api/") and path != "/api/docs"] == []


FOCUS = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  const seen = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 20));
  return {
    name: (one.ariaLabel || one.innerText || one.name || one.id).trim().slice(0, 60),
    outlined: getComputedStyle(one).outlineStyle !== 'none' && parseFloat(getComputedStyle(one).outlineWidth) >= 2,
    seen: seen !== null && (one.contains(seen) || seen.contains(one)),
    end: one === document.body,
  };
}"""


def by_tab(page: Page, most: int = 120) -> list[str]:
    """What the tab key reaches, in order; each must be outlined, on the screen and not covered."""
    reached: list[str] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUS)
        if at["end"] or (reached and at["name"] == reached[0]):
            break
        assert (at["outlined"], at["seen"]) == (True, True), at["name"]
        reached.append(at["name"])
    return reached


def test_the_desk_by_keyboard(germany: Callable[..., Window]) -> None:
    page = germany().open("/desk/")
    reached = by_tab(page)
    assert reached[:2] == ["Skip to content", "Fairshare"]
    for name in ("Desk", "Cycle", "To confirm", "Français", "Sign out", "Set the day", "All stages"):
        assert name in reached
    assert any(name.startswith("Do it") for name in reached)


def test_the_skip_link_leads_past_the_navigation(germany: Callable[..., Window]) -> None:
    page = germany().open("/desk/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_a_form_is_filled_in_and_sent_by_keyboard(germany: Callable[..., Window]) -> None:
    page = germany().open(f"/cycles/{YEAR}/do/preferences.state/")
    page.get_by_label("Text").focus()
    page.keyboard.type("Families first.")
    for _ in range(9):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "BUTTON":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("is on the record")


def test_what_is_wrong_in_a_form_is_told_and_can_be_reached(germany: Callable[..., Window]) -> None:
    window = germany()
    window.refused.add(422)
    page = window.open(f"/cycles/{YEAR}/do/contribution.deliver/")
    page.get_by_label("Amount").fill("many")
    page.get_by_role("button", name="Put on the record").click()
    told = page.get_by_role("alert")
    expect(told).to_be_focused()
    expect(told).to_contain_text("Amount")
    assert page.title().startswith("Not done")
    amount = page.get_by_label("Amount")
    expect(amount).to_have_value("many")
    expect(amount).to_have_attribute("aria-invalid", "true")
    described = (amount.get_attribute("aria-describedby") or "").split()
    assert "Please give a number" in page.locator(f"#{described[-1]}").inner_text()
    told.get_by_role("link", name="Amount").click()
    page.keyboard.press("Tab")
    expect(amount).to_be_focused()
    assert window.axe() == []
    window.picture("form-wrong")


def test_what_the_law_refuses_is_told_with_its_article(germany: Callable[..., Window]) -> None:
    window = germany()
    window.refused.add(422)
    page = window.open(f"/cycles/{YEAR}/do/relocation.accept/")
    page.get_by_label("Towards which state").select_option("IT")
    page.get_by_label("Persons").fill("100000")
    page.get_by_role("button", name="Put on the record").click()
    told = page.get_by_role("alert")
    expect(told).to_contain_text("The law does not allow this now.")
    expect(told).to_contain_text("AMMR 60(3)")
    expect(page.get_by_label("Persons")).to_have_value("100000")
    window.picture("refused-by-law")


def test_a_pledge_that_waits_is_told_to_the_cleared_only(held: Callable[[str], None], open_window: Open) -> None:
    held("early")
    hands = scenes.Hands()
    scenes.package(hands)
    hands.on("2026-10-27")
    hands.do("presidency", "forum.hold")
    perform("pledge.make", scenes.user("DE", "delegate"), YEAR, {"measure": "relocation", "amount": 4_000}, "waits")
    for who, told in (("de-head", 1), ("de-caseworker", 0)):
        page = open_window(who).page
        expect(page.locator("main").get_by_text("Germany, delegate")).to_have_count(told)
        expect(page.locator(".band nav .tag")).to_have_count(told)
        page.get_by_role("link", name="To confirm").click()
        expect(page.locator("main").get_by_text("4,000")).to_have_count(told)


def test_a_state_pledges_beside_its_fair_share(
    germany: Callable[..., Window], cycle_files: dict[str, tuple[str, str]]
) -> None:
    window = germany()
    window.open(f"/cycles/{YEAR}/do/pledge.make/")
    fair = parse(cycle_files["middle"][1], "the middle").book().fair["DE"]
    assert window.cell("pledges-made", "Germany", "Fair share in units") == f"{fair.units:,}"
    assert window.page.locator("#table-pledges-made tbody tr").count() == 1
    window.picture("pledge")


def test_an_action_without_javascript(held: Callable[[str], None], open_window: Open) -> None:
    held("early")
    play = Windows(lambda who="", **options: open_window(who, java_script_enabled=False, **options))
    play.on("2026-10-15")
    play.do("commission", "determination.adopt", labels={"IT": ["pressure"], "EL": ["pressure", "at_risk"]})
    play.do("commission", "credit.grant", state="LU", units=5, until="2031-06-30")
    window = play.of("commission")
    window.open(f"/cycles/{YEAR}/package/")
    assert "pressure" in window.cell("findings", "Greece", "Finding")
    window.page.get_by_label("Filter rows").first.fill("Italy")
    window.page.get_by_role("button", name="Filter").first.click()
    expect(window.page).to_have_url(re.compile("-q=Italy"))


@pytest.mark.parametrize("path", ["", f"pool/{YEAR}/IT/"], ids=["pool", "state"])
def test_on_paper_the_figures_stand_without_the_controls(germany: Callable[..., Window], path: str) -> None:
    window = germany()
    page = window.open(f"/{path}")
    page.emulate_media(media="print")
    for gone in (".band nav", ".notice-bar", ".table-bar", "main form", ".tabs"):
        expect(page.locator(gone).locator("visible=true")).to_have_count(0)
    for table in page.locator("main table").all():
        expect(table).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") in {
        "rgba(0, 0, 0, 0)",
        "rgb(255, 255, 255)",
    }
    window.picture(f"print-{'state' if path else 'pool'}")
    assert wider(page) <= 0
