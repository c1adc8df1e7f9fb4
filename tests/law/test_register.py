"""The register of provisions: complete where it must be, and held against a list that it does not write."""

from __future__ import annotations

import re

import pytest

from fairshare.cli.law import import_rules
from fairshare.figures.marks import marked_tests
from fairshare.law import register
from fairshare.law.choices import CHOICES
from fairshare.law.citation import REGISTER, Rule
from fairshare.law.parameters import table
from fairshare.law.register import article, missing, provisions

import_rules()

RELOCATION = [f"67({n})" for n in (1, 2, 3, 4, 5, 6, 9, 10, 11, 12)]
MUST = [*(str(n) for n in (*range(7, 47), *range(56, 67), 68, 69)), *RELOCATION, "Annex I"]


def test_no_required_provision_is_without_a_rule() -> None:
    """The gate of CI: Articles 7 to 46, 56 to 66, most of 67, 68, 69 and Annex I."""
    assert [p.cite for p in missing(provisions(REGISTER)) if p.required] == []


def test_the_list_names_every_required_article() -> None:
    numbers = [p.cite[5:] for p in provisions(REGISTER) if p.required]
    assert {number if number in MUST else article(number) for number in numbers} == set(MUST)
    assert {str(number) for number in table("provisions")["required"]} == set(MUST)


@pytest.mark.parametrize(
    ("required", "expected"),
    [([68], ["68(1)", "68(2)", "68(3)", "68(4)"]), (["67(5)"], ["67(5)"]), (["67(5)", 27], ["27", "67(5)"]), ([], [])],
)
def test_an_article_or_a_single_paragraph_can_be_required(
    required: list[object], expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = table("provisions") | {"required": required}
    monkeypatch.setattr(register, "table", {"provisions": data}.__getitem__)
    assert [p.cite for p in register.provisions({}) if p.required] == [f"AMMR {number}" for number in expected]


PART_III = {
    16: 5, 17: 5, 18: 4, 19: 2, 20: 3, 22: 7, 23: 6, 24: 2, 25: 5, 26: 3, 29: 5, 30: 2, 31: 2, 33: 3, 34: 2, 35: 2,
    36: 3, 37: 5, 38: 5, 39: 3, 40: 8, 41: 4, 42: 5, 43: 5, 44: 5, 45: 4, 46: 3,
}  # fmt: skip
"""Without the empowerments at the end of Articles 23, 25, 34, 41 and 46."""
PARAGRAPHS = {9: 10, 11: 4, 12: 6, 13: 4, 14: 5, 15: 5, 57: 4, 58: 3, 59: 7, 60: 6, 61: 4, 62: 5, 63: 9, 64: 6, 65: 3}


@pytest.mark.parametrize(("number", "paragraphs"), [*PARAGRAPHS.items(), *PART_III.items(), (67, 14), (68, 4), (69, 3)])
def test_no_paragraph_of_an_article_is_left_out(number: int, paragraphs: int) -> None:
    """Numbers of paragraphs as the Regulation has them."""
    found = {int(m[1]) for p in provisions({}) if (m := re.match(rf"AMMR {number}\((\d+)\)", p.cite))}
    assert found == set(range(1, paragraphs + 1))


def test_every_article_of_part_iii_is_listed_in_the_order_of_the_law() -> None:
    articles = [int(number) for p in provisions({}) if (number := article(p.cite[5:])).isdigit()]
    assert articles == sorted(articles)
    assert set(articles) >= set(range(16, 52)) | {55}


def test_a_provision_without_rules_is_missing() -> None:
    assert missing(provisions({})) == provisions({})
    rule = Rule("x.y", ("AMMR 63(5)",), ("CATCH_UP_CAP", "A"), ("I33", "I4"))
    found = next(p for p in provisions({"x.y": rule}) if p.rules)
    assert (found.cite, found.choices, found.invariants) == ("AMMR 63(5)", ("A", "CATCH_UP_CAP"), ("I4", "I33"))


def test_every_required_provision_has_a_test_that_names_it() -> None:
    tests = marked_tests()
    assert tests, "the tests are read from the source tree"
    assert [p.cite for p in provisions(REGISTER) if p.required and p.cite not in tests] == []


def test_every_choice_named_by_a_rule_exists_and_every_ambiguity_is_a_choice() -> None:
    named = {choice for rule in REGISTER.values() for choice in rule.choices}
    assert named <= CHOICES.keys()
    assert {c.ambiguity for c in CHOICES.values()} - {""} == {f"A{n}" for n in range(1, 24)}
