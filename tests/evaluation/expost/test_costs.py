"""Money at what a person is assumed to cost: the costs by hand, the ranges in order, and what a report says of them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.evaluation.expost.loads_told import each, inputs, one

from fairshare.evaluation.expost.account import account
from fairshare.evaluation.expost.costs import BEST, COSTINGS, PARAMETERS, TAKINGS, Costs, account_at_cost, costs, worth
from fairshare.evaluation.expost.costs_section import cost_range, costs_section
from fairshare.evaluation.expost.document import Fig, Grid, Name, Paragraph
from fairshare.evaluation.expost.loads import Loads
from fairshare.evaluation.expost.measured import Figures, collected
from fairshare.evaluation.expost.plain_text import text_of
from fairshare.evaluation.inequality import hoover
from fairshare.figures.reference import series, table
from fairshare.states import PART_IV

BASE = {"AT": 10_000, "IT": 60_000, "EL": 30_000}
EVEN = dict.fromkeys(BASE, 1)
MONEY = {"AT": 200_000_000, "IT": -150_000_000, "EL": -50_000_000}


@pytest.fixture(scope="module")
def every() -> Costs:
    return costs(table, PART_IV)


def loads(kind: dict[str, int] | None = None) -> Loads:
    return Loads(
        each("first_time", "first_time", BASE),
        each("key", "key_share", EVEN),
        money=each("given", "given", MONEY),
        unit=one("unit", "unit_value", 20_000),
        kind=each("kind", "given_kind", kind or {}),
    )


def told(found: Costs, kind: dict[str, int] | None = None) -> Figures:
    given = loads(kind)
    return collected([*inputs(given), *given.kind.values(), *found.figures, *account_at_cost(given, found)])


def cost(found: Costs, costing: str, state: str) -> Fraction:
    value = found.of_person[costing][state].value
    assert value is not None
    return value


# --- what a person costs ----------------------------------------------------------------------------------------------


def test_a_cost_is_a_procedure_and_reception_for_the_months_to_a_decision_at_the_prices_of_the_state(
    every: Costs,
) -> None:
    people, output = series("population"), series("gdp")
    heads = float(output["AT", 2024].number / people["AT", 2024].number)
    union = sum(output[state, 2024].number for state in PART_IV) / sum(people[state, 2024].number for state in PART_IV)
    months = 12 * 28_883 / 34_374  # pending, decided
    assert cost(every, BEST, "AT") == round((2_000 + 1_000 * months) * (heads / float(union)) ** 0.5)
    assert cost(every, "flat", "AT") == round(2_000 + 1_000 * months)
    assert cost(every, "low", "AT") == round((500 + 300 * 0.7 * months) * (heads / float(union)) ** 0.5)


def test_every_cost_rests_on_assumptions_that_name_their_source(every: Costs) -> None:
    figures = collected(every.figures)
    for name in COSTINGS:
        for state in PART_IV:
            found = figures[f"person_cost.{name}.{state}"]
            assert found.status == "inferred" and found.rule.endswith("responsibility.person_cost")
            assert f"decision_months.{state}" in found.inputs
            assert {key.split(".")[1] for key in found.inputs if key.startswith("assumed.")} == set(PARAMETERS[:-1])
    assert figures["assumed.cost_gdp.best"].sources[0].startswith("none found")
    assert {figures[f"assumed.{name}.best"].status for name in PARAMETERS} == {"inferred"}


def test_low_costs_are_below_high_ones_in_every_state(every: Costs) -> None:
    for state in PART_IV:
        assert cost(every, "low", state) < cost(every, BEST, state) < cost(every, "high", state)


def test_prices_in_proportion_to_gdp_raise_the_cost_of_rich_states_and_lower_that_of_poor_ones(every: Costs) -> None:
    assert cost(every, "flat", "LU") < cost(every, BEST, "LU") < cost(every, "steep", "LU")
    assert cost(every, "flat", "BG") > cost(every, BEST, "BG") > cost(every, "steep", "BG")


# --- the account ------------------------------------------------------------------------------------------------------


def test_the_account_at_cost_counts_money_by_the_cost_of_the_state_concerned(every: Costs) -> None:
    figures = told(every)
    bears = {state: BASE[state] + MONEY[state] / cost(every, BEST, state) for state in BASE}
    assert figures["net.cost.AT"].value == bears["AT"]
    assert figures["hoover.cost"].value == hoover(bears, EVEN)
    high = {state: BASE[state] + MONEY[state] / cost(every, "high", state) for state in BASE}
    assert figures["hoover_cost.high"].value == hoover(high, EVEN)


def test_the_price_of_flexibility_is_the_index_at_cost_less_that_at_par(every: Costs) -> None:
    figures = told(every)
    for name in COSTINGS:
        index = figures["hoover.cost" if name == BEST else f"hoover_cost.{name}"].value
        price = figures["effect.cost" if name == BEST else f"effect_cost.{name}"].value
        assert index is not None and figures["hoover.par"].value is not None
        assert price == index - figures["hoover.par"].value


@pytest.mark.parametrize(("name", "best"), [("hoover_cost", "hoover.cost"), ("effect_cost", "effect.cost")])
@pytest.mark.parametrize("kind", [None, {"AT": 90_000_000, "IT": -90_000_000}])
def test_the_range_holds_every_way_to_take_it(every: Costs, name: str, best: str, kind: dict[str, int] | None) -> None:
    figures = told(every, kind)
    keys = [best, *(f"{name}.{taking}" for taking in TAKINGS if f"{name}.{taking}" in figures)]
    values = [value for key in keys if (value := figures[key].value) is not None]
    assert len(values) == len(keys) == (7 if kind else 5)
    assert figures[f"{name}.least"].value == min(values) < max(values) == figures[f"{name}.most"].value


def test_help_in_kind_counts_at_its_worth_for_who_receives_it_and_in_full_for_who_gives_it(every: Costs) -> None:
    figures = told(every, {"AT": 90_000_000, "IT": -90_000_000})
    assert figures["worth.best.IT"].value == -150_000_000 + Fraction(4, 10) * 90_000_000
    assert "worth.best.AT" not in figures
    assert figures["net.cost.IT"].value == 60_000 - 114_000_000 / cost(every, BEST, "IT")
    assert figures["net.par.IT"].value == 60_000 - 7_500  # at par help in kind counts in full


def test_worth_is_unknown_where_a_term_is() -> None:
    money, kind, value = one("m", "given", -5), one("k", "given_kind", None), one("v", "in_kind_value", 1)
    assert worth("worth.IT", money, kind, value).value is None


def test_without_money_there_is_nothing_at_cost(every: Costs) -> None:
    given = Loads(each("first_time", "first_time", BASE), each("key", "key_share", EVEN))
    assert account_at_cost(given, every) == account(given)
    assert costs(table, ()).of_person == {} and cost_range(collected([*inputs(given), *account(given)]), "") == ()


def test_money_that_is_not_known_leaves_index_and_range_unknown(every: Costs) -> None:
    given = Loads(
        each("first_time", "first_time", BASE),
        each("key", "key_share", EVEN),
        money=each("given", "given", MONEY | {"IT": None}),
        unit=one("unit", "unit_value", 20_000),
    )
    figures = collected([*inputs(given), *every.figures, *account_at_cost(given, every)])
    assert figures["hoover.cost"].value is None and figures["hoover_cost.least"].value is None
    assert all(not block.sentences for block in cost_range(figures, "") if isinstance(block, Paragraph))


# --- the report -------------------------------------------------------------------------------------------------------


def test_the_report_tells_the_range_and_that_costs_are_assumed(every: Costs) -> None:
    figures = told(every)
    paragraph, grid = cost_range(figures, "")
    assert isinstance(paragraph, Paragraph) and isinstance(grid, Grid)
    words = " ".join(text_of(sentence, figures) for sentence in paragraph.sentences)
    assert "assumed, not measured" in words and "price of flexibility" in words
    assert grid.rows[0][1] == Fig("hoover.cost") and len(grid.rows) == 5


def test_the_report_lists_every_assumption_with_its_range_and_source(every: Costs) -> None:
    (section,) = costs_section(told(every))
    assumed = next(block for block in section.blocks if isinstance(block, Grid) and block.name == "costs-assumed")
    assert len(assumed.rows) == len(PARAMETERS)
    for name, row in zip(PARAMETERS, assumed.rows, strict=True):
        assert row[1:4] == tuple(Fig(f"assumed.{name}.{end}") for end in ("low", "best", "high"))
        assert isinstance(row[4], Name) and row[4].text
    assert costs_section({}) == ()
