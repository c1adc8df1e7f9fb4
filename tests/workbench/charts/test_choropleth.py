"""The map: each state with its figure, what is unknown as unknown, the same figures in words and as a table."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from django.template import Context, Template
from django.utils.translation import override

from fairshare.faults import BadInputError
from fairshare.states import PART_IV
from fairshare.workbench.charts.choropleth import Choropleth, Shape, choropleth
from fairshare.workbench.tables.formats import state_name


def html(drawn: Choropleth) -> str:
    return Template("{% load charts %}{% choropleth drawn %}").render(Context({"drawn": drawn}))


def shape(drawn: Choropleth, code: str) -> Shape:
    return next(s for s in (*drawn.shapes, *(inset.shape for inset in drawn.insets)) if s.code == code)


def test_every_state_can_be_reached_once_and_says_its_figure(shares: Choropleth) -> None:
    codes = [s.code for s in shares.shapes] + [inset.shape.code for inset in shares.insets]
    assert sorted(codes) == sorted(PART_IV)
    labels = re.findall(r'aria-label="([^"]+: [^"]+)" data-words', html(shares))
    assert len(labels) == len(PART_IV)
    assert {label.split(" (")[0] for label in labels} == {state_name(code) for code in PART_IV}
    assert "Germany (DE): 21.7%" in labels


def test_what_is_unknown_is_never_drawn_as_zero(shares: Choropleth) -> None:
    assert shape(shares, "HU").colour == "unknown"
    assert shape(shares, "HU").label == "Hungary (HU): unknown"
    assert shape(shares, "MT").short == "?"
    zero = choropleth({"HU": None, "DE": Fraction(0), "FR": Fraction(1)}, title="Zero", unit="count")
    assert shape(zero, "DE").colour == "q0"
    assert [entry.text for entry in zero.legend] == ["0", "1", "unknown", "not in these figures"]
    nothing = choropleth({"HU": None}, title="Nothing", unit="count")
    assert [entry.text for entry in nothing.legend] == ["unknown", "not in these figures"]


def test_a_state_without_a_value_is_backdrop_and_says_nothing(shares: Choropleth) -> None:
    outside = {s.code for s in shares.backdrop if s.colour == "outside"}
    assert outside == {"DK", "CH", "IS", "LI", "NO", "UK"}
    assert "Denmark" not in html(shares)


def test_the_legend_counts_every_state(shares: Choropleth) -> None:
    counted = sum(int(entry.size.split()[0]) for entry in shares.legend if entry.size)
    assert counted == len(PART_IV)


def test_the_table_holds_the_figures_exactly(shares: Choropleth) -> None:
    rows = {row["state"]: row["value"] for row in shares.table.rows}
    assert rows["DE"] == Fraction(2169, 10_000)
    assert rows["HU"] is None
    assert set(rows) == PART_IV
    assert 'id="shares-table"' in html(shares)


def test_small_states_have_a_picture_to_point_at(shares: Choropleth) -> None:
    assert [inset.shape.code for inset in shares.insets] == ["CY", "LU", "MT"]
    assert {s.code for s in shares.backdrop if s.colour != "outside"} == {"CY", "LU", "MT"}, "drawn in their place too"
    narrowest_page = 320 - 2 * 16
    assert all(inset.side * narrowest_page / shares.width >= 24 for inset in shares.insets)


def test_states_lead_to_their_pages(linked: Choropleth) -> None:
    page = html(linked)
    assert '<a class="state q0" href="#de" aria-label="Germany (DE): 2"' in page
    assert page.count('<a class="state') == page.count("</a>") - 1  # the link past the map


def test_it_speaks_the_language_of_the_reader() -> None:
    with override("de"):
        drawn = choropleth({"EL": Fraction(12345)}, title="T", unit="count")
    assert shape(drawn, "EL").label == "Griechenland (EL): 12.345"


def test_a_label_is_text_and_not_markup() -> None:
    drawn = choropleth({"DE": Fraction(1)}, title="<script>", unit="count", links={"DE": '"><script>'})
    assert "<script" not in html(drawn)


def test_the_same_figures_give_the_same_bytes(shares: Choropleth) -> None:
    values = {str(row["state"]): row["value"] for row in reversed(shares.table.rows)}
    again = choropleth(values, title=shares.title, unit="percent", name="shares")  # type: ignore[arg-type]
    assert html(again) == html(shares)


def test_nothing_is_styled_or_run_inline(page: str) -> None:
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?! src=)", page)


def test_identifiers_are_unique_on_the_page(page: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", page)) <= set(ids)


def test_a_state_that_is_not_on_the_map_is_refused() -> None:
    with pytest.raises(BadInputError, match="no such state on the map: US"):
        choropleth({"US": Fraction(1)}, title="T", unit="count")
