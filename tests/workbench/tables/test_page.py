"""A table on a page: read as a browser reads it, without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from lxml import html

from fairshare.workbench.tables import Column, Table

PAGE = "{% load tables %}{% data_table table %}"
PAPER = "{% load tables %}{% plain_table table %}"


def page(table: Table, template: str = PAGE, **params: str) -> Any:
    request = RequestFactory().get("/pool/2026/", params)
    return html.fromstring(
        "<main>" + Template(template).render(Context({"table": table, "request": request})) + "</main>"
    )


def texts(found: Any) -> list[str]:
    return [" ".join(element.text_content().split()) for element in found]


def test_a_table_has_a_caption_headings_and_row_headings(table: Table) -> None:
    document = page(table)
    assert texts(document.xpath("//caption")) == ["A pool"]
    assert texts(document.xpath("//thead//th[@scope='col']"))[:3] == ["State", "Share", "Units"]
    assert texts(document.xpath("//tbody//th[@scope='row']")) == ["Ireland IE", "Greece EL", "Malta MT"]


def test_what_is_unknown_is_spelled_out_and_letters_have_words(table: Table) -> None:
    units = page(table).xpath("//tbody/tr/td[2]")
    assert texts(units) == ["463 iinferred", "28.5 rreported", "unknown"]
    assert units[0].xpath(".//span[@aria-hidden='true']/text()") == ["i"]
    assert "reported by the press or a ministry" in page(table).xpath("string(//div[@class='table-notes'])")


def test_headings_are_links_that_sort_and_say_how_it_is_sorted(table: Table) -> None:
    document = page(table, **{"pool-sort": "units", "x": "1"})
    sorted_by = document.xpath("//th[@aria-sort='ascending']")
    assert texts(sorted_by) == ["Units"]
    assert sorted_by[0].xpath("a/@href") == ["?x=1&pool-sort=-units"]
    assert texts(document.xpath("//tbody/tr/th")) == ["Greece EL", "Ireland IE", "Malta MT"]


def test_the_filter_is_a_labelled_form_that_works_without_script(table: Table) -> None:
    document = page(table, **{"pool-q": "greece", "pool-sort": "units"})
    form = document.xpath("//form")[0]
    assert (form.get("method"), form.get("action")) == ("get", "/pool/2026/")
    field = form.xpath(".//input[@type='search']")[0]
    assert form.xpath(f".//label[@for='{field.get('id')}']") and field.get("value") == "greece"
    assert form.xpath(".//input[@type='hidden']/@name") == ["pool-sort"] and form.xpath(".//button")
    assert texts(document.xpath("//*[@role='status']")) == ["1 of 3 rows"]


def test_htmx_swaps_the_table_and_keeps_the_address_but_not_for_downloads(table: Table) -> None:
    root = page(table).xpath("//div[@id='table-pool']")[0]
    swap = ("hx-boost", "hx-target", "hx-select", "hx-push-url")
    assert [root.get(name) for name in swap] == ["true", "#table-pool", "#table-pool", "true"]
    downloads = root.xpath(".//ul[@class='table-downloads']")[0]
    assert downloads.get("hx-boost") == "false"
    assert downloads.xpath(".//a/@href") == [f"?pool-format={format}" for format in ("csv", "xlsx", "json")]
    assert texts(downloads.xpath(".//a"))[0] == "Download A pool: CSV"


def test_the_table_scrolls_in_a_region_that_keys_can_reach(table: Table) -> None:
    region = page(table).xpath("//div[@role='region']")[0]
    assert (region.get("tabindex"), region.get("aria-label")) == ("0", "A pool")


def test_two_tables_on_one_page_share_no_id(table: Table) -> None:
    other = Table("other", "Other", table.columns, table.rows)
    request = RequestFactory().get("/")
    both = Template("{% load tables %}{% data_table a %}{% data_table b %}")
    text = both.render(Context({"a": table, "b": other, "request": request}))
    ids = html.fromstring(f"<main>{text}</main>").xpath("//@id")
    assert len(ids) == len(set(ids)) > 10


def test_nothing_that_the_policy_of_the_site_forbids(table: Table) -> None:
    document = page(table)
    assert not document.xpath("//script | //style | //@style | //@*[starts-with(name(), 'on')]")


@pytest.mark.parametrize("template", [PAGE, PAPER])
def test_values_are_escaped(template: str) -> None:
    evil = "<img src=x onerror=alert(1)>"
    table = Table("t", evil, (Column("a", evil, note=evil), Column("c", "C", "cite")), ({"a": evil, "c": evil},),
                  notes=(evil,), source=evil)  # fmt: skip
    assert not page(table, template, **{"t-q": evil, "x": evil}).xpath("//img")


def test_a_table_without_rows_says_why(table: Table) -> None:
    assert texts(page(table, **{"pool-q": "nobody"}).xpath("//tbody//td")) == ["No row matches the filter."]
    empty = Table("pool", "", table.columns, ())
    document = page(empty)
    assert texts(document.xpath("//p[@class='empty']")) == ["Nothing is on record here yet."]
    assert not document.xpath("//table | //form | //a")
    assert texts(page(empty, PAPER).xpath("//tbody//td")) == ["There are no rows."]


SAID = "annex of Decision (EU) 2025/2642, not recovered"


def sourced(*texts: str) -> Table:
    """A table with a row for each source."""
    columns = (Column("n", "N", "count"), Column("source", "Source", apart=True))
    return Table("t", "T", columns, tuple({"n": n, "source": text} for n, text in enumerate(texts)))


@pytest.mark.parametrize("template", [PAGE, PAPER])
def test_a_long_source_stands_below_the_table_once(template: str) -> None:
    document = page(sourced(SAID, "by hand", SAID, "a press text that names the states"), template)
    assert texts(document.xpath("//tbody//td")) == ["1", "by hand", "1", "2"]
    assert texts(document.xpath("//ol[@class='below']/li")) == [SAID, "a press text that names the states"]
    assert document.xpath("//tbody//td/a/@href") == ["#t-text-1", "#t-text-1", "#t-text-2"]
    assert document.get_element_by_id("t-text-1").text == SAID


def test_the_filter_finds_what_stands_below_the_table() -> None:
    document = page(sourced(SAID, "by hand"), **{"t-q": "2025/2642"})
    assert texts(document.xpath("//tbody//td")) == ["1"]


def test_paper_has_all_rows_and_no_controls() -> None:
    long = Table("t", "Long", (Column("n", "N", "count"),), tuple({"n": n} for n in range(500)))
    document = page(long, PAPER)
    assert len(document.xpath("//tbody/tr")) == 500
    assert not document.xpath("//form | //a | //nav")


def test_long_text_has_room_and_words_of_a_list_do_not_break() -> None:
    columns = (Column("a", "A"), Column("b", "B", words={"x": "w" * 50}), Column("c", "C"))
    row = page(Table("t", "", columns, ({"a": "short", "b": "x", "c": "http://example.test/" + "y" * 50},)))
    assert [element.get("class") for element in row.xpath("//tbody/tr/*")] == ["text", "word", "text long"]
