"""Tables of persons and of agreements: what is on record, what is not, and every fault by its line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import perf_counter

import numpy as np
import polars as pl
import pytest

from fairshare.faults import BadInputError
from fairshare.figures.person_files import agreed, read_agreements, read_persons
from fairshare.law.responsibility.codes import NONE, STATE_CODE, states_of
from fairshare.law.responsibility.days import NO_DAY, day_number
from fairshare.law.solidarity.relocation import Status

HEADER = (
    "case,person,status,present_in,vulnerable,nationality,protection_granted,written_consent,security_ground,"
    "kept_by_family"
)

Write = Callable[..., str]


@pytest.fixture
def csv(tmp_path: Path) -> Write:
    """Write a table with the full header, or another one, and give its path."""

    def write(*rows: str, header: str = HEADER) -> str:
        path = tmp_path / "persons.csv"
        path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
        return str(path)

    return write


def faults(path: str, read: Callable[[str], object] = read_persons) -> list[str]:
    with pytest.raises(BadInputError) as error:
        read(path)
    return [str(fault).removeprefix(f"{path}:") for fault in error.value.faults]


def test_persons_come_in_the_order_of_case_and_person_whatever_the_order_of_the_rows(csv: Write) -> None:
    rows = ["c2,b,applicant,EL,0,AF,,,0,0", "c10,a,beneficiary,Italy,1,SY,2024-05-01,1,0,", "c2,a,neither,GR,,,,,1,"]
    for order in ([0, 1, 2], [2, 0, 1]):
        table = read_persons(csv(*(rows[at] for at in order)))
        assert (table.cases.to_list(), table.person.to_list()) == (["c10", "c2"], ["a", "a", "b"])
        assert table.family.tolist() == [0, 1, 1] and table.starts.tolist() == [0, 1]
        persons = table.persons
        assert persons.status.tolist() == [Status.BENEFICIARY, Status.NEITHER, Status.APPLICANT]
        assert persons.present.tolist() == [STATE_CODE["IT"], STATE_CODE["EL"], STATE_CODE["EL"]]
        assert persons.granted.tolist() == [day_number(date(2024, 5, 1)), NO_DAY, NO_DAY]
        assert persons.consent.tolist() == [1, NONE, NONE]
        assert persons.security.tolist() == [0, 1, 0]
        assert persons.family.tolist() == [NONE, NONE, 0]
        assert table.vulnerable.tolist() == [True, False, False]
        assert table.nationality.to_list() == ["SY", "", "AF"]


def test_a_column_that_is_not_there_is_not_on_record(csv: Write) -> None:
    table = read_persons(csv("c1,p1,applicant,IT", header="case,person,status,present_in"))
    persons = table.persons
    assert [persons.consent[0], persons.security[0], persons.family[0], persons.granted[0]] == [NONE] * 3 + [NO_DAY]
    assert (table.vulnerable.tolist(), table.nationality.to_list()) == ([False], [""])


def test_parquet_with_gaps_and_truths_reads_as_csv_does(tmp_path: Path, csv: Write) -> None:
    frame = pl.DataFrame(
        {
            "case": ["c1", "c1"],
            "person": ["p1", "p2"],
            "status": ["applicant", "beneficiary"],
            "present_in": ["IT", "IT"],
            "protection_granted": [None, "2024-05-01"],
            "written_consent": [float("nan"), 1.0],
            "security_ground": [False, None],
            "kept_by_family": [1, None],
        }
    )
    path = tmp_path / "persons.parquet"
    frame.with_columns(pl.col("written_consent").fill_nan(None)).write_parquet(path)
    one = read_persons(str(path)).persons
    other = read_persons(csv("c1,p1,applicant,IT,,,,,0,1", "c1,p2,beneficiary,IT,,,2024-05-01,1,,")).persons
    for name in ("status", "present", "granted", "consent", "security", "family"):
        assert getattr(one, name).tolist() == getattr(other, name).tolist(), name


def test_parquet_may_hold_days_as_days(tmp_path: Path) -> None:
    words = {"case": "c", "person": "p", "status": "applicant", "present_in": "IT"}
    path = tmp_path / "days.parquet"
    pl.DataFrame([words | {"protection_granted": date(2024, 1, 1)}]).write_parquet(path)
    assert read_persons(str(path)).persons.granted.tolist() == [day_number(date(2024, 1, 1))]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (",p,applicant,IT,,,,,,", "2: case: is empty; expected a case"),
        ("c,,applicant,IT,,,,,,", "2: person: is empty; expected a person"),
        ("c,p,refugee,IT,,,,,,", "2: status: 'refugee' is unknown; expected one of applicant, beneficiary, neither"),
        ("c,p,,IT,,,,,,", "2: status: is empty; expected one of applicant, beneficiary, neither"),
        ("c,p,applicant,XX,,,,,,", "2: present_in: 'XX' is unknown"),
        ("c,p,applicant,IT,2,,,,,", "2: vulnerable: '2' is neither 0 nor 1; expected 0 or 1"),
        ("c,p,beneficiary,IT,,,2024-13-01,,,", "2: protection_granted: '2024-13-01' is no day; expected a day such as"),
        ("c,p,beneficiary,IT,,,1.5.2024,,,", "2: protection_granted: '1.5.2024' is no day"),
        ("c,p,beneficiary,IT,,,1899-12-31,,,", "2: protection_granted: '1899-12-31' is no day"),
        ("c,p,beneficiary,IT,,,,yes,,", "2: written_consent: 'yes' is neither 0 nor 1"),
        ("c,p,applicant,IT,,,,,-1,", "2: security_ground: '-1' is neither 0 nor 1"),
        ("c,p,applicant,IT,,,,,,0.5", "2: kept_by_family: '0.5' is neither 0 nor 1"),
        ("c,p,applicant,IT,,,,", "2: row: has 8 cells; expected 10, as in the header"),
    ],
)
def test_what_cannot_be_read_is_named(csv: Write, row: str, fault: str) -> None:
    (told,) = faults(csv(row))
    assert told.startswith(fault)


def test_a_person_stands_once_in_a_case_and_a_case_in_one_state(csv: Write) -> None:
    path = csv(
        "c,p,applicant,IT,,,,,,",
        "d,p,applicant,EL,,,,,,",  # a person of another case may have the same name
        "c,q,applicant,EL,,,,,,",
        "c,p,applicant,IT,,,,,,",
    )
    assert faults(path) == [
        "4: present_in: 'EL' is another state than above in case 'c'; expected one state for the persons of a case",
        "5: person: 'p' stands in case 'c' above already; expected each person of a case once",
    ]


def test_a_state_that_cannot_be_read_is_not_taken_for_another_one(csv: Write) -> None:
    (told,) = faults(csv("c,p,applicant,XX,,,,,,", "c,q,applicant,IT,,,,,,", "c,r,applicant,IT,,,,,,"))
    assert told.startswith("2: present_in: 'XX' is unknown")


def test_every_fault_of_a_file_is_told_at_once(csv: Write) -> None:
    told = faults(csv("c,p,applicant,XX,3,,x,,,", "d,q,stateless,IT,,,,,9,"))
    assert [fault.split(":")[:2] for fault in told] == [
        ["2", " present_in"],
        ["2", " protection_granted"],
        ["2", " vulnerable"],
        ["3", " security_ground"],
        ["3", " status"],
    ]


@pytest.mark.parametrize(
    ("header", "row", "fault"),
    [
        ("case,person,status", "c,p,applicant", "1: present_in: column is missing"),
        ("case,person,status,present_in,writen_consent", "c,p,applicant,IT,1", "1: writen_consent: column is unknown"),
        ("case,person,status,present_in,case", "c,p,applicant,IT,c", "1: case: column stands twice"),
    ],
)
def test_a_header_that_does_not_fit_is_refused(csv: Write, header: str, row: str, fault: str) -> None:
    (told,) = faults(csv(row, header=header))
    assert told.startswith(fault)


@pytest.mark.parametrize("rows", [(), ("",)])
def test_a_table_without_a_person_is_refused(csv: Write, rows: tuple[str, ...]) -> None:
    assert faults(csv(*rows)) == ["1: file: has a header and no row; expected at least one row"]


def test_quotes_and_breaks_within_cells_do_not_move_the_lines(csv: Write) -> None:
    path = csv('"c","p ""one""",applicant,IT,"","",,,,', '"c","p', 'two",applicant,IT,,,,,,', "c,q,applicant,IT,7,,,,,")
    assert faults(path) == ["5: vulnerable: '7' is neither 0 nor 1; expected 0 or 1"]


def test_in_a_large_file_the_one_bad_row_is_named_in_seconds(tmp_path: Path) -> None:
    """200,000 persons here; a million takes five times as long."""
    number = 200_000
    cells = pl.DataFrame({"case": np.arange(number) // 3, "person": np.arange(number)}).with_columns(
        pl.lit("applicant").alias("status"), pl.lit("IT").alias("present_in"), pl.lit(0).alias("security_ground")
    )
    path = tmp_path / "many.csv"
    cells.write_csv(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[123_456] = lines[123_456].removesuffix("0") + "maybe"
    path.write_text("\n".join(lines), encoding="utf-8")
    start = perf_counter()
    assert faults(str(path)) == ["123457: security_ground: 'maybe' is neither 0 nor 1; expected 0 or 1"]
    assert perf_counter() - start < 5


# --- agreements -------------------------------------------------------------------------------------------------------


def test_agreements_are_pairs_of_a_benefitting_state_and_one_that_agreed(csv: Write) -> None:
    masks = read_agreements(csv("IT,DE", "Italy,FR", "GR,DE", header="present_in,state"))
    assert [set(states_of(int(masks[STATE_CODE[state]]))) for state in ("IT", "EL", "ES")] == [
        {"DE", "FR"},
        {"DE"},
        set(),
    ]
    assert not read_agreements(csv(header="present_in,state")).any()
    pairs = [(STATE_CODE[present], STATE_CODE[state]) for present, state in (("IT", "DE"), ("IT", "FR"), ("EL", "DE"))]
    assert masks.tolist() == agreed(pairs).tolist()


def test_what_is_wrong_with_an_agreement_is_named(csv: Write) -> None:
    path = csv("IT,DE", "IT,IT", "Italy,Germany", "IT,", "IT,Atlantis", header="present_in,state")
    told = faults(path, read_agreements)
    assert [fault.partition(";")[0] for fault in told] == [
        "3: state: is that of present_in",
        "4: state: 'Germany' stands above with this state",
        "5: state: is empty",
        "6: state: 'Atlantis' is unknown",
    ]
