"""Claims in circulation are answered with the figures of the tables, and every figure of an answer has a source."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction

import pytest

from fairshare.evaluation.expost.catalogue import chain, claims, delivery, fairness, history, process, voluntary
from fairshare.evaluation.expost.claims import CLAIMS, VERDICTS, Claim, claims_evaluation
from fairshare.evaluation.expost.document import Fig, Link, Sentence, shown
from fairshare.evaluation.expost.past import PAST
from fairshare.figures.reference import table
from fairshare.law.choices import CHOICES

EVALUATION = claims_evaluation(table)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("floor_relocations", 30_000),
        ("floor_eur", 600_000_000),
        ("unit", 20_000),
        ("adopted", 21_000),
        ("pool_eur", 420_000_000),
        ("at_risk", 12),
        ("pledged.DE", 4_555),
        ("pledged.AT", 0),
        ("money.PT", 8_440_000),
        ("units.PT", 422),
        ("offsets.part", 12_600),
        ("offsets.number", 30_000),
        ("stated.units", 4_695),
        ("committed", 98_255),
        ("decided", 160_000),
    ],
)
def test_a_figure_is_that_of_the_law_or_of_the_table(key: str, value: int) -> None:
    assert EVALUATION.figures[key].value == value


@pytest.mark.parametrize(
    ("key", "per_mille"), [("stated.part", 224), ("relocated_of_committed", 353), ("relocated_of_decided", 217)]
)
def test_a_part_is_the_one_that_is_published(key: str, per_mille: int) -> None:
    assert round((EVALUATION.figures[key].value or 0) * 1000) == per_mille


def test_austria_would_owe_about_720_of_a_pool_of_30000() -> None:
    """Not the 2,000 to 3,000 that go round: half its part of the population and half its part of GDP, rounded up."""
    owed, share = EVALUATION.figures["fair_share.AT"].value, EVALUATION.figures["key.AT"].value
    assert owed is not None and share is not None
    assert abs(owed - 720) < 10
    assert owed - 1 < share * 30_000 <= owed
    assert owed < (EVALUATION.figures["claimed.AT.low"].value or 0) / 2


def test_a_figure_that_only_a_statement_gives_is_never_official() -> None:
    stated = [figure for key, figure in EVALUATION.figures.items() if key.startswith(("claimed.", "stated."))]
    assert len(stated) == 7
    assert {figure.status for figure in stated} <= {"reported", "inferred"}


def test_every_figure_that_is_told_is_there_and_each_that_is_there_is_told_or_an_input() -> None:
    told = {part.key for part in shown(EVALUATION) if isinstance(part, Fig)}
    inputs = {key for figure in EVALUATION.figures.values() for key in figure.inputs}
    assert told <= EVALUATION.figures.keys() <= told | inputs


def test_no_text_holds_a_number() -> None:
    texts = [part.text for part in shown(EVALUATION) if isinstance(part, Sentence)]
    assert len(texts) > 40
    assert [text for text in texts if re.search(r"\d", text)] == []


def test_names_are_addresses_and_each_verdict_has_a_word_and_is_used() -> None:
    names = [claim.name for claim in CLAIMS]
    assert len(set(names)) == len(names) == len(EVALUATION.sections)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in names)
    assert {claim.verdict for claim in CLAIMS} == set(VERDICTS)


def links(claim: Claim) -> dict[str, str]:
    """What an answer links to: the names by kind."""
    parts = (value for sentence in claim.answer for _name, value in sentence.parts)
    return {part.kind: part.name for part in parts if isinstance(part, Link)}


def test_a_choice_or_an_evaluation_that_an_answer_names_exists() -> None:
    held = [links(claim) for claim in CLAIMS]
    assert {one["choice"] for one in held if "choice" in one} <= CHOICES.keys()
    assert {one["evaluation"] for one in held if "evaluation" in one} <= PAST.keys()


def test_a_claim_on_an_open_reading_is_not_wrong_but_names_the_choice() -> None:
    named = {claim.name for claim in CLAIMS if "choice" in links(claim)}
    assert {claim.verdict for claim in CLAIMS if claim.name in named} == {"reading", "open"}
    assert {claim.name for claim in CLAIMS if claim.verdict == "reading"} == {
        "council-floor", "offsets-below-part-of-needs",
    } <= named  # fmt: skip


def test_no_indicator_stands_in_two_themes() -> None:
    themes = (chain, claims, delivery, fairness, history, process, voluntary)
    count = Counter(one.name for theme in themes for one in theme.DEFINITIONS)
    assert [name for name, times in count.items() if times > 1] == []


def test_a_part_of_a_whole_is_exact() -> None:
    assert EVALUATION.figures["stated.part"].value == Fraction(4_695, 21_000)
