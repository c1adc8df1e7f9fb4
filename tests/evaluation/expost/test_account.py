"""The fairness account: what each state bears after each instrument, reckoned by hand, and what must always hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evaluation.expost.loads_told import each, loads, one, with_inputs

from fairshare.evaluation.expost.account import account, account_section
from fairshare.evaluation.expost.document import Evaluation, Fig, Grid, Paragraph, Section, StateMap, say, shown
from fairshare.evaluation.expost.loads import Loads, half_and_half, relief
from fairshare.evaluation.expost.measured import Figures, Measured, collected
from fairshare.evaluation.expost.past.tables import rows_of, stated, taken
from fairshare.evaluation.inequality import inequality
from fairshare.figures.reference import table
from fairshare.law.choices import Choices

EVEN_OF_THREE = {"EL": 1, "CY": 1, "PL": 1}
EVEN = {"EL": 1, "FR": 1, "PL": 1}
"""Keys that give three states the same."""


def values(told: Loads, prefix: str = "") -> dict[str, Fraction | None]:
    return {figure.key: figure.value for figure in account(told, prefix)}


# --- by hand --------------------------------------------------------------------------------------------------------

BORNE = {"EL": 60, "FR": 30, "PL": 10}
FULL = loads(
    BORNE,
    EVEN,
    persons={"EL": -10, "PL": 10},
    offsets={"EL": -3, "FR": 3},
    money={"PL": 100_000, "EL": -100_000},
    unit=20_000,
    cost={"PL": 10_000, "EL": 50_000},
    pool=10,
)


def test_each_instrument_changes_what_a_state_bears_and_nothing_else() -> None:
    found = values(FULL)
    greece = [found[f"net.{stage}.EL"] for stage in ("before", "persons", "offsets", "par", "cost")]
    assert greece == [60, 50, 47, 42, 45]
    assert [found[f"net.{stage}.PL"] for stage in ("before", "persons", "offsets", "par", "cost")] == [
        10,
        20,
        20,
        25,
        30,
    ]
    assert [found[f"net.{stage}.FR"] for stage in ("before", "persons", "offsets", "par", "cost")] == [
        30,
        30,
        33,
        33,
        33,
    ]


def test_the_measures_of_each_stage() -> None:
    found = values(FULL)
    assert found["total.before"] == 100
    assert found["hoover.before"] == Fraction(60, 100) - Fraction(1, 3)
    assert found["hoover.persons"] == Fraction(50, 100) - Fraction(1, 3)
    assert found["hoover.offsets"] == Fraction(47, 100) - Fraction(1, 3)
    assert found["hoover.par"] == Fraction(42, 100) - Fraction(1, 3)
    assert found["total.cost"] == 108  # what Greece is relieved of costs it more than Poland would have paid
    assert found["hoover.cost"] == Fraction(45, 108) - Fraction(1, 3)
    assert found["gini.before"] == Fraction(1, 3)
    assert found["max_ratio.persons"] == Fraction(3, 2) and found["min_ratio.persons"] == Fraction(3, 5)


def test_the_effect_of_an_instrument_is_the_change_against_the_stage_before() -> None:
    found = values(FULL)
    assert found["effect.persons"] == Fraction(-10, 100)
    assert found["effect.offsets"] == Fraction(-3, 100)
    assert found["effect.par"] == Fraction(-5, 100)
    assert found["effect.cost"] == found["hoover.cost"] - found["hoover.par"]  # the price of flexibility


def test_the_reach_of_a_pool_is_what_it_gave_over_what_would_have_to_move() -> None:
    found = values(FULL)
    assert found["to_move"] == 60 - Fraction(100, 3)
    assert found["reach"] == 10 / (60 - Fraction(100, 3))


@pytest.mark.parametrize(
    ("persons", "part"),
    [
        ({"EL": -10, "PL": 10}, 1),  # from above to below
        ({"EL": -10, "FR": 2, "PL": 8}, 1),
        ({"FR": -10, "PL": 10}, 0),  # from below to below
        ({"PL": -5, "EL": 5}, -1),  # the other way
        ({"EL": -4, "PL": 6, "FR": -2}, Fraction(4, 6)),
        ({"EL": 0, "PL": 0}, None),
    ],
)
def test_persons_moved_count_towards_the_key_from_above_it_to_below_it(
    persons: dict[str, int], part: Fraction | None
) -> None:
    assert values(loads(BORNE, EVEN, persons=persons))["towards_key"] == part


def test_an_account_tells_of_which_figures_each_of_its_own_is_made() -> None:
    figures = with_inputs(FULL, *account(FULL))
    assert figures["net.par.PL"].inputs == ("net.offsets.PL", "given.PL", "unit")
    assert figures["ratio.par.PL"].inputs == ("net.par.PL", "total.par", "key.PL", "key_total")
    assert figures["reach"].inputs == ("pool", "to_move")
    assert all(figure.rule and figure.status == "inferred" for figure in account(FULL))


def test_two_accounts_stand_beside_each_other_under_prefixes() -> None:
    pledged, delivered = account(FULL, "pledged."), account(replace(FULL, persons={}), "delivered.")
    figures = with_inputs(FULL, *pledged, *delivered)
    assert figures["pledged.hoover.persons"].value is not None and "delivered.hoover.persons" not in figures
    assert account_section(figures, "pledged.").slug == "pledged-fairness"


def test_theils_index_is_split_between_and_within_groups() -> None:
    told = loads(BORNE, EVEN, groups={"EL": "South", "FR": "North", "PL": "North"})
    found = values(told)
    whole = found["theil.before"]
    assert whole is not None and found["theil_between.before"] is not None and found["theil_within.before"] is not None
    assert float(found["theil_between.before"] + found["theil_within.before"]) == pytest.approx(float(whole))
    assert float(found["theil_between.before"]) == pytest.approx(0.148341749, abs=1e-9)
    assert not any(key.startswith("theil_") for key in values(loads(BORNE, EVEN)))


# --- what has no value ------------------------------------------------------------------------------------------------


def test_what_one_state_gave_is_unknown_so_are_the_measures_after_it_and_no_other() -> None:
    found = values(loads(BORNE, EVEN, persons={"EL": -10, "PL": None}))
    assert found["net.persons.PL"] is None and found["net.persons.EL"] == 50
    assert found["hoover.persons"] is None and found["effect.persons"] is None and found["ratio.persons.EL"] is None
    assert found["towards_key"] is None
    assert found["hoover.before"] is not None


def test_a_state_relieved_of_more_than_it_bore_has_a_load_below_nothing_and_no_theil_index() -> None:
    found = values(loads(BORNE, EVEN, persons={"PL": -20, "EL": 20}))
    assert found["net.persons.PL"] == -10 and found["min_ratio.persons"] == Fraction(-3, 10)
    assert found["hoover.persons"] == Fraction(80, 100) - Fraction(1, 3)
    assert found["gini.persons"] == Fraction(3, 5)
    assert found["theil.persons"] is None and found["theil.before"] is not None


def test_where_nobody_bears_anything_there_is_nothing_to_share() -> None:
    found = values(loads(dict.fromkeys(EVEN, 0), EVEN, pool=5))
    assert found["total.before"] == 0
    assert found["hoover.before"] is None and found["ratio.before.EL"] is None and found["reach"] is None


def test_where_the_key_is_met_nobody_has_to_move_and_a_pool_has_no_reach() -> None:
    found = values(loads(EVEN, EVEN, pool=5))
    assert found["to_move"] == 0 and found["reach"] is None


def test_a_state_without_a_key_has_no_ratio() -> None:
    found = values(loads(BORNE, {"EL": 1, "FR": 1, "PL": 0}))
    assert found["ratio.before.PL"] is None and found["max_ratio.before"] is None and found["theil.before"] is None
    assert found["hoover.before"] == Fraction(2, 10)


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        ({"key": {"EL": 1}}, "different states"),
        ({"persons": {"NO": 5}}, "without a key"),
        ({"money": {"PL": 5}, "cost": {"EL": 1}}, "a cost lacks"),
        ({"groups": {"EL": "South"}}, "a group lacks"),
    ],
)
def test_loads_whose_states_do_not_fit_are_refused(told: dict[str, dict[str, int]], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        loads(**({"base": BORNE, "key": EVEN} | told))  # type: ignore[arg-type]


# --- what always holds ------------------------------------------------------------------------------------------------

STATES = ("AT", "CY", "EL", "FR", "PL")


def by_state(least: int, most: int) -> st.SearchStrategy[dict[str, int]]:
    return st.fixed_dictionaries(dict.fromkeys(STATES, st.integers(least, most)))


BASES = by_state(0, 10_000).filter(lambda borne: sum(borne.values()) > 0)
KEYS = by_state(1, 1_000)
MOVES = st.lists(st.tuples(st.sampled_from(STATES), st.sampled_from(STATES), st.integers(0, 500)), max_size=6)


@given(BASES, KEYS)
def test_the_index_is_the_volume_that_has_to_change_hands(borne: dict[str, int], key: dict[str, int]) -> None:
    """Hoover times all persons: the sum of what states bear beyond the key, and of what others bear below it."""
    found = values(loads(borne, key))
    due = {state: Fraction(sum(borne.values()) * share, sum(key.values())) for state, share in key.items()}
    beyond = sum(max(Fraction(0), borne[state] - due[state]) for state in STATES)
    below = sum(max(Fraction(0), due[state] - borne[state]) for state in STATES)
    assert found["to_move"] == beyond == below


@given(BASES, KEYS)
def test_the_account_agrees_with_the_exact_measures(borne: dict[str, int], key: dict[str, int]) -> None:
    found, exact = values(loads(borne, key)), inequality(borne, key)
    assert (found["hoover.before"], found["gini.before"]) == (exact.hoover, exact.gini)
    assert (found["max_ratio.before"], found["min_ratio.before"]) == (exact.max_ratio, exact.min_ratio)


@given(BASES, KEYS)
def test_where_nothing_is_given_nothing_changes(borne: dict[str, int], key: dict[str, int]) -> None:
    nothing = dict.fromkeys(STATES, 0)
    found = values(loads(borne, key, persons=nothing, offsets=nothing, money=nothing, unit=20_000))
    for stage in ("persons", "offsets", "par"):
        assert found[f"effect.{stage}"] == 0
        assert all(found[f"net.{stage}.{state}"] == borne[state] for state in STATES)


@given(
    BASES, KEYS, st.lists(st.tuples(st.sampled_from(STATES), st.sampled_from(STATES), st.integers(0, 500)), max_size=6)
)
def test_persons_moved_between_states_leave_the_total(
    borne: dict[str, int], key: dict[str, int], moves: list[tuple[str, str, int]]
) -> None:
    given_by = dict.fromkeys(STATES, 0)
    for origin, target, persons in moves:
        given_by[origin] -= persons
        given_by[target] += persons
    found = values(loads(borne, key, persons=given_by))
    assert found["total.persons"] == found["total.before"]
    assert abs(found["effect.persons"] or 0) * sum(borne.values()) <= sum(persons for _, _, persons in moves)


@given(BASES, KEYS, st.integers(1, 10**6), st.integers(1, 10**6))
def test_without_money_it_does_not_matter_what_a_unit_is_worth(
    borne: dict[str, int], key: dict[str, int], unit: int, other: int
) -> None:
    nothing = dict.fromkeys(STATES, 0)
    first, second = (values(loads(borne, key, money=nothing, unit=worth)) for worth in (unit, other))
    assert first == second


@given(BASES, KEYS, by_state(0, 500), st.integers(2, 50), st.integers(2, 50))
def test_a_larger_union_with_the_same_parts_is_as_uneven(
    borne: dict[str, int], key: dict[str, int], persons: dict[str, int], times: int, scale: int
) -> None:
    small = values(loads(borne, key, persons=persons))
    large = values(
        loads(
            {state: times * count for state, count in borne.items()},
            {state: scale * share for state, share in key.items()},
            persons={state: times * count for state, count in persons.items()},
        )
    )
    for stage in ("before", "persons"):
        assert small[f"hoover.{stage}"] == large[f"hoover.{stage}"]
        assert small[f"gini.{stage}"] == large[f"gini.{stage}"]


# --- the key, and relief that no record attributes --------------------------------------------------------------------


def test_the_key_is_half_population_half_gdp() -> None:
    people, output = each("population", "population", {"EL": 10, "FR": 30}), each("gdp", "gdp", {"EL": 1, "FR": 9})
    found = collected([*people.values(), *output.values(), *half_and_half(people, output)])
    assert found["key.EL"].value == (Fraction(10, 40) + Fraction(1, 10)) / 2
    assert found["key.EL"].inputs == ("population.EL", "gdp.EL", "key_population", "key_gdp")
    with pytest.raises(ValueError, match="different states"):
        half_and_half(people, each("gdp", "gdp", {"EL": 1}))


def test_relief_is_spread_by_excess_or_by_notice_and_adds_up_to_what_was_given() -> None:
    base, key = (
        each("first_time", "first_time", {"EL": 70, "CY": 40, "PL": 10}),
        each("key", "key_share", EVEN_OF_THREE),
    )
    units, needs = one("pool", "pool", 12), each("needs", "needs", {"EL": 100, "CY": 300})
    by_excess = relief(units, base, key, needs)
    assert {state: figure.value for state, figure in by_excess.items()} == {"EL": -12, "CY": 0}
    by_notice = relief(units, base, key, needs, choices=Choices({"RELIEF_SPREAD": "by-notice"}))
    assert {state: figure.value for state, figure in by_notice.items()} == {"EL": -3, "CY": -9}
    assert by_notice["EL"].inputs == ("pool", "needs.EL", "needs.CY")


def test_relief_is_unknown_where_a_need_is_or_nobody_bears_beyond_the_key() -> None:
    key, units = each("key", "key_share", EVEN_OF_THREE), one("pool", "pool", 12)
    needs = each("needs", "needs", {"EL": 100, "CY": None})
    uneven = each("first_time", "first_time", {"EL": 70, "CY": 40, "PL": 10})
    by_notice = relief(units, uneven, key, needs, choices=Choices({"RELIEF_SPREAD": "by-notice"}))
    assert [figure.value for figure in by_notice.values()] == [None, None]
    met = each("first_time", "first_time", {"EL": 10, "CY": 10, "PL": 10})
    assert [figure.value for figure in relief(units, met, key, needs).values()] == [None, None]


# --- the series of 2014 to 2017 ---------------------------------------------------------------------------------------

SERIES = {
    (2014, "applications"): (563_365, 0.3407, 0.4771, 0.4165, 191_954),
    (2015, "applications"): (1_257_580, 0.4708, 0.5954, 0.6731, 592_049),
    (2016, "applications"): (1_206_515, 0.4688, 0.5643, 0.5675, 565_555),
    (2017, "applications_first_reported"): (487_745, 0.3135, 0.3975, 0.2789, 152_913),
}
"""Total, Hoover, Gini, Theil, persons to move: 28 states, half population, half GDP (methods, section 1.2)."""
REVISED = {2014: -40, 2015: -455, 2016: -75, 2017: 0}
"""By how many persons the extract of October 2020 differs from that of the series."""


def of_year(year: int, kind: str) -> tuple[Figures, Loads]:
    rows = rows_of(table, "asylum_2014_2017")

    def column(part: str, definition: str) -> dict[str, Measured]:
        found = stated(rows, f"{year}/{part}")
        return {state: taken(row, f"{definition}.{state}", definition) for state, row in found.items()}

    base, people, output = column(kind, "first_time"), column("population", "population"), column("gdp", "gdp")
    shares = half_and_half(people, output)
    told = Loads(base, {figure.key.partition(".")[2]: figure for figure in shares if figure.definition == "key_share"})
    figures = [*base.values(), *people.values(), *output.values(), *shares, *account(told)]
    return collected(figures), told


@pytest.mark.parametrize(("year", "kind"), SERIES)
def test_the_misallocation_of_2014_to_2017(year: int, kind: str) -> None:
    total, index, gini, theil, people = SERIES[year, kind]
    figures, told = of_year(year, kind)
    found = {key: float(figure.value) for key, figure in figures.items() if figure.value is not None}
    assert len(told.base) == 28
    assert found["total.before"] == total + REVISED[year]
    assert found["hoover.before"] == pytest.approx(index, abs=1e-3)
    assert found["gini.before"] == pytest.approx(gini, abs=1e-3)
    assert found["theil.before"] == pytest.approx(theil, abs=1e-3)
    assert found["to_move"] == pytest.approx(people, rel=1e-3)


def test_with_all_months_of_2017_reported_fewer_would_have_had_to_move() -> None:
    figures, _ = of_year(2017, "applications")
    assert figures["total.before"].value == 611_400
    assert float(figures["hoover.before"].value or 0) == pytest.approx(0.3008, abs=1e-4)


# --- the section ------------------------------------------------------------------------------------------------------


def of_kind(section: Section, kind: type) -> list[object]:
    return [block for block in section.blocks if isinstance(block, kind)]


def told_by(section: Section) -> str:
    (paragraph,) = of_kind(section, Paragraph)
    assert isinstance(paragraph, Paragraph)
    return " ".join(sentence.text for sentence in paragraph.sentences)


def test_the_section_shows_only_figures_that_are_there_and_leaves_none_of_the_account_out() -> None:
    figures = with_inputs(FULL, *account(FULL))
    section = account_section(figures)
    day = date(2026, 1, 1)
    document = Evaluation("test", say("A test"), day, day, day, (), (section,), figures)
    used = {part.key for part in shown(document) if isinstance(part, Fig)}
    assert used <= figures.keys()
    rests_on = {key for figure in figures.values() for key in figure.inputs}
    assert {figure.key for figure in account(FULL)} <= used | rests_on


def test_the_section_has_a_row_a_stage_a_row_a_state_and_a_map_of_the_last_stage_in_persons() -> None:
    section = account_section(with_inputs(FULL, *account(FULL)))
    stages, states = of_kind(section, Grid)
    assert isinstance(stages, Grid) and isinstance(states, Grid)
    assert (len(stages.rows), len(states.rows)) == (5, 3)
    (colours,) = of_kind(section, StateMap)
    assert isinstance(colours, StateMap) and colours.values["EL"] == "ratio.offsets.EL"


def test_the_section_says_where_persons_went_beyond_the_states_of_the_key() -> None:
    told = loads(BORNE, EVEN, persons={"EL": -10, "PL": 4})
    assert "not {before}" in told_by(account_section(with_inputs(told, *account(told))))
    assert "not {before}" not in told_by(account_section(with_inputs(FULL, *account(FULL))))


def test_the_section_says_what_is_unknown() -> None:
    told = replace(loads(BORNE, EVEN, persons={"EL": -10, "PL": None}), pool=one("pool", "pool", None))
    figures = with_inputs(told, *account(told))
    section = account_section(figures)
    assert "What the scheme gave of that is unknown." in told_by(section)
    assert "is unknown: not all that it rests on is known" in told_by(section)
    (colours,) = of_kind(section, StateMap)
    assert isinstance(colours, StateMap) and colours.values["EL"] == "ratio.before.EL"
    nothing_known = loads({"EL": None, "FR": 1, "PL": 1}, EVEN)
    assert "cannot be told" in told_by(account_section(with_inputs(nothing_known, *account(nothing_known))))
