"""The map and one chart of each kind from made-up figures, and a page of them all under the Workbench's own policy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Final

import pytest
from django.template import Context, Template

import fairshare.workbench
from fairshare.states import PART_IV
from fairshare.workbench.charts.bars import Bars, Step, deviation_bars, stacked_bars, waterfall
from fairshare.workbench.charts.choropleth import Choropleth, choropleth
from fairshare.workbench.charts.sparkline import Sparkline, sparkline
from fairshare.workbench.charts.timeline import Stage, Timeline, timeline

STATIC: Final = Path(fairshare.workbench.__file__).parent / "static"
POLICY: Final = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:"

PAGE: Final = """{% load charts %}<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Charts</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/workbench.css"><link rel="stylesheet" href="/tables.css">
<link rel="stylesheet" href="/charts.css"><script src="/charts.js" defer></script></head>
<body><main><h1>Charts</h1>
{% choropleth shares %}{% choropleth links %}
<p>Pledges {% chart line %}</p>
{% for one in charts %}{% chart one %}{% endfor %}
</main></body></html>"""

SHARES: Final = {
    "AT": 297, "BE": 350, "BG": 118, "HR": 77, "CY": 21, "CZ": 232, "EE": 27, "FI": 150, "FR": 1668, "DE": 2169,
    "EL": 197, "HU": 189, "IE": 214, "IT": 1257, "LV": 36, "LT": 57, "LU": 35, "MT": 12, "NL": 488, "PL": 718,
    "PT": 216, "RO": 364, "SK": 115, "SI": 44, "ES": 1011, "SE": 308,
}  # fmt: skip
"""Made-up shares of about the true sizes, in hundredths of a per cent."""


@pytest.fixture
def shares() -> Choropleth:
    """A map of shares with two that are unknown; Denmark and those outside the Union have no value."""
    values = {state: Fraction(SHARES[state], 10_000) for state in sorted(PART_IV)} | {"HU": None, "MT": None}
    return choropleth(values, title="Share of the reference key", unit="percent", name="shares")


@pytest.fixture
def linked() -> Choropleth:
    """A map whose states lead to their pages."""
    return choropleth(
        {"DE": Fraction(2), "FR": Fraction(3), "LU": Fraction(5)}, title="Requests", unit="count", name="links",
        links={"DE": "#de", "FR": "#fr", "LU": "#lu"},
    )  # fmt: skip


@pytest.fixture
def pledges() -> Bars:
    """Pledges by type against the fair share."""
    none: dict[str, int | Fraction | None] = {"relocation": 0, "financial": 0, "alternative": 0}
    parts: dict[str, dict[str, int | Fraction | None]] = {
        "DE": none | {"relocation": 3000, "financial": 1560},
        "FR": none | {"relocation": 3361},
        "PL": none | {"relocation": 300, "alternative": None},
        "NL": {"relocation": 100, "financial": 800, "alternative": 120},
        "LU": none | {"financial": 74},
        "SE": none,
        "HU": {},
    }
    return stacked_bars(
        parts, title="Pledges by type of measure, in units", unit="count",
        kinds={"relocation": "Relocation", "financial": "Financial contribution", "alternative": "Alternative measure"},
        marks={"DE": 4555, "FR": 3503, "PL": 1508, "NL": 1025, "LU": 74, "HU": None}, mark="Fair share", name="pledges",
    )  # fmt: skip


@pytest.fixture
def pool() -> Bars:
    """The pool from nominal to effective."""
    steps = [
        Step("Nominal pool (Article 12)", 21000), Step("Deductions granted", -5460), Step("Not pledged", -3220),
        Step("Pledged beyond fair shares", 450), Step("Effective pool"),
    ]  # fmt: skip
    return waterfall(steps, title="From the nominal to the effective pool, in relocations", unit="count", name="pool")


@pytest.fixture
def distances() -> Bars:
    """Distances to the fair share, one of them unknown."""
    values = {"FR": -142, "DE": 5, "NL": -5, "PL": -608, "LU": 0, "SE": 220, "HU": None}
    return deviation_bars(
        values, title="Distance to the fair share, in units", unit="count", below="below the fair share",
        above="above the fair share", name="distances",
    )  # fmt: skip


@pytest.fixture
def stages() -> Timeline:
    """A cycle in the middle of its autumn."""
    plan = [
        Stage("Information from the Member States", date(2026, 6, 1), date(2026, 5, 28), "AMMR 9(2)"),
        Stage("Update of the information", date(2026, 9, 1), date(2026, 9, 4), "AMMR 9(2)"),
        Stage("Annual Asylum and Migration Report", date(2026, 10, 15), None, "AMMR 9(1)", "#report"),
        Stage("High-Level Solidarity Forum", date(2026, 11, 2), None, "AMMR 13"),
        Stage("Council implementing act", date(2026, 12, 31), None, "AMMR 57; AMMR 57(6)"),
        Stage("First Technical-Level Forum", None, None, "AMMR 14"),
    ]
    return timeline(plan, today=date(2026, 10, 21), title="The cycle of 2027")


@pytest.fixture
def line() -> Sparkline:
    """A history with a gap."""
    values = {"2021": 5, "2022": 8, "2023": None, "2024": 7, "2025": 12}
    return sparkline(values, title="Pledges", unit="count")


@pytest.fixture
def page(
    shares: Choropleth,
    linked: Choropleth,
    line: Sparkline,
    pledges: Bars,
    pool: Bars,
    distances: Bars,
    stages: Timeline,
) -> str:
    """The page as HTML."""
    charts = [pledges, pool, distances, stages]
    return Template(PAGE).render(Context({"shares": shares, "links": linked, "line": line, "charts": charts}))


@pytest.fixture
def address(page: str) -> Iterator[str]:
    """The page at an address of this machine, with the policy of the Workbench."""
    files = {
        name: (STATIC / name).read_text(encoding="utf-8")
        for name in ("workbench.css", "tables.css", "charts.css", "charts.js")
    }
    content = {"/": page} | {f"/{name}": text for name, text in files.items()}
    kinds = {"css": "text/css", "js": "text/javascript"}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = content.get(self.path)
            self.send_response(404 if found is None else 200)
            self.send_header("Content-Type", kinds.get(self.path.rpartition(".")[2], "text/html; charset=utf-8"))
            self.send_header("Content-Security-Policy", POLICY)
            self.end_headers()
            self.wfile.write((found or "").encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def colours() -> dict[str, dict[str, str]]:
    """The colours of the page and the charts by scheme and name."""
    sheet = "".join((STATIC / name).read_text(encoding="utf-8") for name in ("workbench.css", "charts.css"))
    scheme: dict[str, dict[str, str]] = {"light": {}, "dark": {}}
    for dark, block in re.findall(r"(prefers-color-scheme: dark\) \{\s*)?:root \{([^}]*)\}", sheet):
        scheme["dark" if dark else "light"] |= dict(re.findall(r"--([\w-]+): (#\w+)", block))
    return scheme
