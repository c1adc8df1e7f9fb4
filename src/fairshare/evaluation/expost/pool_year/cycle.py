"""A pool year evaluated: the chain, each state, money, quality, fairness, and what the Regulation's reports get."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Final

from fairshare.evaluation.expost.account_section import account_section
from fairshare.evaluation.expost.changes import change_figures
from fairshare.evaluation.expost.costs_section import cost_range, costs_section
from fairshare.evaluation.expost.counterfactual import counterfactual_section
from fairshare.evaluation.expost.document import Evaluation, Name, Paragraph, Section, say
from fairshare.evaluation.expost.intervals import intervals_section
from fairshare.evaluation.expost.measured import Figures, collected
from fairshare.evaluation.expost.past import Read
from fairshare.evaluation.expost.past.tables import digests
from fairshare.evaluation.expost.pool_year import sections as parts
from fairshare.evaluation.expost.pool_year import sections_year as quality
from fairshare.evaluation.expost.pool_year.chain import chain_figures
from fairshare.evaluation.expost.pool_year.fairness import DELIVERED, PLEDGED, base_told, fairness_figures
from fairshare.evaluation.expost.pool_year.gaps import gap_count, gaps, limits
from fairshare.evaluation.expost.pool_year.money import money_figures
from fairshare.evaluation.expost.pool_year.quality import quality_figures
from fairshare.evaluation.expost.pool_year.record import Record, record_of
from fairshare.evaluation.expost.pool_year.reports import report_section, review_section
from fairshare.evaluation.expost.process import process_figures, process_sections
from fairshare.evaluation.pool import PoolReport
from fairshare.ledger.events import Event
from fairshare.ledger.notation import dump

_HEADINGS: Final = {PLEDGED: say("Fairness: the pool as pledged"), DELIVERED: say("Fairness: the pool as delivered")}
_MEANT: Final = {
    PLEDGED: say("Here what is known of the pledges stands as if it were delivered."),
    DELIVERED: say("Here stands what the ledger says was delivered."),
}
TABLES: Final = (
    *("adequate_capacity", "applications_by_year"),
    *("applicants_2024", "temporary_protection_2024", "resettled_2024"),
)
"""Reference tables that every pool year is evaluated with."""
CHOICES: Final = ("RELIEF_SPREAD", "DEDUCTION_IN_POOL_ACT", "GENERAL_APPLICATION_DATE", "ROUNDING")
"""Open readings that the figures rest on whatever the record."""


def evaluation(
    report: PoolReport,
    read: Read,
    previous: Evaluation | None = None,
    unseen: frozenset[str] = frozenset(),
) -> Evaluation:
    """The evaluation of a pool year as its record stands on the day of the report.

    ``previous``: the evaluation of the pool year before, for changes beside levels. ``unseen``: kinds of events, by
    tag, of which the reader is not shown all: what counts them is unknown to that reader, not nothing."""
    record = record_of(report, unseen)
    figures = _figures(record, read, previous)
    year = report.year
    return Evaluation(
        name=str(year),
        title=say("Annual Solidarity Pool {year}: evaluation", year=Name(str(year))),
        start=date(year, 1, 1),
        end=date(year, 12, 31),
        as_of=report.as_of,
        headline=parts.headline(record, figures),
        sections=_sections(record, figures),
        figures=figures,
        gaps=gaps(record, figures),
        limits=limits(record, figures),
        choices=record.book.choices.used(*CHOICES) | record.book.choices.changed(),
        inputs=_inputs(record, read),
    )


def _figures(record: Record, read: Read, previous: Evaluation | None) -> Figures:
    figures = [*chain_figures(record, read), *money_figures(record), *quality_figures(record, read)]
    so_far = collected(figures)
    figures += change_figures(so_far, previous)
    figures += fairness_figures(record, read, so_far)
    figures += process_figures(record.book, collected(figures))
    lacking = gap_count(collected(figures))
    return collected((*figures, lacking, *change_figures({lacking.key: lacking}, previous)))


def _sections(record: Record, figures: Figures) -> tuple[Section, ...]:
    return (
        parts.summary(figures),
        parts.needs(figures),
        parts.chain(figures),
        parts.states(record, figures),
        quality.money(figures),
        quality.kind(figures),
        quality.time(figures),
        quality.preparedness(figures),
        quality.rights(figures),
        *_fairness(figures),
        *process_sections(record.book, figures, record.report.as_of),
        report_section(record, figures),
        review_section(record.report.year, figures),
    )


def _fairness(figures: Figures) -> Iterator[Section]:
    """The accounts that there are, and the last of them beside other courses."""
    found = [start for start in (PLEDGED, DELIVERED) if f"{start}to_move" in figures]
    for start in found:
        section = account_section(figures, start)
        told = Paragraph((_MEANT[start], base_told(figures)))
        blocks = (told, *section.blocks, *cost_range(figures, start))
        yield replace(section, heading=_HEADINGS[start], blocks=blocks)
    yield from costs_section(figures)
    if found:
        yield intervals_section(figures)
    for start in found[-1:]:
        section = counterfactual_section(figures, start)
        yield replace(section, blocks=(Paragraph((_MEANT[start],)), *section.blocks))


def _inputs(record: Record, read: Read) -> dict[str, str]:
    """SHA-256 of the record, as a file of it would stand, and of the tables."""
    year = record.report.year
    tables = (*TABLES, f"act_{year}") if record.report.published_sum is not None else TABLES
    shown = [event for event in record.book.events if type(event) is not Event]  # of the others a reader has no file
    text = dump(year, shown, record.book.choices.changed())
    return {f"cycle {year}": sha256(text.encode()).hexdigest()} | digests(read, tables)
