"""What a pool year gives to the reports of 15(4) and 64(6) and to the reviews of 79, and its changes since the last."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from test_story import CYCLE, YEAR, in_order
from tests.evaluation.expost.pool_year.test_story import REPORTED, M

from fairshare.evaluation.expost.document import Evaluation, Fig, Grid, Paragraph, Section, Sentence, shown
from fairshare.evaluation.expost.plain_text import text_of
from fairshare.evaluation.expost.pool_year.cycle import evaluation
from fairshare.evaluation.expost.pool_year.reports import report_15_4, review_79
from fairshare.evaluation.pool import report_of
from fairshare.figures.reference import table
from fairshare.ledger import fold


@pytest.fixture(scope="module")
def year() -> Evaluation:
    return evaluation(report_of(fold(in_order(CYCLE, REPORTED), YEAR), date(2028, 4, 30)), table)


def only_section(found: Evaluation) -> Section:
    (section,) = found.sections
    return section


def sentences(found: Evaluation) -> list[str]:
    blocks = (block for block in only_section(found).blocks if isinstance(block, Paragraph))
    return [text_of(sentence, found.figures) for block in blocks for sentence in block.sentences]


def test_the_section_of_15_4_can_be_read_without_its_tables(year: Evaluation) -> None:
    assert sentences(report_15_4(year)) == [
        "This section gives the state of implementation of the mechanism on 30 April 2028 (AMMR 15(4)).",
        "The Council adopted a pool of 30,000 units; a unit is one relocation, or EUR 20,000 in money or in kind "
        "(AMMR 57(1)).",
        "States pledged 20,170 units: 67.2 % of the pool.",
        "Benefitting states: Spain, Hungary, Italy (AMMR 58(3), 59(4)).",
        "What benefitting states need is not known of all of them, so there is no sum.",
        "Of pledges and fair shares, the act itself lowered 0 units (AMMR 57(1)), decisions on requests 950 units "
        "(AMMR 61(4), 62(5)); 7,500 units are released (AMMR 60(3)).",
        "Carried out were 4,880 units: 24.2 % of the pledges and 16.3 % of the pool; what was needed is not known.",
        "Offsets come to 375 units; 12,765 units are outstanding.",
        "3 states have confirmed.",
        "Financial contributions go to the budget of the Union; states report on the actions (AMMR 64(5)), and this is "
        "their progress (AMMR 64(6)).",
        "EUR 69,000,000 are due, EUR 69,000,000 paid and EUR 36,000,000 spent.",
    ]


def test_the_section_tells_on_what_money_is_spent(year: Evaluation) -> None:
    grids = {block.name: block for block in only_section(report_15_4(year)).blocks if isinstance(block, Grid)}
    rows = [[text_of(cell, year.figures) for cell in row if cell] for row in grids["report-purposes"].rows]
    assert ["border management", "EUR 2,000,000", "EUR 1,000,000"] in rows


def test_no_sentence_of_the_sections_tells_an_unknown_figure(year: Evaluation) -> None:
    """What is not known is said in words, or stands in a table."""
    report = report_of(fold(in_order(CYCLE, []), YEAR), date(2028, 4, 30))
    public = evaluation(replace(report, not_covered=("implemented", "offset", "settled")), table)
    for found in (year, public):
        for alone in (report_15_4(found), review_79(found)):
            told = [one for one in shown(replace(alone, headline=(), limits=(), gaps=())) if isinstance(one, Sentence)]
            assert told and "unknown" not in " ".join(text_of(one, alone.figures) for one in told)


@pytest.mark.parametrize("alone", [report_15_4, review_79])
def test_a_section_alone_has_the_gaps_of_what_it_shows(alone: object, year: Evaluation) -> None:
    found = alone(year)  # type: ignore[operator]
    definitions = {found.figures[one.key].definition for one in shown(found) if isinstance(one, Fig)}
    assert {gap.definition for gap in found.gaps} == {gap.definition for gap in year.gaps} & definitions
    assert "consented" in {gap.definition for gap in year.gaps} - {gap.definition for gap in found.gaps}
    assert Fig("data_gaps") not in [part for sentence in found.headline for _, part in sentence.parts]


def test_no_claim_stands_in_the_sections_for_reports(year: Evaluation) -> None:
    for alone in (report_15_4(year), review_79(year)):
        keys = {one.key for one in shown(replace(alone, headline=())) if isinstance(one, Fig)}
        assert keys.isdisjoint({"effective", "effective_of_adopted", "reach.effective"})


def test_changes_are_told_in_every_unit(year: Evaluation) -> None:
    def earlier(key: str, value: int) -> object:
        return replace(year.figures[key], value=Fraction(value))

    known = {
        key: earlier(key, value)
        for key, value in {"money_spent": 30 * M, "implemented_relocation": 1_000, "actions": 1}.items()
    }
    before = replace(year, figures={**year.figures, **known, "days_late.act": earlier("days_late.act", 9)})  # type: ignore[dict-item]
    report = report_of(fold(in_order(CYCLE, REPORTED), YEAR), date(2028, 4, 30))
    figures = evaluation(report, table, previous=before).figures
    assert {key: figures[f"change.{key}"].value for key in known} == {
        "money_spent": 6 * M,
        "implemented_relocation": 80,
        "actions": 3,
    }
    assert [figures[f"change.{key}"].unit for key in known] == ["EUR", "persons", "cases"]
    assert figures["change.days_late.act"].value == year.figures["days_late.act"].value - 9  # type: ignore[operator]
