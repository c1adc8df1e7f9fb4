"""The policy of a matching: exact weights, or every fault with its line."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fairshare.faults import BadInputError
from fairshare.figures.match_policy import read_policy

KINDS = ("family", "study")
Read = Callable[[str], dict[str, Any]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reader(text: str) -> dict[str, Any]:
        path = tmp_path / "policy.yaml"
        path.write_text(text, encoding="utf-8")
        return read_policy(path, KINDS)

    return reader


def test_decimals_are_read_as_they_are_written(read: Read) -> None:
    found = read("place: 0.1\nlinks: 2\nvulnerable: '1e-2'\ntime_limit: 5\nkinds: {family: .3, study: 0}\n")
    assert found == {
        "place": Fraction(1, 10),
        "links": 2,
        "vulnerable": Fraction(1, 100),
        "time_limit": 5,
        "kinds": {"family": Fraction(3, 10), "study": 0},
    }


def test_only_what_the_file_sets_is_there(read: Read) -> None:
    assert read("links: 3\n") == {"links": 3}
    assert read("{}") == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("place: -1\n", "1: place: '-1' is negative; expected a number from 0 to 1,000,000"),
        ("place: 8\nlinks: .nan\n", "2: links: '.nan' is not a number; expected a number from 0 to 1,000,000"),
        ("place: 8\nlinks: inf\n", "2: links: 'inf' is not a finite number; expected a number from 0 to 1,000,000"),
        ("place: true\n", "1: place: 'true' is not a number; expected a number from 0 to 1,000,000"),
        ("place:\n", "1: place: is empty; expected a number from 0 to 1,000,000"),
        ("place: [1]\n", "1: place: is not a number; expected a number from 0 to 1,000,000"),
        ("place: 1000001\n", "1: place: 1000001 is too large; expected a number from 0 to 1,000,000"),
        ("place: 1,5\n", "1: place: '1,5' has a comma; expected a number from 0 to 1,000,000"),
        ("time_limit: 0\n", "1: time_limit: '0' is zero; expected a number above 0 to 1,000,000"),
        ("\nweight: 1\n", "2: weight: is unknown; expected one of place, vulnerable, links, kinds, time_limit"),
        ("kinds:\n  friend: 1\n", "2: kinds.friend: is unknown; expected one of family, study"),
        (
            "kinds:\n  family: 1\n  study: x\n",
            "3: kinds.study: 'x' is not a number; expected a number from 0 to 1,000,000",
        ),
        ("kinds: 3\n", "1: kinds: is no mapping; expected lines of the form NAME: value"),
        ("place: 1\nlinks: 1\nplace: 2\n", "3: place: stands on line 1 already; expected each name once"),
        ("- 1\n", "1: file: does not hold a mapping; expected lines of the form NAME: value"),
        ("place: [\n", "2: yaml: is broken (did not find expected node content); expected valid YAML"),
        ("", "1: file: is empty; expected a header and at least one row"),
    ],
)
def test_a_fault_is_told_with_its_line(read: Read, text: str, told: str) -> None:
    with pytest.raises(BadInputError) as caught:
        read(text)
    assert [str(fault).rpartition("policy.yaml:")[2] for fault in caught.value.faults] == [told]


WORDS = "place links kinds family : 1 -1 .5 nan { } [ ] , & * ! ? | # ' ~ <<"
PIECES = st.sampled_from([*WORDS.split(), "\n", " ", "  "])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_whatever_stands_there_is_read_or_told(read: Read, text: str) -> None:
    try:
        found = read(text)
    except BadInputError as error:
        assert error.faults
    else:
        assert set(found) <= {"place", "vulnerable", "links", "kinds", "time_limit"}
