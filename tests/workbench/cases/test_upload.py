"""A file of new cases: every fault is told by line, and a file with a fault registers nothing."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from office import YEAR, Office

from fairshare.faults import BadInputError
from fairshare.workbench.cases.models import Case, Trace
from fairshare.workbench.cases.upload import MOST_BYTES, read_upload
from fairshare.workbench.record.models import Entry

GOOD = "case,persons,vulnerable,kind,nationality,granted,consent,security,family\n"


def faults(text: str | bytes) -> list[str]:
    """The faults of a file, ``line field``."""
    raw = text.encode() if isinstance(text, str) else text
    with pytest.raises(BadInputError) as error:
        read_upload(raw, "IT")
    return [f"{fault.line} {fault.field}" for fault in error.value.faults]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("", ["1 header"], id="empty"),
        pytest.param("case,persons\n", ["1 file"], id="only a header"),
        pytest.param("case,family\na,no\n", ["1 header"], id="a column is missing"),
        pytest.param("case,persons,name\na,1,b\n", ["1 header"], id="a column that could hold a name"),
        pytest.param("case,persons,persons\na,1,1\n", ["1 header"], id="a column twice"),
        pytest.param("case,persons\na,1\na,2\nb,1\nb,1\n", ["3 case", "5 case"], id="a case twice"),
        pytest.param("case,persons,present_in\na,1,IT\nb,1,XX\nc,1,EL\n", ["3 present_in", "4 present_in"], id="state"),
        pytest.param("case,persons\nAmina Haddad,1\n", ["2 case"], id="a name for a number"),
        pytest.param("case,persons\na,1,2\nb\n", ["2 line", "3 line"], id="cells too many and too few"),
        pytest.param('case,persons\na,"1\n', ["2 file"], id="a quote that does not end"),
        pytest.param(b"case,persons\na,1\n\xff,1\n", ["3 file"], id="no UTF-8"),
        pytest.param(b"x" * (MOST_BYTES + 1), ["1 file"], id="too large"),
    ],
)
def test_a_fault_is_told_at_its_line(text: str | bytes, found: list[str]) -> None:
    assert faults(text) == found


@pytest.mark.parametrize(
    "raw",
    [
        "case,persons\na,2\nb,5\n", "\ufeffcase,persons\na,2\nb,5\n", "case;persons\r\na;2\r\n\r\nb;5\r\n",
        '"case","persons"\n"a","2"\n"b","5"',
    ],
    ids=["plain", "byte order mark", "semicolons and empty lines", "quotes"],
)  # fmt: skip
def test_what_spreadsheets_write_is_read(raw: str) -> None:
    upload = read_upload(raw.encode(), "IT")
    assert (upload.labels, upload.cases) == (("a", "b"), ({"persons": "2"}, {"persons": "5"}))


@pytest.mark.django_db
def test_values_are_checked_by_the_action_and_told_at_their_lines(office: Office) -> None:
    rows = (
        "a,0,,,,,,,", "b,2,,,ER,,,,no", "c,2,,,ERI,,,,", "d,2,,tourist,,,,,", "e,2,,beneficiary,,2027-13-01,,,",
        "f,2,,applicant,,2025-01-01,,,", "g,,,,,,,,", "h,2,maybe,,,,,,",
    )  # fmt: skip
    client = Client()
    client.force_login(office.user("IT"))
    before = Entry.unscoped.count()
    file = SimpleUploadedFile("cases.csv", (GOOD + "\n".join(rows)).encode())
    answer = client.post(f"/cases/{YEAR}/new/", {"file": file, "key": "k"})
    page = answer.content.decode()
    assert answer.status_code == 422
    told = [line for line in range(2, 10) if f"Line {line}," in page]
    assert told == [2, 4, 5, 6, 7, 8, 9]
    assert (Case.unscoped.count(), Entry.unscoped.count()) == (0, before)


@pytest.mark.django_db
def test_an_upload_that_is_sent_twice_registers_once(office: Office) -> None:
    data = {"cases": [{"persons": 2}, {"persons": 3}]}
    from fairshare.workbench.actions.perform import perform

    first = perform("case.register", office.user("IT"), YEAR, data, "same")
    again = perform("case.register", office.user("IT"), YEAR, data, "same")
    assert first.answer == again.answer and Case.unscoped.count() == 2 == Trace.unscoped.count()


@pytest.mark.django_db
def test_the_number_of_a_line_is_kept_nowhere(office: Office) -> None:
    from office import all_text

    client = Client()
    client.force_login(office.user("IT"))
    file = SimpleUploadedFile("cases.csv", b"case,persons\nour-file-77123,2\n")
    page = client.post(f"/cases/{YEAR}/new/", {"file": file, "key": "k"}).content.decode()
    assert "our-file-77123" in page and "our-file-77123" not in all_text()


@pytest.mark.slow
@pytest.mark.django_db
def test_ten_thousand_cases_are_registered_at_once(office: Office) -> None:
    client = Client()
    client.force_login(office.user("IT"))
    rows = "".join(f"n{n},{n % 6 + 1},{n % 2},applicant,SY,,,no,no\n" for n in range(10_000))
    file = SimpleUploadedFile("cases.csv", (GOOD + rows).encode())
    answer = client.post(f"/cases/{YEAR}/new/", {"file": file, "key": "k", "as": "csv"})
    assert answer.content.count(b"\r\n") == 10_001
    assert Case.unscoped.count() == Entry.unscoped.filter(kind="case.register").count() == 10_000
    assert client.get(f"/cases/{YEAR}/").status_code == 200
