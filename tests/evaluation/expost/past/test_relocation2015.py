"""The relocation of 2015 to 2017, evaluated: every number that is cited of it, and where each comes from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import get_args

import pytest

from fairshare.evaluation.expost.catalogue import Criterion
from fairshare.evaluation.expost.document import Evaluation, Fig, Flows, Grid, Sentence, State, StateMap, shown
from fairshare.evaluation.expost.measured import Measured
from fairshare.evaluation.expost.past import past
from fairshare.evaluation.expost.past.relocation2015.money import due
from fairshare.evaluation.expost.past.relocation2015.persistence import stayed
from fairshare.evaluation.expost.past.relocation2015.states import (
    ASSOCIATED,
    ORIGINS,
    all_taken,
    bound_states,
    committed_to_greece,
    no_transfer,
)
from fairshare.figures.provenance import Datum
from fairshare.figures.reference import table

BOUND = bound_states(table)


@pytest.fixture(scope="module")
def told() -> Evaluation:
    return past("relocation-2015").evaluation(table)


def value(told: Evaluation, key: str) -> Fraction:
    found = told.figures[key].value
    assert found is not None, key
    return found


def percent(told: Evaluation, key: str) -> float:
    return round(100 * float(value(told, key)), 1)


def block(told: Evaluation, name: str) -> Grid | StateMap | Flows:
    return next(
        one
        for section in told.sections
        for one in section.blocks
        if isinstance(one, (Grid, StateMap, Flows)) and one.name == name
    )


def one(key: str, number: int | None) -> Measured:
    exact = None if number is None else Fraction(number)
    return Measured(key, "committed", exact, "unknown" if exact is None else "official", "2017", ("a table",))


# --- the two denominators ---------------------------------------------------------------------------------------------


def test_it_says_both_rates_of_methods_row_36(told: Evaluation) -> None:
    """34,705 persons are 21.7 % of the 160,000 decided and 35.3 % of the 98,255 committed."""
    assert [value(told, key) for key in ("relocated", "decided", "committed")] == [34_705, 160_000, 98_255]
    assert percent(told, "relocated_of_decided") == 21.7
    assert percent(told, "relocated_of_committed") == 35.3
    assert value(told, "relocated_rounded") == 34_700


def test_its_first_sentence_has_both_denominators(told: Evaluation) -> None:
    first = {part.key for _, part in told.headline[0].parts if isinstance(part, Fig)}
    assert first == {"decided", "committed", "relocated", "relocated_of_decided", "relocated_of_committed"}


def test_no_row_of_the_chain_tells_one_denominator_of_what_was_delivered_without_the_other(told: Evaluation) -> None:
    grid = block(told, "chain")
    assert isinstance(grid, Grid)
    delivered = [row for row in grid.rows if isinstance(row[4], Fig) and row[4].key.startswith(("relocated", "places"))]
    assert len(delivered) == 7 and all(row[5] is not None and row[6] is not None for row in delivered)


def test_54_000_were_never_allotted_and_the_headline_says_where_they_went(told: Evaluation) -> None:
    assert value(told, "not_allotted") == 54_000
    assert value(told, "allotted") == 160_000 - 54_000 == 106_000
    assert any("Türkiye" in sentence.text for sentence in told.headline)


# --- what adds up and what does not -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "total", "difference"),
    [
        ("annex_1", 15_601, 1),
        ("annex_2", 50_398, -2),
        ("july", 32_256, 0),
        ("committed_IT", 34_953, 0),
        ("committed_EL", 63_302, 0),
        ("committed", 98_255, 0),
    ],
)
def test_the_rows_add_to_what_is_stated_but_for_the_annexes(
    told: Evaluation, name: str, total: int, difference: int
) -> None:
    assert value(told, f"sum.{name}") == total
    assert value(told, f"difference.{name}") == difference


def test_every_commitment_is_the_annexes_and_the_pledge(told: Evaluation) -> None:
    for state in BOUND:
        parts = (f"annex.IT.{state}", f"annex.EL.{state}", f"july.{state}")
        assert value(told, f"committed.{state}") == sum(value(told, key) for key in parts), state


def test_those_relocated_in_the_end_are_those_of_both_states_of_departure(told: Evaluation) -> None:
    assert [value(told, f"relocated.{origin}") for origin in ORIGINS] == [12_706, 21_999]
    assert value(told, "relocated") == 12_706 + 21_999


# --- the chain by day -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "italy", "greece", "of_committed"),
    [
        ("2017-02-07", 3_200, 8_766, 12.2),
        ("2017-05-12", 5_711, 12_707, 18.7),
        ("2017-07-13", 7_615, 16_477, 24.5),  # as published
        ("2017-09-01", 8_402, 19_243, 28.1),
        ("2018-02-05", 11_853, 21_729, 34.2),
    ],
)
def test_what_had_been_relocated_by_day(
    told: Evaluation, day: str, italy: int, greece: int, of_committed: float
) -> None:
    assert [value(told, f"relocated.{day}.{origin}") for origin in ORIGINS] == [italy, greece]
    assert value(told, f"relocated.{day}") == italy + greece
    assert percent(told, f"relocated_of_committed.{day}") == of_committed


def test_places_offered_were_fewer_than_a_quarter_of_those_committed(told: Evaluation) -> None:
    assert value(told, "places.2017-02-08") == 7_599 + 15_329
    assert percent(told, "places_of_committed.2017-02-08") == 23.3


# --- by state ---------------------------------------------------------------------------------------------------------


def test_24_states_were_bound_and_three_took_persons_of_their_own_will() -> None:
    assert len(BOUND) == 24 and not {"DK", "UK", "IT", "EL"} & set(BOUND)
    assert not set(ASSOCIATED) & set(BOUND)


def test_the_flows_of_13_july_2017_are_complete_and_add_to_the_published_sums(told: Evaluation) -> None:
    flows = block(told, "flows")
    assert isinstance(flows, Flows) and len(flows.cells) == 2 * (24 + 3)
    for origin, total in zip(ORIGINS, (7_615, 16_477), strict=True):
        assert sum(value(told, key) for (start, _), key in flows.cells.items() if start == origin) == total
    inferred = [state for (_, state), key in flows.cells.items() if told.figures[key].status == "inferred"]
    assert inferred == ["SI", "SI"]  # by difference; both are the 207 that are published
    assert sum(value(told, flows.cells[origin, "SI"]) for origin in ORIGINS) == 207


def test_hungary_and_poland_took_nobody_and_ireland_and_malta_more_than_they_were_bound_to(told: Evaluation) -> None:
    assert value(told, "no_transfer") == value(told, "all_taken") == 2
    assert [state for state in BOUND if value(told, f"relocated.{state}") == 0] == ["HU", "PL"]
    assert [state for state in BOUND if value(told, f"relocated_of_committed.{state}") > 1] == ["IE", "MT"]
    assert value(told, "relocated.IE") < value(told, "agreed.IE") == 2_622


def test_the_headline_names_who_took_most_and_who_was_relieved_and_shames_nobody(told: Evaluation) -> None:
    named = {part.code for sentence in told.headline for _, part in sentence.parts if isinstance(part, State)}
    assert named == {"DE", "EL", "IT"}
    assert value(told, "relocated.DE") == max(value(told, f"relocated.{state}") for state in BOUND)


def test_italy_was_below_its_share_so_those_who_left_it_moved_away_from_the_key(told: Evaluation) -> None:
    assert value(told, "ratio.before.IT") < 1 < value(told, "ratio.before.EL") < value(told, "ratio.before.DE")
    assert 0 < value(told, "towards_key") < Fraction(1, 5)


def test_small_states_took_most_for_each_inhabitant(told: Evaluation) -> None:
    heads = {state: value(told, f"relocated_per_million.{state}") for state in BOUND}
    assert heads["DE"] == value(told, "relocated.DE") / value(told, "population.2015.DE") * 1_000_000
    assert sorted(heads, key=lambda state: -heads[state])[:3] == ["LU", "MT", "FI"]


@pytest.mark.parametrize(
    ("state", "relocated", "of_committed", "as_of"),
    [
        ("DE", 10_273, 37.3, "2018-01"),
        ("CZ", 12, 0.4, "2018-02-05"),
        ("SK", 16, 1.8, "2018-02-05"),
        ("AT", 29, 1.5, "2018-02-05"),
        ("FI", 1_980, 95.3, "2017-12"),
        ("PT", 1_552, 52.6, "2019-06-19"),
        ("EE", 147, 44.7, "2018-03-15"),
        ("ES", 1_329, 14.3, "2018-02-08"),
        ("IE", 1_022, 170.3, "2018-03-23"),
        ("SE", 3_045, 80.9, "2018-02-19"),
        ("SI", 253, 44.6, "2018-03"),
    ],
)
def test_the_last_figure_of_a_state_with_its_day(
    told: Evaluation, state: str, relocated: int, of_committed: float, as_of: str
) -> None:
    figure = told.figures[f"relocated.{state}"]
    assert figure.value == relocated and figure.as_of == as_of
    assert percent(told, f"relocated_of_committed.{state}") == of_committed


def test_no_last_figure_of_a_state_is_below_its_flows_of_july_2017(told: Evaluation) -> None:
    for state in (*BOUND, *ASSOCIATED):
        earlier = sum(value(told, f"relocated.2017-07-13.{origin}.{state}") for origin in ORIGINS)
        assert value(told, f"relocated.{state}") >= earlier, state


def test_flows_stand_beside_the_whole_only_where_they_are_of_the_same_day_and_then_add_to_it(told: Evaluation) -> None:
    grid = block(told, "deliveries")
    assert isinstance(grid, Grid)
    shown_of = {row[0].code: row[1:4] for row in grid.rows if isinstance(row[0], State)}
    assert shown_of["SE"][:2] == (None, None)  # of July 2017 from each, of February 2018 together
    full = [[value(told, cell.key) for cell in cells if isinstance(cell, Fig)] for cells in shown_of.values()]
    assert len([cells for cells in full if len(cells) == 3]) > 15
    assert all(cells[0] + cells[1] == cells[2] for cells in full if len(cells) == 3)


def test_what_no_figure_by_state_tells_is_said(told: Evaluation) -> None:
    told_by_state = sum(value(told, f"relocated.{state}") for state in (*BOUND, *ASSOCIATED))
    assert value(told, "not_told_by_state") == 34_705 - told_by_state == 1_119


def test_the_map_has_the_rate_of_every_state_that_was_bound(told: Evaluation) -> None:
    found = block(told, "delivery-map")
    assert isinstance(found, StateMap) and set(found.values) == set(BOUND)


def test_austria_s_suspension_is_told(told: Evaluation) -> None:
    assert percent(told, "suspended.AT") == 30.0


# --- the procedure ----------------------------------------------------------------------------------------------------


def test_the_steps_in_greece_fall_from_one_to_the_next(told: Evaluation) -> None:
    steps = [value(told, key) for key in ("registered", "requested", "accepted", "transferred")]
    assert steps == [27_378, 24_749, 22_288, 18_572]
    assert value(told, "rejected") + value(told, "pending") + value(told, "accepted") <= value(told, "requested")
    assert percent(told, "accepted_of_requested") == 90.1
    assert percent(told, "transferred_of_registered") == 67.8


def test_the_count_of_greece_is_below_the_commission_s_of_five_days_later(told: Evaluation) -> None:
    assert value(told, "transferred") < value(told, "relocated.2017-09-01.EL")


def test_the_mean_time_to_transfer_is_in_days(told: Evaluation) -> None:
    assert value(told, "transfer_days") == 49
    assert told.figures["transfer_days"].unit == "days"


# --- who was lost, who stayed, what was due ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "rate"),
    [
        ("lost_of_candidates.all.2016-05", 14.4),
        ("lost_of_candidates.RO.2016-05", 47.8),
        ("lost_of_candidates.BG.2016-05", 91.5),
        ("lost_of_candidates.EE.2016-05", 29.6),
        ("lost_of_candidates.FR.2016-05", 6.7),
        ("persistent_of_relocated.LT.2016-11", 20.0),
        ("persistent_of_relocated.EE.2018", 54.9),
        ("persistent_of_relocated.PT.2018-04", 34.6),
    ],
)
def test_attrition_and_persistence_as_reported(told: Evaluation, key: str, rate: float) -> None:
    assert percent(told, key) == rate


def test_latvia_s_half_is_no_number(told: Evaluation) -> None:
    assert value(told, "arrived.LV.2016-11") == 63
    assert told.figures["left.LV.2016-11"].status == "unknown"
    assert told.figures["persistent_of_relocated.LV.2016-11"].value is None


def test_what_was_due_is_the_rate_times_those_relocated(told: Evaluation) -> None:
    assert value(told, "due.MT") == 168 * 6_000
    assert value(told, "due.IT") == 12_706 * 500
    assert value(told, "due.EL") == 21_999 * 500
    assert value(told, "due.receiving") == 6_000 * sum(value(told, f"relocated.{state}") for state in BOUND)


def test_nothing_is_said_to_have_been_paid(told: Evaluation) -> None:
    assert not [one for one in told.figures.values() if one.definition == "paid"]
    assert "paid" in {gap.definition for gap in told.gaps}


# --- fairness ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("year", "hoover", "move"), [(2015, 0.4708, 592_049), (2016, 0.4688, 565_555)])
def test_the_persons_who_would_have_had_to_move(told: Evaluation, year: int, hoover: float, move: int) -> None:
    """Row 21 of methods.md; what the scheme did in two years is a twentieth of one year's number."""
    assert float(value(told, f"hoover.{year}")) == pytest.approx(hoover, abs=1e-3)
    assert float(value(told, f"to_move.{year}")) == pytest.approx(move, rel=1e-3)
    assert 0.05 < value(told, f"reach.{year}") < 0.07


def test_the_scheme_reaches_a_thirtieth_of_what_would_have_had_to_move_in_both_years(told: Evaluation) -> None:
    assert value(told, "reach") == 34_705 / value(told, "to_move")
    assert percent(told, "reach") == 3.1


def test_relocation_leaves_the_index_almost_as_it_was(told: Evaluation) -> None:
    effect = value(told, "effect.persons")
    assert effect == value(told, "hoover.persons") - value(told, "hoover.before")
    assert -0.001 < effect < 0


def test_deliveries_are_further_from_commitments_than_commitments_from_the_key(told: Evaluation) -> None:
    """The index of what was done against what was promised is the half sum of the differences of the two parts."""
    done = {state: value(told, f"relocated.{state}") for state in BOUND}
    promised = {state: value(told, f"committed.{state}") for state in BOUND}
    apart = (done[s] / sum(done.values()) - promised[s] / sum(promised.values()) for s in BOUND)
    assert value(told, "uneven.relocated") == sum(map(abs, apart)) / 2
    assert value(told, "uneven.relocated") > value(told, "uneven.committed") > 0


def test_italy_and_greece_are_relieved_of_those_who_left(told: Evaluation) -> None:
    assert [value(told, f"moved.{origin}") for origin in ORIGINS] == [-12_706, -21_999]
    assert value(told, "net.persons.EL") == value(told, "first_time.EL") - 21_999
    assert value(told, "net.persons.HU") == value(told, "first_time.HU")


# --- the document -----------------------------------------------------------------------------------------------------


def test_every_figure_is_shown_or_is_an_input_but_for_measures_of_the_year_before(told: Evaluation) -> None:
    used = {part.key for part in shown(told) if isinstance(part, Fig)}
    used |= {key for figure in told.figures.values() for key in figure.inputs}
    assert {key for key in told.figures if key not in used and not key.startswith("previous.")} == set()


def test_it_answers_the_five_criteria_of_better_regulation(told: Evaluation) -> None:
    assert {section.criterion for section in told.sections} == set(get_args(Criterion))


def test_what_is_unknown_in_the_tables_is_unknown_in_the_evaluation() -> None:
    """With the last figure of a state gone, its rate, the sum, and what rests on it are unknown, not 0."""

    def read(name: str) -> Iterable[Datum]:
        rows = list(table(name))
        return [replace(row, value=None, status="unknown") if row.key == "FI/relocated" else row for row in rows]

    told = past("relocation-2015").evaluation(read)  # type: ignore[arg-type]
    of_finland = ("relocated.FI", "relocated_of_committed.FI", "relocated_per_million.FI", "due.FI")
    gone = (*of_finland, "due.receiving", "relocated_told", "no_transfer", "all_taken")
    assert [key for key in gone if told.figures[key].value is not None] == []
    assert told.figures["hoover.persons"].value is None and told.figures["hoover.before"].value is not None
    assert all(isinstance(sentence, Sentence) for sentence in told.headline)


def test_rules_keep_the_unknown() -> None:
    known, unknown = one("a", 5), one("b", None)
    assert committed_to_greece("x", known, known, unknown, known).value is None
    assert committed_to_greece("x", known, known, known, known).value == 10
    assert stayed("x", known, unknown).value is None and stayed("x", one("c", 0), known).value is None
    assert due("x", unknown, known).value is None
    assert no_transfer("x", (known, unknown)).value is None
    assert no_transfer("x", (known, one("c", 0))).value == 1
    assert all_taken("x", (known, unknown), (known, known)).value is None
    assert all_taken("x", (known, known), (one("c", 5), one("d", 6))).value == 1
