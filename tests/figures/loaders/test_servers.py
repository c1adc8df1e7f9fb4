"""Each publisher once over a real connection: a server of this machine plays them, and stumbles before each answer."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from publishers import Cube, asylum_axes, figure, months, workbook

from fairshare.figures.loaders import Client, NoNetworkError, fetch

BOOK = workbook([["Route", "BorderType", "Nationality", "JAN2025"], ["Black Sea Route", "Sea", "Syria", 4]])
SYRIA = {"coo_id": 185, "coo_name": "Syrian Arab Rep.", "coo": "SYR", "coo_iso": "SYR"}
GERMANY = {"coa_id": 72, "coa_name": "Germany", "coa": "GFR", "coa_iso": "DEU"}
CODES = {"procedure_type": "G", "app_type": "N", "dec_level": "FI", "app_pc": "P"}
ROW = {"year": 2024, **SYRIA, **GERMANY, **CODES, "applied": 229_740}
HELD = sum(
    figure("M", "PER", citizen, "T", "FRST", "TOTAL", geo, month) % 7 > 0
    for citizen in asylum_axes()["citizen"]
    for geo in asylum_axes()["geo"]
    for month in months(2024)
)


def proper(request: httpx.Request) -> httpx.Response:
    match request.url.path.split("/")[1]:
        case "eurostat":
            return Cube(asylum_axes(time=months(2024)))(request)
        case "unhcr":
            return httpx.Response(200, json={"page": 1, "maxPages": 1, "items": [ROW]})
        case "map":
            return httpx.Response(200, text='<a href="/files/detections_2025_02_05.xlsx">')
    return httpx.Response(200, content=BOOK)


class Handler(BaseHTTPRequestHandler):
    """Breaks off or refuses the first time that something is asked for; answers properly then."""

    asked: Counter[str]

    def do_GET(self) -> None:
        self.asked[self.path] += 1
        if self.asked[self.path] == 1:
            self.send_response(200)
            self.send_header("Content-Length", "100000")
            self.end_headers()
            self.wfile.write(b'{"half": ')
            self.close_connection = True
            return
        answer = proper(httpx.Request("GET", f"http://127.0.0.1{self.path}"))
        self.send_response(503 if self.asked[self.path] == 2 else answer.status_code)
        self.send_header("Content-Length", str(len(answer.content)))
        self.end_headers()
        self.wfile.write(answer.content)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    handler = type("Counting", (Handler,), {"asked": Counter()})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


@pytest.mark.parametrize(
    ("series", "access", "year", "count"),
    [
        ("first_time_applications", "eurostat", 2024, HELD),
        ("first_time_applications", "unhcr", 2024, 1),
        ("border_crossings", "frontex", 2025, 1),
    ],
)
def test_each_publisher_is_read_through_a_broken_and_a_refused_answer(series, access, year, count, server):
    told: list[str] = []
    places = {"eurostat": f"{server}/eurostat/", "unhcr": f"{server}/unhcr/", "frontex": f"{server}/map/"}
    client = Client(**places, pause=0.001, tell=told.append)
    extract = fetch(series, [year], client, access=access)
    assert extract.access == access and len(extract.rows) == count and extract.years == (year,)
    questions = 2 if access == "frontex" else 1
    assert ["broke off" in line for line in told] == [True, False] * questions


def test_a_machine_that_does_not_answer_is_no_network():
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as closed:
        port = closed.server_port
    with pytest.raises(NoNetworkError):
        fetch("population", [2024], Client(eurostat=f"http://127.0.0.1:{port}/"))
