"""The files of a matching: read whole and in canonical order, or every fault by file, line and field (contract 9)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fairshare.faults import BadInputError
from fairshare.figures import match_tables
from fairshare.figures.match_files import MatchFiles, read_match_files

KINDS = {
    "family": Fraction(1),
    "cultural": Fraction(1, 2),
    "language": Fraction(2, 5),
    "study": Fraction(1, 2),
    "stay": Fraction(3, 10),
}
FILES = {
    "cases": "case,persons,present_in,vulnerable\nB,2,IT,1\nA,3,EL,0\nC,1,IT,0\n",
    "links": "case,state,kind,strength\nA,DE,family,0.5\nB,FR,stay,1\nA,DE,cultural,1\nA,FR,language,.25\n",
    "quotas": "state,places,present_in\nFR,4,\nDE,3,\nDE,2,IT\n",
    "exclusions": "case,state,reason\nC,DE,security\n",
}
FUZZ = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
Read = Callable[..., MatchFiles]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads the example, with some of its files replaced by text, bytes or a frame (then a Parquet file)."""

    def reader(kinds: dict[str, Fraction] | None = None, **changed: Any) -> MatchFiles:
        paths: dict[str, Path | None] = {}
        for name, content in {**FILES, **changed}.items():
            paths[name] = None if content is None else tmp_path / f"{name}.csv"
            if isinstance(content, pl.DataFrame):
                paths[name] = tmp_path / f"{name}.parquet"
                content.write_parquet(tmp_path / f"{name}.parquet")
            elif content is not None:
                (tmp_path / f"{name}.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_match_files(**paths, kinds=kinds or KINDS)  # type: ignore[arg-type]

    return reader


def faults(read: Read, **changed: Any) -> list[str]:
    with pytest.raises(BadInputError) as caught:
        read(**changed)
    return [str(fault).rpartition("/")[2] if "/" in fault.file else str(fault) for fault in caught.value.faults]


def cases(*rows: str, header: str = "case,persons,present_in,vulnerable") -> str:
    return "\n".join((header, *rows)) + "\n"


def plain(found: MatchFiles) -> dict[str, Any]:
    """Every column as a list, to compare."""
    parts: dict[str, Any] = {
        "cases": found.cases,
        "links": found.links,
        "quotas": found.quotas,
        "exclusions": found.exclusions,
    }
    parts |= {"declared": found.links.declared}
    columns = {f"{name}.{key}": value for name, part in parts.items() for key, value in vars(part).items()}
    columns.pop("links.declared")
    listed = {
        name: column.to_list() if isinstance(column, pl.Series) else np.asarray(column).tolist()
        for name, column in columns.items()
    }
    return {"states": found.states, **listed}


# --- what is read ---------------------------------------------------------------------------------------------------


def test_cases_come_in_the_order_of_their_numbers_and_states_by_their_codes(read: Read) -> None:
    found = read()
    assert found.states == ("DE", "EL", "FR", "IT")
    assert found.cases.ids.to_list() == ["A", "B", "C"]
    assert found.cases.persons.tolist() == [3, 2, 1]
    assert [found.states[at] for at in found.cases.present_in] == ["EL", "IT", "IT"]
    assert found.cases.vulnerable.tolist() == [False, True, False]
    assert found.cases.eligible.all() and found.cases.nationality.tolist() == [-1, -1, -1]


def test_the_greatest_link_of_a_pair_counts_and_keeps_its_kind(read: Read) -> None:
    """A has 0.5 by family and 0.5 * 1 by culture to Germany: the first kind of equals. 0.4 * 0.25 to France."""
    links = read().links
    assert links.family.tolist() == [0, 0, 1]
    assert links.state.tolist() == [0, 2, 2]
    assert links.link.tolist() == [0.5, 0.1, 0.3]
    assert [links.kinds[kind] for kind in links.kind] == ["family", "language", "stay"]


def test_a_kind_without_weight_makes_no_link(read: Read) -> None:
    links = read(kinds={**KINDS, "family": Fraction(0), "cultural": Fraction(0), "stay": Fraction(3)}).links
    assert list(zip(links.family.tolist(), links.link.tolist(), strict=True)) == [(0, 0.1), (1, 3.0)]


def test_general_places_stand_before_those_of_an_agreement(read: Read) -> None:
    found = read()
    rows = zip(found.quotas.state, found.quotas.present_in, found.quotas.places, strict=True)
    assert [tuple(map(int, row)) for row in rows] == [(0, -1, 3), (0, 3, 2), (2, -1, 4)]


def test_the_checksums_are_those_of_the_files(read: Read) -> None:
    expected = {name: hashlib.sha256(content.encode()).hexdigest() for name, content in FILES.items()}
    assert read().sha256 == expected


def test_optional_columns_are_read_where_they_are(read: Read) -> None:
    header = "case,persons,present_in,vulnerable,nationality,eligible,reason,third_state,third_state_basis,remark"
    rows = ("B,2,IT,1,SY,0,security ground,,,x", "A,3,EL,0,,,,FR,AMMR 25(2),y", "C,1,IT,0,AF,1,,,,")
    found = read(cases=cases(*rows, header=header)).cases
    assert found.eligible.tolist() == [True, False, True]
    assert (found.nationality.tolist(), found.nationalities) == ([-1, 1, 0], ("AF", "SY"))
    assert found.reason.to_list() == ["", "security ground", ""]
    assert found.third_state.to_list() == ["FR", "", ""]
    assert found.third_state_basis.to_list() == ["AMMR 25(2)", "", ""]


def test_numbers_of_cases_are_words_and_keep_their_zeros(read: Read) -> None:
    found = read(
        cases=cases("007,1,IT,0", "7,1,IT,0", "10,1,IT,0"),
        links="case,state,kind,strength\n7,DE,family,1\n007,FR,family,1\n",
        exclusions=None,
    )
    assert found.cases.ids.to_list() == ["007", "10", "7"]
    assert found.links.family.tolist() == [0, 2]


def test_states_are_understood_by_other_codes_and_names(read: Read) -> None:
    found = read(cases=cases("A,1,Greece,0", "B,1,GR,0", "C,1, el ,0"), quotas="state,places\nGermany,1\nfrance,2\n")
    assert [found.states[at] for at in found.cases.present_in] == ["EL", "EL", "EL"]
    assert found.quotas.present_in.tolist() == [-1, -1]


def test_links_and_exclusions_may_be_empty_but_for_the_header(read: Read) -> None:
    found = read(links="case,state,kind,strength\n", exclusions="case,state,reason")
    assert len(found.links.family) == len(found.exclusions.family) == 0
    assert plain(read(links="case,state,kind,strength\n", exclusions=None)) == plain(found)


def test_a_pair_may_be_excluded_for_several_reasons(read: Read) -> None:
    rows = "case,state,reason\nC,DE,security\nA,FR,\nC,Germany,family\nC,DE,security\n"
    found = read(exclusions=rows).exclusions
    assert list(zip(found.family.tolist(), found.state.tolist(), found.reason, strict=True)) == [
        (0, 2, ""),
        (2, 0, "family; security"),
    ]


@pytest.mark.parametrize(
    ("how", "change"),
    [
        ("a byte order mark", lambda text: "\ufeff" + text),
        ("line ends of Windows", lambda text: text.replace("\n", "\r\n")),
        ("line ends of old Macs", lambda text: text.replace("\n", "\r")),
        ("no last line end", lambda text: text.rstrip("\n")),
        ("blank lines", lambda text: "\n \n" + text.replace("\n", "\n\n,\n")),
        ("rows of empty cells", lambda text: text + "," * text.partition("\n")[0].count(",") + "\n"),
        ("blank lines at the end", lambda text: text + "\r\n\n\n"),
        ("quotes around all cells", lambda text: '"' + text.strip().replace(",", '","').replace("\n", '"\n"') + '"'),
        ("quotes around some", lambda text: text.replace("A", '"A"').replace("DE", '"DE"')),
        ("blanks around cells", lambda text: text.replace(",", " ,\t")),
        ("capitals in the header", lambda text: text.replace("case", " CASE ", 1).replace("state,", "State,", 1)),
    ],
)
def test_a_table_may_be_written_in_many_ways(read: Read, how: str, change: Callable[[str], str]) -> None:
    assert plain(read(**{name: change(text) for name, text in FILES.items()})) == plain(read()), how


def test_a_cell_may_hold_commas_quotes_and_line_ends(read: Read) -> None:
    rows = 'case,persons,present_in,vulnerable,reason\nC,1,IT,0,\n"A,1",1,IT,0,"two\nlines"\nB,1,IT,0,"say ""no"""\n'
    found = read(cases=rows, links="case,state,kind,strength\n", exclusions=None).cases
    assert found.ids.to_list() == ["A,1", "B", "C"]
    assert found.reason.to_list() == ["two\nlines", 'say "no"', ""]


def test_parquet_gives_the_same_columns(read: Read) -> None:
    frames = {
        "cases": pl.DataFrame({
            "case": ["B", "A", "C"],
            "persons": [2.0, 3.0, 1.0],
            "present_in": pl.Series(["IT", "EL", "IT"], dtype=pl.Categorical),
            "vulnerable": [True, False, False],
        }),
        "links": pl.DataFrame({
            "case": ["A", "B", "A", "A"],
            "state": ["DE", "FR", "DE", "FR"],
            "kind": pl.Series(["family", "stay", "cultural", "language"], dtype=pl.Enum(list(KINDS))),
            "strength": ["0.5", "1", "1.0", ".25"],
        }),
        "quotas": pl.DataFrame({
            "state": ["FR", "DE", "DE"],
            "places": pl.Series([4, 3, 2], dtype=pl.UInt8),
            "present_in": [None, "", "IT"],
        }),
        "exclusions": pl.DataFrame({"case": ["C"], "state": ["DE"], "reason": ["security"]}),
    }  # fmt: skip
    assert plain(read(**frames)) == plain(read())


def test_numbered_cases_of_parquet_are_words(read: Read) -> None:
    numbered = pl.DataFrame({"case": [10, 9], "persons": [1, 1], "present_in": ["IT", "IT"], "vulnerable": [0, 1]})
    links = pl.DataFrame({"case": [9], "state": ["DE"], "kind": ["family"], "strength": [1]})
    found = read(cases=numbered, links=links, exclusions=None)
    assert (found.cases.ids.to_list(), found.links.family.tolist()) == (["10", "9"], [1])


@FUZZ
@given(st.data())
def test_the_order_of_rows_decides_nothing(read: Read, data: st.DataObject) -> None:
    def shuffle(text: str) -> str:
        header, *rows = text.splitlines()
        return "\n".join([header, *data.draw(st.permutations(rows))]) + "\n"

    more = {**FILES, "exclusions": "case,state,reason\nC,DE,a\nC,DE,b\nA,FR,\n"}
    more["cases"] = (
        more["cases"].replace("\n", ",SY,why\n").replace("vulnerable,SY,why", "vulnerable,nationality,reason")
    )
    expected = plain(read(**more))
    assert plain(read(**{name: shuffle(text) for name, text in more.items()})) == expected


# --- what is wrong ----------------------------------------------------------------------------------------------------

STATE = "expected a Eurostat code such as DE or EL, or an English name"
PERSONS = "expected a whole number from 1 to 1,000"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (",1,IT,0", "case: is empty; expected a case"),
        ("X,,IT,0", f"persons: is empty; {PERSONS}"),
        ("X,nan,IT,0", f"persons: 'nan' is not a finite number; {PERSONS}"),
        ("X,-1,IT,0", f"persons: '-1' is negative; {PERSONS}"),
        ("X,0,IT,0", f"persons: '0' is zero; {PERSONS}"),
        ("X,2.5,IT,0", f"persons: '2.5' is not whole; {PERSONS}"),
        ("X,1001,IT,0", f"persons: '1001' is too large; {PERSONS}"),
        ("X,1e400,IT,0", f"persons: '1e400' is too large; {PERSONS}"),
        ("X,99999999999999999999,IT,0", f"persons: '99999999999999999999' is too large; {PERSONS}"),
        ("X,two,IT,0", f"persons: 'two' is not a number; {PERSONS}"),
        ("X,1_0,IT,0", f"persons: '1_0' is not a number; {PERSONS}"),
        ("X,1,Atlantis,0", f"present_in: 'Atlantis' is unknown; {STATE}"),
        ("X,1,,0", f"present_in: is empty; {STATE}"),
        ("X,1,IT,2", "vulnerable: '2' is neither 0 nor 1; expected 0 or 1"),
        ("X,1,IT,", "vulnerable: is empty; expected 0 or 1"),
        ("X,1,IT,yes", "vulnerable: 'yes' is neither 0 nor 1; expected 0 or 1"),
        ("A,1,IT,0", "case: 'A' stands on line 3 already; expected each once"),
        ("X,1,IT", "row: has 3 cells; expected 4, as in the header"),
        ("X,1,IT,0,5", "row: has 5 cells; expected 4, as in the header"),
        ('X"Y,1,IT,0', "case: 'X\"Y' is fine"),
    ],
)
def test_a_bad_row_of_cases_is_named(read: Read, row: str, told: str) -> None:
    text = FILES["cases"] + row + "\nD,1,IT,0\n"
    if told.endswith("is fine"):
        assert 'X"Y' in read(cases=text).cases.ids.to_list()
    else:
        assert faults(read, cases=text) == [f"cases.csv:5: {told}"]


@pytest.mark.parametrize(("cell", "wrong"), [("x", "'x' is neither 0 nor 1"), ("0.0", "'0.0' is neither 0 nor 1")])
def test_eligible_is_0_or_1(read: Read, cell: str, wrong: str) -> None:
    rows = cases("A,1,IT,0,1", f"B,1,IT,0,{cell}", "C,1,IT,0,", header="case,persons,present_in,vulnerable,eligible")
    assert faults(read, cases=rows) == [f"cases.csv:3: eligible: {wrong}; expected 0 or 1"]


KIND = "expected one of family, cultural, language, study, stay"
STRENGTH = "expected a number above 0, at most 1"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("A,DE,friend,1", f"kind: 'friend' is unknown; {KIND}"),
        ("A,DE,,1", f"kind: is empty; {KIND}"),
        ("A,XX,family,1", f"state: 'XX' is unknown; {STATE}"),
        ("A,FR,family,0", f"strength: '0' is zero; {STRENGTH}"),
        ("A,FR,family,1.01", f"strength: '1.01' is too large; {STRENGTH}"),
        ("A,FR,family,-0.5", f"strength: '-0.5' is negative; {STRENGTH}"),
        ("A,FR,family,NaN", f"strength: 'NaN' is not a finite number; {STRENGTH}"),
        ("A,FR,family,inf", f"strength: 'inf' is not a finite number; {STRENGTH}"),
        ("A,FR,family,", f"strength: is empty; {STRENGTH}"),
        ("A,FR,family,half", f"strength: 'half' is not a number; {STRENGTH}"),
        ("Z,FR,family,1", "case: 'Z' is no case; expected a case of the file of cases"),
        (",FR,family,1", "case: is empty; expected a case"),
        ("A,Germany,family,1", "kind: the same case, state and kind stand on line 2 already; expected each once"),
    ],
)
def test_a_bad_row_of_links_is_named(read: Read, row: str, told: str) -> None:
    assert faults(read, links=FILES["links"] + row + "\n") == [f"links.csv:6: {told}"]


PLACES = "expected a whole number from 0 to 1,000,000,000"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("XX,1,", f"state: 'XX' is unknown; {STATE}"),
        (",1,", f"state: is empty; {STATE}"),
        ("PL,-1,", f"places: '-1' is negative; {PLACES}"),
        ("PL,1.5,", f"places: '1.5' is not whole; {PLACES}"),
        ("PL,,", f"places: is empty; {PLACES}"),
        ("PL,1000000001,", f"places: '1000000001' is too large; {PLACES}"),
        ("PL,1,XX", f"present_in: 'XX' is unknown; {STATE}"),
        ("PL,1,Poland", "present_in: is PL itself; expected another state, or empty for all"),
        ("FR,4,", "state: the same state and present_in stand on line 2 already; expected each once"),
        ("Germany,9,Italy", "state: the same state and present_in stand on line 4 already; expected each once"),
    ],
)
def test_a_bad_row_of_quotas_is_named(read: Read, row: str, told: str) -> None:
    assert faults(read, quotas=FILES["quotas"] + row + "\n") == [f"quotas.csv:5: {told}"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("Z,DE,x", "case: 'Z' is no case; expected a case of the file of cases"),
        ("A,XX,x", f"state: 'XX' is unknown; {STATE}"),
    ],
)
def test_a_bad_row_of_exclusions_is_named(read: Read, row: str, told: str) -> None:
    assert faults(read, exclusions=FILES["exclusions"] + row + "\n") == [f"exclusions.csv:3: {told}"]


@pytest.mark.parametrize(
    ("name", "header", "told"),
    [
        ("cases", "case,persons,vulnerable", ["present_in: column is missing"]),
        ("cases", "case,persons,present_in,vulnerable,case", ["case: column stands twice"]),
        ("cases", "case,persons,present_in,vulnerable,eligable", ["eligable: column is unknown (is eligible meant?)"]),
        ("quotas", "state,places,present in", ["present in: column is unknown (is present_in meant?)"]),
        ("quotas", "state,places,remark", ["remark: column is unknown"]),
        (
            "links",
            "case;state;kind;strength",
            [f"{c}: column is missing" for c in ("case", "kind", "state", "strength")],
        ),
        ("exclusions", "case,state", ["reason: column is missing"]),
    ],
)
def test_a_wrong_header_is_a_fault_of_line_1(read: Read, name: str, header: str, told: list[str]) -> None:
    found = faults(read, **{name: f"{header}\n" + ",".join("1" * (header.count(",") + 1)) + "\n"})
    assert [fault.partition("; expected")[0] for fault in found] == [f"{name}.csv:1: {one}" for one in told]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \n\n", "is empty"),
        (b",,,\n,,,\n", "is empty"),
        (b"case,persons\xff\n", "is not UTF-8 text (byte 12)"),
        (b"case\0", "is a binary file"),
        ("case".encode("utf-16"), "is not UTF-8 text (byte 0)"),
        (b"PAR1\x15\x04\0\0PAR1", "is a binary file"),
    ],
)
@pytest.mark.parametrize("name", sorted(FILES))
def test_a_file_that_is_no_table_is_a_fault_of_line_1(read: Read, name: str, content: bytes, told: str) -> None:
    found = faults(read, **{name: content})
    assert found[0].startswith(f"{name}.csv:1: file: {told}") or "is a binary file" in found[0]
    assert len(found) == 1, "links of unread cases are not told as unknown"


def test_cases_and_quotas_must_have_a_row(read: Read) -> None:
    told = "file: has a header and no row; expected at least one row"
    assert faults(read, cases="case,persons,present_in,vulnerable\n") == [f"cases.csv:1: {told}"]
    assert faults(read, quotas="state,places\n") == [f"quotas.csv:1: {told}"]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInputError) as caught:
        read_match_files(tmp_path / "no.csv", tmp_path, "a\0b", kinds=KINDS)
    told = [str(fault) for fault in caught.value.faults]
    assert "no.csv:1: file: cannot be read (No such file or directory)" in told[1]
    assert "cannot be read (Is a directory)" in told[0] and told[2].startswith("a?b:1: file: is not a file name")


def test_the_faults_of_all_files_are_told_at_once(read: Read) -> None:
    found = faults(read, cases=cases("A,0,IT,0", "B,1,IT,0"), links=FILES["links"], quotas="state,places\nXX,1\n")
    assert [fault.partition(": ")[0] for fault in found] == ["cases.csv:2", "exclusions.csv:2", "quotas.csv:2"]


def test_a_table_of_which_no_row_has_the_right_number_of_cells_is_told_row_by_row(read: Read) -> None:
    assert len(faults(read, cases=cases("A,1", "B,1,IT,0,1"))) == 2


def test_several_faults_of_one_row_stand_beside_each_other(read: Read) -> None:
    found = faults(read, cases=cases("A,0,XX,7"), links="case,state,kind,strength\n", exclusions=None)
    assert [fault.split(":")[2].strip() for fault in found] == ["persons", "present_in", "vulnerable"]


def test_two_faulty_rows_are_not_called_the_same(read: Read) -> None:
    links = "case,state,kind,strength\nA,XX,family,1\nA,YY,family,1\n"
    assert [fault.split(": ")[1] for fault in faults(read, links=links)] == ["state", "state"]


def test_lines_are_right_among_blank_lines_and_cells_of_several_lines(read: Read) -> None:
    rows = 'case,persons,present_in,vulnerable,reason\r\n\r\nA,1,IT,0,"one\r\ntwo"\r\n\r\nB,0,IT,0,\r\nC,1\r\n'
    assert [fault.partition(": ")[0] for fault in faults(read, cases=rows)] == ["cases.csv:6", "cases.csv:7"]


def test_a_quote_that_is_not_closed_is_told_with_the_line_where_it_opens(read: Read) -> None:
    found = faults(read, cases=cases("A,1,IT,0", 'B,"1,IT,0', "C,1,IT,0"))
    assert found == [
        "cases.csv:3: row: is not a row of a table (unexpected end of data); expected comma-separated values"
    ]


def test_faults_of_parquet_stand_on_the_line_that_the_row_would_have_as_csv(read: Read) -> None:
    frame = pl.DataFrame({
        "case": ["A", "B", "C", None],
        "persons": [1.0, 2.5, None, float("nan")],
        "present_in": ["IT", "IT", "XX", "IT"],
        "vulnerable": [0, 1, 0, 3],
    })  # fmt: skip
    found = faults(read, cases=frame, links="case,state,kind,strength\n", exclusions=None)
    assert [fault.partition("; ")[0] for fault in found] == [
        "cases.parquet:3: persons: '2.5' is not whole",
        "cases.parquet:4: persons: is empty",
        "cases.parquet:4: present_in: 'XX' is unknown",
        "cases.parquet:5: case: is empty",
        "cases.parquet:5: persons: 'nan' is not a finite number",
        "cases.parquet:5: vulnerable: '3' is neither 0 nor 1",
    ]


def test_what_is_no_parquet_or_lacks_a_column_is_a_fault_of_line_1(read: Read, tmp_path: Path) -> None:
    assert faults(read, quotas=pl.DataFrame({"state": ["DE"]}))[0].startswith(
        "quotas.parquet:1: places: column is missing"
    )
    for name, content, told in (("a", b"", "is empty"), ("b", b"PAR1", "is not a Parquet file")):
        path = tmp_path / f"{name}.parquet"
        path.write_bytes(content)
        with pytest.raises(BadInputError, match=told):
            read_match_files(path, path, path, kinds=KINDS)


def test_a_huge_file_is_refused(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(match_tables, "MOST_BYTES", 60)
    assert faults(read)[1:] == ["links.csv:1: file: is too large; expected at most 60 bytes"]


def test_a_column_of_a_wrong_type_is_a_fault_of_line_1(read: Read) -> None:
    frame = pl.DataFrame({"case": [1.5], "persons": [[1]], "present_in": ["IT"], "vulnerable": [0]})
    found = faults(read, cases=frame, links="case,state,kind,strength\n", exclusions=None)
    assert found == [
        "cases.parquet:1: case: column is of type Float64; expected text",
        "cases.parquet:1: persons: column is of type List(Int64); expected numbers",
    ]


def test_a_long_list_of_faults_is_cut_and_counted(read: Read) -> None:
    rows = [f"C{i:03},{'x' if i % 2 else 1},IT,{9 if i == 7 else 0}" for i in range(400)]
    found = faults(read, cases=cases(*rows), links="case,state,kind,strength\n", exclusions=None)
    assert len(found) == 51
    assert found[0] == f"cases.csv:3: persons: 'x' is not a number; {PERSONS}"
    assert found[-1] == "cases.csv:101: more: 151 further faults in this file, the first of them on this line"


@pytest.mark.slow
@pytest.mark.parametrize("quotes", [False, True])
def test_one_bad_row_of_a_million_is_named(read: Read, quotes: bool) -> None:
    rows = [f"C{i:07},1,IT,0" for i in range(1_000_000)]
    rows[777_775] = "C0777775,0,IT,0"
    if quotes:
        rows[5] = '"C,5",1,IT,0'
    found = faults(read, cases=cases(*rows), links="case,state,kind,strength\n", exclusions=None)
    assert found == [f"cases.csv:777777: persons: '0' is zero; {PERSONS}"]


# --- whatever a file holds --------------------------------------------------------------------------------------------

PIECES = (
    '"',
    ",",
    "\n",
    "\r",
    "\r\n",
    "\0",
    "\ufeff",
    " ",
    "\t",
    "IT",
    "0",
    "1",
    "2.5",
    "nan",
    "-",
    "é",
    "case",
    "A,1",
)


@FUZZ
@given(st.sampled_from(sorted(FILES)), st.data())
def test_a_mutated_table_is_read_or_its_faults_are_told(read: Read, name: str, data: st.DataObject) -> None:
    text = FILES[name]
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 6)))
        text = text[:start] + data.draw(st.sampled_from(("", *PIECES))) + text[end:]
    try:
        found = read(**{name: text})
    except BadInputError as error:
        lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
        assert all(1 <= fault.line <= lines and "\n" not in str(fault) for fault in error.faults if name in fault.file)
    else:
        assert found.cases.ids.is_sorted() and (found.cases.persons >= 1).all()
        assert ((found.links.link > 0) & (found.links.link <= 1)).all()


@settings(parent=FUZZ, max_examples=60)
@given(st.binary(max_size=80))
def test_bytes_of_any_kind_are_read_or_their_faults_are_told(read: Read, content: bytes) -> None:
    with pytest.raises(BadInputError):
        read(cases=content)


@settings(parent=FUZZ, max_examples=60)
@given(st.data())
def test_a_damaged_parquet_file_is_read_or_its_fault_is_told(tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "cases.parquet"
    pl.read_csv(FILES["cases"].encode()).write_parquet(path)
    content = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] = data.draw(st.integers(0, 255))
    path.write_bytes(bytes(content[: data.draw(st.sampled_from((len(content), place)))]))
    for name in ("links", "quotas"):
        (tmp_path / f"{name}.csv").write_text(FILES[name], encoding="utf-8")
    try:
        read_match_files(path, tmp_path / "links.csv", tmp_path / "quotas.csv", kinds=KINDS)
    except BadInputError as error:
        assert error.faults
