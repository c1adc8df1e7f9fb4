"""The report on a pool: each figure with its article, its source and how certain it is."""

from fairshare.evaluation.pool.fairness import Statement
from fairshare.evaluation.pool.figure import Figure
from fairshare.evaluation.pool.report import PoolReport, pool_report, report_of

__all__ = ["Figure", "PoolReport", "Statement", "pool_report", "report_of"]
