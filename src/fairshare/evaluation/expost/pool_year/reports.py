"""What an evaluation of a pool year gives to the reports that the Regulation asks for: 15(4), 64(6) and 79."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from fairshare.evaluation.expost.document import (
    Block,
    Cite,
    Evaluation,
    Fig,
    Grid,
    Paragraph,
    Section,
    Sentence,
    Shown,
    State,
    say,
    shown,
)
from fairshare.evaluation.expost.grids import by_state, indicators, known
from fairshare.evaluation.expost.measured import Figures
from fairshare.evaluation.expost.pool_year.record import Record
from fairshare.evaluation.expost.pool_year.sections import NEEDS_UNKNOWN, delivered_told, pledged_told
from fairshare.evaluation.expost.pool_year.sections_year import by_purpose
from fairshare.law.solidarity.cycle import calendar

REPORT: Final = "report-15-4"
REVIEW: Final = "review-79"
_COUNT: Final = Fig("data_gaps")
_AHEAD: Final = 10
"""Years to look ahead for a review: the evaluation comes every five."""


def report_section(record: Record, figures: Figures) -> Section:
    """The section for the report of 15(4): how far the pool is implemented, and its money (64(6)).

    It tells what is on record and what is not; claims and comparisons are no part of it."""
    implementation = (
        *("needs", "adopted", "pledged", "pledged_known", "adjusted", "to_implement", "implemented", "offset_taken"),
        *("outstanding", "implemented_of_pledged", "implemented_of_adopted", "implemented_of_needs", "confirmations"),
    )
    money = (
        *("pledged_financial", "money_due", "implemented_financial", "money_allocated", "money_to_facility"),
        *("actions", "action_cost", "money_spent", "third_country", "border"),
    )
    by_type = ("fair_share", "pledged", "adjusted", "implemented", "offset_taken", "outstanding")
    blocks: tuple[Block, ...] = (
        Paragraph(tuple(_implementation(record, figures))),
        indicators("report-implementation", say("State of implementation"), figures, implementation),
        by_state("report-states", say("State of implementation by state, in units"), figures, by_type),
        Paragraph(tuple(_money(figures))),
        indicators("report-money", say("Progress of the financial contributions"), figures, money),
        *by_purpose("report-purposes", figures),
    )
    return Section(REPORT, say("Section for the report of Article {cite}", cite=Cite("15(4)")), blocks, "effectiveness")


def _implementation(record: Record, figures: Figures) -> Iterator[Sentence]:
    """The state of implementation in sentences."""
    yield say(
        "This section gives the state of implementation of the mechanism on {day} ({report}).",
        day=record.report.as_of,
        report=Cite("AMMR 15(4)"),
    )
    yield say(
        "The Council adopted a pool of {adopted} units; a unit is one relocation, or {euro} in money or in kind "
        "({cite}).",
        adopted=Fig("adopted"),
        euro=Fig("eur_per_unit"),
        cite=Cite("AMMR 57(1)"),
    )
    yield pledged_told(figures)
    takers = [State(row.state) for row in record.report.rows if row.role == "benefitting"]
    if takers:
        names: Shown = takers[0]
        for part in takers[1:]:
            names = say("{before}, {part}", before=names, part=part)
        yield say("Benefitting states: {states} ({cite}).", states=names, cite=Cite("AMMR 58(3), 59(4)"))
    if not known(figures, "needs"):
        yield NEEDS_UNKNOWN
    if known(figures, "adjusted_in_act", "deducted", "released"):
        yield say(
            "Of pledges and fair shares, the act itself lowered {in_act} units ({act}), decisions on requests "
            "{deducted} units ({decided}); {released} units are released ({release}).",
            in_act=Fig("adjusted_in_act"),
            act=Cite("AMMR 57(1)"),
            deducted=Fig("deducted"),
            decided=Cite("AMMR 61(4), 62(5)"),
            released=Fig("released"),
            release=Cite("AMMR 60(3)"),
        )
    yield delivered_told(record.report.as_of, figures)
    if known(figures, "offset_taken", "outstanding"):
        yield say(
            "Offsets come to {offsets} units; {outstanding} units are outstanding.",
            offsets=Fig("offset_taken"),
            outstanding=Fig("outstanding"),
        )
    yield _confirmed(figures)


def _money(figures: Figures) -> Iterator[Sentence]:
    """The progress of the money in sentences."""
    yield say(
        "Financial contributions go to the budget of the Union; states report on the actions ({reported}), and this is "
        "their progress ({money}).",
        reported=Cite("AMMR 64(5)"),
        money=Cite("AMMR 64(6)"),
    )
    yield _paid(figures)


def review_section(year: int, figures: Figures) -> Section:
    """The reports and reviews that the Regulation asks for after a pool year, each with its day and what this
    evaluation gives to it."""
    no_day = say("no day is set")
    rows: tuple[tuple[Shown | None, ...], ...] = (
        (say("Confirmation of deliveries"), _day("confirmation", year), Cite("AMMR 60(6)"), _confirmed(figures)),
        (
            say("State of implementation"),
            _day("report-on-implementation", year),
            Cite("AMMR 15(4)"),
            _implemented(figures),
        ),
        (say("Reports of states on funded actions"), no_day, Cite("AMMR 64(5)"), _spent(figures)),
        (say("Progress of the money"), _day("report-on-money", year), Cite("AMMR 64(6)"), _paid(figures)),
        (say("Review of the solidarity mechanism, each year"), _day("review", year), Cite("AMMR 79"), _even(figures)),
        (say("Review of the numbers, every three years at least"), no_day, Cite("AMMR 79, 12(2)"), _numbers(figures)),
        (say("Information of states for the evaluation"), _day("evaluation-data", year), Cite("AMMR 79"), _gaps()),
        (say("Evaluation of the Regulation, every five years"), _day("evaluation", year), Cite("AMMR 79"), _all()),
    )
    columns = (say("Occasion"), say("Day after the pool year"), say("Provision"), say("What this evaluation gives"))
    grid = Grid("review-calendar", say("Reviews that the Regulation asks for"), columns, rows)
    return Section(REVIEW, say("Review under Article {cite}", cite=Cite("79")), (grid,), "coherence")


def _day(step: str, year: int) -> date | None:
    """The first day of a step in the cycle of a pool year or a later one."""
    days = (row.due for later in range(year, year + _AHEAD) for row in calendar(later) if row.step == step)
    return next((day for day in days if day), None)


def _confirmed(figures: Figures) -> Sentence:
    if not known(figures, "confirmations"):
        return say("What states confirm is not known yet.")
    return say("{states} states have confirmed.", states=Fig("confirmations"))


def _implemented(figures: Figures) -> Sentence:
    if not known(figures, "implemented"):
        return say("What was delivered is not known.")
    return say(
        "{implemented} units are implemented and {outstanding} outstanding.",
        implemented=Fig("implemented"),
        outstanding=Fig("outstanding"),
    )


def _paid(figures: Figures) -> Sentence:
    if not known(figures, "money_due", "implemented_financial", "money_spent"):
        return say("What is due, paid and spent is not all known yet.")
    return say(
        "{due} are due, {paid} paid and {spent} spent.",
        due=Fig("money_due"),
        paid=Fig("implemented_financial"),
        spent=Fig("money_spent"),
    )


def _spent(figures: Figures) -> Sentence:
    if not known(figures, "money_spent"):
        return say("What is spent is not known.")
    return say("{spent} are spent on {actions} actions.", spent=Fig("money_spent"), actions=Fig("actions"))


def _even(figures: Figures) -> Sentence:
    if not known(figures, "as_pledged.hoover.before"):
        return say("How even responsibility is cannot be told: not all that states bear is known.")
    before = Fig("as_pledged.hoover.before")
    if not known(figures, "implemented_of_adopted"):
        return say("The Hoover index against the key is {hoover} before solidarity.", hoover=before)
    return say(
        "The Hoover index against the key is {hoover} before solidarity; {share} of the pool is implemented.",
        hoover=before,
        share=Fig("implemented_of_adopted"),
    )


def _numbers(figures: Figures) -> Sentence | None:
    if not known(figures, "as_pledged.to_move", "reach.adopted"):
        return None
    return say(
        "To meet the key, {persons} persons would have to be in another state; the pool as adopted is {reach} of them.",
        persons=Fig("as_pledged.to_move"),
        reach=Fig("reach.adopted"),
    )


def _gaps() -> Sentence:
    return say("{gaps} indicators have no value yet.", gaps=_COUNT)


def _all() -> Sentence:
    return say("Every figure of this evaluation, with its sources.")


def report_15_4(evaluation: Evaluation) -> Evaluation:
    """The section for the report of 15(4) as an evaluation by itself, with the figures that it shows."""
    return _alone(evaluation, REPORT)


def review_79(evaluation: Evaluation) -> Evaluation:
    """The review under 79 as an evaluation by itself, with the figures that it shows."""
    return _alone(evaluation, REVIEW)


def _alone(evaluation: Evaluation, slug: str) -> Evaluation:
    """One section of an evaluation as an evaluation, with the gaps of what it shows itself. The count of all gaps is no
    part of it. Raises ``KeyError`` where there is no such section."""
    sections = {section.slug: section for section in evaluation.sections}
    title = say("{title}: {section}", title=evaluation.title, section=sections[slug].heading)
    headline = tuple(sentence for sentence in evaluation.headline if _COUNT not in dict(sentence.parts).values())
    part = replace(
        evaluation,
        name=f"{evaluation.name}-{slug}",
        title=title,
        headline=headline,
        sections=(sections[slug],),
        gaps=(),
    )
    keys = {one.key for one in shown(part) if isinstance(one, Fig)}
    wanted = _with_inputs(keys, evaluation.figures)
    figures = {key: figure for key, figure in evaluation.figures.items() if key in wanted}
    told = {figures[key].definition for key in keys}
    return replace(part, figures=figures, gaps=tuple(gap for gap in evaluation.gaps if gap.definition in told))


def _with_inputs(keys: Iterable[str], figures: Figures) -> set[str]:
    """Keys of figures, and of everything that they rest on."""
    found: set[str] = set()
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += figures[key].inputs
    return found
