"""The facts beside other courses: differences by hand, the split of a change, and the words of the section."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evaluation.expost.loads_told import each, inputs, loads, with_inputs

from fairshare.evaluation.expost.account import account, parts
from fairshare.evaluation.expost.counterfactual import attributed, counterfactual_section, counterfactuals
from fairshare.evaluation.expost.document import Fig, Grid, Paragraph, Section, say
from fairshare.evaluation.expost.loads import Loads
from fairshare.evaluation.expost.measured import Figures, collected
from fairshare.evaluation.inequality import hoover

EVEN = {"EL": 1, "FR": 1, "PL": 1}
NOW = loads({"EL": 60, "FR": 30, "PL": 10}, EVEN, persons={"EL": -10, "PL": 10}, money={"EL": -20_000}, unit=20_000)
BEFORE = loads({"EL": 40, "FR": 40, "PL": 20}, {"EL": 1, "FR": 2, "PL": 1}, prefix="past_")


def figures(now: Loads = NOW, previous: Loads | None = BEFORE, prefix: str = "") -> Figures:
    more = (*(inputs(previous) if previous else ()), *account(now, prefix))
    return with_inputs(now, *more, *counterfactuals(now, previous, prefix))


def value(figures: Figures, key: str) -> Fraction | None:
    return figures[key].value


def test_the_facts_are_those_after_persons_were_moved_and_never_with_money() -> None:
    found = figures()
    assert value(found, "against.none") == Fraction(-10, 100)
    assert found["against.none"].inputs == ("hoover.persons", "hoover.before")


def test_against_the_pure_key_the_facts_are_off_by_their_own_index() -> None:
    found = figures()
    assert value(found, "pure_key") == 0
    assert value(found, "against.key") == value(found, "hoover.persons") == Fraction(1, 2) - Fraction(1, 3)
    assert value(found, "elsewhere") == 50 - Fraction(100, 3)


def test_against_the_year_before() -> None:
    found = figures()
    then = hoover({"EL": 40, "FR": 40, "PL": 20}, {"EL": 1, "FR": 2, "PL": 1})
    assert value(found, "previous.hoover.before") == then == Fraction(15, 100)
    assert value(found, "against.previous") == Fraction(1, 6) - then
    assert value(found, "previous.elsewhere") == 15


def test_a_change_is_split_between_the_numbers_and_the_key() -> None:
    found = figures()
    numbers, key, change = (value(found, name) for name in ("attributed.numbers", "attributed.key", "against.previous"))
    assert numbers is not None and key is not None and numbers + key == change
    old, new = {"EL": 1, "FR": 2, "PL": 1}, EVEN
    past, now = {"EL": 40, "FR": 40, "PL": 20}, {"EL": 50, "FR": 30, "PL": 20}
    assert key == (hoover(past, new) - hoover(past, old) + hoover(now, new) - hoover(now, old)) / 2


def test_of_the_account_of_the_year_before_only_what_is_compared_is_told() -> None:
    found = figures()
    assert not any(key.startswith(("previous.gini", "previous.ratio", "previous.reach")) for key in found)
    assert {f"previous.net.before.{state}" for state in EVEN} < set(found["previous.hoover.before"].inputs)


def test_without_a_year_before_or_with_other_states_then_nothing_is_split() -> None:
    alone = figures(previous=None)
    assert "against.previous" not in alone and "attributed.key" not in alone
    fewer = figures(previous=loads({"EL": 40, "FR": 40}, {"EL": 1, "FR": 1}, prefix="past_"))
    assert "against.previous" in fewer and "attributed.key" not in fewer


def test_where_the_key_is_held_still_nothing_is_split_and_the_section_says_so() -> None:
    base = loads({"EL": 40, "FR": 40, "PL": 20}, EVEN, prefix="past_").base
    before = Loads(base, NOW.key)
    found = with_inputs(NOW, *base.values(), *account(NOW), *counterfactuals(NOW, before))
    assert value(found, "against.previous") is not None
    assert "attributed.key" not in found
    still, changed = (counterfactual_section(of).blocks[-1] for of in (found, figures()))
    words = say("The key is held still: both years are told against that of this account.")
    assert isinstance(still, Paragraph) and words in still.sentences
    assert isinstance(changed, Paragraph) and words not in changed.sentences


def test_where_what_was_moved_is_unknown_the_comparison_is_of_the_last_stage_that_is_known() -> None:
    found = figures(loads({"EL": 60, "FR": 30, "PL": 10}, EVEN, persons={"EL": None}))
    assert "against.none" not in found
    assert len(grid(counterfactual_section(found)).rows) == 3
    assert found["against.key"].inputs[0] == "hoover.before"


def test_where_nothing_is_known_nothing_is_compared() -> None:
    found = figures(loads({"EL": None, "FR": 30, "PL": 10}, EVEN))
    assert value(found, "against.key") is None and value(found, "elsewhere") is None
    assert value(found, "attributed.key") is None


LOADS = st.dictionaries(st.sampled_from(["AT", "EL", "FR", "PL"]), st.integers(1, 999), min_size=4, max_size=4)


@given(LOADS, LOADS, LOADS, LOADS)
def test_the_two_parts_of_a_change_add_up_to_it(
    past: dict[str, int], now: dict[str, int], old: dict[str, int], new: dict[str, int]
) -> None:
    told = {name: each(name, "net", one) for name, one in {"past": past, "now": now, "old": old, "new": new}.items()}
    found = attributed(
        parts(told["past"], told["old"]),
        parts(told["now"], told["new"]),
        parts(told["past"], told["new"]),
        parts(told["now"], told["old"]),
    )
    assert found is not None
    assert sum(found) == hoover(now, new) - hoover(past, old)
    if old == new:
        assert found[1] == 0
    if past == now:
        assert found[0] == 0


# --- the section ------------------------------------------------------------------------------------------------------


def grid(section: Section) -> Grid:
    (found,) = (block for block in section.blocks if isinstance(block, Grid))
    return found


def test_the_section_has_a_row_for_each_course_and_only_figures_that_are_there() -> None:
    found = figures()
    rows = grid(counterfactual_section(found)).rows
    assert len(rows) == 4
    assert {cell.key for row in rows for cell in row if isinstance(cell, Fig)} <= found.keys()
    assert rows[3][1] == Fig("previous.hoover.before") and rows[3][3] == Fig("previous.elsewhere")


def test_the_section_stands_under_a_prefix_too() -> None:
    found = figures(prefix="pledged.")
    section = counterfactual_section(found, "pledged.")
    assert section.slug == "pledged-counterfactual"
    assert grid(section).rows[0][1] == Fig("pledged.hoover.persons")


@pytest.mark.parametrize("word", ["caused", "because", "led to", "thanks to", "reduced", "impact", "effect of"])
def test_the_section_compares_and_claims_no_cause(word: str) -> None:
    texts = [
        sentence.text
        for block in counterfactual_section(figures()).blocks
        if isinstance(block, Paragraph)
        for sentence in block.sentences
    ]
    assert any("comparison" in text for text in texts) and any("design" in text for text in texts)
    assert not any(word in text.lower() for text in texts)


def test_what_is_compared_comes_before_the_comparison() -> None:
    with pytest.raises(ValueError, match=r"past_first_time"):
        collected([*inputs(NOW), *account(NOW), *counterfactuals(NOW, BEFORE)])
