"""A figure says of what it is made, and a document tells no number that is not a figure."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evaluation.expost.loads_told import one

from fairshare.evaluation.expost.catalogue import DEFINITIONS
from fairshare.evaluation.expost.document import (
    Bars,
    Cite,
    Evaluation,
    Fig,
    Flows,
    Gap,
    Grid,
    Name,
    Paragraph,
    Points,
    Section,
    State,
    StateMap,
    say,
    shown,
)
from fairshare.evaluation.expost.measured import Measured, collected, computed, part_of, summed

RELOCATED, DECIDED = one("relocated", "relocated", 34_705), one("decided", "decided", 160_000)


# --- figures by key ---------------------------------------------------------------------------------------------------


def test_figures_are_found_by_their_keys_in_the_order_in_which_they_were_told() -> None:
    assert list(collected([RELOCATED, DECIDED])) == ["relocated", "decided"]


@pytest.mark.parametrize("key", ["Relocated", "relocated/IT", "", ".IT", "relocated.", "relocated IT", "-relocated"])
def test_a_key_is_a_slug_and_what_it_is_about(key: str) -> None:
    with pytest.raises(ValueError, match="is no key"):
        collected([one(key, "relocated", 1)])


@pytest.mark.parametrize("key", ["relocated", "relocated.IT.DE", "a-b_c.IT-1", "relocated.2017-09-01"])
def test_keys_that_stand(key: str) -> None:
    assert collected([one(key, "relocated", 1)])


@pytest.mark.parametrize(
    ("figure", "problem"),
    [
        (one("relocated", "no_such_definition", 1), "has no definition 'no_such_definition'"),
        (Measured("decided", "decided", Fraction(1), "official", "2015"), "neither source nor event nor rule"),
        (Measured("decided", "decided", Fraction(1), "inferred", "2015", rule="a.rule"), "without inputs or sources"),
        (Measured("decided", "decided", None, "official", "2015", ("a table",)), "does not go with its value"),
        (Measured("decided", "decided", Fraction(1), "unknown", "2015", ("a table",)), "does not go with its value"),
        (Measured("decided", "decided", Fraction(1), "inferred", "2015", inputs=("later",), rule="a.rule"), "'later'"),
        (Measured("decided", "decided", Fraction(1), "inferred", "2015", inputs=("decided",), rule="r"), "'decided'"),
    ],
)
def test_a_figure_that_does_not_say_what_it_is_made_of_is_a_fault_of_the_program(
    figure: Measured, problem: str
) -> None:
    with pytest.raises(ValueError, match=problem):
        collected([figure])


def test_a_key_stands_once() -> None:
    with pytest.raises(ValueError, match="stands twice"):
        collected([DECIDED, DECIDED])


# --- computed figures -------------------------------------------------------------------------------------------------


def doubled(figure: Measured) -> Measured:
    """Twice a figure."""
    return computed("twice", figure.definition, doubled, [figure], figure.value and 2 * figure.value)


def test_a_computed_figure_tells_its_rule_its_inputs_and_their_sources() -> None:
    twice = doubled(RELOCATED)
    assert (twice.value, twice.inputs, twice.sources, twice.as_of) == (69_410, ("relocated",), ("a table",), "2024")
    assert twice.rule.endswith("test_measured.doubled")


def test_a_computed_figure_is_never_more_certain_than_inferred_and_unknown_where_it_has_no_value() -> None:
    assert doubled(RELOCATED).status == "inferred"
    unknown = doubled(one("relocated", "relocated", None))
    assert (unknown.value, unknown.status) == (None, "unknown")
    assert (
        computed("sum", "relocated", doubled, [one("relocated", "relocated", None)], Fraction(1)).status == "inferred"
    )


def test_a_statistic_is_kept_with_twelve_digits() -> None:
    assert computed("theil", "theil", doubled, [RELOCATED], 1 / 3).value == Fraction("0.333333333333")


def test_a_sum_is_unknown_where_a_part_is() -> None:
    parts = [one("relocated.IT", "relocated", 12_706), one("relocated.EL", "relocated", 21_999)]
    assert summed("relocated", "relocated", parts).value == 34_705
    assert summed("relocated", "relocated", [*parts, one("relocated.HU", "relocated", None)]).value is None
    assert summed("none", "relocated", [RELOCATED]).inputs == ("relocated",)


def test_a_part_is_exact_and_unknown_where_the_whole_is_nothing_or_unknown() -> None:
    assert part_of("rate", "relocated_of_decided", RELOCATED, DECIDED).value == Fraction(34_705, 160_000)
    for whole in (one("decided", "decided", 0), one("decided", "decided", None)):
        assert part_of("rate", "relocated_of_decided", RELOCATED, whole).status == "unknown"


def test_json_writes_counts_as_integers_shares_as_decimals_and_unknown_as_null() -> None:
    rate = part_of("rate", "relocated_of_decided", RELOCATED, DECIDED)
    assert RELOCATED.to_json()["value"] == 34_705
    assert str(rate.to_json()["value"]).startswith("0.2169")
    assert one("relocated", "relocated", None).to_json()["value"] is None
    assert rate.to_json()["inputs"] == ["relocated", "decided"] and "note" not in rate.to_json()
    assert rate.to_json()["unit"] == "share"


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=8))
def test_a_sum_is_the_sum_whatever_the_order(numbers: list[int]) -> None:
    parts = [one(f"part.{place}", "relocated", number) for place, number in enumerate(numbers)]
    assert summed("sum", "relocated", parts).value == summed("sum", "relocated", reversed(parts)).value == sum(numbers)


# --- the catalogue ----------------------------------------------------------------------------------------------------


def test_a_name_of_the_catalogue_stands_in_one_theme_only() -> None:
    from fairshare.evaluation.expost import catalogue

    listed = [definition.name for theme in catalogue.THEMES for definition in theme.DEFINITIONS]
    assert sorted(listed) == sorted(DEFINITIONS)


@pytest.mark.parametrize("name", sorted(DEFINITIONS))
def test_an_indicator_says_what_it_is_who_owes_it_and_of_what_it_is_a_part(name: str) -> None:
    definition = DEFINITIONS[name]
    assert definition.title and definition.says and definition.owner and definition.source
    assert not definition.says.endswith(".")
    assert set(definition.denominators) <= DEFINITIONS.keys()


# --- the document -----------------------------------------------------------------------------------------------------


def test_everything_that_stands_in_a_document_is_shown() -> None:
    """One thing in each place of a document; ``shown`` must find them all, in order."""
    names = iter(range(100))

    def fig() -> Fig:
        return Fig(f"f{next(names)}")

    day = date(2015, 9, 24)
    blocks = (
        Paragraph((say("{a} and {b}", a=fig(), b=say("of {c}", c=fig())),)),
        Points((say("{a}", a=fig()),)),
        Grid("g", say("{a}", a=fig()), (say("{a}", a=fig()),), ((State("DE"), fig(), None),), (say("{a}", a=fig()),)),
        StateMap("m", say("A map"), {"DE": fig().key}, (say("{a}", a=fig()),)),
        Bars("b", say("Bars"), ((say("{a}", a=fig()), fig().key),)),
        Flows("f", say("Flows"), {("IT", "DE"): fig().key}),
    )
    told = Evaluation(
        "test",
        say("{a}", a=fig()),
        day,
        day,
        day,
        (say("{a} under {b} on {c}", a=fig(), b=Cite("AMMR 57(1)"), c=day),),
        (Section("s", say("{a}", a=fig()), blocks),),
        {},
        (Gap("relocated", "Member States", say("{a}", a=fig())),),
        (say("{a}", a=fig()),),
    )
    parts = list(shown(told))
    assert sorted(part.key for part in parts if isinstance(part, Fig)) == sorted(f"f{n}" for n in range(next(names)))
    assert {Cite("AMMR 57(1)"), State("DE"), State("IT"), day} <= {part for part in parts if not isinstance(part, list)}
    assert Name("COM(2015) 286") not in parts
