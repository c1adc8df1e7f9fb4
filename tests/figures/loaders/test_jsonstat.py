"""JSON-stat 2.0 in all its forms: what the reader takes, cell by cell against a slow reading, and what it refuses."""

from __future__ import annotations

import itertools
import json
from decimal import Decimal
from math import prod
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from publishers import jsonstat

from fairshare.figures.loaders.http import LoadError, parse_json
from fairshare.figures.loaders.jsonstat import FLAG, VALUE, read_jsonstat
from fairshare.states import EU27

ANSWERS = Path(__file__).parents[1] / "answers"
AXES = {"indic_de": ["JAN"], "geo": ["DE", "EL"], "time": ["2024", "2025"]}
PLACES = list(itertools.product(*AXES.values()))


def cells(document: object) -> dict[tuple[str, ...], tuple[Decimal | None, str]]:
    """Value and flag by position, with the dimensions in the order of their names."""
    frame = read_jsonstat(document)
    names = sorted(set(frame.columns) - {VALUE, FLAG})
    return {row[:-2]: row[-2:] for row in frame.select(*names, VALUE, FLAG).iter_rows()}


def by_hand(numbers, flags=("", "", "", "")):
    """The four cells of ``AXES``: geo, indic_de, time."""
    return {
        (geo, indicator, time): (number, flag)
        for (indicator, geo, time), number, flag in zip(PLACES, numbers, flags, strict=True)
        if number is not None or flag
    }


FOUR = by_hand([1, 2, 3, 4])


def answer(name: str) -> dict:
    return parse_json((ANSWERS / f"{name}.json").read_bytes())


# --- forms that JSON-stat allows --------------------------------------------------------------------------------------


def test_a_recorded_shape_gives_the_27_with_their_flags():
    rows = {row["geo"]: row for row in read_jsonstat(answer("demo_gind_2024")).iter_rows(named=True)}
    assert set(rows) == EU27
    assert rows["DE"] == {
        "freq": "A", "indic_de": "JAN", "geo": "DE", "time": "2024", VALUE: Decimal(83456045), FLAG: "",
    }  # fmt: skip
    assert {state: row[FLAG] for state, row in rows.items() if row[FLAG]} == {"FR": "p", "RO": "e"}


def test_a_value_that_is_not_available_is_null_and_keeps_its_flag():
    rows = {row["geo"]: row for row in read_jsonstat(answer("nama_10_gdp_2024")).iter_rows(named=True)}
    assert (rows["IE"][VALUE], rows["IE"][FLAG]) == (None, ":")
    assert rows["AT"][VALUE] == Decimal("481940.3")  # exact: no float comes between


@pytest.mark.parametrize("values", [{"0": 1, "1": 2, "2": 3, "3": 4}, [1, 2, 3, 4]], ids=["sparse", "dense"])
def test_values_may_be_an_object_or_an_array(values):
    assert cells(jsonstat(AXES, values)) == FOUR


@pytest.mark.parametrize("values", [{"1": 2, "2": 3}, [None, 2, 3, None], {"2": 3, "0": None, "1": 2}])
def test_a_cell_without_value_and_flag_is_no_row(values):
    assert cells(jsonstat(AXES, values)) == by_hand([None, 2, 3, None])


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
    assert cells(jsonstat(AXES, [1, 2, 3, 4], status)) == by_hand([1, 2, 3, 4], flags)


@pytest.mark.parametrize("values", [{"0": 1}, [1, None, None, None]])
def test_a_confidential_cell_is_null_with_its_flag_and_one_status_for_all_makes_no_rows(values):
    assert cells(jsonstat(AXES, values, {"1": "c", "2": ":"})) == by_hand([1, None, None, None], ["", "c", ":", ""])
    assert cells(jsonstat(AXES, values, "p")) == by_hand([1, None, None, None], ["p", "", "", ""])


@pytest.mark.parametrize("order", list(itertools.permutations(AXES)))
def test_the_order_of_dimensions_does_not_matter(order):
    number = dict(zip(PLACES, [1, 2, 3, 4], strict=True))
    values = [
        number[tuple(dict(zip(order, codes, strict=True))[name] for name in AXES)]
        for codes in itertools.product(*(AXES[name] for name in order))
    ]
    assert cells(jsonstat({name: AXES[name] for name in order}, values)) == FOUR


def test_an_index_may_be_an_array_or_absent_for_a_single_code():
    shaped = jsonstat(AXES, [1, 2, 3, 4])
    shaped["dimension"]["geo"]["category"] = {"index": ["DE", "EL"]}
    shaped["dimension"]["indic_de"]["category"] = {"label": {"JAN": "Population on 1 January - total"}}
    assert cells(shaped) == FOUR


def test_an_index_need_not_be_written_in_order():
    shaped = jsonstat(AXES, [3, 4, 1, 2])
    shaped["dimension"]["geo"]["category"] = {"index": {"DE": 1, "EL": 0}}
    assert cells(shaped) == FOUR


def test_an_answer_of_no_cells_has_columns_and_no_rows():
    frame = read_jsonstat(jsonstat({"geo": [], "time": ["2024"]}, {}))
    assert frame.columns == ["geo", "time", VALUE, FLAG] and frame.is_empty()


@pytest.mark.parametrize("text", ["0.1", "1E7", "1.234567E7", "123456789012345678", "0.0000000001", "12345678901.5"])
def test_numbers_are_exact_in_every_spelling(text):
    document = parse_json(json.dumps(jsonstat(AXES, {"0": "NUMBER"})).replace('"NUMBER"', text))
    assert cells(document) == by_hand([Decimal(text), None, None, None])


SHAPES = st.lists(st.integers(1, 4), min_size=1, max_size=4)


@given(SHAPES, st.data())
def test_any_cube_dense_or_sparse_gives_each_cell_at_its_place(sizes, data):
    axes = {f"d{i}": [f"{i}{j}" for j in range(size)] for i, size in enumerate(sizes)}
    total = prod(sizes)
    numbers = st.none() | st.integers(-5, 5) | st.decimals("-9", "9", places=3)
    dense = data.draw(st.lists(numbers, min_size=total, max_size=total))
    flags = data.draw(st.lists(st.sampled_from(["", "c", "bp"]), min_size=total, max_size=total))
    slow = {
        codes: (number, flag)
        for codes, number, flag in zip(itertools.product(*axes.values()), dense, flags, strict=True)
        if number is not None or flag
    }
    sparse = {str(index): value for index, value in reversed(list(enumerate(dense))) if value is not None}
    assert cells(jsonstat(axes, dense, flags)) == cells(jsonstat(axes, sparse, flags)) == slow


# --- what it refuses --------------------------------------------------------------------------------------------------


def broken(**other):
    return jsonstat(AXES, [1, 2, 3, 4]) | other


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
        (jsonstat({VALUE: ["1"]}, [1]), "has a dimension with the name of a value"),
        (broken(size=[10**6, 10**6, 1]), "size is not one of"),
        (broken(size=[1, -2, 2]), "size is not one of"),
        (broken(size=[1, 2, 3]), "dimension time does not have the 3 categories"),
        (broken(dimension={}), "dimension indic_de has no categories"),
        (broken(dimension=None), "dimension indic_de has no categories"),
        (broken(value=[1, 2, 3]), "has 3 of 4 values"),
        (broken(value=None), "has no values"),
        (broken(value={"4": 1}), "has values outside its 4 cells"),
        (broken(value={"-1": 1}), "has values outside its 4 cells"),
        (broken(value={"01": 1, "1": 1}), "has values outside its 4 cells"),
        (broken(value={"+1": 1}), "has values outside its 4 cells"),
        (broken(value={"x": 1}), "has values outside its 4 cells"),
        (broken(value=["1", 2, 3, 4]), "has '1' where a number belongs"),
        (broken(value=[True, 2, 3, 4]), "has 'True' where a number belongs"),
        (broken(status=7), "has no statuses"),
        (broken(status={"9": "p"}), "has statuses outside its 4 cells"),
        (broken(value=[10**30, 2, 3, 4]), "is no amount"),
        (broken(value=[Decimal("1e999999"), 2, 3, 4]), "is no amount"),
        (broken(value=[Decimal("1e-999999"), 2, 3, 4]), "is no amount"),
        (broken(value=[Decimal("NaN"), 2, 3, 4]), "is no amount"),
        (broken(value=[Decimal("1.00000000001"), 2, 3, 4]), "is no amount"),
    ],
)
def test_what_is_no_dataset_is_refused_in_one_line(shaped, problem):
    with pytest.raises(LoadError) as caught:
        read_jsonstat(shaped)
    assert problem in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ['{"value": NaN}', "[Infinity]", "-Infinity"])
def test_nan_and_infinity_are_no_json(text):
    with pytest.raises(ValueError, match="is not a number"):
        parse_json(text)


NAMES = ["class", "id", "size", "dimension", "value", "index", "category", "geo", "0", VALUE, FLAG, "#"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 9) | st.sampled_from(["geo", "time", "DE", "2024", VALUE, "dataset"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner),
    max_leaves=20,
)


@given(JSON)
def test_any_json_gives_cells_or_a_load_error(shaped):
    try:
        assert read_jsonstat(shaped).columns
    except LoadError as error:
        assert str(error)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(("id", "size", "dimension", "value", "status"), JSON)))
def test_a_dataset_with_any_part_replaced_gives_cells_or_a_load_error(parts):
    try:
        assert read_jsonstat(broken(**parts)).columns
    except LoadError as error:
        assert str(error)
