"""A pool year, evaluated from the report on its ledger: figures by theme, the sections that show them, what lacks."""

from fairshare.evaluation.expost.pool_year.cycle import evaluation
from fairshare.evaluation.expost.pool_year.reports import report_15_4, review_79

__all__ = ["evaluation", "report_15_4", "review_79"]
