"""A folder of collected files: what is read from it, and everything that stops it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from fairshare.faults import BadInputError, Fault
from fairshare.figures import collected
from fairshare.figures.collected.citizens import SPECIAL, citizen_code
from fairshare.figures.collected.table import files
from fairshare.figures.indicators.catalogue import catalogue

Folder = Callable[[Mapping[str, str]], Path]
POPULATION = "reference_key/population_1jan.csv"
RETURNED = "asylum/returned_by_citizenship_2014_2023.csv.gz"
DUBLIN = "asylum/dublin_bilateral_2008_2015.csv.gz"
HEAD = "geo,year,population_1jan,flag\n"
GOOD = HEAD + "DE,2024,83456045,\nFR,2025,68882600,p\nFR,2025,68635943,superseded\n"


def faults_of(folder: Path, *names: str) -> tuple[Fault, ...]:
    with pytest.raises(BadInputError) as error:
        collected.load(folder, names)
    return error.value.faults


def test_a_revised_figure_replaces_the_one_before_and_is_noted(folder: Folder) -> None:
    (extract,) = collected.load(folder({POPULATION: GOOD}))
    assert (extract.series, extract.access, extract.dataset, extract.url) == (
        *("population", "eurostat", "demo_gind"),
        POPULATION,
    )
    assert extract.rows.select("geo", "period", "value", "flag").rows() == [
        ("DE", "2024", Decimal(83_456_045), ""),
        ("FR", "2025", Decimal(68_882_600), "p"),
    ]
    assert extract.years == (2024, 2025)
    assert "left out 1 of 3 rows: flag is superseded" in extract.notes


def test_one_file_at_a_time_and_the_others_are_missing(folder: Folder) -> None:
    home = folder({POPULATION: GOOD, RETURNED: "geo,year,citizen,persons\nGreece,2023,Syria,10\n"})
    extracts = collected.read(home)
    assert next(extracts).series == "returned"
    assert [extract.series for extract in extracts] == ["population"]
    assert DUBLIN in collected.missing(home)
    assert collected.missing(home, ["population"]) == ()


def test_names_become_codes_and_those_without_one_are_told(folder: Folder) -> None:
    text = "geo,year,citizen,persons\nGR,2023,Kosovo*,10.0\nEL,2023,Stateless,\nEL,2023,Atlantis,5\n"
    (extract,) = collected.load(folder({RETURNED: text}))
    assert extract.rows.select("geo", "citizen", "value").rows() == [
        ("EL", "Atlantis", Decimal(5)),
        ("EL", "XKX", Decimal(10)),
        ("EL", "XXA", None),
    ]
    assert "nationalities without a code (1), as they are written: Atlantis" in extract.notes


def test_each_dublin_series_takes_its_own_rows(folder: Folder) -> None:
    text = (
        "geo,partner,year,measure,decision,value\nDE,IT,2015,out_requests,NAP,7\nIT,DE,2015,in_requests,NAP,6\n"
        "DE,IT,2015,out_requests_eurodac_hit,NAP,3\nDE,TOTAL,2015,out_decisions,ACC,2\n"
    )
    home = folder({DUBLIN: text})
    out, into, decided = collected.load(home, ["dublin_requests_out", "dublin_requests_in", "dublin_decisions_out"])
    assert out.rows.select("geo", "partner", "kind", "value").row(0) == ("DE", "IT", "", Decimal(7))
    assert into.rows.select("geo", "partner", "value").row(0) == ("IT", "DE", Decimal(6))
    assert decided.rows.select("partner", "kind", "value").row(0) == ("TOTAL", "ACC", Decimal(2))
    assert len(out.rows) == len(into.rows) == len(decided.rows) == 1


def test_outcomes_become_kinds_and_cases_are_left_out(folder: Folder) -> None:
    home = folder({})
    path = home / "unhcr/asylum_decisions_2000_2025.parquet"
    path.parent.mkdir()
    outcomes = {"dec_recognized": 1.0, "dec_other": 2.0, "dec_rejected": 3.0, "dec_closed": 4.0, "dec_total": 10.0}
    shared = {"geo": "FI", "year": 2020, "coo_iso": "SYR", "dec_level": "FI"}
    rows = [
        shared | outcomes | {"procedure_type": kind, "dec_pc": persons}
        for kind, persons in (("G", "P"), ("U", "P"), ("J", "C"))
    ]
    pl.DataFrame(rows).write_parquet(path)
    (extract,) = collected.load(home)
    assert dict(extract.rows.select("kind", "value").iter_rows()) == {
        "FI:recognised": 2,
        "FI:other": 4,
        "FI:rejected": 6,
        "FI:closed": 8,
        "FI:total": 20,
    }


def test_regions_and_kinds_of_reception_are_added_up(folder: Folder) -> None:
    name = "borders/italy_reception_presence_by_region_2019_2025.csv.gz"
    text = (
        "region,report_date,hotspot,reception_centres,siproimi,sai\nLazio,2019-09-30,,10,5,\nMolise,2019-09-30,1,20,,\n"
    )
    (extract,) = collected.load(folder({name: text}))
    assert extract.rows.select("geo", "period", "value").rows() == [("IT", "2019-09-30", Decimal(36))]


# --- what stops it ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "field", "said"),
    [
        ("geo,year,persons,flag\nDE,2024,1,\n", 1, "population_1jan", "column is missing"),
        (HEAD + "DE,2024,NaN,\n", 2, "population_1jan", "'NaN' is no amount"),
        (HEAD + "DE,2023,1,\nDE,2024,-5,\n", 3, "population_1jan", "'-5' is no amount"),
        (HEAD + "DE,2024,1e5,\n", 2, "population_1jan", "no amount"),
        (HEAD + 'DE,2024,"1,000",\n', 2, "population_1jan", "no amount"),
        (HEAD + "DE,2024,1,\nFR,2024,1,\nDE,2024,2,\n", 4, "row", "stands twice"),
        (HEAD + "Atlantis,2024,1,\n", 2, "geo", "'Atlantis' is no state"),
        (HEAD + ",2024,1,\n", 2, "geo", "'' is no state"),
        (HEAD + "DE,24,1,\n", 2, "year", "'24' is no period"),
        (HEAD + "DE,2024,1\n", 2, "row", "another number of cells"),
        (HEAD, 1, "file", "no row"),
        ("", 1, "file", "is empty"),
    ],
)
def test_a_fault_is_told_by_file_and_line(folder: Folder, text: str, line: int, field: str, said: str) -> None:
    home = folder({POPULATION: text})
    (fault,) = faults_of(home)
    assert (fault.file, fault.line, fault.field) == (str(home / POPULATION), line, field)
    assert said in fault.problem


def test_nan_infinity_and_negative_numbers_in_parquet(folder: Folder) -> None:
    home = folder({})
    path = home / "unhcr/population_stocks_2000_2025.parquet"
    path.parent.mkdir()
    values = [float("nan"), float("inf"), -1.0, 5.0]
    pl.DataFrame(
        {"geo": ["DE"] * 4, "year": [2020, 2021, 2022, 2023], "coo_iso": ["SYR"] * 4, "asylum_seekers": values}
    ).write_parquet(path)
    assert [fault.line for fault in faults_of(home)] == [2, 3, 4]


def test_all_faults_of_a_file_at_once(folder: Folder) -> None:
    assert len(faults_of(folder({POPULATION: HEAD + "X,2024,-1,\nDE,bad,1,\n"}))) == 3


@pytest.mark.parametrize("cut", [10, -9])
def test_a_damaged_gz(folder: Folder, cut: int) -> None:
    home = folder({RETURNED: "geo,year,citizen,persons\nEL,2023,Syria,10\n", POPULATION: GOOD})
    path = home / RETURNED
    path.write_bytes(path.read_bytes()[:cut])
    (fault,) = faults_of(home)
    assert (fault.file, "is damaged" in fault.problem) == (str(path), True)


def test_binary_and_other_encodings(folder: Folder) -> None:
    home = folder({POPULATION: GOOD})
    (home / POPULATION).write_bytes(b"geo,year\n\xff\xfe")
    assert "not UTF-8" in faults_of(home)[0].problem
    path = home / "unhcr/population_stocks_2000_2025.parquet"
    path.parent.mkdir()
    path.write_bytes(b"PAR1 nothing")
    assert "no readable table" in faults_of(home, "pending_applications")[0].problem


def test_the_manifest_is_held_to(folder: Folder, write_manifest: Callable[..., None]) -> None:
    home = folder({POPULATION: GOOD})
    write_manifest(home, {POPULATION: 3})
    assert len(collected.load(home)) == 1
    write_manifest(home, {POPULATION: 4})
    assert faults_of(home)[0].problem == "has 3 rows"
    write_manifest(home, {POPULATION: 3}, {POPULATION: "0" * 64})
    (fault,) = faults_of(home)
    assert (fault.file, fault.problem) == (str(home / POPULATION), "is not what the manifest says (SHA-256)")
    (home / "MANIFEST.csv").write_text("file,rows\nx,many\n")
    assert faults_of(home)[0].problem == "is no manifest"


def test_a_wrong_checksum_is_found_before_anything_is_read(folder: Folder, write_manifest: Callable[..., None]) -> None:
    home = folder({POPULATION: GOOD, RETURNED: "geo,year,citizen,persons\nEL,2023,Syria,10\n"})
    write_manifest(home, {RETURNED: 1, POPULATION: 3}, {POPULATION: "0" * 64})
    with pytest.raises(BadInputError, match="SHA-256"):
        collected.read(home)


def test_a_file_that_the_manifest_lacks_is_noted(folder: Folder, write_manifest: Callable[..., None]) -> None:
    home = folder({POPULATION: GOOD, RETURNED: "geo,year,citizen,persons\nEL,2023,Syria,10\n"})
    write_manifest(home, {RETURNED: 1})
    (extract,) = collected.load(home, ["population"])
    assert f"{POPULATION} is not in the manifest and was not verified" in extract.notes


def test_folders_and_names_that_hold_nothing(folder: Folder) -> None:
    assert "no file that is known" in faults_of(folder({"notes.txt": "nothing"}))[0].problem
    assert "no file of gdp" in faults_of(folder({POPULATION: GOOD}), "gdp")[0].problem
    assert "no file is known for final_decisions" in faults_of(folder({}), "final_decisions")[0].problem
    assert "not in the catalogue" in faults_of(folder({}), "weather")[0].problem


# --- the tables agree -------------------------------------------------------------------------------------------------


def test_the_catalogue_and_the_table_name_the_same_files_and_series() -> None:
    named = {(file, name) for name, one in catalogue().items() for source in one.sources for file in source.files}
    assert named == {(path, recipe.series) for path, file in files().items() for recipe in file.reads}
    assert all(file.publisher and file.licence and bool(file.stamp) == bool(file.updated) for file in files().values())


def test_special_codes_are_no_country() -> None:
    import pycountry

    assert not [code for code in SPECIAL if pycountry.countries.get(alpha_3=code)]
    assert citizen_code("EL", "iso2") == "GRC"
    assert citizen_code("SYR", "iso2") is None
