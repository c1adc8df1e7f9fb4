"""``fairshare data``: the bundled tables with their sources; a refresh from a fake Eurostat on 127.0.0.1."""

from __future__ import annotations

import json
import re
import socket
import threading
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from fairshare.cli.app import run
from fairshare.figures import reference
from fairshare.figures.eurostat import BASE_VARIABLE
from fairshare.figures.store import Store

ANSWERS = Path(__file__).parent.parent / "figures" / "answers"
YEARS = ("--year", "2024", "--year", "2025")


class Eurostat(BaseHTTPRequestHandler):
    """Serves ``answers/``, what a test put into ``instead``, or a 404; keeps what it was asked."""

    instead: dict[str, bytes] = {}  # noqa: RUF012 (replaced by the fixture, one for each test)
    asked: list[str] = []  # noqa: RUF012

    def do_GET(self):
        url = urlsplit(self.path)
        name = f"{url.path.rsplit('/', 1)[1]}_{parse_qs(url.query)['sinceTimePeriod'][0]}"
        self.asked.append(name)
        path = ANSWERS / f"{name}.json"
        body = self.instead.get(name) or (path.read_bytes() if path.exists() else None)
        self.send_response(404 if body is None else 200)
        self.end_headers()
        self.wfile.write(body or b'{"error": [{"status": 404, "id": 100, "label": "ERR_NOT_FOUND_4"}]}')

    def log_message(self, *arguments):
        """Say nothing: standard error belongs to the command."""


@pytest.fixture
def eurostat(monkeypatch):
    """A fake Eurostat that the command asks."""
    monkeypatch.setattr(Eurostat, "instead", {})
    monkeypatch.setattr(Eurostat, "asked", [])
    server = ThreadingHTTPServer(("127.0.0.1", 0), Eurostat)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    monkeypatch.setenv(BASE_VARIABLE, f"http://127.0.0.1:{server.server_port}/data/")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    yield Eurostat
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def no_network(monkeypatch):
    """An address where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setenv(BASE_VARIABLE, f"http://127.0.0.1:{port}/")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def command(capsys, tmp_path, monkeypatch):
    """Runs ``fairshare data …`` with a store of its own and gives exit code, output and errors."""
    monkeypatch.setenv("FAIRSHARE_HOME", str(tmp_path / "home"))

    def call(*arguments):
        code = run(["data", *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


def as_json(command, *arguments):
    code, out, err = command(*arguments, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


# --- the bundled tables -----------------------------------------------------------------------------------------------


def test_list_names_every_table_with_its_statuses_sources_and_date(command):
    tables = as_json(command, "list")["tables"]
    assert [held["table"] for held in tables] == list(reference.names())
    for held in tables:
        assert held["what"] and held["sources"] and held["as_of"]
        assert sum(held["status"].values()) == held["rows"] == len(reference.table(held["table"]))


@pytest.mark.parametrize("name", reference.names())
def test_show_gives_every_row_with_status_source_and_date(command, name):
    shown = as_json(command, "show", name)
    assert len(shown["rows"]) == len(reference.table(name))
    for row in shown["rows"]:
        assert row["status"] and row["source"] and row["as_of"]
        assert (row["value"] is None) == (row["status"] == "unknown")


def test_unknown_prints_as_unknown_and_never_as_0(command):
    _, out, _ = command("show", "shares_2026")
    lines = dict(re.findall(r"^ (\w\w/\w+) +(\S+)", out, flags=re.MULTILINE))
    assert lines["AT/share"] == "unknown" and lines["DE/share"] == "21.689"
    assert list(lines.values()).count("unknown") == 68 and "0" not in lines.values()


@pytest.mark.parametrize("arguments", [("list",), *(("show", name) for name in reference.names()), ("status",)])
def test_tables_for_people_are_at_most_100_columns_wide(command, arguments):
    code, out, err = command(*arguments)
    assert (code, err) == (0, "") and out
    if arguments != ("status",):  # its line on the empty store names the test's long path
        assert max(map(len, out.splitlines())) <= 100


def test_an_unknown_table_is_bad_input_of_one_line(command):
    code, out, err = command("show", "gni")
    assert (code, out) == (2, "") and err.count("\n") == 1
    assert err.startswith("argument:1: TABLE: 'gni' is not a bundled table; expected one of population, gdp")


@pytest.mark.parametrize("name", ["list", "show", "refresh", "status"])
def test_help_has_an_example_that_is_a_command(command, name):
    code, out, _ = command(name, "--help")
    example = next(line for line in out.splitlines() if "Example:" in line)
    assert code == 0 and f"fairshare data {name}" in example


# --- refresh ----------------------------------------------------------------------------------------------------------


def test_refresh_stores_a_snapshot_with_dataset_stamp_and_checksum_and_tells_what_changed(command, eurostat, tmp_path):
    report = as_json(command, "refresh", "population", "gdp", *YEARS, "--store", str(tmp_path / "s"))
    population, gdp = report["refreshed"]
    assert (population["dataset"], population["filters"]) == ("demo_gind", {"indic_de": "JAN"})
    assert population["updated"] == "2026-04-28T23:00:00+0200" and len(population["sha256"]) == 64
    assert population["rows"] == 54 and population["years"] == [2024, 2025] and population["missing"] == {}
    assert population["flags"] == {"FR/2024": "p", "FR/2025": "bp", "RO/2024": "e"}
    assert population["compared_with"] == "the bundled table of 2026-04" and population["changes"] == []
    changed = {(change["state"], change["year"]): change for change in gdp["changes"]}
    assert set(changed) == {("AT", 2024), ("DE", 2024), ("IE", 2024)}
    assert changed["AT", 2024]["old"].startswith("481940") and changed["AT", 2024]["new"] == "481940.3"
    assert changed["IE", 2024]["new"] is None and gdp["missing"] == {"2024": ["IE"]}
    assert float(changed["DE", 2024]["relative_change"]) == pytest.approx(4328970 / 4305327 - 1)
    assert {path.name for path in (tmp_path / "s" / "snapshots").iterdir()} == {
        Path(table["file"]).name for table in (population, gdp)
    }


def test_a_second_refresh_says_that_nothing_changed_and_writes_nothing(command, eurostat, tmp_path):
    command("refresh", "population", *YEARS)
    before = sorted((tmp_path / "home").rglob("*"))
    report = as_json(command, "refresh", "population", *YEARS)["refreshed"][0]
    assert report["file"] is None and report["changes"] == []
    code, out, _ = command("refresh", "population", *YEARS)
    assert code == 0 and "Nothing changed since the snapshot of" in out
    assert sorted((tmp_path / "home").rglob("*")) == before


def test_a_revision_is_told_against_the_snapshot_before(command, eurostat):
    command("refresh", "population", *YEARS)
    revised = json.loads((ANSWERS / "demo_gind_2025.json").read_text())
    place = revised["dimension"]["geo"]["category"]["index"]["DE"]
    revised["value"][str(place)] = 83_600_000
    eurostat.instead["demo_gind_2025"] = json.dumps(revised).encode()
    code, out, _ = command("refresh", "population", *YEARS)
    assert code == 0
    assert [line.split() for line in out.splitlines() if line.startswith(" DE")] == [
        ["DE", "2025", "83,577,140", "83,600,000", "0.027", "%"]
    ]
    assert "1 differ from the snapshot of" in out


def test_the_report_for_people_names_unknown_and_new_values(command, eurostat):
    code, out, _ = command("refresh", "gdp", "--year", "2023", "--year", "2024")
    assert code == 0 and "2024: unknown for IE." in out
    assert any(line.split()[:4] == ["IE", "2024", "533,444", "unknown"] for line in out.splitlines())
    code, out, _ = command("refresh", "population", "--year", "2024")
    assert "0 differ from the bundled table of 2026-04; 0 are new." in out


def test_without_years_the_last_three_are_asked_for(command, eurostat):
    command("refresh", "gdp", "population")
    this_year = date.today().year
    assert {name for name in eurostat.asked if name.startswith("nama_10_gdp")} <= {
        f"nama_10_gdp_{this_year - back}" for back in (1, 2, 3)
    }
    assert eurostat.asked[0] == f"nama_10_gdp_{this_year - 3}"


def test_the_key_takes_the_snapshot_only_when_it_is_asked_for(command, eurostat, tmp_path):
    before = reference.key_inputs(2026)
    command("refresh", "population", *YEARS)
    command("refresh", "gdp", "--year", "2023", "--year", "2024")
    assert reference.key_inputs(2026) == before
    fresh = reference.key_inputs(2026, Store(tmp_path / "home"))
    assert fresh.values["DE"]["gdp"] == 4_219_310  # of 2023: that of 2024 lacks Ireland in the answer
    assert "nama_10_gdp" in fresh.sources["gdp"]["source"]


def test_status_shows_the_snapshots_with_their_checksums(command, eurostat):
    assert "No snapshot in" in command("status")[1]
    command("refresh", "population", *YEARS)
    held = as_json(command, "status")["snapshots"]
    assert [(s["table"], s["dataset"], s["rows"], s["years"]) for s in held] == [
        ("population", "demo_gind", 54, [2024, 2025])
    ]
    code, out, _ = command("status")
    assert code == 0 and held[0]["sha256"][:12] in out and "2024 to 2025" in out


def test_a_damaged_snapshot_is_bad_input_that_names_the_file(command, eurostat, tmp_path):
    command("refresh", "population", *YEARS)
    (path,) = (tmp_path / "home" / "snapshots").iterdir()
    path.write_text(path.read_text().replace("83577140", "93577140"))
    code, out, err = command("status")
    assert (code, out) == (2, "") and err.count("\n") == 1
    assert f"{path}:1: snapshot: is damaged (the checksum does not fit the rows)" in err


# --- when it cannot be done -------------------------------------------------------------------------------------------


def test_without_network_one_line_says_so_and_nothing_is_written(command, no_network, tmp_path):
    code, out, err = command("refresh", "population", "gdp", "--json")
    assert (code, out) == (1, "") and err.count("\n") == 1
    assert err.startswith("no network: ") and "the bundled tables serve (population of 2026-04, gdp of 2025)" in err
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b'{"class": "dataset", "value": {"0": 5', "nama_10_gdp: the answer is not JSON"),
        (b"<html>maintenance</html>", "nama_10_gdp: the answer is not JSON"),
        (b'{"class": "dataset"}', "nama_10_gdp: the answer's dimensions and sizes do not match"),
        (b'{"error": [{"status": 413, "label": "EXTRACTION_TOO_BIG"}]}', "nama_10_gdp: EXTRACTION_TOO_BIG"),
    ],
)
def test_a_malformed_answer_for_one_table_stores_neither(command, eurostat, tmp_path, body, problem):
    eurostat.instead["nama_10_gdp_2024"] = body
    code, out, err = command("refresh", "population", "gdp", "--year", "2024")
    assert (code, out) == (1, "") and err.count("\n") == 1
    assert err.startswith(problem) and "nothing was stored; the bundled tables serve" in err
    assert not (tmp_path / "home").exists()


def test_a_queued_answer_is_waited_for(command, eurostat, monkeypatch):
    queued = b'{"warning": {"status": 413, "label": "ASYNCHRONOUS_RESPONSE. Please try again later."}}'
    pauses = []

    def ready(seconds):
        pauses.append(seconds)
        eurostat.instead.clear()

    eurostat.instead["demo_gind_2024"] = queued
    monkeypatch.setattr("fairshare.figures.eurostat.time.sleep", ready)
    code, out, err = command("refresh", "population", "--year", "2024", "--json")
    assert code == 0 and json.loads(out)["refreshed"][0]["rows"] == 27
    assert pauses == [1.0] and err == "demo_gind: Eurostat still prepares the answer; asking again in 1 s\n"


@pytest.mark.parametrize("arguments", [("refresh",), ("refresh", "votes"), ("refresh", "gdp", "--year", "1066")])
def test_wrong_usage_is_exit_code_2(command, arguments):
    code, out, err = command(*arguments)
    assert (code, out) == (2, "") and err


def test_a_store_that_cannot_be_written_is_bad_input(command, eurostat, tmp_path):
    (tmp_path / "taken").write_text("in the way")
    code, out, err = command("refresh", "population", *YEARS, "--store", str(tmp_path / "taken" / "deep"))
    assert (code, out) == (2, "") and err.startswith("argument:1: --store: ") and err.count("\n") == 1
