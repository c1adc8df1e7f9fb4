"""The readers of small tables: whatever a file holds, they give rows or say what is wrong, by file, line and field."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from fairshare.faults import BadInputError
from fairshare.figures import tables
from fairshare.figures.tables import (
    FaultyCellError,
    as_count,
    as_flag,
    as_name,
    as_number,
    as_positive,
    as_state,
    read_columns,
    read_mapping,
    read_rows,
    read_text,
)

FUZZ = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
WORDS = 'state gdp , " DE GR 1 -1 1,5 nan inf 0 ; é [ ] { } &a *a !!int ? | # 2026-13-45 0x << ~ % @ `'
BLANKS = ("\n", "\r\n", "\r", " ", "\t", ": ", "- ", "\ufeff", "\u2028")
PIECES = st.sampled_from([*WORDS.split(), *BLANKS])
TABLE = {"state": as_state, "gdp": as_positive}


@pytest.fixture
def written(tmp_path):
    """Writes a file and gives its path."""

    def write(content: str | bytes, name: str = "in.csv"):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def faults(reader, *arguments):
    with pytest.raises(BadInputError) as caught:
        reader(*arguments)
    return [str(fault).split("/")[-1] for fault in caught.value.faults]


def read_table(path):
    return read_columns(path, "state", TABLE)


# --- what is read ---------------------------------------------------------------------------------------------------


def test_a_table_is_read_by_state_with_exact_numbers(written):
    path = written("\ufeffState , GDP,remark\nGR,0.1,x\nGermany,2,\n")
    assert read_table(path) == {"EL": {"gdp": Fraction(1, 10)}, "DE": {"gdp": Fraction(2)}}


def test_optional_columns_are_read_where_a_cell_is_filled(written):
    path = written("state,gdp,area\nDE,1,\nFR,1,5\n")
    found = read_columns(path, "state", TABLE, {"area": as_number})
    assert found == {"DE": {"gdp": Fraction(1)}, "FR": {"gdp": Fraction(1), "area": Fraction(5)}}


def test_a_row_knows_the_line_on_which_it_starts(written):
    rows = read_rows(written('state,note\n\nDE,"two\nlines"\nFR,x\n'), ["state"])
    assert [(row.line, row.cells["state"]) for row in rows] == [(3, "DE"), (5, "FR")]


# --- what is refused, and how ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "in.csv:1: file: is empty; expected a header and at least one row"),
        ("\n \n", "in.csv:1: file: is empty; expected a header and at least one row"),
        (b"PK\x03\x04\x00", "in.csv:1: file: is a binary file; expected a text file in UTF-8"),
        (b"state,gdp\nDE,\xff", "in.csv:1: file: is not UTF-8 text (byte 13); expected a text file in UTF-8"),
        ("state,gdp\n", "in.csv:1: file: has a header and no row; expected at least one row"),
        ("state,gdpp\nDE,1\n", "in.csv:1: gdp: column is missing; expected columns state, gdp"),
        ("state,gdp,GDP\nDE,1,1\n", "in.csv:1: gdp: column stands twice; expected each column once"),
        ("state,gdp\nDE\n", "in.csv:2: row: has 1 cells; expected 2, as in the header"),
        ("state,gdp\nDE,1\nGermany,2\n", "in.csv:3: state: 'DE' stands on line 2 already; expected each once"),
        (
            "state,gdp\nAtlantis,1\n",
            "in.csv:2: state: 'Atlantis' is not a known state; "
            "expected a Eurostat code such as DE or EL, or an English name",
        ),
        ("state,gdp\nDE,-1\n", "in.csv:2: gdp: '-1' is negative; expected a number, 0 or more"),
        ("state,gdp\nDE,0\n", "in.csv:2: gdp: '0' is zero; expected a number above 0"),
        ("state,gdp\nDE,\n", "in.csv:2: gdp: is empty; expected a number, 0 or more"),
        (
            'state,gdp\nDE,"1,5"\n',
            "in.csv:2: gdp: '1,5' has a comma; expected a number with a decimal point and no separators",
        ),
        ("state,gdp\nDE,NaN\n", "in.csv:2: gdp: 'NaN' is not a finite number; expected a number, 0 or more"),
        ("state,gdp\nDE,inf\n", "in.csv:2: gdp: 'inf' is not a finite number; expected a number, 0 or more"),
        (
            "state,gdp\nDE,1e19\n",
            "in.csv:2: gdp: '1e19' is out of range; expected a number between 1e-30 and 1e18, or 0",
        ),
        (
            "state,gdp\nDE,1e-31\n",
            "in.csv:2: gdp: '1e-31' is out of range; expected a number between 1e-30 and 1e18, or 0",
        ),
        ("state,gdp\nDE,many\n", "in.csv:2: gdp: 'many' is not a number; expected a number, 0 or more"),
    ],
)
def test_each_fault_is_one_line_that_names_its_place(written, content, expected):
    assert faults(read_table, written(content)) == [expected]


def test_all_faults_are_told_at_once_in_order(written):
    found = faults(read_table, written("state,gdp\nXX,1\nDE,-1\nFR,0\n"))
    assert [line.split(":")[1:3] for line in found] == [["2", " state"], ["3", " gdp"], ["4", " gdp"]]


def test_a_missing_file_is_a_fault_of_line_1(tmp_path):
    assert faults(read_table, tmp_path / "in.csv") == [
        "in.csv:1: file: cannot be read (No such file or directory); expected a readable file"
    ]


def test_a_folder_is_not_a_table(tmp_path):
    assert "cannot be read" in faults(read_text, tmp_path)[0]


def test_a_huge_file_is_refused_before_it_is_read(written, monkeypatch):
    monkeypatch.setattr(tables, "MOST_BYTES", 10)
    assert faults(read_text, written("state,gdp\nDE,1\n")) == [
        "in.csv:1: file: is too large; expected at most 10 bytes"
    ]


def test_a_name_that_no_file_can_have_is_a_fault():
    assert "is not a file name" in faults(read_text, "a\0b")[0]


def test_further_columns_can_be_refused(written):
    path = written("state,gdp,color\nDE,1,red\n")
    with pytest.raises(BadInputError, match="color: column is unknown"):
        read_columns(path, "state", TABLE, other_columns=False)


@pytest.mark.parametrize(
    ("convert", "cell", "problem"),
    [
        (as_count, "1.5", "'1.5' is not whole"),
        (as_flag, "yes", "'yes' is neither 0 nor 1"),
        (as_name, "", "is empty"),
    ],
)
def test_converters_say_what_is_wrong(convert, cell, problem):
    with pytest.raises(FaultyCellError) as caught:
        convert(cell)
    assert caught.value.problem == problem and caught.value.expected


def test_converters_read_what_they_should():
    assert (as_count("2e3"), as_flag("1"), as_flag("0"), as_name("x")) == (2000, True, False, "x")


@given(st.decimals(min_value=0, max_value=10**18, allow_nan=False, allow_infinity=False, places=6))
def test_a_number_is_read_exactly(number):
    assert as_number(str(number)) == Fraction(number)


@given(st.text(max_size=40))
def test_any_cell_is_a_finite_number_of_0_or_more_or_a_fault(cell):
    try:
        number = as_number(cell)
    except FaultyCellError as error:
        assert error.problem and error.expected
    else:
        assert 0 <= number <= tables.LARGEST and math.isfinite(number)


# --- YAML -----------------------------------------------------------------------------------------------------------


def test_a_mapping_is_read(written):
    assert read_mapping(written("ROUNDING: nearest\n", "choices.yaml")) == {"ROUNDING": "nearest"}


def test_broken_yaml_names_its_line(written):
    assert faults(read_mapping, written("a: 1\nb: [\n", "c.yaml"))[0].startswith("c.yaml:3: yaml: is broken")


def test_a_list_is_not_a_mapping(written):
    assert faults(read_mapping, written("- 1\n", "c.yaml")) == [
        "c.yaml:1: file: does not hold a mapping; expected lines of the form NAME: value"
    ]


@pytest.mark.parametrize("text", ["? {a: 1}\n: 2", "a: " + "[" * 5000, "a: *b"])
def test_yaml_that_the_library_refuses_is_a_fault(written, text):
    assert len(faults(read_mapping, written(text, "c.yaml"))) == 1


@pytest.mark.parametrize("text", ["a: 2026-13-45", "a: !!int x", "a: 0x_"])
def test_yaml_that_breaks_a_converter_of_the_library_is_a_fault_too(written, text):
    assert len(faults(read_mapping, written(text, "c.yaml"))) == 1


# --- arbitrary files ------------------------------------------------------------------------------------------------

ANY_FILE = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.lists(PIECES, max_size=40).map(lambda pieces: "".join(pieces).encode()),
    st.lists(PIECES, max_size=30).map(lambda pieces: ("state,gdp\n" + "".join(pieces)).encode()),
)


@pytest.mark.parametrize("reader", [read_table, lambda path: read_rows(path, ["state"]), read_mapping])
@FUZZ
@given(content=ANY_FILE)
@example(content=b",")
@example(content=b"a: 0000-00-00")
def test_any_bytes_give_rows_or_bad_input_and_nothing_else(written, reader, content):
    path = written(content)
    try:
        assert reader(path) is not None
    except BadInputError as error:
        assert error.faults
        assert all(fault.file == str(path) and fault.line >= 1 and fault.problem for fault in error.faults)
        assert all("\n" not in str(fault) for fault in error.faults)


@pytest.mark.parametrize("cell", ["1_000", "１２３", "٣"])
def test_only_plain_digits_are_a_number(cell: str) -> None:
    """Python's Decimal reads these; a person who typed them meant something else or will be misread."""
    with pytest.raises(FaultyCellError):
        as_number(cell)
