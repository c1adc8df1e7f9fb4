"""The annex of the act that establishes the Annual Solidarity Pool: reference numbers, pledges, vote (57(1))."""

from __future__ import annotations

from fairshare.evaluation.pool import PoolReport
from fairshare.workbench.documents.render import pdf
from fairshare.workbench.tables.tables_of_pool import pledges_table, reference_table, vote_tests_table, votes_table


def act_annex(report: PoolReport, lang: str) -> bytes:
    """The annex as PDF: the reference numbers, the pledges by state and type of measure, and the vote on the act."""
    context = {
        "year": report.year,
        "act_date": report.book.act_dates[-1],
        "reference": reference_table(report),
        "pledges": pledges_table(report),
        "vote": report.vote,
        "vote_tests": vote_tests_table(report),
        "votes": votes_table(report),
    }
    return pdf("act_annex", context, lang, report.as_of)
