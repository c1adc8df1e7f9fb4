"""``fairshare data`` on its store: catalogue, status, import, trace, series, check."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import polars as pl
import pytest

HEADER = ("geo", "year", "border", "reason", "persons", "flag")
FOLDER = "asylum/refused_entry_2014_2023.csv.gz"


def collected(folder: Path, **figures: int) -> Path:
    """A folder laid out like collected files, with refusals of entry of 2023 by state."""
    import gzip

    path = folder / FOLDER
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows((geo, 2023, "Total", "Total", persons, "") for geo, persons in figures.items())
    return folder


@pytest.fixture
def filled(data, tmp_path):
    """A store with refusals of entry as read on two days."""
    data("import", str(collected(tmp_path / "one", EL=100, PL=50)), "--retrieved", "2026-10-01")
    data("import", str(collected(tmp_path / "two", EL=110, PL=50)), "--retrieved", "2026-10-20")
    return data


def test_the_catalogue_names_every_indicator_and_where_it_is_from(data, as_json):
    found = as_json(data, "catalogue")
    assert sum(point["cite"].startswith("AMMR 9(3)(a)") for point in found["points"]) == 17
    source = found["series"]["first_time_applications"]["sources"][0]
    assert (source["dataset"], source["filters"]["applicant"]) == ("migr_asyappctzm", "FRST")
    code, out, _ = data("catalogue", "dublin_requests_out")
    assert code == 0
    assert "do not reconcile" in out
    assert data("catalogue", "gni")[0] == 2


def test_a_folder_is_taken_in_and_a_second_time_changes_nothing(data, as_json, tmp_path):
    folder = str(collected(tmp_path / "one", EL=100, PL=50))
    (first,) = as_json(data, "import", folder)["imported"]
    assert (first["series"], first["rows"], first["stored"]) == ("refused_entry", 2, True)
    (again,) = as_json(data, "import", folder)["imported"]
    assert (again["stored"], again["new"]) == (False, 0)


def test_a_folder_without_a_known_file_is_refused(data, tmp_path):
    (tmp_path / "empty").mkdir()
    code, out, err = data("import", str(tmp_path / "empty"))
    assert (code, out) == (2, "")
    assert err.count("\n") == 1


def test_one_file_needs_one_series(data, tmp_path):
    (tmp_path / "x.csv").write_text("a\n1\n")
    assert "argument:1: SERIES: 0 are named" in data("import", str(tmp_path / "x.csv"))[2]


def test_a_path_that_is_not_there_is_named(data):
    assert data("import", "nowhere/at/all")[2].startswith("argument:1: PATH: 'nowhere/at/all' is not there")


def test_sdmx_csv_as_downloaded(data, as_json, tmp_path):
    path = tmp_path / "migr_eirfs.csv"
    path.write_text(
        "DATAFLOW,LAST UPDATE,freq,citizen,reason,border,unit,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS\n"
        "ESTAT:MIGR_EIRFS(1.0),28/04/26 23:00:00,A,TOTAL,TOTAL,TOTAL,PER,EL,2024,7270,p,\n"
    )
    (found,) = as_json(data, "import", str(path), "refused_entry")["imported"]
    assert (found["dataset"], found["rows"], found["flags"]) == ("migr_eirfs", 1, {"p": 1})


def test_status_shows_what_is_held_how_old_it_is_and_what_is_not(filled, as_json):
    found = as_json(filled, "status")
    refused = [held for held in found["snapshots"] if held["series"] == "refused_entry"]
    assert [(held["dataset"], held["retrieved_at"][:10], held["age"]) for held in refused] == [
        ("migr_eirfs", "2026-10-20", refused[0]["age"])
    ]
    assert "returned" in found["not_held"]
    code, out, _ = filled("status")
    assert code == 0
    assert refused[0]["sha256"][:12] in out


def test_what_did_we_know_on_15_october(filled, as_json):
    now = as_json(filled, "trace", "EL", "refused_entry", "2023")["found"][0]
    assert (now["value"], now["earlier"][0]["value"]) == (110, 100)
    then = as_json(filled, "trace", "EL", "refused_entry", "2023", "--as-of", "2026-10-15")["found"][0]
    assert then["value"] == 100
    code, _, err = filled("trace", "EL", "refused_entry", "2023", "--as-of", "2026-09-30")
    assert code == 2
    assert "no refused_entry of EL in 2023 is held" in err


def test_every_figure_can_be_traced_to_dataset_filter_stamp_and_checksum(data, as_json):
    """The example of the help, with the bundled tables alone."""
    (found,) = as_json(data, "trace", "GR", "first_time_applications", "2024")["found"]
    (snapshot,) = found["snapshots"]
    assert found["value"] == 68_980
    assert snapshot["dataset"] == "bundled table applications"
    assert (snapshot["updated"], len(snapshot["sha256"])) == ("2026-06-25", 64)
    assert "UNHCR" in snapshot["url"]
    code, out, _ = data("trace", "EL", "first_time_applications", "2024")
    assert code == 0
    assert "68,980 persons" in out
    assert snapshot["sha256"] in out


def test_a_reading_that_lacks_figures_held_before_warns(data, tmp_path):
    assert data("import", str(collected(tmp_path / "one", EL=100, PL=50)), "--retrieved", "2026-10-01")[2] == ""
    code, out, err = data("import", str(collected(tmp_path / "two", EL=100)), "--retrieved", "2026-10-02")
    assert code == 0
    assert "1 are gone" in out
    assert err.startswith("warning: refused_entry: 1 figures held before are not in this reading")


def test_a_day_of_reading_to_come_is_refused(data, tmp_path):
    code, _, err = data("import", str(collected(tmp_path / "one", EL=1)), "--retrieved", "2999-01-01")
    assert code == 2
    assert "--retrieved: 2999-01-01 is in the future" in err


def test_a_fault_of_one_series_stores_none(data, eurostat, tmp_path):
    folder = tmp_path / "home" / "snapshots" / "gdp"
    folder.mkdir(parents=True)
    (folder / "20260101T000000Z-000000000000.parquet").write_bytes(b"damaged")
    assert data("refresh", "population", "gdp", "--year", "2024")[0] == 2
    assert not (tmp_path / "home" / "snapshots" / "population").exists()


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--state", "Atlantis"), "--state: 'Atlantis' is no place of this series"),
        (("--from", "banana"), "--from: 'banana' is no period"),
        (("--from", "2030"), "no row of migr_eirfs is as asked"),
    ],
)
def test_a_series_asked_for_wrongly(filled, arguments, why):
    code, out, err = filled("series", "refused_entry", *arguments)
    assert (code, out) == (2, "")
    assert why in err


def test_names_are_understood_where_codes_are(filled, as_json):
    assert as_json(filled, "trace", "Greece", "refused_entry", "2023")["found"][0]["value"] == 110


def test_a_workbook_of_frontex_holds_border_crossings_only(data, tmp_path):
    (tmp_path / "x.xlsx").write_bytes(b"PK")
    code, _, err = data("import", str(tmp_path / "x.xlsx"), "gdp")
    assert code == 2
    assert "'gdp' is not in the workbook of Frontex" in err


def test_a_series_is_printed_filtered_and_written(filled, as_json, tmp_path):
    rows = as_json(filled, "series", "refused_entry", "--state", "Greece")["rows"]
    assert [(row["geo"], row["period"], row["value"]) for row in rows] == [("EL", "2023", 110)]
    target = tmp_path / "out.csv"
    code, out, err = filled("series", "refused_entry", "--out", str(target))
    assert (code, out) == (0, "")
    assert "2 rows" in err
    assert pl.read_csv(target)["geo"].to_list() == ["EL", "PL"]
    assert filled("series", "refused_entry", "--out", str(tmp_path / "out.txt"))[0] == 2
    assert filled("series", "refused_entry", "--dataset", "nama_10_gdp")[0] == 2
    assert filled("series", "returned")[0] == 2


def test_counts_are_integers_and_other_amounts_decimal_strings(data, as_json):
    assert as_json(data, "trace", "DE", "population", "2024")["found"][0]["value"] == 83_456_045
    assert as_json(data, "trace", "DE", "gdp", "2024")["found"][0]["value"] == "4305327"


def test_a_series_is_drawn_with_its_source(filled, tmp_path):
    pytest.importorskip("altair")
    target = tmp_path / "lines.svg"
    assert filled("series", "refused_entry", "--plot", str(target)) == (0, "", "")
    assert "migr_eirfs" in target.read_text()
    code, _, err = filled("series", "population", "--plot", str(target))
    assert code == 2
    assert "would have 27 lines" in err


def test_a_check_says_what_not_to_trust(filled, as_json):
    found = as_json(filled, "check", "refused_entry")
    assert found["checked"] == ["refused_entry (migr_eirfs)"]
    assert {finding["series"] for finding in found["findings"]} == {"refused_entry"}
    code, out, _ = filled("check")
    assert code == 0
    assert "findings in" in out


def test_a_damaged_snapshot_is_bad_input_that_names_the_file(filled, tmp_path):
    path = next((tmp_path / "home").rglob("20261020*.parquet"))
    path.write_bytes(path.read_bytes()[:-20])
    for command in (("status",), ("trace", "EL", "refused_entry", "2023"), ("series", "refused_entry")):
        code, out, err = filled(*command)
        assert (code, out) == (2, "")
        assert err.count("\n") == 1
        assert f"{path}:1: snapshot: is damaged" in err


@pytest.mark.parametrize(
    "arguments", [("catalogue",), ("status",), ("trace", "EL", "gdp", "2024"), ("series", "gdp"), ("check",)]
)
def test_json_is_one_document(data, arguments):
    code, out, _ = data(*arguments, "--json")
    assert code == 0
    json.loads(out)
