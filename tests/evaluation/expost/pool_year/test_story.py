"""A whole year evaluated: the play of the ledger's story, with what states report beside it, each figure by hand."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from cycles import event
from test_story import CYCLE, YEAR, in_order

from fairshare.evaluation.expost.catalogue import chain, delivery
from fairshare.evaluation.expost.document import Evaluation, Fig, Flows, shown
from fairshare.evaluation.expost.plain_text import text_of
from fairshare.evaluation.expost.pool_year.cycle import evaluation
from fairshare.evaluation.expost.pool_year.gaps import NOT_OWED
from fairshare.evaluation.pool import report_of
from fairshare.figures.reference import table
from fairshare.ledger import fold
from fairshare.ledger.events import Event

M = 1_000_000


def told(indicator: str, value: Any, on: str = "2028-04-01", **more: str) -> Event:
    """An indicator that a state or the Coordinator's office supplies."""
    return event("indicator_reported", on, indicator=indicator, value=value, **more)


REPORTED = [
    event("information_delivered", "2026-05-30", round="june", state="DE", contents=("own_estimate",)),
    event("technical_forum_held", "01-05", occasion="first"),
    event("needs_stated", "01-10", state="IT", needs={"relocation": 3000, "financial": 40 * M}),
    event("needs_stated", "01-10", state="ES", needs={"relocation": 1000}),
    event("preparedness_asked", "02-01", state="RO", measure="places"),
    event("preparedness_asked", "02-01", state="MT", measure="staff"),
    event("preparedness_answered", "03-01", state="MT", measure="staff", done=True),
    event("action_identified", "05-22", state="IT", name="returns", amount=5 * M, programme="AMIF",
          third_country=True, focus="assisted_voluntary_return", rights_assessment="made"),
    event("action_identified", "05-22", state="ES", name="cameras", amount=2 * M, programme="BMVI",
          purpose="border_management", rights_assessment="made"),
    event("action_reported", "2028-03-10", state="IT", name="centres", progress="running", spent=12 * M),
    event("action_reported", "2028-03-10", state="ES", name="centres", progress="done", achieved="80", spent=20 * M),
    event("action_reported", "2028-03-10", state="IT", name="returns", progress="running", spent=3 * M),
    event("action_reported", "2028-03-10", state="ES", name="cameras", progress="running", spent=1 * M),
    event("action_appraised", "2028-03-11", state="IT", name="returns", hinders_access=True, serves_third_country=True),
    event("action_appraised", "2028-03-11", state="IT", name="centres", hinders_access=False,
          serves_third_country=False),
    event("remainder_added", "2028-03-12", amount=9 * M),
    told("persistent", 500, state="DE"),
    told("persistent", 200, state="FR"),
    told("persistent", 80, state="PL"),
    told("persistent", 20, state="AT"),
    told("persistent", 10, state="NL"),
    told("informed", "0.9"),
    told("not_confirmed_security", 4, state="DE"),
    told("not_confirmed_scope", 7),
    told("links_honoured", "0.75", state="IT"),
    told("kind_own", 11 * M, state="FR", towards="IT"),
    told("kind_own", 9 * M, state="IT", towards="FR"),
    told("reception_places", 8000, state="IT"),
    told("office_staff", "7.5"),
    told("office_days", 300),
    told("office_days", 310, "2028-04-02"),
]  # fmt: skip
"""What the story does not tell: needs, preparedness, actions in detail, and figures that no balance gives."""


def evaluated(*more: Event, previous: Evaluation | None = None) -> Evaluation:
    book = fold(in_order(CYCLE, REPORTED, list(more)), YEAR)
    return evaluation(report_of(book, date(2028, 4, 30)), table, previous)


@pytest.fixture(scope="module")
def year() -> Evaluation:
    return evaluated()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        # pledged: 15,220 persons (20 of LU later), 81 million in money, 18 million in kind, at 20,000 a unit
        ("pledged", 15_220 + 4_050 + 900),
        ("pledged_relocation", 15_220),
        ("pledged_of_adopted", Fraction(20_170, 30_000)),
        ("pledge_unknown", 0),
        # carried out: DE 690, FR 250, PL 100, AT 28, NL 12; 69 million paid; 7 million in kind
        ("implemented_relocation", 1_080),
        ("implemented_financial", 69 * M),
        ("implemented_alternative", 7 * M),
        ("implemented", 1_080 + 3_450 + 350),
        ("implemented.FR", 250 + 400 + 350),
        ("implemented_of_pledged", Fraction(4_880, 20_170)),
        ("implemented_of_adopted", Fraction(4_880, 30_000)),
        ("offset_taken", 100 + 85 + 50 + 30 + 10 + 100),
        ("offset_by_paragraph.63-1", 100),
        ("offset_by_paragraph.63-2", 85),
        ("offset_by_paragraph.63-3", 10),
        ("offset_by_paragraph.63-4", 80),
        ("offset_by_paragraph.63-5", 100),
        ("deducted", 200 + 750),  # 200 persons of AT, 15 million of EL
        ("adjusted_in_act", 0),
        ("persistent", 810),
        ("persistent_of_implemented", Fraction(810, 1_080)),
        ("delivered_of_due.DE", Fraction(690, 6_000)),
        # money
        ("money_due", 69 * M),
        ("money_allocated", 60 * M),
        ("money_allocated.IT", 40 * M),
        ("money_to_facility", 9 * M),
        ("actions", 4),
        ("action_cost", 67 * M),
        ("action_cost.reception", 60 * M),
        ("money_spent", 36 * M),
        ("money_spent.reception", 32 * M),
        ("third_country", 3 * M),
        ("border", 1 * M),
        ("appraised", 2),
        ("hinders_access", 1),
        ("serves_third_country", 1),
        # in kind: experts of FR for IT, 12 million pledged, 10 agreed; 2 of them and 6 of containers became money
        ("kind_pledged.FR.IT", 12 * M),
        ("kind_joint.FR.IT", 10 * M),
        ("joint_of_pledged", Fraction(10, 12)),
        ("kind_own.FR.IT", 11 * M),
        ("kind_own.IT.FR", 9 * M),
        ("kind_converted", 8 * M),
        # refusals
        ("pressure_rejected", 1),
        ("access_refused", 1),
        ("access_refused.not_told", 1),
        ("access_refused.capacity", 0),
        ("relocations_failed", 10),
        ("not_confirmed_security", None),  # of one state only
        ("not_confirmed_security.DE", 4),
        ("not_confirmed_scope", 7),
        ("deductions_asked", 3),
        ("deductions_refused", 1),
        # time: 730 persons 52 days after they were confirmed on 10 March, 10 of DE on 11 February 2028, after 338
        ("days_to_transfer", Fraction(730 * 52 + 10 * 338, 740)),
        ("days_to_draw.IT", 22),
        ("days_to_draw.ES", 36),
        ("days_to_draw.HU", 1),
        ("days_to_draw", 36),
        ("technical_forums", 1),
        ("days_to_forum", 13),
        # preparedness
        ("informed_commission", 1),
        ("measures_asked", 2),
        ("measures_answered", 1),
        ("measures_done", 1),
        ("reception_of_capacity.IT", Fraction(8_000, 8_016)),
        # reported
        ("informed", Fraction(9, 10)),
        ("office_staff", Fraction(15, 2)),
        ("office_days", 310),  # the later value
    ],
)
def test_figures_of_the_story(year: Evaluation, key: str, value: Fraction | int | None) -> None:
    assert year.figures[key].value == value


def test_needs_are_known_once_all_have_told_theirs(year: Evaluation) -> None:
    assert year.figures["needs.IT"].value == 3_000 + 2_000
    assert year.figures["needs"].value is None  # Hungary benefits and has told nothing
    whole = evaluated(event("needs_stated", "03-04", state="HU", needs={"relocation": 120}))
    assert whole.figures["needs"].value == 5_000 + 1_000 + 120
    assert whole.figures["implemented_of_needs"].value == Fraction(4_880, 6_120)
    assert "of the needs" in text_of(whole.headline[3], whole.figures)


def test_parts_of_a_whole_do_not_add_up(year: Evaluation) -> None:
    """Italy reports that three of four links were honoured; what holds for all is not told by that."""
    assert year.figures["links_honoured.IT"].value == Fraction(3, 4)
    assert year.figures["links_honoured"].value is None
    assert "links_honoured" in {gap.definition for gap in year.gaps}


def test_a_sum_waits_for_the_last_state() -> None:
    """Four of the five states that took persons in tell how many are still there."""
    some = [told("persistent", 20, state=state) for state in ("DE", "FR", "PL", "AT")]
    figures = evaluation(report_of(fold(in_order(CYCLE, some), YEAR), date(2028, 4, 30)), table).figures
    assert figures["persistent.DE"].value == 20
    assert figures["persistent"].value is None
    assert figures["persistent_of_implemented"].value is None


def test_an_action_without_a_report_leaves_the_sum_unknown() -> None:
    open_ended = event("action_identified", "05-23", state="ES", name="beds", amount=M, programme="AMIF",
                       purpose="reception", rights_assessment="made")  # fmt: skip
    figures = evaluated(open_ended).figures
    assert figures["action_cost"].value == 68 * M
    assert figures["money_spent"].value is None
    assert figures["border"].value == M


def test_what_a_correction_takes_back_is_not_told() -> None:
    wrong = event("indicator_reported", "2028-04-01", indicator="consented", value=1, id="wrong")
    right = event("corrected", "2028-04-03", event_id="wrong")
    assert evaluated(wrong).figures["consented"].value == 1
    assert evaluated(wrong, right).figures["consented"].value is None


def test_a_transfer_time_that_is_told_goes_before_one_from_the_record() -> None:
    assert evaluated(told("days_to_transfer", 61)).figures["days_to_transfer"].value == 61


def test_the_account_as_delivered_moves_persons_and_loses_none(year: Evaluation) -> None:
    figures = year.figures
    totals = {figures[f"as_delivered.total.{stage}"].value for stage in ("before", "persons", "offsets")}
    assert totals == {669_137}
    moved = {key[-2:]: f.value for key, f in figures.items() if re.fullmatch(r"as_delivered\.moved\.[A-Z]{2}", key)}
    assert moved == {"DE": 690, "FR": 250, "PL": 100, "AT": 28, "NL": 12, "IT": -768, "ES": -300, "HU": -12}
    offsets = {key[-2:]: f.value for key, f in figures.items() if re.fullmatch(r"as_delivered\.offset\.[A-Z]{2}", key)}
    assert offsets == {"PL": 100, "NL": 95, "SE": 50, "BE": 130, "ES": -215, "IT": -160}
    given = {key[-2:]: f.value for key, f in figures.items() if re.fullmatch(r"as_delivered\.given\.[A-Z]{2}", key)}
    assert given["FR"] == 15 * M  # 8 million paid, 7 million in kind
    assert given["IT"] == -47 * M  # 40 million allocated, 7 million in kind
    assert figures["as_delivered.reach"].value == (4_880 + 375) / figures["as_delivered.to_move"].value  # type: ignore[operator]


def test_the_comparisons_are_of_what_was_delivered(year: Evaluation) -> None:
    slugs = [section.slug for section in year.sections]
    assert slugs.count("as_delivered-counterfactual") == 1
    assert "as_pledged-counterfactual" not in slugs


def test_changes_stand_beside_levels(year: Evaluation) -> None:
    half = replace(year.figures["effective_of_adopted"], value=Fraction(1, 2))
    before = replace(year, figures={**year.figures, "effective_of_adopted": half})
    figures = evaluated(previous=before).figures
    assert figures["previous.adopted"].value == 30_000
    assert figures["change.adopted"].value == 0
    assert figures["change.implemented.DE"].value == 0
    assert figures["change.effective_of_adopted"].value == (Fraction(18_020, 30_000) - Fraction(1, 2)) * 100
    assert figures["change.effective_of_adopted"].unit == "percentage_points"
    assert figures["change.needs"].value is None
    assert "change.adopted" not in year.figures


def test_all_that_is_shown_is_a_figure(year: Evaluation) -> None:
    assert {one.key for one in shown(year) if isinstance(one, Fig)} <= year.figures.keys()


def test_every_indicator_has_a_figure_or_a_gap(year: Evaluation) -> None:
    owed = {one.name for one in (*chain.DEFINITIONS, *delivery.DEFINITIONS)} - NOT_OWED
    known = {figure.definition for figure in year.figures.values() if figure.value is not None}
    assert owed <= known | {gap.definition for gap in year.gaps}
    assert {gap.definition for gap in year.gaps} == {
        *("needs", "proposed", "adopted_of_proposed", "implemented_of_needs", "links_honoured"),
        *("projected", "observed", "projection_error", "interviewed", "remedy", "consented"),
        *("reception_places", "reception_of_capacity", "not_confirmed_security"),  # of one state only
        *("not_confirmed_pledge", "not_confirmed_shortcomings"),
        "plans_delivered",
    }


def test_the_projection_against_what_came() -> None:
    """The applications of 2025 stand in for those of the pool year: 669,137 in the states of the key."""

    def read(name: str) -> Any:
        held = list(table(name))
        later = [replace(row, key=row.key.replace("/2025", f"/{YEAR}")) for row in held if row.key.endswith("/2025")]
        return [*held, *later] if name == "applications_by_year" else table(name)

    book = fold(in_order(CYCLE, [told("projected", 700_000)]), YEAR)
    figures = evaluation(report_of(book, date(2028, 4, 30)), read).figures
    assert figures["observed"].value == 669_137
    assert figures["projection_error"].value == Fraction(700_000 - 669_137, 669_137)


def test_persons_flow_from_state_to_state(year: Evaluation) -> None:
    blocks = [block for section in year.sections for block in section.blocks if isinstance(block, Flows)]
    cells = {pair: year.figures[key].value for pair, key in blocks[0].cells.items()}
    assert cells == {
        ("IT", "DE"): 390,
        ("ES", "DE"): 300,
        ("IT", "FR"): 250,
        ("IT", "PL"): 100,
        ("IT", "AT"): 28,
        ("HU", "NL"): 12,
    }
