"""Controlled rounding: whole units in a table with given sums of rows and columns, each cell near its exact part.

Cox, "A constructive procedure for unbiased controlled rounding", JASA 82, 1987: where the exact parts have whole sums,
a table of floors and ceilings with these sums exists. Compared with every table that there is, where they are few.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairshare.law.apportionment.two_way import round_two_way
from fairshare.law.outcome import RefusedError

Table = dict[tuple[str, str], Fraction]
unhurried = settings(deadline=None)


def sums(table: Table, side: int) -> dict[str, Fraction]:
    found: dict[str, Fraction] = {}
    for pair, part in table.items():
        found[pair[side]] = found.get(pair[side], Fraction(0)) + part
    return found


@st.composite
def products(draw: st.DrawFn) -> tuple[Table, dict[str, int], dict[str, int]]:
    """Parts in proportion to both sums, as every draw without closed pairs has them: all sums are whole."""
    rows = draw(st.lists(st.integers(0, 9), min_size=1, max_size=5))
    columns = [0] * draw(st.integers(1, 4))
    for _ in range(sum(rows)):
        columns[draw(st.integers(0, len(columns) - 1))] += 1
    whole = max(sum(rows), 1)
    r, c = ({f"{name}{i}": n for i, n in enumerate(values)} for name, values in (("R", rows), ("C", columns)))
    return {(i, j): Fraction(m * n, whole) for i, m in r.items() for j, n in c.items()}, r, c


@unhurried
@given(drawn=products())
def test_whole_sums_are_met_and_every_cell_is_a_floor_or_a_ceiling(
    drawn: tuple[Table, dict[str, int], dict[str, int]],
) -> None:
    exact, rows, columns = drawn
    found = round_two_way(exact, rows, columns)
    assert found.moved == {}
    assert sums(found.cells, 0) == rows  # type: ignore[arg-type]
    assert sums(found.cells, 1) == columns  # type: ignore[arg-type]
    assert all(floor(exact[pair]) <= units <= ceil(exact[pair]) for pair, units in found.cells.items())


def every_table(pairs: list[tuple[str, str]], columns: dict[str, int]) -> list[dict[tuple[str, str], int]]:
    """Every table with these sums of columns."""
    choices = []
    for column, units in columns.items():
        cells = [pair for pair in pairs if pair[1] == column]
        splits = [s for s in itertools.product(range(units + 1), repeat=len(cells)) if sum(s) == units]
        choices.append([dict(zip(cells, split, strict=True)) for split in splits])
    return [{pair: n for part in parts for pair, n in part.items()} for parts in itertools.product(*choices)]


@st.composite
def awkward(draw: st.DrawFn) -> dict[str, object]:
    """Small tables with missing cells, parts that fit no sum, cells kept and little room."""
    pairs = [(r, c) for r in "ABC" for c in "XY" if draw(st.integers(0, 5))]
    exact = {pair: draw(st.fractions(-1, 3, max_denominator=7)) for pair in pairs}
    columns = {c: draw(st.integers(0, 3)) for c in "XY"}
    whole = sum(columns.values())
    first = draw(st.integers(0, whole))
    rows = {"A": first, "B": (second := draw(st.integers(0, whole - first))), "C": whole - first - second}
    room = {row: n + draw(st.integers(0, 3)) for row, n in rows.items()}
    least = {pair: 1 for pair in pairs if not draw(st.integers(0, 4))}
    return {"exact": exact, "rows": rows, "columns": columns, "room": room, "least": least}


@settings(max_examples=300, deadline=None)
@given(case=awkward())
def test_no_table_is_nearer_of_all_that_there_are(case: dict[str, dict]) -> None:  # type: ignore[type-arg]
    """Rows first, then cells outside their floor and ceiling, then the distance: compared with every table."""
    exact, rows, room, least = case["exact"], case["rows"], case["room"], case["least"]

    def cost(table: dict[tuple[str, str], int]) -> tuple[Fraction, ...]:
        got = {row: sum(n for pair, n in table.items() if pair[0] == row) for row in rows}
        outside = {p: max(n - ceil(exact[p]), 0) + max(floor(exact[p]) - n, 0) for p, n in table.items()}
        return (
            sum((Fraction((got[row] - asked) ** 2, max(asked, 1)) for row, asked in rows.items()), Fraction(0)),
            sum((Fraction(units**2) / max(exact[pair], 1) for pair, units in outside.items()), Fraction(0)),
            sum((abs(n - exact[pair]) for pair, n in table.items()), Fraction(0)),
        )

    allowed = [
        table
        for table in every_table(list(exact), case["columns"])
        if all(table[pair] >= n for pair, n in least.items())
        and all(sum(n for pair, n in table.items() if pair[0] == row) <= most for row, most in room.items())
    ]
    if not allowed:
        with pytest.raises(RefusedError):
            round_two_way(**case)
        return
    found = round_two_way(**case)
    assert found.cells in allowed
    assert cost(found.cells) == min(map(cost, allowed))
    got = {row: sum(n for pair, n in found.cells.items() if pair[0] == row) - rows[row] for row in rows}
    assert found.moved == {row: off for row, off in got.items() if off}


def test_a_row_gives_way_only_where_no_table_keeps_it() -> None:
    """A and B may only fill X, which takes one unit: one of them has to give way."""
    half = Fraction(1, 2)
    exact = {("A", "X"): half, ("B", "X"): half, ("C", "Y"): half, ("D", "Y"): half}
    found = round_two_way(exact, {"A": 1, "B": 1, "C": 0, "D": 0}, {"X": 1, "Y": 1}, room=dict.fromkeys("ABCD", 1))
    assert sum(abs(off) for off in found.moved.values()) == 2
    assert sums(found.cells, 1) == {"X": 1, "Y": 1}  # type: ignore[arg-type]


def test_what_has_to_give_way_is_spread_in_proportion() -> None:
    """A keeps eight units for X; of the six that it gives less elsewhere, Y and Z bear four and two, as is due."""
    exact = {(r, c): Fraction(n) for r in "AB" for c, n in {"X": 2, "Y": 20, "Z": 10}.items()}
    found = round_two_way(exact, {"A": 32, "B": 32}, {"X": 10, "Y": 36, "Z": 18}, least={("A", "X"): 8})
    assert [found.cells["A", column] for column in "XYZ"] == [8, 16, 8]
    assert found.moved == {}


def test_the_order_of_cells_decides_nothing() -> None:
    exact = {(r, c): Fraction(1, 2) for r in "ABCD" for c in "XY"}
    rows, columns = dict.fromkeys("ABCD", 1), {"X": 2, "Y": 2}
    other = dict(reversed(exact.items()))
    assert round_two_way(exact, rows, columns) == round_two_way(other, dict(reversed(rows.items())), columns)


def test_what_cannot_be_reached_is_refused_by_name() -> None:
    with pytest.raises(RefusedError, match="meets the units of X, Y"):
        round_two_way({("A", "X"): Fraction(1)}, {"A": 1}, {"X": 0, "Y": 1})
    with pytest.raises(RefusedError, match="meets the units of X"):
        round_two_way({("A", "X"): Fraction(1)}, {"A": 1}, {"X": 0, "Y": 1}, least={("A", "X"): 1})


def test_thousands_of_units_take_one_path_a_unit_of_rounding() -> None:
    rows = {f"R{i:02}": 101 + 37 * i for i in range(26)}
    columns = {"CY": 500, "EL": 4000, "ES": 3000, "IT": sum(rows.values()) - 7500}
    whole = sum(rows.values())
    exact = {(r, c): Fraction(m * n, whole) for r, m in rows.items() for c, n in columns.items()}
    found = round_two_way(exact, rows, columns)
    assert sums(found.cells, 0) == rows  # type: ignore[arg-type]
    assert all(abs(units - exact[pair]) < 1 for pair, units in found.cells.items())
