"""Figures from the rows of reference tables: nothing that is known of a row is lost on the way."""

from __future__ import annotations

from fractions import Fraction

import pytest

from fairshare.evaluation.expost.measured import Measured
from fairshare.evaluation.expost.past.tables import digests, per_million, remainder, stated, taken
from fairshare.figures.provenance import Datum


def persons(key: str, value: int | None) -> Datum:
    known = None if value is None else Fraction(value)
    return Datum(key, known, "persons", "unknown" if value is None else "reported", "a source", "2024")


def figure(key: str, value: int | None) -> Measured:
    return taken(persons(key, value), key, "relocated")


def test_a_row_gives_its_value_in_the_unit_of_the_figure_with_all_that_is_known_of_it() -> None:
    row = Datum("DE/gdp", Fraction(10), "million EUR", "inferred", "a source", "2024-05", "a note")
    assert taken(row, "gdp.DE", "gdp") == Measured(
        "gdp.DE", "gdp", Fraction(10_000_000), "inferred", "2024-05", ("a source",), note="a note"
    )


def test_an_unknown_row_stays_unknown_and_words_are_no_figure() -> None:
    assert figure("a", None).value is None
    with pytest.raises(TypeError, match="is signed, not a number"):
        taken(Datum("a", "signed", "form", "official", "s", "2024"), "a", "relocated")


def test_rows_of_one_part_are_found_by_state() -> None:
    rows = {row.key: row for row in (persons("DE/places", 1), persons("FR/places", None), persons("DE/came", 2))}
    assert stated(rows, "places") == {"DE": rows["DE/places"], "FR": rows["FR/places"]}
    assert not stated(rows, "left")


def test_a_remainder_is_unknown_where_a_part_is() -> None:
    whole, part = figure("whole", 10), figure("part", 4)
    assert remainder("rest", "relocated", whole, part).value == 6
    assert remainder("rest", "relocated", whole, part, figure("other", None)).value is None
    assert remainder("rest", "relocated", figure("whole", None), part).value is None


def test_persons_for_a_million_inhabitants_are_unknown_where_one_of_the_two_is() -> None:
    assert per_million("x", "relocated_per_million", figure("a", 3), figure("b", 2_000_000)).value == Fraction(3, 2)
    for few, people in ((None, 10), (3, None), (3, 0)):
        assert per_million("x", "relocated_per_million", figure("a", few), figure("b", people)).value is None


def test_the_sum_of_a_table_changes_with_a_cell() -> None:
    assert digest(1, 2) == digest(1, 2) != digest(1, 3)


def digest(*values: int) -> dict[str, str]:
    rows = [persons(f"S{place}", value) for place, value in enumerate(values)]
    return digests(lambda name: rows, ["a_table"])
