from __future__ import annotations

import csv
import json
import zipfile
from datetime import datetime
from fractions import Fraction
from io import BytesIO, StringIO

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from fairshare.faults import BadInputError
from fairshare.workbench.tables import Column, Table, downloads, view, workbook
from fairshare.workbench.tables.downloads import csv_bytes, download, json_bytes, requested, xlsx_bytes


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def test_csv_has_codes_and_exact_numbers_in_no_language(table: Table) -> None:
    with translation.override("de"):
        content = csv_bytes(table)
    assert content.startswith(b"\xef\xbb\xbfstate,") and b"\r\n" in content
    head, ireland, greece, malta = rows_of(content)
    assert head == ["state", "share", "units", "units_status", "money", "part", "day", "done", "role", "remark"]
    assert ireland == [
        "IE", "0.333333333333333333", "463", "inferred", "9260000.00", "0.125", "2026-01-31", "true", "giver",
        "all in money",
    ]  # fmt: skip
    assert greece[2:5] == ["28.5", "reported", "0.50"]
    assert malta == ["MT", "", "", "unknown", "", "", "", "", "giver", ""]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_text_that_looks_like_a_formula_is_disarmed(start: str) -> None:
    table = Table("t", "", (Column("a", ""), Column("n", "", "count")), ({"a": f"{start}cmd", "n": -5},))
    assert rows_of(csv_bytes(table))[1] == [f"'{start}cmd", "-5"]


@given(st.text())
def test_any_other_text_comes_back_from_csv_and_json_as_it_was(text: str) -> None:
    table = Table("t", "", (Column("a", ""), Column("b", "")), ({"a": text, "b": "end"},))
    guard = "'" if text[:1] in set("=+-@\t\r\n") and text else ""
    if "\x00" not in text and not any("\ud800" <= c <= "\udfff" for c in text):
        assert rows_of(csv_bytes(table))[1] == [guard + text, "end"]
        assert json.loads(json_bytes(table))["rows"] == [{"a": text, "b": "end"}]


def test_json_is_strict_and_says_what_it_holds(table: Table) -> None:
    document = json.loads(json_bytes(table), parse_constant=pytest.fail, parse_float=pytest.fail)
    assert document["rows"][0]["money"] == "9260000.00" and document["rows"][0]["units"] == 463
    assert len(document["rows"][0]["share"].removeprefix("0.")) >= 12
    assert document["rows"][1]["units"] == "28.5" and document["rows"][0]["done"] is True
    assert document["rows"][2]["units"] is None and document["rows"][2]["remark"] == ""
    assert document["columns"][1] == {"key": "share", "label": "Share", "kind": "share", "note": "of the key"}
    assert (document["caption"], document["notes"], document["source"]) == ("A pool", ["A note."], "A source")


def test_a_workbook_has_typed_cells_and_says_what_they_are(table: Table) -> None:
    book = load_workbook(BytesIO(xlsx_bytes(table)))
    data, about = book.worksheets
    head, ireland, greece, malta = [[cell.value for cell in row] for row in data.iter_rows()]
    assert head[:4] == ["State", "Share", "Units", "Units: status"]
    assert ireland == [
        "Ireland", pytest.approx(1 / 3, abs=1e-15), 463, "inferred", 9260000, 0.125, datetime(2026, 1, 31), "yes",
        "contributing", "all in money",
    ]  # fmt: skip
    assert greece[-1] == "=SUM(A1:A9)" and data.cell(3, 10).data_type == "s"
    assert malta[1:5] == ["unknown", "unknown", "unknown", "unknown"] and malta[-1] is None
    assert data.freeze_panes == "B2" and data.auto_filter.ref == "A1:J4" and data.print_title_rows == "$1:$1"
    assert (data["E2"].number_format, data["G2"].number_format) == ('#,##0.00\\ "€"', "yyyy-mm-dd")
    assert (data["C2"].number_format, data["C3"].number_format) == ("#,##0", "#,##0.##")
    assert data.column_dimensions["J"].width > 12
    assert [cell.value for cell in about["A"]] == ["A pool", "Share", "Note", "Source"]


def test_a_workbook_has_the_same_bytes_at_any_time(table: Table) -> None:
    content = xlsx_bytes(table)
    assert content == xlsx_bytes(table)
    with zipfile.ZipFile(BytesIO(content)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2024-06-11T00:00:00Z" in parts.read("docProps/core.xml")
        assert b"202" not in parts.read("docProps/core.xml").replace(b"2024-06-11T00:00:00Z", b"")


def test_a_number_that_a_spreadsheet_would_round_stays_text() -> None:
    table = Table("t", "", (Column("n", "", "count"),), ({"n": 10**15},))
    sheet = load_workbook(BytesIO(xlsx_bytes(table))).worksheets[0]
    assert sheet["A2"].data_type == "s" and sheet["A2"].value == "1,000,000,000,000,000"


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch, table: Table) -> None:
    monkeypatch.setattr(workbook, "_MOST_ROWS", 2)
    with pytest.raises(BadInputError, match="3 rows are too many"):
        xlsx_bytes(table)


@pytest.mark.parametrize(
    ("format", "kind"),
    [
        ("csv", "text/csv; charset=utf-8; header=present"),
        ("json", "application/json"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_a_download_is_a_file_that_nobody_caches_or_guesses(table: Table, format: str, kind: str) -> None:
    response = download(table, format)
    assert response["Content-Type"] == kind
    assert response["Content-Disposition"] == f'attachment; filename="fairshare-pool.{format}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert len(response.content) > 100


def test_a_page_links_to_every_format_there_is() -> None:
    assert tuple(downloads.FORMATS) == view.FORMATS


def test_an_unknown_format_is_a_clear_error_and_asks_for_no_download(table: Table) -> None:
    with pytest.raises(BadInputError, match="'exe' is no format of a table; expected one of csv, xlsx, json"):
        download(table, "exe")
    assert requested({"pool-format": "exe"}, table) is None


def test_a_page_gives_the_download_of_the_table_that_is_asked_for(table: Table) -> None:
    other = Table("other", "", (Column("a", ""),), ({"a": Fraction(1).numerator},))
    assert requested({"pool-q": "greece"}, table, other) is None
    asked = requested({"pool-format": "csv", "pool-q": "greece"}, other, table)
    assert asked is not None and [row[0] for row in rows_of(asked.content)] == ["state", "EL"]
