"""From a template to a PDF: tagged for screen readers (PDF/UA-1), in the language asked for, with no network.

The same template and values give the same bytes on the same fonts and libraries: dates come from the caller, never
from a clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils import translation
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

STATIC: Final = Path(__file__).parents[1] / "static"
SCHEME: Final = "static:"
"""Where documents find their style sheet: ``static:print.css`` is ``workbench/static/print.css``."""


class BundledFiles(URLFetcher):  # type: ignore[misc]
    """Reads bundled style sheets and drawings, and refuses every other address: a document fetches nothing."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """A bundled file by ``static:NAME``; anything else is a ``ValueError``, and is left out of the document."""
        name = url.removeprefix(SCHEME)
        if name == url or name not in {file.name for file in STATIC.iterdir()}:
            raise ValueError(f"{url} is not bundled")
        kind = "text/css" if name.endswith(".css") else "image/svg+xml"
        return URLFetcherResponse(url, (STATIC / name).read_bytes(), {"Content-Type": f"{kind}; charset=utf-8"})


def html(template: str, context: Mapping[str, Any], lang: str) -> str:
    """A document as HTML in a language, whichever language is active."""
    with translation.override(lang):
        return render_to_string(f"documents/{template}.html", {**context, "lang": lang})


def pdf(template: str, context: Mapping[str, Any], lang: str, as_of: date) -> bytes:
    """A document as PDF/UA-1. ``as_of`` is the day of the knowledge in it; its metadata carry that day."""
    text = html(template, {**context, "as_of": as_of}, lang)
    written = HTML(string=text, base_url=SCHEME, url_fetcher=BundledFiles()).write_pdf(pdf_variant="pdf/ua-1")
    return bytes(written)
