"""The parts of the site: a league as it is told, entries of figures in little room, pages without needless letters."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

import pytest
from django.template.loader import render_to_string

from fairshare.evaluation.expost.claims import claims_evaluation
from fairshare.evaluation.expost.document import Evaluation, Grid, Section, State, say
from fairshare.evaluation.expost.load_ratios import load_ratio_evaluation
from fairshare.evaluation.expost.measured import Measured
from fairshare.evaluation.mechanisms.league_document import league
from fairshare.evaluation.mechanisms.measures import NAMES
from fairshare.figures.reference import table
from fairshare.law.mechanisms.catalogue import CATALOGUE
from fairshare.law.outcome import Status
from fairshare.workbench.observatory import addresses, compact, tight
from fairshare.workbench.observatory.embeds import Embed
from fairshare.workbench.observatory.league import SHOWN
from fairshare.workbench.observatory.mechanism_words import ENTRANCES, MEASURES, REGIMES, SAYS
from fairshare.workbench.observatory.page import Page
from fairshare.workbench.observatory.state_pages import role, told

from .conftest import league_document


def test_a_league_is_ordered_by_its_last_year_and_tells_the_mean_of_its_years() -> None:
    found = league(league_document())
    assert found.order == tuple(CATALOGUE)
    assert found.years == (2024, 2025)
    assert found.mean("no-system", "hoover_persons") == Fraction("0.0105")
    assert "40 draws, seed 1" in found.source


def test_a_measure_without_a_value_in_a_year_has_no_mean() -> None:
    document = league_document()
    del document["mechanisms"]["ammr"]["2024"]["delivery"]
    assert league(document).mean("ammr", "delivery") is None


def test_every_mechanism_and_every_measure_that_is_told_has_words() -> None:
    assert SAYS.keys() == CATALOGUE.keys()
    assert all(one.regime in REGIMES or one.entrance in ENTRANCES for one in CATALOGUE.values())
    assert set(SHOWN) == MEASURES.keys() <= set(NAMES)


@pytest.mark.parametrize("found", [claims_evaluation(table), load_ratio_evaluation(table)], ids=lambda one: one.name)
def test_every_figure_has_one_entry(found: Evaluation) -> None:
    groups = list(compact.groups(found, addresses.links(found, frozenset(), within=f"f-{found.name}")))
    entries = [key for group in groups for key in re.findall(r'id="f-([^"]+)"', group.body)]
    entries += [row[0] for group in groups for row in group.rows]
    assert sorted(entries) == sorted(found.figures)


def test_figures_that_differ_in_their_state_alone_share_a_column_and_its_basis() -> None:
    found = load_ratio_evaluation(table)
    group = next(one for one in compact.groups(found, addresses.links(found, frozenset())) if one.name == "load_ratio")
    assert group.heads[0] == "ratio.2014.*" and len(group.heads) == 12
    assert group.rows == ()
    assert "account.load_ratio" in group.bases[0][1] and "first_time.2014.*" in group.bases[0][1]


def test_a_note_and_a_source_of_a_record_are_text_and_never_markup() -> None:
    found = load_ratio_evaluation(table)
    figures = {key: replace(one, note="<script>", sources=("<script>",)) for key, one in found.figures.items()}
    bad = replace(found, figures=figures)
    groups = list(compact.groups(bad, addresses.links(bad, frozenset())))
    context = {"page": Page("f", "figures", "", "", "states", {}), "groups": groups}
    text = render_to_string("observatory/figures.html", context)
    assert "&lt;script&gt;" in text and "<script" not in text


def figure(key: str, definition: str, value: int | None) -> Measured:
    status: Status = "unknown" if value is None else "official"
    return Measured(key, definition, None if value is None else Fraction(value), status, "2026", ("an act",))


@pytest.mark.parametrize(
    ("one", "is_told"),
    [
        (figure("committed.DE", "committed", 27_536), True),
        (figure("committed.IT.DE", "committed", 10_327), True),
        (figure("committed.DE.IT", "committed", 10_327), False),  # of another state
        (figure("annex.IT.DE", "committed", 4_027), False),  # a part of what stands above
        (figure("relocated.2017-07-13.DE", "relocated", 3_026), False),  # an earlier count
        (figure("relocated.DE", "relocated", None), True),  # unknown, and says so
        (figure("released.DE", "released", 0), False),  # nothing to tell
        (figure("population.DE", "population", 83_000_000), False),  # what others rest on
        (figure("ratio.before.DE", "load_ratio", 1), True),
        (figure("previous.ratio.before.DE", "load_ratio", 1), False),
    ],
    ids=lambda one: getattr(one, "key", ""),
)
def test_a_page_of_a_state_tells_what_it_owed_gave_and_bore(one: Measured, is_told: bool) -> None:
    held = {"committed.DE": figure("committed.DE", "committed", 27_536), one.key: one}
    assert told(one, "DE", held) is is_told


def test_a_number_keeps_the_letter_of_its_status_when_its_mark_is_shortened() -> None:
    long = (
        '<body><p><a class="fig reported" href="f-2026.html#f-pledged">9<sup aria-hidden="true">r</sup>'
        '<span class="visually-hidden"> (reported)</span></a></p>'
    )
    assert tight.light(long) == "<body><p><a href=f-2026.html#f-pledged>9<i>r</i></a></p>"


def test_a_sum_of_which_one_part_alone_is_something_leaves_it_to_that_part_to_say_which() -> None:
    one, none = figure("released.ES", "released", 2_104), figure("deducted.ES", "deducted", 0)
    whole = replace(figure("adjusted.ES", "adjusted", 2_104), inputs=("released.ES", "deducted.ES"))
    held = {figure.key: figure for figure in (one, none, whole)}
    assert told(one, "ES", held) and not told(whole, "ES", held)
    two = held | {"deducted.ES": figure("deducted.ES", "deducted", 100)}
    assert told(whole, "ES", two)


def test_a_state_is_told_the_role_that_a_table_gives_it() -> None:
    rows = ((State("ES"), say("benefitting"), None), (State("HU"), say("contributing"), None))
    grid = Grid("states", say("States"), (say("State"), say("Role"), say("Pledged")), rows)
    found = replace(load_ratio_evaluation(table), sections=(Section("states", say("States"), (grid,)),))
    assert (role("ES", found), role("HU", found), role("DE", found)) == ("benefitting", "contributing", "")


def test_an_unknown_figure_says_so_and_a_cell_that_is_one_link_needs_no_class() -> None:
    long = '<body><td class="number"><a class="fig unknown" href="f-2026.html#f-needs">unknown</a></td><p>'
    assert tight.light(long) == "<body><td><a class=unknown href=f-2026.html#f-needs>unknown</a></td><p>"


def test_the_head_of_a_page_and_values_with_blanks_keep_their_quotes() -> None:
    text = '<head><meta property="og:title" content="a"></head><body><img alt="two words" src="a.svg"><br/></body>'
    assert tight.light(text) == text.replace('src="a.svg"', "src=a.svg")


def test_a_map_without_a_picture_stays() -> None:
    text = '<figure class="chart choropleth" id="places-map"><svg></svg></figure>'
    picture = Embed("2026-places", {"en": "Places"}, {"en": "A pool"}, "cycle-2026.html", 900, 700, "")
    assert tight.with_shared_maps(text, "2015", [picture]) == text
    assert 'src="../pictures/2026-places.svg#en"' in tight.with_shared_maps(text, "2026", [picture])


def test_an_address_leads_to_a_page_only_where_there_is_one() -> None:
    to = addresses.links(claims_evaluation(table), frozenset({"DE"}))
    assert (to.page("state", "DE"), to.page("state", "CH")) == ("state-DE.html", "")
    assert to.page("mechanism", "ammr") == "mechanism-ammr.html"
    assert to.figure("adopted") == "f-claims.html#f-adopted"
