"""Frontex's workbook: found on its page, in the layouts it has had, and refused in one line in any other."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from io import BytesIO

import httpx
import openpyxl
import pytest
from publishers import Publisher, workbook

from fairshare.faults import BadInputError
from fairshare.figures.loaders import LoadError, NotHeldError, fetch
from fairshare.figures.loaders.frontex import read_workbook

HEAD = ["Route", "BorderType", "Nationality", "NOV2024", "DEC2024", "JAN2025"]
ROWS = [
    ["Central Mediterranean Route", "Sea", "Syria", 10, 20, 30],
    ["Central Mediterranean Route", "Sea", "Unknown", 1, None, 2],
    ["Western Balkan Route", "Land", "Kosovo*", 0, 5.0, 7],
    ["Some New Route", "Land", "Unspecified sub-Saharan nationals", 3, None, None],
]
BOOK = workbook([[], HEAD, *ROWS])
PAGE = """<a href="/assets/other.xlsx">Other</a>
<a class="x" href='/assets/Migratory_routes/2025/Monthly_detections_of_IBC_2025_03_04.xlsx'>Data</a>"""


def figures(content: bytes, *years: int) -> list[tuple[object, ...]]:
    return read_workbook(content, years=years).rows.select("partner", "kind", "citizen", "period", "value").rows()


ALL = [
    ("Central Mediterranean Route", "sea", "SYR", "2024-11", Decimal(10)),
    ("Central Mediterranean Route", "sea", "SYR", "2024-12", Decimal(20)),
    ("Central Mediterranean Route", "sea", "SYR", "2025-01", Decimal(30)),
    ("Central Mediterranean Route", "sea", "UNK", "2024-11", Decimal(1)),
    ("Central Mediterranean Route", "sea", "UNK", "2025-01", Decimal(2)),
    ("Some New Route", "land", "Unspecified sub-Saharan nationals", "2024-11", Decimal(3)),
    ("Western Balkan Route", "land", "XKX", "2024-11", Decimal(0)),
    ("Western Balkan Route", "land", "XKX", "2024-12", Decimal(5)),
    ("Western Balkan Route", "land", "XKX", "2025-01", Decimal(7)),
]


# --- what is read -----------------------------------------------------------------------------------------------------


def test_every_count_is_an_observation_of_the_external_border():
    extract = read_workbook(BOOK)
    assert figures(BOOK) == ALL and set(extract.rows["geo"]) == {"EU"}
    assert (extract.access, extract.years, extract.updated, extract.notes) == ("frontex", (2024, 2025), "", ())
    assert figures(BOOK, 2025) == [row for row in ALL if row[3] == "2025-01"]


@pytest.mark.parametrize(
    "months",
    [
        ["NOV2024", "DEC2024", "JAN2025"],
        ["Nov 2024", "December 2024", "jan-2025"],
        ["2024-11", "2024-12", "2025-01"],
        [datetime(2024, 11, 1), datetime(2024, 12, 1), datetime(2025, 1, 1)],
    ],
)
@pytest.mark.parametrize("border", ["BorderType", "Border type or inland", "Border Type"])
def test_months_and_headers_in_each_spelling(months, border):
    assert figures(workbook([["Route", border, "Nationality", *months], *ROWS])) == ALL


def test_headers_are_not_looked_for_far_down():
    with pytest.raises(LoadError, match="no sheet has the columns"):
        read_workbook(workbook([*[["text"]] * 30, HEAD, *ROWS]))


def test_columns_may_stand_in_another_order_and_the_sheet_further_back():
    moved = [["Title"], [], ["JAN2025", "Nationality", "Route", "DEC2024", "BorderType", "NOV2024"]]
    moved += [[row[5], row[2], row[0], row[4], row[1], row[3]] for row in ROWS]
    book = openpyxl.Workbook()
    book.active.append(["Read me first"])
    sheet = book.create_sheet("Data")
    for row in moved:
        sheet.append(row)
    stream = BytesIO()
    book.save(stream)
    assert figures(stream.getvalue()) == ALL


def test_totals_and_remarks_are_left_out_with_a_note():
    total = [
        ["Total", None, None, 14, 25, 39],
        ["Western Balkan Route", "Land", "Grand Total", 0, 5, 7],
        [None, None, None, None, None, None],
        ["* This designation is without prejudice to positions on status"],
    ]
    extract = read_workbook(workbook([[*HEAD, "Total", 2024], *([*row, 9, 9] for row in ROWS), *total]))
    assert len(extract.rows) == len(ALL)
    assert set(extract.notes) == {
        "2 rows of totals are left out",
        "1 rows of text are left out",
        "the column Total is left out",
        "the column 2024 is left out",
    }


def test_two_names_of_one_nationality_are_added_but_a_row_that_stands_twice_is_refused():
    both = [["R", "Sea", "Unknown", 1, 2, 3], ["R", "Sea", "Unspecified", 10, 20, 30]]
    assert [row[4] for row in figures(workbook([HEAD, *both]))] == [11, 22, 33]
    with pytest.raises(LoadError, match="R, Sea, Unknown stands twice in the sheet Detections_of_IBC"):
        figures(workbook([HEAD, both[0], both[0]]))


def test_a_year_that_the_workbook_does_not_have_is_a_note_or_an_error(tmp_path):
    extract = read_workbook(BOOK, years=[2025, 2026])
    assert extract.years == (2025,) and extract.notes == ("2026: not in the workbook",)
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes(BOOK)
    for where in (BOOK, copy):
        with pytest.raises(NotHeldError, match="no figure for 2026; the workbook has 2024 to 2025"):
            read_workbook(where, years=[2026])


# --- where it is found ------------------------------------------------------------------------------------------------


def site(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, content=BOOK) if request.url.path.endswith(".xlsx") else httpx.Response(200, text=PAGE)


@pytest.mark.parametrize("place", ["https://frontex.example/map/", "https://frontex.example/map.html?lang=en"])
def test_the_page_links_the_workbook_and_its_name_the_day(place):
    publisher = Publisher(site)
    extract = fetch("border_crossings", [2025], publisher.client(frontex=place))
    assert extract.url.endswith("/assets/Migratory_routes/2025/Monthly_detections_of_IBC_2025_03_04.xlsx")
    assert [str(url) for url in publisher.asked] == [place, extract.url] and extract.updated == "2025-03-04"
    assert extract.years == (2025,) and len(extract.rows) == 3


def test_the_address_may_be_that_of_the_workbook_or_a_copy(tmp_path):
    publisher = Publisher(site, httpx.Response(503))
    extract = fetch("border_crossings", [2024, 2025], publisher.client(frontex="https://frontex.example/a.xlsx"))
    assert len(extract.rows) == len(ALL) and len(publisher.asked) == 2
    copy = tmp_path / "IBC_2025_03_04.xlsx"
    copy.write_bytes(BOOK)
    read = fetch("border_crossings", [2024, 2025], publisher.client(frontex=str(copy)))
    assert read.rows.equals(extract.rows) and (read.url, read.updated) == (copy.name, "2025-03-04")


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (httpx.Response(200, text="<html>soon</html>"), "links no .xlsx; set FAIRSHARE_FRONTEX_URL to the workbook's"),
        (httpx.Response(403), "illegal border-crossing: the publisher answers 403"),
        (httpx.Response(404), "the publisher does not hold this"),
    ],
)
def test_a_page_that_does_not_lead_there_is_one_line(answer, problem):
    with pytest.raises(LoadError, match=problem):
        fetch("border_crossings", [2025], Publisher(site, answer).client())


# --- what it refuses --------------------------------------------------------------------------------------------------


def changed(row: int, column: int, value: object) -> bytes:
    table = [list(line) for line in [HEAD, *ROWS]]
    table[row][column] = value
    return workbook(table)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "the file is no .xlsx workbook"),
        (b"PK\x03\x04 not really", "the file is no .xlsx workbook"),
        (b"<html>login</html>", "the file is no .xlsx workbook"),
        (
            workbook([["a", "b"], [1, 2]], "Other"),
            "no sheet has the columns Route, BorderType and Nationality; sheets: Other",
        ),
        (changed(0, 2, "Citizenship"), "no sheet has the columns"),
        (changed(0, 4, "Remark"), "has a column 'Remark' where a month belongs, such as JAN2009"),
        (changed(0, 4, "FEB2025"), "months do not follow each other: 2025-01 stands where 2024-12 belongs"),
        (changed(0, 4, "NOV2024"), "months do not follow each other: 2024-11 stands where 2024-12 belongs"),
        (workbook([HEAD[:3], *(row[:3] for row in ROWS)]), "has no column of a month"),
        (workbook([HEAD]), "the workbook has no counts"),
        (changed(1, 3, "many"), "row 2 of the sheet Detections_of_IBC has 'many' for 2024-11, where a count belongs"),
        (changed(1, 3, 1.5), "has '1.5' for 2024-11"),
        (changed(1, 3, -1), "has '-1' for 2024-11"),
        (changed(1, 3, True), "has 'True' for 2024-11"),
        (changed(1, 2, None), "row 2 of the sheet Detections_of_IBC has counts but no route, border or nationality"),
    ],
    ids=lambda value: "file" if isinstance(value, bytes) else None,
)
def test_another_layout_is_refused_in_one_line(content, problem, tmp_path):
    with pytest.raises(LoadError) as caught:
        read_workbook(content)
    assert problem in str(caught.value) and "\n" not in str(caught.value)
    path = tmp_path / "copy.xlsx"
    path.write_bytes(content)
    with pytest.raises(BadInputError) as fault:
        read_workbook(path)
    assert fault.value.faults[0].file == str(path) and problem in fault.value.faults[0].problem


def test_a_copy_that_is_not_there_is_a_fault_of_the_input(tmp_path):
    with pytest.raises(
        BadInputError, match=r"none\.xlsx:1: file: No such file or directory; expected Frontex's workbook"
    ):
        fetch("border_crossings", [2025], Publisher(site).client(frontex=str(tmp_path / "none.xlsx")))
