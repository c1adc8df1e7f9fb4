"""The yardstick of schemes of which only the total is known, on a world made by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from fairshare.evaluation.expost.document import Block, Fig, Paragraph, Shown
from fairshare.evaluation.expost.measured import Figures, Measured, collected
from fairshare.evaluation.expost.past.yardstick import compared_section, yardstick, yardstick_sections
from fairshare.figures.provenance import Datum
from fairshare.states import PART_IV

APART = {"DE": 100, "IT": 160}
"""Applications that are not 130, which all others have: of 3,380, Germany has 30 too few and Italy 30 too many."""


@dataclass(frozen=True)
class World:
    rows: tuple[Datum, ...]

    def __iter__(self) -> Iterator[Datum]:
        return iter(self.rows)

    def __getitem__(self, key: str) -> Datum:
        return next(row for row in self.rows if row.key == key)


def read(name: str) -> World:
    """26 equal states in which each has 130 applications a year, but for two."""
    make = {
        "applications_by_year": [
            (f"{s}/{y}", APART.get(s, 130) if y > 2000 else 130) for s in PART_IV for y in (2000, 2001)
        ],
        "population": [(f"{state}/2024", 1000) for state in PART_IV],
        "gdp": [(f"{state}/2023", 10) for state in PART_IV],
    }[name]
    unit = "million EUR" if name == "gdp" else "persons"
    return World(tuple(Datum(key, Fraction(value), unit, "official", "a world", "2024") for key, value in make))


def pool(value: int | None) -> Measured:
    known = None if value is None else Fraction(value)
    return Measured("relocated", "relocated", known, "unknown" if value is None else "reported", "2024", ("a world",))


def parts(block: Block) -> list[Shown]:
    assert isinstance(block, Paragraph)
    return [part for sentence in block.sentences for _, part in sentence.parts]


def figures(value: int | None) -> Figures:
    given = pool(value)
    return collected((given, *yardstick(read, (2001,), 2000, given)))


def test_the_reach_is_the_pool_over_those_who_would_have_to_move() -> None:
    found = figures(6)
    assert found["to_move"].value == 30
    assert found["reach"].value == Fraction(6, 30)


def test_at_best_each_person_moved_lowers_the_index_by_one_part_of_all() -> None:
    found = figures(6)
    assert found["hoover.before"].value == Fraction(30, 3380)
    assert found["at_best"].value == Fraction(24, 3380)
    assert found["elsewhere.at_best"].value == 24


def test_a_pool_that_is_enough_meets_the_key_at_best_and_a_larger_one_does_no_better() -> None:
    for persons in (30, 31):
        assert figures(persons)["at_best"].value == figures(persons)["elsewhere.at_best"].value == 0


def test_the_year_before_is_compared_with() -> None:
    found = figures(6)
    assert found["previous.hoover.before"].value == 0
    assert found["against.previous"].value == Fraction(30, 3380)


def test_an_unknown_pool_leaves_reach_and_best_unknown_and_the_index_known() -> None:
    found = figures(None)
    assert found["reach"].value is None and found["at_best"].value is None
    assert found["hoover.before"].value == Fraction(30, 3380)


def test_the_sections_show_the_account_and_what_would_be_best() -> None:
    account, compared = yardstick_sections(figures(6))
    assert account.slug == "fairness"
    assert Fig("at_best") in parts(compared.blocks[0])


def test_one_year_before_is_not_set_beside_several_in_numbers_of_persons() -> None:
    compared = compared_section(figures(6))
    last = compared.blocks[-1]
    assert isinstance(last, Paragraph) and "compare the index, not the numbers of persons" in last.sentences[0].text
