"""Faults print as one line ``FILE:LINE: FIELD: problem; expected …`` and an error carries them all, by place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fairshare.faults import BadInputError, Fault, bad_argument

FAULTS = st.builds(
    Fault,
    st.sampled_from(["a.csv", "b.csv"]),
    st.integers(1, 999),
    st.sampled_from(["state", "gdp"]),
    st.just("is bad"),
)


def test_a_fault_is_the_line_that_the_contract_lays_down():
    assert str(Fault("in.csv", 3, "gdp", "is empty", "a number")) == "in.csv:3: gdp: is empty; expected a number"


def test_a_fault_without_expectation_ends_with_the_problem():
    assert str(Fault("in.csv", 1, "file", "is empty")) == "in.csv:1: file: is empty"


@given(st.lists(FAULTS, min_size=1))
def test_every_fault_is_printed_once_on_its_own_line_in_order_of_place(faults):
    error = BadInputError(faults)
    assert str(error).splitlines() == [str(fault) for fault in sorted(faults)]
    assert [(fault.file, fault.line) for fault in error.faults] == sorted((fault.file, fault.line) for fault in faults)


def test_lines_are_sorted_as_numbers_not_as_text():
    error = BadInputError([Fault("a", 10, "x", "late"), Fault("a", 9, "x", "early")])
    assert [fault.line for fault in error.faults] == [9, 10]


def test_a_bad_argument_names_itself():
    assert str(bad_argument("year", "1 is too early", "2026")) == "argument:1: year: 1 is too early; expected 2026"
