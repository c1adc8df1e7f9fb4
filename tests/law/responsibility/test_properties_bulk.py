"""One by one and in bulk the answers are the same, word by word: however cases are ordered, divided, or laid out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st
from rewritten import always, ask, depths, later
from strategies import many_cases

from fairshare.figures.flat_cells import read_cells
from fairshare.law.responsibility.answers import answer, documents
from fairshare.law.responsibility.cases import Cases
from fairshare.law.responsibility.flat import column_of, from_flat, is_text, to_flat, words_of
from fairshare.law.responsibility.notation import read_cases

Fact = dict[str, Any]


def through_the_flat_table(cases: Cases) -> Cases:
    """The cases as a file of columns gives them back."""
    return from_flat({name: _numbers(name, cells) for name, cells in to_flat(cases).items()})


def _numbers(name: str, cells: Sequence[Any]) -> Any:
    column = None if is_text(name) else column_of(name)
    if column is None:
        return cells
    numbers, unread = read_cells(pa.chunked_array([pa.array(cells)]), column, words_of(column))
    assert unread is None
    return numbers


def by_id(answers: Sequence[Fact]) -> Mapping[str, Fact]:
    return {found["id"]: found for found in answers}


@depths(20, 120)
def test_one_by_one_and_together_the_answers_are_the_same(examples: int) -> None:
    def holds(cases: list[Fact]) -> None:
        assert ask(*cases) == [found for case in cases for found in ask(case)]

    always(examples, holds, many_cases(8))


@depths(15, 90)
def test_the_order_of_cases_and_how_they_are_divided_do_not_matter(examples: int) -> None:
    def holds(cases: list[Fact], random: Random, size: int) -> None:
        mixed = random.sample(cases, len(cases))
        chunks = [mixed[start : start + size] for start in range(0, len(mixed), size)]
        assert by_id([found for chunk in chunks for found in ask(*chunk)]) == by_id(ask(*cases))

    always(examples, holds, many_cases(8), st.randoms(use_true_random=False), st.integers(1, 4))


@depths(15, 90)
def test_by_the_flat_table_the_answers_are_the_same(examples: int) -> None:
    def holds(cases: list[Fact]) -> None:
        read = read_cases(cases)
        assert list(documents(answer(through_the_flat_table(read)))) == list(documents(answer(read)))

    always(examples, holds, many_cases(6))


@depths(15, 90)
def test_without_chains_the_answers_are_the_same(examples: int) -> None:
    def holds(cases: list[Fact]) -> None:
        read = read_cases(cases)
        told, silent = answer(read), answer(read, traced=False)
        for name in (
            "regime", "responsible", "basis", "status", "human", "options", "next_actor", "next_act", "next_due",
            "criterion", "slot", "group",
        ):  # fmt: skip
            assert getattr(silent, name).tolist() == getattr(told, name).tolist(), name
        assert silent.trace == ()

    always(examples, holds, many_cases(6))


@depths(15, 70)
def test_a_huge_case_beside_others_changes_nothing_for_them(examples: int) -> None:
    def holds(cases: list[Fact], place: int) -> None:
        place = min(place, len(cases))
        beside = ask(*cases[:place], huge_case(), *cases[place:])
        assert beside[:place] + beside[place + 1 :] == ask(*cases)
        assert beside[place] == ask(huge_case())[0]

    always(examples, holds, many_cases(3), st.integers(0, 3))


def huge_case(relatives: int = 20, times: int = 30) -> Fact:
    """A family of many, each with a long record."""
    ids = ["a", *(f"relative {number}" for number in range(relatives))]
    days = [later("2026-07-01", number) for number in range(times)]
    return {
        "id": "huge",
        "applicant": "a",
        "group": ids[:8],
        "asked_on": "2027-06-01",
        "persons": [{"id": one, "birth_date": later("1970-01-01", 400 * n)} for n, one in enumerate(ids)],
        "links": [{"from": "a", "to": one, "kind": "sibling"} for one in ids[1:]],
        "statuses": [{"person": one, "state": "SE", "kind": "beneficiary"} for one in ids[8:]],
        "wishes": [{"person": one, "towards": "a", "written": True} for one in ids[1:]],
        "documents": [
            {
                "holder": "a",
                "kind": "visa",
                "issuer": "NL",
                "valid_from": "2020-01-01",
                "valid_to": later("2020-02-01", n),
            }
            for n in range(times)
        ],
        "diplomas": [{"holder": "a", "issuer": "FR", "issued": later("2010-01-01", n)} for n in range(times)],
        "entries": [{"person": "a", "state": "EL", "date": day, "mode": "irregular"} for day in days],
        "registrations": [{"state": "DE", "registered": later("2026-09-01", 2 * n)} for n in range(times)],
        "eurodac": [{"article": "15", "state": "EL", "event_date": day, "hit_date": day} for day in days],
        "events": [{"kind": kind, "date": day} for day in days for kind in ("exit_territory", "reentry")],
    }
