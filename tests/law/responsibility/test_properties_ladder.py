"""The hierarchy of criteria: facts of one criterion do not reach into those that stand above it or below it.

Article 24(1): the criteria apply in the order in which they are set out. A fact is taken away by emptying its slot, so
that each comparison reads in both directions: what is said of taking a fact away holds for adding it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from rewritten import always, depths
from strategies import many_cases

from fairshare.law.choices import DEFAULTS
from fairshare.law.responsibility.codes import NONE, Array, Mode, PaperType, Place
from fairshare.law.responsibility.ladder import Designation
from fairshare.law.responsibility.notation import read_cases
from fairshare.law.responsibility.regimes import AMMR, designate, scope_of_first
from fairshare.law.responsibility.table import CaseTable, columns
from fairshare.law.responsibility.trace import REASONS, SILENT

Fact = dict[str, Any]

ORDER = (
    ("APR 38(1)(c)",), ("AMMR 36(1)(c)",), ("AMMR 16(4)",), ("AMMR 25", "AMMR 37(1)"), ("AMMR 34",), ("AMMR 26",),
    ("AMMR 27",), ("AMMR 29",), ("AMMR 30",), ("AMMR 31",), ("AMMR 32",), ("AMMR 33(3)",), ("AMMR 33(2)",),
    ("AMMR 33(1)",), ("AMMR 16(2)", "AMMR 16(3)"),
)  # fmt: skip
"""Section 2.0 of the reading of the law, what is no case of Part III before it."""


def rank(cite: str) -> int:
    """The place of a criterion in the order."""
    return next(place for place, cites in enumerate(ORDER) if any(cite == c or cite.startswith(f"{c}(") for c in cites))


RELATIVES, DIPLOMAS, VISA_FREE = ("AMMR 25", "AMMR 27"), ("AMMR 30", "AMMR 30"), ("AMMR 31", "AMMR 33(3)")
ADMISSION, DOCUMENTS = ("AMMR 36(1)(c)", "AMMR 36(1)(c)"), ("AMMR 29", "AMMR 29")
CROSSINGS = ("AMMR 33(3)", "AMMR 33(1)")


def concerns(table: CaseTable, group: str, slot: int) -> tuple[Array, Array]:
    """The first and the last criterion that asks for the fact in a slot, as places in the order."""

    def places(of: tuple[str, str]) -> Array:
        return np.tile(np.array([[rank(of[0])], [rank(of[1])]]), table.rows)

    if group == "relatives":
        first, last = places(RELATIVES)
    elif group == "documents":
        admission = table.documents.type[slot] == PaperType.ADMISSION
        first, last = np.where(admission, places(ADMISSION), places(DOCUMENTS))
    elif group == "diplomas":
        first, last = places(DIPLOMAS)
    else:
        visa_free = table.entries.mode[slot] == Mode.VISA_FREE
        first, last = np.where(visa_free, places(VISA_FREE), places(CROSSINGS))
        # 33(2) stands instead of 33(1), also once its months have passed: without the rescue, 33(1) can be met
        last = np.where(table.entries.mode[slot] == Mode.SAR, rank("AMMR 16(2)"), last)
    return first, last


def designated(table: CaseTable) -> Designation:
    return designate(table, scope_of_first(table, AMMR, DEFAULTS), AMMR)


def ranks(found: Designation) -> Array:
    """By which criterion each row is decided, or left to a person."""
    assert not np.any(found.why == SILENT)
    of_reason = [rank(r.rule) if i in set(found.why.tolist()) else NONE for i, r in enumerate(REASONS)]
    return np.array(of_reason)[found.why]


def without(table: CaseTable, group: str, slot: int) -> CaseTable:
    """The table with one slot of a group empty in every row."""
    held = getattr(table, group)
    empty = {name: np.array(getattr(held, name), copy=True) for name in columns(type(held))}
    for name, column in columns(type(held)).items():
        empty[name][slot] = column.default
    return replace(table, **{group: type(held)(**empty)})


def taken_away(table: CaseTable) -> Iterator[tuple[Designation, Array, Array, Array]]:
    """For each slot: what is found without it, where it held something, and which criteria ask for it."""
    for group in ("relatives", "documents", "diplomas", "entries"):
        for slot in range(getattr(table, group).count):
            yield (
                designated(without(table, group, slot)),
                getattr(table, group).filled[slot],
                *concerns(table, group, slot),
            )


def read(cases: list[Fact]) -> CaseTable:
    return read_cases(cases).table


@pytest.mark.law("AMMR 24(1)")
@depths(30, 150)
def test_a_fact_of_a_lower_criterion_does_not_reach_into_one_that_is_met_above_it(examples: int) -> None:
    def holds(cases: list[Fact]) -> None:
        table = read(cases)
        found = designated(table)
        for less, held, first, _ in taken_away(table):
            above = held & (ranks(found) < first)
            assert np.array_equal(less.state[above], found.state[above])
            assert np.array_equal(less.why[above], found.why[above])
            assert np.array_equal(less.human[above], found.human[above])
            assert not np.any(held & (ranks(less) < first) & (ranks(found) >= first))  # nor, added, against one

    always(examples, holds, many_cases(10))


@pytest.mark.law("AMMR 24(1)")
@depths(30, 150)
def test_taking_a_fact_away_never_moves_the_outcome_up_the_ladder(examples: int) -> None:
    def holds(cases: list[Fact]) -> None:
        """A fact of a criterion that was asked and not met does not decide by its absence (Article 16(3) aside)."""
        table = read(cases)
        found = designated(table)
        safe = table.article_4_risk == 0
        for less, held, first, last in taken_away(table):
            below = held & (ranks(found) > last)
            assert np.array_equal(less.state[below], found.state[below])
            assert np.array_equal(less.why[below & safe], found.why[below & safe])
            within = held & (ranks(found) >= first)
            assert np.all(ranks(less)[within] >= first[within])

    always(examples, holds, many_cases(10))


@pytest.mark.law("AMMR 16(4)", "AMMR 24(1)")
@depths(15, 70)
def test_a_threat_to_security_goes_before_every_criterion(examples: int) -> None:
    def holds(cases: list[Fact]) -> None:
        table = read(cases)
        state = scope_of_first(table, AMMR, DEFAULTS).determining
        found = designated(
            replace(table, security_threat=np.ones(table.rows, np.int8), security_by=np.asarray(state, np.int8))
        )
        criteria = ranks(found) >= rank("AMMR 16(4)")
        assert np.all(ranks(found)[criteria] == rank("AMMR 16(4)"))
        assert np.array_equal(found.state[criteria], state[criteria])

    always(examples, holds, many_cases(10))


@pytest.mark.law("AMMR 32", "AMMR 24(1)")
@depths(15, 70)
def test_an_airport_decides_exactly_where_nothing_before_it_does(examples: int) -> None:
    def holds(cases: list[Fact]) -> None:
        table = read(cases)
        places = [
            replace(
                table, registrations=replace(table.registrations, place=np.full_like(table.registrations.place, place))
            )
            for place in (Place.TERRITORY, Place.AIRPORT_TRANSIT_AREA)
        ]
        territory, airport = map(designated, places)
        before = ranks(territory) < rank("AMMR 32")
        assert np.array_equal(airport.why[before], territory.why[before])
        assert np.array_equal(airport.state[before], territory.state[before])
        registered = scope_of_first(table, AMMR, DEFAULTS).registered_in
        last = ~before & (table.article_4_risk == 0)
        assert np.array_equal(airport.state[last], registered[last])

    always(examples, holds, many_cases(10))
