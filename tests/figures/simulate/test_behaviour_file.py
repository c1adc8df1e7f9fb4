"""The file of assumptions: complete, sourced, and every fault of one named by its path."""

from __future__ import annotations

import pytest

from fairshare.faults import BadInputError
from fairshare.figures.simulate.behaviour import GROUPS, rows

ONE = """\
people:
  request:
    says: Chance that a state asks
    unit: chance
    best: 0.5
    low: 0.2
    high: 0.9
    shape: triangular
    status: assumed
    source: none found
    why: it may not know
"""


def faults(text: str) -> list[str]:
    """What is wrong with a file, one line a fault."""
    with pytest.raises(BadInputError) as raised:
        rows(text)
    return [str(fault) for fault in raised.value.faults]


def test_a_row_has_words_and_floats() -> None:
    (row,) = rows(ONE)
    assert (row["name"], row["group"], row["status"]) == ("request", "people", "assumed")
    assert (row["low"], row["best"], row["high"]) == (0.2, 0.5, 0.9)


def test_every_bundled_assumption_says_where_it_is_from_and_why() -> None:
    held = rows()
    assert {row["group"] for row in held} == set(GROUPS)
    assert len({row["name"] for row in held}) == len(held)
    assert all(len(row["source"]) > 8 and len(row["why"]) > 8 for row in held if row["status"] != "assumed")


def test_what_nobody_measured_has_a_wide_range() -> None:
    narrow = [
        row["name"]
        for row in rows()
        if row["status"] == "assumed" and row["low"] > 0 and row["high"] < 2 * row["low"] and row["shape"] != "fixed"
    ]
    assert narrow == []


def test_the_counts_of_the_literature_stand_there() -> None:
    by_name = {row["name"]: row for row in rows()}
    attrition = by_name["attrition"]
    assert (
        attrition["a"] + attrition["b"] == 1324
    )  # persons proposed for relocation by early 2016, of whom 191 were gone
    assert attrition["best"] == pytest.approx(191 / 1324, abs=5e-4)
    assert by_name["voluntary_places"]["best"] == 8289
    assert by_name["delivery_voluntary"]["best"] == pytest.approx(5000 / 8289, abs=0.005)
    assert by_name["unit_eur"]["best"] == 600_000_000 / 30_000


def test_leaving_is_as_spread_as_the_four_states_that_were_counted() -> None:
    leave = next(row for row in rows() if row["name"] == "leave")
    seen = (72 / 90, 93 / 206, 0.42, 0.5)  # Latvia: more than half
    mean = sum(seen) / 4
    spread = (sum((one - mean) ** 2 for one in seen) / 3) ** 0.5
    a, b = leave["a"] + 0.5, leave["b"] + 0.5  # the prior of Jeffreys
    assert a / (a + b) == pytest.approx(mean, abs=0.01)
    assert (a * b / (a + b) ** 2 / (a + b + 1)) ** 0.5 == pytest.approx(spread, abs=0.01)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("best: 0.5", "best: 1.5", "behaviour.yaml:5: people.request.best: 1.5 is not between low and high"),
        ("high: 0.9", "high: 1.5", "behaviour.yaml:7: people.request.high: is no chance; expected 0 to 1"),
        ("best: 0.5", "best: .nan", "behaviour.yaml:5: people.request.best: is no number"),
        ("best: 0.5", "best: [1]", "behaviour.yaml:5: people.request.best: is no number"),
        ("best: 0.5", "best: some", "behaviour.yaml:5: people.request.best: is no number"),
        ("triangular", "normal", "behaviour.yaml:8: people.request.shape: 'normal' is unknown"),
        ("triangular", "fixed", "behaviour.yaml:8: people.request.shape: does not fit the range"),
        ("triangular", "beta", "behaviour.yaml:2: people.request.a: is missing"),
        ("status: assumed", "status: known", "behaviour.yaml:9: people.request.status: 'known' is unknown"),
        ("    why: it may not know\n", "", "behaviour.yaml:2: people.request.why: is missing"),
        ("why: it may not know", "why:", "behaviour.yaml:11: people.request.why: is empty"),
        ("why: it", "when: 1\n    why: it", "behaviour.yaml:11: people.request.when: is unknown"),
        ("  request:", "  request: 1\n  other:", "behaviour.yaml:2: people.request: is no mapping"),
        ("people:", "persons:", "behaviour.yaml:1: persons: is unknown; expected one of people, states, costs"),
        ("    low: 0.2\n", "    low: 0.2\n    low: 0.3\n", "behaviour.yaml:7: people.request.low: is repeated"),
    ],
)
def test_a_fault_is_named_by_its_path(old: str, new: str, fault: str) -> None:
    assert any(found.startswith(fault) for found in faults(ONE.replace(old, new)))


def test_a_name_stands_in_one_group_only() -> None:
    again = ONE + ONE.replace("people:", "states:")
    assert faults(again) == ["behaviour.yaml:13: states.request: stands in the file already; expected each name once"]


def test_counts_of_a_beta_are_above_nothing() -> None:
    text = ONE.replace("shape: triangular", "shape: beta\n    a: 0\n    b: 4")
    assert faults(text) == ["behaviour.yaml:9: people.request.a: 0 is not above 0; expected what was counted"]


@pytest.mark.parametrize("text", ["", "- a", "people: [", "people: 1"])
def test_a_file_that_is_no_mapping_is_refused(text: str) -> None:
    assert faults(text)
