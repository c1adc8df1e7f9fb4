"""The register of rules: what it holds, and that every citation in the program reads as one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from fairshare.cli.law import import_rules
from fairshare.law import citation
from fairshare.law.choices import CHOICES
from fairshare.law.citation import REGISTER, Rule, cites
from fairshare.law.responsibility.trace import REASONS

ACTS = ("AMMR", "CFMR", "APR", "IR", "DUBLIN3", "CONVENTION1990", "COM2016", "RCD", "SEMM", "TEU", "TFEU")
CITATION = re.compile(rf"({'|'.join(ACTS)}) (\d{{1,3}}|Annex I|recital \d{{1,2}})(\(\w+\))*")


@pytest.fixture(scope="module", autouse=True)
def rules() -> dict[str, Rule]:
    """Every room that holds rules, imported."""
    import_rules()
    return REGISTER


@pytest.fixture
def registered() -> Iterator[None]:
    """The register as it was, whatever a test adds."""
    before = dict(REGISTER)
    yield
    REGISTER.clear()
    REGISTER.update(before)


@pytest.mark.usefixtures("registered")
def test_a_rule_is_registered_with_what_it_cites_chooses_and_holds() -> None:
    @cites("AMMR 66", "AMMR Annex I", choices=("KEY_SNAPSHOT",), invariants=("I1",))
    def share(of: int) -> int:
        return 2 * of

    name = f"{__name__}.{share.__qualname__}"
    assert REGISTER[name] == Rule(name, ("AMMR 66", "AMMR Annex I"), ("KEY_SNAPSHOT",), ("I1",))
    assert share.__cites__ == ("AMMR 66", "AMMR Annex I")  # type: ignore[attr-defined]
    assert share(3) == 6


def test_every_citation_of_the_register_reads_as_one(rules: dict[str, Rule]) -> None:
    assert len(rules) > 100
    assert [cite for rule in rules.values() for cite in rule.provisions if not CITATION.fullmatch(cite)] == []


def test_every_reason_of_a_chain_begins_with_a_citation() -> None:
    assert len(REASONS) > 300
    assert {r.rule for r in REASONS if not CITATION.fullmatch(r.rule) and not r.rule.startswith("TEST ")} == set()
    assert {flag for reason in REASONS for flag in reason.flags} <= set(CHOICES)


def test_the_acts_of_citations_are_those_that_the_page_of_words_explains() -> None:
    """The module's docstring and the developer book name the same acts."""
    words = Path(__file__).parents[2] / "docs" / "developer" / "words.md"
    for text in (citation.__doc__ or "", words.read_text(encoding="utf-8")):
        named = set(re.findall(r"`([A-Z]{2,}\d*)`", text))
        assert named >= set(ACTS)


def test_every_rule_names_choices_that_exist_and_is_a_public_function_or_class(rules: dict[str, Rule]) -> None:
    assert {choice for rule in rules.values() for choice in rule.choices} <= set(CHOICES)
    for name in rules:
        module, _, function = name.rpartition(".")
        assert not function.startswith("_")
        assert getattr(import_module(module), function).__cites__ == rules[name].provisions
