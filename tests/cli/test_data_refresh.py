"""``fairshare data refresh``: from a fake Eurostat on 127.0.0.1; whole or not at all; what changed is told."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from fairshare.figures.indicators.store import Store
from fairshare.figures.key_figures import key_inputs

ANSWERS = Path(__file__).parent.parent / "figures" / "answers"
YEARS = ("--year", "2024", "--year", "2025")


def files(home: Path) -> list[Path]:
    return sorted(path for path in home.rglob("*") if path.is_file())


def test_a_snapshot_has_dataset_stamp_and_checksum_and_tells_what_changed(data, as_json, eurostat, tmp_path):
    report = as_json(data, "refresh", "population", "gdp", *YEARS, "--store", str(tmp_path / "s"))
    population, gdp = report["refreshed"]
    assert (population["dataset"], population["filters"]) == ("demo_gind", {"indic_de": "JAN"})
    assert population["updated"] == "2026-04-28T23:00:00+0200"
    assert len(population["sha256"]) == 64
    assert (population["rows"], population["years"]) == (55, [2024, 2025])  # the 27, and the sum of 2025
    assert population["flags"] == {"bp": 2, "e": 1, "p": 1}
    assert (population["compared_with"], population["new"], population["revised"]) == (
        "the bundled table",
        1,
        [],
    )
    revised = {(row["geo"], row["period"]): row for row in gdp["revised"]}
    assert set(revised) == {("AT", "2024"), ("DE", "2024"), ("IE", "2024")}
    assert (revised["AT", "2024"]["old"], revised["AT", "2024"]["new"]) == ("481940", "481940.3")
    assert (revised["IE", "2024"]["new"], gdp["withdrawn"]) == (None, [])  # in the answer, without a value
    assert gdp["years"] == [2024]
    assert {Path(table["file"]) for table in (population, gdp)} == set(files(tmp_path / "s"))


def test_a_second_refresh_says_that_nothing_changed_and_writes_nothing(data, as_json, eurostat, tmp_path):
    data("refresh", "population", *YEARS)
    before = files(tmp_path / "home")
    report = as_json(data, "refresh", "population", *YEARS)["refreshed"][0]
    assert (report["stored"], report["file"], report["revised"], report["new"]) == (False, None, [], 0)
    code, out, _ = data("refresh", "population", *YEARS)
    assert code == 0
    assert "Nothing changed since the snapshot of" in out
    assert files(tmp_path / "home") == before


def test_a_revision_is_told_against_the_snapshot_before(data, eurostat):
    data("refresh", "population", *YEARS)
    answer = json.loads((ANSWERS / "demo_gind_2025.json").read_text())
    place = answer["dimension"]["geo"]["category"]["index"]["DE"]
    answer["value"][str(place)] = 83_600_000
    eurostat.instead["demo_gind_2025"] = json.dumps(answer).encode()
    code, out, _ = data("refresh", "population", *YEARS)
    assert code == 0
    assert [line.split() for line in out.splitlines() if line.startswith(" DE")] == [
        ["DE", "2025", "83,577,140", "83,600,000", "0.027", "%"]
    ]
    assert "1 differ from the snapshot of" in out


def test_what_has_no_value_any_more_is_told_as_unknown(data, eurostat):
    code, out, _ = data("refresh", "gdp", "--year", "2023", "--year", "2024")
    assert code == 0
    assert any(line.split()[:4] == ["IE", "2024", "533,444", "unknown"] for line in out.splitlines())


def test_without_years_the_last_three_are_asked_for(data, eurostat):
    data("refresh", "gdp", "population")
    this_year = date.today().year
    assert {name for name in eurostat.asked if name.startswith("nama_10_gdp")} <= {
        f"nama_10_gdp_{this_year - back}" for back in (1, 2, 3)
    }
    assert eurostat.asked[0] == f"nama_10_gdp_{this_year - 3}"


def test_the_key_takes_the_snapshot_only_when_it_is_asked_for(data, eurostat, tmp_path):
    before = key_inputs(2026)
    data("refresh", "population", *YEARS)
    data("refresh", "gdp", "--year", "2023", "--year", "2024")
    assert key_inputs(2026) == before
    fresh = key_inputs(2026, Store(tmp_path / "home"))
    assert fresh.values["DE"]["gdp"] == 4_219_310  # of 2023: that of 2024 lacks Ireland in the answer
    assert "nama_10_gdp" in fresh.sources["gdp"]["source"]
    assert fresh.sources["gdp"]["status"] == "official"


# --- when it cannot be done -------------------------------------------------------------------------------------------


def test_without_network_one_line_says_what_serves_and_how_old_it_is(data, no_network, tmp_path):
    code, out, err = data("refresh", "population", "refused_entry", "--json")
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert err.startswith("no network: ")
    assert "population: bundled table population of 2026-04-30 (bundled)" in err
    assert "refused_entry: nothing" in err
    assert not (tmp_path / "home").exists()


def test_without_network_the_last_snapshot_serves_and_its_age_is_shown(data, eurostat, monkeypatch):
    data("refresh", "population", *YEARS)
    eurostat.instead["demo_gind_2024"] = b"<html>maintenance</html>"
    code, _, err = data("refresh", "population", *YEARS)
    assert code == 1
    assert f"population: demo_gind of {date.today()} (0 days)" in err


@pytest.mark.parametrize(
    "body",
    [
        b"<html>maintenance</html>",
        b'{"class": "dataset"}',
        b'{"error": [{"status": 413, "label": "EXTRACTION_TOO_BIG"}]}',
    ],
)
def test_a_malformed_answer_for_one_series_stores_neither(data, eurostat, tmp_path, body):
    eurostat.instead["nama_10_gdp_2024"] = body
    code, out, err = data("refresh", "population", "gdp", "--year", "2024")
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert err.startswith("nama_10_gdp: ")
    assert "nothing was stored" in err
    assert not (tmp_path / "home").exists()


def test_an_answer_that_breaks_off_is_asked_for_again_and_then_given_up(data, eurostat, tmp_path, monkeypatch):
    monkeypatch.setattr("fairshare.figures.loaders.http.time.sleep", lambda seconds: None)
    eurostat.instead["nama_10_gdp_2024"] = b'{"class": "dataset", "value": {"0": 5'
    code, out, err = data("refresh", "population", "gdp", "--year", "2024")
    assert (code, out) == (1, "")
    assert err.count("the answer broke off; asking again") == 4
    assert "nothing was stored" in err
    assert not (tmp_path / "home").exists()


def test_a_queued_answer_is_waited_for(data, eurostat, monkeypatch):
    queued = b'{"warning": {"status": 413, "label": "ASYNCHRONOUS_RESPONSE. Please try again later."}}'
    pauses = []

    def ready(seconds):
        pauses.append(seconds)
        eurostat.instead.clear()

    eurostat.instead["demo_gind_2024"] = queued
    monkeypatch.setattr("fairshare.figures.loaders.http.time.sleep", ready)
    code, out, err = data("refresh", "population", "--year", "2024", "--json")
    assert code == 0
    assert json.loads(out)["refreshed"][0]["rows"] == 27
    assert pauses == [1.0]
    assert "still prepares the answer; asking again in 1 s" in err


@pytest.mark.parametrize("arguments", [("refresh",), ("refresh", "votes"), ("refresh", "gdp", "--year", "1066")])
def test_wrong_usage_is_exit_code_2(data, arguments):
    code, out, err = data(*arguments)
    assert (code, out) == (2, "")
    assert err


def test_a_store_that_cannot_be_written_is_bad_input(data, eurostat, tmp_path):
    (tmp_path / "taken").write_text("in the way")
    code, out, err = data("refresh", "population", *YEARS, "--store", str(tmp_path / "taken" / "deep"))
    assert (code, out) == (2, "")
    assert err.startswith("argument:1: --store: ")
    assert err.count("\n") == 1
