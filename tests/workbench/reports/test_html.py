"""A report as HTML is walked: no number stands alone, and from each the way leads to a source or an event."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from django.utils import translation
from lxml import html as lxml_html

from fairshare.evaluation.expost.document import Evaluation, Fig, Name, shown
from fairshare.workbench.reports.html import ALONE, Links, figures_html, page_html, report_html
from fairshare.workbench.reports.words import sentence_html, sentence_text

from .example import example
from .walk import body_digits, page

LANGUAGES = ("en", "fr", "de")


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return example()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_number_is_a_figure_a_day_a_provision_or_a_name(evaluation: Evaluation, lang: str) -> None:
    with translation.override(lang):
        assert list(body_digits(page(report_html(evaluation, ALONE)))) == []


def test_a_number_that_stands_alone_is_found() -> None:
    assert list(body_digits(page("<p>About <b>40</b> persons</p>"))) == ["40"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_link_within_the_page_leads_somewhere_and_every_id_stands_once(evaluation: Evaluation, lang: str) -> None:
    with translation.override(lang):
        tree = page(page_html(evaluation))
    ids = Counter(tree.xpath("//@id"))
    assert [name for name, times in ids.items() if times > 1] == []
    assert {address[1:] for address in tree.xpath("//a/@href") if address.startswith("#")} <= set(ids)
    assert set(tree.xpath("//@aria-labelledby")) <= set(ids)
    assert set(re.findall(r"url\(#([\w-]+)\)", page_html(evaluation))) <= set(ids)


def test_every_figure_has_one_entry_and_every_entry_a_way_to_a_source_or_event(evaluation: Evaluation) -> None:
    tree = page(page_html(evaluation))
    assert sorted(tree.xpath("//tr[starts-with(@id, 'f-')]/@id")) == sorted(f"f-{key}" for key in evaluation.figures)
    assert all(rests(tree, key) for key in evaluation.figures)


def rests(tree: lxml_html.HtmlElement, key: str) -> bool:
    """Whether the links of an entry lead to sources or events, over as many entries as it takes."""
    entry = tree.get_element_by_id(f"f-{key}")
    own, inputs = entry.xpath("td[4]")[0], entry.xpath("td[5]//a/@href")
    first = bool(own.xpath(".//a") or "events" in own.text_content())
    return first or (bool(inputs) and all(rests(tree, address.removeprefix("#f-")) for address in inputs))


def test_an_entry_tells_value_status_inputs_and_rule(evaluation: Evaluation) -> None:
    entry = page(page_html(evaluation)).get_element_by_id("f-relocated_of_decided")
    text = " ".join(entry.text_content().split())
    for part in ("3.5%", "3759/106000", "inferred", "2017-09-26", "relocated, decided", "measured.part_of"):
        assert part in text, part
    assert [*map(str, entry.xpath(".//a/@href"))] == ["#f-relocated", "#f-decided"]


def test_what_is_inferred_or_reported_says_so_without_colour_and_unknown_stays_unknown(evaluation: Evaluation) -> None:
    tree = page(report_html(evaluation, ALONE))
    assert tree.xpath("//a[@href='#f-relocated'][1]")[0].text_content() == "3,759i (inferred)"
    assert tree.xpath("//a[@href='#f-committed'][1]")[0].text_content() == "unknown"
    assert tree.xpath("//a[@href='#f-relocated.EL.MT']")[-1].text_content() == "101"


@pytest.mark.parametrize(("lang", "month"), [("en", "April 2018"), ("fr", "avril 2018"), ("de", "April 2018")])
def test_what_is_known_to_the_month_is_written_as_a_month(evaluation: Evaluation, lang: str, month: str) -> None:
    with translation.override(lang):
        assert sentence_html(Name("2018-04"), evaluation, ALONE) == f'<time datetime="2018-04">{month}</time>'
    assert sentence_text(Name("2018-13"), {}) == "2018-13"


def test_a_small_table_is_no_stop_on_the_way_of_the_keyboard_and_a_wide_one_can_be_scrolled_to(
    evaluation: Evaluation,
) -> None:
    tree = page(report_html(evaluation, ALONE))
    stops = {one.get("id"): one.get("tabindex") for one in tree.xpath("//div[@class='report-table']")}
    assert stops["chain-table"] == "0" and stops["map-table"] is None


def test_the_page_stands_alone_and_can_be_read_by_all(evaluation: Evaluation) -> None:
    with translation.override("de"):
        text = page_html(evaluation)
    tree = page(text)
    assert tree.get("lang") == "de" and tree.xpath("//a[@class='skip']/@href") == ["#report"]
    assert not tree.xpath("//script | //link | //img | //@style")
    assert not re.search(r"@import|url\((?!#)", text)
    assert all(table.xpath("caption") and table.xpath(".//th[@scope='col']") for table in tree.xpath("//table"))
    assert [int(one.tag[1]) for one in tree.xpath("//h1")] == [1]
    assert all(svg.xpath("*[local-name()='title']") for svg in tree.xpath("//svg"))
    assert "@media print" in text and "&lt;persons&gt; &amp; more" in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pictures_are_drawn_with_the_same_numbers_in_each_language(evaluation: Evaluation, lang: str) -> None:
    drawn = {}
    for one in ("en", lang):
        with translation.override(one):
            svgs = page(report_html(evaluation, ALONE)).xpath("//figure[@class='chart report-flows']//svg")
            drawn[one] = [node.get(name) for node in svgs[0].iter() for name in ("d", "x", "y", "height", "viewbox")]
    assert drawn["en"] == drawn[lang] and any(drawn["en"])


def test_headings_never_skip_a_level(evaluation: Evaluation) -> None:
    levels = [int(one.tag[1]) for one in page(page_html(evaluation)).xpath("//h1|//h2|//h3|//h4")]
    assert levels[0] == 1 and all(after - before <= 1 for before, after in pairwise(levels))


def test_a_publication_links_states_evaluations_and_figures_where_it_has_them(evaluation: Evaluation) -> None:
    links = Links(
        lambda kind, name: f"/{kind}/{name}/", lambda key: f"/figures/#f-{key}", lambda number: f"/s/{number}"
    )
    tree = page(report_html(evaluation, links))
    assert {"/state/DE/", "/evaluation/voluntary-2022/", "/figures/#f-relocated"} <= set(tree.xpath("//a/@href"))
    assert "/s/1" in page(figures_html(evaluation, links)).xpath("//a/@href")


def test_no_figure_is_an_orphan(evaluation: Evaluation) -> None:
    """Every figure is told in the report, or is an input of one that is."""
    used = {one.key for one in shown(evaluation) if isinstance(one, Fig)}
    reached = set(reachable(evaluation, used))
    assert reached == set(evaluation.figures)


def reachable(evaluation: Evaluation, keys: set[str]) -> Iterator[str]:
    for key in keys:
        yield key
        yield from reachable(evaluation, set(evaluation.figures[key].inputs))


def test_a_note_and_a_source_of_a_record_are_text_and_never_markup(evaluation: Evaluation) -> None:
    """Both come from files of events that anybody may have written."""
    bad = '<script>alert(1)</script> https://example.org/"onclick=alert(1)'
    figures = {key: replace(one, note=bad, sources=(bad,)) for key, one in evaluation.figures.items()}
    tree = page(page_html(replace(evaluation, figures=figures)))
    assert "alert(1)" in tree.text_content()
    assert not tree.xpath("//script | //@onclick")


def test_an_evaluation_of_nothing_is_still_a_report(evaluation: Evaluation) -> None:
    bare = replace(evaluation, sections=(), figures={}, headline=(), gaps=(), limits=(), choices={}, inputs={})
    assert page(page_html(bare)).xpath("//h1")
