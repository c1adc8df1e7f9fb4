"""Pages that stand alone: parts escape what they are given, parse, and can be read without sight, colour or script."""

from __future__ import annotations

from lxml import html

from fairshare.cli.charts import SERIES, small_bar, stacked_bars
from fairshare.cli.page import Html, page, paragraph, section, table, text

EVIL = "<script>alert('1')</script> & \"quotes\""


def test_plain_text_is_escaped_and_markup_is_kept() -> None:
    assert text(EVIL) == "&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt; &amp; &quot;quotes&quot;"
    assert text(Html("<b>1</b>")) == "<b>1</b>"
    assert paragraph(EVIL, Html("<i>x</i>"), klass="note").startswith('<p class="note">&lt;script&gt;')


def test_a_table_has_a_caption_scopes_and_escaped_cells() -> None:
    found = html.fromstring(table(EVIL, {"who": "left", "how many": "right"}, [(EVIL, 12345)], ("all", 5)))
    assert found.xpath(".//caption")[0].text_content() == EVIL
    assert found.get("aria-label") == EVIL
    assert [th.get("scope") for th in found.xpath(".//th")] == ["col", "col", "row", "row"]
    assert found.xpath(".//tbody/tr/th")[0].text_content() == EVIL
    assert [td.text_content() for td in found.xpath(".//td")] == ["12,345", "5"]
    assert found.xpath(".//td")[0].get("class") == "n"
    assert not found.xpath(".//script")


def test_a_page_has_a_language_headings_contents_and_nothing_from_elsewhere() -> None:
    made = page("Title <1>", [paragraph("head")], {"one": ("First", [paragraph("x")]), "two": ("Second", [])})
    found = html.document_fromstring(made)
    assert made.startswith("<!DOCTYPE html>")
    assert found.get("lang") == "en"
    assert found.xpath("//h1")[0].text_content() == found.xpath("//title")[0].text_content() == "Title <1>"
    assert [h.text_content() for h in found.xpath("//h2")] == ["First", "Second"]
    targets = {section.get("id") for section in found.xpath("//section")}
    assert {link.get("href")[1:] for link in found.xpath("//nav//a")} == targets == {"one", "two"}
    assert not found.xpath("//script | //link | //img | //iframe | //*[@src]")
    assert "http:" not in made.replace("http-equiv", "")
    assert "https:" not in made


def test_a_section_is_named_by_its_heading() -> None:
    found = html.fromstring(section("places", EVIL, paragraph("x")))
    (heading,) = found.xpath(f"//*[@id='{found.get('aria-labelledby')}']")
    assert heading.text_content() == EVIL


def test_a_chart_says_in_words_all_that_it_shows() -> None:
    found = html.fromstring(stacked_bars("c", "Persons", ["in Italy", EVIL], {"Germany": [3, 1200], "Malta": [0, 0]}))
    (svg,) = found.xpath(".//svg")
    named = [found.xpath(f".//*[@id='{name}']")[0].text_content() for name in svg.get("aria-labelledby").split()]
    assert (svg.get("role"), named) == ("img", ["Persons", f"Germany: 1,203 (in Italy 3, {EVIL} 1,200)."])
    shown = [node.text_content() for node in found.xpath(".//text")]
    assert {"in Italy", EVIL, "Germany", "1,203", "Malta", "0"} == set(shown)


def test_series_are_told_apart_without_colour() -> None:
    names = [f"S{number}" for number in range(SERIES)]
    found = html.fromstring(stacked_bars("c", "All", names, {"x": [1] * SERIES}))
    fills = {rect.get("fill") for rect in found.xpath(".//rect[@stroke]")}
    assert fills == {f"url(#c-{number})" for number in range(SERIES)}
    assert all(rect.get("stroke-width") == "1" for rect in found.xpath(".//rect[@stroke]"))


def test_no_chart_of_nothing_and_small_bars_stay_in_their_frame() -> None:
    assert stacked_bars("c", "None", ["a"], {"x": [0]}) == stacked_bars("c", "None", [], {}) == ""
    assert 'width="60.0"' in small_bar(1.7)
    assert 'width="0.0"' in small_bar(-1.0)
