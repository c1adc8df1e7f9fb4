"""The pool of 2026 evaluated from its shipped record: what is known, what is not, and who owes it."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

import pytest

from fairshare.evaluation.expost.catalogue import DEFINITIONS, chain, delivery
from fairshare.evaluation.expost.document import Evaluation, Fig, Grid, Points, Sentence, State, say, shown
from fairshare.evaluation.expost.plain_text import text_of
from fairshare.evaluation.expost.pool_year.cycle import TABLES, evaluation
from fairshare.evaluation.expost.pool_year.gaps import NOT_OWED
from fairshare.evaluation.expost.pool_year.reports import report_15_4, review_79
from fairshare.evaluation.pool import PoolReport, pool_report
from fairshare.evaluation.pool.beside import beside
from fairshare.figures import cycles
from fairshare.figures.reference import table
from fairshare.ledger import parse

UNKNOWN = {"BG", "CY", "EE", "EL", "ES", "FI", "IT", "LT", "LU", "LV", "MT", "NL", "RO", "SE"}
"""States of whose pledge a type or the size is not known."""


def report_on(day: date | None = None) -> PoolReport:
    cycle = parse(cycles.text(2026), "2026")
    return pool_report(cycle, day or cycle.last_day, **beside(2026, shipped=True))


@pytest.fixture(scope="module")
def pool() -> Evaluation:
    return evaluation(report_on(), table)


def grid(found: Evaluation, name: str) -> Grid:
    """A table of the report by its name."""
    blocks = (block for section in found.sections for block in section.blocks)
    return next(block for block in blocks if isinstance(block, Grid) and block.name == name)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("proposed", 30_000),
        ("adopted", 21_000),
        ("adopted_of_proposed", Fraction(7, 10)),
        ("fair_share_sum", 21_009),
        ("rounding_surplus", 9),
        ("stated_relocations", 962),
        ("stated_money", 74_660_000),
        ("effective", 4_695),  # 962 + 74.66 million / 20,000
        ("effective_of_adopted", Fraction(4_695, 21_000)),
        ("pledged_by_offset", 7_916),
        ("pledged_by_offset.DE", 4_555),
        ("pledged_by_offset.FR", 3_361),
        ("pledged_known", 9_536),  # 7,916 by offset, and 32.4 million of BE, IE, PT and SI
        ("pledge_unknown", 14),
        ("adjusted_in_act", Fraction(4_999, 2)),  # AT, CZ, HR, PL, and half of EE
        ("deducted", 0),
        ("adjusted_in_act.EE", Fraction(57, 2)),
        ("states_by_role.contributing", 18),
        ("states_by_role.benefitting", 4),
        ("states_by_role.deducted", 4),
        ("days_late.report", 27),
        ("days_late.decision", 27),
        ("days_late.proposal", 27),
        ("days_late.forum", 0),
        ("days_late.act", 0),
        ("days_to_forum", 7),
        ("adequate_capacity", 30_000),
    ],
)
def test_figures_of_2026(pool: Evaluation, key: str, value: Fraction | int) -> None:
    assert pool.figures[key].value == value


def test_the_effective_pool_is_22_4_percent_and_says_that_it_is_a_claim(pool: Evaluation) -> None:
    told = [text_of(sentence, pool.figures) for sentence in (*pool.headline, *pool.limits)]
    words = "By the statement of one state, a claim, the effective pool is 4,695 units: 22.4 %"
    assert any(text.startswith(words) for text in told)
    heads = {text_of(row[0], pool.figures): row[1] for row in grid(pool, "summary-figures").rows if row[0]}
    assert heads["Effective pool, a claim"] == Fig("effective")
    assert pool.figures["effective"].note == "a claim: the statement of one state"
    assert any("a claim" in text for text in told)


def test_the_bridge_adds_up_to_the_fair_shares(pool: Evaluation) -> None:
    parts = [figure.value for key, figure in pool.figures.items() if key.startswith("bridge.")]
    assert len(parts) == 6
    assert sum(part for part in parts if part is not None) == pool.figures["fair_share_sum.computed"].value == 21_021


def test_pledges_known_and_unknown_by_state(pool: Evaluation) -> None:
    pledged = {key: figure for key, figure in pool.figures.items() if re.fullmatch(r"pledged\.[A-Z]{2}", key)}
    assert len(pledged) == 26
    assert {key[-2:] for key, figure in pledged.items() if figure.value is None} == UNKNOWN
    assert {gap.state for gap in pool.gaps if gap.state} == UNKNOWN
    assert pool.figures["pledged"].value is None
    assert pool.figures["pledged.IE"].value == 463


def test_each_state_stands_with_its_role_and_what_is_known_of_its_pledge(pool: Evaluation) -> None:
    rows = [[text_of(cell, pool.figures) for cell in row if cell] for row in grid(pool, "states-pledged").rows]
    assert rows[0] == ["Austria", "lowered to nothing", "506", "0", "EUR 0", "EUR 0", "506"]
    assert ["Ireland", "contributing", "463", "0", "EUR 9,260,000", "EUR 0", "0"] in rows
    assert ["Spain", "benefitting", "2,104", "unknown", "unknown", "unknown", "2,104"] in rows
    known = {text_of(row[0], pool.figures): row[1] for row in grid(pool, "chain-parts").rows if row[0]}
    assert known["Pledged in money, as far as known"] == Fig("pledged_financial.known")
    assert pool.figures["pledged_financial.known"].value == 32_400_000


def test_germany_and_france_meet_their_pledges_by_offsets(pool: Evaluation) -> None:
    states = next(section for section in pool.sections if section.slug == "states")
    told = [text_of(item, pool.figures) for block in states.blocks if isinstance(block, Points) for item in block.items]
    assert told == [
        "Germany pledged 4,555 relocations, to be met by offsets.",
        "France pledged 3,361 relocations, to be met by offsets.",
    ]


@pytest.mark.parametrize("key", ["implemented", "implemented_relocation", "offset_taken", "outstanding"])
def test_deliveries_are_unknown_and_looked_for_until_a_day(pool: Evaluation, key: str) -> None:
    figure = pool.figures[key]
    assert (figure.value, figure.status, figure.as_of) == (None, "unknown", "2026-11-23")
    assert key in {gap.definition for gap in pool.gaps}


def test_a_public_record_says_nothing_of_what_is_not_on_it(pool: Evaluation) -> None:
    """No refusal is on record; that is not the same as none."""
    for key in ("access_refused", "deductions_asked", "measures_asked", "actions", "technical_forums"):
        assert pool.figures[key].value is None, key


def test_nothing_can_be_delivered_before_the_regulation_applies() -> None:
    early = evaluation(report_on(date(2026, 1, 1)), table)
    assert early.figures["implemented"].value == 0
    assert early.figures["access_refused"].value is None
    assert early.figures["as_pledged.total.before"].value == 669_137
    assert "as_pledged.hoover.offsets" not in early.figures  # nobody benefits yet whom an offset could relieve


def test_fairness_agrees_with_the_report_on_the_pool(pool: Evaluation) -> None:
    distance = report_on().distance
    assert distance is not None
    assert pool.figures["as_pledged.hoover.before"].value == distance.before
    assert pool.figures["as_pledged.to_move"].value == distance.to_move
    assert pool.figures["reach.effective"].value == distance.reach["effective"]
    assert pool.figures["reach.adopted"].value == distance.reach["nominal"]


def test_offsets_as_pledged_take_from_no_one_but_benefitting_states(pool: Evaluation) -> None:
    figures = pool.figures
    assert figures["as_pledged.total.offsets"].value == figures["as_pledged.total.before"].value
    for state in ("CY", "EL", "ES", "IT"):
        assert figures[f"as_pledged.taken_over.{state}"].value < 0  # type: ignore[operator]
    assert figures["as_pledged.net.offsets.DE"].value == 113_216 + 4_555


def test_all_that_is_shown_is_a_figure_and_all_figures_rest_on_something(pool: Evaluation) -> None:
    shown_keys = {one.key for one in shown(pool) if isinstance(one, Fig)}
    assert shown_keys <= pool.figures.keys()
    ends = [figure for figure in pool.figures.values() if not figure.inputs]
    assert all(figure.sources or figure.events for figure in ends)
    assert all(figure.rule for figure in pool.figures.values() if figure.inputs)


def test_texts_hold_no_numbers(pool: Evaluation) -> None:
    texts = {one.text for one in shown(pool) if isinstance(one, Sentence)}
    assert len(texts) > 100
    assert [text for text in texts if re.search(r"\d", text)] == []


def test_no_wording_of_cause(pool: Evaluation) -> None:
    texts = " ".join(one.text for one in shown(pool) if isinstance(one, Sentence))
    assert re.findall(r"\b(caused|led to|thanks to|due to|resulted in)\b", texts) == []


def test_every_indicator_has_a_figure_or_a_gap_with_an_owner(pool: Evaluation) -> None:
    owed = {one.name for one in (*chain.DEFINITIONS, *delivery.DEFINITIONS)} - NOT_OWED
    known = {figure.definition for figure in pool.figures.values() if figure.value is not None}
    gaps = {gap.definition: gap for gap in pool.gaps}
    assert owed <= known | gaps.keys()
    assert {gap.owner for gap in pool.gaps} <= {one.owner for one in DEFINITIONS.values()} - {"", "Fairshare"}
    assert pool.figures["data_gaps"].value == len([gap for gap in pool.gaps if not gap.state])


@pytest.mark.parametrize("name", ["confirmations", "plans_delivered"])
def test_what_the_process_counts_and_nobody_told_is_a_gap_of_the_states(pool: Evaluation, name: str) -> None:
    assert all(figure.value is None for figure in pool.figures.values() if figure.definition == name)
    assert [gap.owner for gap in pool.gaps if gap.definition == name] == ["Member States"]


def test_parts_of_units_say_that_they_are_rounded(pool: Evaluation) -> None:
    """Half a unit of Estonia's is lowered, and half left: both are shown as one more."""
    bridge = grid(pool, "chain-bridge")
    parts = [text_of(row[1], pool.figures) for row in bridge.rows if row[1] is not None]
    assert parts == ["5,245", "2,500", "558", "7,916", "3,179", "1,624"]
    assert any("rounded" in text_of(note, pool.figures) for note in bridge.notes)


def test_every_definition_tells_source_owner_and_lag() -> None:
    for one in (*chain.DEFINITIONS, *delivery.DEFINITIONS):
        assert one.source and one.owner, one.name
        assert one.lag or one.source in {"Computed", "Ledger"}, one.name
        assert set(one.denominators) <= DEFINITIONS.keys(), one.name


def test_the_section_for_the_report_stands_alone(pool: Evaluation) -> None:
    alone = report_15_4(pool)
    assert [section.slug for section in alone.sections] == ["report-15-4"]
    assert {one.key for one in shown(alone) if isinstance(one, Fig)} <= alone.figures.keys()
    assert {key for figure in alone.figures.values() for key in figure.inputs} <= alone.figures.keys()
    assert len(alone.figures) < len(pool.figures)
    rows = grid(alone, "report-states").rows
    assert len(rows) == 26
    assert rows[0][0] == State("AT")


def test_the_review_names_its_days(pool: Evaluation) -> None:
    rows = grid(review_79(pool), "review-calendar").rows
    days = {text_of(row[0], pool.figures): row[1] for row in rows if row[0] is not None}
    assert days == {
        "Confirmation of deliveries": date(2027, 1, 31),
        "State of implementation": date(2027, 10, 15),
        "Progress of the money": date(2027, 10, 15),
        "Review of the solidarity mechanism, each year": date(2028, 2, 1),
        "Reports of states on funded actions": say("no day is set"),
        "Review of the numbers, every three years at least": say("no day is set"),
        "Information of states for the evaluation": date(2031, 1, 1),
        "Evaluation of the Regulation, every five years": date(2031, 7, 1),
    }


def test_inputs_and_choices_are_told(pool: Evaluation) -> None:
    assert set(pool.inputs) == {"cycle 2026", "act_2026", *TABLES}
    assert all(re.fullmatch(r"[0-9a-f]{64}", digest) for digest in pool.inputs.values())
    assert pool.choices["RELIEF_SPREAD"] == "by-excess"
