"""Eurostat's answers: JSON-stat 2.0 in all its forms, and an API that queues, refuses, breaks off or is not there.

``answers/`` holds documents written for these tests in the shape that the statistics API gives for one year of the 27.
"""

from __future__ import annotations

import itertools
import json
from decimal import Decimal
from math import prod
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairshare.faults import BadInputError
from fairshare.figures import eurostat
from fairshare.figures.eurostat import (
    QUERIES,
    Client,
    EurostatError,
    NoNetworkError,
    NotHeldError,
    Observation,
    fetch,
    observations,
    parse_json,
    read_jsonstat,
)
from fairshare.states import EU27

ANSWERS = Path(__file__).parent / "answers"
POPULATION, GDP = QUERIES["population"][0], QUERIES["gdp"][0]
QUEUED = {"error": [{"status": 413, "id": 413, "label": "ASYNCHRONOUS_RESPONSE. Please try again later."}]}
QUEUED_WARNING = {"warning": {"status": 413, "label": "ASYNCHRONOUS_RESPONSE. Your request will be treated later."}}
TOO_BIG = {"error": [{"status": 413, "id": 413, "label": "EXTRACTION_TOO_BIG: estimated\n420709314 rows"}]}
UNKNOWN = {"error": [{"status": 404, "id": 100, "label": "ERR_NOT_FOUND_4: not available for dissemination"}]}


def answer(name: str) -> dict:
    return parse_json((ANSWERS / f"{name}.json").read_bytes())


def document(axes: dict[str, list[str]], values, status=None) -> dict:
    """A small JSON-stat dataset over the given axes."""
    return {
        "class": "dataset",
        "updated": "2026-01-01",
        "id": list(axes),
        "size": [len(codes) for codes in axes.values()],
        "dimension": {
            name: {"category": {"index": {code: place for place, code in enumerate(codes)}}}
            for name, codes in axes.items()
        },
        "value": values,
        **({} if status is None else {"status": status}),
    }


AXES = {"indic_de": ["JAN"], "geo": ["DE", "EL"], "time": ["2024", "2025"]}
FOUR = [
    Observation("DE", 2024, Decimal(1)),
    Observation("DE", 2025, Decimal(2)),
    Observation("EL", 2024, Decimal(3)),
    Observation("EL", 2025, Decimal(4)),
]


# --- the reader: forms that JSON-stat allows --------------------------------------------------------------------------


def test_a_recorded_shape_gives_the_27_with_their_flags():
    rows = {row.state: row for row in observations(answer("demo_gind_2024"), POPULATION)}
    assert set(rows) == EU27
    assert rows["DE"] == Observation("DE", 2024, Decimal(83456045))
    assert {state: row.flag for state, row in rows.items() if row.flag} == {"FR": "p", "RO": "e"}


def test_several_flags_are_kept_and_aggregates_are_left_out():
    rows = {row.state: row for row in observations(answer("demo_gind_2025"), POPULATION)}
    assert rows["FR"].flag == "bp" and set(rows) == EU27


def test_a_missing_value_stays_missing_even_with_a_flag():
    rows = {row.state: row for row in observations(answer("nama_10_gdp_2024"), GDP)}
    assert set(rows) == EU27 - {"IE"}
    assert rows["AT"].value == Decimal("481940.3")  # exact: no float comes between


@pytest.mark.parametrize("values", [{"0": 1, "1": 2, "2": 3, "3": 4}, [1, 2, 3, 4]], ids=["sparse", "dense"])
def test_values_may_be_an_object_or_an_array(values):
    assert list(observations(document(AXES, values), POPULATION)) == FOUR


@pytest.mark.parametrize("values", [{"1": 2, "2": 3}, [None, 2, 3, None], {"0": None, "1": 2, "2": 3}])
def test_cells_without_value_are_left_out(values):
    assert list(observations(document(AXES, values), POPULATION)) == [FOUR[1], FOUR[2]]


@pytest.mark.parametrize(
    ("status", "flags"),
    [
        (None, ["", "", "", ""]),
        ({"1": "p", "3": "be"}, ["", "p", "", "be"]),
        ([None, "p", None, "be"], ["", "p", "", "be"]),
        ("e", ["e", "e", "e", "e"]),
    ],
)
def test_statuses_may_be_an_object_an_array_or_one_for_all(status, flags):
    assert [row.flag for row in observations(document(AXES, [1, 2, 3, 4], status), POPULATION)] == flags


@pytest.mark.parametrize("order", list(itertools.permutations(AXES)))
def test_the_order_of_dimensions_does_not_matter(order):
    places = dict(zip(itertools.product(*AXES.values()), [1, 2, 3, 4], strict=True))
    rearranged = {name: AXES[name] for name in order}
    values = [
        places[tuple(dict(zip(order, codes, strict=True))[name] for name in AXES)]
        for codes in itertools.product(*rearranged.values())
    ]
    assert list(observations(document(rearranged, values), POPULATION)) == FOUR


def test_an_index_may_be_an_array_or_absent_for_a_single_code():
    shaped = document(AXES, [1, 2, 3, 4])
    shaped["dimension"]["geo"]["category"] = {"index": ["DE", "EL"]}
    shaped["dimension"]["indic_de"]["category"] = {"label": {"JAN": "Population on 1 January - total"}}
    assert list(observations(shaped, POPULATION)) == FOUR


def test_an_index_need_not_be_written_in_order():
    shaped = document(AXES, [3, 4, 1, 2])
    shaped["dimension"]["geo"]["category"] = {"index": {"DE": 1, "EL": 0}}
    assert list(observations(shaped, POPULATION)) == FOUR


SHAPES = st.lists(st.integers(1, 4), min_size=1, max_size=4)


@given(SHAPES, st.data())
def test_dense_and_sparse_forms_of_any_cube_give_the_same_cells_each_at_its_place(sizes, data):
    axes = {f"d{i}": [f"{i}{j}" for j in range(size)] for i, size in enumerate(sizes)}
    dense = data.draw(st.lists(st.none() | st.integers(-5, 5), min_size=prod(sizes), max_size=prod(sizes)))
    sparse = {str(index): value for index, value in enumerate(dense) if value is not None}
    cells = list(read_jsonstat(document(axes, dense)))
    assert cells == list(read_jsonstat(document(axes, sparse)))
    by_hand = {codes: value for codes, value in zip(itertools.product(*axes.values()), dense, strict=True)}  # noqa: C416
    assert {tuple(cell.position.values()): cell.value for cell in cells} == {
        codes: value for codes, value in by_hand.items() if value is not None
    }


# --- the reader: what it refuses ------------------------------------------------------------------------------------


def broken(**other):
    return document(AXES, [1, 2, 3, 4]) | other


@pytest.mark.parametrize(
    ("shaped", "problem"),
    [
        (None, "is not a JSON-stat dataset"),
        ([], "is not a JSON-stat dataset"),
        ({"class": "collection"}, "is not a JSON-stat dataset"),
        (broken(id=["geo", "time"]), "dimensions and sizes do not match"),
        (broken(id=["geo", "geo", "time"]), "dimensions and sizes do not match"),
        (broken(size=[1, 2, "2"]), "dimensions and sizes do not match"),
        (broken(size=[1, 2, True]), "dimensions and sizes do not match"),
        (broken(size=[10**6, 10**6, 1]), "size is not one of"),
        (broken(size=[1, -2, 2]), "size is not one of"),
        (broken(size=[1, 2, 3]), "dimension time does not have the 3 categories"),
        (broken(dimension={}), "dimension indic_de has no categories"),
        (broken(dimension=None), "dimension indic_de has no categories"),
        (broken(value=[1, 2, 3]), "has 3 of 4 values"),
        (broken(value=None), "has no values"),
        (broken(value={"4": 1}), "has values outside its 4 cells"),
        (broken(value={"-1": 1}), "has values outside its 4 cells"),
        (broken(value={"x": 1}), "has values outside its 4 cells"),
        (broken(value=["1", 2, 3, 4]), "has '1' where a number belongs"),
        (broken(value=[True, 2, 3, 4]), "has True where a number belongs"),
        (broken(status=7), "has no statuses"),
        (broken(value=[0, 2, 3, 4]), "0 is no amount (DE, 2024)"),
        (broken(value=[-1, 2, 3, 4]), "-1 is no amount (DE, 2024)"),
        (broken(value=[Decimal("1e999999"), 2, 3, 4]), "is no amount (DE, 2024)"),
        (broken(value=[Decimal("1.00000000001"), 2, 3, 4]), "is no amount (DE, 2024)"),
        (broken(value=[Decimal("1.5"), 2, 3, 4]), "1.5 (DE, 2024) is no number of persons"),
        (document(AXES | {"indic_de": ["JUL"]}, [1, 2, 3, 4]), "does not keep to the filter of demo_gind"),
        (document(AXES | {"time": ["2024", "2024-Q1"]}, [1, 2, 3, 4]), "'2024-Q1' where a year belongs"),
        (document({"geo": ["DE"]}, [1]), "'' where a year belongs"),
        (document(AXES | {"sex": ["M", "F"]}, [1, 2, 3, 4, 5, 6, 7, 8]), "a dimension was left open"),
    ],
)
def test_an_answer_that_is_not_what_was_asked_for_is_refused(shaped, problem):
    with pytest.raises(EurostatError) as caught:
        observations(shaped, POPULATION)
    assert problem in str(caught.value) and "\n" not in str(caught.value)


def test_a_state_outside_the_27_or_an_impossible_amount_is_no_observation():
    for arguments in (("UK", 2024, Decimal(1)), ("DE", 2024, Decimal("NaN")), ("DE", 2024, Decimal("Infinity"))):
        with pytest.raises(ValueError, match=r"is not one of the 27|is no amount"):
            Observation(*arguments)


@pytest.mark.parametrize("text", ['{"value": NaN}', "[Infinity]", "-Infinity"])
def test_nan_and_infinity_are_no_json(text):
    with pytest.raises(ValueError, match="is not a number"):
        parse_json(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 9) | st.sampled_from(["geo", "time", "DE", "2024", "dataset"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["class", "id", "size", "dimension", "value", "index", "category", "geo", "0"]), inner
        )
    ),
    max_leaves=20,
)


@given(JSON)
def test_any_json_gives_observations_or_an_eurostat_error(shaped):
    try:
        assert isinstance(observations(shaped, POPULATION), tuple)
    except EurostatError as error:
        assert str(error)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(("id", "size", "dimension", "value", "status"), JSON)))
def test_a_dataset_with_any_part_replaced_gives_observations_or_an_eurostat_error(parts):
    try:
        assert isinstance(observations(broken(**parts), POPULATION), tuple)
    except EurostatError as error:
        assert str(error)


# --- the API ----------------------------------------------------------------------------------------------------------


class Eurostat:
    """A fake API: scripted answers first, then the documents of ``answers/``; an unknown one is a 404."""

    def __init__(self, *script):
        self.script = list(script)
        self.asked: list[httpx.URL] = []
        self.slept: list[float] = []
        self.told: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url)
        if self.script:
            step = self.script.pop(0)
            if isinstance(step, Exception):
                raise step
            if step is not None:
                return step
        path = ANSWERS / f"{request.url.path.rsplit('/', 1)[1]}_{request.url.params['sinceTimePeriod']}.json"
        return httpx.Response(200, content=path.read_bytes()) if path.exists() else httpx.Response(404, json=UNKNOWN)

    def client(self, **other) -> Client:
        transport = httpx.MockTransport(self)
        return Client(
            base="https://eurostat.example/data/",
            transport=transport,
            sleep=self.slept.append,
            tell=self.told.append,
            **other,
        )


def replaced(name: str, **other) -> httpx.Response:
    return httpx.Response(200, json=json.loads((ANSWERS / f"{name}.json").read_text()) | other)


def test_one_year_is_asked_per_call_with_every_other_dimension_fixed():
    api = Eurostat()
    extract = fetch("gdp", [2024, 2023, 2024], api.client())
    assert [url.params["sinceTimePeriod"] for url in api.asked] == ["2023", "2024"]
    for url in api.asked:
        assert url.path == "/data/nama_10_gdp"
        assert url.params["untilTimePeriod"] == url.params["sinceTimePeriod"]
        assert (url.params["na_item"], url.params["unit"]) == ("B1GQ", "CP_MEUR")
        assert set(url.params.get_list("geo")) == EU27
    assert extract.url == "https://eurostat.example/data/nama_10_gdp"
    assert extract.updated == "2026-04-17T23:00:00+0200" and extract.unit == "million EUR"
    assert len(extract.observations) == 53 and {row.year for row in extract.observations} == {2023, 2024}


def test_a_year_that_is_not_out_yet_is_left_out():
    assert {row.year for row in fetch("population", [2024, 2025, 2026], Eurostat().client()).observations} == {
        2024,
        2025,
    }


def test_a_year_answered_without_values_is_left_out():
    api = Eurostat(None, replaced("demo_gind_2025", value={}, status={}))
    assert {row.year for row in fetch("population", [2024, 2025], api.client()).observations} == {2024}


def test_where_the_first_dataset_is_gone_the_next_one_serves():
    moved = document({"age": ["TOTAL"], "sex": ["T"], "unit": ["NR"], "geo": ["DE"], "time": ["2024"]}, [83456045])
    api = Eurostat(httpx.Response(404, json=UNKNOWN), httpx.Response(200, json=moved))
    assert fetch("population", [2024], api.client()).dataset == "demo_pjan"
    assert [url.path.rsplit("/", 1)[1] for url in api.asked] == ["demo_gind", "demo_pjan"]


@pytest.mark.parametrize(
    "hindrance",
    [
        httpx.Response(413, json=QUEUED),
        httpx.Response(200, json=QUEUED_WARNING),
        httpx.Response(503),
        httpx.Response(429, json={}),
        httpx.ReadTimeout("slow"),
        httpx.RemoteProtocolError("peer closed connection"),
        httpx.ReadError("reset"),
    ],
    ids=["queued", "queued-warning", "503", "429", "timeout", "cut short", "reset"],
)
def test_what_passes_is_waited_for_with_growing_pauses(hindrance):
    api = Eurostat(hindrance, hindrance)
    extract = fetch("population", [2024], api.client())
    assert len(extract.observations) == 27 and api.slept == [1, 2]
    assert len(api.told) == 2 and "asking again in 2 s" in api.told[1]


def test_what_does_not_pass_is_given_up():
    api = Eurostat(*[httpx.Response(413, json=QUEUED)] * 9)
    with pytest.raises(EurostatError, match="demo_gind: Eurostat still prepares the answer, 3 times"):
        fetch("population", [2024], api.client(attempts=3))
    assert len(api.asked) == 3 and api.slept == [1, 2]


@pytest.mark.parametrize(
    ("step", "error", "problem"),
    [
        (httpx.Response(413, json=TOO_BIG), EurostatError, "demo_gind: EXTRACTION_TOO_BIG: estimated 420709314 rows"),
        (httpx.Response(413, text="<html>"), EurostatError, "demo_gind: too large (413)"),
        (httpx.Response(200, text="<html>login</html>"), EurostatError, "demo_gind: the answer is not JSON"),
        (httpx.Response(200, text='{"class": "data'), EurostatError, "demo_gind: the answer is not JSON"),
        (httpx.Response(200, text="[" * 100_000), EurostatError, "demo_gind: the answer is not JSON"),
        (httpx.Response(200, text="[1]"), EurostatError, "demo_gind: the answer is not JSON"),
        (httpx.Response(200, json={}), EurostatError, "demo_gind: the answer is not a JSON-stat dataset"),
        (httpx.Response(403, text="no"), EurostatError, "demo_gind: Eurostat answers 403"),
        (httpx.Response(200, json={"error": "odd"}), EurostatError, "demo_gind: odd"),
        (replaced("demo_gind_2025"), EurostatError, "demo_gind: asked for 2024, the answer has other years"),
        (replaced("demo_gind_2024", updated=" "), EurostatError, "demo_gind: the answer has no update stamp"),
        (replaced("demo_gind_2024", size=[1, 1, 27]), EurostatError, "demo_gind: the answer's dimensions and sizes"),
        (replaced("demo_gind_2024", value={}), NotHeldError, "demo_gind: no figure for 2024"),
        (httpx.TooManyRedirects("round\nand round"), EurostatError, "demo_gind: round and round"),
        (
            httpx.ConnectError("[Errno -2] Name or service not known"),
            NoNetworkError,
            "[Errno -2] Name or service not known",
        ),
        (httpx.ConnectTimeout(""), NoNetworkError, "ConnectTimeout"),
        (httpx.ProxyError("403 Forbidden"), NoNetworkError, "403 Forbidden"),
    ],
)
def test_no_usable_answer_is_one_line(step, error, problem):
    api = Eurostat(step)
    with pytest.raises(error) as caught:
        fetch("population", [2024], api.client(attempts=1))
    assert problem in str(caught.value) and "\n" not in str(caught.value)
    assert not api.slept


def test_a_dataset_that_changes_while_it_is_read_is_refused():
    api = Eurostat(None, replaced("demo_gind_2025", updated="2026-05-01T11:00:00+0200"))
    with pytest.raises(EurostatError, match="demo_gind: the dataset was updated while it was read"):
        fetch("population", [2024, 2025], api.client())


def test_a_later_refusal_that_is_no_missing_year_is_an_error():
    api = Eurostat(None, httpx.Response(403, text="no"))
    with pytest.raises(EurostatError, match="Eurostat answers 403"):
        fetch("population", [2024, 2025], api.client())


def test_nothing_held_names_the_first_dataset():
    with pytest.raises(NotHeldError, match="demo_gind: ERR_NOT_FOUND_4"):
        fetch("population", [1900], Eurostat().client())


def test_an_unknown_table_names_those_that_can_be_refreshed():
    with pytest.raises(BadInputError, match="'votes' cannot be refreshed; expected one of population, gdp"):
        fetch("votes", [2024], Eurostat().client())


def test_the_address_can_be_set_and_must_be_one(monkeypatch):
    monkeypatch.delenv(eurostat.BASE_VARIABLE, raising=False)
    assert Client().url("demo_gind") == eurostat.BASE + "demo_gind"
    monkeypatch.setenv(eurostat.BASE_VARIABLE, "http://127.0.0.1:9/x")
    assert Client().url("demo_gind") == "http://127.0.0.1:9/x/demo_gind"
    monkeypatch.setenv(eurostat.BASE_VARIABLE, "ftp://example.eu")
    with pytest.raises(BadInputError, match=r"'ftp://example\.eu' is not a web address"):
        Client()
