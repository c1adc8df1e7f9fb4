"""A table in a real browser under the policy of the site: filter as one types, sort and download by key."""

from __future__ import annotations

import csv
import threading
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.test import override_settings
from django.urls import path
from playwright.sync_api import Browser, Page, expect

from fairshare.states import NAMES, PART_IV
from fairshare.workbench.tables import Column, Table
from fairshare.workbench.tables.downloads import requested

TABLE = Table(
    "pool",
    "A pool",
    (Column("state", "State", "state"), Column("share", "Share", "share")),
    tuple({"state": state, "share": Fraction(len(NAMES[state]), 100)} for state in sorted(PART_IV)),
)
TEMPLATE = """{% load django_htmx static tables %}<!doctype html><html lang="en"><head><title>Pool</title>
<meta name="htmx-config" content='{"includeIndicatorStyles": false, "historyCacheSize": 0}'>
<link rel="icon" href="data:,"><link rel="stylesheet" href="{% static 'tables.css' %}">{% htmx_script %}</head>
<body><main><h1>Pool</h1>{% data_table table %}</main></body></html>"""


def page_of_the_pool(request: HttpRequest) -> HttpResponse:
    page = Template(TEMPLATE).render(Context({"table": TABLE, "request": request}))
    return requested(request.GET, TABLE) or HttpResponse(page)


SETTLING = ".htmx-request, .htmx-added, .htmx-settling"  # until then a link is an ordinary one, and leaves the page
urlpatterns = [path("pool/", page_of_the_pool)]


class Quiet(WSGIRequestHandler):
    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    """A server that shows the page, with the site's policy of content and no database."""
    settings = {
        "ROOT_URLCONF": __name__,
        "MIDDLEWARE": ["csp.middleware.CSPMiddleware"],
        "ALLOWED_HOSTS": ["127.0.0.1"],
    }
    with (
        override_settings(**settings),
        make_server("127.0.0.1", 0, StaticFilesHandler(WSGIHandler()), handler_class=Quiet) as server,
    ):
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/pool/"
        server.shutdown()


@pytest.fixture
def browser_page(chromium: Browser) -> Iterator[Page]:
    with chromium.new_context() as context:
        yield context.new_page()


@pytest.mark.slow
def test_filter_sort_and_download_with_the_keyboard(address: str, browser_page: Page) -> None:
    page, complaints = browser_page, []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(26)

    page.evaluate("document.body.dataset.kept = 'yes'")
    page.get_by_label("Filter rows").press_sequentially("land")
    expect(rows).to_have_count(4)  # Finland, Ireland, Netherlands, Poland
    expect(page.get_by_label("Filter rows")).to_be_focused()
    expect(page.get_by_role("status")).to_have_text("4 of 26 rows")
    assert "pool-q=land" in page.url

    page.get_by_role("link", name="Share", exact=True).press("Enter")
    expect(page.get_by_role("columnheader", name="Share")).to_have_attribute("aria-sort", "ascending")
    expect(page.locator(SETTLING)).to_have_count(0)
    page.get_by_role("link", name="Share", exact=True).press("Enter")
    expect(page.get_by_role("columnheader", name="Share")).to_have_attribute("aria-sort", "descending")
    expect(page.get_by_role("rowheader").first).to_have_text("Netherlands NL")
    assert page.evaluate("document.body.dataset.kept") == "yes"  # the page was never left

    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download A pool: CSV").press("Enter")
    assert waiting.value.suggested_filename == "fairshare-pool.csv"
    with Path(waiting.value.path()).open(encoding="utf-8-sig", newline="") as file:
        assert [row[0] for row in csv.reader(file)] == ["state", "NL", "FI", "IE", "PL"]

    page.go_back()
    expect(page.get_by_role("columnheader", name="Share")).to_have_attribute("aria-sort", "ascending")
    assert not complaints


@pytest.mark.slow
def test_the_same_without_script(address: str, browser_page: Page) -> None:
    browser = browser_page.context.browser
    assert browser is not None
    page = browser.new_page(java_script_enabled=False)
    page.goto(address)
    page.get_by_label("Filter rows").fill("land")
    page.get_by_role("button", name="Filter").click()
    expect(page.locator("tbody tr")).to_have_count(4)
    page.get_by_role("link", name="State", exact=True).click()
    expect(page.get_by_role("rowheader").first).to_have_text("Finland FI")
    page.get_by_role("link", name="Show all rows").click()
    expect(page.locator("tbody tr")).to_have_count(26)
