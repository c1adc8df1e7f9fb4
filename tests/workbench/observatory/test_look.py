"""axe finds nothing on any kind of page in any language, in light and dark, and no page is wider than a phone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Browser

from ..browser.windows import windowed
from .conftest import LANGUAGES, Built

pytestmark = pytest.mark.slow

KINDS = (
    "index", "cycles", "cycle-2026", "cycle-relocation-2015", "cycle-malta-2009", "f-2026", "f-claims", "f-load-ratios",
    "states", "state-DE", "state-NO", "mechanisms", "mechanism-ammr", "claims", "method", "data", "embed",
    "embed-load-ratios-load-ratio",
)  # fmt: skip
PHONE = 360


@pytest.fixture(scope="module")
def served(site: Built) -> Iterator[str]:
    """The address of the site on a plain web server."""

    class Silent(SimpleHTTPRequestHandler):
        def log_message(self, *_told: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(site.folder)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(chromium: Browser, served: str, language: str) -> None:
    window = windowed(chromium, served)
    found = []
    for kind in KINDS:
        window.open(f"/{language}/{kind}.html")
        light = window.axe()
        window.page.emulate_media(color_scheme="dark")
        found += [f"{kind} {fault}" for fault in (*light, *window.axe("color-contrast"))]
        window.page.emulate_media(color_scheme="light")
    window.page.context.close()
    assert found == []
    assert window.complaints == []


def test_axe_finds_nothing_on_the_pages_at_the_top(chromium: Browser, served: str) -> None:
    window = windowed(chromium, served)
    found = []
    for name in ("index.html", "404.html"):
        window.open(f"/{name}")
        found += [f"{name} {fault}" for fault in window.axe()]
    window.page.context.close()
    assert found == []
    assert window.complaints == []


def test_no_page_is_wider_than_a_phone(chromium: Browser, site: Built) -> None:
    window = windowed(chromium, site.folder.as_uri(), width=PHONE)
    wide = []
    for kind in KINDS:
        window.open(f"/de/{kind}.html")
        width = window.page.evaluate("document.documentElement.scrollWidth")
        wide += [f"{kind}: {width}"] if width > PHONE else []
    window.page.context.close()
    assert wide == []


def test_a_picture_shows_the_words_of_the_language_that_its_address_names(chromium: Browser, site: Built) -> None:
    window = windowed(chromium, site.folder.as_uri())
    for asked, shown in (("#fr", "fr"), ("#de", "de"), ("#en", "en"), ("", "en")):
        window.open("/404.html")
        window.open(f"/pictures/load-ratios-load-ratio.svg{asked}")
        seen = [
            language
            for language in LANGUAGES
            if window.page.evaluate(f"getComputedStyle(document.getElementById('{language}')).display") != "none"
        ]
        assert seen == [shown]
    window.page.context.close()
