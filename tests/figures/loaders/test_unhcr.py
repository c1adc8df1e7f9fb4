"""UNHCR's API: every page of a year once; persons and not cases; a level of decision is never added to another."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from publishers import Publisher

from fairshare.figures.indicators import catalogue
from fairshare.figures.loaders import LoadError, NotHeldError, fetch
from fairshare.figures.loaders import unhcr as loader
from fairshare.figures.loaders.codes import states

COUNTRIES = {
    "SYR": ("SYR", "Syrian Arab Rep."),
    "AUT": ("AUS", "Austria"),
    "DEU": ("GFR", "Germany"),
    "GRC": ("GRE", "Greece"),
    "GBR": ("GBR", "United Kingdom"),
    "XXA": ("STA", "Stateless"),
    "UNK": ("UKN", "Unknown "),
    None: ("CRB", "Caribbean"),
}


def side(name: str, iso: str | None) -> dict[str, object]:
    """A country as UNHCR writes it: a number, its own code, a name, and ISO 3166; dashes where countries are summed."""
    code, title = COUNTRIES.get(iso, ("-", "-"))
    return {f"{name}_id": "-" if code == "-" else len(title), f"{name}_name": title, name: code, f"{name}_iso": iso}


def row(year: int, coa: str, coo: str | None = "-", **other: object) -> dict[str, object]:
    return {"year": year, **side("coo", coo), **side("coa", coa), **other}


def application(year, coa, applied, app_type="N", app_pc="P", coo="SYR", **other):
    codes = {"procedure_type": "G", "app_type": app_type, "dec_level": "FI", "app_pc": app_pc}
    return row(year, coa, coo, **{**codes, "applied": applied, **other})


def decision(year, coa, coo, recognised, rejected=0, level="FI", procedure="G"):
    counts = {
        "dec_recognized": recognised,
        "dec_other": "0",
        "dec_rejected": rejected,
        "dec_closed": "-",
        "dec_total": 7,
    }
    return row(year, coa, coo, procedure_type=procedure, dec_level=level, dec_pc="P", **counts)


class Service:
    """Pages of the given rows, of ``size`` rows each, for the year that is asked."""

    def __init__(self, rows, size=10_000):
        self.rows, self.size = rows, size

    def __call__(self, request: httpx.Request) -> httpx.Response:
        asked = request.url.params
        rows = [row for row in self.rows if asked["yearFrom"] <= str(row["year"]) <= asked["yearTo"]]
        page, pages = int(asked["page"]), -(-len(rows) // self.size)
        part = rows[(page - 1) * self.size : page * self.size]
        return httpx.Response(200, json={"page": page, "maxPages": pages, "total": {}, "items": part})


def page(rows, number=1, pages=1) -> httpx.Response:
    return httpx.Response(200, json={"page": number, "short-url": "", "maxPages": pages, "total": [], "items": rows})


def unhcr(series, rows, years=(2024,), size=10_000):
    publisher = Publisher(Service(rows, size))
    return fetch(series, years, publisher.client(), access="unhcr"), publisher


# --- what is asked, and what comes of it ------------------------------------------------------------------------------


def test_a_year_is_a_pair_of_bounds_and_countries_are_iso_codes():
    _, publisher = unhcr("protection_decisions", [decision(2024, "DEU", "SYR", 5)])
    asked = dict(publisher.asked[0].params)
    assert publisher.asked[0].path == "/data/asylum-decisions/"
    assert asked.pop("coa").split(",") == sorted(states()) and len(states()) == 32
    assert asked == {
        "coo_all": "true",
        "yearFrom": "2024",
        "yearTo": "2024",
        "cf_type": "ISO",
        "limit": "10000",
        "page": "1",
    }


def test_first_applications_are_the_new_and_the_not_separated_of_persons():
    rows = [
        application(2024, "DEU", 100),
        application(2024, "DEU", "20", "NR"),
        application(2024, "DEU", 7, "R"),
        application(2024, "DEU", 9, app_pc="C"),
        application(2024, "GRC", 50.0),
        application(2024, "GRC", 3, procedure_type="U"),
        application(2024, "GBR", 60, "A"),
        application(2024, "GRC", 8, coo="XXA"),
    ]
    extract, _ = unhcr("first_time_applications", rows)
    assert extract.rows.select("geo", "citizen", "kind", "period", "value", "flag").rows() == [
        ("DE", "SYR", "", "2024", Decimal(120), ""),
        ("EL", "SYR", "", "2024", Decimal(53), ""),
        ("EL", "XXA", "", "2024", Decimal(8), ""),
    ]
    assert (extract.dataset, extract.updated, extract.years) == ("asylum-applications", "", (2024,))
    assert extract.url == "https://unhcr.example/data/asylum-applications/"
    assert extract.notes == ("2024: 1 rows that do not count persons are left out",)


def all_origins(rows):
    held = catalogue.series("first_time_applications")
    source = replace(held.of("unhcr")[0], keeps={"coa": "geo"})
    publisher = Publisher(lambda request: page(rows))
    return loader.fetch(held, source, [2024], publisher.client()), publisher


def test_all_origins_together_are_asked_as_such():
    extract, publisher = all_origins(
        [application(2024, "DEU", 100, coo="-"), application(2024, "DEU", 5, "NR", coo="-")]
    )
    assert extract.rows.select("geo", "citizen", "value").rows() == [("DE", "", Decimal(105))]
    assert "coo_all" not in publisher.asked[0].params
    with pytest.raises(LoadError, match="asked for all origins together, the answer has them one by one"):
        all_origins([application(2024, "DEU", 100)])


def test_decisions_keep_level_and_outcome_and_are_not_added_over_levels():
    rows = [
        decision(2024, "AUT", "SYR", 10, 4),
        decision(2024, "AUT", "SYR", 2, 1, procedure="U"),
        decision(2024, "AUT", "SYR", 3, 9, level="AR"),
        decision(2024, "AUT", "XXA", 1),
    ]
    extract, _ = unhcr("protection_decisions", rows)
    values = {(citizen, kind): value for _, _, citizen, kind, _, value, _ in extract.rows.iter_rows()}
    assert values["SYR", "FI:recognised"] == 12 and values["SYR", "FI:rejected"] == 5
    assert values["SYR", "AR:recognised"] == 3 and values["SYR", "AR:rejected"] == 9
    assert values["SYR", "FI:other"] == 0 and values["SYR", "FI:total"] == 14 and values["XXA", "FI:recognised"] == 1
    assert set(extract.rows["geo"]) == {"AT"}  # UNHCR's own code for Austria is AUS


def test_a_dash_is_not_there_and_a_star_is_withheld():
    rows = [
        decision(2024, "DEU", "SYR", "-"),
        decision(2024, "DEU", "SYR", "-", procedure="U"),
        decision(2024, "DEU", "AUT", "-"),
        decision(2024, "DEU", "AUT", 5, procedure="U"),
        decision(2024, "DEU", "UNK", "*"),
        decision(2024, "DEU", "UNK", 5, procedure="U"),
    ]
    extract, _ = unhcr("protection_decisions", rows)
    found = {citizen: (v, flag) for _, _, citizen, kind, _, v, flag in extract.rows.iter_rows() if "recog" in kind}
    assert found == {"SYR": (None, "-"), "AUT": (Decimal(5), ""), "UNK": (None, "c")}


def test_stocks_and_resettlement_read_their_own_count():
    counts = {"refugees": 9, "asylum_seekers": "62", "stateless": "0", "oip": "-"}
    pending, _ = unhcr("pending_applications", [row(2024, "DEU", "SYR", **counts)])
    assert pending.rows.select("geo", "citizen", "value").rows() == [("DE", "SYR", Decimal(62))]
    solved = {"returned_refugees": "-", "resettlement": 2907, "naturalisation": 8, "returned_idps": "-"}
    resettled, _ = unhcr("resettled", [row(2024, "DEU", "SYR", **solved)])
    assert resettled.rows["value"].to_list() == [Decimal(2907)] and resettled.unit == "persons"


def test_a_country_without_an_iso_code_keeps_its_name():
    extract, _ = unhcr("pending_applications", [row(2024, "DEU", None, asylum_seekers=3)])
    assert extract.rows["citizen"].to_list() == ["Caribbean"]


def test_a_source_that_nobody_knows_how_to_count_is_an_error():
    held = catalogue.series("resettled")
    strange = replace(held.of("unhcr")[0], dataset="demographics")
    with pytest.raises(LoadError, match="demographics: there is no way to read"):
        loader.fetch(held, strange, [2024], Publisher(Service([])).client())


def test_where_eurostat_has_no_dataset_unhcr_serves_and_says_so():
    service = Service([application(2024, "DEU", 100)])

    def both(request: httpx.Request) -> httpx.Response:
        return service(request) if request.url.host == "unhcr.example" else httpx.Response(404)

    extract = fetch("first_time_applications", [2024], Publisher(both).client())
    assert extract.access == "unhcr" and extract.notes[0].startswith("instead of migr_asyappctzm: ")


# --- pages and years --------------------------------------------------------------------------------------------------

PAIRS = [(coa, coo) for coa in ("DEU", "GRC", "AUT", "GBR") for coo in ("SYR", "UNK", "XXA")]
STOCKS = [row(2024, coa, coo, asylum_seekers=10 + index) for index, (coa, coo) in enumerate(PAIRS)]
HINDRANCES = st.sampled_from(
    [None, httpx.Response(503), httpx.ReadTimeout("slow"), httpx.ReadError("reset"), httpx.Response(429),
     httpx.Response(200, text='{"page": 1, "items": [')]
)  # fmt: skip


@given(st.integers(1, 13), st.lists(HINDRANCES, max_size=8))
def test_all_pages_are_read_once_whatever_their_size_and_however_often_they_are_asked_for(size, script):
    publisher = Publisher(Service(STOCKS, size), *script)
    extract = fetch("pending_applications", [2024], publisher.client(attempts=10), access="unhcr")
    assert sorted(map(int, extract.rows["value"])) == list(range(10, 22))


def test_a_year_that_is_not_out_yet_is_left_out_with_a_note():
    extract, _ = unhcr("pending_applications", STOCKS, [2024, 2025])
    assert extract.years == (2024,) and extract.notes == ("2025: no figure",)
    with pytest.raises(NotHeldError, match="population: no figure for 2025, 2026"):
        unhcr("pending_applications", STOCKS, [2025, 2026])


@pytest.mark.parametrize(
    ("script", "problem"),
    [
        ([page(STOCKS[:6], 1, 2), page(STOCKS[:6], 2, 2)], "population: page 2 is the same as page 1"),
        ([page(STOCKS[:6], 1, 2), page(STOCKS[5:], 2, 2)], "population: a row of the answer stands twice"),
        ([page(STOCKS[:6], 1, 2), page(STOCKS[6:], 2, 3)], "population: the number of pages went from 2 to 3"),
        ([page(STOCKS[:6], 1, 2), page(STOCKS[6:], 1, 2)], "population: asked for page 2, the answer is page 1"),
        ([page(STOCKS, 1, 9999)], "population: 9999 pages for 2024 are more than 1,000"),
        ([page(STOCKS[:6], 1, 2), httpx.Response(403)], "population: the publisher answers 403"),
        ([page(STOCKS[:6], 1, 2), httpx.Response(404)], "population: the publisher does not hold this"),
        ([httpx.Response(200, json={"page": 1, "maxPages": 1})], "population: the answer has no items"),
        ([httpx.Response(200, json={"page": 1, "maxPages": 1, "items": [4]})], "population: the answer has no items"),
        ([httpx.Response(200, json={"page": 1, "items": []})], "population: the answer does not number its pages"),
        ([httpx.Response(200, json={"page": True, "maxPages": 1, "items": []})], "does not number its pages"),
        ([httpx.Response(200, text="<html>")], "population: the answer is not JSON"),
    ],
)
def test_pages_that_do_not_fit_together_leave_nothing(script, problem):
    with pytest.raises(LoadError, match=problem):
        fetch("pending_applications", [2024], Publisher(Service(STOCKS), *script).client(), access="unhcr")


# --- answers that are not to the question -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("series", "rows", "problem"),
    [
        ("pending_applications", [row(2023, "DEU", "SYR", asylum_seekers=1)], "answer has year '2023'"),
        ("pending_applications", [row(2024, "SYR", "SYR", asylum_seekers=1)], "answer has coa_iso 'SYR'"),
        ("pending_applications", [row(2024, "DEU", asylum_seekers=1)], "asked for every origin"),
        (
            "pending_applications",
            [row(2024, "DEU", "SYR", asylum=1)],
            "population: a row of the answer lacks asylum_seekers",
        ),
        ("pending_applications", [row(2024, "DEU", "SYR", asylum_seekers="few")], "has 'few' where a count belongs"),
        ("pending_applications", [row(2024, "DEU", "SYR", asylum_seekers=1.5)], "has '1.5' where a count belongs"),
        ("pending_applications", [row(2024, "DEU", "SYR", asylum_seekers=-1)], "has '-1' where a count belongs"),
        ("pending_applications", [row(2024, "DEU", "SYR", asylum_seekers=None)], "has '' where a count belongs"),
        ("pending_applications", [row(2024, "DEU", "SYR", asylum_seekers=True)], "has 'True' where a count belongs"),
        (
            "first_time_applications",
            [{"year": 2024}],
            "asylum-applications: a row of the answer lacks coa_iso; it has year",
        ),
    ],
)
def test_a_parameter_that_was_passed_over_and_changed_fields_are_refused(series, rows, problem):
    with pytest.raises(LoadError, match=problem):
        fetch(series, [2024], Publisher(lambda request: page(rows)).client(), access="unhcr")
