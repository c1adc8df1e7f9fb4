"""Chains as Arrow columns say what the chains of the engine say, line by line."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairshare.figures.chain_cells import LINK, chain_cells
from fairshare.law.responsibility import trace
from fairshare.law.responsibility.days import NO_DAY
from fairshare.law.responsibility.trace import MET, NOT_MET, Reason, Step, chains

REASONS = [
    Reason("AMMR 1", MET, "nothing to fill in", ()),
    Reason("AMMR 2", NOT_MET, "{0:state} entered on {1:day}: {2:number} days, {0:state} again", ()),
    Reason("AMMR 3", MET, "{2:number}{1:day}", ()),
]


@pytest.fixture(scope="module", autouse=True)
def reasons() -> Iterator[None]:
    """Three reasons in place of those of the law."""
    kept = list(trace.REASONS)
    trace.REASONS[:] = REASONS
    yield
    trace.REASONS[:] = kept


@st.composite
def steps(draw: st.DrawFn, rows: int) -> Step:
    some = draw(st.none() | st.lists(st.integers(0, rows - 1), unique=True).map(sorted)) if rows else None
    size = rows if some is None else len(some)

    def column(values: st.SearchStrategy[int], dtype: type) -> np.ndarray:  # type: ignore[type-arg]
        return np.array(draw(st.lists(values, min_size=size, max_size=size)), dtype)

    figures = (
        column(st.integers(-1, 31), np.int8),
        column(st.sampled_from([NO_DAY, -30_000, 0, 20_000, 80_000]), np.int32),
        column(st.integers(-5, 10**6), np.int32),
    )
    return Step(column(st.integers(-1, 2), np.int16), figures, None if some is None else np.array(some, np.intp))


@settings(max_examples=200, deadline=None)
@given(st.data(), st.integers(0, 6))
def test_the_columns_say_what_the_chains_say(data: st.DataObject, rows: int) -> None:
    given_steps = data.draw(st.lists(steps(rows), max_size=4))
    told = chain_cells(given_steps, rows)
    expected = [
        [{"rule": link.rule, "outcome": link.outcome, "why": link.why} for link in chain]
        for chain in chains(given_steps, rows)
    ]
    assert told.to_pylist() == expected
    assert told.type.value_type == LINK


def test_a_figure_that_is_the_same_for_all_rows_stands_in_each() -> None:
    step = Step(np.array([1, -1, 1], np.int16), (np.broadcast_to(np.int8(0), 3), np.full(3, 0), np.arange(3)))
    told = chain_cells([step], 3).to_pylist()
    assert [[link["why"] for link in chain] for chain in told] == [
        ["AT entered on 1970-01-01: 0 days, AT again"],
        [],
        ["AT entered on 1970-01-01: 2 days, AT again"],
    ]
