"""SDMX-CSV: the same figures as the JSON-stat of the same dataset, from a file that may hold more than is wanted."""

from __future__ import annotations

import gzip
from decimal import Decimal
from itertools import product

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from publishers import Publisher, asylum_axes, jsonstat, months

from fairshare.faults import BadInputError
from fairshare.figures.loaders import LoadError, fetch, read_sdmx_csv

HEAD = "DATAFLOW,LAST UPDATE"
FLOW = "ESTAT:MIGR_ASYAPPCTZM(1.0),02/11/26 23:00:00"
TAIL = "OBS_VALUE,OBS_FLAG,CONF_STATUS"


def csv(axes, cells, *, head=HEAD, flow=FLOW, tail=TAIL) -> bytes:
    """A file of a cube; ``cells``: value, flag and confidentiality of each position, as text, or ``None``."""
    names = ["TIME_PERIOD" if name == "time" else name for name in axes]
    lines = [
        ",".join([flow, *codes, *cell])
        for codes, cell in zip(product(*axes.values()), cells, strict=True)
        if cell is not None
    ]
    return "\n".join([",".join([head, *names, tail]), *lines, ""]).encode()


SMALL = asylum_axes(
    citizen=["AF", "EL", "TOTAL"], sex=["T"], age=["TOTAL"], applicant=["FRST"], geo=["DE", "EL"], time=months(2024)[:3]
)
CELLS = 18


@given(
    st.lists(
        st.tuples(st.none() | st.integers(0, 10**6), st.sampled_from(["", "p", "c", "bp", ":"])),
        min_size=CELLS,
        max_size=CELLS,
    ).filter(lambda cells: any(number is not None or flag for number, flag in cells))
)
def test_a_file_gives_the_rows_that_json_stat_gives(cells):
    values = {str(index): number for index, (number, _) in enumerate(cells) if number is not None}
    status = {str(index): flag for index, (_, flag) in enumerate(cells) if flag}
    lines = [("" if number is None else str(number), flag, "") for number, flag in cells]
    answer = httpx.Response(200, json=jsonstat(SMALL, values, status))
    asked = fetch("first_time_applications", [2024], Publisher(lambda request: answer).client())
    read = read_sdmx_csv(csv(SMALL, lines), "first_time_applications")
    assert read.rows.equals(asked.rows) and read.checksum == asked.checksum


def test_a_file_of_the_whole_dataset_is_cut_to_the_filters():
    axes = asylum_axes(citizen=["SY"], geo=["DE"], time=["2023-12", "2024-01"])
    numbers = [(str(index), "", "") for index in range(24)]
    extract = read_sdmx_csv(csv(axes, numbers), "first_time_applications")
    assert extract.rows.select("citizen", "period", "value").rows() == [
        ("SYR", "2023-12", Decimal(0)),
        ("SYR", "2024-01", Decimal(1)),
    ]
    assert (extract.dataset, extract.updated, extract.years) == ("migr_asyappctzm", "2026-11-02T23:00:00", (2023, 2024))
    assert extract.notes == ("2023: 1 of 12 months", "2024: 1 of 12 months")


def one(value: str, flag: str = "", withheld: str = "") -> tuple[Decimal | None, str]:
    axes = {name: codes[:1] for name, codes in SMALL.items()}
    rows = read_sdmx_csv(csv(axes, [(value, flag, withheld)]), "first_time_applications").rows
    return rows["value"][0], rows["flag"][0]


def test_values_are_exact_and_withheld_ones_null():
    assert one("250") == (Decimal(250), "") and one("250.0", "p") == (Decimal(250), "p")
    assert one("1.5E3") == (Decimal(1500), "") and one("8.3456045E7") == (Decimal(83456045), "")
    assert one("", "", "C") == (None, "c") and one(":", "c", "C") == (None, "c") and one("", "b", "C") == (None, "bc")
    assert one(":") == (None, ":") and one(":", "u") == (None, "u") and one("5", "p", "F") == (Decimal(5), "p")


def test_money_has_parts():
    axes = {"freq": ["A"], "unit": ["CP_MEUR"], "na_item": ["B1GQ"], "geo": ["AT", "NA"], "time": ["2024"]}
    content = csv(axes, [("481940.3", "", ""), ("0.1234567891", "", "")], flow="ESTAT:NAMA_10_GDP(1.0),x")
    rows = read_sdmx_csv(content, "gdp").rows
    assert rows["value"].to_list() == [Decimal("481940.3"), Decimal("0.1234567891")]
    assert rows["geo"].to_list() == ["AT", "NA"]  # NA is a code, no missing value


def test_a_file_may_be_zipped_marked_labelled_and_of_the_newer_form(tmp_path):
    plain = csv(SMALL, [(str(index), "", "") for index in range(CELLS)])
    newer = csv(
        SMALL,
        [(str(index),) for index in range(CELLS)],
        head="STRUCTURE,STRUCTURE_ID",
        flow="dataflow,ESTAT:MIGR_ASYAPPCTZM(1.0)",
        tail="OBS_VALUE",
    )
    lines = plain.decode().splitlines()
    labelled = "\n".join(
        [lines[0] + ",Geopolitical entity", *(f'{line},"State, {i}"' for i, line in enumerate(lines[1:]))]
    )
    path = tmp_path / "migr.csv.gz"
    path.write_bytes(gzip.compress(plain))
    read = [read_sdmx_csv(what, "first_time_applications") for what in (plain, path, labelled.encode(), newer)]
    assert all(extract.rows.equals(read[0].rows) for extract in read) and len(read[0].rows) == CELLS
    assert [extract.updated for extract in read] == ["2026-11-02T23:00:00"] * 3 + [""]
    assert [extract.url for extract in read] == ["", "migr.csv.gz", "", ""]
    marked = read_sdmx_csv(b"\xef\xbb\xbf" + plain, "first_time_applications")
    assert marked.rows.equals(read[0].rows)


def test_the_old_name_of_the_applicant_is_known():
    axes = {("asyl_app" if name == "applicant" else name): codes for name, codes in SMALL.items()}
    numbers = [(str(index), "", "") for index in range(2 * CELLS)]
    extract = read_sdmx_csv(csv({**axes, "asyl_app": ["ASY_APP", "NASY_APP"]}, numbers), "first_time_applications")
    assert len(extract.rows) == CELLS


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "is not CSV"),
        (b"\xff\xfe\x00", "has no column TIME_PERIOD"),
        (b"PK\x03\x04binary\n\x00\xff,", "has no column TIME_PERIOD"),
        (b"geo,year\nDE,2024\n", "has no column TIME_PERIOD"),
        (csv(SMALL, [("5", "", "")] * CELLS, tail="VALUE,OBS_FLAG,CONF_STATUS"), "has no column OBS_VALUE"),
        (csv(SMALL, [("5", "", "")] * CELLS, flow="ESTAT:MIGR_ASYPENCTZM(1.0),x"), "is of migr_asypenctzm; first_time"),
        (csv(SMALL, [("5", "", "")] * CELLS, head="FLOW,X"), "is of no one dataset"),
        (csv(SMALL, [("five", "", "")] * CELLS), "has 'five' where a number belongs"),
        (csv(SMALL, [("1.12345678901", "", "")] * CELLS), "has '1.12345678901' where a number belongs"),
        (csv(SMALL, [("1E40", "", "")] * CELLS), "has a number that is no amount"),
        (csv(SMALL, [("9" * 29, "", "")] * CELLS), "where a number belongs"),
        (csv(SMALL, [("2.5", "", "")] * CELLS), "the answer's 2.5 (DE, 2024-01) is no count"),
        (csv(SMALL, [("-5", "", "")] * CELLS), "have a negative value"),
        (csv(SMALL, [("5", "", "")] * CELLS) + csv(SMALL, [("5", "", "")] * CELLS).split(b"\n", 1)[1], "stands twice"),
        (csv({**SMALL, "sex": ["F"]}, [("5", "", "")] * CELLS), "has no figure of applicant=FRST, sex=T"),
        (csv({**SMALL, "legal": ["X", "Y"]}, [("5", "", "")] * 2 * CELLS), "leaves the dimension legal open"),
        (csv({**SMALL, "time": ["2024"]}, [("5", "", "")] * 6), "has '2024' where a month belongs"),
        (csv({k: v for k, v in SMALL.items() if k != "unit"}, [("5", "", "")] * CELLS), "lacks the dimension unit"),
        (csv(SMALL, [("5", "", "")] * CELLS) + FLOW.replace("02/", "03/").encode() + b",,,,,,,,,,,\n", "has 2 stamps"),
    ],
    ids=lambda value: "file" if isinstance(value, bytes) else None,
)
def test_a_file_that_is_not_the_dataset_is_refused_in_one_line(content, problem, tmp_path):
    with pytest.raises(LoadError) as caught:
        read_sdmx_csv(content, "first_time_applications")
    assert problem in str(caught.value) and "\n" not in str(caught.value)
    path = tmp_path / "download.csv"
    path.write_bytes(content)
    with pytest.raises(BadInputError) as fault:
        read_sdmx_csv(path, "first_time_applications")
    assert fault.value.faults[0].file == str(path) and problem in fault.value.faults[0].problem


def test_a_missing_file_and_a_series_without_a_dataset_are_faults(tmp_path):
    with pytest.raises(
        BadInputError, match=r"none\.csv:1: file: No such file or directory; expected Eurostat's SDMX-CSV"
    ):
        read_sdmx_csv(tmp_path / "none.csv", "gdp")
    with pytest.raises(LoadError, match="border_crossings is read from no dataset of Eurostat's"):
        read_sdmx_csv(csv(SMALL, [("5", "", "")] * CELLS), "border_crossings")
