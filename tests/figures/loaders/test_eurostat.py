"""Eurostat's API: one year a question, whole or not at all; it queues, refuses, renames, breaks off, is not there."""

from __future__ import annotations

import json
from decimal import Decimal
from itertools import product
from pathlib import Path

import httpx
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from publishers import MEMBERS, Cube, Publisher, asylum_axes, complaint, figure, jsonstat, months

from fairshare.faults import BadInputError
from fairshare.figures.indicators import catalogue
from fairshare.figures.loaders import LoadError, NoNetworkError, NotHeldError, TooLargeError, fetch, fetchable
from fairshare.figures.loaders.eurostat import GEOS
from fairshare.states import EU27

ANSWERS = Path(__file__).parents[1] / "answers"
GEOS_HERE = (*MEMBERS, "EU27_2020")
CITIZENS = ("AFG", "GRC", "SYR", "GBR", "XKX", "XXA", "UNK", "TOTAL", "EXT_EU27_2020")
QUEUED = complaint(413, "ASYNCHRONOUS_RESPONSE. Please try again later.")
QUEUED_WARNING = httpx.Response(
    200, json={"warning": {"status": 413, "label": "ASYNCHRONOUS_RESPONSE. Your request will be treated later."}}
)
TOO_BIG = complaint(413, "EXTRACTION_TOO_BIG: estimated\n420709314 rows")
UNKNOWN = complaint(404, "ERR_NOT_FOUND_4: not available for dissemination")


def recorded(request: httpx.Request) -> httpx.Response:
    """The documents of ``answers/``; others are not there."""
    path = ANSWERS / f"{request.url.path.rsplit('/', 1)[1]}_{request.url.params['sinceTimePeriod']}.json"
    return httpx.Response(200, content=path.read_bytes()) if path.exists() else UNKNOWN


def replaced(name: str, **other: object) -> httpx.Response:
    return httpx.Response(200, json=json.loads((ANSWERS / f"{name}.json").read_text()) | other)


def expected(*years: int, geos=GEOS_HERE) -> set[tuple[object, ...]]:
    """First-time applicants of the synthetic dataset: geo, citizenship, month, value, said without the reader."""
    iso3 = {"AF": "AFG", "EL": "GRC", "SY": "SYR", "UK": "GBR", "XK": "XKX", "STLS": "XXA"}
    rows = product(asylum_axes()["citizen"], geos, months(*years))
    counts = {
        (geo, iso3.get(citizen, citizen), month): figure("M", "PER", citizen, "T", "FRST", "TOTAL", geo, month)
        for citizen, geo, month in rows
    }
    return {(*key, Decimal(count)) for key, count in counts.items() if count % 7}


def rows(extract) -> set[tuple[object, ...]]:
    found = extract.rows.select("geo", "citizen", "period", "value").rows()
    assert len(set(found)) == len(found)
    return set(found)


# --- what is asked, and what comes of it ------------------------------------------------------------------------------


def test_one_year_is_asked_per_call_with_all_that_is_not_kept_fixed():
    publisher = Publisher(recorded)
    extract = fetch("gdp", [2024, 2023, 2024], publisher.client())
    assert [dict(url.params) for url in publisher.asked] == [
        {"format": "JSON", "lang": "EN", "na_item": "B1GQ", "unit": "CP_MEUR"}
        | {"sinceTimePeriod": year, "untilTimePeriod": year}
        for year in ("2023", "2024")
    ]
    assert {url.path for url in publisher.asked} == {"/data/nama_10_gdp"}
    assert (extract.series, extract.access, extract.dataset) == ("gdp", "eurostat", "nama_10_gdp")
    assert extract.url == "https://eurostat.example/data/nama_10_gdp"
    assert extract.updated == "2026-04-17T23:00:00+0200" and extract.unit == "million EUR"
    assert extract.years == (2023, 2024) and len(extract.rows) == 54
    values = {(geo, period): (value, flag) for geo, *_, period, value, flag in extract.rows.iter_rows()}
    assert values["IE", "2024"] == (None, ":") and values["AT", "2024"] == (Decimal("481940.3"), "")


def test_monthly_applicants_by_citizenship_are_read_whole_with_iso_codes_and_aggregates():
    publisher = Publisher(Cube(asylum_axes()))
    extract = fetch("first_time_applications", [2023, 2024], publisher.client())
    assert rows(extract) == expected(2023, 2024)
    assert extract.rows["flag"].unique().to_list() == [""] and extract.rows["kind"].unique().to_list() == [""]
    assert [url.params["untilTimePeriod"] for url in publisher.asked] == ["2023-12", "2024-12"]
    assert extract.filters == {"applicant": "FRST", "sex": "T", "age": "TOTAL", "unit": "PER"}
    assert extract.notes == ()


def test_quarters_and_decisions_keep_their_names():
    axes = {"freq": ["Q"], "unit": ["PER"], "citizen": ["SY"], "sex": ["T"], "age": ["TOTAL"]}
    decisions = {"decision": ["TOTAL", "REJECTED"], "geo": ["DE"], "time": ["2024-Q1", "2024-Q2"]}
    publisher = Publisher(Cube(axes | decisions))
    found = fetch("first_instance_decisions", [2024], publisher.client()).rows
    assert publisher.asked[0].params["sinceTimePeriod"] == "2024-Q1"
    assert set(found["kind"]) == {"TOTAL", "REJECTED"} and set(found["period"]) == {"2024-Q1", "2024-Q2"}


def test_the_other_state_of_a_dublin_request_stays_eurostats_code():
    axes = {"freq": ["A"], "legal": ["TOTAL"], "unit": ["NR"], "partner": ["EL", "TOTAL"], "geo": ["DE"]}
    answer = httpx.Response(200, json=jsonstat(axes | {"time": ["2015"]}, [5, 10]))
    found = fetch("dublin_requests_out", [2015], Publisher(recorded, answer).client()).rows
    assert found.select("geo", "partner", "value").rows() == [("DE", "EL", 5), ("DE", "TOTAL", 10)]


def test_before_mid_2025_the_applicant_had_another_name():
    axes = {("asyl_app" if name == "applicant" else name): codes for name, codes in asylum_axes().items()}
    old = Publisher(Cube({**axes, "asyl_app": ["NASY_APP", "ASY_APP"]}))
    extract = fetch("first_time_applications", [2023], old.client())
    assert [url.params.get("applicant") or url.params["asyl_app"] for url in old.asked] == ["FRST", "NASY_APP"]
    assert extract.filters["applicant"] == "FRST" and "asyl_app=NASY_APP" in extract.notes[0]
    assert {row[:3] for row in rows(extract)} <= set(product(GEOS_HERE, CITIZENS, months(2023)))


def test_all_applicants_had_the_old_name_too():
    axes = {**asylum_axes(), "freq": ["A"], "time": ["2023"], "asyl_app": ["NASY_APP", "ASY_APP"]}
    del axes["applicant"]
    old = Publisher(Cube(axes))
    fetch("applications", [2023], old.client())
    assert old.asked[-1].params["asyl_app"] == "ASY_APP"


def test_an_answer_that_passes_over_the_new_name_is_asked_by_the_old_one():
    axes = {
        **asylum_axes(citizen=["SY"], geo=["DE"], sex=["T"], age=["TOTAL"], time=["2023-01"]),
        "asyl_app": ["X", "Y"],
    }
    del axes["applicant"]
    open_answer = httpx.Response(200, json=jsonstat(axes, [1, 2]))
    fixed = httpx.Response(200, json=jsonstat({**axes, "asyl_app": ["NASY_APP"]}, [2]))
    assert (
        fetch("first_time_applications", [2023], Publisher(recorded, open_answer, fixed).client()).rows["value"][0] == 2
    )


def test_confidential_cells_are_null_with_their_flag():
    axes = asylum_axes(citizen=["SY"], geo=["DE", "EL", "FR"], sex=["T"], age=["TOTAL"], applicant=["FRST"])
    axes["time"] = ["2024-01"]
    answer = httpx.Response(200, json=jsonstat(axes, {"0": 5}, {"1": "c"}))
    found = fetch("first_time_applications", [2024], Publisher(recorded, answer).client()).rows
    assert found.select("geo", "value", "flag").rows() == [("DE", Decimal(5), ""), ("EL", None, "c")]


# --- years ------------------------------------------------------------------------------------------------------------


def test_a_year_that_is_not_out_yet_is_left_out_with_a_note():
    extract = fetch("population", [2024, 2025, 2026], Publisher(recorded).client())
    assert extract.years == (2024, 2025) and extract.notes == ("2026: not out yet",)


def test_a_year_answered_without_values_is_left_out_with_a_note():
    publisher = Publisher(recorded, None, replaced("demo_gind_2025", value={}, status={}))
    extract = fetch("population", [2024, 2025], publisher.client())
    assert extract.years == (2024,) and extract.notes == ("2025: no figure",)


def test_a_gap_between_years_that_are_held_is_no_year_to_come():
    holds = Cube({"freq": ["A"], "indic_de": ["JAN"], "geo": ["DE"], "time": ["2023", "2025"]})
    with pytest.raises(LoadError, match="demo_gind: 2025 was answered, but 2024 was not"):
        fetch("population", [2023, 2024, 2025], Publisher(holds).client())


def test_where_the_first_dataset_is_gone_the_next_one_serves():
    axes = {"age": ["TOTAL"], "sex": ["T"], "unit": ["NR"], "geo": ["DE"], "time": ["2024"]}
    publisher = Publisher(recorded, UNKNOWN, httpx.Response(200, json=jsonstat(axes, [83456045])))
    extract = fetch("population", [2024], publisher.client())
    assert [url.path.rsplit("/", 1)[1] for url in publisher.asked] == ["demo_gind", "demo_pjan"]
    assert extract.dataset == "demo_pjan"
    assert extract.notes == ("instead of demo_gind: ERR_NOT_FOUND_4: not available for dissemination",)


def test_nothing_held_names_the_first_dataset():
    with pytest.raises(NotHeldError, match="demo_gind: ERR_NOT_FOUND_4"):
        fetch("population", [1900], Publisher(recorded).client())


def test_a_failure_is_not_a_reason_for_the_next_source():
    publisher = Publisher(recorded, httpx.Response(403))
    with pytest.raises(LoadError, match="demo_gind: the publisher answers 403"):
        fetch("population", [2024], publisher.client())
    assert len(publisher.asked) == 1


# --- too large for one answer -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("most", "calls"), [(10**6, 1), (540, 1), (539, 1 + 12), (45, 1 + 12), (44, 1 + 12 * (1 + len(GEOS)))]
)
def test_what_is_too_large_is_asked_in_parts_that_join_to_the_same_figures(most, calls):
    publisher = Publisher(Cube(asylum_axes(), most=most))
    extract = fetch("first_time_applications", [2024], publisher.client())
    assert rows(extract) == expected(2024) and len(publisher.asked) == calls
    assert len(extract.notes) == (most < 45)


def test_a_year_that_is_too_large_is_asked_state_by_state():
    axes = {
        "freq": ["A"],
        "citizen": ["SY"],
        "age": ["TOTAL"],
        "sex": ["T"],
        "geo": [*MEMBERS, "EU28"],
        "time": ["2020"],
    }
    publisher = Publisher(Cube(axes, most=1))
    extract = fetch("ordered_to_leave", [2020], publisher.client())
    assert set(extract.rows["geo"]) <= set(MEMBERS) and len(publisher.asked) == 1 + len(GEOS)
    assert extract.notes == ("2020: asked state by state, so without aggregates but EU27_2020",)


def test_what_is_too_large_state_by_state_is_an_error():
    with pytest.raises(TooLargeError, match="EXTRACTION_TOO_BIG"):
        fetch("first_time_applications", [2024], Publisher(Cube(asylum_axes(), most=1)).client())


@pytest.mark.parametrize("parts", [[UNKNOWN] * 12, [TOO_BIG, *[UNKNOWN] * (len(GEOS) + 11)]], ids=["month", "state"])
def test_a_year_of_which_no_part_is_held_is_not_held(parts):
    publisher = Publisher(Cube(asylum_axes()), TOO_BIG, *parts)
    with pytest.raises(NotHeldError, match="migr_asyappctzm: no period of 2024 is held"):
        fetch("first_time_applications", [2024], publisher.client(), access="eurostat")


def test_months_to_come_are_no_gap_but_a_month_between_others_is():
    running = asylum_axes(time=months(2024)[:9])
    assert rows(fetch("first_time_applications", [2024], Publisher(Cube(running, most=45)).client())) == {
        row for row in expected(2024) if row[2] <= "2024-09"
    }
    broken = asylum_axes(time=[*months(2024)[:4], *months(2024)[5:]])
    with pytest.raises(LoadError, match="2024-06 was answered, but 2024-05 was not"):
        fetch("first_time_applications", [2024], Publisher(Cube(broken, most=45)).client())


def test_parts_of_two_editions_are_not_joined():
    publisher = Publisher(
        Cube(asylum_axes(), most=45), None, Cube(asylum_axes(), stamp="2026-11-03")(_asked("2024-01"))
    )
    with pytest.raises(LoadError, match="migr_asyappctzm: the dataset was updated while it was read; ask again"):
        fetch("first_time_applications", [2024], publisher.client())


def _asked(period: str, **other: str) -> httpx.Request:
    filters = {"applicant": "FRST", "sex": "T", "age": "TOTAL", "unit": "PER", **other}
    return httpx.Request("GET", "https://x", params={**filters, "sinceTimePeriod": period, "untilTimePeriod": period})


# --- a retry never doubles rows ---------------------------------------------------------------------------------------

HINDRANCES = st.sampled_from(
    [None, httpx.Response(503), QUEUED, QUEUED_WARNING, httpx.ReadTimeout("slow"), httpx.ReadError("reset"),
     httpx.Response(200, text='{"class": "data'), httpx.Response(429, headers={"Retry-After": "3"})]
)  # fmt: skip


@given(st.lists(HINDRANCES, max_size=12), st.sampled_from([10**6, 45]))
def test_a_retry_never_doubles_rows(script, most):
    small = asylum_axes(time=months(2023, 2024)[10:14])
    publisher = Publisher(Cube(small, most=most), *script)
    extract = fetch("first_time_applications", [2023, 2024], publisher.client(attempts=14))
    assert rows(extract) == {row for row in expected(2023, 2024) if "2023-11" <= row[2] <= "2024-02"}


# --- answers that are not to the question -----------------------------------------------------------------------------


def asylum(**axes):
    small = asylum_axes(citizen=["SY"], geo=["DE"], sex=["T"], age=["TOTAL"], applicant=["FRST"], time=["2024-01"])
    return httpx.Response(200, json=jsonstat({**small, **axes}, list(range(1, 1 + max(map(len, axes.values()))))))


def without(name: str) -> httpx.Response:
    small = asylum_axes(citizen=["SY"], geo=["DE"], sex=["T"], age=["TOTAL"], applicant=["FRST"], time=["2024-01"])
    return httpx.Response(200, json=jsonstat({key: codes for key, codes in small.items() if key != name}, [1]))


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (asylum(sex=["F"]), "does not keep to the filter sex=T: it has F"),
        (asylum(sex=["T", "F"]), "does not keep to the filter sex=T: it has F, T"),
        (asylum(freq=["A"]), "does not keep to the filter freq=M: it has A"),
        (asylum(legal=["X", "Y"]), "leaves the dimension legal open: it has X, Y"),
        (asylum(time=["2024"]), "has '2024' where a month belongs"),
        (asylum(time=["2024-01", "2024-Q1"]), "has '2024-Q1' where a month belongs"),
        (asylum(time=["2023-12"]), "asked for 2024-01 to 2024-12, the answer has 2023-12"),
        (without("citizen"), "lacks the dimension citizen; it has freq, unit, sex"),
        (without("geo"), "lacks the dimension geo"),
        (without("time"), "lacks the dimension time"),
        (without("unit"), "lacks the dimension unit"),
        (without("applicant"), "lacks the dimension applicant"),
    ],
)
def test_changed_columns_and_another_answer_than_asked_for_are_refused(answer, problem):
    with pytest.raises(LoadError) as caught:
        fetch("first_time_applications", [2024], Publisher(recorded, answer).client())
    assert problem in str(caught.value) and str(caught.value).startswith("migr_asyappctzm: ")


def test_a_further_dimension_of_one_code_changes_nothing():
    answer = asylum(legal=["TOTAL"])
    assert len(fetch("first_time_applications", [2024], Publisher(recorded, answer).client()).rows) == 1


def test_an_answer_for_another_state_is_refused():
    axes = asylum_axes(geo=["DE", "EL"])
    other = Cube(axes)(_asked("2024-01", geo="EL"))
    publisher = Publisher(Cube(axes, most=1), TOO_BIG, TOO_BIG, other)
    with pytest.raises(LoadError, match="asked for AT, the answer has other states"):
        fetch("first_time_applications", [2024], publisher.client())


@pytest.mark.parametrize(
    ("step", "error", "problem"),
    [
        (TOO_BIG, TooLargeError, "demo_gind: EXTRACTION_TOO_BIG: estimated 420709314 rows"),
        (httpx.Response(413, text="<html>"), TooLargeError, "demo_gind: too large (413)"),
        (httpx.Response(200, json={}), LoadError, "demo_gind: the answer is not a JSON-stat dataset"),
        (httpx.Response(403, text="no"), LoadError, "demo_gind: the publisher answers 403"),
        (httpx.Response(200, json={"error": "odd"}), LoadError, "demo_gind: odd"),
        (complaint(400, 'Dimension "INDIC_DE" is not defined'), LoadError, 'demo_gind: Dimension "INDIC_DE" is not'),
        (QUEUED, LoadError, "demo_gind: Eurostat still prepares the answer, 1 times"),
        (replaced("demo_gind_2025"), LoadError, "demo_gind: asked for 2024 to 2024, the answer has 2025"),
        (replaced("demo_gind_2024", updated=" "), LoadError, "demo_gind: the answer has no update stamp"),
        (replaced("demo_gind_2024", size=[1, 1, 27]), LoadError, "demo_gind: the answer's dimensions and sizes"),
        (
            replaced("demo_gind_2024", value={"0": -1}),
            LoadError,
            "demo_gind: the observations have a negative value (BE",
        ),
        (replaced("demo_gind_2024", value={"0": 1.5}), LoadError, "demo_gind: the answer's 1.5 (BE, 2024) is no count"),
        (replaced("demo_gind_2024", value={}, status={}), NotHeldError, "demo_gind: no figure for 2024"),
        (httpx.ConnectError("Name or service not known"), NoNetworkError, "Name or service not known"),
    ],
)
def test_no_usable_answer_is_one_line(step, error, problem):
    gone = lambda request: step if getattr(step, "status_code", 0) == 413 else UNKNOWN  # noqa: E731
    with pytest.raises(LoadError) as caught:
        fetch("population", [2024], Publisher(gone, step).client(attempts=1))
    assert isinstance(caught.value, error) and "\n" not in str(caught.value)
    assert problem in str(caught.value)


def test_a_dataset_that_changes_while_it_is_read_is_refused():
    publisher = Publisher(recorded, None, replaced("demo_gind_2025", updated="2026-05-01T11:00:00+0200"))
    with pytest.raises(LoadError, match="demo_gind: the dataset was updated while it was read"):
        fetch("population", [2024, 2025], publisher.client())


def test_a_later_refusal_that_is_no_missing_year_leaves_nothing():
    publisher = Publisher(recorded, None, httpx.Response(403, text="no"))
    with pytest.raises(LoadError, match="the publisher answers 403"):
        fetch("population", [2024, 2025], publisher.client())


# --- which series -----------------------------------------------------------------------------------------------------


def test_every_source_of_the_catalogue_is_asked_as_the_catalogue_says():
    for series in catalogue.catalogue().values():
        for source in series.of("eurostat"):
            names = dict.fromkeys([*source.filters, *source.keeps, "geo", "time"])
            axes = {name: [source.filters.get(name, "X")] for name in names}
            time = {"year": "2024", "quarter": "2024-Q1", "month": "2024-01"}[source.period]
            answer = httpx.Response(200, json=jsonstat(axes | {"geo": ["DE"], "time": [time]}, [5]))
            refused = [UNKNOWN] * series.of("eurostat").index(source)
            publisher = Publisher(recorded, *refused, answer)
            extract = fetch(series.name, [2024], publisher.client(), access="eurostat")
            assert extract.dataset == source.dataset and len(extract.rows) == 1
            assert set(source.filters.items()) <= set(publisher.asked[-1].params.items())
            assert not set(source.keeps) & set(publisher.asked[-1].params)


def test_the_27_of_a_recorded_answer_are_all_there():
    found = fetch("population", [2024], Publisher(recorded).client()).rows
    assert set(found["geo"]) == EU27
    assert found.filter(pl.col("geo") == "DE")["value"].to_list() == [Decimal(83456045)]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("votes", [2024]), "SERIES: 'votes' is not in the catalogue"),
        (
            ("sea_arrivals", [2024]),
            "'sea_arrivals' cannot be read over the network; expected one of first_time",
        ),
        (("population", []), "years: there are none"),
    ],
)
def test_what_cannot_be_asked_is_a_fault_of_the_input(arguments, problem):
    with pytest.raises(BadInputError, match=problem):
        fetch(*arguments, Publisher(recorded).client())


def test_an_access_limits_the_sources():
    with pytest.raises(BadInputError, match="'population' cannot be read from frontex"):
        fetch("population", [2024], Publisher(recorded).client(), access="frontex")
    with pytest.raises(BadInputError, match="access: 'files' is unknown; expected one of eurostat, unhcr, frontex"):
        fetch("population", [2024], Publisher(recorded).client(), access="files")
    assert "reception_presence" not in fetchable() and "border_crossings" in fetchable()
