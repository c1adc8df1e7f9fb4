"""The page and the chart of a league: what they say, that every picture has its table, and that nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from lxml import html

from fairshare.cli.plots import write_chart
from fairshare.cli.simulate_answer import Answer
from fairshare.cli.simulate_drawn import COLOURS, OUTSIDE, Panel, colour, intervals, maps, small_multiples, ticks
from fairshare.cli.simulate_page import run_at_best, simulate_page, verdict
from fairshare.cli.simulate_plots import league_chart
from fairshare.evaluation.mechanisms.league import Figure, Pair, over_years, pairs, ranking, table
from fairshare.evaluation.mechanisms.measures import HEADLINE, NAMES, measure
from fairshare.faults import BadInputError
from fairshare.figures.simulate.behaviour import rows as rows_of_behaviour
from fairshare.law.mechanisms.catalogue import CATALOGUE
from fairshare.simulation.behaviour import parameters
from fairshare.simulation.ensemble import Study
from fairshare.simulation.inputs import PLACE, STATES, Inputs, N
from fairshare.simulation.outcome import Flow, Outcome, Stage
from fairshare.states import NAMES as STATE_NAMES

YEARS = (2014, 2015, 2016)
THREE = ("no-system", "ammr", "pure-key")
NOTE = "Applications of 2016 are <projected> & shown."
DE, IT, EL = PLACE["DE"], PLACE["IT"], PLACE["EL"]


def inputs(years: Sequence[int]) -> Inputs:
    """States of one size in all that a page reads; the rest is empty."""
    rest = {f.name: np.zeros(0) for f in fields(Inputs)}
    size = np.full((len(years), N), 1e6)
    known: dict[str, Any] = {
        "years": tuple(years),
        "origins": (),
        "population": size,
        "gdp": size,
        "capacity": np.full(N, np.nan),
    }
    known |= {"decision_months": np.full(N, 6.0), "observed_until": years[-1], "notes": (NOTE,)}
    return Inputs(**{**rest, **known})


def league(names: Sequence[str] = THREE, years: Sequence[int] = YEARS, draws: int = 40) -> Answer:
    """A league in which every mechanism is a little fairer than the one before it, by more than luck."""
    rng = np.random.default_rng(7)
    luck = rng.normal(0, 0.02, (draws, 1, len(years), len(NAMES)))
    own = rng.normal(0, 0.005, (draws, len(names), len(years), len(NAMES)))
    found = 0.6 - 0.5 * np.arange(len(names))[None, :, None, None] / len(names) + luck + own
    ranked_by = measure(HEADLINE)
    found[:, :, 1:2, NAMES.index("reception_max")] = np.nan
    values = over_years(found[:, :, :, NAMES.index(ranked_by.name)])
    study = Study(inputs(years), tuple(CATALOGUE[name] for name in names), tuple(years), 0.01, 1)
    return Answer(
        study,
        parameters(rows_of_behaviour()),
        found,
        table(found, names, years, NAMES),
        ranked_by,
        0.95,
        pairs(values, names, "lower"),
        ranking(values, names, "lower"),
        {"fairshare": "1.2.3", "seed": 1, "inputs": "ab" * 32, "mechanisms": dict.fromkeys(names, "cd" * 32)},
    )


def outcome(years: int, relocated: int = 0) -> Outcome:
    """One application a year in each state and 50 more in Italy, from where so many are relocated to Germany."""
    months = 12 * years
    flows, stocks = (np.zeros((len(kind), months, N), np.int64) for kind in (Flow, Stage))
    flows[Flow.APPLIED, ::12] = flows[Flow.RESPONSIBLE, ::12] = 1
    flows[Flow.APPLIED, ::12, IT] = flows[Flow.RESPONSIBLE, ::12, IT] = 51
    flows[Flow.RELOCATED_OUT, ::12, IT] = flows[Flow.RELOCATED_IN, ::12, DE] = relocated
    pairs_ = {n: np.zeros((years, N, N), np.int64) for n in ("transfers", "requests", "relocated", "paid", "in_kind")}
    units = {name: np.zeros((years, N), np.int64) for name in ("owed", "given", "benefitting")}
    pairs_["relocated"][:, IT, DE] = relocated
    pairs_["paid"][:, DE, IT] = 1_000_000 * relocated
    return Outcome(flows, stocks, np.zeros((months, N), np.int64), **pairs_, **units)


@pytest.fixture(scope="module")
def three() -> Answer:
    return league()


@pytest.fixture(scope="module")
def written(three: Answer) -> str:
    return simulate_page(three, {name: outcome(3, relocated=10 * (name == "ammr")) for name in THREE})


@pytest.fixture(scope="module")
def page(written: str) -> html.HtmlElement:
    return html.document_fromstring(written)


def rows(page: html.HtmlElement, caption: str) -> list[list[str]]:
    """The cells of the one table whose caption begins so."""
    (found,) = [one for one in page.iter("table") if one.findtext("caption", "").startswith(caption)]
    return [[cell.text_content() for cell in row.xpath("./th | ./td")] for row in found.xpath("./tbody/tr")]


# --- the page ---------------------------------------------------------------------------------------------------------


def test_the_page_loads_nothing(written: str, page: html.HtmlElement) -> None:
    assert not page.xpath("//script | //img | //link | //iframe | //object")
    assert not re.findall(r"(?:src|href)=\"(?!#)", written)
    assert "url(http" not in written
    assert "default-src 'none'" in page.xpath("//meta/@content")[-1]


def test_what_is_told_first_is_that_it_is_a_simulation(page: html.HtmlElement) -> None:
    head = page.xpath("//div[@class='notice']")[0].text_content()
    assert "This is a simulation, no forecast and no official figure." in head
    assert "Annex I to Regulation (EU) 2024/1351" in head


def test_the_answer_stands_right_below_the_title(page: html.HtmlElement) -> None:
    (title,) = page.iter("h1")
    below = title.getnext()
    assert below is not None
    assert "of all persons would have to be another state's responsibility to meet the key" in below.text_content()


def test_identifiers_are_unique_and_every_reference_has_a_target(page: html.HtmlElement) -> None:
    names = page.xpath("//@id")
    assert len(names) == len(set(names))
    wanted = {one.removeprefix("#") for one in page.xpath("//@href")} | set(
        " ".join(page.xpath("//@aria-labelledby")).split()
    )
    assert wanted <= set(names)


def test_every_picture_is_told_and_stands_beside_a_table(page: html.HtmlElement) -> None:
    pictures = page.xpath("//svg[@role='img']")
    assert len(pictures) == 1 + len(THREE) + len(THREE) + 1  # ranking, years and maps of each, relocations
    for picture in pictures:
        assert picture.findtext("title")
        assert picture.findtext("desc")
        assert picture.xpath("ancestor::section//table")


def test_the_league_stands_in_the_order_of_the_ranking(page: html.HtmlElement, three: Answer) -> None:
    found = rows(page, "Mechanisms by Hoover index of net responsibility")
    assert [row[0] for row in found] == ["Pure key", "Regulation (EU) 2024/1351 as adopted", "No system"]
    assert found[0][1] == "1.0 (1 to 1)"
    mean = three.draws[:, 2, :, NAMES.index(HEADLINE)].mean()
    assert found[0][2].startswith(f"{mean:.3f} (")


def test_verdicts_are_parts_of_draws(page: html.HtmlElement) -> None:
    found = rows(page, "Every two mechanisms")
    assert [row[1:] for row in found] == [["–", "100 %", "100 %"], ["–", "–", "100 %"], ["–", "–", "–"]]
    told = page.xpath("//section[@id='apart']//li")[0].text_content()
    assert told.startswith("“Pure key” is fairer than “Regulation (EU) 2024/1351 as adopted” in 100 % of draws")


def test_a_year_without_a_value_is_a_dash_not_a_zero(three: Answer) -> None:
    gap = replace(three, ranked_by=measure("reception_max"))
    found = html.document_fromstring(simulate_page(gap, {}))
    assert all(row[2] == "–" for row in rows(found, "Largest reception load by year"))
    assert all(row[1] != "–" for row in rows(found, "Largest reception load by year"))


def test_load_ratios_by_state(page: html.HtmlElement) -> None:
    """Italy bears 51 of 76 in the 26 states; 26 times its share of the key is 17.45; after relocation 41 of 76."""
    found = {row[0]: row[1:] for row in rows(page, "Load ratio by state")}
    assert len(found) == 26
    assert found["Italy"] == ["17.45", "14.03", "17.45"]  # pure key, AMMR, no system
    assert found["Germany"] == ["0.34", "3.76", "0.34"]
    assert "Norway" not in found


def test_relocations_and_money_by_pair(page: html.HtmlElement) -> None:
    """Ten rows a year, a hundred persons to a row."""
    ammr = "Regulation (EU) 2024/1351 as adopted"
    assert rows(page, "Persons relocated, and") == [[ammr, "3,000", "Italy to Germany 3,000"]]
    assert rows(page, "Money and help in kind, and") == [[ammr, "30", "Germany to Italy 30"]]
    assert "from Italy 3,000" in page.xpath("//desc[@id='relocated-d']")[0].text_content()


def test_money_that_would_read_nothing_is_not_listed(three: Answer) -> None:
    moved = outcome(3, relocated=10)
    moved.paid[:, DE, IT], moved.paid[:, IT, DE] = 10_000_000, 1_000
    found = html.document_fromstring(simulate_page(three, dict.fromkeys(THREE, moved)))
    assert {row[-1] for row in rows(found, "Money and help in kind")} == {"Germany to Italy 30"}


def test_a_league_in_which_nobody_moves_says_so(three: Answer) -> None:
    found = html.document_fromstring(simulate_page(three, dict.fromkeys(THREE, outcome(3))))
    told = found.xpath("//section[@id='flows']")[0].text_content()
    assert "No mechanism relocated anybody." in told
    assert "No mechanism had states pay for others." in told


def test_notes_are_text_not_markup(written: str, page: html.HtmlElement) -> None:
    assert NOTE in page.xpath("//section[@id='assumed']")[0].text_content()
    assert "&lt;projected&gt; &amp; shown" in written


def test_every_assumption_and_checksum_is_on_the_page(page: html.HtmlElement, three: Answer) -> None:
    assert {row[0] for row in rows(page, "How people and states behave")} == {one.name for one in three.parameters}
    run = dict(rows(page, "What the league rests on"))
    assert run["inputs"] == "ab" * 32
    assert run["draws"] == "40"


def test_a_page_of_one_mechanism_and_one_year(three: Answer) -> None:
    alone = league(("ammr",), (2024,), 3)
    found = html.document_fromstring(simulate_page(alone, {}))
    assert "Of 0 pairs of mechanisms, 0 can be told apart." in found.text_content()
    assert "2024, 3 draws" in found.text_content()
    assert "No run was made for maps." in found.text_content()


def test_the_same_league_gives_the_same_bytes(three: Answer, written: str) -> None:
    assert simulate_page(three, {name: outcome(3, relocated=10 * (name == "ammr")) for name in THREE}) == written


# --- sentences and pictures -------------------------------------------------------------------------------------------


def test_a_part_of_draws_is_never_rounded_up_to_all() -> None:
    called = {"a": "A", "b": "B"}
    pair = Pair("a", "b", Figure(0.02, 0.01, 0.03), "b", 0.9996, told_apart=True, verdict="")
    assert verdict(pair, called) == "“B” is fairer than “A” in 99.9 % of draws: they are 0.020 (0.010 to 0.030) apart."
    assert verdict(replace(pair, told_apart=False), called).endswith(
        "distinguishable: the first less the second is 0.020 (0.010 to 0.030)."
    )


@pytest.mark.parametrize(("low", "high"), [(0, 0.47), (0, 0), (-0.2, 0.1), (0, 12_345), (3, 3), (0, 1e-6), (-5, -1)])
def test_an_axis_holds_its_figures_with_few_round_ticks(low: float, high: float) -> None:
    axis = ticks(low, high)
    assert axis[0] <= low <= high <= axis[-1]
    assert 2 <= len(axis) <= 8
    assert np.allclose(np.diff(axis), axis[1] - axis[0])


def test_pictures_of_nothing_are_nothing() -> None:
    assert intervals("a", "t", {}) == ""
    assert small_multiples("a", "t", (2014,), [Panel("A", [None])], None) == ""


def test_a_line_does_not_bridge_a_year_without_a_value() -> None:
    one = Figure(0.3, 0.2, 0.4)
    drawn = html.fromstring(small_multiples("a", "t", (1, 2, 3, 4), [Panel("A", [one, None, one, one])], None))
    assert [len(line.get("points").split()) for line in drawn.iter("polyline")] == [1, 2]
    assert len(list(drawn.iter("circle"))) == 3


@pytest.mark.parametrize(("ratio", "place"), [(-1, 0), (0.2499, 0), (0.25, 1), (1, 3), (1.25, 4), (3.99, 5), (4, 6)])
def test_colours_of_load_ratios(ratio: float, place: int) -> None:
    assert colour(ratio) == COLOURS[place]


def test_a_map_colours_the_states_it_is_given_and_leaves_the_others_out() -> None:
    drawn = html.fromstring(maps("t", {"A": {"DE": 2.5, "MT": 0.1}}))
    fills = {use.get("href").removeprefix("#m-"): use.get("fill") for use in drawn.iter("use")}
    assert fills["DE"] == COLOURS[5]
    assert fills["NO"] == OUTSIDE
    assert set(STATES) <= set(fills)
    assert [text.text for text in drawn.iter("text")] == ["MT"]  # the inset of a small state
    assert f"{STATE_NAMES['DE']} 2.50" in drawn.findtext(".//desc")


# --- the run at best values, and the chart ----------------------------------------------------------------------------


def test_maps_and_flows_are_of_one_run_at_the_best_values(three: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def outcomes(study: Study, draw: Any) -> tuple[Outcome, ...]:
        asked.append(draw.behaviour)
        return tuple(outcome(3) for _ in study.names)

    monkeypatch.setattr("fairshare.cli.simulate_page.outcomes", outcomes)
    assert list(run_at_best(three)) == list(THREE)
    assert asked[0].values == {one.name: one.best for one in three.parameters}


def chart(found: Answer, name: str = HEADLINE) -> Any:
    titles = {one.name: one.title for one in found.study.mechanisms}
    return league_chart(found.table, titles, measure(name), order=THREE, source="Eurostat", stamp="fairshare 1.2.3")


def test_the_chart_has_a_panel_a_mechanism_and_says_what_it_is(three: Answer, tmp_path: Path) -> None:
    pytest.importorskip("altair")
    pytest.importorskip("vl_convert")
    for name in ("one.svg", "two.svg"):
        write_chart(chart(three), tmp_path / name)
    drawn = (tmp_path / "one.svg").read_text("utf-8")
    assert drawn == (tmp_path / "two.svg").read_text("utf-8")
    for text in ("A simulation, no official figure.", "Source: Eurostat", "lower is better", *map(str, YEARS)):
        assert text in drawn
    for name in THREE:
        assert CATALOGUE[name].title.split(":")[0] in drawn


def test_a_measure_without_values_is_no_chart(three: Answer) -> None:
    pytest.importorskip("altair")
    empty = replace(three, table={name: {year: {} for year in YEARS} for name in THREE})
    with pytest.raises(BadInputError, match="has no value in any year"):
        chart(empty)
