"""Files of cases are told apart by content and read strictly; every fault names its file, line and place."""

import io
import sys
import tracemalloc
from pathlib import Path

import pytest

from fairshare.faults import BadInputError, Fault
from fairshare.figures import case_files
from fairshare.figures.case_files import Document, documents, read_documents


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cases.dat"  # the ending says nothing


def _read(path: Path, content: bytes | str) -> list[tuple[int, object]]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return [(document.line, document.value) for document in read_documents(str(path))]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('{"id": "a"}', [(1, {"id": "a"})]),
        ('\n\n  {"id": "a"}\n\n', [(3, {"id": "a"})]),
        ('{\n "id":\n "a"\n}\n', [(1, {"id": "a"})]),
        ('\n{\n "persons": [\n{"id": "p"},\n{"id": "q"}\n]}', [(2, {"persons": [{"id": "p"}, {"id": "q"}]})]),
        ("[]", []),
        ("\n[ \n]\n", []),
        ('[{"id": "a"}]', [(1, {"id": "a"})]),
        ('[\n{"id": "a"},\n{\n"id": "b"},{"id": "c"}\n]\n', [(2, {"id": "a"}), (3, {"id": "b"}), (4, {"id": "c"})]),
        ('{"id": "a"}\n{"id": "b"}\n', [(1, {"id": "a"}), (2, {"id": "b"})]),
        ('{"id": "a"}\r\n\r\n{"id": "b"}', [(1, {"id": "a"}), (3, {"id": "b"})]),
        (b'\xef\xbb\xbf{"id": "a"}', [(1, {"id": "a"})]),
        (b'\xef\xbb\xbf\n[{"id": "a"}]', [(2, {"id": "a"})]),
        (b'\xef\xbb\xbf{"id": "a"}\n{"id": "\xc3\xa4"}', [(1, {"id": "a"}), (2, {"id": "ä"})]),
        ('{"months": 1.5e1}', [(1, {"months": 15.0})]),
        ('{"id": "\\ud83d\\ude00"}', [(1, {"id": "\U0001f600"})]),
        ('[{"id": "\\ud83d\\ude00"}]', [(1, {"id": "\U0001f600"})]),
        ('[{"a": {"id": 1}, "b": {"id": 1}}, {"a": 1}]', [(1, {"a": {"id": 1}, "b": {"id": 1}}), (1, {"a": 1})]),
    ],
)
def test_the_content_tells_what_a_file_is(path: Path, content: bytes | str, expected: list[tuple[int, object]]) -> None:
    assert _read(path, content) == expected


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        (b"", ["1: file: is empty; expected a JSON object, an array of objects, or one object a line"]),
        (b"\xef\xbb\xbf \n\t\n", ["1: file: is empty"]),
        (b"\xff\xfe{\0", ["1: file: is not UTF-8 text (byte 0)"]),
        (
            b'{"id": "a"}\n{"id": "\xff"}\n{"id": "\xfe"}',
            ["2: file: is not UTF-8 text (byte 8", "3: file: is not UTF-8"],
        ),
        ("3", ["1: case: is not a JSON object"]),
        ('"case"', ["1: case: is not a JSON object"]),
        ("null", ["1: case: is not a JSON object"]),
        ('[\n{"id": "a"},\n3,\n[]]', ["3: case: is not a JSON object", "4: case: is not a JSON object"]),
        ('{"id": "a"}\n[]\n{"id": "b"}\n7', ["2: case: is not a JSON object", "4: case: is not a JSON object"]),
        ('{"id": "a",}', ["1: json: is broken at column 1"]),
        ('{\n"id": "a"\n"b": 1}', ["3: json: is broken at column 1 (Expecting ',' delimiter)"]),
        ('{"id": "a"', ["1: json: is broken at column 11 (Expecting ',' delimiter)"]),
        ('{\n"id": "a"}\n x', ["3: json: is broken at column 2 (more text after the end)"]),
        ('[{"id": "a"}\n{"id": "b"}]', ["2: json: is broken at column 1 (Expecting ',' delimiter)"]),
        ('[{"id": "a"},]', ["1: json: is broken at column 14"]),
        ('[{"id": "a"}', ["1: json: is broken at column 13"]),
        ('[{"id": "a"}] {}', ["1: json: is broken at column 15 (more text after the end)"]),
        ("[] 1", ["1: json: is broken at column 4"]),
        ('{"id": 1,}\n{"id": 2}\n{"id": 3', ["1: json: is broken", "3: json: is broken at column 9"]),
        ('{"id": 1}\n\n{"id": 2}}', ["3: json: is broken at column 10 (Extra data)"]),
        ('{"id": "a", "id": "b"}', ["1: id: stands twice in one object; expected each key once"]),
        ('{"a": 1}\n{"b": {"c": 1, "d": "x",\t"c": 2}}', ["2: c: stands twice in one object"]),
        ('{\n"a": [{"b": 1}, {"b": 1,\n"b": 2}],\n"a": 0, "": 1, "": 2}', ["3: b: ", "4: (empty): ", "4: a: stands"]),
        ('[{"a": 1,\n"\\u0061": 2}]', ["2: \\u0061: stands twice in one object"]),
        ('{"a": NaN}', ["1: json: NaN is no finite number; expected a number"]),
        ('{"a": 1}\n{"a": [-Infinity, "NaN",\t1e999, 1.5]}', ["2: json: -Infinity is", "2: json: 1e999 is no finite"]),
        ('{"a": 1.5, "b": -1e999}', ["1: json: -1e999 is no finite number"]),
        ('{"a": NaN, "b": 1-2}', ["1: json: NaN is no finite number"]),
        ('{"a": NaN}]]}', ["1: json: NaN is no finite number"]),
        ('{"a": ' + "9" * 5000 + "}", ["1: json: has a number that is too long"]),
        ('{"a": "\\ud800"}', ['1: json: "\\ud800" holds half a character']),
        ('{"a": 1}\n{"\\uDFFF": 1}', ['2: json: "\\uDFFF" holds half a character']),
        ('[{"a":\n"x\\ud800"}]', ['2: json: "x\\ud800" holds half a character']),
        ("[" * 200_000, ["1: json: is nested too deeply"]),
        ('{"a":' * 200_000, ["1: json: is nested too deeply"]),
        ("\0\0\0\0", ["1: json: is broken at column 1"]),
    ],
)
def test_every_fault_is_named_with_its_line(path: Path, content: bytes | str, faults: list[str]) -> None:
    with pytest.raises(BadInputError) as error:
        _read(path, content)
    lines = str(error.value).splitlines()
    assert [line.startswith(f"{path}:{fault}") for line, fault in zip(lines, faults, strict=True)] == [True] * len(
        faults
    ), lines


def test_json_lines_go_on_after_a_fault_in_their_order(path: Path) -> None:
    path.write_text('{"id": 1}\n{"id": 2\n{"id": 3}\n', encoding="utf-8")
    first, second, third = documents(str(path))
    assert (first, third) == (Document(1, {"id": 1}), Document(3, {"id": 3}))
    assert isinstance(second, Fault) and second.line == 2


@pytest.mark.parametrize("name", ["nowhere.json", ".", "a\0b"])
def test_a_file_that_cannot_be_read_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadInputError, match=r"1: file: (cannot be read|is not a file name)"):
        read_documents(name)


def test_a_file_that_is_too_large_to_be_read_at_once_is_a_fault(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_files, "MOST_BYTES", 40)
    for content in ('[{"id": "' + "a" * 40 + '"}]', '[\n{"id": "a"},\n' + " \n" * 40 + "{}]"):
        with pytest.raises(BadInputError, match=r"is too large to be read at once; expected at most 40 bytes, or one"):
            _read(path, content)
    assert len(_read(path, '{"id": "a"}\n' * 40)) == 40


def test_cases_come_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"id": "a"}\n{"id": "b",}\n')))
    with pytest.raises(BadInputError, match="standard input:2: json: is broken"):
        read_documents("-")


def test_json_lines_are_read_in_constant_memory(path: Path) -> None:
    def most(lines: int) -> int:
        path.write_text('{"id": "a", "note": "' + "x" * 1000 + '"}\n' * 1, encoding="utf-8")
        path.write_text(path.read_text(encoding="utf-8") * lines, encoding="utf-8")
        tracemalloc.start()
        assert sum(1 for _ in documents(str(path))) == lines
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    most(10)
    assert most(4_000) < most(1_000) + 100_000
