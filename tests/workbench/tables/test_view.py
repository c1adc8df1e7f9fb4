from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs

import pytest
from django.http import QueryDict
from django.utils import translation

from fairshare.workbench.tables import Column, Table
from fairshare.workbench.tables.view import PAGE, TableView, shown


def states(view: TableView) -> list[object]:
    return [row["state"] for row in view.rows]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("units", ["EL", "IE", "MT"]),  # 28.5 before 463, though "463" is the smaller text
        ("-units", ["IE", "EL", "MT"]),  # the unknown stays last
        ("money", ["EL", "IE", "MT"]),
        ("day", ["EL", "IE", "MT"]),
        ("-day", ["IE", "EL", "MT"]),
        ("done", ["EL", "IE", "MT"]),
        ("state", ["EL", "IE", "MT"]),  # Greece, Ireland, Malta
        ("role", ["EL", "IE", "MT"]),  # benefitting before contributing: as read, not as coded
        ("remark", ["EL", "IE", "MT"]),  # what is blank stands after what is stated
    ],
)
def test_rows_are_sorted_by_value_with_the_unknown_last(table: Table, sort: str, order: list[str]) -> None:
    assert states(shown(table, {"pool-sort": sort})) == order


def test_states_are_sorted_by_their_name_in_the_language_of_the_reader() -> None:
    table = Table("t", "", (Column("state", "", "state"),), tuple({"state": code} for code in ("DE", "AT", "EL")))
    assert states(shown(table, {"t-sort": "state"})) == ["AT", "DE", "EL"]
    with translation.override("fr"):  # Allemagne, Autriche, Grèce
        assert states(shown(table, {"t-sort": "state"})) == ["DE", "AT", "EL"]


def test_statuses_are_sorted_by_certainty() -> None:
    rows = tuple({"status": status} for status in ("unknown", "inferred", "official", "reported"))
    view = shown(Table("t", "", (Column("status", "", "status"),), rows), {"t-sort": "status"})
    assert [row["status"] for row in view.rows] == ["official", "reported", "inferred", "unknown"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("greece", ["EL"]),
        ("ie", ["IE"]),
        ("GRÈECE", ["EL"]),
        ("463", ["IE"]),
        ("contributing", ["IE", "MT"]),
        ("money ireland", ["IE"]),
        ("money greece", []),
        ("unknown", ["MT"]),
        ("   ", ["IE", "EL", "MT"]),
    ],
)
def test_the_filter_finds_every_word_without_case_and_accents(table: Table, query: str, found: list[str]) -> None:
    assert states(shown(table, {"pool-q": query})) == found


@pytest.mark.parametrize(
    "params",
    [
        {"pool-sort": "nothing"}, {"pool-sort": "-"}, {"pool-sort": "units_status"}, {"pool-page": "0"},
        {"pool-page": "-1"}, {"pool-page": "²"}, {"pool-page": "9" * 5000}, {"pool-page": "7"}, {"sort": "units"},
        {"other-sort": "-units"}, {"pool-sort": "\x00"}, {"pool-q": "\x00" * 9}, {"pool": "x"},
    ],
)  # fmt: skip
def test_what_the_table_has_not_is_ignored(table: Table, params: dict[str, str]) -> None:
    view = shown(table, params)
    assert view.page == 1 and view.sort == "" and (view.rows == table.rows or "pool-q" in params)
    assert len(view.body) == len(view.rows)


def test_a_long_query_is_cut() -> None:
    view = shown(Table("t", "", (Column("a", ""),), ({"a": "x" * 100},)), {"t-q": "x" * 5000})
    assert len(view.rows) == 1


def test_long_tables_come_in_pages() -> None:
    rows = tuple({"number": number} for number in range(2 * PAGE + 1))
    table = Table("t", "", (Column("number", "", "count"),), rows)
    first, last = shown(table, {}), shown(table, {"t-page": "3", "t-sort": "-number"})
    assert (first.pages, first.previous, first.next) == (3, "", "?t-page=2")
    assert len(first.body) == PAGE
    assert [[cell.text for cell in row] for row in last.body] == [["0"]]
    assert last.next == "" and parse_qs(last.previous[1:]) == {"t-page": ["2"], "t-sort": ["-number"]}


def test_links_change_their_own_table_and_carry_the_rest() -> None:
    table = Table("t", "", (Column("a", "A"), Column("b", "B")), ())
    view = shown(table, QueryDict("u-sort=x&lang=a&lang=b&t-sort=a&t-page=4&t-q=w&u-format=csv"))
    rest = {"u-sort": ["x"], "lang": ["a", "b"], "t-q": ["w"]}
    assert [parse_qs(header.href[1:]) for header in view.headers] == [
        rest | {"t-sort": ["-a"]},
        rest | {"t-sort": ["b"]},
    ]
    assert [header.aria_sort for header in view.headers] == ["ascending", "none"]
    assert dict(view.hidden) == {"u-sort": "x", "lang": "b", "t-sort": "a"}
    assert parse_qs(view.downloads[0][1][1:]) == rest | {"t-sort": ["a"], "t-format": ["csv"]}
    assert parse_qs(view.unfiltered[1:]) == {"u-sort": ["x"], "lang": ["a", "b"], "t-sort": ["a"]}


def test_a_link_quotes_what_it_carries(table: Table) -> None:
    view = shown(table, {"pool-q": '"><script>&a=b'})
    assert view.headers[0].href == "?pool-q=%22%3E%3Cscript%3E%26a%3Db&pool-sort=state"


def test_the_view_as_a_table_has_the_rows_in_order(table: Table) -> None:
    view = shown(table, {"pool-q": "e", "pool-sort": "units"})
    assert view.as_table() == replace(table, rows=view.rows) and states(view) == ["EL", "IE", "MT"]
