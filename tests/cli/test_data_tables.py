"""``fairshare data list`` and ``show``: the bundled tables with their sources."""

from __future__ import annotations

import re

import pytest

from fairshare.figures import reference


def test_list_names_every_table_with_its_statuses_sources_and_date(data, as_json):
    tables = as_json(data, "list")["tables"]
    assert [held["table"] for held in tables] == list(reference.names())
    for held in tables:
        assert held["what"] and held["sources"] and held["as_of"]
        assert sum(held["status"].values()) == held["rows"] == len(reference.table(held["table"]))


@pytest.mark.parametrize("name", reference.names())
def test_show_gives_every_row_with_status_source_and_date(data, as_json, name):
    shown = as_json(data, "show", name)
    assert len(shown["rows"]) == len(reference.table(name))
    for row in shown["rows"]:
        assert row["status"] and row["source"] and row["as_of"]
        assert (row["value"] is None) == (row["status"] == "unknown")


def test_unknown_prints_as_unknown_and_never_as_0(data):
    _, out, _ = data("show", "shares_2026")
    lines = dict(re.findall(r"^ (\w\w/\w+) +(\S+)", out, flags=re.MULTILINE))
    assert lines["AT/share"] == "unknown" and lines["DE/share"] == "21.689"
    assert list(lines.values()).count("unknown") == 68 and "0" not in lines.values()


@pytest.mark.parametrize("arguments", [("list",), *(("show", name) for name in reference.names())])
def test_tables_for_people_are_at_most_100_columns_wide(data, arguments):
    code, out, err = data(*arguments)
    assert (code, err) == (0, "") and out
    assert max(map(len, out.splitlines())) <= 100


def test_an_unknown_table_is_bad_input_of_one_line(data):
    code, out, err = data("show", "gni")
    assert (code, out) == (2, "") and err.count("\n") == 1
    assert err.startswith("argument:1: TABLE: 'gni' is not a bundled table; expected one of population, gdp")


@pytest.mark.parametrize(
    "name", ["catalogue", "status", "refresh", "import", "trace", "series", "check", "list", "show"]
)
def test_help_has_an_example_that_is_a_data(data, name):
    code, out, _ = data(name, "--help")
    example = next(line for line in out.splitlines() if "Example:" in line)
    assert code == 0 and f"fairshare data {name}" in example
